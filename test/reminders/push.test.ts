/** Subscriptions, messages as push services and devices get them, and where a server lets itself be sent to (SPEC.md, O8 to O12). */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { serverLimits } from '../../src/model/server-limits.ts'
import { createPushSender, type PushNetwork } from '../../src/runtime/push.ts'
import { isOfTheInternet } from '../../src/runtime/push-address.ts'
import { ask, bearer, join } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { onEachEngine } from '../support/engines.ts'
import { Device, startPushService } from '../support/push-service.ts'

const keys = { publicKey: '', privateKey: '' }
const { default: library } = await import('web-push')
Object.assign(keys, library.generateVAPIDKeys())
const message = { payload: '{"id":"x"}', topic: 'x', ttlSeconds: 60 }

function senderTo(network: PushNetwork) {
  const warned: unknown[] = []
  const log = { warn: (...args: unknown[]) => void warned.push(args) }
  const store = { vapidKeys: async () => keys }
  return { warned, ...createPushSender({ store, contact: 'https://todo.example', network, log }) }
}

const targetOf = ({ subscription, endpoint }: Device) => ({
  endpoint,
  ...(subscription as { keys: { p256dh: string; auth: string } }).keys,
})

test('[O8] a message is for its device alone, and signed by the key of the server', async () => {
  await using service = startPushService()
  const sender = senderTo(service.network)
  const device = service.newDevice()
  expect(
    await sender.send(targetOf(device), { payload: '{"id":"ü 二"}', topic: 'abc', ttlSeconds: 90 }),
  ).toEqual({
    is: 'accepted',
  })
  expect(service.faults).toEqual([])
  const [got] = device.messages
  expect(got).toMatchObject({
    payload: { id: 'ü 二' },
    topic: 'abc',
    ttl: 90,
    urgency: 'high',
    key: keys.publicKey,
  })
  expect(got?.claims).toMatchObject({ aud: service.url, sub: 'https://todo.example' })
  // RFC 8292, 2: at most a day.
  const ahead = (got?.claims.exp ?? 0) - Date.now() / 1_000
  expect(ahead > 0 && ahead <= 24 * 60 * 60).toBe(true)
})

test.each([
  [404, { is: 'gone' }],
  [410, { is: 'gone' }],
  [400, { is: 'refused' }],
  [403, { is: 'refused' }],
  [413, { is: 'refused' }],
  [301, { is: 'refused' }],
  [500, { is: 'later' }],
  [503, { is: 'later' }],
  [
    { status: 429, headers: { 'retry-after': '17' } },
    { is: 'later', afterMs: 17_000 },
  ],
  [{ status: 307, headers: { location: 'http://127.0.0.1:1/' } }, { is: 'refused' }],
] as const)('[O7] answered %j it is %j', async (answer, expected) => {
  await using service = startPushService()
  const device = service.newDevice()
  device.answers = [answer as never]
  const sender = senderTo(service.network)
  expect(await sender.send(targetOf(device), message)).toEqual(expected as never)
  expect(device.asked).toBe(1)
  // Where a device is sent to is its secret: no log has it.
  expect(JSON.stringify(sender.warned)).not.toContain(new URL(device.endpoint).pathname)
})

test('[O7] a push service that never answers, or is not there, is tried later', async () => {
  await using service = startPushService()
  const device = service.newDevice()
  device.answers = ['hangs']
  const sender = senderTo({ isTrusted: () => true })
  const begun = performance.now()
  expect(await sender.send(targetOf(device), message)).toEqual({ is: 'later' })
  expect(performance.now() - begun).toBeGreaterThanOrEqual(serverLimits.pushAnswerMs - 10)
  expect(await sender.send(targetOf(new Device('http://127.0.0.1:1/x')), message)).toEqual({ is: 'later' })
})

