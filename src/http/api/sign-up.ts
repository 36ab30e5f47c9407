/** One signs up by an invitation here, and reads what it is for. */
import { z } from 'zod'
import { roles } from '../../model/access.ts'
import { AccountName, NewPassword } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import { Moment } from '../../model/todo.ts'
import { jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf } from '../visit.ts'
import { momentOf } from './moments.ts'
import { ById, nameProblems, wordMaker } from './names.ts'
import { operation, type Operation } from './operation.ts'
import { openSession, signedIn } from './session-answer.ts'

export const KeyText = z.string().min(1).max(200)
const SignUp = z
  .strictObject({ invitation: KeyText, name: AccountName, password: NewPassword })
  .meta({ id: 'SignUp' })
const InvitationRead = z
  .strictObject({
    kind: z
      .enum(['first', 'account', 'list'])
      .describe('To be the first account here, to have one, or to a list.'),
    list: z.string().nullable().describe("The list's name."),
    role: z.enum(roles).nullable(),
    by: z.string().nullable(),
    byId: ById,
    expiresAt: Moment,
  })
  .meta({ id: 'InvitationRead' })

export function signUpOperations(deps: HttpDeps): Operation[] {
  return [signUp(deps), readInvitation(deps)]
}

const signUp = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/accounts',
    id: 'signUp',
    summary: 'Make an account by an invitation, and sign in to it',
    demand: 'open',
    ofAccounts: true,
    writes: false,
    conditional: false,
    body: SignUp,
    answers: { 201: signedIn },
    problems: ['invitation_not_found', ...nameProblems, 'local_mode', 'too_many_requests'],
    async handle({ body: { invitation, ...input }, visit }) {
      const account = await deps.accounts.signUp(invitation, input, visit.address, networkOf(visit.address))
      return openSession(deps, visit, account.id, { way: 'invitation' }, 201)
    },
  })

const readInvitation = ({ sharing, access }: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/invitations/read',
    id: 'readInvitation',
    summary: 'What an invitation is for',
    demand: 'open',
    ofAccounts: true,
    writes: false,
    conditional: false,
    body: z.strictObject({ invitation: KeyText }),
    answers: { 200: { description: 'The invitation.', schema: InvitationRead } },
    problems: ['invitation_not_found', 'local_mode'],
    async handle({ body }) {
      const { list, role, madeBy, expiresAt, name } = await sharing.read(body.invitation)
      if (name !== null) throw new AppError('invitation_not_found')
      const kind = list ? 'list' : madeBy ? 'account' : 'first'
      const by = await wordMaker(access, madeBy)
      const read = { kind, list: list?.name ?? null, role, ...by }
      return jsonAnswer({ ...read, expiresAt: momentOf(expiresAt) }, 200, noStore)
    },
  })
