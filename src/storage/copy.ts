/**
 * Copies a database while it is served. Whatever the engine, the copy is one file of SQLite, so that all backups are
 * checked, encrypted and restored in one way, and a backup of one engine can be restored into the other.
 */
import { Database } from 'bun:sqlite'
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { AppError } from '../model/errors.ts'
import { copyPostgres } from './copy-postgres.ts'
import type { DatabaseName } from './database-name.ts'
import { databaseProblem } from './database-problem.ts'
import type { Ids } from './ids.ts'
import { makePrivate } from './private-files.ts'

/** A copy says this of itself, in its table `meta`. */
export interface CopyMark {
  /** It was begun then: what was acknowledged before is in it. */
  at: string
  /** It was made by this version of aiotodo. */
  version: string
}

/** The mark has this key. */
export const markKey = 'backup'

/**
 * @param file - where there is nothing yet
 * @throws AppError that says why the database, or the file, can't be used
 */
export async function copyDatabase(
  name: DatabaseName,
  file: string,
  mark: CopyMark,
  ids: Ids,
): Promise<void> {
  if (name.engine === 'sqlite' && (name.path === undefined || !existsSync(name.path)))
    throw new AppError('no_database', {
      detail: name.path === undefined ? 'It is kept in memory alone.' : `There is none at ${name.path}.`,
    })
  try {
    makePrivate(file)
    if (name.engine === 'sqlite') copySqlite(name.path as string, file)
    else await copyPostgres(name.url, file, ids)
    using copy = new Database(file, { readwrite: true })
    // One that is empty, or another program's, is told of by who checks the copy.
    if (copy.query("select 1 from sqlite_schema where name = 'meta'").get())
      copy.query('insert or replace into meta (key, value) values (?, ?)').run(markKey, JSON.stringify(mark))
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (isFull(code)) throw new AppError('disk_full', { detail: `${file}: ${(error as Error).message}.` })
    throw databaseProblem(error, name)
  }
  syncFile(file)
}

/** Tells whether the disk is full, by SQLite's or the system's code. */
export const isFull = (code: string): boolean =>
  /^(SQLITE_FULL|SQLITE_IOERR_WRITE|ENOSPC|EDQUOT|EFBIG)$/.test(code)

/** Reads one moment, and holds up nobody: in the log mode writers go on behind a reader. */
function copySqlite(path: string, file: string): void {
  using database = new Database(path, { readonly: true })
  database.run('pragma busy_timeout = 5000')
  database.run('pragma mmap_size = 0')
  database.query('vacuum into ?').run(file)
}

/** Waits until the disk has a file, or what a folder says of its files. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
