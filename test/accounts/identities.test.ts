/** Signing in by an OpenID provider, as it should go (SPEC.md, N40 to N49). What is tried against it: identity-attacks.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { createLog } from '../../src/log.ts'
import { by, join, password, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { backToNow, codeOf, goOn } from '../support/codes.ts'
import { engines, newDatabase } from '../support/engines.ts'
import { optionsOf, startProvider, type Provider } from '../support/provider.ts'
import { Visitor } from '../support/visitor.ts'
import { until } from '../support/until.ts'

const unique = (): string => `p${Bun.randomUUIDv7().replaceAll('-', '').slice(-16)}`

describe.each(engines)('signing in by a provider (%s)', (engine) => {
  let provider: Provider
  let database: Awaited<ReturnType<typeof newDatabase>>
  let app: App
  let admin: Person
  const lines: string[] = []

  beforeAll(async () => {
    provider = await startProvider()
    database = await newDatabase(engine)
    const log = createLog('debug', false, (text) => {
      lines.push(text)
      return Buffer.byteLength(text)
    })
    app = await createApp({ database: database.name, localOnly: false, oidc: optionsOf(provider), log })
    admin = await join(app, 'admin')
  })
  afterAll(async () => {
    await app.close()
    await database.drop()
    await provider[Symbol.asyncDispose]()
  })

  const invitation = () => app.accounts.invite(by(admin.id))

  /** A new account that is linked to a new subject; and its browser. */
  async function linked(): Promise<{ visitor: Visitor; person: Person; subject: string }> {
    const person = await join(app, unique())
    const visitor = Visitor.as(app, person)
    const subject = (provider.subject = unique())
    const { body } = await visitor.ask('POST', '/identities', { currentPassword: password })
    expect(await visitor.signIn(body.url)).toBe('/settings#oidc_linked')
    return { visitor, person, subject }
  }

  test('[N40] an identity that is linked opens a session, wherever it is called what and whatever its address', async () => {
    const { person, subject } = await linked()
    provider.username = 'admin'
    provider.claims = (claims) => ({ ...claims, email: 'admin@todo.example', email_verified: true })
    const visitor = new Visitor(app)
    expect(await visitor.signIn()).toBe('/')
    expect(await visitor.name()).toBe(person.name)
    expect((await visitor.ask('GET', '/session')).body).toMatchObject({
      kind: 'session',
      provider: { name: 'The provider' },
    })
    // The same subject of another issuer is somebody else, as is another subject with the same name.
    expect(await app.store.access.identity({ issuer: 'https://other.example', subject })).toBe(undefined)
    provider.subject = unique()
    provider.username = person.name
    expect(await new Visitor(app).signIn()).toBe('/#oidc_identity_unknown')
    provider.claims = (claims) => claims
  })

  test('[N42] an unknown identity has an account by an invitation only, once, under a name that is free', async () => {
    provider.subject = unique()
    provider.username = 'Admin@todo.example'
    const visitor = new Visitor(app)
    expect(await visitor.signIn()).toBe('/#oidc_identity_unknown')
    expect(await visitor.name()).toBe(undefined)
    const link = await invitation()
    expect(await visitor.signUp(link)).toBe('/#oidc_signed_up')
    expect(await visitor.name()).toBe('admin-2')
    expect((await visitor.ask('GET', '/session')).body.account.isAdmin).toBe(false)
    expect((await visitor.ask('GET', '/todos')).status).toBe(200)
    const again = new Visitor(app)
    expect(await again.signIn()).toBe('/')
    expect(await again.name()).toBe('admin-2')
    provider.subject = unique()
    expect(await new Visitor(app).signUp(link)).toBe('/#oidc_invitation_not_found')
    // Names that none may have.
    const names: [wished: string | undefined, name: RegExp][] = [
      ['local', /^local-2$/],
      [undefined, /^user(-\d+)?$/],
      ['  Ann <script> Smith', /^ann-script-smith$/],
      ['-.-', /^user(-\d+)?$/],
      ['аnn', /^user(-\d+)?$/],
      ['аԁмin', /^user(-\d+)?$/],
      ['x'.repeat(200), /^x{28}$/],
    ]
    for (const [wished, name] of names) {
      provider.subject = unique()
      provider.username = wished
      const someone = new Visitor(app)
      expect(await someone.signUp(await invitation())).toBe('/#oidc_signed_up')
      expect(await someone.name()).toMatch(name)
    }
  })

  test('[N42] two that come at once for one new identity make one account', async () => {
    provider.subject = unique()
    provider.username = unique()
    const visitors = [new Visitor(app), new Visitor(app)]
    const links = [await invitation(), await invitation()]
    const places = await Promise.all(visitors.map((visitor, index) => visitor.signUp(links[index] ?? '')))
    expect(places.toSorted()).toEqual(['/', '/#oidc_signed_up'])
    expect(await visitors[0]?.name()).toBe(provider.username)
    expect(await visitors[1]?.name()).toBe(provider.username)
  })

  test('[N43] linking asks for the password; an identity of another account is refused; unlinking shuts the door', async () => {
    const { visitor, person, subject } = await linked()
    for (const [body, code] of [
      [{}, 'bad_request'],
      [{ currentPassword: 'wrong horses' }, 'wrong_password'],
    ] as const)
      expect((await visitor.ask('POST', '/identities', body)).body.code).toBe(code)
    const { body } = await visitor.ask('GET', '/identities')
    expect(body).toMatchObject({ hasPassword: true, items: [{ issuer: provider.issuer, subject }] })
    const other = Visitor.as(app, await join(app, unique()))
    const begun = await other.ask('POST', '/identities', { currentPassword: password })
    expect(await other.signIn(begun.body.url)).toBe('/settings#oidc_identity_taken')
    expect((await other.ask('GET', '/identities')).body.items).toEqual([])
    // Linked once more, it is as it was.
    const again = await visitor.ask('POST', '/identities', { currentPassword: password })
    expect(await visitor.signIn(again.body.url)).toBe('/settings#oidc_linked')
    expect((await visitor.ask('GET', '/identities')).body.items.length).toBe(1)
    const { id } = body.items[0]
    expect((await other.ask('DELETE', `/identities/${id}`)).body.code).toBe('identity_not_found')
    expect((await visitor.ask('DELETE', `/identities/${id}`)).status).toBe(204)
    expect(await new Visitor(app).signIn()).toBe('/#oidc_identity_unknown')
    expect(await visitor.name()).toBe(person.name)
  })

  test('[N43] the only way in stays; with a password it may go', async () => {
    provider.subject = unique()
    provider.username = unique()
    const visitor = new Visitor(app)
    await visitor.signUp(await invitation())
    const { hasPassword, items } = (await visitor.ask('GET', '/identities')).body
    expect([hasPassword, items.length]).toEqual([false, 1])
    expect((await visitor.ask('DELETE', `/identities/${items[0].id}`)).body.code).toBe('last_way_in')
    expect((await visitor.ask('POST', '/session', { name: provider.username, password: '' })).status).toBe(
      401,
    )
    expect((await visitor.ask('PATCH', '/account', { password })).status).toBe(200)
    expect((await visitor.ask('DELETE', `/identities/${items[0].id}`)).status).toBe(204)
    expect((await visitor.ask('POST', '/session', { name: provider.username, password })).status).toBe(200)
  })

  test('[N49] an account without a password confirms what matters by having signed in lately', async () => {
    provider.subject = unique()
    provider.username = unique()
    const visitor = new Visitor(app)
    await visitor.signUp(await invitation())
    const [session] = (await visitor.ask('GET', '/sessions')).body.items
    const row = await app.store.access.credential(session.id)
    const old = { ...row, createdAt: (row?.createdAt ?? 0) - serverLimits.recentSignInMs } as NonNullable<
      typeof row
    >
    await app.store.access.change(async (tables) => {
      await tables.removeCredentials([old.id])
      await tables.addCredential(old)
    })
    for (const [method, path, body] of [
      ['POST', '/identities', {}],
      ['PATCH', '/account', { password }],
      ['PATCH', '/account', { name: unique() }],
    ] as const)
      expect((await visitor.ask(method, path, body)).body.code).toBe('sign_in_again')
    expect(await visitor.signIn()).toBe('/')
    expect((await visitor.ask('PATCH', '/account', { name: 'renamed' })).body.name).toBe('renamed')
    // Who has a password is asked for that, however young the session is.
    const { visitor: other } = await linked()
    expect(await other.signIn()).toBe('/')
    expect((await other.ask('PATCH', '/account', { name: unique() })).body.code).toBe('bad_request')
  })

  test('[N47] a disabled account is refused, a removed one is unknown', async () => {
    const { person } = await linked()
    await app.accounts.update(person.id, { isDisabled: true })
    const visitor = new Visitor(app)
    expect(await visitor.signIn()).toBe('/#oidc_account_disabled')
    expect(await visitor.name()).toBe(undefined)
    await app.accounts.update(person.id, { isDisabled: false })
    expect(await visitor.signIn()).toBe('/')
    await app.accounts.remove(person.id)
    expect(await new Visitor(app).signIn()).toBe('/#oidc_identity_unknown')
  })

  test('[N47] an administrator sees and unlinks identities, also the last one; the audit tells all of it', async () => {
    provider.subject = unique()
    provider.username = unique()
    const visitor = new Visitor(app)
    await visitor.signUp(await invitation())
    const { id } = (await visitor.ask('GET', '/session')).body.account
    const { items } = (await admin.ask('GET', `/accounts/${id}/identities`)).body
    expect(items).toMatchObject([{ subject: provider.subject, name: provider.username }])
    expect((await admin.ask('DELETE', `/accounts/${id}/identities/${items[0].id}`)).status).toBe(204)
    expect((await admin.ask('GET', `/accounts/${id}/identities`)).body.items).toEqual([])
    expect(await new Visitor(app).signIn()).toBe('/#oidc_identity_unknown')
    const rows = await app.store.access.audit(undefined, undefined, 100)
    const told = rows.filter(({ about }) => about['subject'] === provider.subject)
    expect(told.map(({ event, account }) => [event, account?.id])).toEqual([
      ['sign-in failed', undefined],
      ['identity unlinked', id],
      ['identity linked', id],
    ])
    expect(told[1]?.about).toMatchObject({ by: admin.id, issuer: provider.issuer })
    const own = await app.store.access.audit(id, undefined, 10)
    expect(own.map(({ event }) => event)).toContain('signed in')
  })

  test('[N14] no secret of a sign-in is in the log, the audit or an answer', async () => {
    const { visitor } = await linked()
    provider.signature = 'of another key'
    await new Visitor(app).signIn()
    provider.signature = 'right'
    await until(() => lines.join('').includes('provider_refused'), 'the line of the log')
    const log = lines.join('')
    const audit = JSON.stringify(await app.store.access.audit(undefined, undefined, 1_000))
    const answers = (await visitor.ask('GET', '/identities')).text
    expect(provider.secrets.length).toBeGreaterThan(10)
    for (const secret of [...provider.secrets, provider.clientSecret])
      for (const text of [log, audit, answers]) expect(text).not.toContain(secret)
  })

  if (engine !== 'memory') {
    test('[N46] one node begins and another finishes, also when the first has been restarted', async () => {
      const { person } = await linked()
      const options = { database: database.name, localOnly: false, oidc: optionsOf(provider) }
      const one = await createApp(options)
      const visitor = new Visitor(one)
      const path = await visitor.through(await visitor.begin('/today'))
      await one.close()
      const restarted = await createApp(options)
      visitor.app = restarted
      expect(await visitor.back(path)).toBe('/today')
      expect(await visitor.name()).toBe(person.name)
      visitor.app = app
      expect(await visitor.name()).toBe(person.name)
      await restarted.close()
    })
  }
})

