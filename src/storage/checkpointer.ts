/**
 * Writes SQLite's log back into the database without holding up who writes: a thread of its own does nearly all of it,
 * and the writer the little that was added meanwhile, so that the log can begin anew. Done by the writer alone it takes
 * some hundred milliseconds now and then; see docs/decisions/0004-what-a-durable-write-costs.md.
 */
import type { Database } from 'bun:sqlite'

/** Pages in the log from which on it is written back. */
const pagesMax = 8_192
/** Looking costs something too. */
const commitsBetweenLooks = 16
/** In the single executable the files lie by their folder in src. */
const workerFile = import.meta.url.includes('$bunfs')
  ? './storage/checkpoint-worker.ts'
  : './checkpoint-worker.ts'

export interface Checkpointer {
  /** To be called after each commit of the writer, while no transaction is open. */
  committed(): void
  close(): Promise<void>
}

export function createCheckpointer(writer: Database, path: string): Checkpointer {
  const noop = writer.prepare('pragma wal_checkpoint(noop)')
  let worker: Worker | undefined
  let isBusy = false
  let isWritten = false
  let isDead = false
  let commits = 0

  /** Whether enough is in the log; not when that can't be told, as the file can't be read: then others say so. */
  function isLong(): boolean {
    try {
      const { log, checkpointed } = noop.get() as { log: number; checkpointed: number }
      return log - checkpointed >= pagesMax
    } catch {
      return false
    }
  }

  function start(): Worker {
    const started = new Worker(new URL(workerFile, import.meta.url), { smol: true })
    started.addEventListener('message', ({ data }) => {
      if (data === 'written') isWritten = true
    })
    // Then SQLite does it by itself, later: wal_autocheckpoint.
    started.addEventListener('error', () => {
      isBusy = true
      isDead = true
    })
    started.postMessage({ path })
    return started
  }

  return {
    committed() {
      if (isWritten) {
        isWritten = isBusy = false
        try {
          writer.run('pragma wal_checkpoint(passive)')
        } catch {
          // What is committed is in the log, and stays there until it can be written.
        }
      }
      if (isBusy || ++commits % commitsBetweenLooks !== 0) return
      if (!isLong()) return
      isBusy = true
      worker ??= start()
      worker.postMessage('write')
    },
    async close() {
      noop.finalize()
      if (!worker || isDead) return
      const closing = worker
      const closed = new Promise<void>((resolve) => {
        closing.addEventListener('message', ({ data }) => data === 'closed' && resolve())
        closing.addEventListener('close', () => resolve())
      })
      closing.postMessage('close')
      await Promise.race([closed, Bun.sleep(5_000)])
      closing.terminate()
    },
  }
}
