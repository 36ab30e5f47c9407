/** What stands in the guides, and its commands run in a shell as a reader would. */
import { readFileSync, symlinkSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')

export interface Block {
  /** Of the section that it stands in. */
  heading: string
  language: string
  text: string
}

/** The blocks of code of a guide, such as `docs/api.md`, in their order. */
export function blocksOf(guide: string): Block[] {
  const blocks: Block[] = []
  let heading = ''
  for (const [, title, language = '', text = ''] of readFileSync(join(root, guide), 'utf8').matchAll(
    /^#+ ([^\n]*)$|^```([^\n]*)\n(.*?)^```$/gms,
  )) {
    if (title !== undefined) heading = title
    else blocks.push({ heading, language, text })
  }
  return blocks
}

// The port and the program of the test; and an answer that says no ends a guide, as it should not.
const prelude = `set -eu
curl() { command curl -sS --fail-with-body "$@"; }
aiotodo() { "$BUN" "$MAIN" "$@"; }
npx() { "$@"; }
`

/** Makes programs in this folder find the package by its name. */
export function installInto(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(root, join(folder, 'node_modules', 'aiotodo'))
}

/** Runs commands of guides in a shell, with a server in place of the one at port 8080. */
export async function runCommands(
  script: string,
  { folder, server, input = '' }: { folder: string; server?: { port: number; url: string }; input?: string },
): Promise<{ code: number; out: string; err: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = Bun.spawn(
    [
      'sh',
      '-c',
      prelude + (server ? script.replaceAll('localhost:8080', `localhost:${server.port}`) : script),
    ],
    {
      cwd: folder,
      env: {
        ...inherited,
        HOME: folder,
        ...(server && { AIOTODO_SERVER: server.url }),
        BUN: process.execPath,
        MAIN: join(root, 'src', 'main.ts'),
      },
      stdin: Buffer.from(input),
      stdout: 'pipe',
      stderr: 'pipe',
      // A group of its own, in which what runs behind the shell ends with it.
      detached: true,
    },
  )
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // All of it has ended.
    }
  }
  // A program that stays would be waited for.
  const timer = setTimeout(end, 60_000)
  try {
    const output = [child.stdout, child.stderr].map((stream) => new Response(stream).text())
    const code = await child.exited
    // What still runs behind it would hold its output open.
    end()
    const [out = '', err = ''] = await Promise.all(output)
    return { code, out, err }
  } finally {
    clearTimeout(timer)
    end()
  }
}
