/** What others have been broken by, tried here over every door (SPEC.md, N7, N12, N16, N20). Each test is named by what is tried. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { ask, bearer, join, password, share, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase } from '../support/engines.ts'
import { listen, Plain, type Listening, handshake } from '../support/sockets.ts'

const uuid = () => Bun.randomUUIDv7()

let app: App
let server: Listening
let [ann, bob, eve]: Person[] = []
let [owner, viewer, stranger] = [] as unknown as [Person, Person, Person]
let shared = ''

beforeAll(async () => {
  app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  server = listen(app)
  ;[ann, bob, eve] = [await join(app, 'ann'), await join(app, 'bob'), await join(app, 'eve')]
  ;[owner, viewer, stranger] = [ann, bob, eve] as [Person, Person, Person]
  shared = (await owner.newList()).id
  await share(owner, shared, viewer, 'viewer')
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await app.close()
})

/** The same commands over the batch and over the socket. */
async function overEachDoor(who: Person, commands: object[]): Promise<any[][]> {
  const withIds = () => commands.map((command) => ({ ...command, id: uuid() }))
  const batch = (await who.ask('POST', '/batch', { commands: withIds() })).body.outcomes
  const { plain } = await Plain.greeted(server.url, {}, { ...who.headers, origin: server.url })
  const pushed = await plain.push(withIds())
  plain[Symbol.dispose]()
  return [batch, pushed]
}

const shapeOf = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16}\b/g, 'ID')

test('[N20] a foreign id under any address is answered byte for byte as one that nobody has', async () => {
  const todo = await owner.newTodo(shared)
  const { id: invitation } = (await owner.ask('POST', `/lists/${shared}/invitations`, { role: 'viewer' }))
    .body
  const own = (await stranger.newList()).id
  const cases: [method: string, path: (id: string) => string, foreign: string, body?: object][] = [
    ['GET', (id) => `/todos/${id}`, todo.id],
    ['PATCH', (id) => `/todos/${id}`, todo.id, { name: 'x' }],
    ['DELETE', (id) => `/todos/${id}`, todo.id],
    ['POST', (id) => `/todos/${id}/restore`, todo.id],
    ['GET', (id) => `/lists/${id}`, shared],
    ['PATCH', (id) => `/lists/${id}`, shared, { name: 'x' }],
    ['GET', (id) => `/lists/${id}/members`, shared],
    ['GET', (id) => `/changes?space=${id}`, shared],
    ['GET', (id) => `/changes?space=${id}`, owner.id],
    ['GET', (id) => `/api/v1/todos?list=${id}`, shared],
    ['DELETE', (id) => `/lists/${own}/members/${id}`, owner.id],
    ['PATCH', (id) => `/lists/${own}/members/${id}`, owner.id, { role: 'editor' }],
    ['POST', (id) => `/lists/${own}/transfer`.replace('ID', id), owner.id, { account: owner.id }],
  ]
  for (const [method, path, foreign, body] of cases) {
    const [theirs, nobodys] = [
      await stranger.ask(method, path(foreign), body),
      await stranger.ask(method, path(uuid()), body),
    ]
    expect([path('ID'), theirs.status]).toEqual([path('ID'), 404])
    expect(shapeOf(theirs.text)).toBe(shapeOf(nobodys.text))
  }
  const under = (list: string, id: string) => stranger.ask('DELETE', `/lists/${list}/invitations/${id}`)
  expect((await under(own, invitation)).text).toBe((await under(own, '0123456789abcdef')).text)
})

test('[N20] fields that are not for the sender (owner, account, role, version) are refused, not taken', async () => {
  const todo = await owner.newTodo(shared)
  const tries: [string, string, object][] = [
    ['POST', '/api/v1/todos', { name: uuid(), account: stranger.id }],
    ['PATCH', `/todos/${todo.id}`, { id: uuid() }],
    ['PATCH', `/todos/${todo.id}`, { version: 1 }],
    ['POST', '/lists', { name: 'x', owner: stranger.id }],
    ['PATCH', `/lists/${shared}`, { members: [] }],
    ['PATCH', '/account', { currentPassword: password, isAdmin: true }],
    ['POST', '/tokens', { name: 'x', scope: 'read', account: stranger.id }],
    ['POST', `/lists/${shared}/invitations`, { role: 'owner' }],
    ['PATCH', `/lists/${shared}/members/${viewer.id}`, { role: 'owner' }],
  ]
  for (const [method, path, body] of tries)
    expect([path, (await owner.ask(method, path, body)).status]).toEqual([path, 400])
})

