/**
 * Looks what an empty-looking database has in the way of ours. The table of the tutorial that this program began as is
 * put aside, to be adopted (adopt.ts); anything else of another program is refused by its name, and nothing is changed.
 */
import { AppError } from '../model/errors.ts'
import type { Connection, Dialect } from './driver.ts'

/** The types that the tutorial's columns may have, by the engines' names. */
const tutorialTypes: Readonly<Record<string, RegExp>> = {
  id: /^(smallint|integer|bigint|int)$/i,
  name: /^(character varying|varchar|text)\b/i,
  finished: /^bool(ean)?$/i,
}

interface Column {
  name: string
  type: string
}

/** The tutorial's table as it was found, and what it is called now. */
export interface AsideTable {
  table: string
  rows: number
  /** Columns that the tutorial does not have; they stay in the old table alone. */
  otherColumns: string[]
}

/**
 * Looks at a database that has none of our schema, in the transaction that makes it.
 * @param ours - the tables and indexes that are about to be made
 * @returns the tutorial's table, by the name that it has been given, if it was there
 * @throws AppError `foreign_tables`
 */
export async function clearTheWay(
  connection: Connection,
  dialect: Dialect,
  ours: ReadonlySet<string>,
): Promise<AsideTable | undefined> {
  const there = await relations(connection, dialect)
  // A database of PostgreSQL may be shared; a file is one program's.
  const inTheWay = dialect.engine === 'sqlite' ? there : there.filter((name) => ours.has(name))
  if (inTheWay.length === 0) return undefined
  const columns = inTheWay.includes('todos') ? await columnsOf(connection, dialect, 'todos') : []
  const isAdopted = isTutorials(columns)
  const indexes = isAdopted ? await indexesOf(connection, dialect, 'todos') : []
  const others = isAdopted ? inTheWay.filter((name) => name !== 'todos' && !indexes.includes(name)) : inTheWay
  if (others.length > 0) throw foreign(dialect, others, columns)
  const [counts] = await connection.all('select count(*) as rows, count(distinct id) as ids from todos', [])
  if (Number(counts?.['rows']) !== Number(counts?.['ids']))
    throw new AppError('foreign_tables', {
      detail:
        'The table "todos" has ids that are null or there twice; expected those of the tutorial, each once.',
    })
  const table = freeName('tutorial_todos', there)
  if (dialect.engine === 'postgres') {
    await checkOwner(connection)
    for (const index of indexes) {
      const name = freeName(`tutorial_${index}`, there)
      await connection.all(`alter index ${quoted(index)} rename to ${quoted(name)}`, [])
    }
  }
  await connection.all(`alter table todos rename to ${table}`, [])
  return {
    table,
    rows: Number(counts?.['rows']),
    otherColumns: columns.map(({ name }) => name).filter((name) => !(name in tutorialTypes)),
  }
}

/** @throws AppError `database_grant` where the table is another role's, who alone may rename it */
async function checkOwner(connection: Connection): Promise<void> {
  const [row] = await connection.all(
    `select pg_get_userbyid(relowner) as owner, current_user as role, pg_has_role(relowner, 'USAGE') as may
    from pg_class where oid = 'todos'::regclass`,
    [],
  )
  if (!row || row['may']) return
  const [owner, role] = [quoted(row['owner'] as string), quoted(row['role'] as string)]
  throw new AppError('database_grant', {
    detail: `The tutorial's table todos, which is to be adopted, belongs to ${owner}. As ${owner} or a superuser run: ALTER TABLE todos OWNER TO ${role};`,
  })
}

const isTutorials = (columns: readonly Column[]): boolean =>
  Object.entries(tutorialTypes).every(([name, type]) =>
    columns.some((column) => column.name === name && type.test(column.type)),
  )

function foreign({ engine }: Dialect, names: readonly string[], columns: readonly Column[]): AppError {
  const shown = names.slice(0, 5).map((name) => `"${name}"`)
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : ''
  const has =
    columns.length > 0 ? ` ("todos" has the columns ${columns.map(({ name }) => name).join(', ')})` : ''
  return new AppError(engine === 'sqlite' ? 'not_a_database' : 'foreign_tables', {
    detail: `Of another program: ${shown.join(', ')}${more}${has}. Nothing was changed.`,
  })
}

/** Names are put into statements here, as no parameter can stand for them. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}_${count}`
    if (!taken.includes(name)) return name
  }
}

/** Tables, indexes and all else that shares their names, where new tables would be made. */
async function relations(connection: Connection, { engine }: Dialect): Promise<string[]> {
  const rows = await connection.all(
    engine === 'sqlite'
      ? "select name from sqlite_schema where name not like 'sqlite_%' order by name"
      : 'select relname as name from pg_class where relnamespace = current_schema()::regnamespace order by relname',
    [],
  )
  return rows.map(({ name }) => name as string)
}

async function columnsOf(connection: Connection, { engine }: Dialect, table: string): Promise<Column[]> {
  const rows = await connection.all(
    engine === 'sqlite'
      ? "select name, type from pragma_table_info($1) where (select type from sqlite_schema where name = $1) = 'table' order by cid"
      : `select column_name as name, data_type as type from information_schema.columns join information_schema.tables
        using (table_schema, table_name) where table_schema = current_schema() and table_name = $1 and table_type = 'BASE TABLE'
        order by ordinal_position`,
    [table],
  )
  return rows.map(({ name, type }) => ({ name: name as string, type: type as string }))
}

async function indexesOf(connection: Connection, { engine }: Dialect, table: string): Promise<string[]> {
  const rows = await connection.all(
    engine === 'sqlite'
      ? "select name from sqlite_schema where type = 'index' and tbl_name = $1 and sql is not null"
      : `select indexname as name from pg_indexes where schemaname = current_schema() and tablename = $1`,
    [table],
  )
  return rows.map(({ name }) => name as string)
}
