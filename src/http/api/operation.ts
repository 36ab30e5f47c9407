/** An operation of the API is data: the router and the OpenAPI document are both made from it. */
import type { z } from 'zod'
import { acting, type Actor } from '../../core/access/actor.ts'
import type { Caller, Demand } from '../../model/access.ts'
import { check } from '../../model/check.ts'
import type { IfVersion } from '../../model/command.ts'
import { AppError, type ErrorCode } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { Bodies } from '../body.ts'
import { plainTag } from '../compress.ts'
import type { LongAnswer } from '../long-answer.ts'
import type { Params } from '../router.ts'
import type { Visit } from '../visit.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/**
 * An operation may ask for this beside the key, so that an open screen gives no account away: `shown`, the password
 * with its code or a passkey in the request itself; `recent`, that one of them was shown, or its owner signed in, a few
 * minutes ago.
 */
export type ProofKind = 'none' | 'recent' | 'shown'

/** This is for operations where it depends on the request. */
export interface ProofRule<Query = unknown, Body = unknown> {
  of(request: ApiRequest<Query, Body>): ProofKind
  /** The document says it in these words. */
  text: string
}

export interface ApiRequest<Query = unknown, Body = unknown> {
  /** This account asks. Nobody, of whom no operation that is not open gets to know, has no id. */
  caller: Caller
  /**
   * It is the same for what changes accounts, keys and members, with what must hold of them in the transaction. It has
   * no address where no more is demanded than to read or write.
   */
  actor: Actor
  visit: Visit
  /** This is the `{id}` of the path, or ''; `other` is `{other}`, below it. */
  id: string
  other: string
  query: Query
  body: Body
  /** The Idempotency-Key becomes the command's id. */
  key: string | undefined
  ifVersion: IfVersion | undefined
  /** This header of a read has the tags of what the client has. */
  ifNoneMatch: string | undefined
  url: string
  /** These are the request's, for what only few operations heed. */
  headers: Headers
  signal: AbortSignal
}

export interface Operation {
  method: Method
  /** It stands below the API's root, such as `/todos/{id}`. */
  path: string
  id: string
  summary: string
  /** It asks this of a key; 'open': it is for everyone. */
  demand: Demand | 'open'
  proof: ProofKind | ProofRule<never, never>
  /** Whether it needs accounts, so that in local mode there is nothing to be done. */
  ofAccounts: boolean
  /** An operation that writes takes an Idempotency-Key. */
  writes: boolean
  /** This tells whether If-Match (or If-None-Match for a read) is heeded. */
  conditional: boolean
  query: z.ZodObject | undefined
  body: z.ZodType | undefined
  /** Whether it may be sent without its body, which counts as an empty object. */
  isBodyOptional: boolean
  /** This tells whether its body is a file, which the handler reads piece by piece. */
  takesFile: boolean
  /** `media` has the types of an answer that is not JSON. */
  answers: Record<number, { description: string; schema?: z.ZodType; media?: readonly string[] }>
  problems: ErrorCode[]
  /**
   * Whether its answer streams, or waits: it must not tell anything once access has ended. Each has its row in
   * test/accounts/long-answers.test.ts.
   */
  long: 'streams' | 'waits' | undefined
  handle(request: ApiRequest<never, never>): Promise<Response | LongAnswer>
}

type Parts = Pick<Operation, 'method' | 'path' | 'id' | 'summary' | 'answers'> &
  Partial<
    Pick<
      Operation,
      | 'writes'
      | 'conditional'
      | 'problems'
      | 'demand'
      | 'ofAccounts'
      | 'takesFile'
      | 'isBodyOptional'
      | 'long'
    >
  >

/**
 * Fills in what most operations have alike, and types the handler by its schemas.
 * @throws Error where one changes accounts or keys, and does not say what proof it asks for
 */
export function operation<Query extends z.ZodObject, Body extends z.ZodType>(
  parts: Parts & {
    query?: Query
    body?: Body
    proof?: ProofKind | ProofRule<z.infer<Query>, z.infer<Body>>
    handle(request: ApiRequest<z.infer<Query>, z.infer<Body>>): Promise<Response | LongAnswer>
  },
): Operation {
  const { method, id, demand, proof } = parts
  if (method !== 'get' && (demand === 'keys' || demand === 'govern') && proof === undefined)
    throw new Error(`${id} changes accounts or keys: it must say what proof it asks for`)
  return {
    demand: method === 'get' ? 'read' : 'write',
    proof: 'none',
    isBodyOptional: false,
    ofAccounts: false,
    writes: parts.method !== 'get',
    conditional: true,
    takesFile: false,
    long: undefined,
    problems: [],
    query: undefined,
    body: undefined,
    ...parts,
  }
}

