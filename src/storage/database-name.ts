/** Which database is meant, as people write it. */
import { resolve } from 'node:path'
import { AppError } from '../model/errors.ts'

/** Which database it is; SQLite without a path keeps nothing. */
export type DatabaseName =
  | { engine: 'sqlite'; path: string | undefined }
  | { engine: 'postgres'; url: string }

/**
 * Reads `sqlite:PATH`, `memory:` or the URL of a PostgreSQL database.
 * @throws AppError `bad_argument`, which names what is allowed
 */
export function parseDatabaseName(name: string): DatabaseName {
  if (name === 'memory:') return { engine: 'sqlite', path: undefined }
  if (name.startsWith('sqlite:')) {
    const path = name.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
    if (path !== '') return { engine: 'sqlite', path: resolve(path) }
  }
  if (/^postgres(ql)?:\/\//.test(name) && URL.canParse(name)) return { engine: 'postgres', url: name }
  // The text may hold a password, so only its beginning is shown.
  const shown = name.replace(/:\/\/.*/, '://…')
  throw new AppError('bad_argument', {
    detail: `The database is "${shown}"; expected sqlite:PATH, memory: or postgres://user:password@host/name.`,
  })
}
