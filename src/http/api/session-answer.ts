/** Clients are told here who they are: how the server is entered, and the account. */
import { z } from 'zod'
import type { Caller } from '../../model/access.ts'
import { AccountSettings, DefaultReminders } from '../../model/account.ts'
import { withUsual } from '../../model/account-settings.ts'
import { noReminders } from '../../model/default-reminders.ts'
import { Zone } from '../../model/due.ts'
import { Id } from '../../model/todo.ts'
import { jsonAnswer, noStore } from '../answer.ts'
import { setCookie } from '../cookie.ts'
import type { HttpDeps } from '../deps.ts'
import type { Visit } from '../visit.ts'

export const SignedIn = z.strictObject({
  id: Id,
  name: z.string(),
  defaultList: Id,
  zone: Zone.nullable(),
  defaultReminders: DefaultReminders,
  settings: AccountSettings,
  isAdmin: z.boolean(),
})
export const signedInAs = ({
  id,
  name,
  defaultList,
  zone = null,
  defaultReminders,
  settings,
  isAdmin = false,
}: Caller) => ({
  id,
  name,
  defaultList,
  zone,
  defaultReminders: defaultReminders ?? noReminders,
  settings: withUsual(settings),
  isAdmin,
})
export const SessionAnswer = z
  .strictObject({
    mode: z
      .enum(['local', 'accounts'])
      .describe('"local": everyone here is the one account, and nobody signs in.'),
    isEmpty: z
      .boolean()
      .describe('Whether the first account is still to be made, by the link that the server printed.'),
    account: SignedIn.nullable().describe('Null for whom is not signed in.'),
    kind: z
      .enum(['session', 'read', 'write', 'admin'])
      .nullable()
      .describe('What was shown: a session, or a token of a scope.'),
    provider: z
      .strictObject({ name: z.string() })
      .nullable()
      .describe('The OpenID provider by which one can sign in as well.'),
  })
  .meta({ id: 'Session' })

/** The document says so of an operation that signs in. */
export const signedIn = {
  description: 'Who is signed in now; the session is in the cookie.',
  schema: SessionAnswer,
}

/** Tells what a browser says of itself, for the list of devices. */
export const deviceOf = ({ request }: Visit): string =>
  (request.headers.get('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200)

export async function sessionOf(
  { accounts, keyring, identities: { providerName } }: HttpDeps,
  caller: Caller | undefined,
): Promise<z.infer<typeof SessionAnswer>> {
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

/** Answers who is signed in by this key, which the cookie gets. */
export async function signedInAnswer(
  deps: HttpDeps,
  visit: Visit,
  key: string,
  status: number,
): Promise<Response> {
  const caller = await deps.keyring.find(key, 'cookie')
  return jsonAnswer(await sessionOf(deps, caller), status, {
    ...noStore,
    'set-cookie': setCookie(key, visit.isSaidSecure),
  })
}

/** Opens a session of the account, and answers so. */
export async function openSession(
  deps: HttpDeps,
  visit: Visit,
  account: string,
  how: Parameters<HttpDeps['keys']['open']>[3],
  status: number,
): Promise<Response> {
  const { key } = await deps.keys.open(account, deviceOf(visit), visit.address, how)
  return signedInAnswer(deps, visit, key, status)
}
