/** What an account has besides lists, out and in again in a file of our own (SPEC.md, I72 to I75). */
import { afterEach, expect, test } from 'bun:test'
import { join as joinPath } from 'node:path'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import { Importer } from '../../src/core/write/import/import.ts'
import { ownHead } from '../../src/exchange/from/own.ts'
import type { AppError } from '../../src/model/errors.ts'
import { blanks } from '../../src/model/blanks.ts'
import { filterFields, toldFields, type Fields } from '../../src/model/fields.ts'
import { limits } from '../../src/model/limits.ts'
import { rowSchemas } from '../../src/model/messages.ts'
import { accountKinds } from '../../src/model/plain-commands.ts'
import { rowKinds, type RowKind } from '../../src/model/row-kinds.ts'
import type { SavedFilter } from '../../src/model/saved-filter.ts'
import { Id } from '../../src/model/todo.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { plainTable } from '../../src/storage/plain-tables.ts'
import { storedKinds } from '../../src/storage/row-kinds.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { join } from '../support/accounts.ts'
import { engines, newDatabase, clientOf } from '../support/engines.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'
import { ownList, ownTodo } from '../support/own-file.ts'
import { exportOf, importFile, newServer, refusalOf } from '../support/exchange.ts'

const moment = '2026-01-02T03:04:05.000Z'
const idOf = (number: number) => `0198c1f4-5a00-7000-8000-${String(number).padStart(12, '0')}`
const filterLine = (number: number, fields: object = {}) => ({
  kind: 'filter',
  id: idOf(number),
  name: `Filter ${number}`,
  filter: 'not finished',
  colour: 'none',
  position: null,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
  ...fields,
})
const fileOf = (rows: readonly object[], end: object = { filters: rows.length }) =>
  [{ aiotodo: 'export', version: 5 }, ...rows, { kind: 'end', lists: 0, todos: 0, ...end }]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('')

/** A value that is not its default for each field that a sender sets: what is new stands here, or this is not compiled. */
const values: Omit<SavedFilter, 'id' | 'createdAt' | 'updatedAt' | 'version' | 'deletedAt'> = {
  name: 'Soon',
  filter: 'due < +7d and not finished',
  colour: 'red',
  position: 'a5',
}

test.each(engines)(
  '[I72] %s: each field of a saved filter comes back from our own format, deleted ones too',
  async (engine) => {
    await using first = await newServer(engine)
    const { id } = await first.done('POST', '/api/v1/filters', values)
    const gone = await first.done('POST', '/api/v1/filters', { name: 'Gone', filter: '#home' })
    await first.send('DELETE', `/api/v1/filters/${gone.id}`)
    const own = await exportOf(first)
    await using second = await newServer(engine)
    const before = await second.done('GET', '/api/v1/filters')
    const wanted = { todos: 0, others: [{ kind: 'filter', count: 2, known: 0 }], lost: [] }
    expect(await importFile(second, own, 'dry_run=true')).toMatchObject(wanted)
    expect(await second.done('GET', '/api/v1/filters')).toEqual(before)
    expect(await importFile(second, own)).toMatchObject(wanted)
    const settable = Object.entries(filterFields).filter(([name, { isMade }]) => !isMade && name in values)
    expect(settable.length).toBe(Object.keys(values).length)
    expect(await second.done('GET', `/api/v1/filters/${id}`)).toMatchObject(values)
    expect(await exportOf(second)).toBe(own)
    // It is restored as one that was deleted here, and followed by replicas as well.
    expect((await second.send('POST', `/api/v1/filters/${gone.id}/restore`)).status).toBe(200)
    expect((await second.app.store.examine(false)).differing).toEqual([])
  },
)

test('[I72] a filter that is there stays as it is, and another account has one of the same id for itself', async () => {
  await using client = await newServer()
  const [one, two] = [await join(client.app, 'one'), await join(client.app, 'two')]
  const send = async (headers: Record<string, string>) =>
    (await (await client.send('POST', '/api/v1/import', fileOf([filterLine(1)]), headers)).json()) as object
  const comes = { others: [{ kind: 'filter', count: 1, known: 0 }] }
  expect(await send(one.headers)).toMatchObject(comes)
  await client.send('PATCH', `/api/v1/filters/${idOf(1)}`, { name: 'Mine' }, one.headers)
  expect(await send(one.headers)).toMatchObject({ others: [{ kind: 'filter', count: 0, known: 1 }] })
  expect(await send(two.headers)).toMatchObject(comes)
  const names = [one, two].map(async ({ headers }) => {
    const answer = await client.send('GET', `/api/v1/filters/${idOf(1)}`, undefined, headers)
    return ((await answer.json()) as SavedFilter).name
  })
  expect(await Promise.all(names)).toEqual(['Mine', 'Filter 1'])
})

