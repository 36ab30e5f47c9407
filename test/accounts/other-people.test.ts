/** What other people do, on purpose or not, harms nobody (SPEC.md, N50 to N58). */
import { expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { createKeyring, type Keyring } from '../../src/core/access/keyring.ts'
import { createAccessChanges } from '../../src/core/access/access-changes.ts'
import { Keys } from '../../src/core/access/sign-in.ts'
import { createOneTimeCodes } from '../../src/runtime/one-time-codes.ts'
import { createSecretBox } from '../../src/runtime/secret-box.ts'
import { createPasskeyCheck } from '../../src/runtime/passkey-check.ts'
import { networkOf } from '../../src/http/visit.ts'
import { closeCodes } from '../../src/model/close-codes.ts'
import { limits } from '../../src/model/limits.ts'
import { subprotocol } from '../../src/model/subprotocol.ts'
import { ask, by, join, password, type Person, share } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { onEachEngine } from '../support/engines.ts'

let count = 0
const fresh = (name: string) => `${name}${count++}`
const uuid = () => Bun.randomUUIDv7()

/** A keyring of its own, as another node has, that is told of changes by `changed`. */
const ringOf = ({ store }: App): Promise<Keyring> =>
  createKeyring({
    access: store.access,
    feed: { subscribe: () => () => {} },
    hashSecret: (secret) => new Bun.CryptoHasher('sha256').update(secret).digest('hex'),
    nowMs: Date.now,
    every: () => () => {},
    turn: () => Promise.resolve(),
    onFault: () => {},
  })

onEachEngine('other people', (client) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))
  const byThem = ({ id }: Person) => by(id)

  test('[N50] of a change only the account that it is about hears, on every node', async () => {
    const [ann, eve] = [await person('ann'), await person('eve')]
    const [hers, kept, gone] = [await ann.token(), await eve.token(), await eve.token()]
    const ring = await ringOf(app())
    for (const { key } of [hers, kept, gone]) expect(await ring.find(key, 'bearer')).toBeDefined()
    const heard: unknown[] = []
    ring.onChange((accounts) => heard.push(accounts && [...accounts]))
    await app().keys.remove(eve.id, 'token', gone.id, byThem(eve))
    await ring.changed()
    expect(heard).toEqual([[eve.id]])
    expect(ring.known(hers.key, 'bearer')?.id).toBe(ann.id)
    expect(ring.known(gone.key, 'bearer')).toBeUndefined()
    expect(await ring.find(gone.key, 'bearer')).toBeUndefined()
    expect((await ring.find(kept.key, 'bearer'))?.id).toBe(eve.id)
    await app().accounts.update(eve.id, { isDisabled: true })
    await ring.changed()
    expect(await ring.find(kept.key, 'bearer')).toBeUndefined()
    expect(ring.known(hers.key, 'bearer')?.id).toBe(ann.id)
    await ring.stop()
  })

  test('[N50] making tokens is no change of anyone; an invitation is one of who makes it and who gets it', async () => {
    const [ann, eve] = [await person('ann'), await person('eve')]
    await app().accounts.update(eve.id, { isAdmin: true })
    const { version } = await app().store.access.changesSince(undefined)
    await eve.token()
    await app().accounts.invite(byThem(eve))
    expect((await app().store.access.changesSince(version)).version).toBe(version)
    const path = `/lists/${eve.defaultList}/invitations`
    const made = await eve.done('POST', path, { role: 'viewer', name: ann.name })
    await eve.done('DELETE', `${path}/${made.id}`)
    await share(eve, eve.defaultList, ann, 'viewer')
    const { accounts } = await app().store.access.changesSince(version)
    expect(accounts.toSorted()).toEqual([ann.id, eve.id].toSorted())
  })

  test('[N50] where a node of before raised the version and named nobody, all are looked at', async () => {
    const { key } = await (await person('ann')).token()
    const ring = await ringOf(app())
    await ring.find(key, 'bearer')
    await app().store.access.change(async () => {})
    await ring.changed()
    expect(ring.known(key, 'bearer')).toBeUndefined()
    await ring.stop()
  })

  test('[N8] a link that two accept at once lets one in', async () => {
    const [ann, bob, eve] = [await person('ann'), await person('bob'), await person('eve')]
    const { invitation } = await ann.done('POST', `/lists/${ann.defaultList}/invitations`, { role: 'editor' })
    const answers = await Promise.all(
      [bob, eve].map((each) => each.ask('POST', '/invitations/accept', { invitation })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404])
  })

  test('[N60] an invitation is used up by joining, not by a try that came to nothing', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')]
    const list = (await ann.newList()).id
    const { invitation } = await ann.done('POST', `/lists/${list}/invitations`, { role: 'editor' })
    const accept = async () => (await bob.ask('POST', '/invitations/accept', { invitation })).status
    // Refused by the rules.
    await ann.done('DELETE', `/lists/${list}`)
    expect(await accept()).toBe(404)
    await ann.done('POST', `/lists/${list}/restore`)
    // Ended before its commit, as by a kill.
    const { store } = app()
    const { transaction } = store
    store.transaction = (work) =>
      transaction(async (tables) => {
        await work(tables)
        throw new Error('ended')
      })
    expect(await accept()).toBe(500)
    store.transaction = transaction
    expect((await bob.ask('GET', `/lists/${list}`)).status).toBe(404)
    expect(await accept()).toBe(200)
    expect((await bob.ask('GET', `/lists/${list}`)).status).toBe(200)
    expect(await accept()).toBe(404)
  })

  test('[N53] an invitation does not have passwords hashed without end', async () => {
    const ann = await person('ann')
    await app().accounts.update(ann.id, { isAdmin: true })
    const [taken, open] = [await app().accounts.invite(byThem(ann)), await app().accounts.invite(byThem(ann))]
    const signUp = (invitation: string, name: string, network: string) =>
      app()
        .accounts.signUp(invitation, { name, password }, network, network)
        .then(
          () => 'in',
          (error: { code: string }) => error.code,
        )
    const codes: string[] = []
    for (let index = 0; index <= 2 * limits.attemptsFree; index++)
      codes.push(await signUp(taken, ann.name, fresh('network ')))
    expect(new Set(codes.slice(0, -1))).toEqual(new Set(['account_name_taken']))
    expect(codes.at(-1)).toBe('too_many_requests')
    expect(await signUp(open, fresh('bob'), 'a network')).toBe('in')
  })

  test('[N54] a list of a removed account goes to a member who may sign in, not to one who is disabled', async () => {
    const [ann, off, on] = [await person('ann'), await person('off'), await person('on')]
    const [shared, lonely] = [(await ann.newList()).id, (await ann.newList()).id]
    await share(ann, shared, off, 'editor')
    await share(ann, shared, on, 'viewer')
    await share(ann, lonely, off, 'editor')
    await app().accounts.update(off.id, { isDisabled: true })
    await app().accounts.remove(ann.id)
    const members = await app().store.access.members(shared)
    expect(members.map(({ id, role }) => [id, role]).toSorted()).toEqual(
      [
        [off.id, 'editor'],
        [on.id, 'owner'],
      ].toSorted(),
    )
    expect(await app().store.access.members(lonely)).toEqual([])
    await app().accounts.update(off.id, { isDisabled: false })
    expect((await app().store.access.memberships(off.id)).map(({ list }) => list).toSorted()).toEqual(
      [off.defaultList, shared].toSorted(),
    )
  })

  test('[N56] for the cap of a token a todo that goes to a list of another owner is a deleted one', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')]
    await share(ann, ann.defaultList, bob, 'editor')
    const todos = [await ann.newTodo(ann.defaultList), await ann.newTodo(ann.defaultList)]
    const own = await bob.newTodo(bob.defaultList)
    const { headers } = await bob.token({ deletionsPerHour: 1 })
    const move = (todo: string, list: string) =>
      ask(app(), 'PATCH', `/todos/${todo}`, { list }, headers).then(({ status }) => status)
    expect(await move(own.id, (await bob.newList()).id)).toBe(200)
    expect(await move(todos[0].id, bob.defaultList)).toBe(200)
    expect(await move(todos[1].id, bob.defaultList)).toBe(403)
  })

  test('[N57] a cursor that was made up does not tell whether there is a list', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')]
    await bob.newTodo(bob.defaultList)
    await bob.newTodo(bob.defaultList)
    // Made before his: where it stood he would be sent what comes behind it.
    const hidden = ann.defaultList
    for (const sort of ['position', 'number']) {
      const { next } = (await bob.ask('GET', `/api/v1/todos?sort=${sort}&limit=1`)).body
      const parts = JSON.parse(Buffer.from(next, 'base64url').toString())
      const forged = async (list: string) => {
        const cursor = Buffer.from(JSON.stringify([parts[0], list, ...parts.slice(2)])).toString('base64url')
        const { status, text } = await bob.ask('GET', `/api/v1/todos?sort=${sort}&limit=1&cursor=${cursor}`)
        return [status, text]
      }
      expect(await forged(hidden)).toEqual(await forged(uuid()))
      expect((await forged(bob.defaultList))[0]).toBe(200)
    }
  })

  test('[N58] what an administrator did is in the audit of whom it was done to, but not from where', async () => {
    const [admin, ann] = [await person('admin'), await person('ann')]
    await app().accounts.update(admin.id, { isAdmin: true })
    const address = '198.51.100.99'
    await app().accounts.update(ann.id, { name: fresh('ann') }, { ...by(admin.id), address })
    await app().keys.addToken(
      ann.id,
      { name: 'x', scope: 'read', lists: null, deletionsPerHour: null, expiresAt: null },
      byThem(ann),
    )
    const own = (await ann.ask('GET', '/audit')).body.items
    expect(own.slice(0, 2).map((row: any) => [row.event, row.address])).toEqual([
      ['token made', '192.0.2.1'],
      ['account changed', ''],
    ])
    expect((await admin.ask('GET', '/audit?all=true')).text).toContain(address)
  })
})

