/** Lists that are larger than what tests can import: their rows are made inside the database. */
import { Database } from 'bun:sqlite'
import type { DatabaseName } from '../../src/storage/database-name.ts'

/** Runs a statement on the database, beside whoever has it open. */
export async function runSql(database: DatabaseName, statement: string): Promise<void> {
  if (database.engine === 'postgres') {
    const sql = new Bun.SQL(database.url, { max: 1 })
    await sql.unsafe(statement)
    await sql.close()
    return
  }
  const opened = new Database(database.path)
  opened.run('pragma busy_timeout = 5000')
  opened.run(statement)
  opened.close()
}

/**
 * Puts todos into the default list, numbered from 1, each with notes of so many bytes.
 * @param parentOf - SQL for the number of the todo that number `i` is below, or null
 */
export async function fillDefaultList(
  database: DatabaseName,
  count: number,
  notesBytes: number,
  parentOf = 'null',
): Promise<void> {
  const isPostgres = database.engine === 'postgres'
  const numbers = isPostgres
    ? `select i from generate_series(1, ${count}) as i`
    : `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n`
  const hex = (number: string) =>
    isPostgres ? `lpad(to_hex((${number})::bigint), 12, '0')` : `printf('%012x', ${number})`
  const id = (number: string) => `'00000000-0000-7000-8000-' || ${hex(number)}`
  const uuid = (text: string) => (isPostgres ? `(${text})::uuid` : text)
  const notes = isPostgres
    ? `repeat('n', ${notesBytes})`
    : `replace(printf('%.*c', ${notesBytes}, 'n'), x'00', 'n')`
  await runSql(
    database,
    `insert into todos (id, list, number, name, unique_name, notes, priority, labels, parent, position, created_at, updated_at, version)
    select ${uuid(id('i'))}, (select default_list from accounts limit 1), i, 'todo ' || i, false, ${notesBytes > 0 ? notes : "''"}, 0, '[]',
    case when (${parentOf}) is null then null else ${uuid(id(`(${parentOf})`))} end, 'a0', 1700000000000, 1700000000000, 1 + (i - 1) / 100
    from (${numbers}) numbers`,
  )
  // As an import does it: so many todos have one version.
  await runSql(
    database,
    `update spaces set version = 1 + ${count} / 100, next_number = ${count} + 1 where key = (select default_list from accounts limit 1)`,
  )
  // As the server does it behind many new rows.
  if (isPostgres) await runSql(database, 'analyze todos')
}

/** What the process has of memory that is its own, in bytes: files that the system mapped for it are not. */
export async function ownMemoryOf(pid: number): Promise<number> {
  const status = await Bun.file(`/proc/${pid}/status`).text()
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) * 1024
}