test('[O8] what is too large is not sent, and a key that is none is a device that is none', async () => {
  await using service = startPushService()
  const device = service.newDevice()
  const sender = senderTo(service.network)
  const payload = 'x'.repeat(serverLimits.pushPayloadBytesMax + 1)
  expect(await sender.send(targetOf(device), { ...message, payload })).toEqual({ is: 'refused' })
  const p256dh = Buffer.alloc(65, 4).toString('base64url')
  expect(await sender.send({ ...targetOf(device), p256dh }, message)).toEqual({ is: 'gone' })
  expect(device.asked).toBe(0)
})

test.each([
  'http://push.example/x',
  'https://localhost/x',
  'https://127.0.0.1/x',
  'https://2130706433/x',
  'https://0x7f.1/x',
  'https://[::1]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://8.8.8.8/x',
  'https://push.example:8443/x',
  'https://user:secret@push.example/x',
  'https://push.example./x',
  'https://metadata/x',
  'ftp://push.example/x',
  'file:///etc/passwd',
  'push.example',
])('[O9] %s is not asked, and not kept', async (endpoint) => {
  const asked: string[] = []
  const fetch = async (url: string) => (asked.push(url), new Response(null, { status: 201 }))
  const sender = senderTo({ fetch, resolve: async () => ['93.184.216.34'] })
  expect(await sender.send(targetOf(new Device(endpoint)), message)).toEqual({ is: 'gone' })
  expect(asked).toEqual([])
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  const answer = await ask(app, 'POST', '/push/subscriptions', new Device(endpoint).subscription, {
    host: 'localhost',
  })
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, '/endpoint'])
  await app.close()
})

test.each([
  ['127.0.0.1'],
  ['10.1.2.3'],
  ['172.31.0.1'],
  ['192.168.1.1'],
  ['169.254.169.254'],
  ['100.64.0.1'],
  ['0.0.0.0'],
  ['224.0.0.1'],
  ['255.255.255.255'],
  ['::1'],
  ['::'],
  ['::ffff:127.0.0.1'],
  ['64:ff9b::7f00:1'],
  ['fe80::1'],
  ['fd00::1'],
  ['2002:7f00:1::'],
  ['2001:0:1::'],
  ['ff02::1'],
  // One of several is enough.
  ['93.184.216.34', '127.0.0.1'],
])('[O9] a name that leads to %s is not asked', async (...addresses) => {
  const asked: string[] = []
  const fetch = async (url: string) => (asked.push(url), new Response(null, { status: 201 }))
  const sender = senderTo({ fetch, resolve: async () => addresses as unknown as string[] })
  expect(await sender.send(targetOf(new Device('https://push.example/x')), message)).toEqual({ is: 'gone' })
  expect(asked).toEqual([])
})

test('[O9] what is asked is the address that was looked at, once, and without following anyone', async () => {
  const asked: [string, RequestInit][] = []
  let lookUps = 0
  const resolve = async (): Promise<string[]> => {
    lookUps++
    // Another one each time: it must not matter.
    return lookUps === 1 ? ['2606:2800:220:1::1', '93.184.216.34'] : ['127.0.0.1']
  }
  const fetch = async (url: string, init: RequestInit) => {
    asked.push([url, init])
    if (asked.length === 1) throw new Error('not reached')
    return new Response(null, { status: 201 })
  }
  const sender = senderTo({ fetch, resolve })
  expect(await sender.send(targetOf(new Device('https://push.example/a?b=c')), message)).toEqual({
    is: 'accepted',
  })
  expect(lookUps).toBe(1)
  expect(asked.map(([url]) => url)).toEqual([
    'https://93.184.216.34/a?b=c',
    'https://[2606:2800:220:1::1]/a?b=c',
  ])
  for (const [, { redirect, headers }] of asked) {
    expect(redirect).toBe('manual')
    expect((headers as Record<string, string>)['host']).toBe('push.example')
  }
  expect(isOfTheInternet('93.184.216.34') && isOfTheInternet('2606:2800:220:1::1')).toBe(true)
  expect(isOfTheInternet('push.example')).toBe(false)
})

