/** Answers are JSON, and errors are problem details (RFC 9457), for both surfaces from the one table. */
import { statusOf } from '../model/error-table.ts'
import type { ErrorParams } from '../model/error-params.ts'
import type { AppError } from '../model/errors.ts'
import { problemOf, sentenceOf } from '../model/problem-of.ts'

/**
 * What no answer needs, no browser does: guessing types, framing, handing it to other sites, telling them where one
 * was.
 */
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
/** They are made once: a response copies them faster than it reads an object. */
const baseHeaders = new Headers(securityHeaders)
const json = new Headers({ ...securityHeaders, 'content-type': 'application/json; charset=utf-8' })
const problem = new Headers({ ...securityHeaders, 'content-type': 'application/problem+json; charset=utf-8' })

/** Answers with secrets, or about who one is, have this header. */
export const noStore = { 'cache-control': 'no-store' }

function answer(
  body: string | ReadableStream | null,
  status: number,
  base: Headers,
  more?: Record<string, string>,
): Response {
  const response = new Response(body, { status, headers: base })
  for (const name in more) response.headers.set(name, more[name] as string)
  return response
}

/** Answers of so many characters are worth compressing. */
const longText = 1_024
const longTexts = new WeakMap<Response, string>()

/** It returns the text of an answer that is worth compressing. */
export const longTextOf = (response: Response): string | undefined => longTexts.get(response)

export function jsonAnswer(value: unknown, status = 200, headers?: Record<string, string>): Response {
  const text = JSON.stringify(value)
  const response = answer(text, status, json, headers)
  if (text.length > longText) longTexts.set(response, text)
  return response
}

/** Answers JSON that is text already. */
export function rawJsonAnswer(body: string): Response {
  return answer(body, 200, json)
}

/** Only long-answer.ts calls this: it asks whether it may go on. */
export function streamAnswer(body: ReadableStream, headers: Record<string, string>): Response {
  return answer(body, 200, baseHeaders, headers)
}

export function emptyAnswer(status: number, headers?: Record<string, string>): Response {
  return answer(null, status, baseHeaders, headers)
}

export function problemAnswer(error: AppError, headers: Record<string, string> = {}): Response {
  return answer(JSON.stringify(problemOf(error)), statusOf(error.code), problem, {
    ...errorHeaders(error),
    ...headers,
  })
}

/** The tutorial's errors have one member. */
export function tutorialErrorAnswer(error: AppError, headers: Record<string, string> = {}): Response {
  return jsonAnswer({ error: sentenceOf(error) }, statusOf(error.code), {
    ...errorHeaders(error),
    ...headers,
  })
}

/** It tells who asks too often that nothing is left (draft-ietf-httpapi-ratelimit-headers). */
const rateOf = (params: object = {}): Record<string, string> =>
  'why' in params && params.why === 'requests' && 'most' in params
    ? { 'ratelimit-policy': `"account";q=${String(params.most)};w=1`, ratelimit: '"account";r=0;t=1' }
    : {}

const acceptedMedia = ({ why }: ErrorParams['unsupported_media']): Record<string, string> =>
  why === 'encoding'
    ? { 'accept-encoding': 'identity' }
    : { 'accept-post': 'application/json', 'accept-patch': 'application/json, application/merge-patch+json' }

function errorHeaders({ code, details }: AppError): Record<string, string> {
  if (details.retryAfter !== undefined)
    return { 'retry-after': String(details.retryAfter), ...rateOf(details.params) }
  if (statusOf(code) === 503) return { 'retry-after': '1' }
  if (code === 'upgrade_required') return { upgrade: 'websocket', connection: 'Upgrade' }
  if (code === 'unsupported_media') return acceptedMedia(details.params as ErrorParams['unsupported_media'])
  if (code === 'unauthenticated') return { 'www-authenticate': 'Bearer realm="aiotodo"', ...noStore }
  // What was not read of the body must not be taken for the next request.
  return code === 'body_too_large' ? { connection: 'close' } : {}
}
