/** Where a lock had a gap once: each test is a way that was open (SPEC.md, N4 to N8, N10, N13 to N16). */
import { expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { createKeyring } from '../../src/core/access/keyring.ts'
import { limits } from '../../src/model/limits.ts'
import { ask, bearer, by, join, share } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, onEachEngine } from '../support/engines.ts'

let count = 0
const fresh = (name: string) => `${name}${count++}`
const uuid = () => Bun.randomUUIDv7()

onEachEngine('weak spots', (client, engine) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))

  test('[N6] guesses that come at once are counted one by one', async () => {
    const { name } = await person('ann')
    const guess = () =>
      app()
        .keys.signIn({ name, password: 'wrong', address: name, network: name, device: '' })
        .catch((error: { code: string }) => error.code)
    const codes = await Promise.all(Array.from({ length: 24 }, guess))
    expect(codes.filter((code) => code === 'wrong_password').length).toBeLessThanOrEqual(limits.attemptsFree)
  })

  test('[N10] a token disables accounts, and else governs none', async () => {
    const [admin, other] = [await person('admin'), await person('other')]
    await app().accounts.update(admin.id, { isAdmin: true })
    const token = await admin.token({ scope: 'admin' })
    const path = `/accounts/${other.id}`
    expect((await ask(app(), 'PATCH', path, { isAdmin: true }, token.headers)).status).toBe(403)
    expect((await ask(app(), 'PATCH', path, { isDisabled: true }, token.headers)).status).toBe(200)
    expect((await ask(app(), 'PATCH', path, { isDisabled: false }, token.headers)).status).toBe(403)
    expect((await admin.ask('PATCH', path, { isAdmin: true })).body.isAdmin).toBe(true)
    expect((await ask(app(), 'DELETE', path, undefined, token.headers)).status).toBe(403)
    expect((await admin.ask('DELETE', path)).status).toBe(204)
  })

  test('[N5] a capped token deletes no list that holds more than it may, not even what it gathers there', async () => {
    const ann = await person('ann')
    const [from, to] = [(await ann.newList()).id, (await ann.newList()).id]
    const todos = [await ann.newTodo(from), await ann.newTodo(from), await ann.newTodo(to)]
    const { headers } = await ann.token({ deletionsPerHour: 3 })
    const batch = async (commands: object[]) =>
      (await ask(app(), 'POST', '/batch', { commands }, headers)).body.outcomes.map(
        (outcome: any) => outcome.problem?.code ?? 'done',
      )
    const moves = todos.map(({ id }) => ({ type: 'updateTodo', todo: id, changes: { list: to } }))
    expect(await batch([...moves, { type: 'deleteList', list: to }])).toEqual([
      'done',
      'done',
      'done',
      'deletions_spent',
    ])
    expect((await ask(app(), 'DELETE', `/lists/${to}`, undefined, headers)).body.code).toBe('deletions_spent')
    const gathered = uuid()
    expect(
      await batch([
        { type: 'createList', list: { id: gathered, name: 'x' } },
        ...todos.map(({ id }) => ({ type: 'updateTodo', todo: id, changes: { list: gathered } })),
        { type: 'deleteList', list: gathered },
        { type: 'updateTodo', todo: todos[0].id, changes: { list: from } },
        { type: 'deleteList', list: gathered },
      ]),
    ).toEqual(['done', 'done', 'done', 'done', 'deletions_spent', 'done', 'done'])
  })

  test('[N4] when keys were used is kept, though one of them was taken back meanwhile', async () => {
    const database = await newDatabase(engine)
    const own = await createApp({ database: database.name, localOnly: false })
    const ann = await join(own, 'ann')
    const [kept, gone] = [await ann.token(), await ann.token()]
    const usedAt = async () => (await own.keys.list(ann.id, 'token')).find(({ id }) => id === kept.id)?.usedAt
    const before = (await usedAt()) ?? 0
    for (const { headers } of [gone, kept]) await ask(own, 'GET', '/account', undefined, headers)
    await own.keys.remove(ann.id, 'token', gone.id, by(ann.id))
    await own.keyring.stop()
    expect(await usedAt()).toBeGreaterThan(before)
    await own.close()
    await database.drop()
  })

  test('[N7] a default list that one is no member of any more is not there for the tutorial either', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')]
    await share(ann, ann.defaultList, bob, 'editor')
    const path = '/todos/'
    expect((await ann.ask('POST', path, { name: 'mine' })).status).toBe(303)
    // As far as removing an account gets before the process ends.
    const caller = { id: ann.id, name: ann.name, defaultList: '' }
    const list = ann.defaultList
    const outcomes = await app().committer.commit(caller, [
      { type: 'transferList', id: uuid(), list, member: bob.id },
      { type: 'leaveList', id: uuid(), list },
    ])
    expect(outcomes.every(({ accepted }) => accepted)).toBe(true)
    expect((await ann.ask('GET', path)).status).toBe(404)
    expect((await ann.ask('GET', '/todos/1')).status).toBe(404)
  })

  test('[N14] what was typed as a name that nobody has, a password perhaps, is not kept', async () => {
    const ann = await person('ann')
    await app().accounts.update(ann.id, { isAdmin: true })
    const typed = `typed-as-name-${uuid()}`
    await ask(app(), 'POST', '/session', { name: typed, password: 'x' })
    const [newest] = (await ann.ask('GET', '/audit?all=true')).body.items
    expect([newest.event, newest.account, newest.about]).toEqual(['sign-in failed', null, {}])
    expect(await app().store.access.attempts([`account ${typed}`])).toEqual([])
  })

  test('[N8] the link of one who may not invite any more does not tell what the list is called', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')]
    const list = (await ann.newList({ name: 'a secret' })).id
    await share(ann, list, bob, 'editor')
    const { invitation } = await ann.done('POST', `/lists/${list}/invitations`, { role: 'viewer' })
    const read = () => ask(app(), 'POST', '/invitations/read', { invitation })
    expect((await read()).body.list).toBe('a secret')
    await ann.done('POST', `/lists/${list}/transfer`, { account: bob.id })
    const answer = await read()
    expect([answer.status, answer.body.code]).toEqual([404, 'invitation_not_found'])
  })

  test('[N5] the tag of lists does not tell a key for some of them what happens in others', async () => {
    const ann = await person('ann')
    const [seen, hidden] = [(await ann.newList()).id, (await ann.newList()).id]
    const { headers } = await ann.token({ lists: [seen] })
    const tag = async (path: string) =>
      (await ask(app(), 'GET', path, undefined, headers)).headers.get('etag')
    const before = [await tag('/lists'), await tag('/api/v1/todos')]
    await ann.newTodo(hidden)
    expect([await tag('/lists'), await tag('/api/v1/todos')]).toEqual(before)
    await ann.newTodo(seen)
    expect(await tag('/api/v1/todos')).not.toBe(before[1] as string)
  })
})