test('[N20] own and foreign ids in one batch or push: the foreign ones fail, one by one, and say nothing', async () => {
  const [mine, theirs] = [
    await stranger.newTodo(stranger.defaultList),
    await owner.newTodo(shared, { name: 'a secret' }),
  ]
  const change = (todo: string) => ({ type: 'updateTodo', todo, changes: { notes: uuid() } })
  for (const outcomes of await overEachDoor(stranger, [
    change(mine.id),
    change(theirs.id),
    change(uuid()),
    change(mine.id),
  ])) {
    expect(outcomes.map((outcome) => outcome.accepted)).toEqual([true, false, false, true])
    expect(outcomes[1].problem).toEqual(outcomes[2].problem)
    expect(JSON.stringify(outcomes)).not.toContain('a secret')
  }
})

test('[N20] every kind of write by a viewer is refused, over each door', async () => {
  const todo = await owner.newTodo(shared)
  const binned = await owner.newTodo(shared)
  await owner.done('DELETE', `/todos/${binned.id}`)
  const writes = [
    { type: 'createTodo', todo: { list: shared, name: uuid() } },
    { type: 'putTodo', todo: todo.id, fields: { name: uuid() } },
    { type: 'putTodo', todo: uuid(), list: shared, fields: { name: uuid() } },
    { type: 'updateTodo', todo: todo.id, changes: { finished: true } },
    { type: 'updateTodo', todo: todo.id, changes: { position: 'a0' } },
    { type: 'updateTodo', todo: todo.id, changes: {} },
    { type: 'deleteTodo', todo: todo.id },
    { type: 'restoreTodo', todo: binned.id },
    { type: 'updateList', list: shared, changes: { colour: 'red' } },
    { type: 'deleteList', list: shared },
    { type: 'restoreList', list: shared },
  ]
  for (const outcomes of await overEachDoor(viewer, writes))
    expect(outcomes.map((outcome) => outcome.problem?.code)).toEqual(writes.map(() => 'not_allowed'))
  expect((await viewer.ask('POST', '/todos/', { name: uuid() })).status).toBe(303)
})

test('[N20] moving and putting below: not into a list one may only look at, nor out of it, nor under a foreign parent', async () => {
  const todo = await owner.newTodo(shared)
  const [mine, hidden] = [await viewer.newTodo(viewer.defaultList), await owner.newTodo(owner.defaultList)]
  const tries = [
    { type: 'updateTodo', todo: mine.id, changes: { list: shared } },
    { type: 'updateTodo', todo: todo.id, changes: { list: viewer.defaultList } },
    { type: 'updateTodo', todo: mine.id, changes: { list: owner.defaultList } },
    { type: 'updateTodo', todo: mine.id, changes: { parent: hidden.id } },
    { type: 'createTodo', todo: { name: uuid(), parent: todo.id } },
  ]
  for (const outcomes of await overEachDoor(viewer, tries))
    expect(outcomes.map((outcome) => outcome.problem?.code)).toEqual([
      'not_allowed',
      'not_allowed',
      'list_not_found',
      'parent_not_found',
      'parent_not_found',
    ])
  expect((await owner.ask('GET', `/todos/${todo.id}`)).body.version).toBe(todo.version)
})

test('[N20] another method by HEAD, OPTIONS or an override header gives nothing more', async () => {
  const todo = await owner.newTodo(shared)
  const { headers } = await owner.token({ scope: 'read' })
  for (const override of ['x-http-method-override', 'x-http-method', 'x-method-override'])
    await ask(app, 'GET', `/todos/${todo.id}`, undefined, { ...headers, [override]: 'DELETE' })
  await ask(app, 'POST', `/todos/${todo.id}?_method=DELETE`, {}, headers)
  expect((await owner.ask('GET', `/todos/${todo.id}`)).body).toEqual(todo)
  for (const method of ['HEAD', 'OPTIONS'])
    expect([401, 405]).toContain((await ask(app, method, `/todos/${todo.id}`)).status)
})

