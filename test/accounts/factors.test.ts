/** A second factor, recovery codes and passkeys, and what is tried against them (SPEC.md, N21 to N28). */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { type Answer, ask, by, join, password, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { create, show, type Made, type Wrong } from '../support/authenticator.ts'
import { backToNow, codeOf, goOn } from '../support/codes.ts'
import { newDatabase, onEachEngine } from '../support/engines.ts'

let count = 0
const fresh = (name: string) => `${name}${count++}`
const origin = 'http://todo.example'
const here = { origin }
const proof = { currentPassword: password }
const outcome = ({ status, body }: Answer) => [status, body?.code ?? '']
const cookieOf = ({ headers }: Answer) => ({ cookie: headers.get('set-cookie')?.split(';')[0] ?? '' })

afterEach(backToNow)

/** Sets a second factor up; the code that confirmed it is spent. */
async function withFactor(person: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  goOn(0)
  const { secret } = (await person.ask('POST', '/account/second-factor', proof)).body
  const made = await person.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
  expect(made.status).toBe(200)
  goOn(1)
  return { secret, recoveryCodes: made.body.recoveryCodes }
}

async function withPasskey(person: Person, wrong: Wrong = {}): Promise<Made> {
  const options = (await person.ask('POST', '/account/passkeys/options', proof, here)).body
  const { answer, passkey } = create(options, origin, wrong)
  const made = await person.ask('POST', '/account/passkeys', { name: 'a key', passkey: answer }, here)
  expect(made.status).toBe(201)
  return passkey
}

onEachEngine('factors', (client, engine) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))
  const signIn = (name: string, code?: string, word = password) =>
    ask(app(), 'POST', '/session', { name, password: word, ...(code !== undefined && { code }) })
  const asked = async (headers: Record<string, string> = {}, to = app()) =>
    (await ask(to, 'POST', '/session/passkey/options', undefined, { ...here, ...headers })).body
  const enter = (passkey: unknown, headers: Record<string, string> = {}, to = app()) =>
    ask(to, 'POST', '/session/passkey', { passkey }, { ...here, ...headers })
  /** Forgets what failed: here all comes from one address. */
  const calm = () =>
    app().store.access.note((tables) => tables.prune(Date.now() + 10 * limits.attemptsKeptMs))
  beforeEach(calm)
  const events = async (who: Person) => (await who.ask('GET', '/audit')).body.items as any[]

  test('[N21] a second factor counts from when a code of it was shown, and then the password alone opens nothing', async () => {
    const ann = await person('ann')
    goOn(0)
    expect(outcome(await ann.ask('POST', '/account/second-factor', { currentPassword: 'wrong' }))).toEqual([
      401,
      'wrong_password',
    ])
    const begun = await ann.ask('POST', '/account/second-factor', proof)
    expect(begun.status).toBe(201)
    const { secret, uri } = begun.body
    expect(uri).toStartWith(`otpauth://totp/aiotodo:${ann.name}?`)
    expect(uri).toContain(`secret=${secret}`)
    expect((await signIn(ann.name)).status).toBe(200)
    const wrong = codeOf(secret, 5)
    expect(outcome(await ann.ask('POST', '/account/second-factor/confirm', { code: wrong }))).toEqual([
      401,
      'wrong_code',
    ])
    const made = await ann.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
    expect([made.status, new Set(made.body.recoveryCodes).size]).toEqual([200, 10])
    expect(outcome(await ann.ask('POST', '/account/second-factor', proof))).toEqual([
      401,
      'second_factor_needed',
    ])
    expect(outcome(await signIn(ann.name))).toEqual([401, 'second_factor_needed'])
    // What the password is not is told first, whatever the code.
    goOn(1)
    expect(outcome(await signIn(ann.name, codeOf(secret), 'wrong wrong'))).toEqual([401, 'wrong_password'])
    const inside = await signIn(ann.name, codeOf(secret).replace(/(?=...$)/, ' '))
    expect(inside.status).toBe(200)
    const { items } = (await ask(app(), 'GET', '/sessions', undefined, cookieOf(inside))).body
    expect(items.find((each: any) => each.isThis).way).toBe('second factor')
    const ways = (await ann.ask('GET', '/account/ways-in')).body
    expect(ways).toMatchObject({ hasPassword: true, secondFactor: { recoveryCodes: 10 }, passkeys: 0 })
  })

  test('[N21] what was begun is forgotten after a quarter of an hour, and what confirms it is no one else', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')]
    goOn(0)
    const { secret } = (await ann.ask('POST', '/account/second-factor', proof)).body
    const confirm = (who: Person) =>
      who.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
    expect(outcome(await confirm(bob))).toEqual([404, 'second_factor_not_found'])
    goOn(31)
    expect(outcome(await confirm(ann))).toEqual([404, 'second_factor_not_found'])
    expect((await signIn(ann.name)).status).toBe(200)
  })

  test('[N22] a code works once, one step early or late, also where many come at once', async () => {
    const ann = await person('ann')
    const { secret } = await withFactor(ann)
    // Confirmed by the step before: it is spent, as are those before it.
    expect(outcome(await signIn(ann.name, codeOf(secret, -1)))).toEqual([401, 'wrong_code'])
    expect(outcome(await signIn(ann.name, codeOf(secret, 2)))).toEqual([401, 'wrong_code'])
    const code = codeOf(secret, 1)
    const pairs = Array.from({ length: 8 }, (_, index) =>
      app()
        .keys.signIn({
          name: ann.name,
          password,
          code,
          address: `a${index}`,
          network: `a${index}`,
          device: '',
        })
        .then(
          () => 'in',
          (error: { code: string }) => error.code,
        ),
    )
    const outcomes = await Promise.all(pairs)
    expect(outcomes.filter((each) => each === 'in')).toHaveLength(1)
    goOn(1)
    expect(outcome(await signIn(ann.name, code))).toEqual([401, 'wrong_code'])
    // One that is older than the last is no newer for being shown later.
    expect(outcome(await signIn(ann.name, codeOf(secret, -1)))).toEqual([401, 'wrong_code'])
    goOn(1)
    expect((await signIn(ann.name, codeOf(secret))).status).toBe(200)
  })

  test('[N23] a recovery code works once, also where it comes twenty times at once; new ones end the old ones', async () => {
    const ann = await person('ann')
    const { recoveryCodes } = await withFactor(ann)
    const [first = '', second = '', third = '', fourth = ''] = recoveryCodes
    expect(first).toMatch(/^([a-z0-9]{4}-){5}[a-z0-9]{4}$/)
    const attempts = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        app()
          .keys.signIn({
            ...{ name: ann.name, password, code: first, device: '' },
            ...{ address: `r${index}`, network: `r${index}` },
          })
          .then(
            () => 'in',
            (error: { code: string }) => error.code,
          ),
      ),
    )
    expect(attempts.filter((each) => each === 'in')).toHaveLength(1)
    expect((await ann.ask('GET', '/account/ways-in')).body.secondFactor.recoveryCodes).toBe(9)
    goOn(60)
    expect((await signIn(ann.name, second.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
    expect(outcome(await signIn(ann.name, second))).toEqual([401, 'wrong_code'])
    expect(outcome(await ann.ask('POST', '/account/second-factor/recovery-codes', proof))).toEqual([
      401,
      'second_factor_needed',
    ])
    const renewed = await ann.ask('POST', '/account/second-factor/recovery-codes', { ...proof, code: third })
    expect([renewed.status, renewed.body.recoveryCodes.length]).toEqual([200, 10])
    expect(outcome(await signIn(ann.name, fourth))).toEqual([401, 'wrong_code'])
    expect((await signIn(ann.name, renewed.body.recoveryCodes[0])).status).toBe(200)
  })

  test('[N24] wrong codes are few, from everywhere together, and asking without a code forgets none', async () => {
    const ann = await person('ann')
    const { secret, recoveryCodes } = await withFactor(ann)
    const from = (address: string, code?: string) =>
      app()
        .keys.signIn({ name: ann.name, password, code, address, network: address, device: '' })
        .then(
          () => 'in',
          (error: { code: string }) => error.code,
        )
    const outcomes: string[] = []
    for (let index = 0; index < serverLimits.codesFree + 2; index++) {
      expect(await from(`bot ${index}`)).toBe('second_factor_needed')
      outcomes.push(await from(`bot ${index}`, '000000x'))
    }
    expect(outcomes.slice(0, serverLimits.codesFree)).toEqual(
      Array(serverLimits.codesFree).fill('wrong_code'),
    )
    expect(outcomes.at(-1)).toBe('too_many_requests')
    // Even with the right one, and a recovery code is not used up by it.
    expect(await from('elsewhere', codeOf(secret))).toBe('too_many_requests')
    expect(await from('elsewhere', recoveryCodes[0])).toBe('too_many_requests')
    goOn(1)
    expect(await from('elsewhere', recoveryCodes[0])).toBe('in')
  })

  test('[N24] from one address wrong codes count as wrong passwords do, whoever has the right password', async () => {
    const ann = await person('ann')
    const { secret } = await withFactor(ann)
    const codes: string[] = []
    for (let index = 0; index < limits.attemptsFree + 1; index++) {
      if (index % 2 === 0) await signIn(ann.name)
      codes.push((await signIn(ann.name, 'no code')).body.code)
    }
    expect(codes.filter((code) => code === 'wrong_code').length).toBeLessThanOrEqual(limits.attemptsFree)
    expect(codes.at(-1)).toBe('too_many_requests')
    goOn(60)
    expect((await signIn(ann.name, codeOf(secret))).status).toBe(200)
    // A password that is asked for without its code fails at nothing.
    for (let index = 0; index < 4 * limits.attemptsFree + 5; index++)
      expect(outcome(await signIn(ann.name))).toEqual([401, 'second_factor_needed'])
  })

  test('[N25] what asks for the password asks for the code, and nothing goes without them', async () => {
    const ann = await person('ann')
    const { secret, recoveryCodes } = await withFactor(ann)
    const [one, two, three] = recoveryCodes
    const better = 'eight green goats'
    const change = (more: object) => ann.ask('PATCH', '/account', { ...proof, password: better, ...more })
    expect(outcome(await change({}))).toEqual([401, 'second_factor_needed'])
    expect(outcome(await change({ code: 'no code' }))).toEqual([401, 'wrong_code'])
    const remove = (body: object) => ann.ask('POST', '/account/second-factor/remove', body)
    expect(outcome(await remove({}))).toEqual([400, 'bad_request'])
    expect(outcome(await remove({ code: one }))).toEqual([400, 'bad_request'])
    expect(outcome(await remove(proof))).toEqual([401, 'second_factor_needed'])
    expect(outcome(await remove({ currentPassword: 'wrong', code: one }))).toEqual([401, 'wrong_password'])
    expect((await change({ code: two })).status).toBe(200)
    // A password that an administrator sets leaves the factor where it is.
    await app().accounts.setPassword(ann.id, password, undefined)
    expect(outcome(await signIn(ann.name))).toEqual([401, 'second_factor_needed'])
    const again = cookieOf(await signIn(ann.name, three))
    goOn(2)
    const removed = await ask(
      app(),
      'POST',
      '/account/second-factor/remove',
      { ...proof, code: codeOf(secret) },
      again,
    )
    expect(removed.status).toBe(204)
    expect((await signIn(ann.name)).status).toBe(200)
    const seen = (await ask(app(), 'GET', '/audit', undefined, again)).body.items as any[]
    expect(seen.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        ...['second factor begun', 'second factor set', 'recovery code used', 'wrong code'],
        ...['second factor removed'],
      ]),
    )
    const text = JSON.stringify(seen)
    for (const hidden of [secret, ...recoveryCodes]) expect(text).not.toContain(hidden)
  })

  test('[N25] an administrator takes the factors away by a session, and the sessions end', async () => {
    const [ann, admin] = [await person('ann'), await person('admin')]
    await app().accounts.update(admin.id, { isAdmin: true })
    await withPasskey(ann)
    await withFactor(ann)
    const path = `/accounts/${ann.id}/reset-factors`
    expect((await ann.ask('POST', path)).status).toBe(403)
    const token = await admin.token({ scope: 'admin' })
    expect((await ask(app(), 'POST', path, undefined, token.headers)).status).toBe(403)
    expect((await admin.ask('POST', path)).status).toBe(204)
    expect((await ann.ask('GET', '/account')).status).toBe(401)
    expect((await signIn(ann.name)).status).toBe(200)
    expect(await app().passkeys.list(ann.id)).toEqual([])
    const { items } = (await admin.ask('GET', '/audit?all=true')).body
    expect(items.find((each: any) => each.event === 'factors reset')).toMatchObject({
      account: { id: ann.id },
      about: { by: admin.id, passkeys: 1 },
    })
  })

  test('[N26] a passkey signs in without a name or a password, is listed, renamed and removed', async () => {
    const ann = await person('ann')
    const passkey = await withPasskey(ann, { counter: 7 })
    await withFactor(ann)
    const inside = await enter(show(passkey, await asked(), origin))
    expect([inside.status, inside.body.account.name]).toEqual([200, ann.name])
    const devices = (await ask(app(), 'GET', '/sessions', undefined, cookieOf(inside))).body.items
    expect(devices.find((each: any) => each.isThis).way).toBe('passkey')
    const [listed] = (await ann.ask('GET', '/account/passkeys')).body.items
    expect(listed).toMatchObject({ name: 'a key', site: 'todo.example', usedAt: expect.any(String) })
    const renamed = await ann.ask('PATCH', `/account/passkeys/${listed.id}`, { name: 'my phone' })
    expect([renamed.status, renamed.body.name]).toEqual([200, 'my phone'])
    // It shows once more who one is, instead of the password and its code.
    const session = cookieOf(inside)
    const own = show(passkey, await asked(session), origin)
    const remove = (body: object, headers = session) =>
      ask(app(), 'POST', `/account/passkeys/${listed.id}/remove`, body, { ...here, ...headers })
    expect(outcome(await remove({}))).toEqual([400, 'bad_request'])
    expect(outcome(await remove(proof))).toEqual([401, 'second_factor_needed'])
    expect((await remove({ passkey: own })).status).toBe(204)
    expect((await ann.ask('GET', '/account/passkeys')).body.items).toEqual([])
    expect(outcome(await enter(show(passkey, await asked(), origin)))).toEqual([401, 'passkey_refused'])
    const seen = await events(ann)
    expect(seen.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['passkey made', 'passkey renamed', 'passkey removed']),
    )
  })

  test('[N27] an answer counts once, for its challenge, its site, its user and its session', async () => {
    const [ann, eve] = [await person('ann'), await person('eve')]
    const passkey = await withPasskey(ann, { counter: 7 })
    const refused = async (answer: unknown, headers: Record<string, string> = {}) =>
      expect(outcome(await enter(answer, headers))).toEqual([401, 'passkey_refused'])
    const wrong = async (about: Wrong) => refused(show(passkey, await asked(), origin, about))

    const answer = show(passkey, await asked(), origin)
    expect((await enter(answer)).status).toBe(200)
    // Replayed; from another site, which also says that it is ours; without its user; as one that was copied.
    await refused(answer)
    await wrong({ origin: 'https://evil.example' })
    await wrong({ host: 'evil.example' })
    await wrong({ origin: 'https://todo.example' })
    await calm()
    await wrong({ isUserVerified: false })
    await wrong({ type: 'webauthn.create' })
    await wrong({ userHandle: eve.id.replaceAll('-', '') })
    await calm()
    await wrong({ counter: 7 })
    // Challenges that are made up, too old, of a session, or for making one.
    await wrong({ challenge: 'AAAA' })
    const { challenge } = await asked()
    await wrong({ challenge: (challenge[0] === '0' ? '1' : '0') + challenge.slice(1) })
    await calm()
    await wrong({ challenge: (await asked(eve.headers)).challenge })
    const creation = await eve.ask('POST', '/account/passkeys/options', proof, here)
    await wrong({ challenge: creation.body.challenge })
    const old = await asked()
    goOn(11)
    await refused(show(passkey, old, origin))
    // Another site's page that the server is asked for by: the passkey is not for it.
    const there = { host: 'evil.example', origin: 'https://evil.example' }
    const evil = show(passkey, await asked(there), there.origin)
    await refused(evil, there)
    // A signature of somebody else's key under this one's id.
    const other = await withPasskey(eve)
    await refused({ ...show(other, await asked(), origin), id: passkey.id, rawId: passkey.id })
    await calm()
    expect((await enter(show(passkey, await asked(), origin))).status).toBe(200)
    // Eve's passkey shows who Eve is, and not Ann.
    const stolen = show(other, await asked(ann.headers), origin)
    const rename = await ann.ask('PATCH', '/account', { passkey: stolen, name: 'mallory' }, here)
    expect(outcome(rename)).toEqual([401, 'passkey_refused'])
    // Disabled.
    await app().accounts.update(ann.id, { isDisabled: true })
    await refused(show(passkey, await asked(), origin))
  })

  test('[N27] the same answer twenty times at once opens one session', async () => {
    const ann = await person('ann')
    const passkey = await withPasskey(ann)
    const answer = show(passkey, await asked(), origin)
    const site = { origin, host: 'todo.example' }
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        app()
          .passkeys.check(undefined, answer, site, { address: `p${index}`, network: `p${index}` })
          .then(
            () => 'in',
            (error: { code: string }) => error.code,
          ),
      ),
    )
    expect(outcomes.filter((each) => each === 'in')).toHaveLength(1)
  })

  test('[N27] a passkey is made by the session that asked, for its site, with its user verified, and once', async () => {
    const [ann, eve] = [await person('ann'), await person('eve')]
    expect(outcome(await ann.ask('POST', '/account/passkeys/options', {}, here))).toEqual([
      400,
      'bad_request',
    ])
    const options = async (who: Person) =>
      (await who.ask('POST', '/account/passkeys/options', proof, here)).body
    const add = async (who: Person, passkey: unknown) =>
      outcome(await who.ask('POST', '/account/passkeys', { name: 'x', passkey }, here))
    const refused = [401, 'passkey_refused']
    const mine = await options(ann)
    expect(await add(eve, create(mine, origin).answer)).toEqual(refused)
    for (const wrong of [
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { isUserVerified: false },
      { challenge: 'AAAA' },
      { challenge: (await asked(ann.headers)).challenge },
      { type: 'webauthn.get' },
    ])
      expect(await add(ann, create(await options(ann), origin, wrong).answer)).toEqual(refused)
    const { answer } = create(mine, origin)
    expect((await add(ann, answer))[0]).toBe(201)
    expect(await add(ann, answer)).toEqual(refused)
    // The same credential under a challenge of someone else's.
    const copy = create(await options(eve), origin).answer
    expect((await add(eve, copy))[0]).toBe(201)
    for (const junk of [{ id: 'x' }, { ...answer, response: { clientDataJSON: '', attestationObject: 'A' } }])
      expect([400, 401]).toContain((await add(ann, junk))[0] as number)
    const [row] = await app().passkeys.list(ann.id)
    await app().store.access.inTurn(async (tables) => {
      for (let left = serverLimits.passkeysPerAccountMax - 1; left > 0; left--)
        if (row) await tables.addPasskey({ ...row, id: `${left}`, credential: `${left} of ${ann.id}` })
    })
    expect(outcome(await ann.ask('POST', '/account/passkeys/options', proof, here))).toEqual([
      409,
      'too_many_keys',
    ])
  })

  test('[N28] the last way in stays, and nobody is locked out by taking a password away', async () => {
    const ann = await person('ann')
    expect(outcome(await ann.ask('POST', '/account/password/remove', proof))).toEqual([409, 'last_way_in'])
    expect((await signIn(ann.name)).status).toBe(200)
    const passkey = await withPasskey(ann)
    const [{ id }] = (await ann.ask('GET', '/account/passkeys')).body.items
    expect((await ann.ask('POST', '/account/password/remove', proof)).status).toBe(204)
    expect(outcome(await signIn(ann.name))).toEqual([401, 'wrong_password'])
    expect(outcome(await signIn(ann.name, undefined, ''))).toEqual([401, 'wrong_password'])
    const shown = async () => ({ passkey: show(passkey, await asked(ann.headers), origin) })
    const remove = async () => ann.ask('POST', `/account/passkeys/${id}/remove`, await shown(), here)
    expect(outcome(await remove())).toEqual([409, 'last_way_in'])
    await expect(app().secondFactors.reset(ann.id, by(null))).rejects.toMatchObject({
      code: 'last_way_in',
    })
    // By the passkey there is a password again.
    const set = await ann.ask('PATCH', '/account', { ...(await shown()), password }, here)
    expect(set.status).toBe(200)
    expect((await remove()).status).toBe(204)
    expect((await signIn(ann.name)).status).toBe(200)
  })

  test('[N28] of two last ways that go at once one stays', async () => {
    const ann = await person('ann')
    const passkey = await withPasskey(ann)
    const { id = '' } = (await app().passkeys.list(ann.id))[0] ?? {}
    const server = by(ann.id)
    const outcomes = await Promise.allSettled([
      app().passkeys.remove(ann.id, id, server),
      app().passkeys.removePassword(ann.id, server),
    ])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const ways = (await ann.ask('GET', '/account/ways-in')).body
    expect(ways.hasPassword).toBe(ways.passkeys === 0)
    expect(passkey.id).toBeString()
  })

  if (engine === 'memory') return
  test('[N27] another node takes the answer to a challenge, and knows what was used up', async () => {
    const ann = await person('ann')
    const passkey = await withPasskey(ann)
    const { secret, recoveryCodes } = await withFactor(ann)
    const other = await createApp({ database: client().database })
    try {
      const answer = show(passkey, await asked(), origin)
      expect((await enter(answer, {}, other)).status).toBe(200)
      expect(outcome(await enter(answer))).toEqual([401, 'passkey_refused'])
      const enterBy = (node: typeof other, code: string, network: string) =>
        node.keys.signIn({ name: ann.name, password, code, address: '', network, device: '' }).then(
          () => 'in',
          (error: { code: string }) => error.code,
        )
      // Two nodes on one SQLite file wait for each other on one thread, and so for ever: here they come in turn.
      const both = async (code: string) => {
        const first = enterBy(app(), code, 'one')
        if (engine === 'sqlite') await first
        return Promise.all([first, enterBy(other, code, 'two')])
      }
      expect((await both(codeOf(secret))).toSorted()).toEqual(['in', 'wrong_code'])
      expect((await both(recoveryCodes[0] ?? '')).toSorted()).toEqual(['in', 'wrong_code'])
    } finally {
      await other.close()
    }
  })
})

test('[N22] a node of a version that knows of no second factor does not start once there is one', async () => {
  const database = await newDatabase('sqlite')
  const app = await createApp({ database: database.name })
  const ann = await join(app, 'ann')
  await withFactor(ann)
  await app.close()
  const { Database } = await import('bun:sqlite')
  if (database.name.engine !== 'sqlite') throw new Error('not SQLite')
  const file = new Database(database.name.path)
  const [row] = file.query("select value from meta where key = 'compatible'").all() as [{ value: string }]
  expect(Number(row.value)).toBeGreaterThanOrEqual(6)
  // Of a recovery code the database has the hash.
  const kept = JSON.stringify(file.query('select * from recovery_codes').all())
  expect(kept).not.toContain('-')
  file.close()
  await database.drop()
})
