/** What other people do, on purpose or not, harms nobody (SPEC.md, N50 to N58). */
import { expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import { createKeyring, type Keyring } from '../../src/core/keyring.ts'
import { Keys } from '../../src/core/sign-in.ts'
import { networkOf } from '../../src/http/visit.ts'
import { closeCodes } from '../../src/model/close-codes.ts'
import { limits } from '../../src/model/limits.ts'
import { subprotocol } from '../../src/model/subprotocol.ts'
import { ask, join, password, share, type Person } from '../support/accounts.ts'
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
    onFault: () => {},
  })

onEachEngine('other people', (client) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))
  const by = ({ id }: Person) => ({ account: id, address: '192.0.2.1' })

  test('[N50] of a change only the account that it is about hears, on every node', async () => {
    const [ann, eve] = [await person('ann'), await person('eve')]
    const [hers, kept, gone] = [await ann.token(), await eve.token(), await eve.token()]
    const ring = await ringOf(app())
    for (const { key } of [hers, kept, gone]) expect(await ring.find(key, 'bearer')).toBeDefined()
    const heard: unknown[] = []
    ring.onChange((accounts) => heard.push(accounts && [...accounts]))
    await app().keys.remove(eve.id, 'token', gone.id, by(eve))
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

  test('[N50] making tokens and inviting is no change of anyone', async () => {
    const [ann, eve] = [await person('ann'), await person('eve')]
    await app().accounts.update(eve.id, { isAdmin: true })
    const { version } = await app().store.access.changesSince(undefined)
    await eve.token()
    await app().accounts.invite(by(eve))
    const path = `/lists/${eve.defaultList}/invitations`
    const made = await eve.ask('POST', path, { role: 'viewer', name: ann.name })
    await eve.ask('DELETE', `${path}/${made.body.id}`)
    await share(eve, eve.defaultList, ann, 'viewer')
    expect((await app().store.access.changesSince(version)).version).toBe(version)
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
    const { invitation } = (
      await ann.ask('POST', `/lists/${ann.defaultList}/invitations`, { role: 'editor' })
    ).body
    const answers = await Promise.all(
      [bob, eve].map((each) => each.ask('POST', '/invitations/accept', { invitation })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404])
  })

})

/** Tries of one moment; hashing is not what is tried here, so it takes no time. */
async function door() {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const keys = new Keys({
    access: app.store.access,
    committer: app.committer,
    hashing: { hash: async (text) => text, verify: async (text) => text === password },
    newId: uuid,
    newKeyId: () => uuid().replaceAll('-', '').slice(-16),
    newSecret: uuid,
    hashSecret: (secret) => secret,
    nowMs: () => 1_800_000_000_000,
    onChanged: async () => {},
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
    const code = await Promise.race([closed.promise, Bun.sleep(200)])
    app.websocket.close?.(socket as never, 1000, '')
    return code
  }
  const { id, key } = await ann.token()
  expect(await opened(key, async () => {})).toBeUndefined()
  const remove = () => app.keys.remove(ann.id, 'token', id, { account: ann.id, address: '' })
  expect(await opened(key, remove)).toBe(closeCodes.signedOut.code)
  await app.close()
})
