/** Exports that take long: their memory, their readers, and how they end early (SPEC.md, I40 to I43, I46, I47). */
import { describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { exitCodes } from '../../src/cli/exit-codes.ts'
import { createApp, type App } from '../../src/app.ts'
import { exportFormats } from '../../src/exchange/formats.ts'
import { sendLong } from '../../src/http/long-answer.ts'
import { createLog } from '../../src/log.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { clientOf, newDatabase, type Engine } from '../support/engines.ts'
import { fillDefaultList, runSql } from '../support/many-todos.ts'
import { startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

const argsOf = (name: Awaited<ReturnType<typeof newDatabase>>['name']) => [
  '--database',
  name.engine === 'postgres' ? name.url : `sqlite:${name.path}`,
]

/** A server in this process, on a real socket, with more in its default list than sockets hold between them. */
async function startLong(engine: Engine, idleTimeout = 30) {
  const database = await newDatabase(engine)
  const lines: any[] = []
  const log = createLog('warn', false, (text) => {
    lines.push(
      ...text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    )
    return Buffer.byteLength(text)
  })
  const app: App = await createApp({ database: database.name, log })
  await fillDefaultList(database.name, 8_000, 2_000)
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout,
    fetch: (request, server) => app.fetch(request, server),
  })
  return {
    url: `http://127.0.0.1:${server.port}/api/v1/export`,
    port: server.port as number,
    database: database.name,
    /** Resolves with the first line of the log that has this message. */
    async logged(message: string) {
      for (;;) {
        log.flush()
        const line = lines.find((each) => each.message === message)
        if (line) return line
        await Bun.sleep(5)
      }
    },
    async [Symbol.asyncDispose]() {
      await server.stop(true)
      await app.close()
      await database.drop()
    },
  }
}

/** An export whose reader takes what it is asked to, and knows how the connection ended. */
function readBy(port: number, format: string) {
  const socket: Socket = connect(port, '127.0.0.1', () =>
    socket.write(`GET /api/v1/export?format=${format} HTTP/1.1\r\nhost: localhost\r\n\r\n`),
  )
  let [bytes, end] = [0, '']
  socket.pause()
  socket.on('data', (chunk) => {
    bytes += chunk.length
    end = (end + chunk.toString('latin1')).slice(-7)
  })
  const closed = new Promise<void>(
    (resolve) => void socket.on('close', () => resolve()).on('error', () => resolve()),
  )
  return {
    socket,
    closed,
    bytes: () => bytes,
    /** Whether the answer came to its end (RFC 9112, 7.1). */
    isWhole: () => end === '\r\n0\r\n\r\n',
  }
}

test('[I40] an export reads each page from where the one before ended', async () => {
  const database = await newDatabase('postgres')
  const { url } = database.name as { url: string }
  const app = await createApp({ database: database.name })
  await fillDefaultList(database.name, 8_000, 10)
  const sql = new Bun.SQL(url, { max: 1 })
  const count = async () =>
    Number(
      (await sql`select idx_tup_fetch from pg_stat_user_tables where relname = 'todos'`)[0].idx_tup_fetch,
    )
  const before = await count()
  for (const format of ['csv', 'jsonl', 'md'])
    await (await clientOf(app, database.name).send('GET', `/api/v1/export?format=${format}`)).bytes()
  await app.close()
  // Each of its processes tells what it did at the latest when it ends.
  while (
    (
      await sql`select from pg_stat_activity where application_name = 'aiotodo' and datname = current_database()`
    ).length > 0
  )
    await Bun.sleep(5)
  const read = (await count()) - before
  expect(read).toBeGreaterThanOrEqual(3 * 8_000)
  expect(read).toBeLessThan(3 * 4 * 8_000)
  await sql.close()
  await database.drop()
})

test('[I41] a reader that stops for longer than a connection may be silent gets all of it', async () => {
  await using server = await startLong('sqlite', 1)
  const reader = readBy(server.port, 'md')
  // The runtime looks at its connections every four seconds.
  await Bun.sleep(9_000)
  expect(reader.bytes()).toBe(0)
  reader.socket.resume()
  while (!reader.isWhole()) await Bun.sleep(5)
  expect(reader.bytes()).toBeGreaterThan(16_000_000)
  reader.socket.destroy()
})

