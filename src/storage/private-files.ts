/** The files of a database are its user's alone: todos are not encrypted, and keys and sealed secrets are in them too. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

/** Makes the file before SQLite does, which would go by the umask: what SQLite puts beside it gets the file's own rights. */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there already, or can't be made: SQLite says why.
  }
}

/** Closes files that an older version, or somebody, left open. Only for what has turned out to be a database of this program. */
export function keepPrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
    } catch {
      // It is not there, or somebody else's, who has given this user the right to use it.
    }
  }
}
