/** Commands at which the server fails again and again (SPEC.md, K17 to K24). */
import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import {
  createClient,
  SetAsideError,
  type ReplicaStorage,
  type LiveReplica,
  type Refusal,
} from '../../src/client/client.ts'
import { Connection, type SocketEvents } from '../../src/client/connection.ts'
import { memoryStorage, noRows } from '../../src/client/replica-storage.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import { Replica } from '../../src/client/replica.ts'
import { Persister } from '../../src/client/persister.ts'
import type { TabMessage, Tabs } from '../../src/client/tabs.ts'
import { tempFolder } from '../support/server.ts'
import { listen, type Listening } from '../support/sockets.ts'
import { until } from '../support/until.ts'

let folder: ReturnType<typeof tempFolder>
let app: App
let server: Listening
let database: Database
beforeEach(async () => {
  folder = tempFolder()
  const path = `${folder.path}/aiotodo.sqlite`
  app = await createApp({ database: { engine: 'sqlite', path } })
  server = listen(app)
  database = new Database(path)
})
afterEach(async () => {
  database.close()
  await server[Symbol.asyncDispose]()
  await app.close()
  folder[Symbol.dispose]()
})

/** The server fails, without knowing why, at each command that gives a todo this name. */
function failAt(name: string): void {
  for (const event of ['insert', 'update of name'])
    database.run(`create trigger fail_${event.slice(0, 6)} before ${event} on todos when new.name = '${name}'
      begin select raise(abort, 'a planted fault'); end`)
}
function mend(): void {
  for (const event of ['insert', 'update']) database.run(`drop trigger fail_${event}`)
}

/** How long the server may fail at a command here: at least two pauses. */
const patienceMs = 40

const uuid = () => Bun.randomUUIDv7()
const names = (replica: LiveReplica) => replica.todos().map(({ name }) => name)
/** What is set aside, as its command and the code of why. */
const asides = (replica: LiveReplica) =>
  replica.aside.map(({ command, aside }) => [command.type, aside?.problem.code])

async function open(storage?: ReplicaStorage, tabs?: Tabs) {
  const options = { patienceMs, ...(storage && { storage }), ...(tabs && { tabs }) }
  const replica = await createClient(server.url).connect(options)
  const [refused, aside]: Refusal[][] = [[], []]
  replica.onRefused((each) => refused?.push(each))
  replica.onSetAside((each) => aside?.push(each))
  return { replica, refused: refused as Refusal[], aside: aside as Refusal[] }
}

test('[K17] a command at which the server fails for too long is set aside, and those behind it go on', async () => {
  const { replica, refused, aside } = await open()
  await replica.synced()
  failAt('poison')
  const before = replica.createTodo({ name: 'before' })
  const poison = replica.createTodo({ name: 'poison' })
  const behind = replica.createTodo({ name: 'behind' })
  expect(names(replica)).toEqual(['before', 'poison', 'behind'])
  await Promise.all([before.settled, behind.settled])
  const error = await poison.settled.catch((each: unknown) => each)
  expect(error).toBeInstanceOf(SetAsideError)
  expect(error).toMatchObject({ problem: { status: 500, code: 'internal' } })
  expect(names(replica)).toEqual(['before', 'behind'])
  expect(replica.status).toMatchObject({ phase: 'in sync', waiting: 0, aside: 1 })
  expect(asides(replica)).toEqual([['createTodo', 'internal']])
  expect(aside).toMatchObject([{ command: { todo: { name: 'poison' } }, problem: { code: 'internal' } }])
  expect(refused).toEqual([])
  // Nothing waits: who asks for that is not kept waiting.
  await replica.synced()
  await replica.close()
})

