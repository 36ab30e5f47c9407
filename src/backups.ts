/** This makes backups: a consistent copy, checked before it counts, encrypted if asked; and it puts them back. */
import { closeSync, existsSync, openSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { AppError } from './model/errors.ts'
import { decryptFile, encryptFile, isEncrypted } from './runtime/backup-encryption.ts'
import { notKept, type Keeping } from './runtime/backup-keeping.ts'
import { backupName, type BackupPlace, type StoredBackup } from './runtime/backup-names.ts'
import { placeOf } from './runtime/backup-places.ts'
import { runtime } from './runtime/runtime.ts'
import { checkCopy, type CopyFacts } from './storage/check-copy.ts'
import { copyDatabase, isFull, syncFile } from './storage/copy.ts'
import type { DatabaseName } from './storage/database-name.ts'
import { folderFor, isThere, putBack } from './storage/put-back.ts'

export { newKeyPair, readRecipients } from './runtime/backup-encryption.ts'
export { readKeeping, type Keeping } from './runtime/backup-keeping.ts'

export interface BackupOptions {
  database: DatabaseName
  target: string
  keep: Keeping | undefined
  recipients: readonly string[]
  /** A bucket may say nothing for so long; tests set it. */
  stallMs?: number | undefined
}

export interface MadeBackup extends CopyFacts {
  /** It says where the backup is, for people. */
  place: string
  bytes: number
  removed: number
}

const ids = { newId: runtime.newId, now: runtime.nowMs }

/** A backup that is being prepared has such a name until it counts. */
const partName = (): string => `.aiotodo-backup-${Bun.randomUUIDv7()}.part`

/** A process that was killed leaves its part; another one may be at work on a younger one. */
const abandonedMs = 24 * 60 * 60 * 1_000

/** @throws AppError that says why there is none: then nothing is in the place that was not there */
export async function makeBackup({ target, ...options }: BackupOptions): Promise<MadeBackup> {
  const { database, keep, recipients, stallMs } = options
  const place = placeOf(target, keep !== undefined, stallMs)
  assertElsewhere(database, target)
  const folder = folderOfPlace(place)
  const parts: string[] = []
  // A copy that is not encrypted yet goes nowhere that the database's own files do not lie.
  const part = (where: string) => parts[parts.push(join(where, partName())) - 1] as string
  const own = database.engine === 'sqlite' && database.path ? dirname(database.path) : tmpdir()
  try {
    const at = new Date()
    const copy = part(folder !== undefined && recipients.length === 0 ? folder : own)
    await copyDatabase(database, copy, { at: at.toISOString(), version: packageJson.version }, ids)
    const facts = await checkCopy(copy, 'The copy')
    let file = copy
    if (recipients.length > 0) {
      file = part(folder ?? own)
      await encryptFile(copy, file, recipients)
    }
    syncFile(file)
    const { size: bytes } = statSync(file)
    const shown = await place.put(file, backupName(at, recipients.length > 0))
    if (folder !== undefined) syncFile(folder)
    const old = keep ? notKept(await place.list(), keep) : []
    for (const { name } of old) await place.remove(name)
    return { ...facts, place: shown, bytes, removed: old.length }
  } catch (error) {
    throw inWords(error)
  } finally {
    for (const each of parts) for (const end of partEnds) rmSync(each + end, { force: true })
  }
}

/** SQLite may have put these beside it. */
const partEnds = ['', '-wal', '-shm', '-journal']

function folderOfPlace(place: BackupPlace): string | undefined {
  try {
    const { folder } = place
    if (folder !== undefined) clearAbandoned(folder)
    return folder
  } catch (error) {
    throw error instanceof AppError
      ? error
      : new AppError('backup_place', { detail: `${(error as Error).message}.`, cause: error })
  }
}

function clearAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^\.aiotodo-backup-[\w-]+\.part/.test(name)) continue
    const path = join(folder, name)
    if (Date.now() - statSync(path).mtimeMs > abandonedMs) rmSync(path, { force: true })
  }
}

/** @throws AppError where the backup would take the place of the database */
function assertElsewhere(database: DatabaseName, target: string): void {
  if (database.engine !== 'sqlite' || database.path === undefined || target.startsWith('s3://')) return
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : path)
  if (real(resolve(target)) === real(database.path))
    throw new AppError('backup_place', { detail: `${target} is the database itself.` })
}

/**
 * Finds the newest backup of a place; undefined where there is none.
 * @throws AppError where none can be put there
 */
export async function newestBackup(target: string, isMany: boolean): Promise<StoredBackup | undefined> {
  const place = placeOf(target, isMany)
  folderOfPlace(place)
  return (await place.list())[0]
}

export interface RestoreOptions {
  database: DatabaseName
  /** It names a file, a folder or a bucket; of several backups the newest is taken. */
  source: string
  /** It holds the secret key, for one that is encrypted. */
  keyFile: string | undefined
  /** Is asked before a database is replaced. @throws what ends the restore */
  confirm: (facts: CopyFacts, isReplaced: boolean) => Promise<void>
  stallMs?: number | undefined
}

export interface Restored extends CopyFacts {
  /** The database that was there is kept here. */
  kept: string | undefined
}

/** @throws AppError that says why it was not restored: then nothing was changed */
export async function restoreBackup({ database, source, ...options }: RestoreOptions): Promise<Restored> {
  const isReplaced = await isThere(database)
  const place = placeOf(source, false, options.stallMs)
  const [newest] = await place.list()
  if (!newest)
    throw new AppError('bad_backup', { detail: `${source} is not there, or holds no backup of aiotodo.` })
  const folder = database.engine === 'sqlite' ? folderFor(database.path as string) : tmpdir()
  const [fetched, plain] = [join(folder, partName()), join(folder, partName())]
  const isFolder = existsSync(source) && statSync(source).isDirectory()
  const shown = isFolder ? join(source, newest.name) : source
  try {
    closeSync(openSync(fetched, 'wx', 0o600))
    await place.get(newest.name, fetched)
    let file = fetched
    if (await isEncrypted(fetched)) {
      if (options.keyFile === undefined)
        throw new AppError('bad_backup', {
          detail: `${shown} is encrypted; expected the file of its key by --key-file.`,
        })
      await decryptFile(fetched, plain, options.keyFile, shown)
      file = plain
    }
    const facts = await checkCopy(file, shown)
    await options.confirm(facts, isReplaced)
    return { ...facts, kept: await putBack(file, database, ids) }
  } catch (error) {
    throw inWords(error)
  } finally {
    for (const each of [fetched, plain]) for (const end of partEnds) rmSync(each + end, { force: true })
  }
}

function inWords(error: unknown): unknown {
  if (error instanceof AppError) return error
  const { code = '', message } = error as { code?: string; message: string }
  if (isFull(code)) return new AppError('disk_full', { detail: `${message}.`, cause: error })
  if (/^E[A-Z]+$/.test(code)) return new AppError('backup_place', { detail: `${message}.`, cause: error })
  return error
}
