/** One signs in with a passkey here: the browser knows by itself which ones it has for this host. */
import { z } from 'zod'
import { jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf } from '../visit.ts'
import { operation, type Operation } from './operation.ts'
import { Assertion, siteOf } from './proof.ts'
import { openSession, signedIn } from './session-answer.ts'

const RequestOptions = z
  .strictObject({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.int(),
    userVerification: z.literal('required'),
  })
  .meta({ id: 'PasskeyRequestOptions', description: 'PublicKeyCredentialRequestOptionsJSON.' })

const common = { demand: 'open', ofAccounts: true, writes: false, conditional: false } as const

export function passkeySignInOperations(deps: HttpDeps): Operation[] {
  return [passkeySignInOptions(deps), signInWithPasskey(deps)]
}

const passkeySignInOptions = (deps: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/session/passkey/options',
    id: 'passkeySignInOptions',
    summary: 'What a browser needs to show a passkey',
    answers: {
      200: {
        description: 'Good for five minutes, and once; for the session that asks, if one does.',
        schema: RequestOptions,
      },
    },
    problems: ['local_mode'],
    handle: async ({ visit }) =>
      jsonAnswer(await deps.passkeys.request(visit.caller, siteOf(visit)), 200, noStore),
  })

const signInWithPasskey = (deps: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/session/passkey',
    id: 'signInWithPasskey',
    summary: 'Sign in with a passkey',
    body: z.strictObject({ passkey: Assertion }),
    answers: { 200: signedIn },
    problems: ['passkey_refused', 'too_many_requests', 'local_mode'],
    async handle({ body, visit }) {
      const { address, caller } = visit
      const from = { address, network: networkOf(address) }
      const { id } = await deps.passkeys.check(caller, body.passkey, siteOf(visit), from)
      return openSession(deps, visit, id, { way: 'passkey', passkey: body.passkey.id }, 200)
    },
  })