test('[N4] over TLS a plain cookie, which others could have set, opens nothing', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const eve = await join(app, 'eve')
  const planted = eve.headers['cookie'] as string
  const over = async (scheme: string, cookie: string) =>
    (
      await app.fetch(
        new Request(`${scheme}://todo.example/api/v1/account`, { headers: { host: 'todo.example', cookie } }),
      )
    ).status
  expect(await over('http', planted)).toBe(200)
  expect(await over('https', planted)).toBe(401)
  expect(await over('https', `__Host-${planted}`)).toBe(200)
  await app.close()
})

test('[N13] an account has so many requests that wait for changes and no more, and another one has its own', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const gone = new AbortController()
  const stream = (headers: Record<string, string>) =>
    app.fetch(
      new Request('http://todo.example/api/v1/changes', {
        headers: { host: 'todo.example', accept: 'text/event-stream', ...headers },
        signal: gone.signal,
      }),
    )
  const streams = []
  for (let index = 0; index < limits.socketsPerAccountMax; index++) streams.push(await stream(ann.headers))
  expect(streams.every(({ status }) => status === 200)).toBe(true)
  expect(streams[0]?.headers.get('x-content-type-options')).toBe('nosniff')
  expect(streams[0]?.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect((await stream(ann.headers)).status).toBe(429)
  expect((await stream(bob.headers)).status).toBe(200)
  await streams[0]?.body?.cancel()
  expect((await stream(ann.headers)).status).toBe(200)
  gone.abort()
  await app.close()
})

