/** The write path over a store that refuses (SPEC.md, W1 to W3). */
import { expect, test } from 'bun:test'
import { createCommitter } from '../../src/core/commit.ts'
import { StoreError, type Store } from '../../src/core/store.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import type { Command } from '../../src/model/command.ts'
import { openStore } from '../../src/storage/open.ts'

const newId = () => Bun.randomUUIDv7()
const runtime = {
  now: () => new Date().toISOString(),
  defer: (callback: () => void) => void setImmediate(callback),
  sleep: (ms: number) => Bun.sleep(ms),
  random: Math.random,
  newId,
  onCommitted: () => {},
  onFault: () => {},
}

test('[W1] a batch that the database refuses is carried out command by command', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const refused = newId()
  const refusing: Store = {
    ...store,
    transaction: (work) =>
      store.transaction((transaction) =>
        work({
          ...transaction,
          save: (saved) =>
            saved.todos.some((todo) => todo.after.id === refused)
              ? Promise.reject(new StoreError('conflict', 'a constraint'))
              : transaction.save(saved),
        }),
      ),
  }
  const committer = createCommitter({ ...runtime, store: refusing })
  const create = (id: string): Command => ({
    type: 'createTodo',
    id: newId(),
    todo: { id, list: account.defaultList, name: id },
  })
  const outcomes = await Promise.all([
    committer.commit(account, [create(newId()), create(refused), create(newId())]),
    committer.commit(account, [create(newId())]),
    committer.commit(account, [create(newId()), create(refused)], 'atomic'),
  ])
  expect(outcomes.map((group) => group.map((each) => each.accepted))).toEqual([
    [true, false, true],
    [true],
    [false, false],
  ])
  expect(await store.reads.count(account.defaultList)).toBe(3)
  await store.close()
})

test('[W2] what was refused stays so when it is sent again with what was accepted behind it', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const committer = createCommitter({ ...runtime, store })
  const create = (name: string): Command => {
    const id = newId()
    return { type: 'createTodo', id, fingerprint: id, todo: { id, list: account.defaultList, name } }
  }
  const taken = create('x')
  await committer.commit(account, [taken])
  const push = [create('x'), create('y')]
  const first = await committer.commit(account, push, 'in order')
  expect(first.map((each) => each.accepted)).toEqual([false, true])
  await committer.commit(account, [
    { type: 'deleteTodo', id: newId(), todo: { list: account.defaultList, number: 1 } },
  ])
  const again = await committer.commit(account, [...push, create('z')], 'in order')
  expect(again.map((each) => (each.accepted ? each.replayed : each.error.code))).toEqual([
    'refused_before',
    true,
    false,
  ])
  await store.close()
})

test('[W3] a batch is tried again for a while only, however long each try takes', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  let clock = 0
  let tries = 0
  const slow: Store = {
    ...store,
    transaction() {
      tries++
      clock += serverLimits.lockTimeoutMs
      return Promise.reject(new StoreError('busy', 'a lock that another holds'))
    },
  }
  const committer = createCommitter({
    ...runtime,
    store: slow,
    now: () => new Date(clock).toISOString(),
    sleep: async (ms) => void (clock += ms),
  })
  const remove: Command = { type: 'deleteTodo', id: newId(), todo: newId() }
  const [outcome] = await committer.commit(account, [remove])
  expect(outcome).toMatchObject({ accepted: false, error: { code: 'database_away' } })
  expect(tries).toBeLessThanOrEqual(2)
  await store.close()
})
