/**
 * Every route and socket message, asked by everyone there is (SPEC.md, N10). The operations come from the API itself: one
 * without a row here fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { routes } from '../../src/http/routes.ts'
import { ask, bearer, by, join, password, type Person, share } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { Device } from '../support/push-service.ts'
import { listen, Plain, type Listening } from '../support/sockets.ts'

const askers = [
  'nobody',
  'expired token',
  'revoked token',
  'disabled account',
  'other account',
  'administrator',
  'limited token',
  'read token',
  'viewer',
  'editor',
  'owner',
] as const
type Asker = (typeof askers)[number]
/** These are shown the door, wherever it is not open to everyone. */
const outside: readonly Asker[] = askers.slice(0, 4)

let app: App
let listening: Listening
let people: Record<
  'owner' | 'editor' | 'viewer' | 'member' | 'other account' | 'administrator' | 'disabled',
  Person
>

beforeAll(async () => {
  // The table asks more of one account than the server's own limit lets through in a second on a fast machine.
  app = await createApp({
    database: { engine: 'sqlite', path: undefined },
    requestsPerSecond: Number.MAX_SAFE_INTEGER,
  })
  listening = listen(app)
  const administrator = await join(app, 'administrator')
  people = {
    administrator,
    owner: await join(app, 'owner'),
    editor: await join(app, 'editor'),
    viewer: await join(app, 'viewer'),
    member: await join(app, 'member'),
    'other account': await join(app, 'other'),
    disabled: await join(app, 'disabled'),
  }
  // Sessions come to an end in what follows; what the scenes are made with must not.
  for (const person of Object.values(people)) {
    const { headers } = await person.token({ scope: 'admin' })
    delete person.headers['cookie']
    Object.assign(person.headers, headers)
  }
})
afterAll(async () => {
  await listening[Symbol.asyncDispose]()
  await app.close()
})

/** A list that is shared, with a todo, an invitation, and one that the owner's limited token is for. */
interface Scene {
  list: string
  todo: string
  binned: string
  /** Of the history: that the todo was made. */
  entry: string
  invitation: string
  filter: string
  view: string
  label: string
}

let lastFilter: string | undefined
const lastView = Bun.randomUUIDv7()

async function scene(): Promise<Scene> {
  const { owner, editor, viewer, member } = people
  const list = (await owner.newList()).id
  await share(owner, list, editor, 'editor')
  await share(owner, list, viewer, 'viewer')
  await share(owner, list, member, 'viewer')
  const label = uuid()
  const [todo, binned] = [await owner.newTodo(list, { labels: [label] }), await owner.newTodo(list)]
  await owner.done('DELETE', `/todos/${binned.id}`)
  const invitation = await owner.done('POST', `/lists/${list}/invitations`, { role: 'viewer' })
  const filter = await owner.done('POST', '/filters', { name: 'x', filter: 'not finished' })
  // As many as are made here would be too many for one account.
  if (lastFilter) await owner.done('DELETE', `/filters/${lastFilter}`)
  lastFilter = filter.id
  const entry = `${list}.${todo.version}`
  // The same one each time, for the same reason.
  const view = await owner.done('PATCH', `/views/${lastView}`, { label: list.slice(0, 8) })
  return {
    list,
    todo: todo.id,
    binned: binned.id,
    entry,
    invitation: invitation.id,
    filter: filter.id,
    view: view.id,
    label,
  }
}

/** What the asker shows: always the same token, or a fresh session, as some requests end it. */
const tokens = new Map<Asker, Record<string, string>>()
async function headersOf(asker: Asker): Promise<Record<string, string>> {
  if (asker in people) {
    const { id } = people[asker as keyof typeof people]
    return { cookie: `aiotodo=${(await app.keys.open(id, 'a test', '192.0.2.1')).key}` }
  }
  let headers = tokens.get(asker)
  if (!headers) tokens.set(asker, (headers = await tokenOf(asker)))
  return headers
}

