/** Signing in, sessions, tokens, and what accounts become (SPEC.md, N2 to N6, N13, N15). */
import { expect, test } from 'bun:test'
import { limits } from '../../src/model/limits.ts'
import { ask, bearer, join, password, share, type Answer, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, onEachEngine } from '../support/engines.ts'
import { handshake, listen, Plain } from '../support/sockets.ts'

let count = 0
const fresh = (name: string) => `${name}${count++}`
const cookieOf = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';')[0] ?? ''

onEachEngine('keys', (client) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))
  const signIn = (name: string, word = password, headers: Record<string, string> = {}) =>
    ask(app(), 'POST', '/session', { name, password: word }, headers)

  test('[A99] a token that may write, and is for all lists, sets the zone of the account, and nothing else of it', async () => {
    const ann = await person('ann')
    const patch = async (body: object, headers: Record<string, string>) => {
      const { status, body: answer } = await ask(app(), 'PATCH', '/account', body, headers)
      return status === 200 ? answer.zone : [status, answer.code, answer.params?.why]
    }
    const [write, admin, read] = [
      (await ann.token({ scope: 'write' })).headers,
      (await ann.token({ scope: 'admin' })).headers,
      (await ann.token({ scope: 'read' })).headers,
    ]
    const limited = (await ann.token({ scope: 'write', lists: [(await ann.newList()).id] })).headers
    expect(await patch({ zone: 'Asia/Shanghai' }, write)).toBe('Asia/Shanghai')
    expect(await patch({ zone: 'Europe/Berlin' }, admin)).toBe('Europe/Berlin')
    expect(await patch({ zone: 'UTC' }, read)).toEqual([403, 'not_allowed', 'scope'])
    expect(await patch({ zone: 'UTC' }, limited)).toEqual([403, 'not_allowed', 'chosen_lists'])
    // What quick add reads for the token is of the zone from now on.
    const quick = await ask(app(), 'POST', '/api/v1/todos/quick', { text: 'x 9am' }, write)
    expect(quick.body.todo.due).toEndWith('[Europe/Berlin]')
    // With the right password as well, of which it is not told that it is the right one.
    const taken = fresh('taken')
    for (const body of [
      { name: taken, currentPassword: password },
      { zone: 'UTC', name: taken, currentPassword: password },
      { zone: 'UTC', currentPassword: 'a wrong password' },
      { password: 'another password', currentPassword: password },
    ])
      for (const headers of [write, admin, limited])
        expect((await patch(body, headers)).slice(0, 2)).toEqual([403, 'not_allowed'])
    expect((await ask(app(), 'GET', '/account', undefined, write)).body).toMatchObject({
      name: ann.name,
      zone: 'Europe/Berlin',
    })
  })

  test('[N4] who signs in gets a session in a cookie that no script reads, until it is over', async () => {
    const { name } = await person('ann')
    const answer = await signIn(name.toUpperCase())
    expect([answer.status, answer.body.account.name, answer.body.kind]).toEqual([200, name, 'session'])
    const set = answer.headers.get('set-cookie') ?? ''
    expect(set).toMatch(
      /^aiotodo=aiotodo_[0-9a-f]{16}_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const cookie = cookieOf(answer)
    const here = { cookie }
    expect((await ask(app(), 'GET', '/session', undefined, here)).body.account.name).toBe(name)
    // A session is no token, and a token no session.
    expect((await ask(app(), 'GET', '/account', undefined, bearer(cookie.slice(8)))).status).toBe(401)
    const over = await ask(app(), 'DELETE', '/session', undefined, here)
    expect([over.status, over.headers.getSetCookie().length]).toEqual([204, 2])
    expect((await ask(app(), 'GET', '/account', undefined, here)).status).toBe(401)
    expect((await ask(app(), 'GET', '/session', undefined, here)).body).toEqual({
      mode: 'accounts',
      isEmpty: false,
      account: null,
      kind: null,
      provider: null,
    })
  })

  test('[N4] over TLS the cookie is bound to the host and to TLS', async () => {
    const { name } = await person('ann')
    const answer = await signIn(name, password, { origin: 'https://todo.example' })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-aiotodo=.*; Path=\/; HttpOnly; SameSite=Lax; .*; Secure$/,
    )
    expect((await ask(app(), 'GET', '/account', undefined, { cookie: cookieOf(answer) })).status).toBe(200)
  })

  test('[N4] the devices are listed, and signed out one by one or all but this one', async () => {
    const ann = await person('ann')
    const [phone, tablet] = [
      await signIn(ann.name),
      await signIn(ann.name, password, { 'user-agent': 'A tablet' }),
    ]
    const list = async () => (await ann.ask('GET', '/sessions')).body.items as any[]
    expect((await list()).map(({ name, isThis }) => [name, isThis])).toContainEqual(['A tablet', false])
    const ofPhone = (await ask(app(), 'GET', '/sessions', undefined, { cookie: cookieOf(phone) })).body.items
    const { id } = ofPhone.find((each: any) => each.isThis)
    expect((await ann.ask('DELETE', `/sessions/${id}`)).status).toBe(204)
    expect((await ask(app(), 'GET', '/account', undefined, { cookie: cookieOf(phone) })).status).toBe(401)
    expect((await ann.ask('DELETE', '/sessions')).status).toBe(204)
    expect((await ask(app(), 'GET', '/account', undefined, { cookie: cookieOf(tablet) })).status).toBe(401)
    expect(await list()).toHaveLength(1)
  })

  test('[N3] a new password ends the other sessions; one that is short, common or the name is refused', async () => {
    const ann = await person('ann')
    const other = { cookie: cookieOf(await signIn(ann.name)) }
    for (const bad of [
      'short',
      'password123',
      'Qwertyuiop1',
      '1234567890',
      'aaaaaaaaaaaa',
      'P@ssw0rd2024',
      `${ann.name}${ann.name}${ann.name}`.slice(0, 3).repeat(4),
    ]) {
      const answer = await ann.ask('PATCH', '/account', { currentPassword: password, password: bad })
      expect([bad, answer.status, answer.body.errors?.[0].pointer]).toEqual([bad, 400, '/password'])
    }
    const better = 'eight green goats'
    expect((await ann.ask('PATCH', '/account', { currentPassword: 'wrong', password: better })).status).toBe(
      401,
    )
    expect((await ann.ask('PATCH', '/account', { currentPassword: password, password: better })).status).toBe(
      200,
    )
    expect((await ask(app(), 'GET', '/account', undefined, other)).status).toBe(401)
    expect((await ann.ask('GET', '/account')).status).toBe(200)
    expect((await signIn(ann.name)).status).toBe(401)
    expect((await signIn(ann.name, better)).status).toBe(200)
  })

  test('[N5] a token does what its scope says, on its lists, and tells when it was used', async () => {
    const ann = await person('ann')
    const list = (await ann.newList()).id
    const other = (await ann.newList()).id
    const made = await ann.ask('POST', '/tokens', { name: 'a script', scope: 'write', lists: [list] })
    expect(made.body).toMatchObject({
      name: 'a script',
      scope: 'write',
      lists: [list],
      deletionsPerHour: null,
    })
    const headers = bearer(made.body.token)
    const names = (await ask(app(), 'GET', '/lists', undefined, headers)).body.items
    expect(names.map((each: any) => each.id)).toEqual([list])
    const todo = await ask(app(), 'POST', '/api/v1/todos', { list, name: 'x' }, headers)
    expect(todo.status).toBe(201)
    const move = await ask(app(), 'PATCH', `/todos/${todo.body.id}`, { list: other }, headers)
    expect(move.status).toBe(404)
    const { items } = (await ann.ask('GET', '/tokens')).body
    expect(items).toHaveLength(1)
    expect(JSON.stringify(items)).not.toContain(made.body.token.slice(-20))
    expect(
      (await ann.ask('POST', '/tokens', { name: 'x', scope: 'read', lists: [Bun.randomUUIDv7()] })).status,
    ).toBe(404)
    expect(
      (await ann.ask('POST', '/tokens', { name: 'x', scope: 'read', expiresAt: '2020-01-01T00:00:00.000Z' }))
        .status,
    ).toBe(400)
    expect((await ann.ask('DELETE', `/tokens/${made.body.id}`)).status).toBe(204)
    expect((await ask(app(), 'GET', '/lists', undefined, headers)).status).toBe(401)
  })

  test('[N5] a capped token deletes so many things in an hour, subtodos counted, and no more', async () => {
    const ann = await person('ann')
    const list = (await ann.newList()).id
    const parent = await ann.newTodo(list)
    for (let index = 0; index < 2; index++) await ann.newTodo(list, { parent: parent.id })
    const single = await ann.newTodo(list)
    const last = await ann.newTodo(list)
    const { headers } = await ann.token({ deletionsPerHour: 4 })
    const remove = (id: string) => ask(app(), 'DELETE', `/todos/${id}`, undefined, headers)
    expect((await remove(parent.id)).status).toBe(204)
    expect((await remove(single.id)).status).toBe(204)
    const refused = await remove(last.id)
    expect([refused.status, refused.body.code]).toEqual([403, 'deletions_spent'])
    expect(refused.body.detail).toContain('4 things in an hour')
    const batch = await ask(
      app(),
      'POST',
      '/batch',
      { commands: [{ type: 'deleteTodo', todo: last.id }] },
      headers,
    )
    expect(batch.body.outcomes[0].problem.code).toBe('deletions_spent')
    expect((await ask(app(), 'PATCH', `/todos/${last.id}`, { notes: 'x' }, headers)).status).toBe(200)
    expect((await ann.ask('DELETE', `/todos/${last.id}`)).status).toBe(204)
  })

  test('[N15] a disabled account is locked out at once, and comes back as it was', async () => {
    const ann = await person('ann')
    const { headers } = await ann.token()
    await app().accounts.update(ann.id, { isDisabled: true })
    expect((await ann.ask('GET', '/account')).status).toBe(401)
    expect((await ask(app(), 'GET', '/account', undefined, headers)).status).toBe(401)
    expect((await signIn(ann.name)).status).toBe(401)
    await app().accounts.update(ann.id, { isDisabled: false })
    expect((await ask(app(), 'GET', '/account', undefined, headers)).status).toBe(200)
    // Its sessions are over.
    expect((await ann.ask('GET', '/account')).status).toBe(401)
  })

  test('[N15] a removed account leaves shared lists to an editor first, and takes the others along', async () => {
    const [ann, bob, cid] = [await person('ann'), await person('bob'), await person('cid')]
    const [shared, own] = [(await ann.newList()).id, (await ann.newList()).id]
    await share(ann, shared, cid, 'viewer')
    await share(ann, shared, bob, 'editor')
    await share(ann, ann.defaultList, cid, 'viewer')
    const [kept, lost] = [await ann.newTodo(shared), await ann.newTodo(own)]
    await ann.newTodo(own, { parent: lost.id })
    await app().accounts.remove(ann.id)
    expect((await ann.ask('GET', '/account')).status).toBe(401)
    expect((await bob.ask('GET', `/todos/${kept.id}`)).status).toBe(200)
    const roles = (await bob.ask('GET', `/lists/${shared}/members`)).body.items
    expect(roles.map((each: any) => [each.name, each.role])).toEqual([
      [bob.name, 'owner'],
      [cid.name, 'viewer'],
    ])
    expect((await cid.ask('DELETE', `/lists/${ann.defaultList}`)).status).toBe(204)
    expect(await app().store.reads.count(own)).toBe(0)
    // The name is free again.
    expect((await join(app(), ann.name)).id).not.toBe(ann.id)
    expect((await app().store.examine(false)).differing).toEqual([])
  })

  test('[N6] who fails waits, and no stranger locks out whom they attack', async () => {
    const ann = await person('ann')
    const from = (address: string, name = ann.name, word = 'wrong') =>
      app()
        .keys.signIn({ name, password: word, address, network: address, device: '' })
        .then(
          () => 'in',
          (error: { code: string }) => error.code,
        )
    // At home before it begins.
    expect(await from('home', ann.name, password)).toBe('in')
    const attacks: string[] = []
    for (let index = 0; index < limits.attemptsFree + 2; index++) attacks.push(await from('attacker'))
    expect(attacks.slice(0, limits.attemptsFree)).toEqual(Array(limits.attemptsFree).fill('wrong_password'))
    expect(attacks.at(-1)).toBe('too_many_requests')
    // Even with the right password: else it could be guessed on.
    expect(await from('attacker', ann.name, password)).toBe('too_many_requests')
    for (let index = 0; index < 10 * limits.attemptsFree; index++) await from(`attacker ${index}`)
    expect(await from('a new one')).toBe('too_many_requests')
    expect(await from('home', ann.name, password)).toBe('in')
  })

  test('[N6] a name that nobody has is answered as a wrong password is', async () => {
    const { name } = await person('ann')
    const [known, unknown] = [
      await signIn(name, 'wrong wrong wrong'),
      await signIn('nobody-here', 'wrong wrong wrong'),
    ]
    expect(unknown.text).toBe(known.text)
    expect([...unknown.headers]).toEqual([...known.headers])
  })
})