test('[O9] the certificate of what is asked must be the name’s', async () => {
  const file = (name: string) => readFileSync(joinPath(import.meta.dir, '..', 'support', name), 'utf8')
  const ca = file('localhost.cert.pem')
  const hosts: (string | null)[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    tls: { cert: ca, key: file('localhost.key.pem') },
    fetch: ({ headers }) => (hosts.push(headers.get('host')), new Response(null, { status: 201 })),
  })
  // All but the address and the authority is what the internet would see.
  const fetch = (url: string, init: BunFetchRequestInit) => {
    const there = url.replace('https://93.184.216.34/', `https://127.0.0.1:${server.port}/`)
    // The certificate of the tests is for a name that can be none of a push service.
    const serverName = init.tls?.serverName === 'localhost.test' ? 'localhost' : init.tls?.serverName
    return globalThis.fetch(there, { ...init, tls: { ca, ...(serverName && { serverName }) } })
  }
  const sender = senderTo({ fetch, resolve: async () => ['93.184.216.34'] })
  expect(await sender.send(targetOf(new Device('https://localhost.test/x')), message)).toEqual({
    is: 'accepted',
  })
  expect(await sender.send(targetOf(new Device('https://other.test/x')), message)).toEqual({ is: 'later' })
  expect(hosts).toEqual(['localhost.test'])
  await server.stop(true)
})

const newDevice = () => new Device(`https://push.example/${Bun.randomUUIDv7()}`)

