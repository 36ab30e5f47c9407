/** What is tried against signing in by a provider: each test is one attack, or one way in which a provider fails (SPEC.md, N41 to N45). */
import { afterAll, beforeAll, beforeEach, describe, expect, setSystemTime, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { join, password, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { engines, newDatabase } from '../support/engines.ts'
import { optionsOf, startProvider, type Provider } from '../support/provider.ts'
import { listen } from '../support/sockets.ts'
import { Visitor } from '../support/visitor.ts'

const database = { engine: 'sqlite', path: undefined } as const

let provider: Provider
let app: App
let ann: Person
let eve: Person

/** Links the account of this person to this subject. */
async function link(person: Person, subject: string): Promise<void> {
  provider.subject = subject
  const visitor = Visitor.as(app, person)
  const { body } = await visitor.ask('POST', '/identities', { currentPassword: password })
  expect(await visitor.signIn(body.url)).toBe('/settings#oidc_linked')
}

/** The provider says yes to whomever it is asked about: what is let in without being checked has an account. */
beforeAll(async () => {
  provider = await startProvider()
  app = await createApp({ database, localOnly: false, oidc: optionsOf(provider, true) })
  ann = await join(app, 'ann')
  eve = await join(app, 'eve')
  await link(ann, 'ann-there')
  await link(eve, 'eve-there')
})
afterAll(async () => {
  await app.close()
  await provider[Symbol.asyncDispose]()
})
beforeEach(() => {
  provider.subject = 'ann-there'
  provider.claims = (claims) => claims
  provider.signature = 'right'
  provider.error = undefined
  provider.takesCodesAgain = false
  provider.instead = () => undefined
  setSystemTime()
})

async function expectRefused(code: string, visitor = new Visitor(app)): Promise<void> {
  const before = (await app.store.access.accounts('', 100)).length
  expect(await visitor.signIn()).toBe(`/#oidc_${code}`)
  expect(await visitor.name()).toBe(undefined)
  expect((await app.store.access.accounts('', 100)).length).toBe(before)
}

const now = () => Math.floor(Date.now() / 1_000)
const tampered: [what: string, claims: Provider['claims']][] = [
  ['another nonce', (claims) => ({ ...claims, nonce: 'another' })],
  ['no nonce', ({ nonce: _, ...claims }) => claims],
  ['another audience', (claims) => ({ ...claims, aud: 'another client' })],
  ['several audiences, handed out to another', (claims) => ({ ...claims, aud: ['todos', 'x'], azp: 'x' })],
  ['another issuer', (claims) => ({ ...claims, iss: 'https://other.example' })],
  ['an end that has passed', (claims) => ({ ...claims, exp: now() - 60 })],
  ['no end', ({ exp: _, ...claims }) => claims],
  ['a beginning that is to come', (claims) => ({ ...claims, nbf: now() + 3_600 })],
  ['no subject', ({ sub: _, ...claims }) => claims],
  ['a subject that is a number', (claims) => ({ ...claims, sub: 7 })],
  ['a subject that is too long', (claims) => ({ ...claims, sub: 'x'.repeat(256) })],
  ['a subject that is no ASCII', (claims) => ({ ...claims, sub: 'ann\u0000there' })],
]

test.each(tampered)('[N41] an ID token with %s is refused', async (_, claims) => {
  provider.claims = claims
  await expectRefused('provider_refused')
})

test.each(['none', 'of another key', 'by the secret'] as const)(
  '[N41] an ID token whose signature is %s is refused',
  async (signature) => {
    provider.signature = signature
    await expectRefused('provider_refused')
    // Nor where the provider announces it.
    const own = await createApp({ database, localOnly: false, oidc: optionsOf(provider, true) })
    await join(own, 'somebody')
    expect(await new Visitor(own).signIn()).toBe('/#oidc_provider_refused')
    await own.close()
  },
)

test('[N41] an answer without an ID token is refused', async () => {
  const token = { access_token: 'x', token_type: 'bearer' }
  provider.instead = (path) => (path === '/token' ? Response.json(token) : undefined)
  await expectRefused('provider_refused')
})

test('[N41] a callback of the attacker in the browser of somebody else signs nobody in (login CSRF)', async () => {
  provider.subject = 'eve-there'
  const attacker = new Visitor(app)
  const path = await attacker.through(await attacker.begin())
  const asked = provider.asked.length
  const victim = new Visitor(app)
  expect(await victim.back(path)).toBe('/#oidc_sign_in_expired')
  // Nor one who is about to sign in, or is.
  await victim.begin()
  expect(await victim.back(path)).toBe('/#oidc_sign_in_expired')
  expect(await victim.name()).toBe(undefined)
  const signedIn = Visitor.as(app, ann)
  expect(await signedIn.back(path)).toBe('/#oidc_sign_in_expired')
  expect(await signedIn.name()).toBe('ann')
  expect(provider.asked.slice(asked).filter((each) => each === '/token')).toEqual([])
})

test('[N41] a code of one sign-in brought back with the state of another is refused (PKCE, nonce)', async () => {
  const [one, other] = [new Visitor(app), new Visitor(app)]
  const stolen = new URLSearchParams((await one.through(await one.begin())).split('?')[1])
  const path = await other.through(await other.begin())
  const mixed = new URLSearchParams(path.split('?')[1])
  mixed.set('code', stolen.get('code') ?? '')
  expect(await other.back(`/api/v1/oidc/callback?${mixed}`)).toBe('/#oidc_provider_refused')
  expect(await other.name()).toBe(undefined)
})

test('[N41] an answer in the name of another provider is refused (RFC 9207)', async () => {
  const visitor = new Visitor(app)
  const path = await visitor.through(await visitor.begin())
  const other = path.replace(encodeURIComponent(provider.issuer), encodeURIComponent('https://other.example'))
  expect(other).not.toBe(path)
  expect(await visitor.back(other)).toBe('/#oidc_provider_refused')
})

test('[N41] a cookie that was changed, or sealed by another server, counts for nothing', async () => {
  const name = 'aiotodo-sign-in'
  const visitor = new Visitor(app)
  const path = await visitor.through(await visitor.begin())
  const sealed = visitor.cookies.get(name) ?? ''
  for (const at of [0, 20, sealed.length - 2]) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    visitor.cookies.set(name, changed)
    expect(await visitor.back(path)).toBe('/#oidc_sign_in_expired')
  }
  const other = await createApp({
    database,
    localOnly: false,
    oidc: { ...optionsOf(provider), clientSecret: 'another' },
  })
  await join(other, 'somebody')
  const stranger = new Visitor(other)
  await stranger.begin()
  for (const cookie of [stranger.cookies.get(name) ?? '', '', 'x', '{}']) {
    visitor.cookies.set(name, cookie)
    expect(await visitor.back(path)).toBe('/#oidc_sign_in_expired')
  }
  await other.close()
})

test('[N41] a sign-in that took longer than ten minutes is over', async () => {
  const visitor = new Visitor(app)
  const path = await visitor.through(await visitor.begin())
  setSystemTime(Date.now() + serverLimits.providerSignInMs)
  expect(await visitor.back(path)).toBe('/#oidc_sign_in_expired')
})

describe.each(engines)('what came back comes again (%s)', (engine) => {
  test('[N41] one that came back is refused from then on, although the provider takes its code again', async () => {
    const own = await newDatabase(engine)
    const server = await createApp({ database: own.name, localOnly: false, oidc: optionsOf(provider, true) })
    await join(server, 'somebody')
    provider.takesCodesAgain = true
    const visitor = new Visitor(server)
    const path = await visitor.through(await visitor.begin())
    // Whoever took it all from the wire, on another node.
    const node =
      engine === 'memory'
        ? server
        : await createApp({ database: own.name, localOnly: false, oidc: optionsOf(provider, true) })
    const thieves = [new Visitor(node), new Visitor(server)]
    for (const thief of thieves) for (const [name, value] of visitor.cookies) thief.cookies.set(name, value)
    // At once, too: one of them is in, whichever it is.
    const places = await Promise.all([visitor, ...thieves].map((each) => each.back(path)))
    expect(places.filter((place) => place === '/#oidc_sign_in_expired').length).toBe(2)
    const late = new Visitor(node)
    for (const [name, value] of thieves[0]?.cookies ?? []) late.cookies.set(name, value)
    expect(await late.back(path)).toBe('/#oidc_sign_in_expired')
    // What is kept of it goes when it could not come again by its time.
    await server.store.access.note((tables) => tables.prune(Date.now() + serverLimits.providerSignInMs))
    expect(await server.store.access.note((tables) => tables.addReturn('x', Date.now()))).toBe(true)
    if (node !== server) await node.close()
    await server.close()
    await own.drop()
  })
})

test('[N41] a code that the provider has taken is refused by it', async () => {
  const visitor = new Visitor(app)
  const path = await visitor.through(await visitor.begin())
  const again = new Visitor(app)
  for (const [name, value] of visitor.cookies) again.cookies.set(name, value)
  expect(await visitor.back(path)).toBe('/')
  expect(await again.back(path)).toBe('/#oidc_provider_refused')
})

test('[N43] nobody links what they did not begin to: another browser, another account, a session that is over', async () => {
  const begin = async (visitor: Visitor) =>
    visitor.through((await visitor.ask('POST', '/identities', { currentPassword: password })).body.url)
  provider.subject = 'nobody-yet'
  const attacker = Visitor.as(app, eve)
  const path = await begin(attacker)
  const victim = Visitor.as(app, ann)
  expect(await victim.back(path)).toBe('/#oidc_sign_in_expired')
  // Somebody else signed in meanwhile, in the same browser.
  attacker.cookies.set('aiotodo', victim.cookies.get('aiotodo') ?? '')
  expect(await attacker.back(path)).toBe('/settings#oidc_sign_in_expired')
  const { key } = await app.keys.open(eve.id, 'a browser', '')
  const gone = new Visitor(app)
  gone.cookies.set('aiotodo', key)
  const late = await begin(gone)
  await gone.ask('DELETE', '/session')
  expect(await gone.back(late)).toBe('/settings#oidc_sign_in_expired')
  expect(await app.store.access.identity({ issuer: provider.issuer, subject: 'nobody-yet' })).toBe(undefined)
  // A token links nothing.
  const token = await eve.token({ scope: 'admin' })
  const asked = await new Visitor(app, token.headers).ask('POST', '/identities', {
    currentPassword: password,
  })
  expect(asked.status).toBe(403)
})

test('[N43] what is guessed at when linking counts as what is guessed at when signing in', async () => {
  const visitor = Visitor.as(app, await join(app, 'guessed'))
  const statuses: number[] = []
  for (let count = 0; count <= limits.attemptsFree; count++)
    statuses.push((await visitor.ask('POST', '/identities', { currentPassword: `guess ${count}` })).status)
  expect(statuses).toEqual([...Array.from({ length: limits.attemptsFree }, () => 401), 429])
})

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/today//evil.example',
  '/today?x=//evil.example',
  '/%2f%2fevil.example',
  '/.evil.example',
  'javascript:alert(1)',
  '/lists/../../evil',
  '/api/v1/session',
  '/today#x',
  '/today\r\nset-cookie: a=b',
  'today',
  '',
])('[N45] nobody is sent on to %j', async (returnTo) => {
  const { status, body } = await new Visitor(app).ask(
    'GET',
    `/oidc/start?returnTo=${encodeURIComponent(returnTo)}`,
  )
  expect([status, body.code]).toEqual([400, 'bad_request'])
})

