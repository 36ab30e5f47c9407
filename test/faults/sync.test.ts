/** Real processes, a cutting proxy, kill -9 of servers and clients: at rest all agree (SPEC.md, F6 and F7). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { openDatabase } from '../../src/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { patienceMs, until } from '../support/until.ts'

const rounds = Math.ceil(Number(process.env['AIOTODO_SOAK_ROUNDS'] ?? 50) / 5)

interface Told {
  client: number
  space?: string
  version?: number
  code?: string
}

interface Rest {
  rows: unknown[]
  healed: number
}

/** A client process that is started again when it was killed, on the same file, and what it said. */
class Client {
  readonly sent: string[] = []
  readonly told = new Map<string, Told>()
  rest: Rest | undefined
  #isReady = Promise.withResolvers<void>()
  #isStill = Promise.withResolvers<void>()
  #rested = Promise.withResolvers<Rest>()
  #process: ReturnType<typeof Bun.spawn> | undefined
  #reading: Promise<void> = Promise.resolve()
  readonly #command: string[]
  readonly #index: number

  constructor(index: number, url: string, folder: string) {
    this.#index = index
    const script = join(import.meta.dir, '..', 'support', 'sync-client.ts')
    this.#command = [process.execPath, script, url, join(folder, `client-${index}.jsonl`)]
  }

