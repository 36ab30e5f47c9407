/** Who one is here: signing in and out, signing up, and the devices that are signed in. */
import { z } from 'zod'
import { roles } from '../../model/access.ts'
import { AccountName, NewPassword } from '../../model/account.ts'
import { Zone } from '../../model/due.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, unkept } from '../answer.ts'
import { setCookie } from '../cookie.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf, type Visit } from '../visit.ts'
import { operation, type Operation } from './operation.ts'
import { momentOf, momentOrNull } from './moments.ts'
import { ById, nameProblems, wordMaker } from './names.ts'
import { SessionAnswer, SignedIn, signedInAs } from './session-answer.ts'
import { passkeySignInOperations } from './passkey-sign-in.ts'
import { Code, Proof, proofFields } from './proof.ts'

export const KeyText = z.string().min(1).max(200)
const SignIn = z
  .strictObject({
    name: z.string().max(1_000),
    password: z.string().max(limits.passwordLengthMax),
    code: Code.optional(),
  })
  .meta({ id: 'SignIn' })
const SignUp = z
  .strictObject({ invitation: KeyText, name: AccountName, password: NewPassword })
  .meta({ id: 'SignUp' })
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

const signedIn = { description: 'Who is signed in now; the session is in the cookie.', schema: SessionAnswer }

/** What a browser says of itself, for the list of devices. */
export const deviceOf = ({ request }: Visit): string =>
  (request.headers.get('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200)

export function sessionOperations(deps: HttpDeps): Operation[] {
  const { accounts, keys, keyring, sharing, access, identities } = deps
  const { providerName } = identities

  async function whoIs({ caller }: Pick<Visit, 'caller'>): Promise<z.infer<typeof SessionAnswer>> {
    const account = caller ? signedInAs(caller) : null
    const mode = keyring.local ? 'local' : 'accounts'
    return {
      mode,
      isEmpty: !account && mode === 'accounts' && (await accounts.isEmpty()),
      account,
      kind: caller?.credential?.kind ?? null,
      provider: providerName === undefined ? null : { name: providerName },
    }
  }

  async function welcome(visit: Visit, key: string, status: number): Promise<Response> {
    const caller = await keyring.find(key, 'cookie')
    return jsonAnswer(await whoIs({ caller }), status, {
      ...unkept,
      'set-cookie': setCookie(key, visit.isSaidSecure),
    })
  }

  return [
    operation({
      method: 'get',
      path: '/session',
      id: 'readSession',
      summary: 'Who one is here, if anyone',
      demand: 'open',
      conditional: false,
      answers: { 200: { description: 'How this server is entered, and who asks.', schema: SessionAnswer } },
      handle: async ({ visit }) => jsonAnswer(await whoIs(visit), 200, unkept),
    }),
    operation({
      method: 'post',
      path: '/session',
      id: 'signIn',
      summary: 'Sign in',
      demand: 'open',
      ofAccounts: true,
      writes: false,
      conditional: false,
      body: SignIn,
      answers: { 200: signedIn },
      problems: [
        ...(['wrong_password', 'second_factor_needed', 'wrong_code', 'codes_sealed'] as const),
        ...(['too_many_requests', 'local_mode'] as const),
      ],
      async handle({ body, visit }) {
        const { address } = visit
        const where = { address, network: networkOf(address), device: deviceOf(visit) }
        const { key } = await keys.signIn({ ...body, ...where })
        return welcome(visit, key, 200)
      },
    }),
    ...passkeySignInOperations(deps, signedIn, async (visit, account, passkey) => {
      const { key } = await keys.open(account, deviceOf(visit), visit.address, { way: 'passkey', passkey })
      return welcome(visit, key, 200)
    }),
    operation({
      method: 'post',
      path: '/session/proof',
      id: 'proveSession',
      summary: 'Show once more who one is, which counts for ten minutes in this session',
      demand: 'keys',
      ofAccounts: true,
      writes: false,
      conditional: false,
      proof: 'shown',
      body: Proof,
      answers: { 204: { description: 'What asks for a proof is done for the next ten minutes.' } },
      async handle({ actor }) {
        await keys.prove(actor)
        return emptyAnswer(204)
      },
    }),
    operation({
      method: 'delete',
      path: '/session',
      id: 'signOut',
      summary: 'Sign out',
      demand: 'keys',
      proof: 'none',
      ofAccounts: true,
      writes: false,
      conditional: false,
      answers: { 204: { description: 'The session is over.' } },
      async handle({ caller, actor }) {
        await keys.remove(caller.id, 'session', caller.credential?.id ?? '', actor)
        const answer = emptyAnswer(204, { 'clear-site-data': '"cache"' })
        for (const isSecure of [true, false]) answer.headers.append('set-cookie', setCookie('', isSecure))
        return answer
      },
    }),
    operation({
      method: 'get',
      path: '/sessions',
      id: 'listSessions',
      summary: 'Where one is signed in',
      demand: 'keys',
      ofAccounts: true,
      conditional: false,
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
        return jsonAnswer({ items }, 200, unkept)
      },
    }),
    operation({
      method: 'delete',
      path: '/sessions',
      id: 'signOutElsewhere',
      summary: 'Sign out everywhere but here',
      demand: 'keys',
      proof: 'none',
      ofAccounts: true,
      writes: false,
      conditional: false,
      answers: { 204: { description: 'The other sessions are over.' } },
      async handle({ caller, actor }) {
        await keys.endOthers(caller, actor)
        return emptyAnswer(204)
      },
    }),
    operation({
      method: 'delete',
      path: '/sessions/{id}',
      id: 'signOutDevice',
      summary: 'Sign out one device',
      demand: 'keys',
      proof: 'none',
      ofAccounts: true,
      writes: false,
      conditional: false,
      answers: { 204: { description: 'That session is over.' } },
      problems: ['key_not_found'],
      async handle({ caller, id, actor }) {
        await keys.remove(caller.id, 'session', id, actor)
        return emptyAnswer(204)
      },
    }),
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
        const account = await accounts.signUp(invitation, input, visit.address, networkOf(visit.address))
        const { key } = await keys.open(account.id, deviceOf(visit), visit.address, { way: 'invitation' })
        return welcome(visit, key, 201)
      },
    }),
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
        return jsonAnswer({ ...read, expiresAt: momentOf(expiresAt) }, 200, unkept)
      },
    }),
    operation({
      method: 'patch',
      path: '/account',
      id: 'updateAccount',
      summary: "Change one's own time zone, name or password",
      demand: 'keys',
      writes: false,
      conditional: false,
      proof: {
        of: ({ body: { zone: _, ...rest } }) => (Object.keys(rest).length > 0 ? 'shown' : 'none'),
        text: 'All but the time zone asks once more for the password with its code, or a passkey; without a password, to have signed in within ten minutes.',
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
        })
        .refine((body) => Object.keys(body).length > 0, 'names nothing; expected what is to be changed')
        .meta({
          id: 'AccountPatch',
          description:
            'A new password signs out everywhere but here. An account without one must have signed in within ten minutes.',
        }),
      answers: { 200: { description: 'The account.', schema: SignedIn } },
      problems: [...nameProblems],
      async handle({ caller, body: { password, name, zone }, actor }) {
        const isChanged = (password ?? name ?? zone) !== undefined
        const changes = { password, name, zone }
        const account = isChanged
          ? await accounts.update(caller.id, changes, actor, caller.credential?.id)
          : await access.account({ id: caller.id })
        return jsonAnswer(signedInAs(account ?? caller), 200, unkept)
      },
    }),
  ]
}
