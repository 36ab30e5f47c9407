/** The replica over a real socket (SPEC.md, K4 to K9). */
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { appendFile } from 'node:fs/promises'
import { createApp, type App } from '../../src/app.ts'
import { createClient, type ReplicaStorage, type Refusal } from '../../src/client/client.ts'
import { Replica } from '../../src/client/replica.ts'
import type { Account } from '../../src/model/access.ts'
import type { Delta } from '../../src/model/messages.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import { limits } from '../../src/model/limits.ts'
import { listen, type Listening } from '../support/sockets.ts'
import { tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

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

const unique = () => Bun.randomUUIDv7()

test('[K4] a change shows at once where it is made, and soon everywhere else', async () => {
  const [one, two] = [await createClient(server.url).connect(), await createClient(server.url).connect()]
  await Promise.all([one.synced(), two.synced()])
  const name = unique()
  const seen: string[][] = []
  two.watch({}, (todos) => seen.push(todos.map((todo) => todo.name)))
  const { id, settled } = one.createTodo({ name })
  expect(one.todo(id)).toMatchObject({ name, finished: false })
  const { version } = await settled
  await until(() => two.todo(id)?.version === version)
  expect(seen.at(-1)).toContain(name)
  two.updateTodo(id, { finished: true })
  expect(two.todos({ finished: true }).map((todo) => todo.id)).toContain(id)
  await until(() => one.todo(id)?.finished === true)
  expect(one.outbox).toHaveLength(0)
  expect(one.todo(id)).toEqual(two.todo(id))
  await Promise.all([one.close(), two.close()])
})

test('[B14] a replica makes names right as the server does, before it has an answer, and compares them so', async () => {
  const replica = await createClient(server.url).connect()
  await replica.synced()
  const list = replica.createList({ name: ' B14\n', uniqueNames: true })
  expect(replica.lists().find(({ id }) => id === list.id)?.name).toBe('B14')
  const labels = ['Za\u0308hler', 'Z\u00e4hler']
  const sent = { list: list.id, name: ' Cafe\u0301\r\n \u0007milk ', labels }
  const todo = replica.createTodo(sent)
  const right = { name: 'Caf\u00e9 milk', labels: ['Z\u00e4hler'] }
  expect(replica.todo(todo.id)).toMatchObject(right)
  expect(sent.labels).toBe(labels)
  expect(() => replica.createTodo({ list: list.id, name: 'Caf\u00e9\tmilk' })).toThrow('of this name exists')
  const { version } = await todo.settled
  await until(() => replica.todo(todo.id)?.version === version)
  expect(replica.todo(todo.id)).toMatchObject(right)
  expect(await createClient(server.url).todos.get(todo.id)).toMatchObject(right)
  await replica.close()
})

test('[K5] the rules are asked at once; what only the server can refuse is taken back, and told', async () => {
  const replica = await createClient(server.url).connect()
  expect(() => replica.createTodo({ name: 'x' })).toThrow('Nothing is known of the server yet')
  await replica.synced()
  const name = unique()
  const list = replica.createList({ name, uniqueNames: true }).id
  await until(() => replica.outbox.length === 0)
  const { id } = replica.createTodo({ list, name })
  expect(() => replica.createTodo({ list, name })).toThrow('A todo of this name exists in the list')
  await replica.synced()
  const refusals: Refusal[] = []
  replica.onRefused((refusal) => refusals.push(refusal))
  // A length is the server's to check.
  const broken = replica.updateTodo(id, { name: 'x'.repeat(300) })
  expect(replica.todo(id)?.name).toHaveLength(300)
  await expect(broken.settled).rejects.toMatchObject({ problem: { code: 'bad_request' } })
  expect(replica.todo(id)?.name).toBe(name)
  expect(refusals).toMatchObject([
    { command: { type: 'updateTodo' }, problem: { errors: [{ pointer: '/changes/name' }] } },
  ])
  await replica.close()
})

test('[K5] what is more than can be sent is refused at once, and holds up nothing', async () => {
  const replica = await createClient(server.url).connect()
  await replica.synced()
  const { id } = replica.createTodo({ name: unique() })
  expect(() => replica.updateTodo(id, { notes: '家'.repeat(400_000) })).toThrow(
    expect.objectContaining({ code: 'body_too_large' }),
  )
  // As large as notes may be, in the longest JSON there is for them.
  const notes = '\u0001'.repeat(limits.notesBytesMax)
  for (let count = 0; count < 4; count++) replica.createTodo({ name: unique(), notes })
  await until(() => replica.outbox.length === 0)
  await replica.close()
})

test('[K6] what is made offline waits in a file, survives restarts, and is sent in order', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/replica/of-me.jsonl`
  const client = createClient(server.url)
  const first = await client.connect({ storage: await fileStorage(path) })
  await first.synced()
  const { id } = first.createTodo({ name: unique() })
  await first.synced()
  await first.flush()
  await first.close()

  const offline = createClient('http://127.0.0.1:1')
  const second = await offline.connect({ storage: await fileStorage(path) })
  expect(second.todo(id)).toBeDefined()
  const name = unique()
  second.updateTodo(id, { name })
  second.updateTodo(id, { finished: true })
  const list = second.createList({ name: 'Made offline' })
  const inIt = second.createTodo({ list: list.id, name: 'in it', parent: null })
  await second.flush()
  // As after a crash: it is not closed.

  const third = await client.connect({ storage: await fileStorage(path) })
  expect(third.todo(id)).toMatchObject({ name, finished: true })
  expect(third.status.waiting).toBe(4)
  await third.synced()
  expect(await client.todos.get(id)).toMatchObject({ name, finished: true })
  expect((await client.todos.get(inIt.id)).list).toBe(list.id)
  expect(third.outbox).toHaveLength(0)
  await third.close()
  await second.close()
})

for (const [what, change] of Object.entries({
  'moved to another list': async (client, id, other) => void (await client.todos.update(id, { list: other })),
  'put in the trash': (client, id) => client.todos.delete(id),
} satisfies Record<
  string,
  (client: ReturnType<typeof createClient>, id: string, other: string) => Promise<void>
>))
  test(`[Y36] a todo made offline below one that was ${what} meanwhile comes to the top, and the program is told`, async () => {
    using folder = tempFolder()
    const path = `${folder.path}/replica.jsonl`
    const client = createClient(server.url)
    const [list, other] = [
      await client.lists.create({ name: 'here' }),
      await client.lists.create({ name: 'there' }),
    ]
    const above = await client.todos.create({ list: list.id, name: 'above' })
    const first = await client.connect({ storage: await fileStorage(path) })
    await first.synced()
    await first.close()

    const offline = await createClient('http://127.0.0.1:1').connect({ storage: await fileStorage(path) })
    const child = offline.createTodo({
      list: list.id,
      name: 'child',
      notes: 'written on a train',
      parent: above.id,
    })
    const below = offline.createTodo({ list: list.id, name: 'below', parent: child.id })
    expect(offline.todo(child.id)?.parent).toBe(above.id)
    // What can't be now is refused at once, as by the server.
    expect(() => offline.createTodo({ list: list.id, name: 'x', parent: unique() })).toThrow(
      'not a todo of this list',
    )
    await offline.flush()
    await offline.close()
    await change(client, above.id, other.id)

    const back = await client.connect({ storage: await fileStorage(path) })
    const [placed, refused]: [string[], Refusal[]] = [[], []]
    back.onPlaced((command) => placed.push(command.type === 'createTodo' ? (command.todo.id ?? '') : ''))
    back.onRefused((refusal) => refused.push(refusal))
    await back.synced()
    expect(refused).toEqual([])
    expect(placed).toEqual([child.id])
    const now = await client.todos.get(child.id)
    expect(now).toMatchObject({ list: list.id, parent: null, notes: 'written on a train', deletedAt: null })
    expect(back.todo(child.id)).toEqual(now)
    expect((await client.todos.get(below.id)).parent).toBe(child.id)
    await back.close()
  })

test('[Y36] a replica shows at once what the server will make of it: the parent goes while the todo waits', async () => {
  const client = createClient(server.url)
  const list = await client.lists.create({ name: 'here' })
  const above = await client.todos.create({ list: list.id, name: 'above' })
  const connected = await client.connect()
  await connected.synced()
  const replica = new Replica()
  replica.begin(connected.account as Account, 'epoch')
  const delta: Omit<Delta, 'to' | 'todos'> = {
    type: 'delta',
    space: list.id,
    from: 0,
    snapshot: false,
    more: false,
    digest: null,
    gone: [],
    lists: [],
    filters: [],
    views: [],
  }
  replica.apply({ ...delta, to: 1, snapshot: true, list, todos: [above] })
  const id = unique()
  const command = {
    type: 'createTodo',
    id: unique(),
    todo: { id, list: list.id, name: 'child', parent: above.id },
  } as const
  replica.enqueue(command, new Date().toISOString())
  expect(replica.view.todo(id)?.parent).toBe(above.id)
  replica.apply({
    ...delta,
    from: 1,
    to: 2,
    todos: [{ ...above, version: 2, deletedAt: new Date().toISOString() }],
  })
  expect(replica.view.todo(id)).toMatchObject({ name: 'child', parent: null })
  await connected.close()
})

test('[K6] what could not be kept goes with the next, behind a line that was cut off', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/replica.jsonl`
  const client = createClient(server.url)
  const file = await fileStorage(path)
  let isFull = false
  const faults: unknown[] = []
  const storage: ReplicaStorage = {
    ...file,
    async save(patch) {
      if (!isFull) return file.save(patch)
      await appendFile(path, '\n{"todos":[["x",{"id":')
      throw new Error('the disk is full')
    },
  }
  const replica = await client.connect({ storage, onFault: (error) => faults.push(error) })
  await replica.synced()
  const { id } = replica.createTodo({ name: unique() })
  await replica.synced()
  await replica.flush()
  isFull = true
  replica.updateTodo(id, { notes: 'while the disk is full' })
  await replica.synced()
  await replica.flush()
  expect(faults.length).toBeGreaterThan(0)
  isFull = false
  const other = replica.createTodo({ name: unique() }).id
  await until(() => replica.outbox.length === 0)
  await replica.close()
  const again = await createClient('http://127.0.0.1:1').connect({ storage: await fileStorage(path) })
  expect(again.todo(id)?.notes).toBe('while the disk is full')
  expect(again.todo(other)).toBeDefined()
  expect(again.outbox).toHaveLength(0)
  expect(again.healed).toBe(0)
  await again.close()
})

