/**
 * The whole application from its parts, without a listening socket: the command line serves it, tests call it, and
 * another web-standard server can mount it under a prefix.
 */
import packageJson from '../package.json' with { type: 'json' }
import { createCommitter, type Committer } from './core/commit.ts'
import type { Store } from './core/store.ts'
import { createHttp } from './http/application.ts'
import { createLog, type Log } from './log.ts'
import type { Account } from './model/list.ts'
import { openStore, type DatabaseName } from './storage/open.ts'

export const version: string = packageJson.version

export interface AppOptions {
  database: DatabaseName
  /** Where it is mounted, such as '/todo-server'; the root unless given. */
  prefix?: string
  /** Whether requests must name this computer as their Host; true unless given. */
  localOnly?: boolean
  /** Silent unless given. */
  log?: Log
}

export interface App {
  /** Answers a request; never rejects. */
  fetch(request: Request): Promise<Response>
  readonly store: Store
  readonly committer: Committer
  readonly account: Account
  /** How many requests are being answered. */
  readonly inFlight: () => number
  /** From now on the application says that it is stopping. */
  drain(): void
  /** Finishes what is waiting to be written, and closes the store. */
  close(): Promise<void>
}

const newId = () => Bun.randomUUIDv7()

/** @throws AppError that says why the database can't be used */
export async function createApp({
  database,
  prefix = '',
  localOnly = true,
  log = createLog('silent', false),
}: AppOptions): Promise<App> {
  const store = await openStore(database, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('The database has no local account')
  const fault = (error: unknown, where: string) => {
    log.error('fault', {
      where,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
  const committer = createCommitter({
    store,
    now: () => new Date().toISOString(),
    defer: (callback) => void setImmediate(callback),
    sleep: (ms) => Bun.sleep(ms),
    random: Math.random,
    onFault: (error) => fault(error, 'commit'),
  })
  let isStopping = false
  let inFlight = 0
  const handle = createHttp({
    reads: store.reads,
    committer,
    account,
    newId,
    hash: (text) => Bun.hash(text).toString(36),
    prefix,
    version,
    localOnly,
    isStopping: () => isStopping,
    log: {
      request: ({ method, path, status, ms }) =>
        log.info('request', { method, path, status, ms: Math.round(ms * 100) / 100 }),
      fault,
    },
  })
  return {
    store,
    committer,
    account,
    inFlight: () => inFlight,
    async fetch(request) {
      inFlight++
      try {
        return await handle(request)
      } finally {
        inFlight--
      }
    },
    drain() {
      isStopping = true
    },
    async close() {
      isStopping = true
      await committer.stop()
      await store.close()
      log.flush()
    },
  }
}
