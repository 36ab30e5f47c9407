/** An OpenID provider, strict with whoever asks it, which can be told to misbehave. */

import type { OidcOptions } from '../../src/runtime/oidc.ts'

export interface Provider extends AsyncDisposable {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who is signed in there. */
  subject: string
  username: string | undefined
  /** Changes what the ID token says. */
  claims: (claims: Record<string, unknown>) => Record<string, unknown>
  signature: 'right' | 'none' | 'of another key' | 'by the secret'
  /** What `authorize` answers instead of a code. */
  error: string | undefined
  /** Whether its token endpoint takes a code again. */
  takesCodesAgain: boolean
  /** What is answered by each path instead; a promise that does not resolve makes it slow. */
  instead: (path: string) => Response | Promise<Response> | undefined
  /** The paths that were asked for, oldest first. */
  asked: string[]
  /** Every key and secret that went through it. */
  secrets: string[]
  /** Stops listening; and listens again at the same address. */
  down(): Promise<void>
  up(): void
}

interface Grant {
  redirectUri: string
  challenge: string
  nonce: string
}

const text64 = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string =>
  new Uint8Array(bytes).toBase64({ alphabet: 'base64url', omitPadding: true })
const json64 = (value: unknown): string => text64(new TextEncoder().encode(JSON.stringify(value)))
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const newKeys = () => crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']) as Promise<CryptoKeyPair>

