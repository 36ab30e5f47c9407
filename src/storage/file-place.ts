/**
 * Whether the files that SQLite has open are still those at their paths. A file that is removed, or that another one is moved over, goes
 * on being written to by whoever has it open, and is gone when they close it: without this look each write would be acknowledged and lost.
 */
import { statSync } from 'node:fs'
import { StoreError } from '../core/ports/store.ts'

/** What is at a path: the device and the number of the file on it. */
type Identity = { dev: number; ino: number } | undefined

export interface FilePlace {
  /** @throws StoreError `unusable` when a file is not at its place any more */
  check(): void
}

/** Of the database that was opened just now. SQLite makes the files beside it when it needs them, and keeps them while it is open. */
export function createFilePlace(path: string): FilePlace {
  const files = [path, `${path}-wal`, `${path}-shm`].map((file) => ({ file, opened: identityOf(file) }))
  return {
    check() {
      for (const each of files) {
        const found = identityOf(each.file, each.opened)
        each.opened ??= found
        if (found?.ino !== each.opened?.ino || found?.dev !== each.opened?.dev)
          throw new StoreError('unusable', new FileTaken(each.file, found !== undefined))
      }
    },
  }
}

/** @param otherwise - where the system does not tell, as for want of rights: that is not a file that is gone */
function identityOf(file: string, otherwise?: Identity): Identity {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch {
    return otherwise
  }
}

class FileTaken extends Error {
  readonly fix =
    'Do not stop the server yet: it still has all that was written, and reading goes on. If the file was moved, move it back. Else save what there is by "aiotodo export all.jsonl"; then stop the server, put a backup in place, or begin with an empty one and import what was saved.'

  constructor(file: string, isReplaced: boolean) {
    super(
      `${file} was ${isReplaced ? 'replaced by another file' : 'removed or moved away'} while the server has it open. Nothing is written any more, since it would be lost.`,
    )
    this.name = 'FileTaken'
  }
}
