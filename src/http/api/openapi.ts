/** The OpenAPI 3.1 document is made from the operations and the schemas that check requests. */
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import type { ErrorCode } from '../../model/errors.ts'
import { rowOf, statusOf } from '../../model/error-table.ts'
import { Id } from '../../model/todo.ts'
import type { Operation } from './operation.ts'
import { proofProblems } from './proof.ts'
import { Problem } from '../../model/problem.ts'

const tokenForm = 'A token, `aiotodo_…`. A browser that is signed in shows its session by itself.'

export function openApiDocument(operations: readonly Operation[], server: string, version: string): object {
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'aiotodo',
      version,
      description:
        'Every write may be sent again under its `Idempotency-Key` and acts once; every read has an `ETag`. Errors are problem details (RFC 9457) with a `code`. Without accounts no key is needed.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: tokenForm } } },
    paths,
  })
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { id, summary, query, body, takesFile, answers, path, demand, long, proof } = operation
  const headers = headerParameters(operation)
  return {
    operationId: id,
    summary,
    ...(proof !== 'none' && { description: proofText(proof) }),
    tags: [path.split('/')[1] ?? ''],
    ...(long && { 'x-long': long }),
    security: demand === 'open' ? [] : [{ token: [] }],
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
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema, media = [] }]) => [
          status,
          {
            description,
            ...((schema || media.length > 0) && {
              content: {
                ...(schema && { 'application/json': { schema } }),
                ...Object.fromEntries(media.map((type) => [type, { schema: bytes }])),
              },
            }),
          },
        ]),
      ),
      ...problemResponses(operation),
    },
  }
}

const bytes = { type: 'string', format: 'binary' } as const

const shown = 'the password with its code, or a passkey'

function proofText(proof: Exclude<Operation['proof'], 'none'>): string {
  if (typeof proof === 'object') return proof.text
  return proof === 'shown'
    ? `Asks once more for ${shown}; without a password, to have signed in within ten minutes.`
    : `Asks that ${shown} was shown (\`POST /session/proof\`), or that one signed in, within ten minutes. No token does it.`
}

/** Keys and invitations have ids of their own kind, and labels are words. */
function pathParameters(path: string): z.ZodObject {
  const names = [...path.matchAll(/(\w+)\/\{(\w+)\}/g)]
  const kind = (of: string) =>
    ['sessions', 'tokens', 'invitations', 'identities', 'passkeys', 'labels'].includes(of) ? z.string() : Id
  return z.object(Object.fromEntries(names.map(([, of = '', name = '']) => [name, kind(of)])))
}

function headerParameters({ writes, conditional, method }: Operation): z.ZodObject | undefined {
  const optional = (description: string) => z.string().optional().describe(description)
  const headers = {
    ...(writes && {
      'Idempotency-Key': optional('The id of the command: sent again with the same key it acts once.'),
    }),
    ...(writes &&
      conditional && {
        'If-Match': optional('The ETag the thing must still have, else 412 with its present state.'),
      }),
    ...(method === 'get' &&
      conditional && { 'If-None-Match': optional('The ETag of what you have, for a 304.') }),
  }
  return Object.keys(headers).length > 0 ? z.object(headers) : undefined
}

/** The errors of the operation, and those any request may meet, by status. */
function problemResponses({ problems, proof, writes, body, demand }: Operation) {
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
  ])
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const status = statusOf(code)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      {
        description: of.map((code) => `\`${code}\`: ${rowOf(code).title}.`).join('\n\n'),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  )
}
