/** This file has the operations on tokens, and the one that tells what happened to an account. */
import { z } from 'zod'
import type { AuditRow, CredentialRow } from '../../core/ports/access-store.ts'
import { scopes } from '../../model/access.ts'
import { TokenInput } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { Id, Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { momentOf, momentOrNull } from './moments.ts'
import { operation, type Operation } from './operation.ts'
import { flag, wholeNumber } from './params.ts'

const Token = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope: z.enum(scopes),
    lists: z.array(Id).nullable(),
    deletionsPerHour: z.int().nullable(),
    address: z.string().describe('Where it was used last, or made.'),
    createdAt: Moment,
    usedAt: Moment,
    expiresAt: Moment.nullable(),
  })
  .meta({ id: 'Token' })
const NewToken = Token.extend({
  token: z.string().describe('The token itself: it is shown this once.'),
}).meta({
  id: 'NewToken',
})
const AuditEntry = z
  .strictObject({
    key: z.int(),
    at: Moment,
    event: z.string(),
    account: z.strictObject({ id: Id, name: z.string() }).nullable(),
    address: z.string().describe('From where; empty where somebody else did it.'),
    about: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' })

const wordToken = (row: CredentialRow): z.infer<typeof Token> => ({
  id: row.id,
  name: row.name,
  scope: row.kind as z.infer<typeof Token>['scope'],
  lists: row.lists && [...row.lists],
  deletionsPerHour: row.deletionsPerHour,
  address: row.address,
  createdAt: momentOf(row.createdAt),
  usedAt: momentOf(row.usedAt),
  expiresAt: momentOrNull(row.expiresAt),
})

const common = { demand: 'keys', ofAccounts: true, writes: false, conditional: false } as const

export function keyOperations(deps: HttpDeps): Operation[] {
  return [listTokens(deps), createToken(deps), removeToken(deps), readAudit(deps)]
}

const listTokens = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/tokens',
    id: 'listTokens',
    summary: "The account's tokens",
    answers: { 200: { description: 'The tokens.', schema: z.strictObject({ items: z.array(Token) }) } },
    handle: async ({ caller }) =>
      jsonAnswer({ items: (await keys.list(caller.id, 'token')).map(wordToken) }, 200, noStore),
  })

const createToken = ({ keys, nowMs }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/tokens',
    id: 'createToken',
    summary: 'Make a token',
    proof: 'recent',
    body: TokenInput,
    answers: { 201: { description: 'The token.', schema: NewToken } },
    problems: ['list_not_found', 'too_many_keys', 'local_mode'],
    async handle({ caller, body, actor }) {
      const expiresAt = body.expiresAt === undefined ? null : Date.parse(body.expiresAt)
      if (expiresAt !== null && expiresAt <= nowMs()) {
        const detail = 'is over already; expected a moment to come'
        throw new AppError('bad_request', {
          errors: [{ pointer: '/expiresAt', detail }],
        })
      }
      const { name, scope, lists = null, deletionsPerHour = null } = body
      const { key, credential } = await keys.addToken(
        caller.id,
        { name, scope, lists, deletionsPerHour, expiresAt },
        actor,
      )
      return jsonAnswer({ ...wordToken(credential), token: key }, 201, noStore)
    },
  })

const removeToken = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/tokens/{id}',
    id: 'removeToken',
    summary: 'Take a token back',
    proof: 'none',
    answers: { 204: { description: 'It opens nothing any more.' } },
    problems: ['key_not_found', 'local_mode'],
    async handle({ caller, id, actor }) {
      await keys.remove(caller.id, 'token', id, actor)
      return emptyAnswer(204)
    },
  })

const readAudit = ({ access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/audit',
    id: 'readAudit',
    summary: 'What happened to the account and its keys, the newest first',
    query: z.strictObject({
      all: flag.optional().describe('Of all accounts, for administrators.'),
      account: Id.optional().describe('Of this account, for administrators.'),
      before: wholeNumber('the key of an entry', 0, 999_999_999)
        .optional()
        .describe('"key" of the last entry of the page before.'),
    }),
    answers: {
      200: { description: 'A page of entries.', schema: z.strictObject({ items: z.array(AuditEntry) }) },
    },
    problems: ['not_allowed'],
    async handle({ caller, query }) {
      const { account = query.all ? undefined : caller.id } = query
      const isOthers = account !== caller.id
      if (isOthers && !caller.isAdmin)
        throw new AppError('not_allowed', { params: { why: 'administrators' } })
      const rows = await access.audit(account, query.before, limits.pageSizeDefault)
      const isShown = ({ about: { by } }: AuditRow) => isOthers || by === undefined || by === caller.id
      const items = rows.map((row) => ({
        ...row,
        at: momentOf(row.at),
        address: isShown(row) ? row.address : '',
      }))
      return jsonAnswer({ items }, 200, noStore)
    },
  })
