/**
 * Nodes on one PostgreSQL are told of new versions by LISTEN and NOTIFY, on connections of their own. Each
 * notification costs a transaction, with a record in the log and work for each listener, so a node that is alone sends
 * none. It knows that by a lock: each node that listens holds it shared, and a node that gets it exclusively is alone.
 */
import { SQL } from 'bun'
import { serverLimits } from '../model/server-limits.ts'
import type { SpaceVersions } from '../core/ports/rows.ts'
import type { Driver } from './driver.ts'

const channel = 'aiotodo'

/** Any number will do, as long as every aiotodo takes the same. */
export const listenersLock = 7_463_032

/** The lock goes back with the statement; a session is not in its own way. */
const notifyOthers = `select case when pg_try_advisory_xact_lock(${listenersLock}) then null else pg_notify('${channel}', $1) end`

export function createNotifier(url: string): Pick<Driver, 'announce' | 'listen' | 'close'> {
  let sql: SQL | undefined
  let sending: Promise<unknown> | undefined
  /** What is to be told when that is over. */
  let waiting: SpaceVersions = {}
  let isListening = false
  let isHeld = false
  let isClosed = false
  let hear: (versions: SpaceVersions | undefined) => void = () => {}

  const connected = () =>
    (sql ??= new SQL(url, {
      max: 1,
      connectionTimeout: serverLimits.connectTimeoutMs / 1_000,
      // The versions are committed already, so the notification itself need not wait for the disk.
      connection: { application_name: 'aiotodo notify', synchronous_commit: 'off' },
      onclose: () => {
        // The lock goes with the connection. One try: that of a database that is away comes with LISTEN.
        if (isHeld && !isClosed) void hold()
      },
    }))

  /** Has the others tell this node, and looks for what they did not tell before. */
  async function hold(): Promise<void> {
    isHeld = false
    try {
      await connected().unsafe(`select pg_advisory_lock_shared(${listenersLock})`)
      isHeld = true
    } catch {
      // The database is away, or it is an engine without such locks, and then all nodes notify.
    }
    if (isListening) hear(undefined)
  }

  async function send(): Promise<void> {
    while (Object.keys(waiting).length > 0) {
      const text = JSON.stringify(waiting)
      waiting = {}
      // Without the versions the others look for themselves.
      const payload = text.length > serverLimits.notifyBytesMax ? '' : text
      // Not in the transaction, where it would make the commits of all nodes queue. One that is lost costs a moment.
      await connected()
        .unsafe(notifyOthers, [payload])
        .catch(() => connected().notify(channel, payload))
        .catch(() => {})
    }
    sending = undefined
  }

  return {
    announce(versions) {
      waiting = { ...waiting, ...versions }
      sending ??= send()
    },
    async listen(heard) {
      hear = heard
      try {
        await hold()
        // When the connection breaks the runtime makes it anew, and says so by the second callback.
        await connected().listen(
          channel,
          (payload) => heard(readVersions(payload)),
          () => void (isListening && hold()),
        )
        isListening = true
        return true
      } catch {
        // A pooler, or another engine that speaks PostgreSQL's protocol: versions are polled.
        return false
      }
    },
    async close() {
      isClosed = true
      // The others are to hear of it before it ends.
      await Promise.race([sending, Bun.sleep(serverLimits.connectTimeoutMs)])
      await sql?.close({ timeout: 0 })
    },
  }
}

/** What a node told; undefined when it is none of that: everyone who may connect to the database may notify. */
function readVersions(payload: string): SpaceVersions | undefined {
  try {
    const versions = JSON.parse(payload) as SpaceVersions
    return Object.values(versions).every(Number.isSafeInteger) ? versions : undefined
  } catch {
    return undefined
  }
}
