/**
 * For whoever keeps the process running: does it live, and should it get requests now? Both answer whatever the Host
 * is, as those who ask often know no more than an address.
 */
import { StoreError } from '../core/ports/store.ts'
import { serverLimits } from '../model/server-limits.ts'
import { jsonAnswer } from './answer.ts'
import type { HttpDeps, ReadinessCheck } from './deps.ts'
import { routes } from './routes.ts'

type HealthDeps = Pick<HttpDeps, 'prefix' | 'stopping' | 'readiness' | 'later'>

/** @returns what answers the two addresses, and undefined for any other request */
export function createHealth({
  prefix,
  stopping,
  readiness,
  later,
}: HealthDeps): (path: string, method: string) => Response | Promise<Response> | undefined {
  const [live, ready] = [prefix + routes.live, prefix + routes.ready]
  const checks = readiness.map((check) => askedOnce(check, later))
  const notReady = (status: string) => jsonAnswer({ status }, 503, { 'retry-after': '1' })

  async function readyAnswer(): Promise<Response> {
    if (stopping.aborted) return notReady('stopping')
    const found = await Promise.all(checks.map((ask) => ask()))
    const obstacles = new Set(found.filter((each) => each !== undefined))
    return obstacles.size > 0 ? notReady([...obstacles].join(', ')) : jsonAnswer({ status: 'ok' })
  }

  return (path, method) => {
    if ((path !== live && path !== ready) || (method !== 'GET' && method !== 'HEAD')) return undefined
    return path === live ? jsonAnswer({ status: 'ok' }) : readyAnswer()
  }
}

/** However many ask at a time, it is asked once; and in so much time there is an answer. */
function askedOnce(
  { of, obstacle }: ReadinessCheck,
  later: HealthDeps['later'],
): () => Promise<string | undefined> {
  let asking: Promise<string | undefined> | undefined

  async function ask(): Promise<string | undefined> {
    const gone = new AbortController()
    let cancel = () => {}
    const silence = new Promise<string>((resolve) => {
      cancel = later(serverLimits.readinessMs, () => {
        gone.abort()
        resolve(`${of} silent`)
      })
    })
    const answer = obstacle(gone.signal).then(
      (what) => what && `${of} ${what}`,
      (error: unknown) => `${of} ${error instanceof StoreError ? error.kind : 'away'}`,
    )
    return Promise.race([answer, silence]).finally(cancel)
  }

  return () => (asking ??= ask().finally(() => (asking = undefined)))
}
