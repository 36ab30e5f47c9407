/** Completion, in real shells on a real terminal: the names of lists are somebody else's text (SPEC.md, C19, C31 to C33). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBashWords, toBash } from '../../src/cli/bash-words.ts'
import { randomOf } from '../support/random.ts'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { startProgramInTerminal } from '../support/terminal.ts'
import { until } from '../support/until.ts'

let server: ServerProcess
const home = tempFolder()
const work = join(home.path, 'work')
const args = join(home.path, 'args')

/** Behind a beginning of their own, by which each is completed. */
const names = [
  ';touch x;#',
  '$(touch x)',
  '`touch x`',
  '& touch x &',
  '| touch x',
  '> x',
  "'; touch x; '",
  '"; touch x; "',
  String.raw`\"$(touch x)\"`,
  '!touch !!',
  '* ?[a]{b,c}',
  '~root #no $HOME',
  '%s %F{red}',
  'b:c=d@e',
  String.raw`back\slash\:colon\\`,
  '  two  blanks',
  '中文 名 ünï\u00a0\u3000x',
].map((end, index) => `${String.fromCodePoint(97 + index)}1${end}`)

/** Completed from nothing typed, each as the name of the only list. */
const beginnings = [
  '$(touch x)',
  '`touch x`',
  ';touch x',
  '#no',
  '!!',
  "'",
  '"',
  '*',
  '|touch x',
  '=ls',
  '中',
]

/** What would be an option, or another's home. */
const odd = ['--server=http://127.0.0.1:1', '-', '~root']

beforeAll(async () => {
  mkdirSync(work)
  server = await startServer({ args: ['--database', 'memory:'] })
  for (const name of names) await makeList(server, name)
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  home[Symbol.dispose]()
})

async function makeList({ url }: ServerProcess, name: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/lists`, { method: 'POST', body: JSON.stringify({ name }) })
  expect([name, response.status]).toEqual([name, 201])
  return ((await response.json()) as { id: string }).id
}

const main = join(import.meta.dir, '..', '..', 'src', 'main.ts')
/** Only asks what comes next; any other command leaves what it was given in a file. */
const program = `#!/bin/sh
[ "$1" = complete ] && exec '${process.execPath}' '${main}' "$@"
for each; do printf '%s\\0' "$each"; done > '${args}.part'
mv '${args}.part' '${args}'
`

/** How each shell is started with the script that the command prints for it, and with nothing else of this machine's. */
const shells = {
  bash: (script: string) => ({
    command: ['bash', '--noprofile', '--rcfile', join(home.path, 'bashrc'), '-i'],
    files: { bashrc: `PS1='> '\n${script}\n` },
  }),
  zsh: (script: string) => ({
    command: ['zsh', '-i'],
    files: { '.zshrc': `PS1='> '\nautoload -U compinit; compinit -u -D\n${script}\n` },
  }),
  fish: (script: string) => ({
    command: ['fish', '--no-config', '-i', '-C', `source '${join(home.path, 'aiotodo.fish')}'`],
    files: { 'aiotodo.fish': `${script}\n` },
  }),
}
type Shell = keyof typeof shells

async function inShell(
  shell: Shell,
  { url }: ServerProcess,
  lines: (complete: (line: string) => Promise<string[]>) => Promise<void>,
): Promise<void> {
  const bin = join(home.path, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'aiotodo'), program, { mode: 0o755 })
  const { stdout } = await runCommand(['completion', shell])
  const { command, files } = shells[shell](stdout)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home.path, name), text)
  await using terminal = startProgramInTerminal(command, {
    cwd: work,
    cols: 300,
    env: {
      HOME: home.path,
      ZDOTDIR: home.path,
      XDG_CONFIG_HOME: home.path,
      XDG_DATA_HOME: home.path,
      PATH: `${bin}:${process.env['PATH']}`,
      LC_ALL: 'C.UTF-8',
      AIOTODO_SERVER: url,
      AIOTODO_TOKEN: '',
    },
  })
  await lines(async (line) => {
    rmSync(args, { force: true })
    terminal.write(`${line}\t\r`)
    await until(
      () => existsSync(args),
      () => `${line} runs a command:\n${terminal.raw()}`,
    )
    return readFileSync(args, 'utf8').split('\0').slice(0, -1)
  })
  // Nothing but the command was run.
  expect(readdirSync(work)).toEqual([])
}

for (const shell of Object.keys(shells) as Shell[]) {
  const isThere = Bun.which(shell) !== null
  if (!isThere) process.stderr.write(`${shell} is not on this machine: its completion is not tested here\n`)
  const there = test.skipIf(!isThere)

  there(`[C31] ${shell}: what is completed names the list, whatever its name, and runs nothing`, async () => {
    await inShell(shell, server, async (complete) => {
      for (const [index, name] of names.entries()) {
        const begun = name.slice(0, 2)
        for (const typed of [begun, index % 2 ? `"${begun}` : `'${begun}`])
          expect([typed, await complete(`aiotodo ls --list ${typed}`)]).toEqual([
            typed,
            ['ls', '--list', name],
          ])
      }
      const [name = ''] = names
      expect(await complete(`aiotodo ls --list=${name.slice(0, 2)}`)).toEqual(['ls', `--list=${name}`])
    })
  })

  there(
    `[C31] [C32] ${shell}: so it is from nothing that is typed; what would be an option is offered by its id`,
    async () => {
      await using other = await startServer({ args: ['--database', 'memory:'] })
      await inShell(shell, other, async (complete) => {
        for (const name of beginnings) {
          await renameDefault(other, name)
          expect(await complete('aiotodo ls --list ')).toEqual(['ls', '--list', name])
        }
        for (const name of odd) {
          const id = await renameDefault(other, name)
          expect([name, await complete('aiotodo watch ')]).toEqual([name, ['watch', id]])
        }
      })
    },
  )
}

