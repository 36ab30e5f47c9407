/**
 * Whether PostgreSQL takes writes now. It is asked on a connection of its own, which lives short: those of the pool may
 * all be waiting for a server that has fallen silent, and what a session may do can be decided when it is opened.
 */
import { SQL } from 'bun'
import { StoreError } from '../core/ports/store.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Driver, Row } from './driver.ts'
import { postgresKind } from './error-kinds.ts'

const connect = (url: string): SQL =>
  new SQL(url, {
    max: 1,
    idleTimeout: serverLimits.probeConnectionMs / 1_000,
    maxLifetime: serverLimits.probeConnectionMs / 1_000,
    connectionTimeout: serverLimits.connectTimeoutMs / 1_000,
    connection: { application_name: 'aiotodo readiness' },
  })

export function createProbe(url: string): Pick<Driver, 'apart' | 'obstacleToWriting' | 'close'> {
  let sql: SQL | undefined

  function giveUp(used: SQL): void {
    if (sql === used) sql = undefined
    void used.close({ timeout: 0 }).catch(() => {})
  }

  async function ask(query: string, gone: AbortSignal): Promise<Row[]> {
    const used = (sql ??= connect(url))
    const end = () => giveUp(used)
    gone.addEventListener('abort', end, { once: true })
    try {
      return (await used.unsafe(query, [])) as Row[]
    } catch (error) {
      end()
      const kind = postgresKind((error ?? {}) as object)
      throw kind ? new StoreError(kind, error) : error
    } finally {
      gone.removeEventListener('abort', end)
    }
  }

  async function apart(query: string, gone: AbortSignal): Promise<Row[]> {
    const isLeft = sql !== undefined
    try {
      return await ask(query, gone)
    } catch (error) {
      // A connection that was left from before may have ended with its server.
      if (!isLeft || gone.aborted) throw error
      return ask(query, gone)
    }
  }

  return {
    apart,
    async obstacleToWriting(gone) {
      const [row] = await apart("select current_setting('transaction_read_only') as value", gone)
      return row?.['value'] === 'on' ? 'read-only' : undefined
    },
    async close() {
      await sql?.close({ timeout: 0 })
    },
  }
}
