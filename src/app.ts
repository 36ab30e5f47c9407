/**
 * The whole application from its parts, without a listening socket: the command line serves it, tests call it, and
 * another web-standard server can mount it under a prefix.
 */
import type { Server } from 'bun'
import packageJson from '../package.json' with { type: 'json' }
import { createAccessChanges } from './core/access/access-changes.ts'
import { Accounts } from './core/access/accounts.ts'
import type { AccountsDeps } from './core/access/accounts-deps.ts'
import { createCommitter, type Committer } from './core/write/commit.ts'
import { Importer } from './core/write/import/import.ts'
import { createFeed } from './core/feed/feed.ts'
import { Indexer } from './core/search/indexer.ts'
import { Identities, type IdentityProvider } from './core/access/identities.ts'
import { createKeyring, type Keyring } from './core/access/keyring.ts'
import { joinNodes, type Nodes } from './core/feed/nodes.ts'
import { Passkeys } from './core/access/passkeys.ts'
import { SecondFactors } from './core/access/second-factor.ts'
import { createPruner, type Pruner } from './core/history/pruner.ts'
import { secretTroubles } from './core/access/secret-box.ts'
import type { Hashing } from './core/ports/hashing.ts'
import type { SecretBox } from './core/ports/secret-box.ts'
import { Sharing } from './core/access/sharing.ts'
import { Undo, type UndoDeps } from './core/history/undo.ts'
import type { PushSender } from './core/reminders/push-sender.ts'
import { Reminders } from './core/reminders/reminders.ts'
import { Keys } from './core/access/sign-in.ts'
import { Subscriptions } from './core/reminders/subscriptions.ts'
import type { Store, StoreWatcher } from './core/ports/store.ts'
import { createHttp } from './http/application.ts'
import type { ReadinessCheck } from './http/deps.ts'
import { createLog, type Log } from './log.ts'
import { accessSpace, type Account } from './model/access.ts'
import { limits } from './model/limits.ts'
import { serverLimits } from './model/server-limits.ts'
import { afterAnswers } from './runtime/after-answers.ts'
import { bunConnection } from './runtime/bun-connection.ts'
import { createProvider, type OidcOptions } from './runtime/oidc.ts'
import { createOneTimeCodes } from './runtime/one-time-codes.ts'
import { createPasskeyCheck } from './runtime/passkey-check.ts'
import { ChangeListeners, type ChangeListener } from './runtime/change-listeners.ts'
import { createHolidays } from './runtime/holidays.ts'
import { createHashing, type HashingCost } from './runtime/passwords.ts'
import { builtPage } from './page.ts'
import { createStoreHealth } from './runtime/health-log.ts'
import { createRequestLog } from './runtime/request-log.ts'
import { runtime } from './runtime/runtime.ts'
import { createSpool } from './runtime/spool.ts'
import {
  closeKeyFile,
  createSecretBox,
  keySource,
  type GivenKey,
  type OpenKeyFile,
} from './runtime/secret-box.ts'
import { createPushSender, type PushNetwork } from './runtime/push.ts'
import { createSync, type SocketData, type Sync, type SyncDeps } from './sync/endpoint.ts'
import { openStore, type OpenOptions } from './storage/open.ts'
import type { DatabaseName } from './storage/database-name.ts'

export { atTheTerminal } from './core/access/actor.ts'

export const version: string = packageJson.version

export interface AppOptions {
  database: DatabaseName
  /** Where it is mounted, such as '/todo-server'; the root unless given. */
  prefix?: string
  /** Whether requests must name this computer as their Host; true unless given. */
  localOnly?: boolean
  /** Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; none unless given. */
  trustedProxies?: readonly string[]
  /** Of one account, on this node. */
  requestsPerSecond?: number
  /** Pages of these origins may use the API, with tokens; none unless given, and there must be accounts. */
  allowedOrigins?: readonly string[]
  /** Where people reach it, with the prefix, such as 'https://todo.example.org'; as each request says unless given. */
  publicUrl?: string | undefined
  /** The OpenID provider that people may sign in by; none unless given. */
  oidc?: OidcOptions | undefined
  /**
   * Under which secrets of one-time codes are kept: the newest key first. With SQLite a file beside the database, made
   * when it is needed, unless given; with PostgreSQL none.
   */
  secretKey?: GivenKey | undefined
  /** How long history and trash are kept; 365 and 90 unless given. */
  keepHistoryDays?: number
  keepTrashDays?: number
  /** It is a file or an https address that has newer public holidays of China than are built in. */
  holidays?: string | undefined
  /** Tests, where passwords are not the subject, spend little on each hash. */
  hashingCost?: HashingCost | undefined
  /** For tests: what is in place of push services. */
  pushNetwork?: PushNetwork | undefined
  /** Is told why it waits for a database that starts, recovers or takes only reads; without it that is an error. */
  onWait?: OpenOptions['onWait']
  /** Is told why servers of versions before must be stopped, where they must. */
  onStops?: OpenOptions['onStops']
  /** Another program, such as Litestream, writes SQLite's log back. */
  noCheckpoints?: boolean
  /** Is told how the todos of the tutorial's own table are adopted, where that was in the database. */
  onAdopt?: OpenOptions['onAdopt']
  /** Silent unless given. */
  log?: Log
}

