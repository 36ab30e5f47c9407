/**
 * A kind of row that is not there, sections of lists, is added here by its entries alone; it is written, told, followed by replicas and
 * stored by them (SPEC.md, Y50 to Y54).
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join as joinPath } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import { createClient, type LiveReplica } from '../../src/client/client.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import { Replica } from '../../src/client/replica.ts'
import type { ReplicaStorage } from '../../src/client/replica-storage.ts'
import type { TrashPlace } from '../../src/core/ports/prune-store.ts'
import type { Change } from '../../src/model/change.ts'
import type { Command } from '../../src/model/command.ts'
import { deciders } from '../../src/model/decide.ts'
import { digestText, emptyDigest, withRow } from '../../src/model/digest.ts'
import { AppError } from '../../src/model/errors.ts'
import { blanks } from '../../src/model/blanks.ts'
import { toldFields, type Fields } from '../../src/model/fields.ts'
import { newRow } from '../../src/model/new-row.ts'
import { rowKinds, type RowKind } from '../../src/model/row-kinds.ts'
import type { State } from '../../src/model/state.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { plainTable } from '../../src/storage/plain-tables.ts'
import { storedKinds } from '../../src/storage/row-kinds.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { join } from '../support/accounts.ts'
import { startBrowser } from '../support/chromium.ts'
import { clientOf, newDatabase, type Client } from '../support/engines.ts'
import { tempFolder } from '../support/server.ts'
import { listen, Plain, type Listening } from '../support/sockets.ts'
import { until } from '../support/until.ts'

interface Section {
  id: string
  list: string
  name: string
  version: number
  deletedAt: string | null
}

const kind = {
  name: 'sections',
  frame: 'sections',
  in: 'list',
  isPlain: true,
  since: 4,
} as unknown as RowKind

const fields: Fields<Section> = {
  id: { as: 'uuid', isUntold: true },
  list: { as: 'list' },
  name: {},
  version: { as: 'bigint', default: 0, isMade: true, isUntold: true },
  deletedAt: { as: 'moment', default: null, isMade: true },
}

type SectionCommand =
  | { type: 'createSection'; id: string; section: { id: string; list: string; name: string } }
  | { type: 'updateSection'; id: string; section: string; list: string; changes: { name: string } }
  | { type: 'deleteSection'; id: string; section: string; list: string }

function decideSection(state: State, command: SectionCommand, now: string): Change[] {
  const { type, section } = command
  const list = type === 'createSection' ? command.section.list : command.list
  const id = typeof section === 'string' ? section : section.id
  const before = state.row('section' as never, list, id) as unknown as Section | undefined
  const change = (after: Section) => [{ kind: 'section', space: list, before, after } as unknown as Change]
  if (type === 'createSection')
    return change(newRow('section' as 'filter', command.section as never) as unknown as Section)
  if (!before || !state.list(list)) throw new AppError('todo_not_found')
  return change({ ...before, ...(type === 'deleteSection' ? { deletedAt: now } : command.changes) })
}

/** All that there is of the kind. */
function add(): () => void {
  const entries: [object, object][] = [
    [storedKinds, { sections: plainTable('sections', fields, 'list', 1_000, true) }],
    [blanks, { section: { id: '', list: '', name: '', version: 0, deletedAt: null } }],
    [toldFields, { section: ['name', 'deletedAt'] }],
    [deciders, { section: decideSection }],
  ]
  rowKinds.push(kind)
  for (const [table, entry] of entries) Object.assign(table, entry)
  return () => {
    rowKinds.splice(rowKinds.indexOf(kind), 1)
    for (const [table, entry] of entries)
      for (const name of Object.keys(entry)) delete (table as Record<string, unknown>)[name]
  }
}

const uuid = () => Bun.randomUUIDv7()
let remove: () => void
beforeAll(() => (remove = add()))
afterAll(() => remove())

interface Scene extends AsyncDisposable {
  app: App
  server: Listening
  client: Client
  list: string
  commit(command: object): Promise<any>
}