test('[N20] a key in the query, by Basic, in another case or a part of it opens nothing', async () => {
  const { key } = await owner.token()
  const session = owner.headers['cookie']?.replace('aiotodo=', '') ?? ''
  expect((await ask(app, 'GET', `/account?access_token=${key}`)).status).toBe(401)
  expect((await ask(app, 'GET', `/account?token=${key}`)).status).toBe(401)
  const tries = [
    { authorization: `Basic ${btoa(`ann:${password}`)}` },
    { authorization: `Basic ${btoa(`ann:${key}`)}` },
    { authorization: key },
    bearer(key.slice(0, -1)),
    bearer(key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')),
    bearer(`${key}A`),
    bearer(key.toUpperCase()),
    bearer(session),
    bearer(`aiotodo_${'0'.repeat(16)}_${'A'.repeat(43)}`),
    bearer("aiotodo_0123456789abcdef_' or 1=1 --"),
    { cookie: `aiotodo=${key}` },
    { cookie: `aiotodo=${session}x` },
    { ...bearer('nonsense'), ...owner.headers },
  ]
  for (const headers of tries) {
    expect((await ask(app, 'GET', '/account', undefined, headers as Record<string, string>)).status).toBe(401)
  }
  expect((await ask(app, 'GET', '/account', undefined, bearer(key))).status).toBe(200)
})

test('[N20] a session that an attacker set beforehand is not the one that signing in makes', async () => {
  const planted = { cookie: 'aiotodo=aiotodo_0123456789abcdef_'.padEnd(70, 'A') }
  const answer = await ask(app, 'POST', '/session', { name: 'eve', password }, planted)
  expect(answer.headers.get('set-cookie')).not.toContain('0123456789abcdef')
  expect((await ask(app, 'GET', '/account', undefined, planted)).status).toBe(401)
})

test('[N12] another site: forms, JSON and text with the session are refused for every method that writes, and reading writes nothing', async () => {
  const todo = await owner.newTodo(shared)
  const before = (await owner.ask('GET', `/changes?space=${shared}`)).body.to
  for (const from of [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'http://todo.example.evil.test' },
    { 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[])
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json',
      'multipart/form-data',
    ])
      for (const [method, path] of [
        ['POST', '/api/v1/todos'],
        ['PUT', `/todos/${todo.id}`],
        ['PATCH', `/todos/${todo.id}`],
        ['DELETE', `/todos/${todo.id}`],
        ['POST', '/todos/'],
        ['POST', '/session'],
        ['POST', '/tokens'],
        ['DELETE', '/session'],
      ] as const) {
        const answer = await owner.ask(method, path, '{"name":"x"}', { ...from, 'content-type': type })
        expect([method, path, answer.status]).toEqual([method, path, 403])
      }
  await owner.ask('GET', `/todos/${todo.id}`)
  expect((await owner.ask('GET', `/changes?space=${shared}`)).body.to).toBe(before)
})

test('[N12] a socket of another site: an Origin that is foreign, null or missing, with the session, is refused before any data', async () => {
  for (const from of [{ origin: 'https://evil.test' }, { origin: 'null' }, {}] as Record<string, string>[]) {
    const headers = { ...owner.headers, ...from, ...handshake }
    const response = await fetch(`${server.url}/api/v1/sync`, { headers })
    expect([from, response.status]).toEqual([from, 403])
  }
})

test('[N20] guessing goes on neither by another door, nor after a restart, nor on another node', async () => {
  const database = await newDatabase('sqlite')
  const first = await createApp({ database: database.name, localOnly: false })
  await join(first, 'ann')
  const tryAt = async (node: App) =>
    (await ask(node, 'POST', '/session', { name: 'ann', password: 'wrong' })).status
  for (let index = 0; index < 5; index++) expect(await tryAt(first)).toBe(401)
  const second = await createApp({ database: database.name, localOnly: false })
  expect(await tryAt(second)).toBe(429)
  await first.close()
  await second.close()
  const third = await createApp({ database: database.name, localOnly: false })
  expect(await tryAt(third)).toBe(429)
  await third.close()
  await database.drop()
})

