/** The processes that are measured: how each is started, waited for and ended. */
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
export async function start(
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

let profiles: string[] = []

/** Each of our servers that is started from now on writes into this folder where its time went, when it is ended. */
export function profileInto(folder: string): void {
  profiles = ['--cpu-prof-md', `--cpu-prof-dir=${folder}`]
}

/** An account may ask as often as the generator can. */
export const limitless = ['--requests-per-second', '9999999']

export function startAiotodo(database: string, ...more: string[]): Promise<Program> {
  const args = ['--database', database, '--log-level', 'silent', ...more]
  return start(
    (port) => [process.execPath, ...profiles, 'src/main.ts', 'serve', '-P', String(port), ...args],
    {},
    '/livez',
  )
}

/** Resident memory of a process, in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await Bun.file(`/proc/${pid}/status`).text()
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
}