export { checkFile, type FileState } from './storage/check-file.ts'
export { databaseProblem } from './storage/database-problem.ts'
export { examineHolidays } from './runtime/holidays.ts'

/** Bun's server, with sockets of this application. */
export type AppServer = Server<SocketData>

export interface App {
  /**
   * Answers a request, or makes a socket of it; never rejects.
   * @param server - Bun's, where there are to be sockets: it must have been given `websocket` as well
   */
  fetch(request: Request, server?: unknown): Promise<Response>
  readonly websocket: Sync['websocket']
  readonly store: Store
  readonly committer: Committer
  /** The one account of local mode, or the oldest one. */
  readonly account: Account
  readonly keyring: Keyring
  readonly accounts: Accounts
  readonly keys: Keys
  readonly secondFactors: SecondFactors
  readonly passkeys: Passkeys
  readonly sharing: Sharing
  readonly identities: Identities
  readonly subscriptions: Subscriptions
  /** Hears of each commit of this process, behind the answer to who asked for it. @returns stops it */
  onChange(listener: ChangeListener): () => void
  /** How many requests are being answered. */
  readonly inFlight: () => number
  /** From now on the application says that it is stopping. */
  drain(): void
  /** Finishes what is waiting to be written, and closes the store. */
  close(): Promise<void>
}

type OnFault = (error: unknown, where: string) => void

const dayMs = 24 * 60 * 60 * 1_000

/**
 * The database alone, brought to the newest schema: for commands that look after it. With `onWait` it waits for one
 * that starts or recovers.
 * @throws AppError that says why the database can't be used
 */
export const openDatabase = (database: DatabaseName, options: OpenOptions = {}): Promise<Store> =>
  openStore(database, { newId: runtime.newId, now: runtime.nowMs }, options)

/**
 * Closes a file of keys that was made beside the database, where others can read it.
 * @returns what is to be told of another one
 */
export const openKeyFile = (database: DatabaseName, key: GivenKey | undefined): OpenKeyFile | undefined =>
  closeKeyFile(keySource(database, key))

/** @throws AppError that says why the database can't be used */
export async function createApp({
  database,
  prefix = '',
  localOnly = true,
  trustedProxies = [],
  requestsPerSecond = limits.requestsPerSecond,
  publicUrl,
  oidc,
  pushNetwork,
  secretKey,
  log = createLog('silent', false),
  ...more
}: AppOptions): Promise<App> {
  const requestLog = createRequestLog(log)
  const onFault = requestLog.fault
  const secretBox = createSecretBox(keySource(database, secretKey))
  const { store, nodes, parts, services, listeners, stopWork } = await createCore(
    (watcher) => openDatabase(database, { ...more, watcher }),
    { log, onFault, holidays: more.holidays },
    { provider: oidc && createProvider(oidc, log), secretBox, hashing: createHashing(more.hashingCost) },
    (store) => createPushSender({ store: store.reminders, contact: publicUrl, network: pushNetwork, log }),
  )
  const pruner = prunerOf(store, nodes, more, onFault)
  const { committer, keyring } = parts
  const { id, name, defaultList } = keyring.local ?? ((await store.access.firstAccount()) as Account)
  const sync = createSync({ ...parts, ...syncLog(log, onFault), ...accountsOf(store, more) })
  const stopping = new AbortController()
  const http = createHttp({
    ...parts,
    page: builtPage,
    ...services,
    access: store.access,
    spool: createSpool(),
    upgrade: (request, server, caller) => sync.upgrade(request, server as AppServer, caller),
    ...bunConnection,
    trustedProxies,
    requestsPerSecond,
    allowedOrigins: more.allowedOrigins ?? [],
    publicUrl,
    prefix,
    version,
    localOnly,
    stopping: stopping.signal,
    log: requestLog,
  })
  function drain(): void {
    if (stopping.signal.aborted) return
    stopping.abort()
    sync.stop()
  }
  return {
    store,
    committer,
    account: { id, name, defaultList },
    keyring,
    ...services,
    // Bun wants nothing back for a request that is a socket now.
    fetch: (request, server) => http.fetch(request, server) as Promise<Response>,
    inFlight: http.inFlight,
    websocket: sync.websocket,
    onChange: (listener) => listeners.add(listener),
    drain,
    async close() {
      drain()
      await Promise.all([stopWork(), pruner.stop()])
      await keyring.stop().catch((error: unknown) => onFault(error, 'keyring'))
      await store.close()
      log.flush()
    },
  }
}

const syncLog = (log: Log, onFault: OnFault): Pick<SyncDeps, 'onFault' | 'onResync'> => ({
  onFault: (error) => onFault(error, 'sync'),
  onResync: (space, cursor) =>
    log.warn(cursor === 0 ? 'a copy differs' : 'a delta was missed', { space, cursor }),
})