test('[K17] it is kept like what waits: over a restart, without the server, and is not sent by itself', async () => {
  const path = `${folder.path}/replica.jsonl`
  const first = await open(await fileStorage(path))
  await first.replica.synced()
  failAt('poison')
  first.replica.createTodo({ name: 'poison' })
  await until(() => first.replica.status.aside === 1)
  await first.replica.flush()
  // As after a crash: it is not closed.
  const offline = await createClient('http://127.0.0.1:1').connect({ storage: await fileStorage(path) })
  expect(asides(offline)).toEqual([['createTodo', 'internal']])
  expect(offline.status).toMatchObject({ waiting: 0, aside: 1 })
  await offline.close()
  mend()
  const again = await open(await fileStorage(path))
  await again.replica.synced()
  again.replica.createTodo({ name: 'another' })
  await again.replica.synced()
  expect(asides(again.replica)).toEqual([['createTodo', 'internal']])
  expect(names(again.replica)).toEqual(['another'])
  await Promise.all([first.replica.close(), again.replica.close()])
})

test('[K18] what can not be carried out without it is set aside with it, and nothing of it is refused', async () => {
  const { replica, refused } = await open()
  await replica.synced()
  const { id: other } = replica.createTodo({ name: 'other' })
  await replica.synced()
  failAt('poison')
  const { id } = replica.createTodo({ name: 'poison' })
  replica.updateTodo(id, { notes: 'of the new one' })
  const child = replica.createTodo({ name: 'child', parent: id })
  replica.updateTodo(child.id, { finished: true })
  replica.updateTodo(other, { parent: id })
  replica.updateTodo(other, { notes: 'of its own' })
  const list = replica.createList({ name: 'A list' })
  replica.createTodo({ list: list.id, name: 'in it' })
  replica.updateTodo(other, { list: list.id })
  await until(() => replica.status.waiting === 0)
  expect(replica.aside.map(({ command }) => command)).toMatchObject([
    { type: 'createTodo', todo: { name: 'poison' } },
    { type: 'updateTodo', changes: { notes: 'of the new one' } },
    { type: 'createTodo', todo: { name: 'child', parent: id } },
    { type: 'updateTodo', todo: child.id },
    { type: 'updateTodo', changes: { parent: id } },
  ])
  expect(asides(replica).map(([, code]) => code)).toEqual(['internal', ...Array(4).fill('behind_a_fault')])
  expect(refused).toEqual([])
  await until(() => replica.todo(other)?.list === list.id && replica.outbox.length === 0)
  expect(replica.todo(other)?.notes).toBe('of its own')
  expect(names(replica).toSorted()).toEqual(['in it', 'other'])
  await replica.close()
})

test('[K18] so is what needs a name, a list or the trash to be as it would have left them', async () => {
  const { replica, refused } = await open()
  await replica.synced()
  const list = replica.createList({ name: 'Unique', uniqueNames: true }).id
  const { id } = replica.createTodo({ list, name: 'taken' })
  await replica.synced()
  await until(() => (replica.todo(id)?.version ?? 0) > 0)
  failAt('freed')
  replica.updateTodo(id, { name: 'freed' })
  replica.createTodo({ list, name: 'taken', notes: 'takes the name' })
  replica.createTodo({ list, name: 'not about it' })
  await until(() => replica.status.waiting === 0)
  expect(asides(replica)).toEqual([
    ['updateTodo', 'internal'],
    ['createTodo', 'behind_a_fault'],
  ])
  expect(refused).toEqual([])
  await until(() => replica.outbox.length === 0)
  expect(names(replica)).toEqual(['taken', 'not about it'])
  await replica.close()
})

