/** This checks whether a backup holds what it says, before it counts as one, and before it takes a database's place. */
import { Database } from 'bun:sqlite'
import { statSync } from 'node:fs'
import { accessSpace } from '../model/access.ts'
import { digestText } from '../model/digest.ts'
import { AppError } from '../model/errors.ts'
import { checkFile, type FileState } from './check-file.ts'
import { markKey, type CopyMark } from './copy.ts'
import { digestOf } from './digests.ts'
import type { Row, Value } from './driver.ts'
import { migrations } from './migrate.ts'

export interface CopyFacts {
  /** It was made then, as it says itself; where it does not, it was last written then. */
  at: string
  schema: number
  accounts: number
  lists: number
  todos: number
  /** So many accounts have codes that only the key of one-time codes opens. */
  sealed: number
}

/**
 * @param shown - what a person calls it, where that is not its path
 * @throws AppError `bad_backup`, `database_newer`
 */
export async function checkCopy(path: string, shown: string = path): Promise<CopyFacts> {
  const refuse = (what: string): never => {
    throw new AppError('bad_backup', { detail: `${shown} ${what}.` })
  }
  let state: FileState
  try {
    state = checkFile(path)
  } catch (error) {
    return refuse(`can not be read: ${(error as Error).message}`)
  }
  const wrong = wrongOf(state)
  if (wrong) refuse(wrong)
  using file = new Database(path, { readonly: true })
  const all = (sql: string, params: readonly Value[] = []) =>
    file.query(sql.replaceAll(/\$(\d+)/g, '?$1')).all(...(params as Value[])) as Row[]
  const meta = new Map(all('select key, value from meta').map((row) => [row['key'], String(row['value'])]))
  const schema = Number(meta.get('schema'))
  if (schema > migrations.length && !(Number(meta.get('compatible')) <= migrations.length))
    throw new AppError('database_newer', {
      detail: `${shown} has schema ${schema}; this version knows schemas up to ${migrations.length}. Nothing was changed.`,
    })
  const [loose] = all('pragma foreign_key_check')
  if (loose) refuse(`is damaged: a row of ${loose['table']} belongs to nothing`)
  const different = await differingSpace(all, schema)
  if (different) refuse(`is damaged: the rows of space ${different} have another digest than it says`)
  const count = (from: string) => Number(all(`select count(*) as count from ${from}`)[0]?.['count'])
  return {
    at: madeAt(meta.get(markKey)) ?? statSync(path).mtime.toISOString(),
    schema,
    accounts: count('accounts'),
    lists: count('lists'),
    todos: count('todos'),
    sealed: schema < 19 ? 0 : count("second_factors where secret like 'sealed.%'"),
  }
}

function wrongOf(state: FileState): string | undefined {
  if (state.is === 'whole') return undefined
  if (state.is === 'empty') return 'is empty; expected a backup of aiotodo'
  if (state.is === 'other') return `is no backup: it begins with ${JSON.stringify(state.begins)}`
  if (state.is === 'foreign')
    return `is a database of another program, with the tables ${state.tables.slice(0, 5).join(', ')}`
  return `is damaged or cut: ${state.lines[0]}`
}

function madeAt(mark: string | undefined): string | undefined {
  try {
    const { at } = JSON.parse(mark ?? '{}') as Partial<CopyMark>
    return at !== undefined && Number.isFinite(Date.parse(at)) ? at : undefined
  } catch {
    return undefined
  }
}

/** Finds the first space whose digest is not that of its rows. Before schema 2 there were no digests. */
async function differingSpace(
  all: (sql: string, params?: readonly Value[]) => Row[],
  schema: number,
): Promise<string | undefined> {
  if (schema < 2) return undefined
  const connection = { all: (sql: string, params: readonly Value[]) => Promise.resolve(all(sql, params)) }
  const spaces = all(
    'select key, id, digest from spaces where id <> $1 and digest is not null and digest_at = version',
    [accessSpace],
  )
  for (const { key, id, digest } of spaces)
    if (digestText(await digestOf(connection, Number(key), schema)) !== digest) return String(id)
  return undefined
}
