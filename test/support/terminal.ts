/** The command line in a real terminal (a pseudo-terminal), as a person has it. */
import { join } from 'node:path'

export interface Terminal extends AsyncDisposable {
  write(keys: string): void
  /** What is on the screen now, without its looks; for a screen that is drawn anew each time. */
  screen(): string
  /** All that came, with its looks. */
  raw(): string
  /** Resolves when the screen has this. */
  shows(text: string): Promise<void>
  exited: Promise<number>
}

const main = join(import.meta.dir, '..', '..', 'src', 'main.ts')

export function startInTerminal(
  args: string[],
  env: Record<string, string> = {},
  cols = 80,
  rows = 20,
): Terminal {
  return startProgramInTerminal([process.execPath, main, ...args], { env, cols, rows })
}

/** The same for another program, such as a shell. */
export function startProgramInTerminal(
  command: string[],
  {
    env = {},
    cwd,
    cols = 80,
    rows = 20,
  }: { env?: Record<string, string>; cwd?: string; cols?: number; rows?: number },
): Terminal {
  let raw = ''
  const decoder = new TextDecoder()
  const child = Bun.spawn(command, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: '', FORCE_COLOR: '1', ...env },
    terminal: {
      cols,
      rows,
      data: (_, bytes) => void (raw += decoder.decode(bytes, { stream: true })),
    },
  })
  const screen = () => plain(raw.slice(Math.max(0, raw.lastIndexOf('\u001b[H'))))
  const shows = async (text: string) => {
    const deadline = performance.now() + 45_000
    while (!screen().includes(text)) {
      if (performance.now() > deadline) throw new Error(`"${text}" is not shown:\n${screen()}`)
      await Bun.sleep(10)
    }
  }
  return {
    write: (keys) => void child.terminal?.write(keys),
    screen,
    raw: () => raw,
    shows,
    exited: child.exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

/** Without escape sequences. */
const plain = (text: string): string => Bun.stripANSI(text).replaceAll('\r', '')