test('[K19] tried again, it and what is behind it go as new commands, in their order', async () => {
  const { replica, refused } = await open()
  await replica.synced()
  failAt('poison')
  const { id } = replica.createTodo({ name: 'poison' })
  const child = replica.createTodo({ name: 'child', parent: id })
  replica.updateTodo(child.id, { notes: 'of the child' })
  await until(() => replica.status.aside === 3)
  const old = replica.aside.map(({ command }) => command.id)
  // The server fails at it still: it comes back, with those behind it.
  replica.retryAside(old[0] as string)
  expect(names(replica)).toEqual(['poison', 'child'])
  expect(replica.status).toMatchObject({ waiting: 3, aside: 0 })
  await until(() => replica.status.aside === 3)
  const second = replica.aside.map(({ command }) => command.id)
  expect(second.filter((each) => old.includes(each))).toEqual([])
  mend()
  // By any of them.
  replica.retryAside(second[2] as string)
  await replica.synced()
  expect(replica.aside).toEqual([])
  expect(refused).toEqual([])
  const [parent, below] = await Promise.all([
    createClient(server.url).todos.get(id),
    createClient(server.url).todos.get(child.id),
  ])
  expect(parent).toMatchObject({ name: 'poison' })
  expect(below).toMatchObject({ parent: id, notes: 'of the child' })
  await replica.close()
})

test('[K19] what the rules refuse now stays aside: the first of them is told, the others stand by themselves', async () => {
  const { replica } = await open()
  await replica.synced()
  const list = replica.createList({ name: 'List', uniqueNames: true }).id
  await replica.synced()
  await until(() => replica.outbox.length === 0)
  failAt('poison')
  const { id } = replica.createTodo({ list, name: 'poison' })
  const child = replica.createTodo({ list, name: 'child', parent: id })
  await until(() => replica.status.aside === 2)
  mend()
  const others = createClient(server.url)
  const taken = await others.todos.create({ list, name: 'poison' })
  await until(() => replica.todo(taken.id) !== undefined)
  const [first] = replica.aside.map(({ command }) => command.id)
  expect(() => replica.retryAside(first as string)).toThrow('A todo of this name exists in the list')
  expect(asides(replica)).toEqual([
    ['createTodo', 'internal'],
    ['createTodo', 'behind_a_fault'],
  ])
  await others.todos.update(taken.id, { name: 'child' })
  await until(() => replica.todo(taken.id)?.name === 'child')
  replica.retryAside(first as string)
  await replica.synced()
  expect(asides(replica)).toEqual([['createTodo', 'name_taken']])
  await others.todos.update(taken.id, { name: 'else' })
  await until(() => replica.todo(taken.id)?.name === 'else')
  replica.retryAside(replica.aside[0]?.command.id as string)
  await replica.synced()
  expect(replica.todo(child.id)).toMatchObject({ parent: id })
  await replica.close()
})

test('[K20] discarded, it and what is behind it are forgotten, also over a restart; and that can be taken back', async () => {
  const path = `${folder.path}/replica.jsonl`
  const { replica } = await open(await fileStorage(path))
  await replica.synced()
  failAt('poison')
  const { id } = replica.createTodo({ name: 'poison' })
  replica.createTodo({ name: 'child', parent: id })
  await until(() => replica.status.aside === 2)
  const takeBack = replica.discardAside(replica.aside[0]?.command.id as string)
  expect(replica.aside).toEqual([])
  takeBack()
  expect(asides(replica)).toHaveLength(2)
  replica.discardAside(replica.aside[1]?.command.id as string)
  await replica.close()
  const again = await createClient('http://127.0.0.1:1').connect({ storage: await fileStorage(path) })
  expect([again.aside, again.outbox]).toEqual([[], []])
  await again.close()
})

type Answer = { status: number; code: string } | 'accepted' | 'cut'

