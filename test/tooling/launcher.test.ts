/** The two ways to start in a fresh clone: with Node and npm, and with Bun alone; and how both end (SPEC.md, R3, L1). */
import { expect, test } from 'bun:test'
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

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

interface Started {
  /** Ctrl+C reaches all processes of a terminal's command; what looks after services ends only the one that it started. */
  end: (signal: NodeJS.Signals, whom: 'all' | 'the first') => void
  port: string
  exited: Promise<number>
}

/** Starts it in a process group of its own, as a terminal does, and answers when it runs; nothing of it stays. */
async function whileItRuns<T>(
  command: string[],
  { cwd, env }: { cwd: string; env: Record<string, string | undefined> },
  work: (started: Started) => Promise<T>,
): Promise<T> {
  const child = Bun.spawn(command, {
    cwd,
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    detached: true,
  })
  const end: Started['end'] = (signal, whom) => process.kill(whom === 'all' ? -child.pid : child.pid, signal)
  const timer = setTimeout(() => end('SIGKILL', 'all'), 120_000)
  try {
    return await work({ end, port: await portOf(child.stdout), exited: child.exited })
  } finally {
    clearTimeout(timer)
    try {
      end('SIGKILL', 'all')
    } catch {
      // None is left.
    }
  }
}

/** Starts it there, asks it something, stops it; answers the exit code. */
function startAndStop(
  cwd: string,
  command: string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  return whileItRuns(command, { cwd, env }, async ({ end, port, exited }) => {
    expect((await fetch(`http://localhost:${port}/todos/`)).status).toBe(200)
    end('SIGINT', 'all')
    const code = await exited
    expect(await fetch(`http://localhost:${port}/todos/`).catch(() => 'stopped')).toBe('stopped')
    return code
  })
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

test('[R3] after a pull what is new, or in another version, is installed; else nothing is', async () => {
  using folder = tempFolder()
  const at = (...parts: string[]) => join(folder.path, ...parts)
  for (const path of ['scripts', 'programs', 'node_modules/dependency'])
    mkdirSync(at(path), { recursive: true })
  copyFileSync(join(root, 'scripts', 'bun.mjs'), at('scripts', 'bun.mjs'))
  symlinkSync(join(root, 'node_modules', 'bun'), at('node_modules', 'bun'))
  const bun = JSON.parse(readFileSync(at('node_modules', 'bun', 'package.json'), 'utf8')) as {
    version: string
  }
  writeFileSync(
    at('package.json'),
    JSON.stringify({ dependencies: { bun: bun.version, dependency: '1.2.3' } }),
  )
  writeFileSync(at('package-lock.json'), '{}')
  writeFileSync(at('programs', 'npm'), '#!/bin/sh\necho "npm $1" >&2\nexit 1\n', { mode: 0o755 })
  const run = async (version: string) => {
    writeFileSync(at('node_modules', 'dependency', 'package.json'), JSON.stringify({ version }))
    const command = [Bun.which('node') as string, at('scripts', 'bun.mjs'), '--version']
    const child = Bun.spawn(command, {
      env: { ...env, PATH: `${at('programs')}:${env['PATH']}` },
      stdout: 'ignore',
      stderr: 'pipe',
    })
    return [await child.exited, await new Response(child.stderr).text()]
  }
  expect(await run('1.2.3')).toEqual([0, ''])
  expect(await run('1.2.2')).toEqual([1, expect.stringContaining('installing what is missing')])
})

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

test.each([
  ['npm start', 'SIGTERM', ['npm', 'start', '--']],
  ['the installed command', 'SIGTERM', ['node', 'bin/aiotodo.mjs', 'serve']],
  ['the installed command', 'SIGHUP', ['node', 'bin/aiotodo.mjs', 'serve']],
  ['the installed command', 'SIGQUIT', ['node', 'bin/aiotodo.mjs', 'serve']],
] as const)('[L1] %s that is sent %s ends the server that it started', async (_, signal, program) => {
  const command = [...program, '-P', '0', '--database', 'memory:']
  await whileItRuns(command, { cwd: root, env }, async ({ end, port, exited }) => {
    end(signal, 'the first')
    await exited
    const answers = () => fetch(`http://localhost:${port}/livez`).catch(() => undefined)
    await until(async () => !(await answers()), 'the server ends with it')
  })
})