test('[K6] a file that a crash cut off is read up to there', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/replica.jsonl`
  const client = createClient(server.url)
  const replica = await client.connect({ storage: await fileStorage(path) })
  await replica.synced()
  await replica.close()
  const text = await Bun.file(path).text()
  await Bun.write(path, `${text}{"todos":[["x",{"id":`)
  const again = await client.connect({ storage: await fileStorage(path) })
  expect(again.account?.name).toBe('local')
  await again.synced()
  await again.close()
})

test('[K7] a replica that differs from the server notices, counts it, and heals itself', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/replica.jsonl`
  const client = createClient(server.url)
  const first = await client.connect({ storage: await fileStorage(path) })
  await first.synced()
  const [name, tampered] = [unique(), unique()]
  const { id } = first.createTodo({ name })
  await first.synced()
  await until(() => first.outbox.length === 0)
  const version = first.todo(id)?.version as number
  await first.close()
  // What is kept says another version and another name for the row, and still the same digest.
  const text = await Bun.file(path).text()
  await Bun.write(
    path,
    text.replaceAll(name, tampered).replaceAll(`"version":${version},`, `"version":${version - 1},`),
  )
  const faults: unknown[] = []
  const replica = await client.connect({
    storage: await fileStorage(path),
    onFault: (error) => faults.push(error),
  })
  expect(replica.todo(id)?.name).toBe(tampered)
  await replica.synced()
  expect(replica.todo(id)).toEqual(await client.todos.get(id))
  expect(replica.healed).toBe(1)
  expect(faults).toHaveLength(1)
  await replica.close()
})

test('[K7] a replica notices by a delta that it differs, and fetches that list anew', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/aiotodo.sqlite`
  const own = await createApp({ database: { engine: 'sqlite', path } })
  await using listening = listen(own)
  const client = createClient(listening.url)
  const replica = await client.connect()
  await replica.synced()
  const { id } = replica.createTodo({ name: 'is lost' })
  await replica.synced()
  await until(() => replica.outbox.length === 0)
  const database = new Database(path)
  database.run("delete from todos where name = 'is lost'")
  database.close()
  await own.store.examine(true)
  const { id: next } = await client.todos.create({ name: 'tells of it' })
  await until(() => replica.todo(next) !== undefined && replica.todo(id) === undefined)
  // Another delta may come before the list does, and shows the same difference once more.
  expect(replica.healed).toBeGreaterThanOrEqual(1)
  await replica.close()
  await own.close()
})

test('[K3] waiting for the server ends when the replica is closed, or when it is cancelled', async () => {
  const replica = await createClient('http://127.0.0.1:1').connect()
  await expect(replica.synced({ signal: AbortSignal.abort(new Error('never mind')) })).rejects.toThrow(
    'never mind',
  )
  const waiting = replica.synced()
  await replica.close()
  await expect(waiting).rejects.toThrow('closed')
})

test('[K8] only chosen lists are followed by who chose them', async () => {
  const client = createClient(server.url)
  const list = await client.lists.create({ name: 'Chosen' })
  const todo = await client.todos.create({ list: list.id, name: 'x' })
  const replica = await client.connect({ lists: [list.id] })
  await replica.synced()
  expect(replica.lists().map((each) => each.id)).toEqual([list.id])
  expect(replica.todos().map((each) => each.id)).toEqual([todo.id])
  replica.updateTodo(todo.id, { finished: true })
  await replica.synced()
  expect((await client.todos.get(todo.id)).finished).toBe(true)
  await replica.close()
})

test('[K9] a todo that moves to another list is in one of them, everywhere', async () => {
  const client = createClient(server.url)
  const [from, to] = [await client.lists.create({ name: 'From' }), await client.lists.create({ name: 'To' })]
  const [one, two] = [await client.connect(), await client.connect()]
  await Promise.all([one.synced(), two.synced()])
  const { id } = one.createTodo({ list: from.id, name: 'x' })
  one.updateTodo(id, { list: to.id })
  expect(one.todos({ list: from.id })).toEqual([])
  expect(one.todos({ list: to.id }).map((todo) => todo.id)).toEqual([id])
  await one.synced()
  await until(() => two.todos({ list: to.id }).length === 1 && two.todos({ list: from.id }).length === 0)
  expect(two.todo(id)).toEqual(one.todo(id))
  await Promise.all([one.close(), two.close()])
})