  start(): void {
    const child = Bun.spawn(this.#command, { stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' })
    this.#process = child
    this.#isReady = Promise.withResolvers()
    this.#reading = (async () => {
      let text = ''
      for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
        const lines = (text + chunk).split('\n')
        text = lines.pop() ?? ''
        for (const line of lines) this.#hear(line)
      }
    })()
  }

  #hear(line: string): void {
    const [word, id = '', first = '', second] = line.split(' ')
    if (word === 'sent') this.sent.push(id)
    else if (word === 'ok') this.told.set(id, { client: this.#index, space: first, version: Number(second) })
    else if (word === 'no') this.told.set(id, { client: this.#index, code: first })
    else if (word === 'ready') this.#isReady.resolve()
    else if (word === 'still') this.#isStill.resolve()
    else if (word === 'rest') this.#rested.resolve(JSON.parse(line.slice(5)))
  }

  async kill9(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#process?.exited
    await this.#reading
  }

  /** Lets it settle what it sent, and do nothing more. */
  async still(): Promise<void> {
    await this.#isReady.promise
    this.#process?.kill('SIGTERM')
    await this.#isStill.promise
  }

  async ask(): Promise<Rest> {
    this.#rested = Promise.withResolvers()
    this.#process?.kill('SIGUSR1')
    return (this.rest = await this.#rested.promise)
  }

  async end(): Promise<void> {
    this.#process?.kill('SIGTERM')
    await this.#process?.exited
    await this.#reading
  }
}

/** Waits until all clients show the same and go on showing it, or for long: whether it is the truth is for the judge. */
async function settle(clients: Client[]): Promise<void> {
  await Promise.all(clients.map((client) => client.still()))
  const deadline = performance.now() + 2 * patienceMs
  let before = ''
  for (let same = 0; same < 3 && performance.now() < deadline;) {
    const shown = await Promise.all(clients.map(async (client) => JSON.stringify((await client.ask()).rows)))
    same = new Set([...shown, before]).size === 1 ? same + 1 : 0
    before = shown[0] ?? ''
    await Bun.sleep(150)
  }
  await Promise.all(clients.map((client) => client.end()))
}

/** Lets clients, servers and the network fail in turn, then looks at what is left. */
async function trouble(args: string[], nodes: number, database: DatabaseName): Promise<void> {
  using folder = tempFolder()
  const servers: ServerProcess[] = []
  for (let node = 0; node < nodes; node++) servers.push(await startServer({ args }))
  await using proxy = await startProxy(servers[0]?.port ?? 0)
  const clients = [0, 1, 2].map((index) => new Client(index, proxy.url, folder.path))
  for (const client of clients) client.start()
  await Bun.sleep(500)
  for (let round = 0; round < rounds; round++) {
    await Bun.sleep(30 + Math.random() * 200)
    proxy.cut(Math.random())
    if (round % 3 === 0) {
      const client = clients[Math.floor(Math.random() * clients.length)]
      await client?.kill9()
      client?.start()
    }
    if (round % 4 === 1) {
      const node = Math.floor(Math.random() * nodes)
      await servers[node]?.kill9()
      servers[node] = await startServer({ args })
    }
    proxy.target = servers[Math.floor(Math.random() * nodes)]?.port ?? 'nowhere'
  }
  const accepted = () => clients.flatMap(({ told }) => [...told.values()].filter(({ code }) => !code)).length
  await until(() => accepted() > 20, 'that enough is accepted')
  await settle(clients)
  for (const server of servers) expect(await server.stop()).toBe(0)
  await judge(clients, database)
}

async function judge(clients: Client[], database: DatabaseName): Promise<void> {
  const store = await openDatabase(database)
  try {
    const account = await store.reads.account('local')
    const sent = clients.flatMap((client) => client.sent)
    const journal = await store.transaction((transaction) => transaction.journal(account?.id ?? '', sent))
    const rows = new Map(journal.map((row) => [row.id, row]))
    const told = clients.flatMap((client) => [...client.told])
    const accepted = told.filter(([, { code }]) => code === undefined)
    expect(accepted.length).toBeGreaterThan(20)
    expect(
      accepted.filter(
        ([id, { version, space }]) => rows.get(id)?.version !== version || rows.get(id)?.space !== space,
      ),
    ).toEqual([])
    expect(told.filter(([id, { code }]) => code !== undefined && rows.has(id))).toEqual([])
    for (const client of clients) {
      const last = new Map<string, number>()
      const late = client.sent.filter((id) => {
        const row = rows.get(id)
        if (!row) return false
        const isLate = row.version < (last.get(row.space) ?? 0)
        last.set(row.space, row.version)
        return isLate
      })
      expect(late).toEqual([])
    }
    const truth: unknown[] = []
    for (const space of await store.reads.spaces(account as { id: string })) {
      const changes = await store.reads.changes(space, 0, 1_000_000)
      for (const { id, version, name, list, deletedAt } of changes?.todos ?? [])
        if (!deletedAt) truth.push([id, version, name, list])
    }
    for (const client of clients) {
      expect(client.rest?.rows).toEqual(truth.toSorted())
      expect(client.rest?.healed).toBe(0)
    }
    expect((await store.examine(false)).differing).toEqual([])
  } finally {
    await store.close()
  }
}

test(`[F6] SQLite: clients, the server and the network fail ${rounds} times`, async () => {
  using folder = tempFolder()
  await trouble(['--data', folder.path], 1, { engine: 'sqlite', path: `${folder.path}/aiotodo.sqlite` })
}, 600_000)

test.each([1, 2])(
  `[F6] PostgreSQL, %d nodes: clients, servers and the network fail ${rounds} times`,
  async (nodes) => {
    const database = await freshDatabase()
    await trouble(['--database', database.url], nodes, { engine: 'postgres', url: database.url })
    await database.drop()
  },
  600_000,
)

test.each([
  ['SQLite', 1],
  ['PostgreSQL', 2],
])(
  '[F7] %s, %d nodes: what writers and readers of one todo are told is linearizable',
  async (engine, nodes) => {
    using folder = tempFolder()
    const database = engine === 'SQLite' ? undefined : await freshDatabase()
    const args = database ? ['--database', database.url] : ['--data', folder.path]
    const servers = await Promise.all(Array.from({ length: nodes }, () => startServer({ args })))
    const [first] = servers
    const made = await fetch(`${first?.url}/api/v1/todos`, { method: 'POST', body: '{"name":"0"}' })
    const { id } = (await made.json()) as { id: string }
    interface Operation {
      begun: number
      ended: number
      version: number
      name: string
      isWrite: boolean
    }
    const history: Operation[] = []
    let clock = 0
    const client = async (index: number) => {
      for (let count = 0; count < 60; count++) {
        const url = `${servers[(index + count) % nodes]?.url}/api/v1/todos/${id}`
        const isWrite = Math.random() < 0.5
        const begun = clock++
        const response = await fetch(
          url,
          isWrite ? { method: 'PATCH', body: JSON.stringify({ name: `${index}.${count}` }) } : {},
        )
        const { version, name } = (await response.json()) as { version: number; name: string }
        history.push({ begun, ended: clock++, version, name, isWrite })
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, index) => client(index)))
    // Each version is one write, and has its name for every reader.
    const writes = history.filter((each) => each.isWrite)
    expect(new Set(writes.map((each) => each.version)).size).toBe(writes.length)
    const names = new Map(writes.map((each) => [each.version, each.name]))
    expect(
      history.filter((each) => names.has(each.version) && names.get(each.version) !== each.name),
    ).toEqual([])
    // What ended before another began has no later version.
    const byEnd = history.toSorted((a, b) => a.ended - b.ended)
    const stale = history.filter((each) => {
      const before = byEnd.filter((other) => other.ended < each.begun)
      const newest = Math.max(0, ...before.map((other) => other.version))
      return each.version < newest || (each.isWrite && each.version === newest)
    })
    expect(stale).toEqual([])
    for (const server of servers) await server.stop()
    await database?.drop()
  },
)