test('[N5] a long list that is being sent ends when the key is taken back', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const ann = await join(app, 'ann')
  // It has more pieces than are read ahead.
  for (let batch = 0; batch < 80; batch++)
    await ann.done('POST', '/batch', {
      commands: Array.from({ length: 100 }, () => ({ type: 'createTodo', todo: { name: uuid() } })),
    })
  const { id, key } = await ann.token()
  const headers = { host: 'todo.example', ...bearer(key) }
  const response = await app.fetch(new Request('http://todo.example/todos/', { headers }))
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  const take = async () => {
    const { done, value } = await reader.read()
    text += new TextDecoder().decode(value)
    return !done
  }
  expect(await take()).toBe(true)
  await app.keys.remove(ann.id, 'token', id, by(ann.id))
  const isWhole = async () => {
    while (await take());
    return true
  }
  expect(await isWhole().catch(() => 'cut')).toBe('cut')
  // Not an array that is only shorter.
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
  await app.close()
})

/** A request whose body ends when `end` is called; `isRead` resolves when the server waits for it. */
function slow(app: App, method: string, path: string, body: object, headers: Record<string, string> = {}) {
  const { promise: isRead, resolve } = Promise.withResolvers<void>()
  const { promise: mayEnd, resolve: finish } = Promise.withResolvers<void>()
  const stream = new ReadableStream(
    {
      async pull(controller) {
        resolve()
        await mayEnd
        controller.enqueue(new TextEncoder().encode(JSON.stringify(body)))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method, headers: { host: 'localhost', ...headers }, body: stream, duplex: 'half' }
  const answer = app.fetch(new Request(`http://localhost${path}`, init as RequestInit))
  return {
    isRead,
    async end() {
      finish()
      return (await answer).status
    },
  }
}

test('[N4] a body that ends after its session did makes no token, invites nobody and governs nothing', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const begun = [
    slow(app, 'POST', '/api/v1/tokens', { name: 'x', scope: 'admin' }, ann.headers),
    slow(app, 'PATCH', `/api/v1/accounts/${bob.id}`, { isAdmin: true }, ann.headers),
    slow(app, 'POST', `/api/v1/lists/${ann.defaultList}/invitations`, { role: 'editor' }, ann.headers),
    slow(app, 'POST', '/api/v1/todos', { name: 'x' }, ann.headers),
  ]
  await Promise.all(begun.map(({ isRead }) => isRead))
  expect((await ann.ask('DELETE', '/session')).status).toBe(204)
  expect(await Promise.all(begun.map(({ end }) => end()))).toEqual([401, 401, 401, 401])
  await app.close()
})

test('[N1] a body that ends after local mode did changes nothing', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  const begun = [
    slow(app, 'POST', '/todos/', { name: 'x' }),
    slow(app, 'POST', '/api/v1/todos', { name: 'y' }),
    slow(app, 'POST', '/api/v1/lists', { name: 'z' }),
  ]
  await Promise.all(begun.map(({ isRead }) => isRead))
  const ann = await join(app, 'ann')
  expect(await Promise.all(begun.map(({ end }) => end()))).toEqual([401, 401, 401])
  expect((await ann.ask('GET', '/api/v1/todos')).body.items).toEqual([])
  await app.close()
})

test('[N13] someone whose keys change without end keeps nobody else from being known', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const { id, key } = await (await join(app, 'ann')).token()
  const { access } = app.store
  const credential = async (asked: string) => {
    await ring.changed()
    return access.credential(asked)
  }
  const ring = await createKeyring({
    access: { ...access, credential },
    feed: { subscribe: () => () => {} },
    hashSecret: (secret) => new Bun.CryptoHasher('sha256').update(secret).digest('hex'),
    nowMs: Date.now,
    every: () => () => {},
    turn: () => Promise.resolve(),
    onFault: () => {},
  })
  expect((await ring.find(key, 'bearer'))?.credential?.id).toBe(id)
  await app.close()
})