async function tokenOf(asker: Asker): Promise<Record<string, string>> {
  const { owner, disabled } = people
  if (asker === 'nobody') return {}
  if (asker === 'expired token') return (await owner.token({ expiresAt: Date.now() - 1 })).headers
  if (asker === 'read token') return (await owner.token({ scope: 'read' })).headers
  if (asker === 'limited token') return (await owner.token({ lists: [(await owner.newList()).id] })).headers
  const who = asker === 'disabled account' ? disabled : owner
  const { id, headers } = await who.token()
  expect((await ask(app, 'GET', '/account', undefined, headers)).status).toBe(200)
  if (who === disabled) await app.accounts.update(who.id, { isDisabled: true })
  else await app.keys.remove(who.id, 'token', id, by(who.id))
  return headers
}

type Request = [method: string, path: string, body?: unknown]
/** For those inside: other account, administrator, limited token, read token, viewer, editor, owner. */
type Row = [request: (scene: Scene) => Request, ...statuses: number[]]

const uuid = () => Bun.randomUUIDv7()
const newSubscription = () => new Device(`https://push.example/${uuid()}`).subscription
const onlySessions = (status: number): number[] => [status, status, 403, 403, status, status, status]
const onlyGovernors = (status: number): number[] => [403, status, 403, 403, 403, 403, 403]

const proof = { currentPassword: password }
const noPasskey = { id: 'x', response: { clientDataJSON: '', attestationObject: '' } }

