/** The two ways to start in a fresh clone: with Node and npm, and with Bun alone (SPEC.md, R3). */
import { expect, test } from 'bun:test'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')

/** A copy of what a clone would have. */
function clone(to: string): void {
  const files = Bun.spawnSync(['git', 'ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
    .stdout.toString()
    .trim()
    .split('\n')
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    cpSync(join(root, file), join(to, file))
  }
}

/** Starts it there, asks it something, stops it; answers the exit code. */
async function startAndStop(
  folder: string,
  command: string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  // In a process group of its own, as a terminal starts it: Ctrl+C reaches them all.
  const child = Bun.spawn(command, {
    cwd: folder,
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    detached: true,
  })
  const end = (signal: NodeJS.Signals) => process.kill(-child.pid, signal)
  const timer = setTimeout(() => end('SIGKILL'), 120_000)
  try {
    const port = await portOf(child.stdout)
    expect((await fetch(`http://localhost:${port}/todos/`)).status).toBe(200)
    end('SIGINT')
    const code = await child.exited
    expect(await fetch(`http://localhost:${port}/todos/`).catch(() => 'stopped')).toBe('stopped')
    return code
  } finally {
    clearTimeout(timer)
    if (child.exitCode === null && child.signalCode === null) end('SIGKILL')
  }
}

async function portOf(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let output = ''
  const decoder = new TextDecoder()
  for await (const chunk of stdout) {
    output += decoder.decode(chunk, { stream: true })
    const port = /Running on http:\/\/localhost:(\d+)/.exec(output)?.[1]
    if (port) return port
  }
  throw new Error(`it did not start: ${output}`)
}

const { DATABASE_URL: _, ...env } = process.env

// npm and Bun answer for their script with the signal that all of them got.
const endings = [0, 130]

test('[R3] npm start in a fresh clone', async () => {
  using folder = tempFolder()
  clone(folder.path)
  // Without the folder of this project's own programs, as on a machine that has none of them.
  const parts = (env['PATH'] ?? '').split(':').filter((part) => !part.includes('node_modules'))
  const command = ['npm', 'start', '--', '-P', '0', '--database', 'memory:']
  expect(endings).toContain(await startAndStop(folder.path, command, { ...env, PATH: parts.join(':') }))
}, 300_000)

test('[R3] bun run start in a fresh clone, where there is no Node', async () => {
  using folder = tempFolder()
  clone(folder.path)
  const programs = join(folder.path, 'only-bun')
  mkdirSync(programs)
  symlinkSync(process.execPath, join(programs, 'bun'))
  for (const program of ['sh', 'env']) symlinkSync(Bun.which(program) as string, join(programs, program))
  const command = [join(programs, 'bun'), 'run', 'start', '-P', '0', '--database', 'memory:']
  expect(endings).toContain(await startAndStop(folder.path, command, { HOME: env['HOME'], PATH: programs }))
}, 300_000)