/** A server that says of each command of a push what it is told to, and has one list, in which nothing ever shows. */
function scripted(answer: (command: { id: string }, push: number) => Answer) {
  const account = { id: uuid(), name: 'me', defaultList: uuid(), zone: null }
  const list = { id: account.defaultList, name: 'Todos', uniqueNames: false, colour: 'none', position: null }
  const at = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }
  const delta = {
    type: 'delta',
    from: 0,
    to: 1,
    snapshot: true,
    more: false,
    digest: null,
    gone: [],
    todos: [],
  }
  const pushes: string[][] = []
  const served = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request, serving) =>
      serving.upgrade(request, { headers: { 'sec-websocket-protocol': 'aiotodo.v1' } })
        ? undefined
        : new Response(null, { status: 400 }),
    websocket: {
      message(socket, text) {
        const send = (frame: object) => void socket.send(JSON.stringify(frame))
        const frame = JSON.parse(String(text))
        if (frame.type === 'hello') {
          send({ type: 'welcome', epoch: 'e', account, missing: [], beatMs: 15_000 })
          const own = { id: list.id, role: 'owner', version: 1 }
          send({ ...delta, space: account.id, lists: [own] })
          const row = { ...list, ...at, version: 1, deletedAt: null }
          send({ ...delta, space: list.id, lists: [], list: row })
          send({ type: 'ready' })
          return
        }
        const commands = frame.commands as { id: string }[]
        pushes.push(commands.map(({ id }) => id))
        if (answer(commands[0] as { id: string }, pushes.length) === 'cut') return socket.close(1012)
        const outcomes = commands.map((command) => {
          const given = answer(command, pushes.length) as Exclude<Answer, 'cut'>
          const { id } = command
          if (given === 'accepted') return { id, accepted: true, space: list.id, version: 1, replayed: false }
          const problem = { type: 'urn:x', title: given.code, fix: '', ...given }
          return { id, accepted: false, problem }
        })
        send({ type: 'outcomes', push: frame.push, outcomes })
      },
    },
  })
  return {
    url: `http://127.0.0.1:${served.port}`,
    pushes,
    [Symbol.asyncDispose]: () => served.stop(true),
  }
}

test.each([
  [503, 'database_unusable'],
  [507, 'storage_full'],
])(
  '[K21] a %d holds what waits, however often it is told, and nothing is set aside',
  async (status, code) => {
    await using script = scripted((_, push) => (push < 5 ? { status, code } : 'accepted'))
    const replica = await createClient(script.url).connect({ patienceMs })
    await replica.synced()
    const refusals: Refusal[] = []
    for (const listen of ['onRefused', 'onSetAside'] as const) replica[listen]((each) => refusals.push(each))
    const sent = [replica.createTodo({ name: 'a' }), replica.createTodo({ name: 'b' })]
    await Promise.all(sent.map(({ settled }) => settled))
    expect(refusals).toEqual([])
    expect(script.pushes.length).toBeGreaterThanOrEqual(5)
    await replica.close()
  },
)

test('[K21] any other failure of the server does not hold up those behind it for ever, be it 500, 502 or one to come', async () => {
  for (const status of [500, 501, 502, 599]) {
    let poison = ''
    await using script = scripted(({ id }) => {
      poison ||= id
      return id === poison ? { status, code: 'internal' } : 'accepted'
    })
    const replica = await createClient(script.url).connect({ patienceMs })
    await replica.synced()
    replica.createTodo({ name: 'poison' })
    await replica.createTodo({ name: 'behind' }).settled
    await until(() => replica.status.aside === 1)
    expect(script.pushes.filter((push) => push.includes(poison)).length).toBeGreaterThanOrEqual(3)
    await replica.close()
  }
})