const rows: Record<string, Row> = {
  import: [
    ({ list }) => ['POST', `/api/v1/import?list=${list}&format=markdown`, '- [ ] a todo'],
    404,
    404,
    404,
    403,
    403,
    200,
    200,
  ],
  export: [() => ['GET', '/api/v1/export?format=csv'], 200, 200, 200, 200, 200, 200, 200],
  listTodos: [({ list }) => ['GET', `/api/v1/todos?list=${list}`], 404, 404, 404, 200, 200, 200, 200],
  createTodo: [
    ({ list }) => ['POST', '/api/v1/todos', { list, name: uuid() }],
    404,
    404,
    404,
    403,
    403,
    201,
    201,
  ],
  quickAddTodo: [
    ({ list }) => ['POST', '/api/v1/todos/quick', { text: `${uuid()} tomorrow`, list }],
    404,
    404,
    404,
    403,
    403,
    201,
    201,
  ],
  readTodo: [({ todo }) => ['GET', `/todos/${todo}`], 404, 404, 404, 200, 200, 200, 200],
  // Without a sight of it, it is a new todo in one's own list, under an id that is not free; a limited token has none.
  putTodo: [({ todo }) => ['PUT', `/todos/${todo}`, { name: uuid() }], 409, 409, 404, 403, 403, 200, 200],
  updateTodo: [({ todo }) => ['PATCH', `/todos/${todo}`, { notes: 'x' }], 404, 404, 404, 403, 403, 200, 200],
  deleteTodo: [({ todo }) => ['DELETE', `/todos/${todo}`], 404, 404, 404, 403, 403, 204, 204],
  restoreTodo: [({ binned }) => ['POST', `/todos/${binned}/restore`], 404, 404, 404, 403, 403, 200, 200],
  skipTodo: [({ todo }) => ['POST', `/todos/${todo}/skip`], 404, 404, 404, 403, 403, 409, 409],
  detachTodo: [({ todo }) => ['POST', `/todos/${todo}/detach`], 404, 404, 404, 403, 403, 409, 409],
  listOccurrences: [({ todo }) => ['GET', `/todos/${todo}/occurrences`], 404, 404, 404, 200, 200, 200, 200],
  readHolidays: [() => ['GET', '/holidays'], 200, 200, 200, 200, 200, 200, 200],
  readAccount: [() => ['GET', '/account'], 200, 200, 200, 200, 200, 200, 200],
  listLists: [() => ['GET', '/lists'], 200, 200, 200, 200, 200, 200, 200],
  createList: [() => ['POST', '/lists', { name: 'x' }], 201, 201, 403, 403, 201, 201, 201],
  readList: [({ list }) => ['GET', `/lists/${list}`], 404, 404, 404, 200, 200, 200, 200],
  updateList: [({ list }) => ['PATCH', `/lists/${list}`, { name: 'x' }], 404, 404, 404, 403, 403, 200, 200],
  deleteList: [({ list }) => ['DELETE', `/lists/${list}`], 404, 404, 404, 403, 403, 403, 204],
  restoreList: [({ list }) => ['POST', `/lists/${list}/restore`], 404, 404, 404, 403, 403, 403, 200],
  // A filter is its account's own: nobody else's is there, and a limited token sees none.
  listFilters: [() => ['GET', '/filters'], 200, 200, 200, 200, 200, 200, 200],
  createFilter: [
    () => ['POST', '/filters', { name: 'x', filter: 'milk' }],
    201,
    201,
    403,
    403,
    201,
    201,
    201,
  ],
  readFilter: [({ filter }) => ['GET', `/filters/${filter}`], 404, 404, 404, 200, 404, 404, 200],
  updateFilter: [
    ({ filter }) => ['PATCH', `/filters/${filter}`, { name: 'y' }],
    ...[404, 404, 403, 403, 404, 404, 200],
  ],
  deleteFilter: [({ filter }) => ['DELETE', `/filters/${filter}`], 404, 404, 403, 403, 404, 404, 204],
  restoreFilter: [
    ({ filter }) => ['POST', `/filters/${filter}/restore`],
    ...[404, 404, 403, 403, 404, 404, 200],
  ],
  // So is how it has things shown.
  listViews: [() => ['GET', '/views'], 200, 200, 200, 200, 200, 200, 200],
  readView: [({ view }) => ['GET', `/views/${view}`], 404, 404, 404, 200, 404, 404, 200],
  updateView: [
    ({ view }) => ['PATCH', `/views/${view}`, { sortBy: 'due' }],
    ...[201, 201, 403, 403, 201, 201, 200],
  ],
  // Labels are words on todos: those of what one sees are there, and the ones in a list to be read stay.
  listLabels: [() => ['GET', '/labels'], 200, 200, 200, 200, 200, 200, 200],
  updateLabel: [
    ({ label }) => ['PATCH', `/labels/${label}?shared=true`, { name: uuid() }],
    ...[404, 404, 404, 403, 200, 200, 200],
  ],
  deleteLabel: [
    ({ label }) => ['DELETE', `/labels/${label}?shared=true`],
    ...[404, 404, 404, 403, 200, 200, 200],
  ],
  batch: [
    ({ todo }) => ['POST', '/batch', { commands: [{ type: 'updateTodo', todo, changes: { notes: 'y' } }] }],
    ...[404, 404, 404, 403, 403, 200, 200],
  ],
  readChanges: [({ list }) => ['GET', `/changes?space=${list}`], 404, 404, 404, 200, 200, 200, 200],
  readHistory: [() => ['GET', '/history'], 200, 200, 200, 200, 200, 200, 200],
  readListHistory: [({ list }) => ['GET', `/lists/${list}/history`], 404, 404, 404, 200, 200, 200, 200],
  readListAt: [
    ({ list }) => ['GET', `/lists/${list}/at?time=${new Date().toISOString()}`],
    ...[404, 404, 404, 200, 200, 200, 200],
  ],
  readTodoHistory: [
    ({ todo }) => ['GET', `/api/v1/todos/${todo}/history`],
    404,
    404,
    404,
    200,
    200,
    200,
    200,
  ],
  undoEntry: [({ entry }) => ['POST', `/history/${entry}/undo`], 404, 404, 404, 403, 403, 200, 200],
  // What others did is taken back all at once by the owner.
  undo: [
    ({ list }) => ['POST', '/undo', { list, since: new Date().toISOString() }],
    ...[404, 404, 404, 403, 403, 403, 200],
  ],
  signOut: [() => ['DELETE', '/session'], ...onlySessions(204)],
  proveSession: [() => ['POST', '/session/proof', proof], ...onlySessions(204)],
  listSessions: [() => ['GET', '/sessions'], ...onlySessions(200)],
  signOutElsewhere: [() => ['DELETE', '/sessions'], ...onlySessions(204)],
  signOutDevice: [() => ['DELETE', '/sessions/0123456789abcdef'], ...onlySessions(404)],
  updateAccount: [() => ['PATCH', '/account', { currentPassword: password }], ...onlySessions(200)],
  listIdentities: [() => ['GET', '/identities'], ...onlySessions(200)],
  // There is no provider here.
  linkIdentity: [() => ['POST', '/identities', { currentPassword: password }], ...onlySessions(404)],
  unlinkIdentity: [() => ['DELETE', '/identities/0123456789abcdef'], ...onlySessions(404)],
  listTokens: [() => ['GET', '/tokens'], ...onlySessions(200)],
  createToken: [() => ['POST', '/tokens', { name: 'x', scope: 'read' }], ...onlySessions(201)],
  removeToken: [() => ['DELETE', '/tokens/0123456789abcdef'], ...onlySessions(404)],
  readAudit: [() => ['GET', '/audit'], ...onlySessions(200)],
  readWaysIn: [() => ['GET', '/account/ways-in'], ...onlySessions(200)],
  beginSecondFactor: [() => ['POST', '/account/second-factor', proof], ...onlySessions(201)],
  // Of the one that was begun just now.
  confirmSecondFactor: [
    () => ['POST', '/account/second-factor/confirm', { code: 'x' }],
    ...onlySessions(401),
  ],
  renewRecoveryCodes: [() => ['POST', '/account/second-factor/recovery-codes', proof], ...onlySessions(404)],
  removeSecondFactor: [() => ['POST', '/account/second-factor/remove', proof], ...onlySessions(404)],
  removePassword: [() => ['POST', '/account/password/remove', proof], ...onlySessions(409)],
  listPasskeys: [() => ['GET', '/account/passkeys'], ...onlySessions(200)],
  passkeyOptions: [() => ['POST', '/account/passkeys/options', proof], ...onlySessions(200)],
  addPasskey: [() => ['POST', '/account/passkeys', { name: 'x', passkey: noPasskey }], ...onlySessions(401)],
  renamePasskey: [() => ['PATCH', '/account/passkeys/0123456789abcdef', { name: 'x' }], ...onlySessions(404)],
  removePasskey: [() => ['POST', '/account/passkeys/0123456789abcdef/remove', proof], ...onlySessions(404)],
  readPushKey: [() => ['GET', '/push/key'], 200, 200, 200, 200, 200, 200, 200],
  listPushSubscriptions: [() => ['GET', '/push/subscriptions'], ...onlySessions(200)],
  createPushSubscription: [() => ['POST', '/push/subscriptions', newSubscription()], ...onlySessions(201)],
  removePushSubscription: [() => ['DELETE', '/push/subscriptions/0123456789abcdef'], ...onlySessions(404)],
  testPushSubscription: [() => ['POST', '/push/subscriptions/0123456789abcdef/test'], ...onlySessions(404)],
  listMembers: [({ list }) => ['GET', `/lists/${list}/members`], 404, 404, 404, 200, 200, 200, 200],
  updateMember: [
    ({ list }) => ['PATCH', `/lists/${list}/members/${people.member.id}`, { role: 'editor' }],
    ...[404, 404, 403, 403, 403, 403, 204],
  ],
  removeMember: [
    ({ list }) => ['DELETE', `/lists/${list}/members/${people.member.id}`],
    ...[404, 404, 403, 403, 403, 403, 204],
  ],
  transferList: [
    ({ list }) => ['POST', `/lists/${list}/transfer`, { account: people.member.id }],
    ...[404, 404, 403, 403, 403, 403, 204],
  ],
  listInvitations: [({ list }) => ['GET', `/lists/${list}/invitations`], 404, 404, 403, 403, 403, 403, 200],
  createInvitation: [
    ({ list }) => ['POST', `/lists/${list}/invitations`, { role: 'viewer' }],
    ...[404, 404, 403, 403, 403, 403, 201],
  ],
  removeInvitation: [
    ({ list, invitation }) => ['DELETE', `/lists/${list}/invitations/${invitation}`],
    ...[404, 404, 403, 403, 403, 403, 204],
  ],
  readInvitations: [() => ['GET', '/invitations'], ...onlySessions(200)],
  acceptInvitation: [() => ['POST', '/invitations/accept', { id: 'x' }], ...onlySessions(404)],
  declineInvitation: [() => ['DELETE', '/invitations/0123456789abcdef'], ...onlySessions(404)],
  listAccounts: [() => ['GET', '/accounts'], ...onlyGovernors(200)],
  inviteAccount: [() => ['POST', '/accounts/invitations'], ...onlyGovernors(201)],
  governAccount: [
    () => ['PATCH', `/accounts/${people.member.id}`, { isDisabled: false }],
    ...onlyGovernors(200),
  ],
  listAccountIdentities: [() => ['GET', `/accounts/${people.member.id}/identities`], ...onlyGovernors(200)],
  unlinkAccountIdentity: [
    () => ['DELETE', `/accounts/${people.member.id}/identities/0123456789abcdef`],
    ...onlyGovernors(404),
  ],
  resetFactors: [() => ['POST', `/accounts/${uuid()}/reset-factors`], 403, 404, 403, 403, 403, 403, 403],
  removeAccount: [() => ['DELETE', `/accounts/${uuid()}`], ...onlyGovernors(404)],
}

