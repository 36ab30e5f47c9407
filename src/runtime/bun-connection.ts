/** What Bun's server knows of the connection that a request came by; of another runtime's nothing is asked. */
import type { Server } from 'bun'
import type { VisitDeps } from '../http/visit.ts'

const bunOf = (server: unknown) => server as Server<unknown> | undefined

export const bunConnection: Pick<VisitDeps, 'remoteAddress' | 'limitIdle'> = {
  remoteAddress: (request, server) => bunOf(server)?.requestIP(request)?.address ?? '',
  limitIdle: (request, server, seconds) => bunOf(server)?.timeout?.(request, seconds),
}