async function scene(engine: 'sqlite' | 'postgres'): Promise<Scene> {
  const { name, drop } = await newDatabase(engine)
  const app = await createApp({ database: name })
  const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
  const { type } = driver.dialect
  await driver.transaction((connection) =>
    connection.all(
      `create table sections (id ${type('uuid')} primary key, list ${type('integer')} not null references lists (key),
      name ${type('text')} not null, version ${type('bigint')} not null, deleted_at ${type('bigint')})`,
      [],
    ),
  )
  await driver.close()
  const server = listen(app)
  const client = clientOf(app, name)
  const { id: list } = await client.done('POST', '/api/v1/lists', { name: 'Plans' })
  return {
    app,
    server,
    client,
    list,
    async commit(command) {
      const [outcome] = await app.committer.commit(app.account, [{ ...command, id: uuid() } as Command])
      return outcome
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await app.close()
      await drop()
    },
  }
}

const create = (list: string, name: string, id = uuid()) => ({
  type: 'createSection',
  section: { id, list, name },
})

for (const engine of ['sqlite', 'postgres'] as const)
  test(`[Y50] ${engine}: a kind that has its entries is written under the locks, told by the feed and counted in digests`, async () => {
    await using own = await scene(engine)
    const { list, commit, client } = own
    using plain = (await Plain.greeted(own.server.url)).plain
    const [later, done] = [uuid(), uuid()]
    const made = await commit(create(list, 'Later', later))
    expect(made).toMatchObject({ accepted: true, created: true, version: 2 })
    expect(made.subject).toEqual({
      kind: 'section',
      section: expect.objectContaining({ id: later, version: 2 }),
    })
    let delta = await plain.next('delta')
    while (!(delta.sections?.length > 0)) delta = await plain.next('delta')
    const section = { id: later, list, name: 'Later', version: 2, deletedAt: null }
    expect(delta).toMatchObject({ space: list, from: 1, to: 2, sections: [section], todos: [] })
    await client.done('POST', '/api/v1/todos', { list, name: 'a todo' })
    // Of one batch: the second is decided on what the first left.
    await own.app.committer.commit(own.app.account, [
      { ...create(list, 'Done', done), id: uuid() } as never,
      { type: 'updateSection', section: done, list, changes: { name: 'Finished' }, id: uuid() } as never,
    ])
    expect(await commit({ type: 'deleteSection', section: later, list })).toMatchObject({ version: 6 })
    const all = await client.done('GET', `/api/v1/changes?space=${list}`)
    expect(
      all.sections.map(({ name, version, deletedAt }: Section) => [name, version, deletedAt !== null]),
    ).toEqual([
      ['Finished', 5, false],
      ['Later', 6, true],
    ])
    let digest = emptyDigest
    for (const row of [all.list, ...all.todos, ...all.sections]) digest = withRow(digest, row.id, row.version)
    expect(all.digest).toBe(digestText(digest))
    const part = await client.done('GET', `/api/v1/changes?space=${list}&cursor=${own.app.store.epoch}.4`)
    expect(part).toMatchObject({ snapshot: false, todos: [], sections: [{ id: done }, { id: later }] })
    expect((await own.app.store.examine(false)).differing).toEqual([])
    // Other lists and other callers have none of it.
    const { id: other } = await client.done('POST', '/api/v1/lists', { name: 'Other' })
    expect(
      await commit({ type: 'updateSection', section: done, list: other, changes: { name: 'x' } }),
    ).toMatchObject({
      accepted: false,
    })
    expect(await commit(create(uuid(), 'nowhere'))).toMatchObject({ accepted: false })
    const limited = { ...own.app.account, credential: { id: 'none', kind: 'write', lists: [other] } }
    const [refused] = await own.app.committer.commit(limited as never, [
      { ...create(list, 'x'), id: uuid() } as never,
    ])
    expect(refused?.accepted).toBe(false)
    // What a list was is told of todos alone.
    const then = await client.done('GET', `/api/v1/lists/${list}/at?time=${new Date().toISOString()}`)
    expect(then.items.map(({ name }: { name: string }) => name)).toEqual(['a todo'])
  }, 60_000)