const open: Record<string, [request: () => Request, status: number]> = {
  readSession: [() => ['GET', '/session'], 200],
  signIn: [() => ['POST', '/session', { name: uuid(), password: 'x' }], 401],
  beginProviderSignIn: [() => ['GET', '/oidc/start'], 404],
  beginProviderSignUp: [() => ['POST', '/oidc/start', { invitation: 'x' }], 404],
  finishProviderSignIn: [() => ['GET', '/oidc/callback?code=x&state=x'], 404],
  passkeySignInOptions: [() => ['POST', '/session/passkey/options'], 200],
  signInWithPasskey: [() => ['POST', '/session/passkey', {}], 400],
  signUp: [() => ['POST', '/accounts', { invitation: 'x', name: 'someone', password }], 404],
  readInvitation: [() => ['POST', '/invitations/read', { invitation: 'x' }], 404],
}

const tutorial: [title: string, request: Request, ...statuses: number[]][] = [
  ['list', ['GET', '/todos/'], 200, 200, 404, 200, 200, 200, 200],
  ['make', ['POST', '/todos/', {}], 400, 400, 404, 403, 400, 400, 400],
  ['read', ['GET', '/todos/9999'], 404, 404, 404, 404, 404, 404, 404],
  ['change', ['PATCH', '/todos/9999', { finished: true }], 404, 404, 404, 403, 404, 404, 404],
  ['delete', ['DELETE', '/todos/9999'], 404, 404, 404, 403, 404, 404, 404],
]