test('[I41] behind a long answer a connection may be silent for no longer than before', async () => {
  const seconds: number[] = []
  async function* pieces() {
    yield new Uint8Array(10)
  }
  const { port, stop } = serveLong(
    pieces,
    () => {},
    (limit) => seconds.push(limit),
  )
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect((await response.bytes()).length).toBe(10)
  expect(seconds).toEqual([0, serverLimits.idleSeconds])
  await stop()
})

/** A long answer on a real socket, in which time passes when the test says so. */
function serveLong(
  pieces: () => AsyncGenerator<Uint8Array>,
  cut: (why: unknown, path: string, bytes: number) => void,
  limitIdle: (seconds: number) => void = () => {},
) {
  const timers = new Map<() => void, number>()
  const later = (ms: number, callback: () => void) => {
    timers.set(callback, ms)
    return () => void timers.delete(callback)
  }
  const stopping = new AbortController()
  let ended = 0
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request, server) {
      const made = pieces()
      const answer = {
        headers: {},
        next: async () => (await made.next()).value as Uint8Array | undefined,
        end() {
          ended++
          void made.return(undefined)
        },
      }
      const visit = {
        request,
        checkKey: () => Promise.resolve(),
        limitIdle(seconds: number) {
          server.timeout(request, seconds)
          limitIdle(seconds)
        },
      }
      const deps = { later, log: { request() {}, fault() {}, cut }, stopping: stopping.signal }
      return sendLong(answer, visit as never, deps)
    },
  })
  return {
    port: server.port as number,
    timers,
    stopping,
    ended: () => ended,
    /** Resolves when no connection is left that waits for its reader. */
    async left() {
      while (server.pendingRequests > 0) await Bun.sleep(20)
    },
    stop: () => server.stop(true),
  }
}

test('[I42] a reader that takes nothing at all is ended after a while, and what was made for it too', async () => {
  const cuts: unknown[] = []
  let [made, isReturned] = [0, false]
  async function* pieces() {
    try {
      for (;;) {
        made++
        yield new Uint8Array(65_536)
        await Bun.sleep(0)
      }
    } finally {
      isReturned = true
    }
  }
  const server = serveLong(pieces, (...cut) => cuts.push(cut))
  const reader = readBy(server.port, 'md')
  // Until all buffers in between are full.
  for (let before = -1; before !== made || made < 10; await Bun.sleep(200)) before = made
  expect([[...server.timers.values()], server.ended()]).toEqual([[serverLimits.readerPatienceMs], 0])
  for (const pass of server.timers.keys()) pass()
  expect(cuts).toEqual([['the reader does not read', '/api/v1/export', made * 65_536]])
  expect([server.ended(), server.timers.size]).toEqual([1, 0])
  await server.left()
  reader.socket.resume()
  await reader.closed
  expect(reader.isWhole()).toBe(false)
  while (!isReturned) await Bun.sleep(1)
  await server.stop()
})

test('[I42] once the server stops, a reader that takes nothing is waited for no longer than a moment', async () => {
  const cuts: unknown[] = []
  async function* pieces() {
    for (;;) {
      yield new Uint8Array(65_536)
      await Bun.sleep(0)
    }
  }
  const server = serveLong(pieces, (why) => cuts.push(why))
  const reader = readBy(server.port, 'md')
  while (server.timers.size === 0) await Bun.sleep(5)
  server.stopping.abort()
  while (![...server.timers.values()].includes(serverLimits.readerAtStopMs)) await Bun.sleep(5)
  // Until nothing is taken any more.
  for (let last: unknown; last !== [...server.timers.keys()][0]; await Bun.sleep(200))
    last = [...server.timers.keys()][0]
  expect([...server.timers.values()]).toEqual([serverLimits.readerAtStopMs])
  for (const pass of server.timers.keys()) pass()
  expect([cuts, server.ended()]).toEqual([['the server stops'], 1])
  reader.socket.resume()
  await reader.closed
  expect(reader.isWhole()).toBe(false)
  await server.stop()
})

test('[I42] a reader that goes away ends what is made for it, and the log says so', async () => {
  await using server = await startLong('sqlite')
  const reader = readBy(server.port, 'jsonl')
  reader.socket.resume()
  while (reader.bytes() < 1_000_000) await Bun.sleep(1)
  reader.socket.destroy()
  expect(await server.logged('an answer was cut')).toMatchObject({
    level: 'warn',
    path: '/api/v1/export',
    why: 'the reader went away',
    bytes: expect.any(Number),
  })
})

