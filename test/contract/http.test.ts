/** What HTTP itself asks of answers: lengths, codings, caches, other origins (SPEC.md, A115 to A122). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { gunzipSync } from 'node:zlib'
import type { App } from '../../src/app.ts'
import { codingFor } from '../../src/http/compress.ts'
import { join, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { clientOf, type Client } from '../support/engines.ts'
import { sendRaw } from '../support/raw.ts'
import { handshake, listen, Plain, type Listening } from '../support/sockets.ts'

const database = { engine: 'sqlite', path: undefined } as const
const friend = 'https://app.example.org'

let local: Client
let localServer: Listening
let app: App
let server: Listening
let ann: Person

beforeAll(async () => {
  local = clientOf(await createApp({ database }), database)
  localServer = listen(local.app)
  app = await createApp({ database, localOnly: false, allowedOrigins: [friend] })
  server = listen(app)
  ann = await join(app, 'ann')
})
afterAll(async () => {
  for (const each of [localServer, server]) await each[Symbol.asyncDispose]()
  for (const each of [local.app, app]) await each.close()
})

const portOf = ({ url }: Listening) => Number(new URL(url).port)
const raw = (method: string, path: string, headers = '') =>
  sendRaw(portOf(localServer), `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`)
const lengthIn = (text: string) => /^content-length: (\d+)/im.exec(text)?.[1]

/** A list with enough todos that its page is worth compressing, and one todo that is so by itself. */
async function longList(): Promise<{ path: string; todo: string }> {
  const list = (await local.done('POST', '/api/v1/lists', { name: 'long' })).id
  const commands = Array.from({ length: 50 }, (_, at) => ({
    type: 'createTodo',
    todo: { list, name: `todo ${at} 牛奶`, notes: at === 0 ? 'x'.repeat(2_000) : '' },
  }))
  const { outcomes } = await local.done('POST', '/api/v1/batch', { commands })
  return { path: `/api/v1/todos?list=${list}`, todo: `/api/v1/todos/${outcomes[0].todo.id}` }
}

test('[A115] HEAD has the length of GET, of answers and of errors, and none of what is made as it is sent', async () => {
  const { path, todo } = await longList()
  for (const of of [
    path,
    todo,
    '/api/v1/account',
    '/api/v1/nowhere',
    '/todos/',
    '/todos/999',
    '/livez',
    '/api/v1/openapi.json',
  ]) {
    const [head, get] = [await raw('HEAD', of), await raw('GET', of)]
    expect([of, head.status, lengthIn(head.text)]).toEqual([of, get.status, lengthIn(get.text)])
    expect(lengthIn(head.text)).not.toBe('0')
    expect(head.text.split('\r\n\r\n')[1]).toBe('')
  }
  const head = await raw('HEAD', '/api/v1/export')
  expect([head.status, lengthIn(head.text)]).toEqual([200, undefined])
  const packed = await raw('HEAD', path, 'Accept-Encoding: gzip\r\n')
  expect([packed.status, lengthIn(packed.text)]).toEqual([200, undefined])
  expect(packed.text.toLowerCase()).toContain('content-encoding: gzip')
})

test('[A116] 426 says to what to upgrade, and other methods of HTTP are a 405 with Allow', async () => {
  const answer = await raw('GET', '/api/v1/sync')
  expect([answer.status, answer.json.code]).toEqual([426, 'upgrade_required'])
  expect(answer.text).toMatch(/^upgrade: websocket\r$/im)
  expect(answer.text).toMatch(/^connection: upgrade\r$/im)
  for (const method of ['PROPFIND', 'TRACE', 'OPTIONS', 'PUT']) {
    const other = await raw(method, '/api/v1/todos', 'Content-Length: 0\r\n')
    expect([method, other.status]).toEqual([method, 405])
    expect(other.text).toMatch(/^allow: GET, HEAD, POST\r$/im)
  }
})

