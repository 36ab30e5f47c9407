/** The headers of answers, as the OpenAPI document tells them. */
import { z } from 'zod'
import type { Operation } from './operation.ts'

const header = (id: string, schema: z.ZodType, description: string) =>
  schema.optional().meta({ description, header: { id } })

const tag = z.string().regex(/^(W\/)?"[^"]+"$/)

export const responseHeaders = {
  ETag: header('ETag', tag, 'The version of what is answered, for `If-Match` and `If-None-Match`.'),
  Location: header('Location', z.string(), 'The address of what was made.'),
  Link: header('Link', z.string(), 'The next page, `rel="next"` (RFC 8288), where there is one.'),
  'Idempotency-Replayed': header(
    'Idempotency-Replayed',
    z.literal('true'),
    'There where the command had been accepted before under the same `Idempotency-Key`.',
  ),
  'Retry-After': header('Retry-After', z.int().min(1), 'In so many seconds the same may be sent again.'),
  'WWW-Authenticate': header('WWW-Authenticate', z.string(), 'How a key is shown: `Bearer`.'),
  Allow: header('Allow', z.string(), 'The methods of this address.'),
  'Content-Disposition': header('Content-Disposition', z.string(), 'What the file is called.'),
  'Set-Cookie': header('Set-Cookie', z.string(), 'The session, or its end.'),
} as const

export type HeaderName = keyof typeof responseHeaders

export const headersOf = (names: readonly HeaderName[]): z.ZodObject | undefined =>
  names.length === 0
    ? undefined
    : z.object(Object.fromEntries(names.map((name) => [name, responseHeaders[name]])))

/** They answer no one thing that has a version. */
const withoutTag: ReadonlySet<string> = new Set(['batch', 'undoEntry', 'undo'])
const withCookie: ReadonlySet<string> = new Set([
  ...['signIn', 'signOut', 'signInWithPasskey', 'signUp', 'removePassword', 'updateAccount'],
  ...['beginProviderSignIn', 'beginProviderSignUp', 'finishProviderSignIn', 'linkIdentity'],
])

/** It returns the headers of an answer that is no problem. */
export function headersOfAnswer(operation: Operation, status: number): HeaderName[] {
  const { id, method, writes, conditional, query, answers } = operation
  const isOfThing = method === 'get' ? conditional : writes && !withoutTag.has(id)
  const isPage = method === 'get' && query?.shape['cursor'] && query.shape['limit']
  const names: [boolean, HeaderName][] = [
    [isOfThing, 'ETag'],
    [isOfThing && method !== 'get', 'Idempotency-Replayed'],
    [status === 302 || (status === 201 && writes), 'Location'],
    [Boolean(isPage) && status === 200, 'Link'],
    [(answers[status]?.media ?? []).includes('application/zip'), 'Content-Disposition'],
    [withCookie.has(id), 'Set-Cookie'],
  ]
  return names.filter(([isThere]) => isThere).map(([, name]) => name)
}

/** An answer has the seconds to wait, if a limit or a state passes. */
export function headersOfProblem(status: number): HeaderName[] {
  if (status === 401) return ['WWW-Authenticate']
  return [409, 429, 503, 507].includes(status) ? ['Retry-After'] : []
}
