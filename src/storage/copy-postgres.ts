/** Copies a database of PostgreSQL, as it is at one moment, into a file of SQLite with the same tables. */
import { SQL } from 'bun'
import { Database } from 'bun:sqlite'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Ids } from './ids.ts'
import { migrate, migrations } from './migrate.ts'
import { openSqlite } from './sqlite.ts'

/** The index of texts differs by engine, and a server makes it anew. */
const isIndex = (table: string): boolean => /^(texts|texts_at|words|text_index\w*)$/.test(table)

/** The tables that a copy between engines has, as SQLite has them. */
export const copiedTables = (file: Database): string[] =>
  (
    file
      .query("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
      .all() as { name: string }[]
  )
    .map(({ name }) => name)
    .filter((name) => !isIndex(name))

export async function copyPostgres(url: string, file: string, ids: Ids): Promise<void> {
  const sql = new SQL(url, {
    max: 1,
    connectionTimeout: serverLimits.connectTimeoutMs / 1_000,
    connection: {
      application_name: 'aiotodo backup',
      statement_timeout: 0,
      idle_in_transaction_session_timeout: 0,
    },
  })
  try {
    await sql.begin('isolation level repeatable read, read only', async (moment) => {
      const schema = await schemaOf(moment)
      await makeEmptyFile(file, schema, ids)
      using copy = new Database(file, { readwrite: true })
      copy.run('pragma journal_mode = delete')
      copy.run('pragma synchronous = off')
      copy.run('pragma foreign_keys = off')
      copy.run('begin')
      for (const table of copiedTables(copy)) copy.run(`delete from ${table}`)
      for (const table of copiedTables(copy)) await copyTable(moment, copy, table)
      copy.run('commit')
    })
  } finally {
    await sql.close({ timeout: 1 })
  }
}

/** @throws AppError where this version does not know what is in there */
async function schemaOf(moment: Pick<SQL, 'unsafe'>): Promise<number> {
  const [found] = await moment.unsafe("select to_regclass('meta') is not null as there")
  if (!found.there)
    throw new AppError('no_database', { detail: 'The database of PostgreSQL has no tables of aiotodo.' })
  const [row] = await moment.unsafe("select value from meta where key = 'schema'")
  const schema = Number(row?.value ?? 0)
  if (schema > migrations.length)
    throw new AppError('database_newer', {
      detail: `Its schema is ${schema}; this version knows schemas up to ${migrations.length}, and would leave out what is new.`,
    })
  return schema
}

async function makeEmptyFile(file: string, schema: number, ids: Ids): Promise<void> {
  const driver = openSqlite(file)
  try {
    await migrate(driver, ids, schema)
  } finally {
    await driver.close()
  }
}

async function copyTable(moment: Pick<SQL, 'unsafe'>, copy: Database, table: string): Promise<void> {
  const columns: { name: string; type: string }[] = await moment.unsafe(
    'select column_name as name, data_type as type from information_schema.columns where table_schema = current_schema() and table_name = $1 order by ordinal_position',
    [table],
  )
  const names = columns.map(({ name }) => name)
  const texts = columns.map(({ name, type }) =>
    type === 'boolean' ? `${name}::integer::text as ${name}` : `${name}::text as ${name}`,
  )
  // In SQLite the journal is in the order in which it came about.
  const order = names.includes('time') ? 'order by time, version' : ''
  const insert = copy.prepare(
    `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
  )
  await moment.unsafe(`declare rows no scroll cursor for select ${texts.join(', ')} from ${table} ${order}`)
  for (;;) {
    const rows = (await moment.unsafe(`fetch ${serverLimits.backupChunkRows} from rows`)) as Record<
      string,
      string | null
    >[]
    // A text that is a number becomes one by the column's type, and would be refused if it lost anything.
    for (const row of rows) insert.run(...names.map((name) => row[name] ?? null))
    if (rows.length < serverLimits.backupChunkRows) break
  }
  await moment.unsafe('close rows')
  insert.finalize()
}
