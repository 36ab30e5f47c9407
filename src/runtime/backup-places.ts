/** Where backups are kept: one file, a folder of them, or a bucket that speaks S3. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readSync,
  openSync,
  closeSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { createBucket } from './backup-bucket.ts'
import { newestFirst, type BackupPlace } from './backup-names.ts'

/** @param isFolder - whether a path that is not there yet is one for several backups */
export function placeOf(
  target: string,
  isFolder = false,
  stallMs: number = serverLimits.backupStallMs,
): BackupPlace {
  if (target.startsWith('s3://')) return createBucket(target, isFolder, stallMs)
  if (target === '' || /^\w+:\/\//.test(target))
    throw new AppError('bad_argument', {
      detail: `The place of the backup is "${target.replace(/:\/\/.*/, '://…')}"; expected a file, a folder or s3://BUCKET/….`,
    })
  const path = resolve(target)
  const isDirectory = existsSync(path) && statSync(path).isDirectory()
  return isDirectory || isFolder || target.endsWith('/') ? folderPlace(path) : filePlace(path)
}

/** Files of the system, whose errors are told as those of the place. */
async function onFiles<T>(work: () => T): Promise<T> {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) throw error
    const { code = '', message } = error as { code?: string; message: string }
    if (/^(ENOSPC|EDQUOT|EFBIG)$/.test(code)) throw new AppError('disk_full', { detail: `${message}.` })
    throw new AppError('backup_place', { detail: `${message}.`, cause: error })
  }
}

function folderPlace(folder: string): BackupPlace {
  return {
    get folder() {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    list: () => onFiles(() => (existsSync(folder) ? newestFirst(readdirSync(folder)) : [])),
    put: (file, name) => onFiles(() => moved(file, join(folder, name))),
    get: (name, file) => onFiles(() => copyFileSync(join(folder, name), file)),
    remove: (name) => onFiles(() => rmSync(join(folder, name), { force: true })),
  }
}

function filePlace(path: string): BackupPlace {
  return {
    get folder() {
      assertReplaceable(path)
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      return dirname(path)
    },
    list: () =>
      onFiles(() => (existsSync(path) ? [{ name: basename(path), at: statSync(path).mtimeMs }] : [])),
    put: (file) => onFiles(() => moved(file, path)),
    get: (_, file) => onFiles(() => copyFileSync(path, file)),
    remove: () => onFiles(() => rmSync(path, { force: true })),
  }
}

function moved(from: string, to: string): string {
  renameSync(from, to)
  return to
}

/** A backup takes the place of an older one, and of nothing else. */
function assertReplaceable(path: string): void {
  if (!existsSync(path) || statSync(path).size === 0) return
  const file = openSync(path, 'r')
  const bytes = Buffer.alloc(16)
  readSync(file, bytes)
  closeSync(file)
  if (/^(SQLite format 3\0|age-encryption\.o)/.test(bytes.toString('latin1'))) return
  throw new AppError('backup_place', { detail: `${path} is there and is no backup: it would be lost.` })
}
