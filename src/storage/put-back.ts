/** Puts a checked backup in the place of a database: all of it or nothing, and never under a running server. */
import { Database } from 'bun:sqlite'
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../model/errors.ts'
import { isFull, markKey, syncFile } from './copy.ts'
import type { DatabaseName } from './database-name.ts'
import { databaseProblem } from './database-problem.ts'
import type { Ids } from './ids.ts'
import { targetOf } from './private-files.ts'
import { isEmptyPostgres, putBackPostgres } from './put-back-postgres.ts'

/** Tells whether a restore would take the place of anything. @throws AppError where a server runs on it */
export async function isThere(name: DatabaseName): Promise<boolean> {
  if (name.engine === 'postgres') return !(await isEmptyPostgres(name.url).catch(asProblem(name)))
  if (name.path === undefined)
    throw new AppError('bad_argument', { detail: 'memory: keeps nothing; expected --data or --database.' })
  if (!existsSync(name.path)) return false
  holdAlone(name.path)?.close()
  return statSync(name.path).size > 0
}

/** Makes the folder, if need be, where a backup is prepared that is to take the place of SQLite's file. */
export function folderFor(path: string): string {
  const folder = dirname(targetOf(path))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/**
 * @param file - the checked backup, which is used up: in the folder of `folderFor`, where the database is SQLite's
 * @returns where the database that was there is kept now
 * @throws AppError where a server runs on it; then nothing was changed
 */
export async function putBack(file: string, name: DatabaseName, ids: Ids): Promise<string | undefined> {
  try {
    renewMeta(file, ids)
    if (name.engine === 'postgres') {
      await putBackPostgres(file, name.url)
      return undefined
    }
    return replace(file, targetOf(name.path as string), ids)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (isFull(code)) throw new AppError('disk_full', { detail: `${(error as Error).message}.` })
    return asProblem(name)(error)
  }
}

const asProblem =
  (name: DatabaseName) =>
  (error: unknown): never => {
    throw databaseProblem(error, name)
  }

/** Gives the file a new epoch: by it replicas know that numbers from after the backup count no more. */
function renewMeta(file: string, ids: Ids): void {
  using database = new Database(file, { readwrite: true })
  database.run('pragma journal_mode = delete')
  database.query("update meta set value = ? where key = 'epoch'").run(ids.newId())
  database.query('delete from meta where key = ?').run(markKey)
}

function replace(file: string, path: string, ids: Ids): string | undefined {
  syncFile(file)
  const held = existsSync(path) ? holdAlone(path) : undefined
  try {
    // Without its log beside it, what is kept is one file, and nothing of it is taken for the new one's.
    held?.run('pragma journal_mode = delete')
    const kept = freeName(
      `${path}.before-restore-${new Date(ids.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`,
    )
    const isKept = existsSync(path) && statSync(path).size > 0
    // At no moment there is no database at its place.
    if (isKept) linkSync(path, kept)
    for (const end of ['-wal', '-shm'])
      if (!existsSync(path + end)) continue
      else if (isKept) renameSync(path + end, kept + end)
      else rmSync(path + end)
    renameSync(file, path)
    syncFile(dirname(path))
    return isKept ? kept : undefined
  } finally {
    held?.close()
  }
}

function freeName(wished: string): string {
  for (let count = 1, name = wished; ; name = `${wished}-${++count}`) if (!existsSync(name)) return name
}

/**
 * Opens the file as the only one that has it open.
 * @returns undefined where it can't be read, so that nobody can use it
 * @throws AppError `database_in_use`
 */
function holdAlone(path: string): Database | undefined {
  let held: Database | undefined
  try {
    held = new Database(path, { readwrite: true })
    held.run('pragma busy_timeout = 1000')
    held.run('pragma locking_mode = exclusive')
    held.run('begin exclusive')
    held.run('commit')
    return held
  } catch (error) {
    held?.close()
    const { code = '' } = error as { code?: string }
    if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code))
      throw new AppError('database_in_use', { detail: `${path} is open in another program.` })
    if (/^SQLITE_(NOTADB|CORRUPT|FORMAT|IOERR)/.test(code)) return undefined
    throw error
  }
}
