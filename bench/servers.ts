/** The programs that are measured: how each is started, waited for and ended. */
import { join } from 'node:path'
import { freePort } from '../test/support/postgres.ts'

const root = join(import.meta.dir, '..')
const taskset = Bun.which('taskset')
const children = new Set<Bun.Subprocess>()

export interface Program {
  url: string
  pid: number
  stop(): Promise<void>
}

/** The command, kept on one core where that can be asked for: the server on 0, what asks it on 1. */
export function pinned(core: number, command: string[]): string[] {
  return taskset ? [taskset, '-c', String(core), ...command] : command
}

/** Keeps PostgreSQL, and each connection's process that it will start, away from the server's core. */
export function pinPostgres(pid: number): void {
  if (taskset) Bun.spawnSync([taskset, '-a', '-p', '-c', '1', String(pid)])
}

/** Ends what is still running. */
export async function stopAll(): Promise<void> {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all([...children].map((child) => child.exited))
}

/** @param command - is given the port to listen on */
async function start(
  command: (port: number) => string[],
  env: Record<string, string>,
  probe: string,
): Promise<Program> {
  const port = await freePort()
  const child = Bun.spawn(pinned(0, command(port)), {
    cwd: root,
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  children.add(child)
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 30_000
  while (!(await answers(url + probe))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${command(port).join(' ')} did not start`)
    await Bun.sleep(1)
  }
  return {
    url,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM')
      await child.exited
      children.delete(child)
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url)
    return ok
  } catch {
    return false
  }
}

export function startAiotodo(database: string, ...more: string[]): Promise<Program> {
  const args = ['--database', database, '--log-level', 'silent', ...more]
  return start(
    (port) => [process.execPath, 'src/main.ts', 'serve', '-P', String(port), ...args],
    {},
    '/livez',
  )
}

/** L: its GET answers what this address answers, its POST and PATCH what ours answer. */
export async function startBare(like: string): Promise<Program> {
  const response = await fetch(like)
  const headers = { 'content-type': response.headers.get('content-type') ?? '' }
  const ANSWERS = JSON.stringify({
    GET: { status: response.status, headers, body: await response.text() },
    POST: { status: 303, headers: { location: '/todos/123456' }, body: '' },
    PATCH: { status: 204, headers: {}, body: '' },
  })
  return start(() => [process.execPath, 'bench/peers/bare.ts'], { ANSWERS }, '/')
}

/** A program that answers at / and does one thing, told its port by PORT. */
export const startPeer = (command: string[]): Promise<Program> => start(() => command, {}, '/')

export function startFastify(databaseUrl: string): Promise<Program> {
  return start(() => ['node', 'bench/peers/fastify-pg.mjs'], { DATABASE_URL: databaseUrl }, '/todos/')
}

/** The tutorial's program, with the Python of Debian's packages where there is one. */
export async function startTutorial(path: string, postgresUrl: string): Promise<Program> {
  const run = async (url: string, ...statements: string[]) => {
    const sql = new Bun.SQL(url, { max: 1 })
    for (const statement of statements) await sql.unsafe(statement)
    await sql.close()
  }
  await run(postgresUrl, "create role aiotodo login password '12345'", 'create database aiotodo')
  await run(postgresUrl.replace(/\/postgres$/, '/aiotodo'), 'grant all on schema public to aiotodo')
  const python = (await Bun.file('/usr/bin/python3').exists()) ? '/usr/bin/python3' : 'python3'
  const [folder, module] = [path.replace(/\/[^/]*$/, ''), path.replaceAll(/^.*\/|\.py$/g, '')]
  const { hostname, port: databasePort } = new URL(postgresUrl)
  const env = { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PGHOST: hostname, PGPORT: databasePort }
  const args = [
    '-W',
    'ignore',
    '-m',
    'aiohttp.web',
    '-H',
    '127.0.0.1',
    `${module}:app_factory`,
    '--make-table',
    '-P',
  ]
  return start((port) => [python, ...args, String(port)], env, '/todos/1')
}

/** Resident memory of a process, in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await Bun.file(`/proc/${pid}/status`).text()
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
}
