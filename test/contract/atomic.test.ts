/** What a batch that was refused as a whole, or only rehearsed, leaves: nothing (SPEC.md, A53); and who sees what in one commit (A54). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import type { Caller } from '../../src/model/access.ts'
import type { Command } from '../../src/model/command.ts'
import { ask, join } from '../support/accounts.ts'
import { newDatabase, onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('atomic', (client) => {
  const api = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const exported = async () => (await client().send('GET', '/api/v1/export?format=jsonl')).text()
  const versions = async () => {
    const { reads } = client().app.store
    return reads.versions(await reads.spaces(client().app.account))
  }

  test('[A53] what a refused batch did to todos, lists and filters is not there, and its ids may be used', async () => {
    const list = (await api('POST', '/lists', { name: 'a list' })).id
    const [todo, other] = [
      await api('POST', '/todos', { list, name: 'a' }),
      await api('POST', '/todos', { list, name: 'b' }),
    ]
    const filter = await api('POST', '/filters', { name: 'a filter', filter: 'milk' })
    const filters = async () => (await api('GET', '/filters?limit=1000')).items
    const [newTodo, newList, newFilter] = [uuid(), uuid(), uuid()]
    const doable = [
      { type: 'createTodo', todo: { id: newTodo, list, name: 'new', position: 'a9' } },
      { type: 'updateTodo', todo: todo.id, changes: { name: 'changed', notes: 'changed' } },
      { type: 'deleteTodo', todo: other.id },
      { type: 'createList', list: { id: newList, name: 'new' } },
      { type: 'createTodo', todo: { list: newList, name: 'in it' } },
      { type: 'updateTodo', todo: todo.id, changes: { list: newList } },
      { type: 'updateList', list, changes: { name: 'changed' } },
      { type: 'createFilter', filter: { id: newFilter, name: 'new', filter: 'milk' } },
      { type: 'updateFilter', filter: filter.id, changes: { name: 'changed' } },
    ].map((command) => ({ ...command, id: uuid() }))
    const send = (commands: object[]) => api('POST', '/batch', { commands, atomic: true })
    const before = [await exported(), await filters(), await versions()]
    const refused = await send([...doable, { type: 'deleteTodo', todo: uuid(), id: uuid() }])
    expect(refused.outcomes.map(({ problem }: any) => problem.code)).toEqual([
      ...doable.map(() => 'atomic_refused'),
      'todo_not_found',
    ])
    expect([await exported(), await filters(), await versions()]).toEqual(before)
    // What comes next is numbered and placed as if nothing had been.
    expect(await api('POST', '/todos', { list, name: 'next' })).toMatchObject({ number: 3, position: 'a2' })
    const { outcomes } = await send(doable)
    expect(outcomes).toMatchObject(doable.map(() => ({ accepted: true, replayed: false })))
    expect((await api('GET', `/todos/${todo.id}`)).list).toBe(newList)
    expect(await filters()).toMatchObject([{ name: 'changed' }, { id: newFilter }])
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })
})

test.each(['sqlite', 'postgres'] as const)(
  '[A53] %s: what a capped token would have deleted in a refused batch is not spent',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    const ann = await join(app, 'ann')
    const todos = await Promise.all([1, 2, 3].map(() => ann.newTodo(ann.defaultList)))
    const { headers } = await ann.token({ deletionsPerHour: 2 })
    const remove = (todo: string) => ({ type: 'deleteTodo', todo })
    for (let count = 0; count < 3; count++) {
      const commands = [...todos.slice(0, 2).map(({ id }) => remove(id)), remove(uuid())]
      const { body } = await ask(app, 'POST', '/batch', { commands, atomic: true }, headers)
      expect(body.outcomes.at(-1).problem.code).toBe('todo_not_found')
    }
    const statuses = []
    for (const { id } of todos)
      statuses.push((await ask(app, 'DELETE', `/todos/${id}`, undefined, headers)).status)
    expect(statuses).toEqual([204, 204, 403])
    await app.close()
    await database.drop()
  },
)

test.each(['sqlite', 'postgres'] as const)(
  '[A54] %s: in one commit each key sees what it is for, whoever of the same account comes beside it',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    const ann = await join(app, 'ann')
    const [open, closed] = [(await ann.newList()).id, (await ann.newList()).id]
    const [mine, theirs] = [await ann.newTodo(open), await ann.newTodo(closed)]
    const { key } = await ann.token({ lists: [open] })
    const limited = (await app.keyring.find(key, 'bearer')) as Caller
    const whole = (await app.keyring.find((await ann.token()).key, 'bearer')) as Caller
    const update = (todo: string): Command => ({
      type: 'updateTodo',
      id: uuid(),
      todo,
      changes: { notes: uuid() },
    })
    const both = () => [update(mine.id), update(theirs.id)]
    for (const order of [
      [whole, limited],
      [limited, whole],
    ] as const) {
      // Sent in the same turn, they are one transaction.
      const outcomes = await Promise.all(order.map((caller) => app.committer.commit(caller, both())))
      const codes = outcomes.map((each) =>
        each.map((outcome) => (outcome.accepted ? 'accepted' : outcome.error.code)),
      )
      const wished = new Map<Caller, (typeof codes)[number]>([
        [whole, ['accepted', 'accepted']],
        [limited, ['accepted', 'todo_not_found']],
      ])
      expect(codes).toEqual(order.map((caller) => wished.get(caller) ?? []))
    }
    await app.close()
    await database.drop()
  },
)
