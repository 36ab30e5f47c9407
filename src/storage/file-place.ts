/**
 * Whether the files that SQLite has open are still those at their paths. A file that is removed, or that another one is
 * moved over, goes on being written to by whoever has it open, and is gone when they close it: without this look each
 * write would be acknowledged and lost.
 */
import { statSync } from 'node:fs'
import { StoreError } from '../core/ports/store.ts'
import { targetOf } from './private-files.ts'

/** It tells the file at a path: by its device and its number there; and how long it is. */
type Found = { dev: number; ino: number; size: number } | undefined

export interface FilePlace {
  /**
   * @param thoroughly - looks at the length of the log in any case; else when it is shorter than it was
   * @throws StoreError `unusable` when a file is not at its place any more, `damaged` when the log has been cut
   */
  check(how?: { thoroughly: boolean }): void
}

/**
 * Watches the files of a database that was opened just now. SQLite makes those beside it when it needs them, and keeps
 * them while it is open.
 * @param bytesInLog - how long the log must be by what SQLite knows; undefined where that can't be told now
 */
export function createFilePlace(path: string, bytesInLog: () => number | undefined): FilePlace {
  const target = targetOf(path)
  const log = `${target}-wal`
  // A link that leads elsewhere is another file at its place, and so is one at what it led to.
  const files = [...new Set([path, target]), log, `${target}-shm`].map((file) => ({
    file,
    opened: foundAt(file),
  }))
  let logBytes = 0
  /** What was cut stays so, whatever is written behind it. */
  let cut: LogCut | undefined

  /**
   * Another process may begin the log anew meanwhile, which is no damage: then SQLite says something else when asked
   * again.
   */
  function findCut(): LogCut | undefined {
    for (let tries = 0; tries < 3; tries++) {
      const needed = bytesInLog()
      const bytes = foundAt(log)?.size ?? 0
      if (needed === undefined || bytes >= needed) return undefined
      if (needed === bytesInLog()) return new LogCut(log, bytes, needed)
    }
    return undefined
  }

  return {
    check({ thoroughly } = { thoroughly: false }) {
      for (const each of files) {
        const found = foundAt(each.file, each.opened)
        each.opened ??= found
        if (found?.ino !== each.opened?.ino || found?.dev !== each.opened?.dev)
          throw new StoreError('unusable', new FileTaken(each.file, found !== undefined))
        if (each.file !== log) continue
        const bytes = found?.size ?? 0
        if (thoroughly || bytes < logBytes) cut ??= findCut()
        logBytes = bytes
      }
      if (cut) throw new StoreError('damaged', cut)
    },
  }
}

/** @param otherwise - where the system does not tell, as for want of rights: that is not a file that is gone */
function foundAt(file: string, otherwise?: Found): Found {
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

class LogCut extends Error {
  readonly fix =
    'What was written last may be lost, and nothing is written any more. Save what can be read by "aiotodo export all.jsonl"; keep a copy of the files of the database; stop the server, run "aiotodo doctor", and put a backup in place if it finds damage.'

  constructor(file: string, bytes: number, needed: number) {
    super(
      `${file} was cut to ${bytes} bytes while the server has it open; by what was written it has at least ${needed}.`,
    )
    this.name = 'LogCut'
  }
}
