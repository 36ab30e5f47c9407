/** Bodies that come slowly, or not at all: while the server runs and when it stops (SPEC.md, L22 to L24). */
import { expect, test } from 'bun:test'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { createApp } from '../../src/app.ts'
import { createBodies, type Wrong } from '../../src/http/body.ts'
import { AppError } from '../../src/model/errors.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { startServer } from '../support/server.ts'

const { bodyAtStopMs, bodyBytesPerSecondMin, bodySweepMs, bodyWindowMs, idleSeconds, importBytesMax } =
  serverLimits
const windowBytes = (bodyBytesPerSecondMin * bodyWindowMs) / 1_000

/** A clock that goes when it is told to. */
function clock() {
  let now = 0
  let timers: { at: number; every: number; callback: () => void }[] = []
  const start = (ms: number, every: number, callback: () => void) => {
    const timer = { at: now + ms, every, callback }
    timers.push(timer)
    return () => void (timers = timers.filter((each) => each !== timer))
  }
  return {
    monotonicMs: () => now,
    every: (ms: number, callback: () => void) => start(ms, ms, callback),
    later: (ms: number, callback: () => void) => start(ms, 0, callback),
    timers: () => timers.length,
    async go(ms: number): Promise<void> {
      const end = now + ms
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
        if (!next) break
        now = next.at
        if (next.every > 0) next.at += next.every
        else timers = timers.filter((each) => each !== next)
        next.callback()
      }
      now = end
      // What became of it arrives.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

/** A request whose body comes when it is sent. */
function sender(headers: Record<string, string> = {}) {
  let controller!: ReadableStreamDefaultController<Uint8Array>
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) })
  const request = new Request('http://localhost/', { method: 'POST', body, headers })
  const idle: number[] = []
  return {
    visit: { request, limitIdle: (seconds: number) => void idle.push(seconds) },
    idle,
    send: (bytes: number | string) =>
      controller.enqueue(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : new Uint8Array(bytes)),
    end: () => controller.close(),
  }
}

const wrong: Wrong = {
  tooLarge: () => new AppError('import_too_large'),
  cutOff: (cause) => new AppError('bad_import', { cause }),
}

/** How it ended: the code it was refused with, or what came of it. */
function ending<T>(promise: Promise<T>): { now: () => string | T | undefined } {
  let end: string | T | undefined
  promise.then(
    (value) => (end = value),
    (error: AppError) => (end = error.code),
  )
  return { now: () => end }
}

async function sizeOf(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  for await (const { byteLength } of pieces) size += byteLength
  return size
}

test('[L23] 64 MiB over one Mbit/s come in, however long it takes', async () => {
  const time = clock()
  const bodies = createBodies({ ...time, stopping: new AbortController().signal })
  const { visit, idle, send, end } = sender()
  const size = ending(sizeOf(bodies.pieces(visit, importBytesMax, wrong)))
  const total = 64 * 1024 * 1024
  for (let sent = 0; sent < total;) {
    await time.go(1_000)
    const piece = Math.min(125_000, total - sent)
    send(piece)
    sent += piece
  }
  end()
  await time.go(0)
  expect([size.now(), time.monotonicMs() > 500_000]).toEqual([total, true])
  // The runtime would have ended it long before.
  expect(idle).toEqual([0])
})

test.each([
  ['nothing comes', 0, 0, undefined],
  ['a byte comes now and then', 1, 5_000, undefined],
  ['just too little comes', 950, 1_000, undefined],
  ['it stalls after a good beginning', 0, 0, 100_000],
])(
  '[L22] a body of which %s is given up after a while, whatever it is read as',
  async (_, bytes, everyMs, first) => {
    for (const way of ['json', 'pieces', 'short'] as const) {
      const time = clock()
      const bodies = createBodies({ ...time, stopping: new AbortController().signal })
      const { visit, send } = sender(way === 'short' ? { 'content-length': '29000' } : {})
      const end = ending<unknown>(
        way === 'pieces' ? sizeOf(bodies.pieces(visit, importBytesMax, wrong)) : bodies.json(visit),
      )
      if (first) send(way === 'short' ? 28_000 : first)
      await time.go(0)
      const step = everyMs || 1_000
      for (let passed = 0; passed < bodyWindowMs - bodySweepMs; passed += step) {
        if (bytes > 0 && (way !== 'short' || passed / step < 25)) send(bytes)
        expect([way, end.now()]).toEqual([way, undefined])
        await time.go(step)
      }
      await time.go(2 * bodySweepMs)
      expect([way, end.now()]).toEqual([way, 'body_too_slow'])
      // Nothing is looked at when nothing is waited for.
      await time.go(bodySweepMs)
      expect([way, time.timers()]).toEqual([way, 0])
    }
  },
)

