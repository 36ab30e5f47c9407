/** This file has the operations on other people's accounts, which only administrators may use. */
import { z } from 'zod'
import type { AccountRow } from '../../core/ports/access-store.ts'
import { AccountName, NewPassword } from '../../model/account.ts'
import { limits } from '../../model/limits.ts'
import { Id, Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { momentOf, momentOrNull } from './moments.ts'
import { IsAlike, nameProblems } from './names.ts'
import { idOrNotFound } from './ids.ts'
import { operation, type Operation } from './operation.ts'
import { Proof, proofFields } from './proof.ts'

const AccountInfo = z
  .strictObject({
    id: Id,
    name: z.string(),
    isAlike: IsAlike,
    isAdmin: z.boolean(),
    disabledAt: Moment.nullable(),
    createdAt: Moment,
  })
  .meta({ id: 'AccountInfo' })

async function wordAccounts(
  access: HttpDeps['access'],
  rows: readonly AccountRow[],
): Promise<z.infer<typeof AccountInfo>[]> {
  const alike = await access.alike(rows.map(({ id }) => id))
  return rows.map(({ id, name, isAdmin, disabledAt, createdAt }) => ({
    id,
    name,
    isAlike: alike.has(id),
    isAdmin,
    disabledAt: momentOrNull(disabledAt),
    createdAt: momentOf(createdAt),
  }))
}

const common = { writes: false, conditional: false, demand: 'govern', ofAccounts: true } as const

export function accountOperations(deps: HttpDeps): Operation[] {
  return [
    listAccounts(deps),
    inviteAccount(deps),
    governAccount(deps),
    resetFactors(deps),
    removeAccount(deps),
  ]
}

const listAccounts = ({ access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/accounts',
    id: 'listAccounts',
    summary: 'The accounts, by name',
    query: z.strictObject({
      after: z.string().max(200).optional().describe('The name of the last one of the page before.'),
    }),
    answers: {
      200: { description: 'A page of accounts.', schema: z.strictObject({ items: z.array(AccountInfo) }) },
    },
    problems: ['not_allowed'],
    async handle({ query }) {
      const rows = await access.accounts(query.after ?? '', limits.pageSizeDefault)
      return jsonAnswer({ items: await wordAccounts(access, rows) }, 200, noStore)
    },
  })

const inviteAccount = ({ accounts }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/accounts/invitations',
    id: 'inviteAccount',
    proof: 'recent',
    summary: 'Invite someone to have an account here',
    answers: {
      201: {
        description: 'What the link ends with, `/#invitation_…`: it is shown this once, and works once.',
        schema: z.strictObject({ invitation: z.string() }),
      },
    },
    problems: ['not_allowed', 'too_many_members'],
    handle: async ({ actor }) => jsonAnswer({ invitation: await accounts.invite(actor) }, 201, noStore),
  })

const governAccount = ({ accounts, access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'patch',
    path: '/accounts/{id}',
    id: 'governAccount',
    summary: 'Rename, disable or enable an account, make it an administrator, or set its password',
    proof: {
      of: ({ caller, id, body: { isDisabled, ...rest } }) =>
        isDisabled !== false && Object.keys(rest).length === 0
          ? 'none'
          : id === caller.id
            ? 'shown'
            : 'recent',
      text: "All but disabling an account asks for a proof: a sign-in within ten minutes, or `POST /session/proof`, or the fields below. For one's own account it must be those. No token does it.",
    },
    body: z
      .strictObject({
        ...proofFields,
        name: AccountName.optional(),
        isAdmin: z.boolean().optional(),
        isDisabled: z.boolean().optional(),
        password: NewPassword.optional(),
      })
      .meta({ id: 'AccountGovernance' }),
    answers: { 200: { description: 'The account.', schema: AccountInfo } },
    problems: ['account_not_found', ...nameProblems, 'last_administrator', 'not_allowed'],
    async handle({ caller, id, body: { name, isAdmin, isDisabled, password }, actor }) {
      const changes = { name, isAdmin, isDisabled, password }
      const own = id === caller.id ? caller.credential?.id : undefined
      const row = await accounts.update(idOrNotFound(id, 'account_not_found'), changes, actor, own)
      return jsonAnswer((await wordAccounts(access, [row]))[0], 200, noStore)
    },
  })

const resetFactors = ({ secondFactors }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/accounts/{id}/reset-factors',
    id: 'resetFactors',
    summary: 'Take second factor and passkeys from an account that lost them, and end its sessions',
    proof: {
      of: ({ caller, id }) => (id === caller.id ? 'shown' : 'recent'),
      text: "Asks for a proof: a sign-in within ten minutes, or `POST /session/proof`. For one's own account it must be in the body. No token does it.",
    },
    body: Proof,
    isBodyOptional: true,
    answers: { 204: { description: 'Its password opens it alone.' } },
    problems: ['account_not_found', 'last_way_in', 'not_allowed'],
    async handle({ id, actor }) {
      await secondFactors.reset(idOrNotFound(id, 'account_not_found'), actor)
      return emptyAnswer(204)
    },
  })

const removeAccount = ({ accounts }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/accounts/{id}',
    id: 'removeAccount',
    proof: 'recent',
    summary: 'Remove an account for good; lists that others are members of go to one of them',
    answers: { 204: { description: 'It is gone.' } },
    problems: ['account_not_found', 'last_administrator', 'not_allowed'],
    async handle({ id, actor }) {
      await accounts.remove(idOrNotFound(id, 'account_not_found'), actor)
      return emptyAnswer(204)
    },
  })