/** A connection with a clock of its own, and a server that answers one command of each push as it is told. */
function timed() {
  const account = { id: 'me', name: 'me', defaultList: 'list', zone: null }
  const replica = new Replica({ account, epoch: 'e', ...noRows() })
  const saving = new Persister({ replica, storage: memoryStorage, onFault: () => {} })
  saving.durableSeq = Number.MAX_SAFE_INTEGER
  const pauses: number[] = []
  let [resume, events, push] = [() => {}, undefined as SocketEvents | undefined, 0]
  let isOpening = false
  const connection = new Connection({
    ...{ replica, saving, random: () => 1, onChange() {}, onDiverged() {}, onSettled() {} },
    openSocket(given) {
      events = given
      return { send: (frame) => void (push = JSON.parse(frame).push ?? push), close() {} }
    },
    later(ms, callback) {
      // The others wait for signs of life.
      if (ms <= 10_000 && !isOpening) [resume] = [callback, pauses.push(ms)]
      return () => {}
    },
  })
  for (const id of ['a', 'b', 'c', 'd'])
    replica.enqueue({ type: 'createList', id, list: { id, name: id } }, '2026-01-01T00:00:00.000Z')
  const hear = (frame: object) => events?.received(JSON.stringify(frame))
  const open = () => {
    isOpening = true
    connection.open()
    isOpening = false
    events?.opened()
    const welcome = { type: 'welcome', epoch: 'e', account, missing: [], beatMs: 15_000 }
    for (const frame of [welcome, { type: 'ready' }]) hear(frame)
  }
  open()
  const answer = (outcome: object) => hear({ type: 'outcomes', push, outcomes: [outcome] })
  return {
    pauses,
    resume: () => resume(),
    fail: () => answer({ accepted: false, problem: { status: 500, code: 'internal' } }),
    accept: () => answer({ accepted: true, space: 'me', version: 1, replayed: false }),
    reopen() {
      events?.closed(1006)
      open()
    },
    asides: () => replica.outbox.map(({ aside }) => aside?.problem.code),
  }
}

test('[K17] a fault that passes within seconds sets nothing aside: tries come less and less often, over 20 s and more', () => {
  const { pauses, resume, fail, accept, asides } = timed()
  for (const _ of Array(7)) {
    fail()
    resume()
  }
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000])
  accept()
  expect(asides()).toEqual([undefined, undefined, undefined])
  // The next one has the same patience.
  fail()
  expect(pauses.at(-1)).toBe(250)
  expect(asides()).toEqual([undefined, undefined, undefined])
})

test('[K17] tries that a broken connection brings count for nothing', () => {
  const { fail, reopen, resume, asides } = timed()
  for (const _ of Array(50)) {
    fail()
    reopen()
  }
  expect(asides()).toEqual(Array(4).fill(undefined))
  for (const _ of Array(7)) {
    fail()
    resume()
  }
  fail()
  expect(asides()).toEqual(['internal', undefined, undefined, undefined])
})

test('[K21] a server that fails at all of them is asked less and less, and as ever once it has carried one out', () => {
  const { pauses, resume, fail, accept, asides } = timed()
  const failUntilAside = (count: number) => {
    while (asides().filter(Boolean).length < count) {
      fail()
      if (asides().filter(Boolean).length < count) resume()
    }
  }
  failUntilAside(1)
  failUntilAside(2)
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000])
  accept()
  fail()
  expect(pauses.at(-1)).toBe(250)
  expect(asides()).toEqual(['internal', 'internal', undefined])
})

test.each([
  ['was lost', 'cut' as const],
  ['was a 503', { status: 503, code: 'database_away' }],
])(
  '[K19] one to which the answer %s may have been carried out: it keeps its id, so that it acts once',
  async (_, first) => {
    const fault = { status: 500, code: 'internal' }
    let isMended = false
    await using script = scripted((__, push) => (push === 1 ? first : isMended ? 'accepted' : fault))
    const replica = await createClient(script.url).connect({ patienceMs })
    await replica.synced()
    replica.createTodo({ name: 'x' })
    await until(() => replica.status.aside === 1)
    const id = replica.aside[0]?.command.id as string
    isMended = true
    replica.retryAside(id)
    await replica.synced()
    expect(new Set(script.pushes.flat())).toEqual(new Set([id]))
    expect(replica.status).toMatchObject({ waiting: 0, aside: 0 })
    await replica.close()
  },
)

