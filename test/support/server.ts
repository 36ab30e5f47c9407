/** The real program in a process of its own, as people start it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')

export interface ServerProcess extends AsyncDisposable {
  url: string
  port: number
  pid: number
  stdout(): string
  stderr(): string
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>
  kill9(): Promise<void>
  exited: Promise<number>
}

interface Options {
  args?: string[]
  env?: Record<string, string>
  /** Lets no file that the server writes grow beyond this. */
  fileBytesMax?: number | undefined
  /** The program to run; without it, the source under this Bun. */
  program?: string[] | undefined
  /** The folder that it is started in; without it, the repository's. */
  cwd?: string | undefined
}

/** Resolves when the server has said, in both lines, that it is running. */
export async function startServer({ args = [], env = {}, ...how }: Options = {}): Promise<ServerProcess> {
  const child = spawn(['serve', '-P', '0', '--log-level', 'error', ...args], env, how)
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  const deadline = performance.now() + 45_000
  let port = 0
  while (port === 0) {
    port = Number(/Running on https?:\/\/\S+:(\d+) =+\n\(Press .*\n/.exec(out.text())?.[1] ?? 0)
    if (port !== 0) break
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start: ${out.text()}${err.text()}`)
    }
    await Bun.sleep(2)
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return child.exited
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    stdout: out.text,
    stderr: err.text,
    stop,
    kill9: async () => void (await stop('SIGKILL')),
    exited: child.exited,
    // A launcher that is killed outright can not end what it launched.
    [Symbol.asyncDispose]: async () => void (await stop(how.program?.[0] === 'node' ? 'SIGTERM' : 'SIGKILL')),
  }
}

/** Runs the command line to its end. */
export async function runCommand(
  args: string[],
  env: Record<string, string> = {},
  how: Pick<Options, 'program' | 'cwd' | 'fileBytesMax'> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(args, env, how)
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
  const code = await child.exited
  clearTimeout(timer)
  await Promise.all([out.done, err.done])
  return { code, stdout: out.text(), stderr: err.text() }
}

function spawn(
  args: string[],
  env: Record<string, string>,
  { fileBytesMax, program: own, cwd = root }: Omit<Options, 'args' | 'env'> = {},
) {
  const { DATABASE_URL: _, ...inherited } = process.env
  const program = [...(own ?? [process.execPath, join(root, 'src', 'main.ts')]), ...args]
  // ulimit counts in blocks of 512 bytes; the signal that goes with it would end the process.
  const limited = [
    'sh',
    '-c',
    `trap '' XFSZ; ulimit -f ${(fileBytesMax ?? 0) / 512}; exec "$@"`,
    'sh',
    ...program,
  ]
  return Bun.spawn(fileBytesMax === undefined ? program : limited, {
    cwd,
    env: { ...inherited, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
}

function collect(stream: ReadableStream<Uint8Array>): { text: () => string; done: Promise<void> } {
  let text = ''
  const decoder = new TextDecoder()
  const done = (async () => {
    for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  })()
  return { text: () => text, done }
}

export function tempFolder(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'aiotodo-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
