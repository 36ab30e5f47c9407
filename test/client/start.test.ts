/** Starts in replicas: of two people, of before there were any, and of clients that know none (SPEC.md, K70 to K72). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import { createClient, type Client } from '../../src/client/client.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import { Replica } from '../../src/client/replica.ts'
import { noRows } from '../../src/client/replica-storage.ts'
import { isAfter } from '../../src/model/start-moments.ts'
import type { Todo } from '../../src/model/todo.ts'
import { listen, type Listening } from '../support/sockets.ts'
import { tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'
import { createClient as createOldClient } from './before-0.2/client.min.mjs'

let app: App
let server: Listening
beforeAll(async () => {
  app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  server = listen(app)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await app.close()
})

const datesOf = (todo: Todo | undefined) => ({ start: todo?.start, due: todo?.due })
const nowhere = 'http://127.0.0.1:1'

test.each([
  ['the start first', [0, 1]],
  ['the due date first', [1, 0]],
] as const)(
  '[K70] two people who set start and due crosswise offline end with a start that is not after the due date: %s',
  async (_, order) => {
    using folder = tempFolder()
    const client = createClient(server.url)
    const { id } = await client.todos.create({
      name: Bun.randomUUIDv7(),
      start: '2026-12-01',
      due: '2026-12-10',
    })
    const paths = [`${folder.path}/one.replica`, `${folder.path}/two.replica`] as const
    const open = async (url: string, path: string) =>
      createClient(url).connect({ storage: await fileStorage(path) })
    for (const path of paths) {
      const replica = await open(server.url, path)
      await replica.synced()
      await replica.close()
    }
    const changes = [{ start: '2026-12-09' }, { due: '2026-12-03' }]
    for (const [index, path] of paths.entries()) {
      const replica = await open(nowhere, path)
      replica.updateTodo(id, changes[index] ?? {})
      const { start, due } = replica.todo(id) as Todo
      expect({ start, due }).toMatchObject(changes[index] ?? {})
      expect(isAfter(start ?? '', due ?? '')).toBe(false)
      await replica.close()
    }
    const replicas = []
    for (const index of order) {
      const replica = await open(server.url, paths[index])
      await replica.synced()
      await until(() => replica.outbox.length === 0)
      replicas.push(replica)
    }
    // Who comes last is heard, and the other one's date goes along.
    const day = order[1] === 0 ? '2026-12-09' : '2026-12-03'
    expect(datesOf(await client.todos.get(id))).toEqual({ start: day, due: day })
    for (const replica of replicas) {
      await until(() => replica.todo(id)?.start === day)
      expect(datesOf(replica.todo(id))).toEqual({ start: day, due: day })
      await replica.close()
    }
  },
)

test('[K70] who sets both so is refused at once', async () => {
  const replica = await createClient(server.url).connect()
  await replica.synced()
  const { id } = replica.createTodo({ name: Bun.randomUUIDv7(), due: '2026-12-10' })
  const wrong = { start: '2026-12-11', due: '2026-12-10' }
  expect(() => replica.updateTodo(id, wrong)).toThrow('can not start after it is due')
  expect(() => replica.createTodo({ name: Bun.randomUUIDv7(), ...wrong })).toThrow(
    'can not start after it is due',
  )
  await replica.synced()
  await replica.close()
})

test('[K71] what was kept before there were starts has none, and what is newer stays', () => {
  const todo = { id: 't', list: 'l', name: 'x', position: 'a0', due: '2026-12-01', version: 1, newer: 'kept' }
  const replica = new Replica({
    account: { id: 'a', name: 'local', defaultList: 'l', zone: null },
    epoch: 'e',
    ...noRows(),
    todos: new Map([['l t', todo as unknown as Todo]]),
  })
  expect(replica.view.todo('t')).toMatchObject({ ...todo, start: null })
})

test('[K72] a client of before wipes no start: it changes, finishes and moves a todo that has one', async () => {
  const client = createClient(server.url)
  const old = createOldClient(server.url, {}) as Client
  const list = await client.lists.create({ name: 'other' })
  const { id } = await client.todos.create({ name: Bun.randomUUIDv7(), start: '2026-12-01' })
  const replica = await old.connect()
  await replica.synced()
  for (const changes of [
    { name: Bun.randomUUIDv7() },
    { due: '2026-12-10' },
    { finished: true },
    { list: list.id },
  ])
    await replica.updateTodo(id, changes).settled
  await replica.synced()
  await replica.close()
  const start = async () => (await client.todos.get(id)).start
  expect(await start()).toBe('2026-12-01')
  // It sets the due date, and knows nothing of what goes along.
  await old.todos.update(id, { due: '2026-11-20' })
  expect(await start()).toBe('2026-11-20')
  // Only who replaces a todo takes away what it does not name, as of any other field.
  expect((await old.todos.put(id, { name: 'replaced', list: list.id })).start).toBeNull()
})
