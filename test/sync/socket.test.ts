/** The socket, spoken by hand (SPEC.md, Y2 to Y9, Y24). */
import { expect, test } from 'bun:test'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createApp, type AppServer } from '../../src/app.ts'
import { createFeed } from '../../src/core/feed/feed.ts'
import { closeCodes } from '../../src/model/close-codes.ts'
import { createSync } from '../../src/sync/endpoint.ts'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { ServerFrame } from '../../src/model/messages.ts'
import { onEachEngine } from '../support/engines.ts'
import { listen, Plain } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('the socket', (client) => {
  const account = () => client().app.account
  const create = (fields: object) => ({ type: 'createTodo', id: uuid(), todo: { name: uuid(), ...fields } })

  test('[Y2] a hello is answered by a welcome, snapshots of all spaces, and ready', async () => {
    await using server = listen(client().app)
    const { plain, first } = await Plain.greeted(server.url)
    using _ = plain
    for (const frame of first) ServerFrame.parse(frame)
    const [welcome, own, list, ready] = first
    expect(welcome).toMatchObject({ type: 'welcome', account: account(), missing: [] })
    expect(own).toMatchObject({ type: 'delta', space: account().id, from: 0, snapshot: true, more: false })
    expect(own.lists.map((each: any) => each.id)).toContain(account().defaultList)
    expect(list).toMatchObject({ space: account().defaultList, snapshot: true, list: { name: 'Todos' } })
    expect(ready).toEqual({ type: 'ready' })
  })

  test('[Y3] a change by any door is told to everyone who follows the list', async () => {
    await using server = listen(client().app)
    const { plain, first } = await Plain.greeted(server.url)
    using _ = plain
    const before = first.find((frame) => frame.space === account().defaultList).to
    const name = uuid()
    await client().send('POST', '/todos/', { name })
    const delta = await plain.next('delta')
    expect(delta).toMatchObject({
      space: account().defaultList,
      from: before,
      to: before + 1,
      snapshot: false,
    })
    expect(delta.todos.map((todo: any) => todo.name)).toEqual([name])
    const [todo] = delta.todos
    await client().send('PATCH', `/api/v1/todos/${todo.id}`, { finished: true })
    expect((await plain.next('delta')).todos).toMatchObject([{ id: todo.id, finished: true }])
    await client().send('DELETE', `/todos/${todo.number}`)
    expect((await plain.next('delta')).todos[0].deletedAt).not.toBeNull()
  })

  test('[Y4] each command of a push has its outcome: accepted, refused, or known already', async () => {
    await using server = listen(client().app)
    const { plain } = await Plain.greeted(server.url)
    using _ = plain
    const name = uuid()
    const list = uuid()
    await plain.push([{ type: 'createList', id: uuid(), list: { id: list, name, uniqueNames: true } }], 1)
    const [one, two] = [create({ list, name }), create({ list, name })]
    const wrong = { type: 'createTodo', id: 'x', todo: { nam: 1 } }
    const foreign = { type: 'deleteTodo', id: uuid(), todo: uuid() }
    const unknown = { type: 'dance', id: 'y' }
    const elsewhere = create({ list: uuid() })
    const outcomes = await plain.push([one, two, wrong, foreign, unknown, elsewhere], 4)
    expect(outcomes.map((each) => each.id)).toEqual([one.id, two.id, 'x', foreign.id, 'y', elsewhere.id])
    expect(outcomes.map((each) => each.problem?.code ?? each.accepted)).toEqual([
      true,
      'name_taken',
      'bad_request',
      'todo_not_found',
      'bad_request',
      'list_not_found',
    ])
    const [again] = await plain.push([one], 2)
    expect(again).toEqual({ ...outcomes[0], replayed: true })
    const [other] = await plain.push([{ ...create({}), id: one.id }], 3)
    expect(other.problem.code).toBe('key_reused')
  })

  test('[Y35] a push says of which todos it had to leave out the parent, also when it is sent again', async () => {
    await using server = listen(client().app)
    const { plain } = await Plain.greeted(server.url)
    using _ = plain
    const id = uuid()
    const above = create({ id })
    const orTop = { parentOr: 'top' }
    const fits = { ...create({ parent: id }), ...orTop }
    const lost = { ...create({ parent: uuid() }), ...orTop }
    const put = {
      type: 'putTodo',
      id: uuid(),
      todo: uuid(),
      fields: { name: uuid(), parent: uuid() },
      ...orTop,
    }
    const top = { ...create({}), ...orTop }
    const strict = create({ parent: uuid() })
    const sent = [above, fits, lost, put, top, strict]
    const outcomes = await plain.push(sent)
    expect(outcomes.map(({ accepted }) => accepted)).toEqual([true, true, true, true, true, false])
    expect(outcomes.map(({ placed }) => placed)).toEqual([
      undefined,
      undefined,
      'top',
      'top',
      undefined,
      undefined,
    ])
    expect(outcomes[5].problem.code).toBe('parent_not_found')
    const again = await plain.push(sent.slice(0, 5), 2)
    expect(again.map(({ placed, replayed }) => [placed, replayed])).toEqual(
      outcomes.slice(0, 5).map(({ placed }) => [placed, true]),
    )
  })

  test('[Y5] a reader comes back by its cursors; what it has already is not sent again', async () => {
    await using server = listen(client().app)
    const { plain, first } = await Plain.greeted(server.url)
    const { epoch } = first[0]
    const cursors = Object.fromEntries(
      first.filter((each) => each.type === 'delta').map((each) => [each.space, each.to]),
    )
    plain[Symbol.dispose]()
    const calm = await Plain.greeted(server.url, { epoch, cursors })
    expect(calm.first.map((frame) => frame.type)).toEqual(['welcome', 'ready'])
    calm.plain[Symbol.dispose]()
    const name = uuid()
    await client().send('POST', '/todos/', { name })
    const { first: back, plain: second } = await Plain.greeted(server.url, { epoch, cursors })
    using _ = second
    expect(back.map((frame) => frame.type)).toEqual(['welcome', 'delta', 'ready'])
    expect(back[1]).toMatchObject({ from: cursors[account().defaultList], snapshot: false })
    expect(back[1].todos.map((todo: any) => todo.name)).toEqual([name])
  })

  test.each([
    ['of another epoch', { epoch: 'another', ahead: 0 }],
    ['ahead of the space', { ahead: 1_000 }],
  ])(
    '[Y6] a cursor %s gets a snapshot',
    async (_title, { epoch, ahead }: { epoch?: string; ahead: number }) => {
      await using server = listen(client().app)
      const { plain, first } = await Plain.greeted(server.url)
      plain[Symbol.dispose]()
      const list = first.find((frame) => frame.space === account().defaultList)
      const cursors = { [list.space]: list.to + ahead }
      const { first: back, plain: second } = await Plain.greeted(server.url, {
        epoch: epoch ?? first[0].epoch,
        cursors,
      })
      using _ = second
      const delta = back.find((frame) => frame.space === list.space)
      expect(delta).toMatchObject({ from: 0, to: list.to, snapshot: true, digest: list.digest })
      expect(delta.todos).toHaveLength(list.todos.length)
    },
  )

  test('[Y7] a new list comes by itself, with what is in it; only chosen spaces are sent to who chose', async () => {
    await using server = listen(client().app)
    const { plain: all } = await Plain.greeted(server.url)
    using _all = all
    const missing = uuid()
    const { plain: chosen, first } = await Plain.greeted(server.url, {
      spaces: [account().defaultList, missing],
    })
    using _chosen = chosen
    expect(first[0].missing).toEqual([missing])
    expect(first.filter((frame) => frame.type === 'delta').map((frame) => frame.space)).toEqual([
      account().defaultList,
    ])
    const list = await client().done('POST', '/api/v1/lists', { name: 'New' })
    await client().done('POST', '/api/v1/todos', { list: list.id, name: 'in it' })
    const own = await all.next('delta')
    expect(own).toMatchObject({ space: account().id, lists: [{ id: list.id, role: 'owner' }] })
    const names: string[] = []
    while (!names.includes('in it')) {
      const delta = await all.next('delta')
      expect(delta.space).toBe(list.id)
      names.push(...delta.todos.map((todo: any) => todo.name))
    }
    await client().send('POST', '/todos/', { name: uuid() })
    expect((await chosen.next('delta')).space).toBe(account().defaultList)
  })

  test.each(['resync', 'again'])(
    '[Y8] "%s" sends a space anew, from any place, and goes on live',
    async (type) => {
      await using server = listen(client().app)
      const { plain, first } = await Plain.greeted(server.url)
      using _ = plain
      const list = first.find((frame) => frame.space === account().defaultList)
      plain.send({ type, space: list.space, cursor: 0 })
      expect(await plain.next('delta')).toEqual(list)
      const name = uuid()
      await client().send('POST', '/todos/', { name })
      const delta = await plain.next('delta')
      expect(delta.todos.map((todo: any) => todo.name)).toEqual([name])
      expect(delta.from).toBe(list.to)
    },
  )

  test('[Y9] a long list comes in bounded pages, and ends as it is', async () => {
    await using server = listen(client().app)
    const list = await client().json('POST', '/api/v1/lists', { name: 'Long' })
    const count = limits.deltaRowsMax * 2 + 50
    for (let made = 0; made < count; made += 100) {
      const commands = Array.from({ length: Math.min(100, count - made) }, () => create({ list: list.id }))
      await client().send('POST', '/api/v1/batch', { commands })
    }
    const { plain, first } = await Plain.greeted(server.url, { spaces: [list.id] })
    using _ = plain
    const deltas = first.filter((frame) => frame.type === 'delta')
    expect(deltas.length).toBe(3)
    expect(deltas.map((delta) => [delta.snapshot, delta.more])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ])
    expect(deltas.every((delta, index) => index === 0 || delta.from === deltas[index - 1].to)).toBe(true)
    expect(new Set(deltas.flatMap((delta) => delta.todos.map((todo: any) => todo.id))).size).toBe(count)
    expect(deltas[2].digest).toMatch(/^[0-9a-f]{16}$/)
  })

  test('[Y9] what one command changed comes in one delta, however much it is', async () => {
    await using server = listen(client().app)
    const list = await client().json('POST', '/api/v1/lists', { name: 'Deep' })
    const top = await client().json('POST', '/api/v1/todos', { list: list.id, name: 'top' })
    const count = limits.deltaRowsMax + 100
    for (let made = 0; made < count; made += 100) {
      const commands = Array.from({ length: 100 }, () => create({ list: list.id, parent: top.id }))
      await client().send('POST', '/api/v1/batch', { commands })
    }
    const { plain, first } = await Plain.greeted(server.url, { spaces: [list.id] })
    using _ = plain
    const before = first.findLast((frame) => frame.type === 'delta').to
    await client().send('DELETE', `/api/v1/todos/${top.id}`)
    const delta = await plain.next('delta')
    expect(delta).toMatchObject({ from: before, to: before + 1, more: false })
    expect(delta.todos).toHaveLength(count + 1)
  })
})

