/** How nodes on one PostgreSQL tell each other of new versions: LISTEN and NOTIFY, on connections of their own. */
import { SQL } from 'bun'
import { serverLimits } from '../model/server-limits.ts'
import type { SpaceVersions } from '../core/ports/rows.ts'
import type { Driver } from './driver.ts'

const channel = 'aiotodo'

export function createNotifier(url: string): Pick<Driver, 'announce' | 'listen' | 'close'> {
  let sql: SQL | undefined
  let last: Promise<unknown> = Promise.resolve()
  const connected = () =>
    (sql ??= new SQL(url, {
      max: 1,
      connectionTimeout: serverLimits.connectTimeoutMs / 1_000,
      connection: { application_name: 'aiotodo notify' },
    }))
  return {
    announce(versions) {
      const text = JSON.stringify(versions)
      // Without the versions the others look for themselves.
      const payload = text.length > serverLimits.notifyBytesMax ? '' : text
      // Not in the transaction, where it would make the commits of all nodes queue. One that is lost costs a moment.
      last = connected()
        .notify(channel, payload)
        .catch(() => {})
    },
    async listen(heard) {
      try {
        // When the connection breaks the runtime makes it anew, and says so by the second callback.
        await connected().listen(
          channel,
          (payload) => heard(readVersions(payload)),
          () => heard(undefined),
        )
        return true
      } catch {
        // A pooler, or another engine that speaks PostgreSQL's protocol: versions are polled.
        return false
      }
    },
    async close() {
      // The others are to hear of it before it ends.
      await Promise.race([last, Bun.sleep(serverLimits.connectTimeoutMs)])
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