/** Clients are told this of their accounts. */
const accountsOf = (
  store: Store,
  { keepTrashDays = serverLimits.trashDays }: Pick<AppOptions, 'keepTrashDays'>,
): Pick<SyncDeps, 'trashDays' | 'readAccount'> => ({
  trashDays: keepTrashDays,
  readAccount: (id) => store.access.account({ id }),
})

interface Secretive {
  provider: IdentityProvider | undefined
  secretBox: SecretBox
  hashing: Hashing
}

interface Watched {
  log: Log
  onFault: OnFault
  /** It is a file or an address that has newer ones. */
  holidays: string | undefined
}

/** What is the same whether there are sockets or not. */
async function createCore(
  open: (watcher: StoreWatcher) => Promise<Store>,
  { log, onFault, holidays: holidaySource }: Watched,
  { provider, secretBox, hashing }: Secretive,
  senderOf: (store: Store) => PushSender,
) {
  const holidays = await createHolidays(holidaySource, { ...runtime, log })
  const health = createStoreHealth(log, runtime.monotonicMs)
  const store = await open(health)
  for (const { what, ...trouble } of await secretTroubles(store.access, secretBox)) log.warn(what, trouble)
  const feed = createFeed(store.reads, store.epoch)
  const nodes = await joinNodes({ ...runtime, store, feed })
  const sending = { ...runtime, store: store.reminders, sender: senderOf(store) }
  const reminders = new Reminders({ ...sending, onFault: (error) => onFault(error, 'reminders') })
  const now = () => new Date().toISOString()
  const indexer = new Indexer({ ...runtime, store, onFault: (error) => onFault(error, 'indexer') })
  const listeners = new ChangeListeners((error) => onFault(error, 'listener'))
  const onCommitted = afterAnswers(feed, [nodes, indexer], [reminders, listeners])
  const importer = new Importer({ ...runtime, store, now, onCommitted })
  const committer = createCommitter({
    ...runtime,
    store,
    now,
    defer: (callback) => void setImmediate(callback),
    onCommitted,
    onFault: (error) => onFault(error, 'commit'),
    holidays: () => holidays.known(),
  })
  const keyring = await createKeyring({
    ...runtime,
    access: store.access,
    feed,
    onFault: (error) => onFault(error, 'keyring'),
  })
  const changes = createAccessChanges({
    ...runtime,
    access: store.access,
    async onChanged(version) {
      nodes.committed({ [accessSpace]: version })
      await keyring.changed()
    },
  })
  const deps: AccountsDeps & UndoDeps = {
    ...runtime,
    access: store.access,
    changes,
    reads: store.reads,
    committer,
    hashing,
    codes: createOneTimeCodes(),
    secretBox,
    passkeyCheck: createPasskeyCheck(),
  }
  const services = { ...servicesOf(deps, provider), subscriptions: new Subscriptions(sending) }
  const readiness: ReadinessCheck[] = [
    // What was met lately: a look of a moment may go well where nothing else does.
    { of: 'database', obstacle: () => Promise.resolve(health.trouble) },
    { of: 'database', obstacle: (gone) => store.obstacleToWriting(gone) },
  ]
  const parts = { ...runtime, readiness, reads: store.reads, committer, importer, keyring, feed, holidays }
  const stopCleaning = await cleanImports(importer, onFault)
  // Who listens to the store's health is told of what it finds, while nobody writes too.
  const stopProbing = runtime.every(serverLimits.probeMs, () => void store.probe().catch(() => {}))
  const stopHolidays = holidays.start()
  async function stopWork(): Promise<void> {
    nodes.stop()
    for (const stop of [stopCleaning, stopProbing, stopHolidays]) stop()
    await committer.stop()
    await Promise.all([reminders.stop(), indexer.stop()])
  }
  return { store, nodes, parts, services, listeners, stopWork }
}

function servicesOf(deps: AccountsDeps & UndoDeps, provider: IdentityProvider | undefined) {
  const keys = new Keys(deps)
  return {
    accounts: new Accounts(deps),
    keys,
    secondFactors: new SecondFactors(deps),
    passkeys: new Passkeys(deps),
    sharing: new Sharing(deps),
    undo: new Undo(deps),
    identities: new Identities(deps, keys, provider),
  }
}

const prunerOf = (
  store: Store,
  nodes: Nodes,
  {
    keepHistoryDays = serverLimits.historyDays,
    keepTrashDays = serverLimits.trashDays,
  }: Pick<AppOptions, 'keepHistoryDays' | 'keepTrashDays'>,
  onFault: OnFault,
): Pruner =>
  createPruner({
    ...runtime,
    store,
    keepHistoryMs: keepHistoryDays * dayMs,
    keepTrashMs: keepTrashDays * dayMs,
    onPruned: (versions) => nodes.committed(versions),
    onFault: (error) => onFault(error, 'pruner'),
  })

/** Removes what imports left that were interrupted, now and then. */
async function cleanImports(importer: Importer, onFault: OnFault): Promise<() => void> {
  await importer.clean()
  return runtime.every(
    limits.pruneMs,
    () => void importer.clean().catch((error: unknown) => onFault(error, 'import')),
  )
}