onEachEngine('subscriptions', (client) => {
  const json = (method: string, path: string, body?: unknown) => client().json(method, `/api/v1${path}`, body)

  test('[O8] there is one pair of keys for the database, and nobody is told the other half', async () => {
    const { publicKey } = await json('GET', '/push/key')
    expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
    const make = async () => ({ publicKey: 'another', privateKey: 'another' })
    const all = await Promise.all(
      Array.from({ length: 5 }, () => client().app.store.reminders.vapidKeys(make)),
    )
    for (const kept of all) expect(kept.publicKey).toBe(publicKey)
    const secret = all[0]?.privateKey as string
    expect(secret).toHaveLength(43)
    for (const path of ['/push/key', '/push/subscriptions', '/account', '/openapi.json'])
      expect(await (await client().send('GET', `/api/v1${path}`)).text()).not.toContain(secret)
  })

  test('[O10] in local mode a device is subscribed once, told of, and removed', async () => {
    const device = newDevice()
    const first = await json('POST', '/push/subscriptions', device.subscription)
    expect(first).toMatchObject({ service: 'push.example', isThis: true })
    expect(await json('POST', '/push/subscriptions', device.subscription)).toEqual(first)
    expect((await json('GET', '/push/subscriptions')).items).toEqual([first])
    // What a device is sent to at is nobody else's to know.
    expect(JSON.stringify(first)).not.toContain(device.endpoint)
    const remove = () => client().send('DELETE', `/api/v1/push/subscriptions/${first.id}`)
    expect((await remove()).status).toBe(204)
    expect((await (await remove()).json()).code).toBe('subscription_not_found')
    expect((await json('GET', '/push/subscriptions')).items).toEqual([])
  })

  test('[O10] what is no subscription is a 400, and there are so many and no more', async () => {
    const { subscription } = newDevice()
    for (const wrong of [
      {},
      { ...subscription, keys: {} },
      { ...subscription, keys: { p256dh: 'x', auth: 'y' } },
      { ...subscription, endpoint: `https://push.example/${'x'.repeat(1_000)}` },
      { ...subscription, more: 1 },
    ])
      expect((await client().send('POST', '/api/v1/push/subscriptions', wrong)).status).toBe(400)
    const answers = await Promise.all(
      Array.from({ length: serverLimits.subscriptionsPerAccountMax + 3 }, () =>
        client().send('POST', '/api/v1/push/subscriptions', newDevice().subscription),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(serverLimits.subscriptionsPerAccountMax)
    expect(statuses.filter((status) => status === 409)).toHaveLength(3)
    for (const { id } of (await json('GET', '/push/subscriptions')).items)
      await client().send('DELETE', `/api/v1/push/subscriptions/${id}`)
  })

  test('[O10] a subscription ends with its session, and a device goes over to who signs in on it', async () => {
    const { app } = client()
    const before = newDevice()
    await json('POST', '/push/subscriptions', before.subscription)
    const list = async (account: string) =>
      (await app.store.reminders.subscriptions(account)).map(({ endpoint }) => endpoint)
    const local = app.account.id
    const [one, two] = [await join(app, 'one'), await join(app, 'two')]
    // The first account is the local one; who signs in on it subscribes anew.
    expect(one.id).toBe(local)
    const todo = await one.newTodo(one.defaultList, { due: '2040-01-01T09:00[UTC]', reminders: ['PT0S'] })
    const recipients = async () =>
      (await app.store.reminders.remindables([todo.id], Date.now()))
        .get(todo.id)
        ?.recipients.map(({ endpoint }) => endpoint)
    expect(await recipients()).toEqual([])
    const [device, other] = [newDevice(), newDevice()]
    expect((await one.ask('POST', '/push/subscriptions', device.subscription)).body.isThis).toBe(true)
    const session = await app.keys.open(one.id, 'another device', '192.0.2.1')
    const cookie = { cookie: `aiotodo=${session.key}` }
    await ask(app, 'POST', '/push/subscriptions', other.subscription, cookie)
    expect((await recipients())?.toSorted()).toEqual([device.endpoint, other.endpoint].toSorted())
    // An idle session has ended as well, though its row is there.
    const later = Date.now() + 181 * 24 * 60 * 60 * 1_000
    expect((await app.store.reminders.remindables([todo.id], later)).get(todo.id)?.recipients).toEqual([])
    await ask(app, 'DELETE', '/session', undefined, cookie)
    expect(await recipients()).toEqual([device.endpoint])
    expect(await list(one.id)).toContain(device.endpoint)
    await two.ask('POST', '/push/subscriptions', device.subscription)
    expect(await recipients()).toEqual([])
    expect(await list(two.id)).toEqual([device.endpoint])
    const [{ id }] = (await two.ask('GET', '/push/subscriptions')).body.items
    expect((await one.ask('DELETE', `/push/subscriptions/${id}`)).status).toBe(404)
    const token = await two.token({ scope: 'admin' })
    expect((await ask(app, 'GET', '/push/subscriptions', undefined, bearer(token.key))).status).toBe(403)
    await app.accounts.update(two.id, { isDisabled: true })
    expect(await list(two.id)).toEqual([])
  })
})

test('[O11] a message to try a device goes out at once, so often and no more', async () => {
  await using service = startPushService()
  const app = await createApp({
    database: { engine: 'sqlite', path: undefined },
    pushNetwork: service.network,
  })
  const local = { host: 'localhost' }
  const [device, gone] = [service.newDevice(), service.newDevice()]
  gone.answers = [410]
  const ids = []
  for (const { subscription } of [device, gone])
    ids.push((await ask(app, 'POST', '/push/subscriptions', subscription, local)).body.id)
  const tryOut = (id: string) => ask(app, 'POST', `/push/subscriptions/${id}/test`, undefined, local)
  expect((await tryOut(ids[0])).status).toBe(204)
  expect(device.messages[0]?.payload).toMatchObject({ type: 'test' })
  const early = await tryOut(ids[0])
  expect([early.status, early.headers.get('retry-after')]).toEqual([429, '5'])
  expect((await tryOut(ids[1])).body.code).toBe('push_failed')
  expect((await tryOut(ids[1])).body.code).toBe('subscription_not_found')
  expect(device.asked + gone.asked).toBe(2)
  await app.close()
})