/** Tries of one moment; hashing is not what is tried here, so it takes no time. */
async function door() {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const nowMs = () => 1_800_000_000_000
  const keys = new Keys({
    access: app.store.access,
    changes: createAccessChanges({ access: app.store.access, nowMs, onChanged: async () => {} }),
    committer: app.committer,
    codes: createOneTimeCodes(),
    secretBox: createSecretBox(undefined),
    passkeyCheck: createPasskeyCheck(),
    sign: (key, text) => key + text,
    hashing: { hash: async (text) => text, verify: async (text) => text === password },
    newId: uuid,
    newKeyId: () => uuid().replaceAll('-', '').slice(-16),
    newSecret: uuid,
    hashSecret: (secret) => secret,
    nowMs,
  })
  const attempt = (name: string, address: string, isRight = false) =>
    keys
      .signIn({
        name,
        password: isRight ? password : 'wrong',
        address,
        network: networkOf(address),
        device: '',
      })
      .then(
        () => 'in',
        (error: { code: string }) => error.code,
      )
  return { app, attempt }
}

test('[N52] a block of addresses that guesses at one account keeps its owner out nowhere else', async () => {
  const { app, attempt } = await door()
  const { name } = await join(app, 'ann')
  const block = (index: number) => `2001:db8:${(index >> 2).toString(16)}:${index & 3}::1`
  const codes: string[] = []
  for (let index = 0; index <= 10 * limits.attemptsFree; index++)
    codes.push(await attempt(name, block(index)))
  expect(codes.at(-1)).toBe('too_many_requests')
  // Whoever shares the block shares its wait; the rest of the world does not.
  expect(await attempt(name, '2001:db8:ffff::1', true)).toBe('too_many_requests')
  expect(await attempt(name, '2001:db9::1', true)).toBe('in')
  expect(await attempt(name, '198.51.100.7', true)).toBe('in')
  // But it has a few tries there, like anyone.
  const elsewhere = []
  for (let index = 0; index < 4; index++) elsewhere.push(await attempt(name, `203.0.113.${index}`))
  expect(elsewhere).toEqual([
    ...Array(limits.attemptsAtFirst).fill('wrong_password'),
    ...Array(4 - limits.attemptsAtFirst).fill('too_many_requests'),
  ])
  await app.close()
})

