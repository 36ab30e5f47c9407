/** This file has the operations on invitations to be a member of a list. */
import { z } from 'zod'
import type { Invitation } from '../../core/ports/access-store.ts'
import type { Caller } from '../../model/access.ts'
import { roles } from '../../model/access.ts'
import { AccountName } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import { List } from '../../model/list.ts'
import { Id, Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { idOrNotFound } from './ids.ts'
import { GivenRole } from './members.ts'
import { momentOf } from './moments.ts'
import { ById, wordMaker } from './names.ts'
import { operation, type Operation } from './operation.ts'
import { KeyText } from './sign-up.ts'

const InvitationAnswer = z
  .strictObject({
    id: z.string(),
    list: z.strictObject({ id: Id, name: z.string() }),
    role: z.enum(roles),
    name: z.string().nullable().describe('The account that it is for; null: for whoever has the link.'),
    by: z.string().nullable(),
    byId: ById,
    createdAt: Moment,
    expiresAt: Moment,
  })
  .meta({ id: 'Invitation' })
const NewInvitation = InvitationAnswer.extend({
  invitation: z
    .string()
    .nullable()
    .describe(
      'What the link ends with, `/#invitation_…`: it is shown this once. Null where it is for an account.',
    ),
}).meta({ id: 'NewInvitation' })

async function wordInvitation(
  access: HttpDeps['access'],
  { id, list, role, name, madeBy, createdAt, expiresAt }: Invitation,
) {
  const times = { createdAt: momentOf(createdAt), expiresAt: momentOf(expiresAt) }
  return { id, list, role, name, ...(await wordMaker(access, madeBy)), ...times }
}

const wordAll = (access: HttpDeps['access'], found: readonly Invitation[]) =>
  Promise.all(found.map((each) => wordInvitation(access, each)))

const common = { writes: false, conditional: false, demand: 'share', ofAccounts: true } as const
const page = z.strictObject({ items: z.array(InvitationAnswer) })

export function invitationOperations(deps: HttpDeps): Operation[] {
  return [
    listInvitations(deps),
    createInvitation(deps),
    removeInvitation(deps),
    readInvitations(deps),
    acceptInvitation(deps),
    declineInvitation(deps),
  ]
}

const listInvitations = ({ sharing, access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/lists/{id}/invitations',
    id: 'listInvitations',
    summary: 'The open invitations of the list',
    answers: { 200: { description: 'The invitations.', schema: page } },
    problems: ['list_not_found', 'not_allowed'],
    async handle({ caller, id }) {
      const found = await sharing.invitationsOf(caller, idOrNotFound(id, 'list_not_found'))
      return jsonAnswer({ items: await wordAll(access, found) }, 200, noStore)
    },
  })

const createInvitation = ({ sharing, access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/lists/{id}/invitations',
    id: 'createInvitation',
    summary: 'Invite an account by its name, or whoever has the link',
    body: z
      .strictObject({
        role: GivenRole,
        name: AccountName.optional().describe('Of the account; unless given, a link is made.'),
      })
      .meta({ id: 'InvitationInput' }),
    answers: { 201: { description: 'The invitation.', schema: NewInvitation } },
    problems: ['list_not_found', 'not_allowed', 'too_many_members'],
    async handle({ caller, id, body, visit }) {
      const list = idOrNotFound(id, 'list_not_found')
      const { invitation, key } = await sharing.invite(caller, list, body, visit.address)
      const link = body.name === undefined ? key : null
      const worded = await wordInvitation(access, invitation)
      return jsonAnswer({ ...worded, invitation: link }, 201, noStore)
    },
  })

const removeInvitation = ({ sharing }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/lists/{id}/invitations/{other}',
    id: 'removeInvitation',
    summary: 'Take an invitation back',
    answers: { 204: { description: 'It is good for nothing any more.' } },
    problems: ['list_not_found', 'not_allowed', 'invitation_not_found'],
    async handle({ caller, id, other, visit }) {
      await sharing.revoke(caller, idOrNotFound(id, 'list_not_found'), other, visit.address)
      return emptyAnswer(204)
    },
  })

const readInvitations = ({ sharing, access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/invitations',
    id: 'readInvitations',
    summary: 'The open invitations for the account',
    answers: { 200: { description: 'The invitations.', schema: page } },
    async handle({ caller }) {
      checkUnlimited(caller)
      return jsonAnswer({ items: await wordAll(access, await sharing.invitationsTo(caller)) }, 200, noStore)
    },
  })

const acceptInvitation = ({ sharing }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/invitations/accept',
    id: 'acceptInvitation',
    summary: 'Become a member of a list',
    body: z
      .union([z.strictObject({ invitation: KeyText }), z.strictObject({ id: z.string().max(100) })])
      .meta({ id: 'Acceptance', description: 'By a link, or one for the account by its id.' }),
    answers: { 200: { description: 'The list.', schema: List } },
    problems: ['invitation_not_found', 'too_many_lists', 'too_many_members', 'not_allowed'],
    async handle({ caller, body, visit }) {
      checkUnlimited(caller)
      const subject =
        'id' in body
          ? await sharing.acceptOwn(caller, body.id, visit.address)
          : await sharing.acceptLink(caller, body.invitation, visit.address)
      if (subject.kind !== 'list') throw new AppError('internal')
      return jsonAnswer(subject.list, 200)
    },
  })

const declineInvitation = ({ sharing }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/invitations/{id}',
    id: 'declineInvitation',
    summary: 'Decline an invitation for the account',
    answers: { 204: { description: 'It is gone.' } },
    problems: ['invitation_not_found'],
    async handle({ caller, id, visit }) {
      checkUnlimited(caller)
      await sharing.decline(caller, id, visit.address)
      return emptyAnswer(204)
    },
  })

/** @throws AppError `not_allowed` */
function checkUnlimited({ credential }: Caller): void {
  if (credential?.lists) throw new AppError('not_allowed', { params: { why: 'chosen_lists' } })
}