/** In a batch, what became of the command. */
const statusOf = ({ status, body }: Awaited<ReturnType<typeof ask>>): number =>
  body?.outcomes ? (body.outcomes[0].problem?.status ?? 200) : status

test('[N10] each operation has a row, and each address of the server is looked at', async () => {
  const document = (await ask(app, 'GET', '/api/v1/openapi.json')).body
  const operations = Object.values<any>(document.paths).flatMap((path) => Object.values<any>(path))
  expect([...Object.keys(rows), ...Object.keys(open)].toSorted()).toEqual(
    operations.map(({ operationId }) => operationId).toSorted(),
  )
  expect(Object.keys(routes).toSorted()).toEqual([
    'api',
    'asset',
    'docs',
    'index',
    'live',
    'ready',
    'robots',
    'serviceWorker',
    'sync',
    'tutorialTodo',
    'tutorialTodos',
  ])
})

describe.each(Object.entries(rows))('%s', (_, [request, ...statuses]) => {
  test.each(askers.map((asker, index) => [asker, statuses[index - outside.length] ?? 401] as const))(
    '[N10] asked by %s: %d',
    async (asker, status) => {
      const [method, path, body] = request(await scene())
      const answer = await ask(app, method, path, body, await headersOf(asker))
      expect(statusOf(answer)).toBe(status)
      if (outside.includes(asker) && status === 401) expect(answer.body.code).toBe('unauthenticated')
    },
  )
})

