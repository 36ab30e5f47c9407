/**
 * What is done by a key that is over by the time it is done (SPEC.md, N80, N81). The operations come from the API itself: one
 * that writes, and has no row, fails.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { ask, by, join, password, type Answer, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { show } from '../support/authenticator.ts'
import { backToNow, codeOf, goOn } from '../support/codes.ts'
import { newDatabase } from '../support/engines.ts'
import { holdHashing, holdTransaction, type Hold } from '../support/hold.ts'
import {
  better,
  here,
  makeScene,
  ofGovernors,
  operations,
  otherOperations,
  sessionFor,
  stateOf,
  whole,
  writingOperations,
  type Row,
  type Scene,
  type Session,
} from '../support/key-operations.ts'

const { origin } = here
const uuid = () => Bun.randomUUIDv7()

/** How a key ends, and how what it was of is made whole again. */
const ends: Record<string, (scene: Scene, who: Person, session: string) => Promise<() => Promise<unknown>>> =
  {
    'its session was ended': async ({ app }, who, session) => {
      await app.keys.remove(who.id, 'session', session, by(who.id))
      return async () => {}
    },
    'its account was disabled': async ({ app }, { id }) => {
      await app.accounts.update(id, { isDisabled: true })
      return () => app.accounts.update(id, { isDisabled: false })
    },
    'it governs no more': async ({ app }, { id }) => {
      await app.accounts.update(id, { isAdmin: false })
      return () => app.accounts.update(id, { isAdmin: true })
    },
  }

/** Sends it, ends its key while it is held, and lets it go on. */
async function sendHeld(
  answer: Promise<Answer>,
  hold: Hold,
  meanwhile: () => Promise<unknown>,
): Promise<Answer> {
  const first = await Promise.race([hold.reached, answer])
  if (first) throw new Error(`answered before it was held: ${first.status} ${first.text}`)
  await meanwhile()
  hold.release()
  return answer
}

test('[N80] each operation that writes has a row, or a reason to have none', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  expect([...Object.keys(operations), ...Object.keys(otherOperations)].toSorted()).toEqual(
    (await writingOperations(app)).toSorted(),
  )
  await app.close()
})

describe.each(['sqlite', 'postgres'] as const)('keys that end (%s)', (engine) => {
  let scene: Scene
  let drop: () => Promise<void>

  beforeAll(async () => {
    const database = await newDatabase(engine)
    drop = database.drop
    scene = await makeScene(await createApp({ database: database.name, localOnly: false }))
  })
  afterAll(async () => {
    await scene.app.close()
    await drop()
  })
  afterEach(backToNow)

  const cases = Object.keys(operations).flatMap((id) =>
    Object.keys(ends)
      .filter((end) => end !== 'it governs no more' || ofGovernors.includes(id))
      .map((end) => [id, end] as const),
  )

  test.each(cases)('[N80] %s sets nothing when %s behind its back', async (id, end) => {
    const row = operations[id] as Row
    const { who } = row
    const session = await sessionFor(scene, who)
    const [method, path, body] = await whole(row, session)
    using hold = holdTransaction(scene.app)
    let before: unknown
    let mend: () => Promise<unknown> = () => Promise.resolve()
    const answer = await sendHeld(session.ask(method, path, body), hold, async () => {
      mend = (await ends[end]?.(scene, scene.people[who], session.id)) ?? mend
      before = await stateOf(scene)
    })
    expect(answer.body?.code).toBe(end === 'it governs no more' ? 'not_allowed' : 'unauthenticated')
    expect(await stateOf(scene)).toEqual(before)
    await mend()
  })

  test.each([
    ['PATCH', '/account', async ({ proof }: Session) => ({ ...(await proof()), password: better })],
    ['PATCH', '/account', async () => ({ currentPassword: password, password: better })],
    ['PATCH', '/accounts/cem', async () => ({ password: better })],
    ['POST', '/session/proof', async () => ({ currentPassword: password })],
    ['POST', '/account/second-factor', async () => ({ currentPassword: password })],
  ])(
    '[N80] %s %s sets nothing when the session ended while a password was hashed',
    async (method, path, bodyOf) => {
      const session = await sessionFor(scene, 'ann')
      const body = await bodyOf(session)
      const { ann, cem } = scene.people
      using hold = holdHashing()
      const before = await stateOf(scene)
      const answer = await sendHeld(session.ask(method, path.replace('cem', cem.id), body), hold, () =>
        scene.app.keys.remove(ann.id, 'session', session.id, by(ann.id)),
      )
      expect(answer.body.code).toBe('unauthenticated')
      const now = await stateOf(scene)
      expect(now).toEqual({ ...(before as object), ofEach: (now as any).ofEach })
      expect((now as any).accounts).toEqual((before as any).accounts)
    },
  )

  test('[N80] sixteen passwords that wait for their hashes are none of them set once the session ended', async () => {
    const { ann, cem } = scene.people
    const session = await sessionFor(scene, 'ann')
    using hold = holdHashing()
    const answers = Array.from({ length: 16 }, (_, index) =>
      session.ask('PATCH', `/accounts/${cem.id}`, { password: `${better} ${index}` }),
    )
    await hold.reached
    await scene.app.keys.remove(ann.id, 'session', session.id, by(ann.id))
    const before = await scene.app.store.access.account({ id: cem.id })
    hold.release()
    const codes = (await Promise.all(answers)).map(({ body }) => body.code)
    expect(codes).toEqual(Array(16).fill('unauthenticated'))
    expect(await scene.app.store.access.account({ id: cem.id })).toEqual(before)
  })

  /** What is signed in with, and what happens behind its back. */
  const changes: Record<string, [code: string, (who: Person) => Promise<unknown>]> = {
    'the password is another one': ['wrong_password', ({ id }) => scene.app.accounts.setPassword(id, better)],
    'the account is disabled': [
      'wrong_password',
      ({ id }) => scene.app.accounts.update(id, { isDisabled: true }),
    ],
    'a second factor is needed': [
      'second_factor_needed',
      async (who) => {
        goOn(0)
        const { secret } = await scene.app.secondFactors.begin(who.id, who.name, by(who.id))
        await scene.app.secondFactors.confirm(who.id, codeOf(secret), by(who.id))
      },
    ],
  }

  test.each(Object.entries(changes))(
    '[N81] a password opens no session when, since it was looked at, %s',
    async (_, [code, change]) => {
      const who = await join(scene.app, `dan-${uuid()}`)
      using hold = holdTransaction(scene.app)
      const answer = await sendHeld(
        ask(scene.app, 'POST', '/session', { name: who.name, password }),
        hold,
        () => change(who),
      )
      expect([answer.status, answer.body.code]).toEqual([401, code])
      const sessions = await scene.app.store.access.credentials(who.id, ['session'])
      expect(sessions.filter(({ name }) => name !== 'a test')).toEqual([])
    },
  )

  test('[N81] a passkey opens no session once it is removed', async () => {
    const { app, passkeys, people } = scene
    const options = (await ask(app, 'POST', '/session/passkey/options', undefined, here)).body
    const answer = show(passkeys.ann, options, origin)
    using hold = holdTransaction(app)
    const refused = await sendHeld(
      ask(app, 'POST', '/session/passkey', { passkey: answer }, here),
      hold,
      async () => {
        const [{ id = '' } = {}] = await app.passkeys.list(people.ann.id)
        await app.passkeys.remove(people.ann.id, id, by(people.ann.id))
      },
    )
    expect(refused.body.code).toBe('passkey_refused')
  })
})