test('[N52] who tries many accounts from the networks of one site has to wait', async () => {
  const { app, attempt } = await door()
  const site = (index: number) => `2001:dba:1:${index.toString(16)}::1`
  const tries = 16 * limits.attemptsFree
  const codes: string[] = []
  for (let index = 0; index <= tries; index++) codes.push(await attempt(`nobody ${index}`, site(index)))
  expect(new Set(codes.slice(0, tries))).toEqual(new Set(['wrong_password']))
  expect(codes[tries]).toBe('too_many_requests')
  expect(await attempt('nobody', '2001:dba:2::1')).toBe('wrong_password')
  await app.close()
})

test('[N54] a list that someone joins while its owner is removed has an owner', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const [, ann, bob] = [await join(app, 'admin'), await join(app, 'ann'), await join(app, 'bob')]
  const list = (await ann.newList()).id
  const { memberships } = app.store.access
  const invited = await ann.done('POST', `/lists/${list}/invitations`, { role: 'editor' })
  const joins = { type: 'joinList', list, role: 'editor', invitation: invited.id } as const
  let isFirst = true
  // Behind the look that finds nobody to hand it over to.
  app.store.access.memberships = async (account) => {
    const rows = await memberships(account)
    if (isFirst) {
      isFirst = false
      const caller = { id: bob.id, name: bob.name, defaultList: bob.defaultList }
      await app.committer.commit(caller, [{ ...joins, id: uuid() }])
    }
    return rows
  }
  await app.accounts.remove(ann.id)
  expect((await app.store.access.members(list)).map(({ id, role }) => [id, role])).toEqual([
    [bob.id, 'owner'],
  ])
  await app.close()
})

