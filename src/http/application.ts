/** The HTTP application: both surfaces on one router, behind one door that guards, words errors and logs. */
import { Hono } from 'hono'
import { StoreError } from '../core/ports/store.ts'
import { answerFor } from '../core/write/store-health.ts'
import { statusOf } from '../model/error-table.ts'
import { AppError } from '../model/errors.ts'
import { sentenceOf } from '../model/problem-of.ts'
import { jsonAnswer, problemAnswer, tutorialErrorAnswer } from './answer.ts'
import { api } from './api/api.ts'
import { createBodies, type BodiesDeps } from './body.ts'
import type { HttpDeps } from './deps.ts'
import { docs } from './docs.ts'
import { checkHandshake, checkHost, checkLocal, createForwardedCheck } from './guard.ts'
import { createHealth } from './health.ts'
import { page } from './page.ts'
import { routes, urlFor } from './routes.ts'
import { tutorial } from './tutorial.ts'
import { createReceive } from './visit.ts'

/** Answers a request, or made a socket of it (undefined); never rejects. `server` is the runtime's that it came by. */
export type Handler = (request: Request, server?: unknown) => Promise<Response | undefined>

const hsts = 'max-age=31536000'

export function createHttp(given: Omit<HttpDeps, 'bodies'> & BodiesDeps): Handler {
  const deps: HttpDeps = { ...given, bodies: createBodies(given) }
  const app = new Hono().basePath(deps.prefix)
  tutorial(app, deps)
  docs(app, api(app, deps))
  page(app, deps)
  app.get(routes.index, () => {
    const index = {
      aiotodo: deps.version,
      todos: urlFor(deps.prefix, routes.tutorialTodos),
      api: `${deps.prefix}${routes.api}/openapi.json`,
      docs: `${deps.prefix}${routes.docs}`,
    }
    // Browsers get the page.
    return jsonAnswer(index, 200, { vary: 'accept' })
  })
  app.notFound(({ req }) => errorAnswer(req.path, new AppError('not_found')))
  app.onError((error, { req }) => errorAnswer(req.path, translated(error, req.path)))

  /** The tutorial's addresses speak its way, and so does what belongs to no API. */
  function errorAnswer(path: string, error: AppError): Response {
    if (path.startsWith(deps.prefix + routes.tutorialTodos)) return tutorialErrorAnswer(error)
    if (path.startsWith(deps.prefix + routes.api)) return problemAnswer(error)
    return jsonAnswer({ error: sentenceOf(error) }, statusOf(error.code))
  }

  function translated(error: unknown, path: string): AppError {
    if (error instanceof AppError) {
      if (statusOf(error.code) === 500 && error.code !== 'internal') deps.log.fault(error, path)
      return error
    }
    if (error instanceof StoreError && error.kind !== 'conflict') return answerFor(error)
    deps.log.fault(error, path)
    return new AppError('internal', { cause: error })
  }

  const syncPath = deps.prefix + routes.sync
  const receive = createReceive(deps)
  const checkForwarded = createForwardedCheck(deps)
  const health = createHealth(deps)

  /** Undefined: it is a socket now. */
  async function answered(request: Request, server: unknown, path: string): Promise<Response | undefined> {
    // Two ways of reading who is asked end here, also for those that answer whatever the Host is.
    const isHealth = health(path, request.method)
    if (request.headers.has('host') || !isHealth) checkHost(request)
    if (isHealth) return isHealth
    const isHandshake = path === syncPath && request.method === 'GET'
    const isLocal = deps.localOnly && deps.keyring.local !== undefined
    checkLocal(request, isLocal, isHandshake || undefined)
    if (isLocal) checkForwarded(request, server)
    const received = receive(request, server)
    const visit = received instanceof Promise ? await received : received
    if (isHandshake) {
      checkHandshake(visit)
      deps.upgrade(request, server, visit.caller)
      return undefined
    }
    const response = await app.fetch(request, visit)
    if (visit.isSecure) response.headers.set('strict-transport-security', hsts)
    return response
  }

  return async (request, server) => {
    const begun = performance.now()
    const path = pathOf(request.url)
    const { method } = request
    let response: Response | undefined
    try {
      response = await answered(request, server, path)
    } catch (error) {
      response = errorAnswer(path, translated(error, path))
    }
    // Of a body that did not come the rest would be taken for the next request.
    if (deps.stopping.aborted || response?.status === 408) response?.headers.set('connection', 'close')
    deps.log.request({ method, path, status: response?.status ?? 101, ms: performance.now() - begun })
    return response
  }
}

/** Without the query, which may hold what someone looks for. Without a Host it is all that there is of the URL. */
function pathOf(url: string): string {
  const start = url.startsWith('/') ? 0 : url.indexOf('/', 8)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}
