/** These operations sign in and out, and tell the devices that are signed in. */
import { z } from 'zod'
import { limits } from '../../model/limits.ts'
import { Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import { setCookie } from '../cookie.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf } from '../visit.ts'
import { operation, type Operation } from './operation.ts'
import { momentOf, momentOrNull } from './moments.ts'
import { deviceOf, SessionAnswer, sessionOf, signedIn, signedInAnswer } from './session-answer.ts'
import { passkeySignInOperations } from './passkey-sign-in.ts'
import { Code, Proof } from './proof.ts'

const SignIn = z
  .strictObject({
    name: z.string().max(1_000),
    password: z.string().max(limits.passwordLengthMax),
    code: Code.optional(),
  })
  .meta({ id: 'SignIn' })
const Device = z
  .strictObject({
    id: z.string(),
    name: z.string().describe('What the browser said that it is.'),
    address: z.string().describe('Where it was last.'),
    way: z
      .enum(['password', 'second factor', 'passkey', 'provider', 'invitation'])
      .nullable()
      .describe('How it was opened; null where that is not known.'),
    createdAt: Moment,
    usedAt: Moment,
    expiresAt: Moment.nullable(),
    isThis: z.boolean(),
  })
  .meta({ id: 'Device' })

const common = { demand: 'keys', ofAccounts: true, writes: false, conditional: false } as const

export function sessionOperations(deps: HttpDeps): Operation[] {
  return [
    readSession(deps),
    signIn(deps),
    ...passkeySignInOperations(deps),
    proveSession(deps),
    signOut(deps),
    listSessions(deps),
    signOutElsewhere(deps),
    signOutDevice(deps),
  ]
}

const readSession = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/session',
    id: 'readSession',
    summary: 'Who one is here, if anyone',
    demand: 'open',
    conditional: false,
    answers: { 200: { description: 'How this server is entered, and who asks.', schema: SessionAnswer } },
    handle: async ({ visit }) => jsonAnswer(await sessionOf(deps, visit.caller), 200, noStore),
  })

const signIn = (deps: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/session',
    id: 'signIn',
    summary: 'Sign in',
    demand: 'open',
    body: SignIn,
    answers: { 200: signedIn },
    problems: [
      ...(['wrong_password', 'second_factor_needed', 'wrong_code', 'codes_sealed'] as const),
      ...(['too_many_requests', 'local_mode'] as const),
    ],
    async handle({ body, visit }) {
      const { address } = visit
      const where = { address, network: networkOf(address), device: deviceOf(visit) }
      const { key } = await deps.keys.signIn({ ...body, ...where })
      return signedInAnswer(deps, visit, key, 200)
    },
  })

const proveSession = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/session/proof',
    id: 'proveSession',
    summary: 'Show once more who one is, which counts for ten minutes in this session',
    proof: 'shown',
    body: Proof,
    answers: { 204: { description: 'What asks for a proof is done for the next ten minutes.' } },
    async handle({ actor }) {
      await keys.prove(actor)
      return emptyAnswer(204)
    },
  })

const signOut = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/session',
    id: 'signOut',
    summary: 'Sign out',
    proof: 'none',
    answers: { 204: { description: 'The session is over.' } },
    async handle({ caller, actor }) {
      await keys.remove(caller.id, 'session', caller.credential?.id ?? '', actor)
      const answer = emptyAnswer(204, { 'clear-site-data': '"cache"' })
      for (const isSecure of [true, false]) answer.headers.append('set-cookie', setCookie('', isSecure))
      return answer
    },
  })

const listSessions = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/sessions',
    id: 'listSessions',
    summary: 'Where one is signed in',
    answers: { 200: { description: 'The devices.', schema: z.strictObject({ items: z.array(Device) }) } },
    async handle({ caller }) {
      const items = (await keys.list(caller.id, 'session')).map(
        ({ id, name, address, way, createdAt, usedAt, expiresAt }) => ({
          id,
          name,
          address,
          way,
          createdAt: momentOf(createdAt),
          usedAt: momentOf(usedAt),
          expiresAt: momentOrNull(expiresAt),
          isThis: id === caller.credential?.id,
        }),
      )
      return jsonAnswer({ items }, 200, noStore)
    },
  })

const signOutElsewhere = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/sessions',
    id: 'signOutElsewhere',
    summary: 'Sign out everywhere but here',
    proof: 'none',
    answers: { 204: { description: 'The other sessions are over.' } },
    async handle({ caller, actor }) {
      await keys.endOthers(caller, actor)
      return emptyAnswer(204)
    },
  })

const signOutDevice = ({ keys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/sessions/{id}',
    id: 'signOutDevice',
    summary: 'Sign out one device',
    proof: 'none',
    answers: { 204: { description: 'That session is over.' } },
    problems: ['key_not_found'],
    async handle({ caller, id, actor }) {
      await keys.remove(caller.id, 'session', id, actor)
      return emptyAnswer(204)
    },
  })