test('[N42] with sign-up whom the provider knows has an account; but the first one is made by the link of the server', async () => {
  await using provider = await startProvider()
  const database = { engine: 'sqlite', path: undefined } as const
  const app = await createApp({ database, localOnly: false, oidc: optionsOf(provider, true) })
  const link = (await app.accounts.begin()) ?? ''
  expect(await new Visitor(app).signIn()).toBe('/#oidc_identity_unknown')
  const first = new Visitor(app)
  expect(await first.signUp(link)).toBe('/#oidc_signed_up')
  expect((await first.ask('GET', '/session')).body.account).toMatchObject({ name: 'ann', isAdmin: true })
  provider.subject = 'subject-2'
  const second = new Visitor(app)
  expect(await second.signIn()).toBe('/#oidc_signed_up')
  expect((await second.ask('GET', '/session')).body.account).toMatchObject({ name: 'ann-2', isAdmin: false })
  await app.close()
})

test('[N59] a second factor is asked for to link an identity, and not of whom the provider vouches for', async () => {
  await using provider = await startProvider()
  const database = { engine: 'sqlite', path: undefined } as const
  const app = await createApp({ database, localOnly: false, oidc: optionsOf(provider) })
  await join(app, 'admin')
  const person = await join(app, unique())
  const visitor = Visitor.as(app, person)
  goOn(0)
  const proof = { currentPassword: password }
  const { secret } = (await visitor.ask('POST', '/account/second-factor', proof)).body
  await visitor.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
  goOn(1)
  provider.subject = unique()
  for (const [code, problem] of [
    [undefined, 'second_factor_needed'],
    [codeOf(secret, 5), 'wrong_code'],
  ] as const)
    expect((await visitor.ask('POST', '/identities', { ...proof, code })).body.code).toBe(problem)
  const { body } = await visitor.ask('POST', '/identities', { ...proof, code: codeOf(secret) })
  expect(await visitor.signIn(body.url)).toBe('/settings#oidc_linked')
  const other = new Visitor(app)
  expect(await other.signIn()).toBe('/')
  expect(await other.name()).toBe(person.name)
  const { items } = (await other.ask('GET', '/sessions')).body
  expect(items.find(({ isThis }: { isThis: boolean }) => isThis).way).toBe('provider')
  // It opens the account and no more: what asks for the password once more asks for the code as well.
  for (const [path, remove] of [
    ['/account/second-factor/remove', proof],
    ['/identities', proof],
  ] as const)
    expect((await other.ask('POST', path, remove)).body.code).toBe('second_factor_needed')
  backToNow()
  await app.close()
})

test('[N40] without a provider, and in local mode, there is nothing of it', async () => {
  await using provider = await startProvider()
  const database = { engine: 'sqlite', path: undefined } as const
  const app = await createApp({ database, localOnly: false })
  const local = await createApp({ database, localOnly: false, oidc: optionsOf(provider) })
  await join(app, 'ann')
  for (const [path, method] of [
    ['/oidc/start', 'GET'],
    ['/oidc/callback?code=x&state=y', 'GET'],
  ] as const) {
    expect((await new Visitor(app).ask(method, path)).body.code).toBe('no_provider')
    expect((await new Visitor(local).ask(method, path)).body.code).toBe('local_mode')
  }
  expect((await new Visitor(app).ask('GET', '/session')).body.provider).toBe(null)
  expect(provider.asked).toEqual([])
  await app.close()
  await local.close()
})
