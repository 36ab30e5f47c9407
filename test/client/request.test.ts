/** The client's requests (SPEC.md, K1 to K3). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import { AppError, createClient, jsonOf, ResponseError } from '../../src/client/client.ts'
import { listen, type Listening } from '../support/sockets.ts'

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

/** A client of the application whose network does these things first, one for each try. */
function troubled(...troubles: (Response | Error)[]) {
  const keys: (string | undefined)[] = []
  const client = createClient(server.url, {
    async fetch(url, init) {
      keys.push(new Headers(init.headers).get('idempotency-key') ?? undefined)
      const trouble = troubles.shift()
      if (trouble instanceof Error) throw trouble
      return trouble ?? fetch(url, init)
    },
  })
  return { client, keys }
}

test('[K1] the operations are typed requests of the API', async () => {
  const client = createClient(`${server.url}/`)
  const account = await client.account()
  const list = await client.lists.create({ name: 'A list' })
  const todo = await client.todos.create({ list: list.id, name: 'x', labels: ['l'] })
  expect(await client.todos.get(todo.id)).toEqual(todo)
  const done = await client.todos.update(todo.id, { finished: true }, todo.version)
  expect(done.finished).toBe(true)
  await expect(client.todos.update(todo.id, { name: 'y' }, todo.version)).rejects.toMatchObject({
    status: 412,
    problem: { code: 'version_mismatch', current: { id: todo.id } },
  })
  await client.todos.delete(todo.id)
  expect((await client.todos.restore(todo.id)).deletedAt).toBeNull()
  await client.todos.put(todo.id, { name: 'z' })
  const names: string[] = []
  for await (const each of client.todos.all({ list: list.id, limit: 1 })) names.push(each.name)
  expect(names).toEqual(['z'])
  const id = crypto.randomUUID().replace(/^(.{14})./, '$14')
  const outcomes = await client.batch([
    { type: 'createTodo', todo: { id, list: list.id, name: 'b' } },
    { type: 'deleteTodo', todo: account.id },
  ])
  expect(outcomes.map((outcome) => outcome.accepted)).toEqual([true, false])
  const changes = await client.changes({ space: list.id })
  expect(changes.todos.map((each) => each.name).toSorted()).toEqual(['b', 'z'])
  expect(await client.changes({ space: list.id, cursor: changes.cursor, wait: 1 })).toMatchObject({
    todos: [],
  })
})

test('[K2] redirects are followed, or shown to who asks for it', async () => {
  const client = createClient(server.url)
  const name = Bun.randomUUIDv7()
  const followed = await client.request('POST', '/todos/', { body: { name } })
  expect(await jsonOf<{ name: string }>(followed)).toMatchObject({ name, finished: false })
  const shown = await client.request('POST', '/todos/', {
    body: { name: Bun.randomUUIDv7() },
    redirect: 'manual',
  })
  expect(shown.status).toBe(303)
  expect(shown.headers.get('location')).toMatch(/^\/todos\/\d+$/)
})

test('[K3] what is safe is tried again, under the same key; what is not safe is not', async () => {
  const away = () => new Response('{"title":"away"}', { status: 503, headers: { 'retry-after': '0' } })
  const write = troubled(new Error('reset'), away(), new Error('reset'))
  const todo = await write.client.todos.create({ name: Bun.randomUUIDv7() })
  expect(todo.number).toBeGreaterThan(0)
  expect(write.keys).toHaveLength(4)
  expect(new Set(write.keys).size).toBe(1)
  const own = troubled(new Error('reset'))
  const name = Bun.randomUUIDv7()
  await own.client.todos.create({ name }, { headers: { 'Idempotency-Key': name } })
  expect(own.keys).toEqual([name, name])
  const unsafe = troubled(new Error('reset'))
  await expect(unsafe.client.request('POST', '/todos/', { body: { name: 'x' } })).rejects.toBeInstanceOf(
    AppError,
  )
  const worn = troubled(...Array.from({ length: 9 }, () => new Error('reset')))
  await expect(worn.client.todos.get(todo.id, { retries: 2 })).rejects.toMatchObject({ code: 'no_answer' })
  expect(worn.keys).toHaveLength(3)
  const proxy = troubled(new Response('<html>', { status: 500, statusText: 'Oops' }))
  await expect(proxy.client.todos.get(todo.id)).rejects.toBeInstanceOf(ResponseError)
})

test('[K3] a request ends when its time is over, or when it is cancelled, whatever it waits for', async () => {
  const never = createClient(server.url, {
    fetch: (_url, init) =>
      new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
      ),
  })
  await expect(never.todos.page({}, { timeoutMs: 20, retries: 0 })).rejects.toMatchObject({
    code: 'no_answer',
  })
  const controller = new AbortController()
  const cancelled = never.todos.page({}, { signal: controller.signal })
  controller.abort(new Error('never mind'))
  await expect(cancelled).rejects.toThrow('never mind')
  const pausing = troubled(
    ...Array.from({ length: 9 }, () => new Response('', { status: 503, headers: { 'retry-after': '60' } })),
  )
  const later = new AbortController()
  const waiting = pausing.client.todos.page({}, { signal: later.signal })
  setTimeout(() => later.abort(new Error('enough')), 30)
  await expect(waiting).rejects.toThrow('enough')
})
