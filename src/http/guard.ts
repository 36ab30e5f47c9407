/**
 * Who may ask at all: in local mode only requests that name this computer as their Host (a web site
 * can point its own name here: DNS rebinding), and never a write from another site's page.
 */
import { AppError } from '../model/errors.ts'
import type { Visit } from './visit.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** The Host that was checked last: nearly always the next one's too. */
let lastHost: string | undefined

/**
 * @param writes - whether a page of another site must be kept from it: writes, and sockets, which can write
 * @throws AppError `host_not_local`, `origin_not_allowed`
 */
export function checkLocal(
  request: Request,
  localOnly: boolean,
  writes = request.method !== 'GET' && request.method !== 'HEAD',
): void {
  const host = request.headers.get('host') ?? ''
  if (localOnly && host !== lastHost && !loopback.test(host)) {
    throw new AppError('host_not_local', {
      detail: `The request is for host "${host.slice(0, 100)}"; expected localhost, 127.0.0.1 or [::1].`,
    })
  }
  if (localOnly) lastHost = host
  if (!writes) return
  const origin = request.headers.get('origin')
  const foreign =
    origin === null ? request.headers.get('sec-fetch-site') === 'cross-site' : !isOwn(origin, host)
  if (foreign) {
    throw new AppError('origin_not_allowed', {
      detail: `The request comes from ${(origin ?? 'another site').slice(0, 100)}; expected http://${host}.`,
    })
  }
}

/**
 * A browser says where a handshake comes from; what comes with a session and does not say it is no browser of ours.
 * @throws AppError `origin_not_allowed`
 */
export function checkHandshake({ caller, request }: Visit): void {
  if (caller?.credential?.kind !== 'session' || request.headers.has('origin')) return
  throw new AppError('origin_not_allowed', { detail: 'A handshake with a session has an Origin.' })
}

function isOwn(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`
}
