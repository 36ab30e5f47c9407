/**
 * Whether a file is a whole SQLite database of this program: looked at without writing to it, before anything relies on
 * it.
 */
import { Database } from 'bun:sqlite'
import { closeSync, openSync, readSync, statSync } from 'node:fs'

export interface ReadTable {
  name: string
  /** How many rows could be read. */
  rows: number
  /** What ended the reading before its end. */
  error: string | undefined
}

export type FileState =
  | { is: 'whole' }
  /** Nothing is in it. */
  | { is: 'empty' }
  /** No SQLite database; it begins with these characters. */
  | { is: 'other'; begins: string }
  /** A database of another program, which has these tables. */
  | { is: 'foreign'; tables: string[] }
  | { is: 'damaged'; lines: string[]; tables: ReadTable[] }

/** The first 16 bytes of each SQLite database (https://sqlite.org/fileformat.html). */
const magic = 'SQLite format 3\0'

/** How much is told of what is wrong. */
const linesMax = 20

/** @throws what the file system and SQLite throw where the file can't be opened */
export function checkFile(path: string): FileState {
  const { size } = statSync(path)
  if (size === 0) return { is: 'empty' }
  const begins = beginningOf(path)
  if (begins !== magic) return { is: 'other', begins }
  using database = new Database(path, { readonly: true })
  const lines = wrongIn(database)
  if (lines.length > 0)
    return { is: 'damaged', lines, tables: tablesOf(database).map((name) => read(database, name)) }
  const tables = tablesOf(database)
  if (tables.length === 0) return { is: 'empty' }
  return isOurs(database, tables) ? { is: 'whole' } : { is: 'foreign', tables }
}

function beginningOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(magic.length)
    return buffer.toString('latin1', 0, readSync(file, buffer))
  } finally {
    closeSync(file)
  }
}

function wrongIn(database: Database): string[] {
  const lines: string[] = []
  let unused = 0
  try {
    for (const row of database.query('pragma integrity_check').iterate())
      for (const line of (row as { integrity_check: string }).integrity_check.split('\n')) {
        if (line === 'ok' || line.startsWith('***')) continue
        // What a tree that can't be read had would be told page by page.
        if (/^Page \d+: never used/.test(line)) unused++
        else lines.push(withName(database, line))
      }
  } catch (error) {
    if (!isDamage(error)) throw error
    lines.push((error as Error).message)
  }
  if (unused > 0) lines.push(`${unused} pages belong to no table and no index`)
  return lines.length > linesMax
    ? [...lines.slice(0, linesMax), `and ${lines.length - linesMax} more`]
    : lines
}

const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR)/.test((error as { code?: string }).code ?? '')

/** SQLite names a table or an index by the page that its tree begins with. */
function withName(database: Database, line: string): string {
  const root = /^Tree (\d+)/.exec(line)?.[1]
  if (root === undefined) return line
  try {
    const found = database.query('select type, name from sqlite_schema where rootpage = ?').get(Number(root))
    const { type, name } = (found ?? { type: 'tree', name: root }) as { type: string; name: string }
    return `${type} ${name}: ${line}`
  } catch {
    return line
  }
}

/** None where not even that can be read. */
function tablesOf(database: Database): string[] {
  try {
    const rows = database
      .query("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
      .all() as { name: string }[]
    return rows.map(({ name }) => name)
  } catch {
    return []
  }
}

function read(database: Database, name: string): ReadTable {
  let rows = 0
  try {
    for (const _ of database.query(`select * from "${name}"`).iterate()) rows++
    return { name, rows, error: undefined }
  } catch (error) {
    return { name, rows, error: (error as Error).message }
  }
}

function isOurs(database: Database, tables: readonly string[]): boolean {
  if (!tables.includes('meta')) return false
  try {
    return database.query("select value from meta where key = 'schema'").get() !== null
  } catch {
    return false
  }
}