test.each([
  [null, undefined],
  ['', undefined],
  ['br, deflate', undefined],
  ['gzip, deflate, br, zstd', 'zstd'],
  ['gzip', 'gzip'],
  ['GZIP;q=0.5, zstd;q=0.2', 'gzip'],
  ['zstd;q=0, gzip;q=0.000', undefined],
  ['*', 'zstd'],
  ['zstd;q=0, *;q=0.1', 'gzip'],
  ['identity, gzip;q=0.5', undefined],
  ['identity;q=0.5, gzip', 'gzip'],
  ['gzip;q=x', undefined],
] as const)('[A117] of Accept-Encoding %p it takes %p', (accepted, coding) => {
  expect(codingFor(accepted)).toBe(coding)
})

test('[A117] long JSON answers are compressed, and are the same; short ones, streams and secrets are sent as they are', async () => {
  const { path } = await longList()
  const plain = await local.send('GET', path)
  expect([plain.headers.get('vary'), plain.headers.get('content-encoding')]).toEqual([
    'accept-encoding',
    null,
  ])
  const text = await plain.text()
  for (const coding of ['zstd', 'gzip'] as const) {
    const answer = await local.send('GET', path, undefined, { 'accept-encoding': coding })
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([
      coding,
      'accept-encoding',
    ])
    const bytes = await answer.bytes()
    expect(bytes.length).toBeLessThan(text.length / 2)
    const unpacked = coding === 'gzip' ? gunzipSync(bytes) : Bun.zstdDecompressSync(bytes)
    expect(unpacked.toString()).toBe(text)
    // Over the wire a client unpacks it by itself.
    const fetched = await fetch(localServer.url + path, { headers: { 'accept-encoding': coding } })
    expect(await fetched.text()).toBe(text)
  }
  const codingOf = async (of: string, headers = {}) =>
    (await local.send('GET', of, undefined, { 'accept-encoding': 'gzip', ...headers })).headers.get(
      'content-encoding',
    )
  expect(await codingOf('/api/v1/account')).toBeNull()
  expect(await codingOf('/api/v1/export?format=jsonl')).toBeNull()
  expect(await codingOf('/todos/')).toBeNull()
  expect(await codingOf('/api/v1/openapi.json')).toBe('gzip')
  // Each has the secret of a token; a name so long makes the answer worth compressing.
  const made = await app.fetch(
    new Request('http://todo.example/api/v1/session', {
      headers: { ...ann.headers, host: 'todo.example', 'accept-encoding': 'gzip' },
    }),
  )
  expect(made.headers.get('content-encoding')).toBeNull()
})

test('[A117] an answer of a megabyte comes whole, in each coding', async () => {
  const list = (await local.done('POST', '/api/v1/lists', { name: 'large' })).id
  let state = 7
  const noise = () => String.fromCodePoint(33 + ((state = (state * 48_271) % 2_147_483_647) % 90))
  const create = () => ({
    type: 'createTodo',
    todo: { list, name: 'x', notes: Array.from({ length: 20_000 }, noise).join('') },
  })
  for (let round = 0; round < 2; round++)
    await local.done('POST', '/api/v1/batch', { commands: Array.from({ length: 30 }, create) })
  const path = `/api/v1/todos?list=${list}`
  const text = await (await local.send('GET', path)).text()
  expect(text.length).toBeGreaterThan(1_000_000)
  for (const coding of ['zstd', 'gzip']) {
    const bytes = await (await local.send('GET', path, undefined, { 'accept-encoding': coding })).bytes()
    expect((coding === 'gzip' ? gunzipSync(bytes) : Bun.zstdDecompressSync(bytes)).toString()).toBe(text)
  }
})