test('[L23] how long the server takes with what came does not count', async () => {
  const time = clock()
  const bodies = createBodies({ ...time, stopping: new AbortController().signal })
  const { visit, send, end } = sender()
  const pieces = bodies.pieces(visit, importBytesMax, wrong)
  for (let piece = 0; piece < 3; piece++) {
    send(100)
    expect((await pieces.next()).value).toHaveLength(100)
    await time.go(2 * bodyWindowMs)
  }
  end()
  expect((await pieces.next()).done).toBe(true)
})

test('[L24] at a stop bodies that do not come are given up soon, those that come are read to their end', async () => {
  const time = clock()
  const stopping = new AbortController()
  const bodies = createBodies({ ...time, stopping: stopping.signal })
  const [stalled, coming, later] = [sender(), sender(), sender()]
  const ends = [stalled, coming].map(({ visit }) => ending(bodies.json(visit)))
  stalled.send('{"a":')
  coming.send('{"a":')
  await time.go(10)
  stopping.abort()
  await time.go(bodyAtStopMs - 10)
  coming.send('1}')
  coming.end()
  await time.go(0)
  expect(ends.map((end) => end.now())).toEqual([undefined, { a: 1 }])
  await time.go(10)
  expect(ends[0]?.now()).toBe('stopping')
  // One that begins after that is not waited for either.
  const last = ending(bodies.json(later.visit))
  await time.go(bodySweepMs)
  expect(last.now()).toBe('stopping')
})

test('[L24] a stop where no body comes has nothing to wait for, so that a command ends as soon as it is done', async () => {
  const time = clock()
  const stopping = new AbortController()
  const bodies = createBodies({ ...time, stopping: stopping.signal })
  const [coming, behind] = [sender(), sender()]
  stopping.abort()
  expect(time.timers()).toBe(0)
  for (const { visit, send, end } of [coming, behind]) {
    const body = ending(bodies.json(visit))
    await time.go(10)
    expect(time.timers()).toBeGreaterThan(0)
    send('[]')
    end()
    await time.go(0)
    await time.go(bodySweepMs)
    expect([body.now(), time.timers()]).toEqual([[], 0])
  }
})

/** Sends what it is given, a piece in a second, and answers what came. */
async function sendSlowly(port: number, head: string, body: string, bytesPerSecond: number): Promise<string> {
  const socket = createConnection(port, '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (data) => (text += data.toString()))
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => {})
  socket.write(
    `POST ${head} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  for (let at = 0; at < body.length && socket.writable; at += bytesPerSecond) {
    socket.write(body.slice(at, at + bytesPerSecond))
    await Promise.race([closed, Bun.sleep(1_000)])
  }
  await closed
  return text
}

test('[L23] on real connections what comes steadily is taken, beyond the time that the runtime gives a silent one', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  const idleTimeout = 4
  const server = Bun.serve({
    port: 0,
    idleTimeout,
    fetch: (request, server) => app.fetch(request, server),
    websocket: app.websocket,
  })
  const seconds = idleTimeout + 5
  const send = (head: string, body: string) =>
    sendSlowly(server.port ?? 0, head, body, Math.ceil(body.length / seconds))
  const todo = { type: 'createTodo', todo: { name: 'long', notes: 'n'.repeat(windowBytes) } }
  const answers = await Promise.all([
    send('/api/v1/batch', JSON.stringify({ commands: [todo, todo] })),
    send('/api/v1/import?format=markdown', '- [ ] one\n'),
  ])
  for (const answer of answers) expect(answer).toStartWith('HTTP/1.1 200')
  await server.stop(true)
  await app.close()
})

test('[L22] the sender of a short body is told that it is too slow before the runtime ends the connection', () => {
  expect(idleSeconds * 1_000).toBeGreaterThan(bodyWindowMs + 2 * bodySweepMs)
})

test.each(['application/json', 'application/jsonl'])(
  '[L24] bodies that have stalled do not hold a stop up, and their senders are told to come again (%s)',
  async (accept) => {
    await using server = await startServer({ args: ['--database', 'memory:'] })
    const heads = [
      ['POST /todos/', 'Content-Length: 15'],
      ['POST /api/v1/todos', 'Content-Length: 100000'],
      ['POST /api/v1/todos', 'Transfer-Encoding: chunked'],
      ['POST /api/v1/import', `Content-Length: 1000000\r\nAccept: ${accept}`],
    ] as const
    const answers = await Promise.all(
      heads.map(async ([line, header]) => {
        const socket = createConnection(server.port, '127.0.0.1')
        let text = ''
        socket.on('data', (data) => (text += data.toString()))
        const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
        socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n${header}\r\n\r\n`)
        // Then the server has begun with it.
        await once(socket, 'data')
        return { line, closed, text: () => text }
      }),
    )
    const stopped = server.stop()
    // Far from the time that requests in flight are given.
    expect(await Promise.race([stopped, Bun.sleep(serverLimits.drainMs / 2)])).toBe(0)
    for (const { line, closed, text } of answers) {
      await closed
      expect([line, text()]).toEqual([line, expect.stringMatching(/HTTP\/1\.1 503|"code":"stopping"/)])
    }
  },
)
