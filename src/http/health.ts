/**
 * For whoever keeps the process running: does it live, and should it get requests now? Both answer whatever the Host is, as those who
 * ask often know no more than an address.
 */
import { jsonAnswer } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { routes } from './routes.ts'

export function createHealth({
  prefix,
  stopping,
  reads,
  health,
}: Pick<HttpDeps, 'prefix' | 'stopping' | 'reads' | 'health'>): (
  path: string,
  method: string,
) => Response | Promise<Response> | undefined {
  const [live, ready] = [prefix + routes.live, prefix + routes.ready]
  const notReady = (status: string) => jsonAnswer({ status }, 503, { 'retry-after': '1' })

  async function readiness(): Promise<Response> {
    if (stopping.aborted) return notReady('stopping')
    // Reading the one row of a ping may go well where nothing else does.
    if (health.trouble) return notReady(`database ${health.trouble}`)
    try {
      await reads.ping()
      return jsonAnswer({ status: 'ok' })
    } catch {
      return notReady('database away')
    }
  }

  return (path, method) => {
    if ((path !== live && path !== ready) || (method !== 'GET' && method !== 'HEAD')) return undefined
    return path === live ? jsonAnswer({ status: 'ok' }) : readiness()
  }
}
