/** Whose import has the one place there is, and what is kept of a file until it has it (SPEC.md, I21). */
import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createApp } from '../../src/app.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { createSpool } from '../../src/runtime/spool.ts'
import { join, type Person } from '../support/accounts.ts'
import { tempFolder } from '../support/server.ts'
import { listen } from '../support/sockets.ts'

/** Sends the beginning of a file, and the rest when it is asked to; answers what the server says then. */
function halfSent(url: string, who: Person, file: string) {
  const { port, hostname } = new URL(url)
  const socket: Socket = connect(Number(port), hostname)
  let told = ''
  socket.on('data', (data) => (told += String(data)))
  const closed = new Promise<void>((resolve) => void socket.on('close', () => resolve()))
  const half = Math.floor(file.length / 2)
  const head = Object.entries({
    host: `${hostname}:${port}`,
    origin: url,
    connection: 'close',
    'content-length': String(file.length),
    ...who.headers,
  })
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`POST /api/v1/import HTTP/1.1\r\n${lines}\r\n${file.slice(0, half)}`)
  return {
    async finish(): Promise<string> {
      socket.write(file.slice(half))
      await closed
      return told
    },
    end: () => socket.destroy(),
  }
}

const todos = (count: number): string =>
  Array.from({ length: count }, (_, each) => `- [ ] todo ${each}\n`).join('')

test('[I21] whoever sends slowly holds up nobody else, and each account imports one file at a time', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  let arrived = () => {}
  let finished: Promise<unknown> = Promise.resolve()
  await using server = listen({
    websocket: app.websocket,
    fetch(request, server) {
      const answer = app.fetch(request, server)
      finished = answer
      arrived()
      return answer
    },
  })
  const [ann, bob] = [await join(app, 'ann'), await join(app, 'bob')]
  const send = async (who: Person, file: string) => {
    const { status, body } = await who.ask('POST', '/import', file)
    return status === 200 ? body.todos : body.code
  }
  const begin = async (file: string) => {
    const there = new Promise<void>((resolve) => (arrived = resolve))
    const sender = halfSent(server.url, ann, file)
    await there
    return sender
  }
  const slow = await begin(`# Slow\n${todos(1_000)}`)
  expect(await send(ann, `# Ann\n${todos(1)}`)).toBe('import_running')
  expect(await send(bob, `# Bob\n${todos(10)}`)).toBe(10)
  const told = await slow.finish()
  expect(told).toStartWith('HTTP/1.1 200')
  expect(told).toContain('"todos":1000')
  expect(await send(ann, `# Ann again\n${todos(3)}`)).toBe(3)
  // A sender that goes away leaves the place of its account as well.
  const gone = await begin(`# Gone\n${todos(1_000)}`)
  expect(await send(ann, `# Ann\n${todos(1)}`)).toBe('import_running')
  gone.end()
  await finished
  expect(await send(ann, `# Ann after all\n${todos(2)}`)).toBe(2)
  await app.close()
})

test('[I21] files that are there at once come in one after another, of whichever account', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const people = await Promise.all(['ann', 'bob', 'cid'].map((name) => join(app, name)))
  const answers = await Promise.all(people.map((who) => who.ask('POST', '/import', `# A\n${todos(3_000)}`)))
  expect(answers.map(({ status, body }) => [status, body.todos])).toEqual(people.map(() => [200, 3_000]))
  await app.close()
})

test('[I62] an import that waits for its turn is ended when the server stops; the one that runs comes to its end', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const people = await Promise.all(['ann', 'bob', 'cid'].map((name) => join(app, name)))
  const answers: unknown[] = []
  const asked = people.map(async (who) => {
    const { status, body } = await who.ask('POST', '/import', `# A\n${todos(20_000)}`)
    answers.push([status, body.code ?? body.todos])
  })
  // All of their files are there: then one of them has the place, whoever came first.
  const staged = () => app.store.importing((transaction) => transaction.staged(Number.MAX_SAFE_INTEGER))
  while ((await staged()).length === 0) await Bun.sleep(1)
  app.drain()
  await Promise.all(asked)
  expect(answers).toEqual([
    [503, 'stopping'],
    [503, 'stopping'],
    [200, 20_000],
  ])
  await app.close()
})

test('[I21] a file that is larger than what is kept in memory has no name on the disk, and gives back its room', async () => {
  using folder = tempFolder()
  const spool = createSpool(() => folder.path)
  const pieces = Array.from({ length: 64 }, (_, each) => new Uint8Array(20_000).fill(each))
  const size = 64 * 20_000
  expect(size).toBeGreaterThan(serverLimits.importMemoryBytes)
  async function* sent() {
    for (const piece of pieces) {
      yield piece
      expect(readdirSync(folder.path)).toEqual([])
    }
  }
  for (let round = 0; round < 3; round++) {
    await using file = await spool(sent())
    const read: Uint8Array[] = []
    for await (const piece of file) read.push(piece)
    expect(Buffer.concat(read).equals(Buffer.concat(pieces))).toBe(true)
  }
  expect(readdirSync(folder.path)).toEqual([])
  // What all of them may have is bounded; what breaks off gives back what it had.
  const small = createSpool(() => folder.path, 2 * size)
  async function* broken() {
    yield* sent()
    throw new Error('it broke off')
  }
  for (let round = 0; round < 3; round++) await expect(small(broken())).rejects.toThrow('it broke off')
  {
    await using _ = await small(sent())
    await using __ = await small(sent())
    await expect(small(sent())).rejects.toMatchObject({ code: 'import_running' })
  }
  await using _ = await small(sent())
})
