/** Every operation that changes accounts, keys or members, and people to try it on. */
import { expect } from 'bun:test'
import type { App } from '../../src/app.ts'
import { ask, join, password, share, type Answer, type Person } from './accounts.ts'
import { create, show, type Made } from './authenticator.ts'
import { codeOf } from './codes.ts'
import { Device } from './push-service.ts'

const origin = 'http://todo.example'
export const here: { origin: string } = { origin }
export const better = 'eight green goats'
const uuid = () => Bun.randomUUIDv7()

/** Ann governs, and has a passkey; so does bob, who has a second factor as well. */
export interface Scene {
  app: App
  people: Record<'ann' | 'bob' | 'cem', Person>
  passkeys: Record<'ann' | 'bob', Made>
  /** Bob's, with cem as a member. */
  list: string
}

/** What requests are made with. */
export interface Session {
  id: string
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  /** Who it is, shown once more. */
  proof(): Promise<object>
  scene: Scene
}

export type Request = [method: string, path: string, body?: object | undefined]

export interface Row {
  who: 'ann' | 'bob' | 'cem'
  /** What it asks for beside the key; where that is shown, it is added to the body. */
  proof: 'none' | 'recent' | 'shown'
  /** In its order as they are tried: for one and the same account each works once. */
  request: (session: Session) => Request | Promise<Request>
}

const row = (who: Row['who'], proof: Row['proof'], request: Row['request']): Row => ({ who, proof, request })

/** By the ids of the operations. */
export const operations: Record<string, Row> = {
  proveSession: row('ann', 'shown', () => ['POST', '/session/proof', {}]),
  signOut: row('ann', 'none', () => ['DELETE', '/session']),
  signOutElsewhere: row('ann', 'none', () => ['DELETE', '/sessions']),
  signOutDevice: row('ann', 'none', async ({ scene }) => ['DELETE', `/sessions/${await sessionOf(scene)}`]),
  updateAccount: row('ann', 'shown', () => ['PATCH', '/account', { name: 'ann' }]),
  createToken: row('ann', 'recent', () => ['POST', '/tokens', { name: 'x', scope: 'admin' }]),
  removeToken: row('ann', 'none', async ({ scene }) => ['DELETE', `/tokens/${await tokenOf(scene)}`]),
  beginSecondFactor: row('ann', 'shown', () => ['POST', '/account/second-factor', {}]),
  confirmSecondFactor: row('ann', 'none', async ({ ask, proof }) => {
    const { secret } = (await ask('POST', '/account/second-factor', await proof())).body
    return ['POST', '/account/second-factor/confirm', { code: codeOf(secret) }]
  }),
  renewRecoveryCodes: row('bob', 'shown', () => ['POST', '/account/second-factor/recovery-codes', {}]),
  removeSecondFactor: row('bob', 'shown', () => ['POST', '/account/second-factor/remove', {}]),
  removePassword: row('ann', 'shown', () => ['POST', '/account/password/remove', {}]),
  addPasskey: row('ann', 'none', async ({ ask, proof }) => {
    const options = (await ask('POST', '/account/passkeys/options', await proof())).body
    return ['POST', '/account/passkeys', { name: 'x', passkey: create(options, origin).answer }]
  }),
  renamePasskey: row('ann', 'none', async ({ scene }) => [
    'PATCH',
    `/account/passkeys/${await passkeyOf(scene)}`,
    { name: 'x' },
  ]),
  removePasskey: row('ann', 'shown', async ({ scene }) => [
    'POST',
    `/account/passkeys/${await passkeyOf(scene)}/remove`,
    {},
  ]),
  unlinkIdentity: row('ann', 'recent', () => ['DELETE', '/identities/of-ann']),
  createPushSubscription: row('ann', 'none', () => [
    'POST',
    '/push/subscriptions',
    new Device(`https://push.example/${uuid()}`).subscription,
  ]),
  updateMember: row('bob', 'none', ({ scene: { list, people } }) => [
    'PATCH',
    `/lists/${list}/members/${people.cem.id}`,
    { role: 'editor' },
  ]),
  createInvitation: row('bob', 'none', ({ scene }) => [
    'POST',
    `/lists/${scene.list}/invitations`,
    { role: 'editor' },
  ]),
  removeInvitation: row('bob', 'none', async ({ scene }) => [
    'DELETE',
    `/lists/${scene.list}/invitations/${await invitationTo(scene)}`,
  ]),
  declineInvitation: row('ann', 'none', async ({ scene }) => [
    'DELETE',
    `/invitations/${await invitationTo(scene)}`,
  ]),
  acceptInvitation: row('ann', 'none', async ({ scene }) => [
    'POST',
    '/invitations/accept',
    { id: await invitationTo(scene) },
  ]),
  removeMember: row('bob', 'none', ({ scene: { list, people } }) => [
    'DELETE',
    `/lists/${list}/members/${people.cem.id}`,
  ]),
  transferList: row('bob', 'none', ({ scene: { list, people } }) => [
    'POST',
    `/lists/${list}/transfer`,
    { account: people.cem.id },
  ]),
  inviteAccount: row('ann', 'recent', () => ['POST', '/accounts/invitations']),
  governAccount: row('ann', 'recent', ({ scene: { people } }) => [
    'PATCH',
    `/accounts/${people.cem.id}`,
    { isAdmin: true, password: better, name: 'someone' },
  ]),
  resetFactors: row('ann', 'recent', ({ scene: { people } }) => [
    'POST',
    `/accounts/${people.bob.id}/reset-factors`,
  ]),
  unlinkAccountIdentity: row('ann', 'recent', ({ scene: { people } }) => [
    'DELETE',
    `/accounts/${people.bob.id}/identities/of-bob`,
  ]),
  removeAccount: row('ann', 'recent', ({ scene: { people } }) => ['DELETE', `/accounts/${people.cem.id}`]),
}

