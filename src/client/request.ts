/**
 * Requests to the server: JSON in and out, time-outs, redirects, and tries again of what is safe to try again: reads,
 * and writes under an Idempotency-Key, which every write to version 1 of the API gets.
 */
import { AppError, type Problem } from '../model/errors.ts'
import { newId } from './id.ts'

export interface RequestOptions {
  query?: Record<string, string | number | boolean | undefined>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, instead. */
  file?: Blob
  headers?: Record<string, string>
  /** Cancels the request and all tries of it. */
  signal?: AbortSignal
  /** How long one try may take; 10,000 unless given. */
  timeoutMs?: number
  /** How often to try again after a network failure or a 429, 502, 503 or 504; 4 unless given. */
  retries?: number
  /** 'follow' (unless given) goes where a redirect points, 'manual' answers the redirect itself. */
  redirect?: RequestRedirect
}

export interface RequesterDeps {
  url: string
  headers: Record<string, string>
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** What the server answered instead of what was asked for. */
export class ResponseError extends Error {
  readonly status: number
  /** In the words of the API (RFC 9457); of another server or a proxy in between, made up from the status. */
  readonly problem: Pick<Problem, 'title' | 'status'> & Partial<Problem>

  constructor(response: Response, problem: ResponseError['problem']) {
    super(problem.detail ?? problem.title)
    this.name = 'ResponseError'
    this.status = response.status
    this.problem = problem
  }
}

export type Requester = (method: string, path: string, options?: RequestOptions) => Promise<Response>

const key = 'idempotency-key'
const firstPauseMs = 200
const pauseMsMax = 5_000
const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

export function createRequester({ url, headers, fetch }: RequesterDeps): Requester {
  return async (method, path, options = {}) => {
    const { query, body, file, signal, timeoutMs = 10_000, retries = 4, redirect } = options
    const target = new URL(path.replace(/^\//, ''), url.replace(/\/*$/, '/'))
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) target.searchParams.set(name, String(value))
    const all = new Headers(headers)
    for (const [name, value] of Object.entries(options.headers ?? {})) all.set(name, value)
    if (body !== undefined) all.set('content-type', 'application/json')
    const keyed = method !== 'GET' && method !== 'HEAD' && target.pathname.includes('/api/v1/')
    if (keyed && !all.has(key)) all.set(key, newId())
    const isRepeatable = safe.has(method) || all.has(key)
    for (let attempt = 0; ; attempt++) {
      const response = await tryOnce(() =>
        fetch(target.href, {
          method,
          headers: all,
          redirect: redirect ?? 'follow',
          signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
          body: file ?? (body === undefined ? null : JSON.stringify(body)),
        }),
      )
      signal?.throwIfAborted()
      const isLast = !isRepeatable || attempt >= retries
      if (response instanceof Response && (isLast || !isTemporary(response.status))) return response
      if (!(response instanceof Response) && isLast) {
        throw new AppError('no_answer', {
          detail: `${method} ${target.href}: ${response.message}.`,
          cause: response,
        })
      }
      await pause(attempt, response instanceof Response ? response : undefined, signal)
    }
  }
}

/** The JSON of an answer. @throws ResponseError when it is none of success */
export async function jsonOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw await errorOf(response)
  return (await response.json()) as T
}

export async function errorOf(response: Response): Promise<ResponseError> {
  const plain = { title: response.statusText || `HTTP ${response.status}`, status: response.status }
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem> & { error?: string }
  return new ResponseError(response, {
    ...plain,
    ...(problem.error && { detail: problem.error }),
    ...problem,
  })
}

async function tryOnce(send: () => Promise<Response>): Promise<Response | Error> {
  try {
    return await send()
  } catch (error) {
    return error as Error
  }
}

const isTemporary = (status: number): boolean => [429, 502, 503, 504].includes(status)

/** As long as the server asked for, else longer with each try, spread by chance. */
async function pause(
  attempt: number,
  response: Response | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  await response?.body?.cancel()
  const asked = Number(response?.headers.get('retry-after') ?? Number.NaN) * 1_000
  const ms = asked >= 0 ? asked : Math.min(pauseMsMax, firstPauseMs * 2 ** attempt)
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, asked >= 0 ? ms * (1 + Math.random() / 4) : ms * Math.random())
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}
