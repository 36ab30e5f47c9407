/**
 * What kind of failure an engine's error code stands for. A code that stands here is about the database, never about
 * what was asked of it: so no client is told that its request was wrong, or that the program made a mistake.
 */
import type { StoreErrorKind } from '../core/ports/store.ts'

interface EngineError {
  code?: string
  message?: string
  /** PostgreSQL: the SQLSTATE, and the function of the server that refused. */
  errno?: string | number
  routine?: string
}

type Kinds = readonly (readonly [pattern: RegExp, kind: StoreErrorKind])[]

/**
 * Result codes, by their beginning: the extended ones add a word to those that they belong to
 * (https://sqlite.org/rescode.html).
 */
const sqliteKinds: Kinds = [
  [/^SQLITE_(FULL|IOERR_WRITE)/, 'full'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'busy'],
  [/^SQLITE_(SCHEMA|ABORT_ROLLBACK|ERROR_RETRY)/, 'stale'],
  [/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/, 'conflict'],
  [/^SQLITE_(NOMEM|IOERR_NOMEM)/, 'away'],
  [/^SQLITE_(CORRUPT|NOTADB|FORMAT)/, 'damaged'],
  [/^SQLITE_(READONLY|IOERR|CANTOPEN|PERM|AUTH|NOLFS)/, 'unusable'],
]

/** Classes of SQLSTATE (PostgreSQL's Appendix A), by their beginning. */
const postgresKinds: Kinds = [
  [/^(25P02|40001|40P01|55P03|57014)/, 'busy'],
  // A prepared statement that the server has forgotten, as behind a pooler.
  [/^26000/, 'stale'],
  [/^23505/, 'conflict'],
  [/^53100/, 'full'],
  [/^(08|25006|25P03|25P04|28|3D000|53|57P)/, 'away'],
  [/^XX/, 'damaged'],
  // Files of the server; a table, column, function or schema that is gone; rights that are missing.
  [/^(58|42P01|42703|42883|3F000|42501)/, 'unusable'],
]

const kindOf = (kinds: Kinds, code: string): StoreErrorKind | undefined =>
  kinds.find(([pattern]) => pattern.test(code))?.[1]

/** @returns undefined for what is a mistake of this program */
export function sqliteKind({ code = '', message = '' }: EngineError): StoreErrorKind | undefined {
  if (code === 'SQLITE_ERROR' && /^no such (table|column|index)/.test(message)) return 'unusable'
  return kindOf(sqliteKinds, code)
}

/** @returns undefined for what is a mistake of this program */
export function postgresKind({ code = '', errno = '', routine }: EngineError): StoreErrorKind | undefined {
  if (code === 'ERR_POSTGRES_SERVER_ERROR') {
    // "cached plan must not change result type": a newer node has altered the table since the statement was prepared.
    // Others of this code are features that there are not.
    if (errno === '0A000') return routine === 'RevalidateCachedQuery' ? 'stale' : undefined
    return kindOf(postgresKinds, String(errno))
  }
  return /^(ERR_POSTGRES_|ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOST|FailedToOpenSocket)/.test(code)
    ? 'away'
    : undefined
}