test('[N20] many guesses at once are no way around the waiting', async () => {
  const many = Array.from({ length: 30 }, () =>
    app.keys
      .signIn({ name: 'bob', password: 'wrong', address: 'x', network: 'x', device: '' })
      .catch((error: { code: string }) => error.code),
  )
  const codes = await Promise.all(many)
  expect(codes.filter((code) => code === 'wrong_password').length).toBeLessThanOrEqual(5)
})

test('[N20] names, passwords and bodies that are hostile are refused or kept as they are, and break nothing', async () => {
  const names = [
    "x' or '1'='1",
    'a b',
    '../x',
    'x\u0000y',
    '<script>',
    '',
    'x'.repeat(100),
    'local',
    '\u202eabc',
  ]
  const { invitation } = await owner.done('POST', '/accounts/invitations')
  for (const name of names)
    expect([name, (await ask(app, 'POST', '/accounts', { invitation, name, password })).status]).toEqual([
      name,
      400,
    ])
  for (const body of [
    '{"__proto__":{"isAdmin":true},"name":"x","password":"y"}',
    '[]',
    'null',
    '{"name":{"$ne":null},"password":{"$ne":null}}',
  ])
    expect((await ask(app, 'POST', '/session', body)).status).toBe(400)
  expect((await ask(app, 'POST', '/session', { name: 'ann', password: 'x'.repeat(10_000) })).status).toBe(400)
  expect(
    (await ask(app, 'POST', '/session', `{"name":"ann","password":"${'x'.repeat(2_000_000)}"}`)).status,
  ).toBe(413)
  for (const scope of ['root', 'session', 'govern'])
    expect((await owner.ask('POST', '/tokens', { name: 'x', scope })).status).toBe(400)
  // Ones that look alike are one.
  expect((await ask(app, 'POST', '/accounts', { invitation, name: 'ＡＮＮ', password })).body.code).toBe(
    'account_name_taken',
  )
})

test('[N20] a command that someone else has sent under an id is not answered to a key for other lists', async () => {
  const [secret, other] = [(await owner.newList()).id, (await owner.newList()).id]
  const command = { type: 'createTodo', id: uuid(), todo: { list: secret, name: 'a secret' } }
  await owner.done('POST', '/batch', { commands: [command] })
  const { headers } = await owner.token({ lists: [other] })
  const answer = await ask(app, 'POST', '/batch', { commands: [command] }, headers)
  expect(answer.body.outcomes[0].problem.code).toBe('list_not_found')
  expect(answer.text).not.toContain('a secret')
})

test("[N7] a list's cursor, tag or page that one had as a member says nothing later", async () => {
  const list = (await owner.newList()).id
  await share(owner, list, viewer, 'viewer')
  await owner.newTodo(list)
  await owner.newTodo(list)
  const page = await viewer.ask('GET', `/api/v1/todos?list=${list}&limit=1`)
  const { cursor } = (await viewer.ask('GET', `/changes?space=${list}`)).body
  await owner.done('DELETE', `/lists/${list}/members/${viewer.id}`)
  const tag = { 'if-none-match': page.headers.get('etag') ?? '' }
  for (const path of [
    `/api/v1/todos?list=${list}&limit=1&cursor=${page.body.next}`,
    `/api/v1/todos?list=${list}&limit=1`,
    `/changes?space=${list}&cursor=${cursor}`,
    `/lists/${list}`,
  ])
    expect([path, (await viewer.ask('GET', path, undefined, tag)).status]).toEqual([path, 404])
})

test('[N16] every answer forbids what no answer needs: guessing its type, framing it, taking it to other sites', async () => {
  for (const [method, path] of [
    ['GET', '/todos/'],
    ['GET', '/todos/9999'],
    ['GET', '/account'],
    ['GET', '/nowhere'],
    ['DELETE', '/api/v1/todos/x'],
    ['GET', '/api/v1/openapi.json'],
    ['GET', '/livez'],
    ['OPTIONS', '/lists'],
  ] as const)
    for (const headers of [{}, owner.headers] as Record<string, string>[]) {
      const answer = await ask(app, method, path, undefined, headers)
      expect([path, answer.headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
})