test('[I73] filters beyond what an account can have are told, as are those of a file that goes into one list', async () => {
  await using client = await newServer()
  await client.done('POST', '/api/v1/filters', values)
  const most = limits.filtersPerAccountMax
  const rows = Array.from({ length: most + 1 }, (_, index) => filterLine(index + 1))
  const file = fileOf([...rows, filterLine(most + 2, { deletedAt: moment })])
  const { id } = await client.done('POST', '/api/v1/lists', { name: 'Target' })
  expect(await importFile(client, file, `list=${id}`)).toMatchObject({
    others: [],
    lost: [{ code: 'rows_of_account', count: most + 2 }],
  })
  expect(await importFile(client, file)).toMatchObject({
    others: [{ kind: 'filter', count: most, known: 0 }],
    lost: [{ code: 'rows_beyond', params: { kind: 'filter', most }, count: 2 }],
  })
  expect((await client.done('GET', '/api/v1/filters?limit=1000')).items).toHaveLength(most)
  expect((await client.send('POST', '/api/v1/filters', values)).status).toBe(409)
})

test('[F73] a filter in a file of version 3 means what it meant then; in one of today what it says', async () => {
  await using client = await newServer()
  const file = fileOf([filterLine(1, { filter: 'overdue or today' }), filterLine(2, { filter: 'due soon' })])
  expect(await refusalOf(client, file)).toStartWith('bad_import: Line 3: "filter" can not be read')
  await importFile(client, file.replace('"version":5', '"version":3'))
  const texts = (await client.done('GET', '/api/v1/filters')).items.map(({ filter }: SavedFilter) => filter)
  expect(texts).toEqual(['overdue or "today"', '"due" and soon'])
})

test('[I74] a file says how many filters it has, and a filter that can not be read is refused by its line', async () => {
  await using client = await newServer()
  expect(await refusalOf(client, fileOf([filterLine(1)], { filters: 2 }))).toBe(
    'bad_import: Line 3: counts 2 lines of the kind "filter", but there are 1: the file is not whole.',
  )
  expect(await refusalOf(client, fileOf([filterLine(1, { filter: 'due <' })]))).toStartWith(
    'bad_import: Line 2: "filter" can not be read',
  )
  expect(await refusalOf(client, fileOf([filterLine(1), filterLine(1)]))).toContain(
    'which line 2 has already',
  )
  expect((await client.done('GET', '/api/v1/filters')).items).toEqual([])
  // Which kinds a file of this version may have: with a new one an older server must be told, by a new version.
  expect([ownHead.version, accountKinds().map(({ name }) => name)]).toEqual([5, ['filters', 'views']])
  const next = `${JSON.stringify({ ...ownHead, version: 6 })}\n`
  expect(await refusalOf(client, next)).toBe('bad_import: Line 1: is of version 6; expected at most 5.')
})

test('[I74] where the last step of an import is refused its filters are not there either', async () => {
  await using client = await newServer()
  const { defaultList } = await client.done('GET', '/api/v1/account')
  await client.done('PATCH', `/api/v1/lists/${defaultList}`, { uniqueNames: true })
  await client.done('POST', '/api/v1/todos', { name: 'Milk' })
  const rows = [ownList('default'), ownTodo('default', idOf(7), { name: 'Milk', start: null }), filterLine(1)]
  const file = fileOf(rows, { lists: 1, todos: 1, filters: 1 })
  expect(await refusalOf(client, file)).toStartWith('name_taken')
  expect((await client.done('GET', '/api/v1/filters')).items).toEqual([])
})