test.each(Object.entries(open))('[N10] %s is open to everyone', async (_, [request, status]) => {
  for (const asker of askers) {
    const [method, path, body] = request()
    const answer = await ask(app, method, path, body, await headersOf(asker))
    expect([asker, answer.status]).toEqual([asker, status])
  }
})

describe.each(tutorial)("the tutorial's API: %s", (_, [method, path, body], ...statuses) => {
  test.each(askers.map((asker, index) => [asker, statuses[index - outside.length] ?? 401] as const))(
    '[N10] asked by %s: %d',
    async (asker, status) => {
      expect((await ask(app, method, path, body, await headersOf(asker))).status).toBe(status)
    },
  )
})

const socketRows: [asker: Asker, sees: boolean, pushed: number][] = [
  ['other account', false, 404],
  ['administrator', false, 404],
  ['limited token', false, 404],
  ['read token', true, 403],
  ['viewer', true, 403],
  ['editor', true, 200],
  ['owner', true, 200],
]

test.each(socketRows)(
  '[N10] hello, push and resync over a socket of %s (sees the list: %p, push: %d)',
  async (asker, sees, pushed) => {
    const { list, todo } = await scene()
    const headers = { ...(await headersOf(asker)), origin: listening.url }
    const { plain, first } = await Plain.greeted(listening.url, { spaces: [list] }, headers)
    using _ = plain
    expect(first[0].missing).toEqual(sees ? [] : [list])
    expect(JSON.stringify(first).includes(todo)).toBe(sees)
    plain.send({ type: 'resync', space: list, cursor: 0 })
    const [outcome] = await plain.push([{ type: 'updateTodo', id: uuid(), todo, changes: { notes: 'x' } }])
    expect(outcome.accepted ? 200 : outcome.problem.status).toBe(pushed)
    if (!sees) expect(plain.frames.filter((frame) => frame.type === 'delta')).toEqual([])
  },
)

test.each(outside)('[N10] a socket of %s is closed before anything is sent', async (asker) => {
  const headers = { ...(await headersOf(asker)), origin: listening.url }
  using plain = await Plain.open(listening.url, headers)
  expect((await plain.closed).code).toBe(4401)
  expect(plain.frames).toEqual([])
})

test('[N10] a token is offered as a protocol where a handshake can have no headers', async () => {
  const token = await people.owner.token()
  const socket = new WebSocket(`${listening.url.replace('http', 'ws')}/api/v1/sync`, [
    'aiotodo.v1',
    token.key,
  ])
  socket.addEventListener('open', () => socket.send('{"type":"hello"}'))
  const frame = await new Promise<string>((resolve) =>
    socket.addEventListener('message', ({ data }) => resolve(String(data))),
  )
  expect(JSON.parse(frame).account.name).toBe('owner')
  expect(socket.protocol).toBe('aiotodo.v1')
  socket.close()
  expect(bearer(token.key)).toEqual(token.headers)
})
