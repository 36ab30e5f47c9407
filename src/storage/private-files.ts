/**
 * The files of a database are its user's alone: todos are not encrypted, and keys and sealed secrets are in them too.
 */
import { chmodSync, closeSync, openSync, readlinkSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Linux follows so many as well. */
const linksMax = 40

/**
 * Finds where the file is, or is to be made: SQLite follows symbolic links, and puts its files beside what they lead
 * to.
 */
export function targetOf(path: string): string {
  let target = path
  for (let links = 0; links < linksMax; links++) {
    try {
      target = resolve(dirname(target), readlinkSync(target))
    } catch {
      return target
    }
  }
  return target
}

/**
 * Makes the file before SQLite does, which would go by the umask: what SQLite puts beside it gets the file's own
 * rights.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(targetOf(path), 'wx', 0o600))
  } catch {
    // It is there already, or can't be made: SQLite says why.
  }
}

/**
 * Closes files that an older version, or somebody, left open. Only for what has turned out to be a database of this
 * program.
 */
export function keepPrivate(path: string): void {
  const target = targetOf(path)
  for (const file of [target, `${target}-wal`, `${target}-shm`]) {
    try {
      if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
    } catch {
      // It is not there, or somebody else's, who has given this user the right to use it.
    }
  }
}
