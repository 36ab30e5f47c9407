/**
 * Who may ask at all: in local mode only requests that name this computer as their Host (a web site can point its own
 * name here: DNS rebinding) and that no proxy handed on (who is behind it could be anyone); and never a write from
 * another site's page.
 */
import { AppError } from '../model/errors.ts'
import { forwardedBy, plainAddress, trust } from './proxies.ts'
import type { Visit, VisitDeps } from './visit.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** RFC 3986, 3.2.2, without the comma: by that the runtime puts several lines of one name together. */
const wellFormed = /^(\[[\da-f:.]+\]|[\w.~%!$&'()*+;=-]+)(:\d{0,5})?$/i

/** The Hosts that were found right last: nearly always the next one's too. */
let lastWellFormed: string | undefined
let lastHost: string | undefined

/**
 * What is meant by a request is decided by its Host, and a proxy may go by another one of two (RFC 9112, 3.2).
 * @throws AppError `bad_request`
 */
export function checkHost({ headers }: Request): void {
  const host = headers.get('host') ?? ''
  if (host === lastWellFormed) return
  if (!wellFormed.test(host)) {
    const detail =
      host === ''
        ? 'is missing; expected the name or address that the server was asked by'
        : 'is not one name or address with its port; expected one line such as "Host: localhost:8080"'
    throw new AppError('bad_request', { errors: [{ header: 'Host', detail }] })
  }
  lastWellFormed = host
}

/**
 * @returns a check for requests in local mode: `forwarded` is thrown where a proxy handed it on that is not trusted
 */
export function createForwardedCheck({
  trustedProxies,
  remoteAddress,
}: Pick<VisitDeps, 'trustedProxies' | 'remoteAddress'>): (request: Request, server: unknown) => void {
  const isTrusted = trust(trustedProxies)
  return (request, server) => {
    const header = forwardedBy(request)
    if (header === undefined) return
    const sender = plainAddress(remoteAddress(request, server))
    if (isTrusted(sender)) return
    throw new AppError('forwarded', {
      params: { header, proxy: sender },
    })
  }
}

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
      params: { host: host.slice(0, 100) },
    })
  }
  if (localOnly) lastHost = host
  if (!writes) return
  const origin = request.headers.get('origin')
  const foreign =
    origin === null ? request.headers.get('sec-fetch-site') === 'cross-site' : !isOwn(origin, host)
  if (foreign) {
    throw new AppError('origin_not_allowed', {
      params: { origin: origin?.slice(0, 100) ?? null, expected: `http://${host}` },
    })
  }
}

/**
 * A browser says where a handshake comes from; what comes with a session and does not say it is no browser of ours.
 * @throws AppError `origin_not_allowed`
 */
export function checkHandshake({ caller, request }: Visit): void {
  if (caller?.credential?.kind !== 'session' || request.headers.has('origin')) return
  throw new AppError('origin_not_allowed', { params: { origin: null, expected: null } })
}

function isOwn(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`
}
