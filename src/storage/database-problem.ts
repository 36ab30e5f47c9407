/**
 * How a failure of the database is told to whoever started a command: in words about a file, or about a server of
 * PostgreSQL.
 */
import { StoreError } from '../core/ports/store.ts'
import { AppError, type ErrorCode } from '../model/errors.ts'
import type { DatabaseName } from './database-name.ts'

/** By the beginning of SQLite's, or the system's, code. */
const fileProblems: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/^SQLITE_(NOTADB|FORMAT)/, 'not_a_database'],
  [/^SQLITE_CORRUPT/, 'database_damaged'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'database_locked'],
  [/^(SQLITE_FULL|SQLITE_IOERR_WRITE|ENOSPC|EDQUOT)/, 'storage_full'],
  [/^(EACCES|EROFS|EPERM|ENOENT|ENOTDIR|EEXIST|SQLITE_(CANTOPEN|READONLY|PERM))/, 'data_not_writable'],
  [/./, 'database_file_unusable'],
]

/** @returns the error itself where it is not the database's */
export function databaseProblem(error: unknown, name?: DatabaseName): unknown {
  if (error instanceof AppError) return error
  const thrown = error instanceof StoreError ? error.cause : error
  const cause = (thrown ?? {}) as { code?: string; errno?: string; message?: string }
  const message = cause.message ?? String(thrown)
  const code = cause.code ?? ''
  if (name?.engine === 'sqlite' || code.startsWith('SQLITE_')) {
    const found = fileProblems.find(([pattern]) => pattern.test(code))?.[1]
    const path = name?.engine === 'sqlite' ? (name.path ?? 'memory:') : 'The file'
    return found ? new AppError(found, { detail: `${path}: ${message}.`, cause: error }) : error
  }
  // What has no code is a mistake of this program.
  if (code === '' && !(error instanceof StoreError)) return error
  const url = name && URL.parse(name.url)
  if (cause.errno === '42501') {
    const role = decodeURIComponent(url?.username ?? '') || 'the role'
    return new AppError('database_grant', {
      detail: `${message}. GRANT ALL ON SCHEMA public TO ${role};`,
      cause: error,
    })
  }
  return new AppError('database_unreachable', {
    detail: `PostgreSQL at ${url?.host ?? 'that address'}: ${message}.`,
    cause: error,
  })
}