/** The one list that there is. */
async function renameDefault({ url }: ServerProcess, name: string): Promise<string> {
  const { items } = (await (await fetch(`${url}/api/v1/lists`)).json()) as { items: { id: string }[] }
  const id = items[0]?.id ?? ''
  const changed = await fetch(`${url}/api/v1/lists/${id}`, {
    method: 'PATCH',
    body: JSON.stringify({ name }),
  })
  expect([name, changed.status]).toEqual([name, 200])
  return id
}

test('[C32] one of two lists of a name is offered by its id, since the name would find neither', async () => {
  await using other = await startServer({ args: ['--database', 'memory:'] })
  const ids = [await makeList(other, 'twice'), await makeList(other, 'twice')]
  const { stdout } = await runCommand(['complete', '--', 'ls', '--list', ''], { AIOTODO_SERVER: other.url })
  for (const id of ids) expect(stdout).toContain(`${id}\ttwice\n`)
})

test('[C31] in bash what is begun is gone on with: words that it splits at a colon or "=", quotes in the middle', async () => {
  await inShell('bash', server, async (complete) => {
    const name = names.find((each) => each.includes('b:c')) ?? ''
    const begun = name.slice(0, 2)
    for (const typed of [
      `${begun}b:c`,
      `${begun}b:c=d`,
      `${begun}"b:c`,
      `${begun[0]}"${begun[1]}b:`,
      String.raw`\n1b\:c`,
    ])
      expect([typed, await complete(`aiotodo ls --list ${typed}`)]).toEqual([typed, ['ls', '--list', name]])
  })
})

test('[C33] whatever a text is, bash reads what is written for it as that text', () => {
  const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 1_000_000)
  const next = randomOf(seed)
  const characters = [
    ...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)),
    '名',
    'ü',
    '\u00a0',
    '😀',
  ]
  const texts = Array.from({ length: 3_000 }, () =>
    Array.from(
      { length: Math.floor(next() * 8) },
      () => characters[Math.floor(next() * characters.length)],
    ).join(''),
  )
  // As bash closes a quote behind what it inserts.
  const closed = (quote: '"' | "'", written = '') => quote + written + (written.endsWith(quote) ? '' : quote)
  const words = texts.flatMap((each) => [
    `a${toBash(each, '')}`,
    closed('"', `a${toBash(each, '"')}`),
    closed("'", `a${toBash(each, "'")}`),
  ])
  const script = `for each in ${words.join(' ')}; do printf '%s\\0' "$each"; done`
  const { stdout, stderr } = Bun.spawnSync(['bash', '--norc', '-s'], {
    stdin: Buffer.from(script),
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  const read = stdout.toString().split('\0').slice(0, -1)
  expect([seed, stderr.toString()]).toEqual([seed, ''])
  expect([seed, read]).toEqual([seed, texts.flatMap((each) => [`a${each}`, `a${each}`, `a${each}`])])
  // And we read it as bash does.
  for (const [index, word] of words.entries())
    expect([seed, readBashWords(word)]).toEqual([seed, [{ value: read[index] ?? '', open: '' }]])
})