for (const engine of ['sqlite', 'postgres'] as const)
  test(`[Y53] ${engine}: what is long in the trash goes for good, behind all else, and replicas hear of it`, async () => {
    await using own = await scene(engine)
    const { list, commit, client, app } = own
    const replica = await createClient(own.server.url).connect()
    const ids = Array.from({ length: 4 }, uuid)
    for (const id of ids) await commit(create(list, id, id))
    const { id: todo } = await client.done('POST', '/api/v1/todos', { list, name: 'a todo' })
    await client.done('DELETE', `/api/v1/todos/${todo}`)
    for (const id of ids.slice(1)) await commit({ type: 'deleteSection', section: id, list })
    await replica.synced()
    const { cursor, to } = await client.done('GET', `/api/v1/changes?space=${list}`)
    const steps: unknown[] = []
    let place: TrashPlace | undefined
    do {
      const { next, versions } = await app.store.pruneTrash(Date.now() + 1, place)
      steps.push([versions, next])
      place = next
    } while (place)
    expect(steps).toEqual([
      [{ [list]: to + 1 }, { kind: 'filters', after: undefined }],
      [{}, { kind: 'sections', after: undefined }],
      [{ [list]: to + 2 }, undefined],
    ])
    const changes = await client.done('GET', `/api/v1/changes?space=${list}&cursor=${cursor}`)
    expect(changes.gone.toSorted()).toEqual([todo, ...ids.slice(1)].toSorted())
    const copy = new Replica()
    copy.begin(app.account, app.store.epoch)
    for (const delta of [{ ...(await client.done('GET', `/api/v1/changes?space=${list}`)), type: 'delta' }])
      expect(copy.apply(delta)).toBe('applied')
    expect(copy.view.rows('sections' as never, list)).toMatchObject([{ id: ids[0] }])
    // Who had them takes them out, and has the digest of what is left.
    await client.done('POST', '/api/v1/todos', { list, name: 'another' })
    await until(() => replica.todos({ list }).some(({ name }) => name === 'another'))
    expect([replica.healed, replica.status.waiting]).toEqual([0, 0])
    expect((await app.store.examine(false)).differing).toEqual([])
    await replica.close()
    // Nothing of it can be taken back, and history says so.
    const { items } = await client.done('GET', `/api/v1/lists/${list}/history`)
    const entry = items.find(({ subject }: any) => subject.id === ids[1])
    expect(await client.json('POST', `/api/v1/history/${entry.id}/undo`)).toMatchObject({
      code: 'not_undoable',
    })
  }, 60_000)

for (const engine of ['sqlite', 'postgres'] as const)
  test(`[Y54] ${engine}: rows of such a kind go with the account that alone had their list`, async () => {
    await using own = await scene(engine)
    const { app } = own
    const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
    const lists = [(await ann.newList()).id, (await bob.newList()).id]
    for (const [index, { id, name, defaultList }] of [ann, bob].entries()) {
      const command = { ...create(lists[index] as string, name), id: uuid() } as never
      expect(await app.committer.commit({ id, name, defaultList }, [command])).toMatchObject([
        { accepted: true },
      ])
    }
    await app.accounts.remove(bob.id)
    const rows = async (list: string) =>
      (await app.store.reads.changes(list, 0, 100)) as unknown as { sections: Section[] }
    expect((await rows(lists[0] as string)).sections).toMatchObject([{ name: 'ann' }])
    expect((await rows(lists[1] as string)).sections).toEqual([])
    expect((await app.store.examine(false)).differing).toEqual([])
  }, 60_000)

/** What a replica has of the kind; through its storage, as a program that starts anew. */
async function stored(storage: ReplicaStorage, list: string): Promise<unknown[]> {
  const replica = new Replica(await storage.load())
  expect(replica.damaged).toEqual([])
  return replica.view.rows('sections' as never, list)
}

const names = (rows: readonly unknown[]): string[] => (rows as Section[]).map(({ name }) => name).toSorted()

