/**
 * An open screen gives no account away (SPEC.md, N82 to N84): what does asks once more who it is. The operations come from the
 * API itself; test/accounts/ended-keys.test.ts fails where one has no row.
 */
import { afterEach, describe, expect, test } from 'bun:test'
import { ask, password, type Answer } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { show } from '../support/authenticator.ts'
import { backToNow, codeOf, goOn } from '../support/codes.ts'
import { newDatabase, type Engine } from '../support/engines.ts'
import {
  better,
  here,
  makeScene,
  operations,
  sessionFor,
  stateOf,
  whole,
  type Row,
  type Scene,
} from '../support/key-operations.ts'

afterEach(backToNow)

/** Ten minutes and a half, in steps of codes. */
const tooLong = 21
const wrong = { currentPassword: 'not the password' }
const outcome = ({ status, body }: Answer) => [status, body?.code]

async function withScene(work: (scene: Scene) => Promise<void>, engine: Engine = 'memory'): Promise<void> {
  const database = await newDatabase(engine)
  const app = await createApp({ database: database.name, localOnly: false })
  try {
    await work(await makeScene(app))
  } finally {
    await app.close()
    await database.drop()
  }
}

const ofKind = (kind: Row['proof']) => Object.entries(operations).filter(([, { proof }]) => proof === kind)

/** Refused so, and nothing is another one. */
async function expectRefused(
  scene: Scene,
  answer: () => Promise<Answer>,
  expected: unknown[],
): Promise<void> {
  const before = await stateOf(scene)
  expect(outcome(await answer())).toEqual(expected)
  expect(await stateOf(scene)).toEqual(before)
}

describe.each(ofKind('recent'))('%s', (id, row) => {
  test.each(['memory', ...(id === 'createToken' ? ['postgres' as const] : [])] as const)(
    '[N82] asks who signed in more than ten minutes ago once more who they are, in that session alone, and no token (%s)',
    async (engine) => {
      await withScene(async (scene) => {
        goOn(0)
        const [session, other] = [await sessionFor(scene, row.who), await sessionFor(scene, row.who)]
        const token = await scene.people.ann.token({ scope: 'admin' })
        const [method, path, body] = await row.request(session)
        goOn(tooLong)
        const needed = [403, 'proof_needed']
        await expectRefused(scene, () => session.ask(method, path, body), needed)
        const byToken = await ask(scene.app, method, path, body, token.headers)
        expect(outcome(byToken)).toEqual([403, 'not_allowed'])
        expect(outcome(await session.ask('POST', '/session/proof', wrong))).toEqual([401, 'wrong_password'])
        await expectRefused(scene, () => session.ask(method, path, body), needed)
        expect((await session.ask('POST', '/session/proof', await session.proof())).status).toBe(204)
        await expectRefused(scene, () => other.ask(method, path, body), needed)
        goOn(tooLong - 2)
        expect((await session.ask(method, path, body)).status).toBeLessThan(300)
      }, engine)
    },
  )

  test('[N82] is done by who signed in just now', () =>
    withScene(async (scene) => {
      const session = await sessionFor(scene, row.who)
      const [method, path, body] = await row.request(session)
      expect((await session.ask(method, path, body)).status).toBeLessThan(300)
    }))
})

describe.each(ofKind('shown'))('%s', (_, row) => {
  test('[N82] asks for the password or a passkey in the request itself, however young the session is', () =>
    withScene(async (scene) => {
      const session = await sessionFor(scene, row.who)
      expect((await session.ask('POST', '/session/proof', await session.proof())).status).toBe(204)
      const [method, path, body] = await row.request(session)
      await expectRefused(scene, () => session.ask(method, path, body), [400, 'bad_request'])
      await expectRefused(scene, () => session.ask(method, path, { ...body, ...wrong }), [
        401,
        'wrong_password',
      ])
      expect((await session.ask(...(await whole(row, session)))).status).toBeLessThan(300)
    }))
})

describe.each(ofKind('none'))('%s', (_, row) => {
  test('[N82] gives no account away, and asks for nothing but the key', () =>
    withScene(async (scene) => {
      goOn(0)
      const session = await sessionFor(scene, row.who)
      const [method, path, body] = await row.request(session)
      if (!path.endsWith('/confirm')) goOn(tooLong)
      const answer = await session.ask(method, path, body)
      // What was begun by a proof is over by then.
      const isOver = path === '/account/passkeys'
      expect([answer.body?.code, answer.status < 300]).toEqual(
        isOver ? ['passkey_refused', false] : [answer.body?.code, true],
      )
    }))
})

const own: [title: string, method: string, path: string, body: object][] = [
  ['its name', 'PATCH', '', { name: 'mallory' }],
  ['its password', 'PATCH', '', { password: better }],
  ['whether it is an administrator', 'PATCH', '', { isAdmin: false }],
  ['its factors', 'POST', '/reset-factors', {}],
]

