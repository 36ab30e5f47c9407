/** The OpenAPI 3.1 document is made from the operations and the schemas that check requests. */
import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi'
import type { ErrorCode } from '../../model/errors.ts'
import { rowOf, statusOf } from '../../model/error-table.ts'
import { limits } from '../../model/limits.ts'
import { Id } from '../../model/todo.ts'
import { addExamples } from './openapi-examples.ts'
import { headersOf, headersOfAnswer, headersOfProblem } from './openapi-headers.ts'
import { operationTexts, tagTexts, takeNoKey } from './operation-texts.ts'
import type { Operation } from './operation.ts'
import { proofProblems } from './proof.ts'
import { Problem } from '../../model/problem.ts'

/** A key is needed where there are accounts. In local mode nobody is asked: that is the first of the choices. */
const keyNeeded = [{}, { token: [] }, { session: [] }, { sessionWithoutTls: [] }]

const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'aiotodo_…',
    description: 'A token, `aiotodo_…`, for programs.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-aiotodo',
    description: 'The session of a browser that is signed in. Programs use tokens.',
  },
  sessionWithoutTls: {
    type: 'apiKey',
    in: 'cookie',
    name: 'aiotodo',
    description: 'The same where the server is reached without TLS.',
  },
} as const

export function openApiDocument(operations: readonly Operation[], server: string, version: string): object {
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  const tags = [...new Set(operations.map(({ path }) => tagOf(path)))]
  const document = createDocument({
    openapi: '3.1.1',
    info: {
      title: 'aiotodo',
      version,
      description:
        'Every write may be sent again under its `Idempotency-Key` and acts once, unless it says otherwise; reads that have an `ETag` are a 304 while nothing has changed. Errors are problem details (RFC 9457) with a `code`. Without accounts no key is needed.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server, description: 'This server.' }],
    tags: tags.map((name) => ({ name, description: tagTexts[name] ?? '' })),
    components: { securitySchemes },
    paths,
  })
  addExamples(document)
  return document
}

const tagOf = (path: string): string => path.split('/')[1] ?? ''

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { id, summary, query, body, takesFile, path, demand, long } = operation
  const headers = headerParameters(operation)
  return {
    operationId: id,
    summary,
    description: descriptionOf(operation),
    tags: [tagOf(path)],
    ...(long && { 'x-long': long }),
    security: demand === 'open' ? [] : keyNeeded,
    requestParams: {
      ...(path.includes('{') && { path: pathParameters(path) }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: { required: !operation.isBodyOptional, content: { 'application/json': { schema: body } } },
    }),
    ...(takesFile && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: bytes } } },
    }),
    responses: { ...answersOf(operation), ...problemResponses(operation), 405: methodNotAllowed },
  }
}

function descriptionOf({ id, proof, method, writes }: Operation): string {
  const parts = [
    operationTexts[id],
    proof !== 'none' && proofText(proof),
    method !== 'get' && !writes && takeNoKey[id],
  ]
  return parts.filter(Boolean).join('\n\n')
}

const answersOf = (operation: Operation): Record<string, ZodOpenApiResponseObject> =>
  Object.fromEntries(
    Object.entries(operation.answers).map(([status, { description, schema, media = [] }]) => {
      const headers = headersOf(headersOfAnswer(operation, Number(status)))
      const content = {
        ...(schema && { 'application/json': { schema } }),
        ...Object.fromEntries(media.map((type) => [type, { schema: ofMedia(type) }])),
      }
      return [
        status,
        {
          description,
          ...(headers && { headers }),
          ...(Object.keys(content).length > 0 && { content }),
        },
      ]
    }),
  )

const bytes = { type: 'string', format: 'binary' } as const

const streams: Readonly<Record<string, string>> = {
  'text/event-stream': 'Events (WHATWG HTML, 9.2): `id:` has the cursor, `data:` one Changes on a line.',
  'application/jsonl': 'A JSON value on each line.',
}

