/** Start, stop, logs, and who is let in (SPEC.md, L1 to L6, L9). */
import { expect, test } from 'bun:test'
import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { createApp } from '../../src/app.ts'
import { createLog } from '../../src/log.ts'
import { closeCodes } from '../../src/model/close-codes.ts'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { startServer, tempFolder } from '../support/server.ts'
import { Plain } from '../support/sockets.ts'
import { until } from '../support/until.ts'

/** A request whose body is not sent yet, so that it stays in flight. */
async function heldRequest(port: number): Promise<{ socket: Socket; finish(): Promise<string> }> {
  const socket = createConnection(port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.on('connect', resolve))
  socket.write(
    'POST /todos/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\nExpect: 100-continue\r\n\r\n',
  )
  // Then the server has begun with it, however busy the machine is.
  await once(socket, 'data')
  socket.write('{"name"')
  return {
    socket,
    finish: () =>
      new Promise((resolve) => {
        let text = ''
        socket.on('data', (data) => (text += data.toString()))
        socket.on('close', () => resolve(text))
        socket.write(':"held"}')
      }),
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '[L1] %s: nothing new is let in, what is in flight is answered and kept, exit code 0',
  async (signal) => {
    using folder = tempFolder()
    await using server = await startServer({ args: ['--data', folder.path] })
    const held = await heldRequest(server.port)
    const stopped = server.stop(signal)
    await until(
      () =>
        fetch(server.url)
          .then(() => false)
          .catch(() => true),
      'nothing new is let in',
    )
    expect(await held.finish()).toStartWith('HTTP/1.1 303')
    expect(await stopped).toBe(0)
    await using again = await startServer({ args: ['--data', folder.path] })
    expect(await (await fetch(`${again.url}/todos/1`)).json()).toEqual({
      id: 1,
      name: 'held',
      finished: false,
    })
  },
)

test('[L1] while it stops it lives, but is not ready', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  const status = async (path: string) => {
    const { status, headers } = await app.fetch(
      new Request(`http://localhost${path}`, { headers: { host: 'localhost' } }),
    )
    return [status, headers.get('retry-after'), headers.get('connection')]
  }
  expect(await status('/readyz')).toEqual([200, null, null])
  app.drain()
  expect(await status('/readyz')).toEqual([503, '1', 'close'])
  expect(await status('/livez')).toEqual([200, null, 'close'])
  await app.close()
})

test('[L9] who waits for changes does not hold a stop up: sockets are told when to come back, the others are answered', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const { plain } = await Plain.greeted(server.url)
  const changes = (query: string, headers = {}) => fetch(`${server.url}/api/v1/changes${query}`, { headers })
  const { cursor } = (await (await changes('')).json()) as { cursor: string }
  const waiting = changes(`?wait=25&cursor=${cursor}`)
  const stream = await changes(`?cursor=${cursor}`, { accept: 'text/event-stream' })
  await Bun.sleep(100)
  const stopped = server.stop()
  const bye = await plain.next('bye')
  expect(bye.retryMs).toBeWithin(0, limits.returnSpreadMs + 1)
  expect((await plain.closed).code).toBe(closeCodes.restart.code)
  // Far from the time that requests in flight are given.
  expect(await Promise.race([stopped, Bun.sleep(serverLimits.drainMs / 2)])).toBe(0)
  expect(await (await waiting).json()).toMatchObject({ cursor, todos: [] })
  await stream.text()
})

test('[L2] a second signal ends it at once', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  await heldRequest(server.port)
  const stopped = server.stop('SIGINT')
  await Bun.sleep(700)
  process.kill(server.pid, 'SIGINT')
  expect(await stopped).toBe(1)
})

test('[L2] the same signal handed on by a parent process is not a second one', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const held = await heldRequest(server.port)
  const stopped = server.stop('SIGINT')
  await Bun.sleep(50)
  process.kill(server.pid, 'SIGINT')
  await Bun.sleep(50)
  expect(await held.finish()).toStartWith('HTTP/1.1 303')
  expect(await stopped).toBe(0)
})

test('[L3] idle connections do not hold a stop up', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  await (await fetch(server.url)).text()
  await once(createConnection(server.port, '127.0.0.1'), 'connect')
  const begun = Date.now()
  expect(await server.stop()).toBe(0)
  expect(Date.now() - begun).toBeLessThan(10_000)
})

