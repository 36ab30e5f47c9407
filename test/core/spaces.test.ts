/** What a batch changes: what was loaded, and so locked, and each row once (SPEC.md, S11, S14). */
import { expect, test } from 'bun:test'
import type { AnyCommand } from '../../src/core/access/authorize.ts'
import { createCommitter } from '../../src/core/write/commit.ts'
import { load, notTried } from '../../src/core/write/load.ts'
import { WorkingState } from '../../src/core/write/working-state.ts'
import type { Change } from '../../src/model/change.ts'
import type { Todo } from '../../src/model/todo.ts'
import { createApp } from '../support/app.ts'
import { join, share } from '../support/accounts.ts'

const uuid = () => Bun.randomUUIDv7()

test('[S11] a space that was not loaded is a fault of whatever would raise it, and no id that is taken', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const list = (await ann.newList()).id
  await share(ann, list, bob, 'editor')
  const faults: string[] = []
  let left = ''
  const committer = createCommitter({
    now: () => new Date().toISOString(),
    monotonicMs: () => performance.now(),
    defer: (callback) => void setImmediate(callback),
    sleep: (ms) => Bun.sleep(ms),
    random: Math.random,
    newId: uuid,
    onCommitted: () => {},
    onFault: (error) => faults.push(String(error)),
    store: {
      ...app.store,
      transaction: (work) =>
        app.store.transaction((transaction) =>
          work({
            ...transaction,
            lock: async (...ids) => (await transaction.lock(...ids)).filter((space) => space.id !== left),
          }),
        ),
    },
  })
  const cases: [space: string, command: AnyCommand][] = [
    [list, { type: 'createTodo', id: uuid(), todo: { id: uuid(), list, name: 'a' } }],
    [list, { type: 'updateList', id: uuid(), list, changes: { name: 'a' } }],
    [ann.id, { type: 'createList', id: uuid(), list: { id: uuid(), name: 'a' } }],
    [ann.id, { type: 'createFilter', id: uuid(), filter: { id: uuid(), name: 'a', filter: 'finished' } }],
    [list, { type: 'setMember', id: uuid(), list, member: bob.id, role: 'viewer' }],
    [bob.id, { type: 'setMember', id: uuid(), list, member: bob.id, role: null }],
    [bob.id, { type: 'transferList', id: uuid(), list, member: bob.id }],
    [ann.id, { type: 'transferList', id: uuid(), list, member: bob.id }],
  ]
  const state = () => app.store.reads.versions([list, ann.id, bob.id])
  const before = await state()
  const caller = { id: ann.id, name: ann.name, defaultList: ann.defaultList }
  for (const [space, command] of cases) {
    left = space
    const [outcome] = await committer.commit(caller, [command])
    expect([command.type, outcome?.accepted || outcome?.error.code]).toEqual([command.type, 'internal'])
    expect(faults.splice(0)).toEqual([`Error: space ${space} would be changed, which was not loaded`])
  }
  expect(await state()).toEqual(before)
  left = ''
  for (const [, command] of cases)
    expect([command.type, (await committer.commit(caller, [command]))[0]?.accepted]).toEqual([
      command.type,
      // It was removed from the list in between.
      command.type !== 'transferList',
    ])
  await app.close()
})

test('[S14] a command that would change one row twice is a fault', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const ann = await join(app, 'ann')
  const list = (await ann.newList()).id
  const todo: Todo = await ann.newTodo(list)
  await app.store.transaction(async (transaction) => {
    const command = { type: 'updateTodo', id: uuid(), todo: todo.id, changes: {} } as const
    const sent = [{ account: ann, command }]
    const state = new WorkingState(
      await load(transaction, { sent, behind: [], tried: notTried(), now: new Date().toISOString() }),
      uuid,
    )
    const change = (name: string): Change => ({
      kind: 'todo',
      space: list,
      before: todo,
      after: { ...todo, name },
    })
    const subject = { kind: 'todo', todo } as const
    const apply = (...changes: Change[]) => state.apply(ann, command, changes, subject, todo.createdAt)
    expect(() => apply(change('a'), change('b'))).toThrow('updateTodo would change one row twice')
    expect(apply(change('a')).accepted).toBe(true)
  })
  await app.close()
})