const cutFormats = [
  ...exportFormats.map((format) => [format, 'sqlite'] as const),
  ['csv', 'postgres'] as const,
  ['zip', 'postgres'] as const,
]
test.each(cutFormats)(
  '[I43] %s that can not go on ends with the connection cut, and the log says why (%s)',
  async (format, engine) => {
    await using server = await startLong(engine)
    const reader = readBy(server.port, format)
    // As soon as its first bytes are there the table goes; a zip has few bytes, and is not to be done by then.
    reader.socket.resume()
    while (reader.bytes() === 0) await Bun.sleep(0)
    if (format !== 'zip') reader.socket.pause()
    await runSql(server.database, engine === 'postgres' ? 'drop table todos cascade' : 'drop table todos')
    reader.socket.resume()
    await reader.closed
    expect(reader.isWhole()).toBe(false)
    expect(await server.logged('an answer was cut')).toMatchObject({
      path: '/api/v1/export',
      why: expect.stringMatching(/^(database_|storage_|internal)/),
      bytes: expect.any(Number),
    })
  },
)

test('[I46] an account has so many exports at a time; one that ended makes room', async () => {
  await using server = await startLong('sqlite')
  // What asks for the head alone keeps no place.
  for (let count = 0; count < 10; count++)
    expect((await fetch(server.url, { method: 'HEAD' })).status).toBe(200)
  const all = Array.from({ length: serverLimits.exportsPerAccountMax }, () => readBy(server.port, 'csv'))
  for (const { socket } of all) await new Promise((resolve) => void socket.once('readable', resolve).read(0))
  const refused = await fetch(server.url)
  expect([refused.status, refused.headers.get('retry-after'), (await refused.json()).code]).toEqual([
    429,
    '5',
    'too_many_requests',
  ])
  all[0]?.socket.destroy()
  await server.logged('an answer was cut')
  const response = await fetch(`${server.url}?format=md`)
  expect(response.status).toBe(200)
  await response.body?.cancel()
  for (const { socket } of all) socket.destroy()
})

describe('[I47] a command whose export is cut off says so, and leaves no file that looks whole:', () => {
  /** Runs it until the first bytes of the file are there. */
  async function begin(folder: string, args: string[]) {
    const file = join(folder, 'all.jsonl')
    const child = Bun.spawn([process.execPath, join(root, 'src', 'main.ts'), 'export', file, ...args], {
      stdout: 'ignore',
      stderr: 'pipe',
    })
    while ((Bun.file(`${file}.part`).size || 0) === 0) await Bun.sleep(1)
    return { child, file }
  }

  test('the server is killed', async () => {
    using folder = tempFolder()
    const database = { engine: 'sqlite', path: join(folder.path, 'aiotodo.sqlite') } as const
    await (await createApp({ database })).close()
    await fillDefaultList(database, 20_000, 4_000)
    await using server = await startServer({ args: argsOf(database) })
    const { child, file } = await begin(folder.path, ['--server', server.url])
    await server.kill9()
    expect(await child.exited).toBe(exitCodes.unavailable)
    expect(await new Response(child.stderr).text()).toStartWith(
      `aiotodo: The answer ended before it was whole: ${file} does not have all of it. Try again`,
    )
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])
  })

  test('a data folder that can not be read any more', async () => {
    using folder = tempFolder()
    const database = { engine: 'sqlite', path: join(folder.path, 'aiotodo.sqlite') } as const
    await (await createApp({ database })).close()
    await fillDefaultList(database, 20_000, 4_000)
    const { child, file } = await begin(folder.path, ['--data', folder.path])
    await runSql(database, 'drop table todos')
    expect(await child.exited).toBe(exitCodes.unavailable)
    expect(await new Response(child.stderr).text()).toStartWith(
      'aiotodo: The answer ended before it was whole',
    )
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])
  })

  test('a disk that is full', async () => {
    await using server = await startServer({ args: ['--database', 'memory:', '--make-table', '--yes'] })
    const child = Bun.spawn(
      [process.execPath, join(root, 'src', 'main.ts'), 'export', '--server', server.url],
      { stdout: Bun.file('/dev/full'), stderr: 'pipe' },
    )
    expect(await child.exited).toBe(exitCodes.failed)
    expect(await new Response(child.stderr).text()).toStartWith(
      'aiotodo: The file can not be written: Standard output: ENOSPC',
    )
  })
})