test.each(own)(
  '[N83] an administrator changes %s of its own account by what /account asks for alone',
  (_, method, path, body) =>
    withScene(async (scene) => {
      const session = await sessionFor(scene, 'ann')
      const address = `/accounts/${scene.people.ann.id}${path}`
      const tried = (more: object) => () => session.ask(method, address, { ...body, ...more })
      await session.ask('POST', '/session/proof', await session.proof())
      await expectRefused(scene, tried({}), [400, 'bad_request'])
      if (method === 'POST')
        await expectRefused(scene, () => session.ask(method, address), [400, 'bad_request'])
      await expectRefused(scene, tried(wrong), [401, 'wrong_password'])
      await expectRefused(scene, tried({ passkey: await strange(scene, session) }), [401, 'passkey_refused'])
      expect((await tried(await session.proof())()).status).toBeLessThan(300)
    }),
)

/** Somebody else's passkey, shown for this session. */
async function strange({ passkeys }: Scene, session: { ask: Scene['people']['ann']['ask'] }) {
  const options = (await session.ask('POST', '/session/passkey/options')).body
  return show(passkeys.bob, options, here.origin)
}

test('[N83] who has a second factor shows its code there as well', () =>
  withScene(async (scene) => {
    goOn(0)
    const { ann } = scene.people
    const session = await sessionFor(scene, 'ann')
    const { secret } = (await session.ask('POST', '/account/second-factor', await session.proof())).body
    await session.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
    goOn(1)
    const change = { currentPassword: password, password: better }
    const tried = (more: object) => () => session.ask('PATCH', `/accounts/${ann.id}`, { ...change, ...more })
    await expectRefused(scene, tried({}), [401, 'second_factor_needed'])
    await expectRefused(scene, tried({ code: '000000x' }), [401, 'wrong_code'])
    expect((await tried({ code: codeOf(secret) })()).status).toBe(200)
    // The others are signed out, this one goes on.
    expect((await session.ask('GET', '/account')).status).toBe(200)
  }))

test('[N82] an administrator who is another one since changes nothing, and disabling asks for no proof', () =>
  withScene(async (scene) => {
    goOn(0)
    const { cem } = scene.people
    const session = await sessionFor(scene, 'ann')
    goOn(tooLong)
    const disabled = await session.ask('PATCH', `/accounts/${cem.id}`, { isDisabled: true })
    expect([disabled.status, disabled.body.disabledAt]).toEqual([200, expect.any(String)])
    // To let in again is to give a key.
    expect(outcome(await session.ask('PATCH', `/accounts/${cem.id}`, { isDisabled: false }))).toEqual([
      403,
      'proof_needed',
    ])
  }))

test('[N83] no token does any of that, whatever is shown beside it', () =>
  withScene(async (scene) => {
    const { ann, cem } = scene.people
    const { headers } = await ann.token({ scope: 'admin' })
    const change = { currentPassword: password, password: better }
    for (const id of [ann.id, cem.id])
      await expectRefused(scene, () => ask(scene.app, 'PATCH', `/accounts/${id}`, change, headers), [
        403,
        'not_allowed',
      ])
  }))

test('[N84] what was shown counts for ten minutes, and showing nothing never makes it longer', () =>
  withScene(async (scene) => {
    goOn(0)
    const { app, people } = scene
    const session = await sessionFor(scene, 'ann')
    const isProven = async () => (await session.ask('POST', '/accounts/invitations')).status === 201
    goOn(tooLong)
    expect(await isProven()).toBe(false)
    await session.ask('POST', '/session/proof', { currentPassword: password })
    goOn(tooLong - 2)
    expect(await isProven()).toBe(true)
    expect(outcome(await session.ask('POST', '/session/proof', {}))).toEqual([400, 'bad_request'])
    goOn(2)
    expect(await isProven()).toBe(false)
    const events = await app.store.access.audit(people.ann.id, undefined, 100)
    expect(events.filter(({ event }) => event === 'proof shown')).toHaveLength(1)
    // Without a password there is nothing to show but a passkey, and it is a new sign-in that counts.
    await app.store.access.change((tables) => tables.updateAccount(people.cem.id, { password: null }))
    const bare = await sessionFor(scene, 'cem')
    for (const body of [{}, { currentPassword: password }])
      expect(outcome(await bare.ask('POST', '/session/proof', body))).toEqual([403, 'sign_in_again'])
  }))

test('[N84] a wrong proof counts as a failed sign-in does', () =>
  withScene(async (scene) => {
    const session = await sessionFor(scene, 'cem')
    const codes: string[] = []
    for (let index = 0; index < 6; index++)
      codes.push((await session.ask('POST', '/session/proof', wrong)).body.code)
    expect(codes).toEqual([...Array<string>(5).fill('wrong_password'), 'too_many_requests'])
    expect(outcome(await session.ask('POST', '/session/proof', { currentPassword: password }))[1]).toBe(
      'too_many_requests',
    )
  }))