/**
 * Reads and checks what the operation's handler is given.
 * @throws AppError naming what is wrong
 */
export async function readRequest(
  operation: Operation,
  { id = '', other = '' }: Params,
  visit: Visit,
  bodies: Bodies,
): Promise<ApiRequest<never, never>> {
  const { request } = visit
  const { headers, url } = request
  if (url.length > limits.addressLengthMax)
    throw new AppError('uri_too_long', { params: { most: limits.addressLengthMax } })
  if (operation.body || operation.takesFile) checkMedia(operation, headers)
  const query = queryOf(operation, url)
  const { writes, conditional, isBodyOptional } = operation
  const body = operation.body
    ? check(operation.body, await bodies.json(visit, isBodyOptional ? {} : undefined))
    : undefined
  const caller = visit.caller ?? nobody
  return {
    caller,
    actor: acting(caller, '', 'read'),
    visit,
    id: id.toLowerCase(),
    other: other.toLowerCase(),
    query: query as never,
    body: body as never,
    key: writes ? keyOf(headers.get('idempotency-key')) : undefined,
    ifVersion: writes && conditional ? versionsOf(headers) : undefined,
    ifNoneMatch: headers.get('if-none-match') ?? undefined,
    url,
    headers,
    signal: request.signal,
  }
}

const charsets: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii'])

/**
 * A body is JSON whatever its type says, but for a type that says that it means something else.
 * @throws AppError `unsupported_media`
 */
function checkMedia({ takesFile }: Operation, headers: Headers): void {
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity')
    throw new AppError('unsupported_media', { params: { why: 'encoding', given: encoding.slice(0, 40) } })
  const type = headers.get('content-type')?.toLowerCase()
  if (type === undefined || takesFile) return
  if (type.startsWith('application/json-patch'))
    throw new AppError('unsupported_media', { params: { why: 'patch', given: type.slice(0, 40) } })
  const [, charset] = /;\s*charset\s*=\s*"?([^";\s]*)/.exec(type) ?? []
  if (charset !== undefined && !charsets.has(charset))
    throw new AppError('unsupported_media', { params: { why: 'charset', given: charset.slice(0, 40) } })
}

const nobody: Caller = { id: '', name: '', defaultList: '' }

function queryOf({ query }: Operation, url: string): Record<string, unknown> | undefined {
  // Parsing a URL costs an eighth of a short read.
  const params = url.includes('?') ? new URL(url).searchParams : noParams
  if (query) return check(query, valuesOf(params), 'query')
  const [name] = params.keys()
  if (name === undefined) return undefined
  throw new AppError('bad_request', {
    errors: [{ parameter: name, detail: 'is not a parameter of this address' }],
  })
}

const noParams = new URLSearchParams()

function valuesOf(params: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of params) {
    if (Object.hasOwn(values, name)) {
      throw new AppError('bad_request', {
        errors: [{ parameter: name, detail: 'is given twice; expected once' }],
      })
    }
    Object.defineProperty(values, name, { value, enumerable: true })
  }
  return values
}

/**
 * It is read as a structured header string in quotes (draft-ietf-httpapi-idempotency-key-header), or without them, as
 * most clients send it.
 */
function keyOf(header: string | null): string | undefined {
  if (header === null) return undefined
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= limits.idempotencyKeyLengthMax) return key
  const detail = `is not a key; expected 1 to ${limits.idempotencyKeyLengthMax} visible ASCII characters, best a UUID`
  throw new AppError('bad_request', {
    errors: [{ header: 'Idempotency-Key', detail }],
  })
}

/** RFC 9110 (13.1) asks for a strong comparison, so a weak tag matches nothing. */
function versionsOf(headers: Headers): IfVersion | undefined {
  const noneMatch = headers.get('if-none-match')
  if (noneMatch?.trim() === '*') return 'none'
  const header = headers.get('if-match')
  if (header === null) return undefined
  if (header.trim() === '*') return 'any'
  // Elements of a list may be empty (5.6.1), and a comma may stand in a tag.
  const tags = header.match(/(W\/)?"[^"]*"/g) ?? []
  if (tags.length === 0 || !/^[\s,]*((W\/)?"[^"]*"\s*(,[\s,]*|$))+$/.test(header)) {
    const detail = 'is not a list of ETags; expected one such as "12", with its quotes'
    throw new AppError('bad_request', {
      errors: [{ header: 'If-Match', detail }],
    })
  }
  return tags.map(plainTag).flatMap((tag) => (/^"\d{1,15}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []))
}

/** Tells whether If-None-Match names this tag, by a weak comparison. */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const plain = (tag: string) => plainTag(tag.trim().replace(/^W\//, ''))
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => plain(tag) === plain(etag))
}
