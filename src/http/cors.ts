/**
 * Pages of other origins may use the API where the server's owner has named them (`--allow-origin`): with tokens, which
 * a page must have been given, and never with a cookie, which a browser would send by itself.
 */
import { bearerOf } from './cookie.ts'
import { responseHeaderNames } from './header-names.ts'

export interface Cors {
  /** It says whether a write, or a socket, may come from this other page: it is one of those, and shows a token. */
  mayWrite(request: Request): boolean
  /** Answers the question that a browser asks before the request itself; undefined where it is none. */
  preflight(request: Request): Response | undefined
  /** Lets the page read the answer, unless the request came with a cookie. */
  open(request: Request, response: Response, isByCookie: boolean): void
}

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const sent = 'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id'
const hours = 2

/** It returns nothing where no origin is named, so that nothing is asked then. */
export function createCors(origins: readonly string[], api: string): Cors | undefined {
  if (origins.length === 0) return undefined
  const allowed = new Set(origins)
  const isOfApi = (url: string) => new URL(url, 'http://localhost').pathname.startsWith(`${api}/`)
  const named = (request: Request): string | undefined => {
    const origin = request.headers.get('origin')
    return origin !== null && allowed.has(origin) && isOfApi(request.url) ? origin : undefined
  }
  return {
    mayWrite: (request) => named(request) !== undefined && bearerOf(request.headers) !== undefined,
    preflight(request) {
      if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method'))
        return undefined
      const origin = named(request)
      return origin === undefined
        ? undefined
        : new Response(null, {
            status: 204,
            headers: {
              'access-control-allow-origin': origin,
              'access-control-allow-methods': methods,
              'access-control-allow-headers': sent,
              'access-control-max-age': String(hours * 60 * 60),
              vary: 'origin',
            },
          })
    },
    open(request, response, isByCookie) {
      if (!isOfApi(request.url)) return
      response.headers.append('vary', 'origin')
      const origin = named(request)
      if (origin === undefined || isByCookie) return
      response.headers.set('access-control-allow-origin', origin)
      response.headers.set('access-control-expose-headers', responseHeaderNames)
    },
  }
}