/** The endpoint of an application, the beat and the timers of which are the test's. */
async function beating() {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  let beat = () => {}
  const timers = new Map<() => void, number>()
  const { store, account, committer } = app
  const sync = createSync({
    keyring: app.keyring,
    committer,
    reads: store.reads,
    feed: createFeed(store.reads, store.epoch),
    newId: uuid,
    hash: String,
    random: Math.random,
    sleep: (ms) => Bun.sleep(ms),
    turn: () => Promise.resolve(),
    collect: () => {},
    later(ms, callback) {
      timers.set(callback, ms)
      return () => timers.delete(callback)
    },
    every(ms, callback) {
      expect(ms * serverLimits.beatShares).toBe(limits.beatMs)
      beat = callback
      return () => {}
    },
    onFault: () => {},
    onResync: () => {},
    trashDays: 90,
    readAccount: () => Promise.resolve(undefined),
  })
  const server = listen({
    fetch: async (request, server) =>
      sync.upgrade(request, server as AppServer, account) as unknown as Response,
    websocket: sync.websocket,
  })
  return { app, timers, server, beat: () => beat() }
}

test('[R34] a beat is sent to one share of the sockets after the other, to each once in its time', async () => {
  const { app, server, beat } = await beating()
  await using _server = server
  const count = 2 * serverLimits.beatShares
  const sockets = await Promise.all(Array.from({ length: count }, () => Plain.greeted(server.url)))
  const told = () => sockets.filter(({ plain }) => plain.frames.at(-1).type === 'beat').length
  for (let share = 1; share <= serverLimits.beatShares; share++) {
    beat()
    await until(() => told() === 2 * share)
  }
  for (const { plain } of sockets) {
    expect(plain.frames.filter(({ type }) => type === 'beat')).toHaveLength(1)
    plain[Symbol.dispose]()
  }
  await app.close()
})

test('[Y24] each socket is sent a beat now and then, and what says no hello in its time is closed', async () => {
  const { app, timers, server, beat } = await beating()
  await using _server = server
  using silent = await Plain.open(server.url)
  const { plain } = await Plain.greeted(server.url)
  using _ = plain
  for (let share = 0; share < serverLimits.beatShares; share++) beat()
  expect(await plain.next()).toEqual({ type: 'beat' })
  expect([...timers.values()]).toEqual([limits.helloMs])
  for (const end of timers.keys()) end()
  expect((await silent.closed).code).toBe(closeCodes.silent.code)
  expect(plain.frames.at(-1)).toEqual({ type: 'beat' })
  await app.close()
})

test('[Y24] no extension is negotiated: frames are small', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  await using server = listen(app)
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write(
    'GET /api/v1/sync HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: aiotodo.v1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n',
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  expect(head.toString()).toStartWith('HTTP/1.1 101')
  expect(head.toString().toLowerCase()).not.toContain('sec-websocket-extensions')
  await app.close()
})