test.each(['/', '/today', '/lists/0190a0b0-0000-7000-8000-000000000000?filter=active', '/search?q=a+b%20c'])(
  '[N45] one comes back to %s',
  async (returnTo) => {
    const visitor = new Visitor(app)
    expect(await visitor.signIn(await visitor.begin(returnTo))).toBe(returnTo)
  },
)

test('[N45] no script reads the cookie of a sign-in; over TLS no other host sets one', async () => {
  const set = async (server: App) =>
    (await new Visitor(server).ask('GET', '/oidc/start')).headers.get('set-cookie')
  expect(await set(app)).toMatch(/^aiotodo-sign-in=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
  const options = { database, localOnly: false, oidc: optionsOf(provider, true) }
  const secure = await createApp({ ...options, publicUrl: 'https://todo.example' })
  await join(secure, 'somebody')
  expect(await set(secure)).toMatch(
    /^__Host-aiotodo-sign-in=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/,
  )
  const visitor = new Visitor(secure)
  const address = await visitor.begin()
  expect(new URL(address).searchParams.get('redirect_uri')).toBe('https://todo.example/api/v1/oidc/callback')
  const path = await visitor.through(address)
  const sealed = visitor.cookies.get('__Host-aiotodo-sign-in') ?? ''
  // The name that anyone could have set, by plain HTTP or from a host beside ours.
  visitor.cookies.clear()
  visitor.cookies.set('aiotodo-sign-in', sealed)
  expect(await visitor.back(path)).toBe('/#oidc_sign_in_expired')
  visitor.cookies.set('__Host-aiotodo-sign-in', sealed)
  expect(await visitor.back(path)).toBe('/#oidc_signed_up')
  expect([...visitor.cookies.keys()]).toContain('__Host-aiotodo')
  await secure.close()
})

test('[N45] a page of another site begins nothing that needs a session or an invitation', async () => {
  const visitor = new Visitor(app, { ...ann.headers, origin: 'https://evil.example' })
  for (const [path, body] of [
    ['/identities', { currentPassword: password }],
    ['/oidc/start', { invitation: 'x' }],
  ] as const)
    expect((await visitor.ask('POST', path, body)).body.code).toBe('origin_not_allowed')
})

test('[N45] a forged Host leads to no other site: the provider knows where it sends browsers', async () => {
  for (const host of ['evil.example/@todo.example', 'a b', 'todo.example#', '']) {
    const request = new Request('http://todo.example/api/v1/oidc/start', { headers: { host } })
    const { status, headers } = await app.fetch(request)
    expect([host, status === 400 || headers.get('location')]).toEqual([
      host,
      status === 400 || '/#oidc_bad_request',
    ])
  }
})

test('[N44] who says no at the provider is told so; what the provider says is not shown', async () => {
  provider.error = 'access_denied'
  await expectRefused('sign_in_cancelled')
  provider.error = 'server_error'
  await expectRefused('provider_refused')
})

test('[N44] a provider that is down is said to be, and asked again the next time', async () => {
  const own = await startProvider()
  await own.down()
  const server = await createApp({ database, localOnly: false, oidc: optionsOf(own, true) })
  const admin = await join(server, 'somebody')
  const visitor = Visitor.as(server, admin)
  expect((await visitor.ask('GET', '/oidc/start')).headers.get('location')).toBe('/#oidc_provider_away')
  const problem = await visitor.ask('POST', '/identities', { currentPassword: password })
  expect([problem.status, problem.body.code, problem.headers.get('retry-after')]).toEqual([
    503,
    'provider_away',
    '1',
  ])
  own.up()
  const path = await visitor.through(await visitor.begin())
  // And between the beginning and the end.
  await own.down()
  expect(await visitor.back(path)).toBe('/#oidc_provider_away')
  own.up()
  expect(await new Visitor(server).signIn()).toBe('/#oidc_signed_up')
  // What it says of itself was asked for once.
  expect(own.asked.filter((each) => each.startsWith('/.well-known')).length).toBe(1)
  await server.close()
  await own[Symbol.asyncDispose]()
})

const failures: [what: string, path: string, answer: () => Response][] = [
  [
    'says that it is another',
    '/.well-known/openid-configuration',
    () => Response.json({ issuer: 'https://other.example' }),
  ],
  [
    'answers with HTML',
    '/.well-known/openid-configuration',
    () => new Response('<p>', { headers: { 'content-type': 'text/html' } }),
  ],
  [
    'answers without end',
    '/.well-known/openid-configuration',
    () => new Response('x'.repeat(serverLimits.providerAnswerBytesMax + 1)),
  ],
  ['sends elsewhere', '/.well-known/openid-configuration', () => Response.redirect('https://evil.example/')],
]

test.each(failures)('[N44] a provider that %s is not relied on', async (_, path, answer) => {
  const own = await startProvider()
  own.instead = (asked) => (asked === path ? answer() : undefined)
  const server = await createApp({ database, localOnly: false, oidc: optionsOf(own, true) })
  await join(server, 'somebody')
  const { headers } = await new Visitor(server).ask('GET', '/oidc/start')
  expect(headers.get('location')).toBe('/#oidc_provider_away')
  await server.close()
  await own[Symbol.asyncDispose]()
})

test('[N44] one that breaks down while it makes a token is away, not wrong', async () => {
  provider.instead = (path) => (path === '/token' ? new Response(null, { status: 502 }) : undefined)
  await expectRefused('provider_away')
})

test('[N44] a slow provider holds up a few at a time, of one network fewer, and nobody for long', async () => {
  const own = await startProvider()
  const server = await createApp({ database, localOnly: false, oidc: optionsOf(own, true) })
  await join(server, 'somebody')
  await using listening = listen(server)
  own.instead = () => new Promise<Response>(() => {})
  const begin = async () => (await new Visitor(server).ask('GET', '/oidc/start')).headers.get('location')
  const slow = Array.from({ length: serverLimits.providerAsksPerNetworkMax }, begin)
  expect(await begin()).toBe('/#oidc_too_many_requests')
  const elsewhere = fetch(`${listening.url}/api/v1/oidc/start`, { redirect: 'manual' })
  expect(await Promise.all(slow)).toEqual(slow.map(() => '/#oidc_provider_away'))
  expect((await elsewhere).headers.get('location')).toBe('/#oidc_provider_away')
  // All of them waited for one answer.
  expect(own.asked.length).toBe(1)
  own.instead = () => undefined
  expect(await new Visitor(server).signIn()).toBe('/#oidc_signed_up')
  await server.close()
  await own[Symbol.asyncDispose]()
})

test('[N45] below a prefix all of it is below that prefix', async () => {
  const own = await startProvider('/todo-server/api/v1/oidc/callback')
  const server = await createApp({
    database,
    localOnly: false,
    prefix: '/todo-server',
    oidc: optionsOf(own, true),
  })
  await join(server, 'somebody')
  const headers: Record<string, string> = { host: 'todo.example' }
  const go = async (path: string) => {
    const response = await server.fetch(new Request(`http://todo.example${path}`, { headers }))
    for (const set of response.headers.getSetCookie()) headers['cookie'] = set.split(';')[0] ?? ''
    return response.headers.get('location') ?? ''
  }
  const address = await go('/todo-server/api/v1/oidc/start?returnTo=/today')
  const back = new URL((await fetch(address, { redirect: 'manual' })).headers.get('location') ?? '')
  expect(back.pathname).toBe('/todo-server/api/v1/oidc/callback')
  expect(await go(back.pathname + back.search)).toBe('/todo-server/today#oidc_signed_up')
  expect(await go('/todo-server/api/v1/oidc/callback')).toBe('/todo-server/#oidc_sign_in_expired')
  await server.close()
  await own[Symbol.asyncDispose]()
})