/** Those of them that are for administrators. */
export const ofGovernors: readonly string[] = Object.entries(operations).flatMap(([id, { who, proof }]) =>
  who === 'ann' && proof === 'recent' && !['createToken', 'unlinkIdentity'].includes(id) ? [id] : [],
)

/** Those that write, and change neither accounts nor keys, or have no key: why each has no row. */
export const otherOperations: Record<string, string> = {
  ...Object.fromEntries(
    [
      ...['createTodo', 'quickAddTodo', 'putTodo', 'updateTodo', 'deleteTodo', 'restoreTodo', 'skipTodo'],
      ...['detachTodo', 'createList', 'updateList', 'deleteList', 'restoreList', 'createFilter'],
      ...[
        'updateFilter',
        'deleteFilter',
        'restoreFilter',
        'updateView',
        'updateLabel',
        'deleteLabel',
        'batch',
        'undo',
        'undoEntry',
        'import',
      ],
    ].map((id) => [id, 'a command on todos and lists: its key is looked at as it is committed (N5)']),
  ),
  signIn: 'has no key; see N81',
  signInWithPasskey: 'has no key; see N81',
  signUp: 'has no key: its invitation is looked at in the transaction (N8)',
  beginProviderSignUp: 'has no key, and changes nothing',
  passkeySignInOptions: 'changes nothing',
  readInvitation: 'changes nothing',
  passkeyOptions: 'changes nothing: what is added by it is addPasskey',
  linkIdentity: 'changes nothing: it is linked when it comes back (N43)',
  removePushSubscription: 'takes nothing but a device of its own',
  testPushSubscription: 'changes nothing',
}

const sessionOf = async ({ app, people }: Scene): Promise<string> =>
  (await app.keys.open(people.ann.id, 'another', '192.0.2.2')).credential.id
const tokenOf = async ({ people }: Scene): Promise<string> => (await people.ann.token({ name: 'kept' })).id
const passkeyOf = async ({ app, people }: Scene): Promise<string> =>
  (await app.passkeys.list(people.ann.id))[0]?.id ?? ''