const ofMedia = (type: string) =>
  type in streams || type.startsWith('text/')
    ? { type: 'string' as const, ...(streams[type] && { description: streams[type] }) }
    : bytes

const shown = 'the password with its code, or a passkey'

function proofText(proof: Exclude<Operation['proof'], 'none'>): string {
  if (typeof proof === 'object') return proof.text
  return proof === 'shown'
    ? `Asks once more for ${shown}; without a password, to have signed in within ten minutes.`
    : `Asks that ${shown} was shown (\`POST /session/proof\`), or that one signed in, within ten minutes. No token does it.`
}

/** Keys, invitations, labels and entries of the history have ids of their own kind. */
const ownIds: Readonly<Record<string, z.ZodType>> = {
  history: z
    .string()
    .regex(/^[0-9a-f-]{36}\.[1-9]\d{0,14}$/)
    .describe('An entry: the list and its version.'),
  ...Object.fromEntries(
    ['sessions', 'tokens', 'invitations', 'identities', 'passkeys', 'subscriptions', 'labels'].map((kind) => [
      kind,
      z.string().min(1),
    ]),
  ),
}

function pathParameters(path: string): z.ZodObject {
  const names = [...path.matchAll(/(\w+)\/\{(\w+)\}/g)]
  return z.object(Object.fromEntries(names.map(([, of = '', name = '']) => [name, ownIds[of] ?? Id])))
}

function headerParameters({ writes, conditional, method }: Operation): z.ZodObject | undefined {
  const tags = (description: string) => z.string().optional().describe(description)
  const headers = {
    ...(writes && {
      'Idempotency-Key': z
        .string()
        .regex(/^[\x21-\x7e]+$/)
        .max(limits.idempotencyKeyLengthMax)
        .optional()
        .describe('The id of the command, best a UUID: sent again with the same key it acts once.'),
    }),
    ...(writes &&
      conditional && {
        'If-Match': tags('The ETag the thing must still have, else 412 with its present state.'),
        'If-None-Match': tags('With `*`: only if there is no such thing yet.'),
      }),
    ...(method === 'get' &&
      conditional && { 'If-None-Match': tags('The ETag of what you have, for a 304.') }),
  }
  return Object.keys(headers).length > 0 ? z.object(headers) : undefined
}

const problemContent = { 'application/problem+json': { schema: Problem } }

const methodNotAllowed: ZodOpenApiResponseObject = {
  id: 'MethodNotAllowed',
  description: 'Another method than those of this address: `method_not_allowed`.',
  headers: headersOf(['Allow']) as z.ZodObject,
  content: problemContent,
}

/** The errors of the operation, and those any request may meet, by status. */
function problemResponses({ problems, proof, writes, body, demand, ofAccounts }: Operation) {
  const common: ErrorCode[] = [
    'bad_request',
    'host_not_local',
    'forwarded',
    'database_away',
    'database_unusable',
    'internal',
  ]
  const ofWrites: ErrorCode[] = ['origin_not_allowed', 'overloaded', 'stopping', 'storage_full', 'key_reused']
  const ofBodies: ErrorCode[] = ['bad_json', 'body_too_large', 'body_too_slow']
  const ofKeys: ErrorCode[] = demand === 'open' ? [] : ['unauthenticated', 'not_allowed', 'too_many_requests']
  const codes = new Set<ErrorCode>([
    ...problems,
    ...(proof === 'none' ? [] : proofProblems),
    ...ofKeys,
    ...common,
    ...(writes ? ofWrites : []),
    ...(body ? ofBodies : []),
    ...(ofAccounts ? (['local_mode'] as const) : []),
  ])
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const status = statusOf(code)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => {
      const headers = headersOf(headersOfProblem(status))
      return [
        String(status),
        {
          description: of.map((code) => `\`${code}\`: ${rowOf(code).title}.`).join('\n\n'),
          ...(headers && { headers }),
          content: problemContent,
        },
      ]
    }),
  )
}
