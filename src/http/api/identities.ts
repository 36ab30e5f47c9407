/** One signs in by the OpenID provider here, and links accounts to identities there. */
import { expectedError } from '../../core/write/store-health.ts'
import { z } from 'zod'
import type { IdentityRow } from '../../core/ports/access-store.ts'
import type { Finished, Flow } from '../../core/access/identities.ts'
import { AppError, type ErrorCode } from '../../model/errors.ts'
import { Id, Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import { flowCookie, setCookie, setFlowCookie } from '../cookie.ts'
import type { HttpDeps } from '../deps.ts'
import { pageRoutes, routes } from '../routes.ts'
import { networkOf, type Visit } from '../visit.ts'
import { momentOf } from './moments.ts'
import { idOrNotFound } from './ids.ts'
import { operation, type Operation } from './operation.ts'
import { Proof } from './proof.ts'
import { deviceOf } from './session-answer.ts'
import { KeyText } from './sign-up.ts'

const Identity = z
  .strictObject({
    id: z.string(),
    issuer: z.string().describe('Whose word it is.'),
    subject: z.string().describe('Who it is for the issuer.'),
    name: z.string().nullable().describe('What the provider called its owner when it was linked.'),
    createdAt: Moment,
    usedAt: Moment,
  })
  .meta({ id: 'Identity' })
const begun = {
  description: 'Where to send the browser; a cookie holds what it is to bring back.',
  schema: z.strictObject({ url: z.string() }),
}

const wordIdentity = ({
  id,
  issuer,
  subject,
  name,
  createdAt,
  usedAt,
}: IdentityRow): z.infer<typeof Identity> => ({
  id,
  issuer,
  subject,
  name,
  createdAt: momentOf(createdAt),
  usedAt: momentOf(usedAt),
})

/** It matches a path of the page, and nothing else: whoever signs in is sent nowhere that a link wishes. */
const pagePath = new RegExp(
  `^/(${pageRoutes.map((route) => route.slice(1).replace(':id', '[\\w-]+')).join('|')})?(\\?[\\w=&%.+-]*)?$`,
)
const ReturnTo = z
  .string()
  .max(1_000)
  .refine((path) => pagePath.test(path), 'is no path of the page; expected one such as "/today"')
  .describe('The path of the page to come back to.')

const problems: ErrorCode[] = ['no_provider', 'provider_away', 'too_many_requests', 'local_mode']

const ofOpen = { demand: 'open', ofAccounts: true, writes: false, conditional: false } as const
const ofKeys = { ...ofOpen, demand: 'keys' } as const
const from = ({ address }: Visit) => ({ address, network: networkOf(address) })

/** Begins, and answers with the cookie for the way back. */
async function begin(
  deps: HttpDeps,
  visit: Visit,
  about: Pick<Flow, 'returnTo' | 'invitation' | 'account'>,
  answer: (url: string, cookie: Record<string, string>) => Response,
): Promise<Response> {
  const redirectUri = `${baseOf(visit, deps)}${routes.api}/oidc/callback`
  const { url, sealed } = await deps.identities.begin({ redirectUri, ...about }, networkOf(visit.address))
  return answer(url, { ...noStore, 'set-cookie': setFlowCookie(sealed, redirectUri.startsWith('https:')) })
}

const redirect = (location: string, headers?: Record<string, string>) =>
  emptyAnswer(302, { ...noStore, ...headers, location })

export function identityOperations(deps: HttpDeps): Operation[] {
  return [
    beginProviderSignIn(deps),
    beginProviderSignUp(deps),
    finishProviderSignIn(deps),
    listIdentities(deps),
    linkIdentity(deps),
    unlinkIdentity(deps),
    listAccountIdentities(deps),
    unlinkAccountIdentity(deps),
  ]
}

const beginProviderSignIn = (deps: HttpDeps): Operation =>
  operation({
    ...ofOpen,
    method: 'get',
    path: '/oidc/start',
    id: 'beginProviderSignIn',
    summary: 'Go to the sign-in provider',
    query: z.strictObject({ returnTo: ReturnTo.optional() }),
    answers: { 302: { description: 'To the provider, or to the page, which says what is wrong.' } },
    problems,
    async handle({ query: { returnTo = '/' }, visit }) {
      deps.identities.checkProvider()
      try {
        return await begin(deps, visit, { returnTo }, redirect)
      } catch (error) {
        return redirect(`${deps.prefix}/#oidc_${codeOf(error)}`)
      }
    },
  })

const beginProviderSignUp = (deps: HttpDeps): Operation =>
  operation({
    ...ofOpen,
    method: 'post',
    path: '/oidc/start',
    id: 'beginProviderSignUp',
    summary: 'Make an account by an invitation and the sign-in provider',
    body: z.strictObject({ invitation: KeyText }).meta({ id: 'ProviderSignUp' }),
    answers: { 200: begun },
    problems,
    handle: ({ body: { invitation }, visit }) =>
      begin(deps, visit, { returnTo: '/', invitation }, (url, cookie) => jsonAnswer({ url }, 200, cookie)),
  })

const finishProviderSignIn = (deps: HttpDeps): Operation =>
  operation({
    ...ofOpen,
    method: 'get',
    path: '/oidc/callback',
    id: 'finishProviderSignIn',
    summary: 'Come back from the sign-in provider',
    query: z.looseObject({}).describe('As RFC 6749 (4.1.2) has it.'),
    answers: {
      302: {
        description: 'To the page, with a session in the cookie; or with what went wrong behind `#oidc_`.',
      },
    },
    problems: ['no_provider', 'local_mode'],
    async handle({ visit, url }) {
      deps.identities.checkProvider()
      const isSecure = baseOf(visit, deps).startsWith('https:')
      const flow = deps.identities.begun(flowCookie(visit.request.headers, isSecure))
      const place = deps.prefix + (flow?.returnTo ?? '/')
      let location = place
      let key: string | undefined
      try {
        const about = { ...from(visit), caller: visit.caller, device: deviceOf(visit) }
        const finished = await deps.identities.finish(flow, new URL(url).search, about)
        location = place + marks[finished.kind]
        if (finished.kind !== 'linked') key = finished.key
      } catch (error) {
        location = `${flow?.account === undefined ? `${deps.prefix}/` : place}#oidc_${codeOf(error)}`
      }
      const answer = redirect(location, { 'set-cookie': setFlowCookie('', isSecure) })
      if (key !== undefined) answer.headers.append('set-cookie', setCookie(key, isSecure))
      return answer
    },
  })

const listIdentities = ({ identities, access }: HttpDeps): Operation =>
  operation({
    ...ofKeys,
    method: 'get',
    path: '/identities',
    id: 'listIdentities',
    summary: 'The identities that one can sign in by',
    answers: {
      200: {
        description: 'The identities, and what there is beside them.',
        schema: z.strictObject({ items: z.array(Identity), hasPassword: z.boolean() }),
      },
    },
    async handle({ caller }) {
      const items = (await identities.list(caller.id)).map(wordIdentity)
      const password = (await access.account({ id: caller.id }))?.password ?? null
      return jsonAnswer({ items, hasPassword: password !== null }, 200, noStore)
    },
  })

const linkIdentity = (deps: HttpDeps): Operation =>
  operation({
    ...ofKeys,
    method: 'post',
    path: '/identities',
    id: 'linkIdentity',
    summary: "Link one's account to an identity, by signing in to it at the provider",
    proof: 'shown',
    body: Proof,
    answers: { 200: begun },
    problems,
    handle: ({ caller, visit }) =>
      begin(deps, visit, { returnTo: '/settings', account: caller.id }, (url, cookie) =>
        jsonAnswer({ url }, 200, cookie),
      ),
  })

const unlinkIdentity = ({ identities }: HttpDeps): Operation =>
  operation({
    ...ofKeys,
    method: 'delete',
    path: '/identities/{id}',
    id: 'unlinkIdentity',
    summary: 'Unlink an identity: nobody signs in by it any more',
    proof: 'recent',
    answers: { 204: { description: 'It is unlinked; sessions go on.' } },
    problems: ['identity_not_found', 'last_way_in'],
    async handle({ caller, id, actor }) {
      await identities.unlink(caller.id, id, actor)
      return emptyAnswer(204)
    },
  })

const listAccountIdentities = ({ identities }: HttpDeps): Operation =>
  operation({
    ...ofOpen,
    demand: 'govern',
    method: 'get',
    path: '/accounts/{id}/identities',
    id: 'listAccountIdentities',
    summary: 'The identities of an account',
    answers: {
      200: { description: 'The identities.', schema: z.strictObject({ items: z.array(Identity) }) },
    },
    problems: ['not_allowed'],
    handle: async ({ id }) =>
      jsonAnswer(
        { items: Id.safeParse(id).success ? (await identities.list(id)).map(wordIdentity) : [] },
        200,
        noStore,
      ),
  })

const unlinkAccountIdentity = ({ identities }: HttpDeps): Operation =>
  operation({
    ...ofOpen,
    demand: 'govern',
    method: 'delete',
    path: '/accounts/{id}/identities/{other}',
    id: 'unlinkAccountIdentity',
    summary: 'Unlink an identity of an account, also when that has no other way to sign in',
    proof: 'recent',
    answers: { 204: { description: 'It is unlinked; sessions go on.' } },
    problems: ['account_not_found', 'identity_not_found', 'last_way_in', 'not_allowed'],
    async handle({ id, other, actor }) {
      await identities.unlink(idOrNotFound(id, 'account_not_found'), other, actor)
      return emptyAnswer(204)
    },
  })

/** What the page is told behind its address. */
const marks: Record<Finished['kind'], string> = {
  linked: '#oidc_linked',
  'signed in': '',
  'signed up': '#oidc_signed_up',
}

/** A person is in front of this, so that it is the page that says it. */
function codeOf(error: unknown): ErrorCode {
  const expected = expectedError(error)
  if (!expected) throw error
  return expected.code
}

/**
 * Answers where the application is for this browser. The provider sends nobody to an address that it was not told of
 * before, so a forged Host leads nowhere.
 */
function baseOf(visit: Visit, { publicUrl, prefix }: HttpDeps): string {
  if (publicUrl !== undefined) return publicUrl
  const host = visit.request.headers.get('host') ?? ''
  if (!/^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i.test(host)) throw new AppError('bad_request')
  return `${visit.isSecure ? 'https' : 'http'}://${host}${prefix}`
}
