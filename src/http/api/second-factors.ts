/** One sets up the second factor of one's account here: one-time codes of an app, with recovery codes. */
import { z } from 'zod'
import { Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { momentOf } from './moments.ts'
import { operation, type Operation } from './operation.ts'
import { Proof } from './proof.ts'

const WaysIn = z
  .strictObject({
    hasPassword: z.boolean(),
    secondFactor: z
      .strictObject({ since: Moment, recoveryCodes: z.int().describe('How many are left.') })
      .nullable()
      .describe('Asked for behind the password; a passkey is both by itself.'),
    passkeys: z.int().describe('How many there are.'),
  })
  .meta({ id: 'WaysIn' })
const Enrolment = z
  .strictObject({
    secret: z.string().describe('In base32, for an authenticator app. It is shown this once.'),
    uri: z.string().describe('The same as otpauth://totp/…, to be shown as a QR code.'),
  })
  .meta({ id: 'SecondFactorEnrolment' })
const RecoveryCodes = z
  .strictObject({ recoveryCodes: z.array(z.string()).describe('Each works once. They are shown this once.') })
  .meta({ id: 'RecoveryCodes' })

const common = { writes: false, conditional: false, demand: 'keys', ofAccounts: true } as const

export function secondFactorOperations(deps: HttpDeps): Operation[] {
  return [
    readWaysIn(deps),
    beginSecondFactor(deps),
    confirmSecondFactor(deps),
    renewRecoveryCodes(deps),
    removeSecondFactor(deps),
    removePassword(deps),
  ]
}

const readWaysIn = ({ secondFactors, passkeys, access }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/account/ways-in',
    id: 'readWaysIn',
    summary: 'What opens the account',
    answers: { 200: { description: 'The ways in.', schema: WaysIn } },
    async handle({ caller }) {
      const row = await access.account({ id: caller.id })
      const factor = await secondFactors.read(caller.id)
      const answer = {
        hasPassword: row !== undefined && row.password !== null,
        secondFactor: factor ? { ...factor, since: momentOf(factor.since) } : null,
        passkeys: (await passkeys.list(caller.id)).length,
      }
      return jsonAnswer(answer, 200, noStore)
    },
  })

const beginSecondFactor = ({ secondFactors }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/second-factor',
    id: 'beginSecondFactor',
    summary: 'Begin to set up a second factor; it counts from when a code of it was shown',
    proof: 'shown',
    body: Proof,
    answers: { 201: { description: 'For the authenticator app.', schema: Enrolment } },
    problems: ['second_factor_set'],
    handle: async ({ caller: { id, name }, actor }) =>
      jsonAnswer(await secondFactors.begin(id, name, actor), 201, noStore),
  })

const confirmSecondFactor = ({ secondFactors }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/second-factor/confirm',
    id: 'confirmSecondFactor',
    summary: 'Show a code of the new second factor, which counts from now on',
    // Whoever has a code of it had what a proof had begun.
    proof: 'none',
    body: z.strictObject({ code: z.string().max(100) }),
    answers: { 200: { description: 'The recovery codes.', schema: RecoveryCodes } },
    problems: [
      ...(['wrong_code', 'codes_sealed', 'second_factor_not_found', 'second_factor_set'] as const),
      ...(['too_many_requests', 'local_mode'] as const),
    ],
    async handle({ caller, body, actor }) {
      const recoveryCodes = await secondFactors.confirm(caller.id, body.code, actor)
      return jsonAnswer({ recoveryCodes }, 200, noStore)
    },
  })

const renewRecoveryCodes = ({ secondFactors }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/second-factor/recovery-codes',
    id: 'renewRecoveryCodes',
    summary: 'Make new recovery codes, in place of those there were',
    proof: 'shown',
    body: Proof,
    answers: { 200: { description: 'The recovery codes.', schema: RecoveryCodes } },
    problems: ['second_factor_not_found'],
    async handle({ caller, actor }) {
      const recoveryCodes = await secondFactors.renew(caller.id, actor)
      return jsonAnswer({ recoveryCodes }, 200, noStore)
    },
  })

const removeSecondFactor = ({ secondFactors }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/second-factor/remove',
    id: 'removeSecondFactor',
    summary: 'Take the second factor away, with its recovery codes',
    proof: 'shown',
    body: Proof,
    answers: { 204: { description: 'The password opens the account alone.' } },
    problems: ['second_factor_not_found'],
    async handle({ caller, actor }) {
      await secondFactors.remove(caller.id, actor)
      return emptyAnswer(204)
    },
  })

const removePassword = ({ passkeys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/password/remove',
    id: 'removePassword',
    summary: 'Take the password away: passkeys alone open the account',
    proof: 'shown',
    body: Proof,
    answers: { 204: { description: 'There is no password any more.' } },
    problems: ['last_way_in'],
    async handle({ caller, actor }) {
      await passkeys.removePassword(caller.id, actor)
      return emptyAnswer(204)
    },
  })
