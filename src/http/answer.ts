/** How answers look: JSON, and errors as problem details (RFC 9457), for both surfaces from the one table. */
import { type AppError, problemOf } from '../model/errors.ts'

const json = { 'content-type': 'application/json; charset=utf-8' }

export function jsonAnswer(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...json, ...headers } })
}

/** JSON that is text already, or comes as a stream of it. */
export function rawJsonAnswer(body: string | ReadableStream): Response {
  return new Response(body, { headers: json })
}

export function emptyAnswer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers })
}

export function problemAnswer(error: AppError, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problemOf(error)), {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...errorHeaders(error),
      ...headers,
    },
  })
}

/** The tutorial's errors have one member. */
export function tutorialErrorAnswer(error: AppError, headers: Record<string, string> = {}): Response {
  return jsonAnswer({ error: error.message }, error.status, { ...errorHeaders(error), ...headers })
}

function errorHeaders({ status, code }: AppError): Record<string, string> {
  if (status === 503) return { 'retry-after': '1' }
  // What was not read of the body must not be taken for the next request.
  return code === 'body_too_large' ? { connection: 'close' } : {}
}