test('[A118] each coding has its own strong tag, and preconditions know all of them', async () => {
  const { todo } = await longList()
  const tags = new Set<string>()
  for (const accepted of ['identity', 'gzip', 'zstd']) {
    const answer = await local.send('GET', todo, undefined, { 'accept-encoding': accepted })
    const tag = answer.headers.get('etag') as string
    tags.add(tag)
    const again = await local.send('GET', todo, undefined, {
      'accept-encoding': accepted,
      'if-none-match': tag,
    })
    expect([again.status, again.headers.get('etag')]).toEqual([304, tag])
    // What was got in one coding has not changed for who asks for another.
    const other = await local.send('GET', todo, undefined, { 'if-none-match': tag })
    expect(other.status).toBe(304)
    const changed = await local.send('PATCH', todo, { name: accepted }, { 'if-match': tag })
    expect(changed.status).toBe(200)
    const late = await local.send('PATCH', todo, { name: 'late' }, { 'if-match': tag })
    expect([late.status, (await late.json()).code]).toEqual([412, 'version_mismatch'])
  }
  expect([...tags].map((tag) => tag.replace(/^"\d+/, ''))).toEqual(['"', '-gzip"', '-zstd"'])
})

test('[A119] what a cookie opens is private; what a token opens, and what is open to all, is as it was', async () => {
  for (const path of ['/account', '/lists', '/api/v1/todos', '/todos/1'])
    expect([path, (await ann.ask('GET', path)).headers.get('cache-control')]).toEqual([
      path,
      'private, no-cache',
    ])
  expect((await ann.ask('GET', '/tokens')).headers.get('cache-control')).toBe('no-store')
  const { headers } = await ann.token()
  const byToken = await app.fetch(
    new Request('http://todo.example/api/v1/lists', { headers: { host: 'todo.example', ...headers } }),
  )
  expect(byToken.headers.get('cache-control')).toBeNull()
})

test('[A120] answers say how many requests are left, also the one that refuses', async () => {
  const slow = await createApp({ database, localOnly: false, requestsPerSecond: 2 })
  const bob = await join(slow, 'bob')
  const rates: (string | null)[] = []
  let refused: Awaited<ReturnType<Person['ask']>> | undefined
  for (let asked = 0; asked < 50 && !refused; asked++) {
    const answer = await bob.ask('GET', '/account')
    expect(answer.headers.get('ratelimit-policy')).toBe('"account";q=2;w=1')
    rates.push(answer.headers.get('ratelimit'))
    if (answer.status === 429) refused = answer
  }
  expect(refused?.headers.get('retry-after')).toBe('1')
  expect(rates.at(-1)).toBe('"account";r=0;t=1')
  for (const rate of rates) expect(rate).toMatch(/^"account";r=[0-4];t=1$/)
  await slow.close()
  // In local mode nobody counts.
  expect((await local.send('GET', '/api/v1/account')).headers.get('ratelimit')).toBeNull()
})

test('[A121] bodies in another form than JSON in UTF-8 are refused with what is taken', async () => {
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '{"name":"x"}',
  ) => {
    const answer = await local.send(method, path, body, headers)
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }
  const packed = await send('POST', '/api/v1/todos', { 'content-encoding': 'gzip' })
  expect([packed.status, packed.body.code]).toEqual([415, 'unsupported_media'])
  expect(packed.headers.get('accept-encoding')).toBe('identity')
  expect(packed.body.detail).toContain('"gzip"')
  expect((await send('POST', '/api/v1/import', { 'content-encoding': 'br' })).status).toBe(415)
  const { id } = (await send('POST', '/api/v1/todos', { 'content-encoding': 'identity' })).body
  for (const charset of ['utf-8', 'UTF8', '"utf-8"', 'us-ascii'])
    expect(
      (await send('POST', '/api/v1/todos', { 'content-type': `application/json; charset=${charset}` }))
        .status,
    ).toBe(201)
  const latin = await send('POST', '/api/v1/todos', {
    'content-type': 'application/json; charset=ISO-8859-1',
  })
  expect([latin.status, latin.body.detail]).toEqual([
    415,
    'The body says that it is in "iso-8859-1"; expected UTF-8.',
  ])
  const patch = await send(
    'PATCH',
    `/api/v1/todos/${id}`,
    { 'content-type': 'application/json-patch+json' },
    '[]',
  )
  expect([patch.status, patch.headers.get('accept-patch')]).toEqual([
    415,
    'application/json, application/merge-patch+json',
  ])
  const merge = await send(
    'PATCH',
    `/api/v1/todos/${id}`,
    { 'content-type': 'application/merge-patch+json' },
    '{"finished":true}',
  )
  expect(merge.body.finished).toBe(true)
  // The tutorial's clients say what they like.
  const tutorial = await local.send('POST', '/todos/', `{"name":"${id}"}`, {
    'content-type': 'text/plain; charset=latin1',
  })
  expect(tutorial.status).toBe(303)
})

test('[A121] a long address is a 414, and one that is as long as may be is read', async () => {
  const address = (length: number) => `/api/v1/todos?label=${'x'.repeat(length - 40)}`
  const long = await local.send('GET', address(12_200))
  expect([long.status, (await long.json()).code]).toEqual([414, 'uri_too_long'])
  expect((await local.json('GET', address(11_000))).code).toBe('bad_request')
})

const asked = (method: string, path: string, headers: Record<string, string>, body?: string) =>
  fetch(`${server.url}/api/v1${path}`, { method, headers, ...(body && { body }) })

test('[A122] a page of a named origin may use the API with a token, and no other page may', async () => {
  const { headers: token } = await ann.token()
  const before = await asked('OPTIONS', '/todos', {
    origin: friend,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  })
  expect(before.status).toBe(204)
  expect(before.headers.get('access-control-allow-origin')).toBe(friend)
  expect(before.headers.get('access-control-allow-headers')).toContain('idempotency-key')
  expect(before.headers.get('access-control-allow-credentials')).toBeNull()
  const made = await asked('POST', '/todos', { origin: friend, ...token }, '{"name":"from a page"}')
  expect([made.status, made.headers.get('access-control-allow-origin')]).toEqual([201, friend])
  expect(made.headers.get('access-control-expose-headers')).toContain('etag')
  expect(made.headers.get('vary')).toContain('origin')
  // Without a key it may read why not.
  const nobody = await asked('GET', '/todos', { origin: friend })
  expect([nobody.status, nobody.headers.get('access-control-allow-origin')]).toEqual([401, friend])
  const other = 'https://evil.example'
  const asksFirst = await asked('OPTIONS', '/todos', {
    origin: other,
    'access-control-request-method': 'POST',
  })
  expect(asksFirst.headers.get('access-control-allow-origin')).toBeNull()
  expect((await asked('POST', '/todos', { origin: other, ...token }, '{"name":"x"}')).status).toBe(403)
  expect(
    (await asked('GET', '/todos', { origin: other, ...token })).headers.get('access-control-allow-origin'),
  ).toBeNull()
  // Addresses that are not of the API stay closed.
  const tutorial = await fetch(`${server.url}/todos/`, { headers: { origin: friend, ...token } })
  expect(tutorial.headers.get('access-control-allow-origin')).toBeNull()
  expect(
    (
      await fetch(`${server.url}/todos/`, {
        method: 'POST',
        headers: { origin: friend, ...token },
        body: '{"name":"y"}',
      })
    ).status,
  ).toBe(403)
})

test('[A122] a cookie counts for nothing there', async () => {
  // As a browser has it that reached the server by TLS.
  const cookie = { origin: friend, cookie: `__Host-${ann.headers['cookie']}` }
  expect((await asked('GET', '/account', { cookie: cookie.cookie })).status).toBe(200)
  expect((await asked('POST', '/todos', cookie, '{"name":"x"}')).status).toBe(403)
  const read = await asked('GET', '/todos', cookie)
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
  const both = await asked(
    'POST',
    '/todos',
    { ...cookie, authorization: 'Bearer aiotodo_nobody' },
    '{"name":"x"}',
  )
  expect(both.status).toBe(401)
})

test('[A122] its socket is opened with a token alone', async () => {
  const { headers: token } = await ann.token()
  const { plain } = await Plain.greeted(server.url, {}, { origin: friend, ...token })
  plain[Symbol.dispose]()
  const refused = await fetch(`${server.url}/api/v1/sync`, {
    headers: { ...handshake, origin: friend, cookie: `__Host-${ann.headers['cookie']}` },
  })
  expect(refused.status).toBe(403)
})
