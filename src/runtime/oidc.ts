/**
 * The OpenID provider that people may sign in by, asked by openid-client: code flow with PKCE, signatures checked, all
 * of it bounded.
 */
import type { Configuration } from 'openid-client'
import type { Checks, Claims, IdentityProvider } from '../core/access/identities.ts'
import type { Log } from '../log.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import { createSealing } from './sealing.ts'

export interface OidcOptions {
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button says. */
  name: string
  signUp: boolean
}

/** Loaded when it is first needed: a start does not wait for it. */
const library = () => import('openid-client')

export function createProvider(options: OidcOptions, log: Pick<Log, 'warn'>): IdentityProvider {
  const configured = createDiscovery(options)
  const inTurn = createTurns()
  /** The log gets what a fault is called, never what was answered: that may have a key in it. */
  const failed = (code: 'provider_away' | 'provider_refused', cause: unknown): AppError => {
    log.warn('the sign-in provider', { issuer: options.issuer, code, reason: reasonOf(cause) })
    return new AppError(code, { cause })
  }

  async function address({ state, nonce, verifier, redirectUri }: Checks): Promise<string> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await library()
    const configuration = await configured().catch((cause: unknown) => {
      throw failed('provider_away', cause)
    })
    return buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      // Not the e-mail address: nothing is done by it.
      scope: 'openid profile',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).href
  }

  async function redeem(search: string, { state, nonce, verifier, redirectUri }: Checks): Promise<Claims> {
    const { AuthorizationResponseError, authorizationCodeGrant } = await library()
    try {
      const tokens = await authorizationCodeGrant(await configured(), new URL(redirectUri + search), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      // OpenID Connect Core 2: at most 255 ASCII characters.
      if (!claims || !/^[\x20-\x7e]{1,255}$/.test(claims.sub)) throw new Error('the subject is not one')
      return { issuer: claims.iss, subject: claims.sub, name: nameOf(claims) }
    } catch (cause) {
      if (cause instanceof AuthorizationResponseError && cause.error === 'access_denied')
        throw new AppError('sign_in_cancelled', { cause })
      throw failed(isAway(cause) ? 'provider_away' : 'provider_refused', cause)
    }
  }

  return {
    name: options.name,
    signsUp: options.signUp,
    address: (checks, network) => inTurn(network, () => address(checks)),
    redeem: (search, checks, network) => inTurn(network, () => redeem(search, checks)),
    ...createSealing(options.clientSecret, `sign-in ${options.clientId}`),
  }
}

/** It did not answer, not in time, or that it can not now. */
class Away extends Error {}

const isAway = (error: unknown): boolean =>
  error instanceof Away || (error instanceof Error && error.cause !== undefined && isAway(error.cause))

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code, error: word } = error as { code?: unknown; error?: unknown }
  const named = [error.message, code, word].filter((part) => typeof part === 'string' && part !== '')
  const own = named.join(', ').slice(0, 200)
  return error.cause instanceof Error ? `${own}: ${reasonOf(error.cause)}`.slice(0, 500) : own
}

function nameOf({ preferred_username: username, name }: Record<string, unknown>): string | null {
  const found = [username, name].find((text) => typeof text === 'string' && text !== '')
  return typeof found === 'string' ? found.slice(0, limits.nameLengthMax) : null
}

/** What the provider says of itself, asked for when it is needed, by one for all, and again after a while. */
function createDiscovery(options: OidcOptions): () => Promise<Configuration> {
  let known: { configuration: Configuration; at: number } | undefined
  let asking: Promise<Configuration> | undefined

  async function discover(): Promise<Configuration> {
    try {
      const configuration = await configurationOf(options)
      known = { configuration, at: performance.now() }
      return configuration
    } catch (error) {
      // What it said before may well do.
      if (known) return known.configuration
      throw error
    } finally {
      asking = undefined
    }
  }

  return async () => {
    if (known && performance.now() - known.at < serverLimits.providerKeptMs) return known.configuration
    return (asking ??= discover())
  }
}

async function configurationOf({ issuer, clientId, clientSecret }: OidcOptions): Promise<Configuration> {
  const {
    allowInsecureRequests,
    ClientSecretBasic,
    ClientSecretPost,
    customFetch,
    discovery,
    enableNonRepudiationChecks,
  } = await library()
  const [basic, post] = [ClientSecretBasic(clientSecret), ClientSecretPost(clientSecret)]
  const isPlain = issuer.startsWith('http:')
  return discovery(
    new URL(issuer),
    clientId,
    undefined,
    // RFC 8414, 2: what says nothing of it takes the first.
    (server, ...rest) => {
      const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server
      return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest)
    },
    {
      timeout: serverLimits.providerAnswerMs / 1_000,
      [customFetch]: boundedFetch as never,
      // Signatures are checked although the token comes over TLS. The configuration lets plain HTTP be of this computer
      // only.
      execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
    },
  )
}

/** Its signal, the time, comes with the options; it counts for the body as well. */
async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, { ...options, redirect: 'manual' })
    if (response.status >= 500) throw new Error(`it answers with ${response.status}`)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > serverLimits.providerAnswerBytesMax) throw new Error('its answer is too large')
      chunks.push(chunk)
    }
    return new Response(Buffer.concat(chunks), { status: response.status, headers: response.headers })
  } catch (cause) {
    throw new Away('it does not answer', { cause })
  }
}

/** Whoever calls often, or a provider that is slow, does not fill the server with what waits for it. */
function createTurns(): <T>(network: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, number>()
  let all = 0
  return async (network, work) => {
    const own = running.get(network) ?? 0
    if (all >= serverLimits.providerAsksMax || own >= serverLimits.providerAsksPerNetworkMax)
      throw new AppError('too_many_requests', { params: { why: 'signing_in' }, retryAfter: 2 })
    all++
    running.set(network, own + 1)
    try {
      return await work()
    } finally {
      all--
      const left = (running.get(network) ?? 1) - 1
      if (left > 0) running.set(network, left)
      else running.delete(network)
    }
  }
}