test('[N2] the first account comes by the one-time link, and has the lists that were there', async () => {
  const database = await newDatabase('sqlite')
  const local = await createApp({ database: database.name })
  await local.fetch(
    new Request('http://localhost/todos/', {
      method: 'POST',
      body: '{"name":"Old"}',
      headers: { host: 'localhost' },
    }),
  )
  const link = (await local.accounts.begin()) as string
  const again = (await local.accounts.begin()) as string
  expect((await ask(local, 'GET', '/session')).body).toMatchObject({
    mode: 'accounts',
    isEmpty: true,
    account: null,
  })
  expect((await ask(local, 'GET', '/todos/')).status).toBe(401)
  const signUp = (invitation: string, name: string) =>
    ask(local, 'POST', '/accounts', { invitation, name, password })
  // Of several links only the last one works, and it works once.
  expect((await signUp(link, 'ann')).status).toBe(404)
  expect((await ask(local, 'POST', '/invitations/read', { invitation: again })).body.kind).toBe('first')
  const made = await signUp(again, 'Ann')
  expect([made.status, made.body.account.name, made.body.account.isAdmin]).toEqual([201, 'ann', true])
  expect((await signUp(again, 'bob')).status).toBe(404)
  const headers = { cookie: cookieOf(made) }
  expect((await ask(local, 'GET', '/todos/', undefined, headers)).body).toEqual([
    { id: 1, name: 'Old', finished: false },
  ])
  // Others come by invitation only.
  const { invitation } = (await ask(local, 'POST', '/accounts/invitations', undefined, headers)).body
  expect((await signUp(invitation, 'ANN')).body.code).toBe('account_name_taken')
  const bob = await signUp(invitation, 'bob')
  expect([bob.status, bob.body.account.isAdmin]).toEqual([201, false])
  expect((await signUp(invitation, 'cid')).status).toBe(404)
  expect((await ask(local, 'GET', '/todos/', undefined, { cookie: cookieOf(bob) })).body).toEqual([])
  expect(
    (await ask(local, 'DELETE', `/accounts/${made.body.account.id}`, undefined, headers)).body.code,
  ).toBe('last_administrator')
  // An invitation is worth what its maker may do; the server's own only while there is nobody.
  const { invitation: late } = (await ask(local, 'POST', '/accounts/invitations', undefined, headers)).body
  await local.accounts.update(bob.body.account.id, { isAdmin: true })
  await local.accounts.update(made.body.account.id, { isAdmin: false })
  expect((await signUp(late, 'cid')).status).toBe(404)
  await local.close()
  // It is so when it starts again.
  const later = await createApp({ database: database.name })
  expect((await ask(later, 'GET', '/todos/')).status).toBe(401)
  expect((await ask(later, 'GET', '/todos/', undefined, headers)).status).toBe(200)
  await later.close()
  await database.drop()
})

