/** Signing in with a passkey: the browser knows by itself which ones it has for this host. */
import { z } from 'zod'
import { jsonAnswer, unkept } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { networkOf, type Visit } from '../visit.ts'
import { operation, type Operation } from './operation.ts'
import { Assertion, siteOf } from './proof.ts'

const RequestOptions = z
  .strictObject({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.int(),
    userVerification: z.literal('required'),
  })
  .meta({ id: 'PasskeyRequestOptions', description: 'PublicKeyCredentialRequestOptionsJSON.' })

/**
 * @param signedIn - the answer to whom is signed in now
 * @param open - opens a session of this account, and answers so
 */
export function passkeySignInOperations(
  { passkeys }: HttpDeps,
  signedIn: Operation['answers'][number],
  open: (visit: Visit, account: string, passkey: string) => Promise<Response>,
): Operation[] {
  const common = { demand: 'open', ofAccounts: true, writes: false, conditional: false } as const
  return [
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
        jsonAnswer(await passkeys.request(visit.caller, siteOf(visit)), 200, unkept),
    }),
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
        const { id } = await passkeys.check(caller, body.passkey, siteOf(visit), from)
        return open(visit, id, body.passkey.id)
      },
    }),
  ]
}