/** @param redirectPath - the path that browsers may be sent back to, on any host */
export async function startProvider(redirectPath = '/api/v1/oidc/callback'): Promise<Provider> {
  const [keys, foreign] = [await newKeys(), await newKeys()]
  const grants = new Map<string, Grant>()
  const used = new Set<string>()
  let server = serve(0)

  function serve(port: number) {
    return Bun.serve({ port, hostname: '127.0.0.1', fetch: answer })
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    provider.asked.push(pathname)
    const instead = provider.instead(pathname)
    if (instead) return instead
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return Response.json(metadata())
      case '/authorize':
        return authorize(searchParams, request.headers.get('accept') ?? '')
      case '/token':
        return token(request)
      case '/jwks':
        return Response.json({ keys: [await jwkOf(keys.publicKey)] })
      default:
        return new Response(null, { status: 404 })
    }
  }

  const metadata = () => ({
    issuer: provider.issuer,
    authorization_endpoint: `${provider.issuer}/authorize`,
    token_endpoint: `${provider.issuer}/token`,
    jwks_uri: `${provider.issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: provider.signature === 'by the secret' ? ['HS256'] : ['ES256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    authorization_response_iss_parameter_supported: true,
  })

  function authorize(query: URLSearchParams, accept: string): Response {
    const get = (name: string) => query.get(name) ?? ''
    const redirectUri = get('redirect_uri')
    const isRight =
      URL.canParse(redirectUri) &&
      new URL(redirectUri).pathname === redirectPath &&
      get('client_id') === provider.clientId &&
      get('response_type') === 'code' &&
      get('scope').split(' ').includes('openid') &&
      get('state').length >= 22 &&
      get('nonce').length >= 22 &&
      get('code_challenge_method') === 'S256' &&
      /^[\w-]{43}$/.test(get('code_challenge'))
    if (!isRight) return new Response('bad authorization request', { status: 400 })
    const back = new URL(redirectUri)
    back.searchParams.set('state', get('state'))
    back.searchParams.set('iss', provider.issuer)
    if (provider.error === undefined) {
      const code = text64(crypto.getRandomValues(new Uint8Array(32)))
      grants.set(code, { redirectUri, challenge: get('code_challenge'), nonce: get('nonce') })
      provider.secrets.push(code, get('state'), get('nonce'))
      back.searchParams.set('code', code)
    } else {
      back.searchParams.set('error', provider.error)
      back.searchParams.set('error_description', '<b>in its own words</b>')
    }
    if (!accept.includes('text/html')) return Response.redirect(back.href, 302)
    const page = `<!doctype html><title>The provider</title><a href="${back.href.replaceAll('&', '&amp;')}">Go on as ${provider.subject}</a>`
    return new Response(page, { headers: { 'content-type': 'text/html' } })
  }

  async function token(request: Request): Promise<Response> {
    const refuse = (error: string, status = 400) => Response.json({ error }, { status })
    const body = new URLSearchParams(await request.text())
    if (request.method !== 'POST') return refuse('invalid_request')
    if (!isClient(request.headers.get('authorization') ?? '')) return refuse('invalid_client', 401)
    if (body.get('grant_type') !== 'authorization_code') return refuse('unsupported_grant_type')
    const [code, verifier] = [body.get('code') ?? '', body.get('code_verifier') ?? '']
    const grant = grants.get(code)
    if (!grant || (used.has(code) && !provider.takesCodesAgain)) return refuse('invalid_grant')
    used.add(code)
    const digest = text64(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
    if (grant.redirectUri !== body.get('redirect_uri') || digest !== grant.challenge)
      return refuse('invalid_grant')
    provider.secrets.push(verifier)
    const idToken = await sign(grant.nonce)
    provider.secrets.push(idToken)
    return Response.json({
      access_token: 'an-access-token',
      token_type: 'bearer',
      expires_in: 60,
      id_token: idToken,
    })
  }

  /** RFC 6749, 2.3.1: both are form-encoded within. */
  function isClient(authorization: string): boolean {
    const [id, secret] = atob(authorization.replace(/^Basic /, '')).split(':')
    const given = new URLSearchParams(`id=${id}&secret=${secret}`)
    return given.get('id') === provider.clientId && given.get('secret') === provider.clientSecret
  }

  async function sign(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000)
    const claims = provider.claims({
      iss: provider.issuer,
      sub: provider.subject,
      aud: provider.clientId,
      iat: now,
      exp: now + 300,
      nonce,
      ...(provider.username !== undefined && { preferred_username: provider.username }),
    })
    const isNone = provider.signature === 'none'
    const isMac = provider.signature === 'by the secret'
    const header = isNone ? { alg: 'none' } : { alg: isMac ? 'HS256' : 'ES256', kid: 'a' }
    const signed = `${json64(header)}.${json64(claims)}`
    if (isNone) return `${signed}.`
    if (isMac) {
      const mac = new Bun.CryptoHasher('sha256', provider.clientSecret).update(signed).digest()
      return `${signed}.${text64(new Uint8Array(mac))}`
    }
    const { privateKey } = provider.signature === 'right' ? keys : foreign
    const signature = await crypto.subtle.sign(ecdsa, privateKey, new TextEncoder().encode(signed))
    return `${signed}.${text64(signature)}`
  }

  const issuer = `http://127.0.0.1:${server.port}`
  const provider: Provider = {
    issuer,
    clientId: 'todos',
    clientSecret: 'a secret: of the client/%',
    subject: 'subject-1',
    username: 'Ann',
    claims: (claims) => claims,
    signature: 'right',
    error: undefined,
    takesCodesAgain: false,
    instead: () => undefined,
    asked: [],
    secrets: [],
    down: () => server.stop(true),
    up: () => void (server = serve(Number(new URL(issuer).port))),
    [Symbol.asyncDispose]: () => server.stop(true),
  }
  return provider
}

/** What a server is told of it. */
export const optionsOf = ({ issuer, clientId, clientSecret }: Provider, signUp = false): OidcOptions => ({
  ...{ issuer, clientId, clientSecret },
  name: 'The provider',
  signUp,
})

async function jwkOf(key: CryptoKey): Promise<object> {
  const { kty, crv, x, y } = (await crypto.subtle.exportKey('jwk', key)) as Record<string, unknown>
  return { kty, crv, x, y, kid: 'a', alg: 'ES256', use: 'sig' }
}