test('[L4] one JSON line for each request, never a query, a body or a header', async () => {
  await using server = await startServer({ args: ['--database', 'memory:', '--log-level', 'info'] })
  await fetch(`${server.url}/api/v1/todos?q=planted-secret`, {
    headers: { authorization: 'Bearer planted-secret' },
  })
  await fetch(`${server.url}/todos/`, {
    method: 'POST',
    body: '{"name":"planted-secret"}',
    redirect: 'manual',
  })
  await server.stop()
  const lines = server
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const requests = lines.filter(({ message }) => message === 'request')
  expect(requests).toMatchObject([
    { level: 'info', method: 'GET', path: '/api/v1/todos', status: 200 },
    { level: 'info', method: 'POST', path: '/todos/', status: 303 },
  ])
  expect(server.stderr()).not.toContain('planted-secret')
})

test('[L4] a client that goes away in the middle of a body is no fault of the server', async () => {
  await using server = await startServer({ args: ['--database', 'memory:', '--log-level', 'info'] })
  const { socket } = await heldRequest(server.port)
  socket.destroy()
  await until(() => server.stderr().includes('"request"'), 'the end of the request')
  await server.stop()
  expect(server.stderr()).toContain('"path":"/todos/","status":400')
  expect(server.stderr()).not.toContain('fault')
})

test('[L4] on a terminal a line is short; what is not taken at once is not lost', () => {
  const taken: string[] = []
  let takes = 5
  const log = createLog('info', true, (text) => {
    if (takes === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' })
    taken.push(text.slice(0, takes))
    return Math.min(takes, text.length)
  })
  log.debug('not at this level')
  log.info('request', { method: 'GET', path: '/todos/', status: 200 })
  log.flush()
  takes = 0
  log.flush()
  takes = 1_000
  log.warn('second')
  log.flush()
  expect(taken.join('')).toMatch(
    /^\d\d:\d\d:\d\d info  request method=GET path=\/todos\/ status=200\n\d\d:\d\d:\d\d warn  second\n$/,
  )
})

test('[L5] only requests for this computer are answered, and no write from another site', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const { port } = server
  const status = async (method: string, headers: Record<string, string>) => {
    const body = method === 'GET' ? {} : { body: `{"name":"${Bun.randomUUIDv7()}"}` }
    return (await fetch(`${server.url}/todos/`, { method, headers, redirect: 'manual', ...body })).status
  }
  for (const host of [
    'evil.test',
    `evil.test:${port}`,
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    '10.0.0.1',
  ]) {
    expect([host, await status('GET', { host })]).toEqual([host, 403])
  }
  for (const host of [
    'localhost',
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    '127.9.9.9',
    `[::1]:${port}`,
    'LOCALHOST',
  ]) {
    expect([host, await status('GET', { host })]).toEqual([host, 200])
  }
  const host = `localhost:${port}`
  for (const origin of [
    'http://evil.test',
    'null',
    `https://evil.test:${port}`,
    'http://localhost:1',
    'http://localhost',
  ]) {
    expect([origin, await status('POST', { host, origin })]).toEqual([origin, 403])
    expect(await status('GET', { host, origin })).toBe(200)
  }
  expect(await status('POST', { host, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await status('POST', { host, origin: `http://${host}` })).toBe(303)
  expect(await status('POST', { host })).toBe(303)
})

test('[L5] a request without a Host is refused, the first one as well', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  for (const head of ['HTTP/1.0', 'HTTP/1.1\r\nHost:']) {
    const socket = createConnection(server.port, '127.0.0.1')
    socket.write(`GET /todos/ ${head}\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    expect(answer.toString()).toStartWith('HTTP/1.1 400')
  }
})

test('[L6] with --insecure-no-accounts other hosts are answered; writes from other sites still are not', async () => {
  await using server = await startServer({
    args: ['--database', 'memory:', '-H', '0.0.0.0', '--insecure-no-accounts'],
  })
  const post = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${server.port}/todos/`, {
      method: 'POST',
      body: '{"name":"x"}',
      headers,
      redirect: 'manual',
    })
  expect((await post({ host: 'todo.example', origin: 'http://evil.test' })).status).toBe(403)
  expect((await post({ host: 'todo.example' })).status).toBe(303)
})
