/** `aiotodo login` and `logout`: where commands go from now on, with a token of their own there. */
import { hostname } from 'node:os'
import { createClient, jsonOf, ResponseError, type Client } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import { addressOf, type ServerArguments } from './connect.ts'
import { clean, say } from './output.ts'
import { forgetLogin, readLogin, saveLogin } from './saved-login.ts'
import { ask, readPassword } from './terminal.ts'

interface LoginArguments extends ServerArguments {
  name?: string
  scope: string
}

/**
 * Asks for name and password (the password, or the whole of it, from standard input where that is no terminal), makes a
 * token with them, and keeps that. The password itself is kept nowhere.
 */
export async function login(server: string | undefined, args: LoginArguments): Promise<void> {
  const { url, token } = addressOf({ ...args, ...(server !== undefined && { server }) })
  const client = createClient(url, { token: args.token ?? '' })
  const { mode } = await jsonOf<{ mode: string }>(
    await client.request('GET', 'api/v1/session', { retries: 0 }),
  )
  if (mode === 'local' || args.token) {
    const { name } = await client.account()
    const path = saveLogin({ server: url, ...(mode !== 'local' && args.token && { token }) })
    say(`Commands go to ${url}${mode === 'local' ? '' : ` as ${clean(name)}`} from now on (${path}).`)
    return
  }
  const name = args.name ?? (await ask('Name: '))
  const password = await readPassword(`Password for ${clean(name)}: `)
  const made = await makeToken(client, { name, password }, args.scope)
  const path = saveLogin({ server: url, token: made })
  say(`Commands go to ${url} as ${clean(name)} from now on (${path}).`)
}

/** Signs in, makes a token, and signs out. */
async function makeToken(
  client: Client,
  given: { name: string; password: string },
  scope: string,
): Promise<string> {
  const signedIn = await signIn(client, given)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const headers = { cookie }
  const body = { name: `aiotodo on ${hostname()}`.slice(0, 64), scope }
  const { token } = await jsonOf<{ token: string }>(
    await client.request('POST', 'api/v1/tokens', { headers, body }),
  )
  await client.request('DELETE', 'api/v1/session', { headers })
  return token
}

async function signIn(client: Client, given: { name: string; password: string }): Promise<Response> {
  const post = (body: object) => client.request('POST', 'api/v1/session', { body, retries: 0 })
  const first = await post(given)
  if (first.ok) return first
  const problem = await jsonOf(first).catch((error: ResponseError) => error)
  if (!(problem instanceof ResponseError) || problem.problem.code !== 'second_factor_needed') throw problem
  const code = await ask('Code of the second factor, or a recovery code: ')
  const second = await post({ ...given, code })
  if (second.ok) return second
  throw await jsonOf(second).catch((error: unknown) => error)
}

/** Takes the token back where it can, and forgets it in any case. */
export async function logout(): Promise<void> {
  const saved = readLogin()
  if (!saved) throw new AppError('bad_argument', { detail: 'There is no login; nothing is kept.' })
  forgetLogin()
  say(`Forgot ${saved.server}.`)
  if (!saved.token) return
  const id = saved.token.split('_')[1] ?? ''
  say(`Its token ${id} is good until it is taken back, at ${saved.server}/settings or by "aiotodo token rm".`)
}