test('[K22] what an older server refuses, as it went on behind its own fault, is set aside and not lost', async () => {
  let poison = ''
  await using script = scripted(({ id }, push) => {
    poison ||= id
    if (id !== poison) return 'accepted'
    return push === 1 ? { status: 500, code: 'internal' } : { status: 409, code: 'refused_before' }
  })
  const replica = await createClient(script.url).connect({ patienceMs })
  await replica.synced()
  const refused: Refusal[] = []
  replica.onRefused((each) => refused.push(each))
  const made = replica.createTodo({ name: 'poison' })
  const behind = replica.createTodo({ name: 'behind' })
  await behind.settled
  await expect(made.settled).rejects.toBeInstanceOf(SetAsideError)
  expect(asides(replica)).toEqual([['createTodo', 'refused_before']])
  expect(refused).toEqual([])
  await replica.close()
})

test('[K24] a change is forgotten when all that it sets was set once more since, and not before', async () => {
  const { replica, refused } = await open()
  await replica.synced()
  const { id } = replica.createTodo({ name: 'x' })
  await replica.synced()
  failAt('poison')
  replica.updateTodo(id, { name: 'poison', notes: 'with it' })
  // Sent together they would be one change of the row.
  await until(() => replica.status.aside === 1)
  replica.updateTodo(id, { name: 'sound' })
  await until(() => replica.status.waiting === 0)
  // Its notes are nowhere else.
  expect(replica.aside.map(({ command }) => command)).toMatchObject([
    { changes: { name: 'poison', notes: 'with it' } },
  ])
  replica.updateTodo(id, { name: 'poison', notes: 'again' })
  await until(() => replica.status.waiting === 0)
  expect(replica.aside.map(({ command }) => command)).toMatchObject([{ changes: { notes: 'again' } }])
  replica.updateTodo(id, { name: 'sounder', notes: 'the last', finished: true })
  await until(() => replica.status.waiting === 0)
  expect(replica.aside).toEqual([])
  await until(() => replica.outbox.length === 0)
  expect(replica.todo(id)).toMatchObject({ name: 'sounder', notes: 'the last' })
  expect(refused).toEqual([])
  await replica.close()
})

/** Tabs of one browser, without the browser: what one posts, the others are handed. */
function shareTabs() {
  const all: { listener: (message: TabMessage) => void; lead: () => void }[] = []
  return (): Tabs => {
    const { promise: leads, resolve: lead } = Promise.withResolvers<void>()
    const own = { listener: (_: TabMessage) => {}, lead }
    if (all.push(own) === 1) lead()
    return {
      leads,
      post(message) {
        for (const other of all)
          if (other !== own) queueMicrotask(() => other.listener(structuredClone(message)))
      },
      listen: (listener) => void (own.listener = listener),
      close() {
        all.splice(all.indexOf(own), 1)
        all[0]?.lead()
      },
    }
  }
}

test('[K20] tabs have the same set aside, and each of them tries again and discards', async () => {
  const tab = shareTabs()
  const leader = await open(undefined, tab())
  const follower = await open(undefined, tab())
  await leader.replica.synced()
  await until(() => follower.replica.status.phase === 'in sync')
  failAt('poison')
  const made = follower.replica.createTodo({ name: 'poison' })
  const child = follower.replica.createTodo({ name: 'child', parent: made.id })
  await Promise.all([made, child].map(({ settled }) => expect(settled).rejects.toBeInstanceOf(SetAsideError)))
  for (const { replica, aside, refused } of [leader, follower]) {
    await until(() => replica.status.aside === 2)
    expect(names(replica)).toEqual([])
    expect(aside).toHaveLength(2)
    expect(refused).toEqual([])
  }
  mend()
  follower.replica.retryAside(follower.replica.aside[0]?.command.id as string)
  for (const { replica } of [leader, follower]) {
    await until(() => replica.status.aside === 0 && replica.status.waiting === 0)
    expect(names(replica)).toEqual(['poison', 'child'])
  }
  failAt('another')
  leader.replica.createTodo({ name: 'another' })
  await until(() => follower.replica.status.aside === 1)
  follower.replica.discardAside(follower.replica.aside[0]?.command.id as string)
  await until(() => leader.replica.status.aside === 0)
  expect(follower.replica.status.aside).toBe(0)
  await Promise.all([leader.replica.close(), follower.replica.close()])
})
