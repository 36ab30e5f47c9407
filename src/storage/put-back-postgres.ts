/** Puts a backup into a database of PostgreSQL in one transaction: what fails in it leaves what was there. */
import { Database } from 'bun:sqlite'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { copiedTables } from './copy-postgres.ts'
import type { ColumnType, Connection, Row, Table, Value } from './driver.ts'
import { migrations, tableNames } from './migrate.ts'
import { listenersLock } from './notify.ts'
import { openPostgres } from './postgres.ts'

/** Hours are enough for what is large: without a bound a silent server would keep this waiting for ever. */
const patienceMs = 12 * 60 * 60 * 1_000

/** @throws AppError `database_in_use`; StoreError */
export async function isEmptyPostgres(url: string): Promise<boolean> {
  const driver = openPostgres(url)
  try {
    return await driver.transaction(async (connection) => {
      await assertAlone(connection)
      return (await tablesThere(connection)).length === 0
    })
  } finally {
    await driver.close()
  }
}

export async function putBackPostgres(file: string, url: string): Promise<void> {
  using source = new Database(file, { readonly: true })
  const driver = openPostgres(url, patienceMs)
  try {
    await driver.exclusively(async (connection) => {
      await assertAlone(connection)
      const ours = tableNames(driver.dialect)
      for (const table of await tablesThere(connection))
        if (ours.has(table)) await connection.all(`drop table ${table} cascade`, [])
      await connection.all('create table meta (key text primary key, value text not null)', [])
      const schema = Number(
        (source.query("select value from meta where key = 'schema'").get() as { value: string }).value,
      )
      for (const migration of migrations.slice(0, schema))
        for (const statement of migration.statements(driver.dialect)) await connection.all(statement, [])
      await fill(connection, source)
    })
  } finally {
    await driver.close()
  }
}

/** Nodes that listen hold this lock as shared; the transaction keeps it, so that none starts meanwhile. */
async function assertAlone(connection: Connection): Promise<void> {
  const [row] = await connection.all(`select pg_try_advisory_xact_lock(${listenersLock}) as alone`, [])
  if (row?.['alone'] !== true)
    throw new AppError('database_in_use', { detail: 'A server has the database of PostgreSQL open.' })
}

const tablesThere = async (connection: Connection): Promise<string[]> =>
  (
    await connection.all(
      'select tablename::text as name from pg_tables where schemaname = current_schema()',
      [],
    )
  ).map(({ name }) => name as string)

async function fill(connection: Connection, source: Database): Promise<void> {
  const keys = await connection.all(
    "select conname::text as name, conrelid::regclass::text as of, pg_get_constraintdef(oid) as meaning from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace",
    [],
  )
  // Some rows are in rings of references; each key is checked anew when it is put back.
  for (const { name, of } of keys) await connection.all(`alter table ${of} drop constraint ${name}`, [])
  // Migrations put rows of their own there.
  for (const table of copiedTables(source)) await connection.all(`delete from ${table}`, [])
  for (const table of copiedTables(source)) await fillTable(connection, source, table)
  for (const { name, of, meaning } of keys)
    await connection.all(`alter table ${of} add constraint ${name} ${meaning}`, [])
  const counters = await connection.all(
    "select table_name::text as of, column_name::text as name from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'",
    [],
  )
  for (const { of, name } of counters)
    await connection.all(
      `select setval(pg_get_serial_sequence('${of}', '${name}'), coalesce((select max(${name}) from ${of}), 1))`,
      [],
    )
  for (const table of copiedTables(source)) await connection.all(`analyze ${table}`, [])
}

async function fillTable(connection: Connection, source: Database, name: string): Promise<void> {
  const columns = await connection.all(
    'select column_name::text as name, data_type::text as type from information_schema.columns where table_schema = current_schema() and table_name = $1',
    [name],
  )
  const table: Table = {
    name,
    columns: Object.fromEntries(columns.map((each) => [each['name'], each['type'] as ColumnType])),
  }
  const names = columns.map((each) => each['name'] as string)
  let rows: Record<string, Value>[] = []
  for (const row of source.query(`select ${names.join(', ')} from ${name}`).iterate()) {
    rows.push(typed(row as Row, table))
    if (rows.length < serverLimits.backupChunkRows) continue
    await connection.insert(table, rows)
    rows = []
  }
  if (rows.length > 0) await connection.insert(table, rows)
}

function typed(row: Row, { columns }: Table): Record<string, Value> {
  for (const [name, type] of Object.entries(columns))
    if (type === 'boolean' && row[name] !== null) row[name] = row[name] === 1
  return row as Record<string, Value>
}
