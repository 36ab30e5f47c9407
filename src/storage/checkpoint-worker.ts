/** The thread that writes SQLite's log back into the database, on a connection of its own: see checkpointer.ts. */
import { Database } from 'bun:sqlite'

declare const self: Worker

let database: Database | undefined

self.addEventListener('message', ({ data }: MessageEvent<{ path: string } | 'write' | 'close'>) => {
  if (data === 'close') {
    database?.close()
    self.postMessage('closed')
  } else if (data === 'write') {
    try {
      // Passive: it waits for nobody, and nobody for it.
      database?.run('pragma wal_checkpoint(passive)')
    } catch {
      // A full disk, for one: nothing is lost, the log goes on.
    }
    self.postMessage('written')
  } else {
    database = new Database(data.path, { readwrite: true, create: false })
    database.run('pragma synchronous = full')
  }
})