test('[N51] a socket whose key is taken back during its handshake is closed as it opens', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const ann = await join(app, 'ann')
  const opened = async (key: string, meanwhile: () => Promise<void>) => {
    let data: unknown
    const server = {
      upgrade: (_: Request, options: { data: unknown }) => {
        data = options.data
        return true
      },
      requestIP: () => null,
    }
    const headers = {
      host: 'todo.example',
      authorization: `Bearer ${key}`,
      'sec-websocket-protocol': subprotocol,
      upgrade: 'websocket',
    }
    await app.fetch(new Request('http://todo.example/api/v1/sync', { headers }), server)
    await meanwhile()
    const closed = Promise.withResolvers<number>()
    const socket = { data, send: () => 1, subscribe() {}, unsubscribe() {}, close: closed.resolve }
    app.websocket.open?.(socket as never)
    return { socket, closed: closed.promise }
  }
  const { id, key } = await ann.token()
  const codes: number[] = []
  const before = await opened(key, async () => {})
  void before.closed.then((code) => codes.push(code))
  const during = await opened(key, async () => {
    // The one that was open stays so up to now.
    expect(codes).toEqual([])
    await app.keys.remove(ann.id, 'token', id, by(ann.id))
  })
  expect(await during.closed).toBe(closeCodes.signedOut.code)
  for (const { socket } of [before, during]) app.websocket.close?.(socket as never, 1000, '')
  await app.close()
})

test('[N55] over TLS a plain cookie opens nothing, behind a proxy that is not trusted either', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const eve = await join(app, 'eve')
  const planted = eve.headers['cookie'] as string
  const status = async (cookie: string, headers: Record<string, string> = {}) =>
    (await ask(app, 'GET', '/account', undefined, { cookie, ...headers })).status
  expect(await status(planted)).toBe(200)
  for (const said of [{ 'x-forwarded-proto': 'https' }, { origin: 'https://todo.example' }]) {
    expect(await status(planted, said)).toBe(401)
    expect(await status(`__Host-${planted}`, said)).toBe(200)
  }
  const body = { name: 'eve', password }
  const proxied = await ask(app, 'POST', '/session', body, { 'x-forwarded-proto': 'https' })
  expect(proxied.headers.get('set-cookie')).toStartWith('__Host-')
  // Only what is trusted says that the whole host is to be asked over TLS.
  expect(proxied.headers.get('strict-transport-security')).toBeNull()
  await app.close()
})
