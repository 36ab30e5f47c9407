/** The feed without a socket (SPEC.md, Y15 to Y17), and digests (Y18, Y19). */
import { expect, test } from 'bun:test'
import { StoreError } from '../../src/core/ports/store.ts'
import { emptyDigest, digestText, withoutRow, withRow } from '../../src/model/digest.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, onEachEngine, type Engine } from '../support/engines.ts'
import { listen, Plain } from '../support/sockets.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('changes', (client) => {
  const changes = (query = '') => client().json('GET', `/api/v1/changes${query}`)
  const digestOf = (rows: { id: string; version: number }[]) =>
    digestText(rows.reduce((digest, row) => withRow(digest, row.id, row.version), emptyDigest))

  test('[Y15] changes since a cursor are the rows that changed, and the next cursor', async () => {
    const list = await client().json('POST', '/api/v1/lists', { name: 'A list' })
    const begin = await changes(`?space=${list.id}`)
    expect(begin).toMatchObject({ snapshot: true, more: false, todos: [], gone: [], list: { id: list.id } })
    const todo = await client().json('POST', '/api/v1/todos', { list: list.id, name: 'x' })
    const next = await changes(`?space=${list.id}&cursor=${begin.cursor}`)
    expect(next).toMatchObject({ from: begin.to, to: todo.version, snapshot: false, todos: [todo] })
    expect(next.list).toBeUndefined()
    expect(await changes(`?space=${list.id}&cursor=${next.cursor}`)).toMatchObject({
      from: next.to,
      to: next.to,
      todos: [],
    })
    expect(await changes(`?space=${list.id}&cursor=another-epoch.7`)).toMatchObject({
      from: 0,
      snapshot: true,
      todos: [todo],
    })
    expect((await changes(`?space=${list.id}&cursor=x`)).code).toBe('bad_cursor')
    expect((await changes(`?space=${uuid()}`)).code).toBe('list_not_found')
    expect((await changes('?wait=99')).code).toBe('bad_request')
    expect((await changes('')).list.name).toBe('Todos')
  })

  test('[Y6] a cursor from before what the database remembers gets a snapshot', async () => {
    const list = await client().json('POST', '/api/v1/lists', { name: 'Emptied' })
    await client().json('POST', '/api/v1/todos', { list: list.id, name: 'x' })
    const { cursor } = await changes(`?space=${list.id}`)
    await client().app.store.emptyList(list.id)
    expect(await changes(`?space=${list.id}&cursor=${cursor}`)).toMatchObject({
      from: 0,
      snapshot: true,
      todos: [],
    })
  })

  test('[Y16] a request for changes waits for one, no longer than it was told to', async () => {
    const { cursor } = await changes()
    const waiting = changes(`?wait=20&cursor=${cursor}`)
    const name = uuid()
    await Bun.sleep(50)
    await client().send('POST', '/todos/', { name })
    expect((await waiting).todos.map((todo: any) => todo.name)).toEqual([name])
    const { cursor: end } = await changes()
    expect(await changes(`?wait=1&cursor=${end}`)).toMatchObject({ cursor: end, todos: [] })
  })

  test('[Y17] as an event stream the changes go on, and a reader resumes by the id of the last', async () => {
    await using server = listen(client().app)
    const stream = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${server.url}/api/v1/changes`, {
        headers: { accept: 'text/event-stream', ...headers },
      })
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      return eventsOf(response)
    }
    const events = await stream()
    const first = await events.next()
    expect(first.data.snapshot).toBe(true)
    const name = uuid()
    await client().send('POST', '/todos/', { name })
    const second = await events.next()
    expect(second.data.todos.map((todo: any) => todo.name)).toEqual([name])
    expect(second.id).toBe(second.data.cursor)
    await events.cancel()
    const resumed = await stream({ 'last-event-id': first.id })
    expect((await resumed.next()).data).toEqual(second.data)
    await resumed.cancel()
    // With nothing to tell yet it answers all the same.
    await (await stream({ 'last-event-id': second.id })).cancel()
  })

  test('[Y17] an event stream outlasts a database that is away for a while', async () => {
    await using server = listen(client().app)
    const response = await fetch(`${server.url}/api/v1/changes`, { headers: { accept: 'text/event-stream' } })
    const events = eventsOf(response)
    await events.next()
    const { reads } = client().app.store
    const { changes: whole } = reads
    let tries = 0
    reads.changes = (...args) =>
      ++tries < 2 ? Promise.reject(new StoreError('away', 'for a while')) : whole(...args)
    const name = uuid()
    await client().send('POST', '/todos/', { name })
    const event = await events.next()
    expect(event.data.todos.map((todo: any) => todo.name)).toEqual([name])
    reads.changes = whole
    await events.cancel()
  })

  test('[Y18] each delta says the digest of the rows at its end, whatever was done to them', async () => {
    const list = await client().json('POST', '/api/v1/lists', { name: 'A list' })
    const other = await client().json('POST', '/api/v1/lists', { name: 'Another' })
    const create = (fields: object) =>
      client().json('POST', '/api/v1/todos', { list: list.id, name: uuid(), ...fields })
    const [a, b, c] = [await create({}), await create({}), await create({})]
    await create({ parent: b.id })
    await client().send('PATCH', `/api/v1/todos/${a.id}`, { name: 'renamed', finished: true })
    await client().send('DELETE', `/api/v1/todos/${b.id}`)
    await client().send('POST', `/api/v1/todos/${b.id}/restore`)
    await client().send('PATCH', `/api/v1/todos/${c.id}`, { list: other.id })
    await client().send('PATCH', `/api/v1/lists/${list.id}`, { name: 'Renamed' })
    for (const { id } of [list, other]) {
      const all = await changes(`?space=${id}`)
      expect(all.digest).toBe(digestOf([all.list, ...all.todos]))
    }
    const own = await changes(`?space=${client().app.account.id}`)
    expect(own.digest).toBe(digestOf(own.lists))
  })
})

test('[Y18] a digest does not depend on order, and a row taken out leaves no trace', () => {
  const rows = Array.from({ length: 50 }, (_, index) => [uuid(), index + 1] as const)
  const sum = (some: typeof rows) =>
    some.reduce((digest, [id, version]) => withRow(digest, id, version), emptyDigest)
  expect(sum(rows)).toEqual(sum(rows.toReversed()))
  const [first, ...rest] = rows as [(typeof rows)[number], ...typeof rows]
  expect(withoutRow(sum(rows), ...first)).toEqual(sum(rest))
  // Known text, so that clients in other languages can check theirs.
  expect(digestText(withRow(emptyDigest, '00000000-0000-7000-8000-000000000000', 1))).toBe('b7a680a773085745')
})

test.each(['sqlite', 'postgres'] as Engine[])(
  '[Y19] %s: a row that was tampered with is found by the doctor, and replicas heal after the repair',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    await using server = listen(app)
    const list = app.account.defaultList
    for (const name of ['a', 'b'])
      await app.fetch(
        new Request('http://localhost/todos/', {
          method: 'POST',
          body: JSON.stringify({ name }),
          headers: { host: 'localhost' },
        }),
      )
    const { plain, first } = await Plain.greeted(server.url)
    using _ = plain
    const before = first.find((frame) => frame.space === list)
    const driver =
      database.name.engine === 'sqlite' ? openSqlite(database.name.path) : openPostgres(database.name.url)
    await driver.transaction((connection) => connection.all("delete from todos where name = 'a'", []))
    await driver.close()
    const found = await app.store.examine(false)
    expect(found.differing).toMatchObject([{ space: list, kept: before.digest }])
    expect((await app.store.examine(true)).differing).toHaveLength(1)
    expect((await app.store.examine(false)).differing).toEqual([])
    // The next change tells everyone the digest as it is now, and who differs asks again.
    await app.fetch(
      new Request('http://localhost/todos/', {
        method: 'POST',
        body: '{"name":"c"}',
        headers: { host: 'localhost' },
      }),
    )
    let delta = await plain.next('delta')
    // The repair may be told on its own.
    while (delta.todos.length === 0) delta = await plain.next('delta')
    expect(delta.todos.map((todo: any) => todo.name)).toEqual(['c'])
    plain.send({ type: 'resync', space: list, cursor: 0 })
    let snapshot = await plain.next('delta')
    while (snapshot.space !== list || snapshot.todos.length === 0) snapshot = await plain.next('delta')
    expect(snapshot.todos.map((todo: any) => todo.name)).toEqual(['b', 'c'])
    expect(snapshot.digest).toBe(delta.digest)
    plain[Symbol.dispose]()
    await app.close()
    await database.drop()
  },
)

/** The events of a stream, one by one; comments are passed over. */
function eventsOf(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next(): Promise<{ id: string; data: any }> {
      for (;;) {
        const end = text.indexOf('\n\n')
        const event = text.slice(0, end)
        if (end !== -1) text = text.slice(end + 2)
        const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(event) ?? []
        if (data !== undefined) return { id: id as string, data: JSON.parse(data) }
        if (end !== -1) continue
        const chunk = await reader?.read()
        if (!chunk || chunk.done) throw new Error('the stream ended')
        text += chunk.value
      }
    },
    cancel: () => reader?.cancel(),
  }
}