test('[Y51] a replica follows it, live and from its file, goes with its list, and is equal by its digest', async () => {
  await using own = await scene('sqlite')
  using folder = tempFolder()
  const { list, commit, client } = own
  const path = `${folder.path}/replica`
  const connect = async () => createClient(own.server.url).connect({ storage: await fileStorage(path) })
  const kept = async () => {
    const storage = await fileStorage(path)
    const rows = [...((await storage.load()) as unknown as { sections: Map<string, Section> }).sections]
    await storage.close()
    return rows
  }
  const first: LiveReplica = await connect()
  await first.synced()
  const [one, two] = [uuid(), uuid()]
  await commit(create(list, 'One', one))
  await commit(create(list, 'Two', two))
  await first.synced()
  await first.flush()
  await until(async () => (await readNames(path)).join() === 'One,Two')
  await first.close()
  expect((await kept()).map(([key]) => key).toSorted()).toEqual(
    [`${list} ${one}`, `${list} ${two}`].toSorted(),
  )
  await commit({ type: 'updateSection', section: one, list, changes: { name: 'Uno' } })
  await commit({ type: 'deleteSection', section: two, list })
  const again = await connect()
  await again.synced()
  expect(again.healed).toBe(0)
  await again.close()
  expect(names((await kept()).map(([, row]) => row))).toEqual(['Two', 'Uno'])
  const storage = await fileStorage(path)
  expect(names(await stored(storage, list))).toEqual(['Uno'])
  await storage.close()
  // A snapshot forgets what was there, and so does a list that is the account's no more.
  const replica = new Replica({ ...(await loaded(path)) })
  const delta = await client.done('GET', `/api/v1/changes?space=${list}`)
  expect(replica.apply({ ...delta, snapshot: true, sections: [], digest: null } as never)).toBe('applied')
  expect(replica.takePatch()).toMatchObject({
    sections: new Map([`${list} ${one}`, `${list} ${two}`].map((key) => [key, null])),
  })
  const other = new Replica(await loaded(path))
  other.forget(list)
  expect(other.view.rows('sections' as never, list)).toEqual([])
  // Another tab is told of it by a patch.
  const tab = new Replica(await loaded(path))
  tab.adopt({ sections: new Map([[`${list} ${one}`, null]]) } as never, false)
  expect(tab.view.rows('sections' as never, list)).toEqual([])
}, 60_000)

async function loaded(path: string): Promise<any> {
  const storage = await fileStorage(path)
  const kept = await storage.load()
  await storage.close()
  return kept
}

/** Of the file as it is, while its program runs. */
async function readNames(path: string): Promise<string[]> {
  const found = new Map<string, string>()
  for (const line of (await Bun.file(path).text()).split('\n')) {
    if (!line.startsWith('{')) continue
    for (const [key, row] of (JSON.parse(line) as { sections?: [string, Section][] }).sections ?? [])
      found.set(key, row.name)
  }
  return [...found.values()].toSorted()
}

test('[Y52] a browser stores it in IndexedDB and reads it back without the server', async () => {
  await using own = await scene('sqlite')
  const { list, commit } = own
  using folder = tempFolder()
  const src = joinPath(import.meta.dir, '..', '..', 'src')
  const entry = `${folder.path}/entry.ts`
  await Bun.write(
    entry,
    `import { rowKinds } from ${JSON.stringify(joinPath(src, 'model/row-kinds.ts'))}
    rowKinds.push(${JSON.stringify(kind)})
    export { createClient } from ${JSON.stringify(joinPath(src, 'client/client.ts'))}
    export { indexedDbStorage } from ${JSON.stringify(joinPath(src, 'client/indexeddb-storage.ts'))}`,
  )
  const { outputs } = await Bun.build({ entrypoints: [entry], target: 'browser' })
  const code = await outputs[0]?.text()
  await using pages = listen({
    websocket: own.app.websocket,
    async fetch(request: Request, server: unknown) {
      const { pathname } = new URL(request.url)
      if (pathname === '/page')
        return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
      if (pathname === '/client.js')
        return new Response(code, { headers: { 'content-type': 'text/javascript' } })
      return own.app.fetch(request, server)
    },
  })
  const id = uuid()
  await commit(create(list, 'One', id))
  const browser = await startBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${pages.url}/page`)
    const run = (then: string) => `(async () => {
      const { createClient, indexedDbStorage } = await import('/client.js')
      const storage = await indexedDbStorage('replica')
      ${then}
    })()`
    await page.evaluate(
      run(`const replica = await createClient(location.origin).connect({ storage })
      await replica.synced()
      await replica.flush()
      await replica.close()`),
    )
    const rows = await page.evaluate(
      run(`const { sections } = await storage.load()
      await storage.close()
      return [...sections]`),
    )
    expect(rows).toEqual([[`${list} ${id}`, { id, list, name: 'One', version: 2, deletedAt: null }]])
  } finally {
    await browser.close()
  }
}, 60_000)