test('[N13] an account that asks too much is told when to come back, and holds up nobody else', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, requestsPerSecond: 1 })
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const statuses: number[] = []
  let answer: Answer
  do {
    answer = await ann.ask('GET', '/account')
    statuses.push(answer.status)
  } while (answer.status === 200)
  // As many again are saved up from quiet seconds.
  expect(statuses.length).toBeGreaterThan(2)
  expect([answer.status, answer.headers.get('retry-after'), answer.body.code]).toEqual([
    429,
    '1',
    'too_many_requests',
  ])
  expect((await bob.ask('GET', '/account')).status).toBe(200)
  await app.close()
})

test('[N13] an account has so many sockets and no more, and another one has its own', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  await using server = listen(app)
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const headersOf = ({ headers }: Person) => ({ ...headers, origin: server.url })
  const of = (person: Person) => Plain.open(server.url, headersOf(person))
  const open: Plain[] = []
  for (let index = 0; index < limits.socketsPerAccountMax; index++) open.push(await of(ann))
  const refused = await fetch(`${server.url}/api/v1/sync`, { headers: { ...headersOf(ann), ...handshake } })
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    429,
    '5',
    expect.objectContaining({ code: 'too_many_requests', detail: 'The account has too many sockets.' }),
  ])
  const other = await of(bob)
  // One that goes makes room for one, as soon as the server has heard of it.
  open.pop()?.[Symbol.dispose]()
  let again: Plain | undefined
  while (!again) again = await of(ann).catch(() => Bun.sleep(5).then(() => undefined))
  for (const plain of [...open, other, again]) plain[Symbol.dispose]()
  await app.close()
})
