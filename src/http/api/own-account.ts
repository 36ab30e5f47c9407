/** This file has the operations on one's own account. */
import { z } from 'zod'
import { AccountName, AccountSettings, DefaultReminders, NewPassword } from '../../model/account.ts'
import { Zone } from '../../model/due.ts'
import { AppError } from '../../model/errors.ts'
import { Id } from '../../model/todo.ts'
import { jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { nameProblems } from './names.ts'
import { operation, type Operation } from './operation.ts'
import { proofFields } from './proof.ts'
import { SignedIn, signedInAs } from './session-answer.ts'

const AccountAnswer = z
  .strictObject({
    id: Id,
    name: z.string(),
    defaultList: Id,
    zone: Zone.nullable(),
    defaultReminders: DefaultReminders,
    settings: AccountSettings,
  })
  .meta({ id: 'Account' })

export const readAccount = (): Operation =>
  operation({
    method: 'get',
    path: '/account',
    id: 'readAccount',
    summary: 'The account, and which list is its default one',
    conditional: false,
    answers: { 200: { description: 'The account.', schema: AccountAnswer } },
    handle: async ({ caller }) => {
      const { isAdmin: _, ...account } = signedInAs(caller)
      return jsonAnswer(account)
    },
  })

export const updateAccount = ({ accounts, access }: HttpDeps): Operation =>
  operation({
    method: 'patch',
    path: '/account',
    id: 'updateAccount',
    summary: "Change one's own time zone, default reminders, settings, name or password",
    // A token that may write can set these three; all else needs a proof, and a token can not give one.
    demand: 'write',
    writes: false,
    conditional: false,
    proof: {
      of: ({ body: { zone: _, defaultReminders: __, settings: ___, ...rest } }) =>
        Object.keys(rest).length > 0 ? 'shown' : 'none',
      text: 'Time zone, default reminders and settings may be set by a token that may write, and is for all lists. All else is done by a session, and asks once more for the password with its code, or a passkey; without a password, to have signed in within ten minutes.',
    },
    body: z
      .strictObject({
        ...proofFields,
        name: AccountName.optional(),
        password: NewPassword.optional(),
        zone: Zone.nullable()
          .optional()
          .describe(
            'In which due dates without a time are meant; null: UTC. There is one in local mode as well.',
          ),
        defaultReminders: DefaultReminders.partial()
          .optional()
          .describe('What it does not name of them stays. There are some in local mode as well.'),
        settings: AccountSettings.partial()
          .optional()
          .describe('What it does not name of them stays. There are some in local mode as well.'),
      })
      .refine((body) => Object.keys(body).length > 0, 'names nothing; expected what is to be changed')
      .meta({
        id: 'AccountPatch',
        description:
          'A new password signs out everywhere but here. An account without one must have signed in within ten minutes.',
      }),
    answers: { 200: { description: 'The account.', schema: SignedIn } },
    problems: [...nameProblems],
    async handle({ caller, body: { password, name, zone, defaultReminders, settings }, actor }) {
      if (caller.credential?.lists) throw new AppError('not_allowed', { params: { why: 'chosen_lists' } })
      const changes = { password, name, zone, defaultReminders, settings }
      // A zone that is null is a change: it is taken away.
      const isChanged = Object.values(changes).some((value) => value !== undefined)
      const account = isChanged
        ? await accounts.update(caller.id, changes, actor, caller.credential?.id)
        : await access.account({ id: caller.id })
      return jsonAnswer(signedInAs(account ?? caller), 200, noStore)
    },
  })
