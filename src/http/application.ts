/** The HTTP application: both surfaces on one router, behind one door that guards, words errors and logs. */
import { StoreError } from '../core/ports/store.ts'
import { answerFor } from '../core/write/store-health.ts'
import { statusOf } from '../model/error-table.ts'
import { AppError } from '../model/errors.ts'
import { sentenceOf } from '../model/problem-of.ts'
import { jsonAnswer, problemAnswer, tutorialErrorAnswer } from './answer.ts'
import { api } from './api/api.ts'
import { createBodies, type BodiesDeps } from './body.ts'
import { createCors } from './cors.ts'
import type { HttpDeps, RequestLog } from './deps.ts'
import { docs } from './docs.ts'
import { checkHandshake, checkHost, checkLocal, createForwardedCheck } from './guard.ts'
import { createHealth } from './health.ts'
import { page } from './page.ts'
import { Router } from './router.ts'
import { routes, urlFor } from './routes.ts'
import { tutorial } from './tutorial.ts'
import { createReceive, type Visit } from './visit.ts'

export interface Http {
  /**
   * Answers a request, or made a socket of it (undefined); never rejects.
   * @param server - the runtime's, that it came by
   */
  fetch(request: Request, server?: unknown): Promise<Response | undefined>
  /** A stop waits until no request is being answered any more. */
  inFlight(): number
}

const hsts = 'max-age=31536000'

export function createHttp(given: Omit<HttpDeps, 'bodies'> & BodiesDeps): Http {
  const deps: HttpDeps = { ...given, bodies: createBodies(given) }
  const { keyring, log, monotonicMs, prefix, stopping } = deps
  const router = routerOf(deps)
  const receive = createReceive(deps)
  const checkForwarded = createForwardedCheck(deps)
  const health = createHealth(deps)
  const cors = createCors(deps.allowedOrigins, prefix + routes.api)
  const policy = `"account";q=${deps.requestsPerSecond};w=1`
  let inFlight = 0

  /** @throws AppError where nobody may ask so */
  function guard(request: Request, server: unknown, isHandshake: boolean): void {
    const isLocal = deps.localOnly && keyring.local !== undefined
    const mayWrite = cors?.mayWrite(request) === true
    checkLocal(request, isLocal, mayWrite ? false : isHandshake || undefined)
    if (isLocal) checkForwarded(request, server)
  }

  function handshake(visit: Visit, server: unknown): void {
    checkHandshake(visit)
    deps.upgrade(visit.request, server, visit.caller)
  }

  function routed(visit: Visit, method: string, path: string): Response | Promise<Response> {
    const answer = router.answer(method === 'HEAD' ? 'GET' : method, path, visit)
    if (!answer) throw new AppError('not_found')
    return answer
  }

  /** It adds the headers of every answer. */
  function finish(request: Request, response: Response, visit: Visit | undefined): void {
    const { headers } = response
    const isByCookie = visit?.caller?.credential?.kind === 'session'
    // What a cookie opens is not for whoever has the same cache, and may be another's by now.
    if (isByCookie && !headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
    if (visit?.left !== undefined) {
      headers.set('ratelimit-policy', policy)
      headers.set('ratelimit', `"account";r=${Math.floor(visit.left)};t=1`)
    }
    cors?.open(request, response, isByCookie)
  }

  // It is one function, as each that it waits for in turn costs every request.
  async function fetch(request: Request, server?: unknown): Promise<Response | undefined> {
    const begun = monotonicMs()
    inFlight++
    const { method } = request
    const path = pathOf(request.url)
    let visit: Visit | undefined
    let response: Response | undefined
    try {
      // Two readers of the Host header could differ, so this ends here, also for routes that accept any Host.
      const isHealth = health(path, method)
      if (request.headers.has('host') || !isHealth) checkHost(request)
      if (isHealth) response = await isHealth
      else if ((response = cors?.preflight(request)) === undefined) {
        const isHandshake = path === prefix + routes.sync && method === 'GET'
        guard(request, server, isHandshake)
        const received = receive(request, server)
        visit = received instanceof Promise ? await received : received
        if (isHandshake) handshake(visit, server)
        else response = await routed(visit, method, decoded(path))
      }
    } catch (error) {
      response = errorAnswer(prefix, decoded(path), translated(error, path, log))
    }
    if (response && method === 'HEAD') response = await withoutBody(response)
    if (response) finish(request, response, visit)
    if (visit?.isSecure) response?.headers.set('strict-transport-security', hsts)
    // Of a body that did not come the rest would be taken for the next request.
    if (stopping.aborted || response?.status === 408) response?.headers.set('connection', 'close')
    inFlight--
    log.request({ method, path, status: response?.status ?? 101, ms: monotonicMs() - begun })
    return response
  }

  return { fetch, inFlight: () => inFlight }
}

/** It says how long the body would be, or nothing where that is not known. */
async function withoutBody(response: Response): Promise<Response> {
  const { status, headers } = response
  const isKnown = headers.has('content-length') || headers.has('transfer-encoding') || !response.body
  if (!isKnown) headers.set('content-length', String((await response.arrayBuffer()).byteLength))
  return new Response(null, { status, headers })
}

function routerOf(deps: HttpDeps): Router {
  const { prefix, version } = deps
  const router = new Router(prefix)
  tutorial(router, deps)
  docs(router, api(router, deps))
  page(router, deps, () => {
    const index = {
      aiotodo: version,
      todos: urlFor(prefix, routes.tutorialTodos),
      api: `${prefix}${routes.api}/openapi.json`,
      docs: `${prefix}${routes.docs}`,
    }
    // Browsers get the page.
    return jsonAnswer(index, 200, { vary: 'accept' })
  })
  return router
}

/** The tutorial's addresses speak its way, and so does what belongs to no API. */
function errorAnswer(prefix: string, path: string, error: AppError): Response {
  if (path.startsWith(prefix + routes.tutorialTodos)) return tutorialErrorAnswer(error)
  if (path.startsWith(prefix + routes.api)) return problemAnswer(error)
  return jsonAnswer({ error: sentenceOf(error) }, statusOf(error.code))
}

function translated(error: unknown, path: string, log: RequestLog): AppError {
  if (error instanceof AppError) {
    if (statusOf(error.code) === 500 && error.code !== 'internal') log.fault(error, path)
    return error
  }
  if (error instanceof StoreError && error.kind !== 'conflict') return answerFor(error)
  log.fault(error, path)
  return new AppError('internal', { cause: error })
}

/** An address may have characters that are percent-encoded without need; an encoded slash stays encoded. */
function decoded(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

/**
 * Without the query, which may hold what someone looks for, and what a client should have kept to itself. Without a
 * Host it is all that there is of the URL.
 */
function pathOf(url: string): string {
  const start = url.startsWith('/') ? 0 : url.indexOf('/', 8)
  const path = /^[^?#]*/.exec(url.slice(start)) as RegExpExecArray
  return path[0]
}