test('[I74] where others take the ids or the room meanwhile, the last step is refused, and nothing comes in', async () => {
  await using client = await newServer()
  const { store, account } = client.app
  const importer = new Importer({
    store,
    now: () => new Date().toISOString(),
    newId: () => Bun.randomUUIDv7(),
    sleep: Bun.sleep,
    later: () => () => {},
    turn: () => Promise.resolve(),
    onCommitted: () => {},
  })
  const [kind] = accountKinds() as [RowKind]
  const rows = [1, 2].map((number) => {
    const { kind: _, ...row } = filterLine(number)
    return { kind, at: `line ${number}`, row: { ...row, version: 1 } }
  })
  const plan = await importer.plan(account, { lists: [], rows }, () => {})
  await importFile(client, fileOf([filterLine(2)]))
  const refusal = () =>
    importer
      .write(plan, () => {})
      .then(
        () => 'written',
        ({ code }: AppError) => code,
      )
  expect(await refusal()).toBe('id_taken')
  plan.rows = rows.slice(0, 1)
  const others = Array.from({ length: limits.filtersPerAccountMax - 1 }, (_, index) => filterLine(index + 3))
  await importFile(client, fileOf(others))
  expect(await refusal()).toBe('too_many_filters')
  expect((await client.send('GET', `/api/v1/filters/${idOf(1)}`)).status).toBe(404)
})

test('[I72] the command says how many filters would come in', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const file = joinPath(folder.path, 'all.jsonl')
  await Bun.write(file, fileOf([filterLine(1), filterLine(2)]))
  const run = (...args: string[]) => runCommand(['import', file, ...args, '--server', server.url])
  expect((await run('--dry-run')).stdout).toBe(
    'aiotodo: 0 todos in 0 lists, 0 finished; 0 there already.\n  2 filters\n',
  )
  expect((await run('--yes')).code).toBe(0)
  expect((await run('--dry-run')).stdout).toContain('  0 filters, 2 there already\n')
})

interface Note {
  id: string
  name: string
  version: number
  deletedAt: string | null
}
const noteFields: Fields<Note> = {
  id: { as: 'uuid', isUntold: true },
  name: {},
  version: { as: 'bigint', default: 0, isMade: true, isUntold: true },
  deletedAt: { as: 'moment', default: null, isMade: true },
}
const notes = { name: 'notes', frame: 'notes', in: 'account', isPlain: true, since: 3 } as unknown as RowKind
const Note = z.strictObject({
  id: Id,
  name: z.string(),
  version: z.int(),
  deletedAt: z.string().nullable(),
})
const entries: [object, string, object][] = [
  [storedKinds, 'notes', plainTable('notes', noteFields as never, 'account', 1_000)],
  [rowSchemas, 'notes', z.array(Note)],
  [blanks, 'note', {}],
  [toldFields, 'note', ['name', 'deletedAt']],
]
afterEach(() => {
  if (rowKinds.includes(notes)) rowKinds.splice(rowKinds.indexOf(notes), 1)
  for (const [table, name] of entries) delete (table as Record<string, unknown>)[name]
})

test.each(['sqlite', 'postgres'] as const)(
  '[I75] %s: a plain kind of accounts that has its entries is exported and imported',
  async (engine) => {
    rowKinds.push(notes)
    for (const [table, name, entry] of entries) Object.assign(table, { [name]: entry })
    const { name: database, drop } = await newDatabase(engine)
    const app = await createApp({ database })
    const driver = database.engine === 'sqlite' ? openSqlite(database.path) : openPostgres(database.url)
    const { type } = driver.dialect
    await driver.transaction((connection) =>
      connection.all(
        `create table notes (account ${type('integer')} not null, id ${type('uuid')} not null, name ${type('text')} not null,
        version ${type('bigint')} not null, deleted_at ${type('bigint')}, primary key (account, id))`,
        [],
      ),
    )
    await driver.close()
    const client = clientOf(app, database)
    const rows = [1, 2].map((number) => ({
      kind: 'note',
      id: idOf(number),
      name: `Note ${number}`,
      deletedAt: number === 1 ? null : moment,
    }))
    const file = fileOf(rows, { filters: 0, notes: 2 })
    expect(await importFile(client, file)).toMatchObject({
      others: [{ kind: 'note', count: 2, known: 0 }],
      lost: [],
    })
    const lines = (await exportOf(client))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter(({ kind }) => kind === 'note')).toEqual(rows)
    expect(lines.at(-1)).toMatchObject({ kind: 'end', filters: 0, notes: 2 })
    expect((await app.store.examine(false)).differing).toEqual([])
    await app.close()
    await drop()
  },
)
