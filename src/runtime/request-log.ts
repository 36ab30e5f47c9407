/** What the HTTP application tells the log: each request, what was cut, and faults. */
import { troubleOf } from '../core/write/store-health.ts'
import type { RequestLog } from '../http/deps.ts'
import { whyCut } from '../http/long-answer.ts'
import type { Log } from '../log.ts'

export function createRequestLog(log: Log): RequestLog {
  const fault: RequestLog['fault'] = (error, where) => {
    // Told once for all that meet it (health-log.ts).
    if (troubleOf(error)) return
    log.error('fault', {
      where,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
  return {
    request: ({ method, path, status, ms }) =>
      log.info('request', { method, path, status, ms: Math.round(ms * 100) / 100 }),
    fault,
    cut(error, path, bytes) {
      const why = typeof error === 'string' ? error : whyCut(error)
      if (why === undefined) fault(error, path)
      log.warn('an answer was cut', { path, why: why ?? 'internal', bytes })
    },
  }
}