const invitationTo = async ({ list, people }: Scene): Promise<string> =>
  (await people.bob.done('POST', `/lists/${list}/invitations`, { role: 'viewer', name: people.ann.name })).id

export async function sessionFor(scene: Scene, who: 'ann' | 'bob' | 'cem'): Promise<Session> {
  const { app, people, passkeys } = scene
  const { key, credential } = await app.keys.open(people[who].id, 'a test', '192.0.2.1')
  const headers = { ...here, cookie: `aiotodo=${key}` }
  const asking: Session['ask'] = (method, path, body) => ask(app, method, path, body, headers)
  return {
    id: credential.id,
    ask: asking,
    scene,
    async proof() {
      if (who === 'cem') return { currentPassword: password }
      const options = (await asking('POST', '/session/passkey/options')).body
      return { passkey: show(passkeys[who], options, origin) }
    },
  }
}

/** All that a key could set, as the database has it. */
export async function stateOf({ app: { store }, people, list }: Scene): Promise<unknown> {
  const { access } = store
  const accounts = await access.accounts('', 100)
  const ofEach = await Promise.all(
    Object.values(people).map(async ({ id }) => ({
      credentials: (await access.credentials(id, ['session', 'read', 'write', 'admin'])).map((row) => [
        row.id,
        row.provenAt,
      ]),
      factor: await access.secondFactor(id),
      recoveryCodes: await access.recoveryCodes(id),
      passkeys: (await access.passkeys(id)).map((row) => [row.id, row.name]),
      identities: await access.identities(id),
      devices: await store.reminders.subscriptions(id),
    })),
  )
  const [toList, toAccounts] = [{ list }, { list: null }]
  return {
    accounts,
    ofEach,
    members: await access.members(list),
    invitations: [
      await access.invitations(toList, Date.now()),
      await access.invitations(toAccounts, Date.now()),
    ],
  }
}

export async function makeScene(app: App): Promise<Scene> {
  const people = { ann: await join(app, 'ann'), bob: await join(app, 'bob'), cem: await join(app, 'cem') }
  await app.accounts.update(people.bob.id, { isAdmin: true })
  const proof = { currentPassword: password }
  const withPasskey = async (who: Person): Promise<Made> => {
    const options = (await who.ask('POST', '/account/passkeys/options', proof, here)).body
    const { answer, passkey } = create(options, origin)
    expect(
      (await who.ask('POST', '/account/passkeys', { name: 'a key', passkey: answer }, here)).status,
    ).toBe(201)
    return passkey
  }
  const passkeys = { ann: await withPasskey(people.ann), bob: await withPasskey(people.bob) }
  const { secret } = await people.bob.done('POST', '/account/second-factor', proof)
  await people.bob.done('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
  for (const [id, who] of [
    ['of-ann', people.ann],
    ['of-bob', people.bob],
  ] as const) {
    const identity = { issuer: 'https://id.example', subject: id, name: null, createdAt: Date.now() }
    await app.store.access.inTurn((tables) => tables.addIdentity({ ...identity, id, account: who.id }))
  }
  const list = (await people.bob.newList()).id
  await share(people.bob, list, people.cem, 'viewer')
  // Sessions end in what follows; what is made on the way must not.
  for (const person of Object.values(people)) {
    const { headers } = await person.token({ scope: 'admin' })
    delete person.headers['cookie']
    Object.assign(person.headers, headers)
  }
  return { app, people, passkeys, list }
}

/** The request, with what is to be shown in its body. */
export async function whole(row: Row, session: Session): Promise<Request> {
  const [method, path, body] = await row.request(session)
  return row.proof === 'shown'
    ? [method, path, { ...body, ...(await session.proof()) }]
    : [method, path, body]
}

/** The ids of all operations that write, from the API itself. */
export async function writingOperations(app: App): Promise<string[]> {
  const document = (await ask(app, 'GET', '/api/v1/openapi.json')).body
  return Object.values<any>(document.paths).flatMap((path) =>
    Object.entries<any>(path).flatMap(([method, { operationId }]) => (method === 'get' ? [] : [operationId])),
  )
}
