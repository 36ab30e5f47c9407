/** What people type at the command line, and what comes out of it (SPEC.md, C83 to C92). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { commandsOn } from '../support/commands.ts'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { startInTerminal } from '../support/terminal.ts'

let server: ServerProcess
const home = tempFolder()
beforeAll(async () => {
  server = await startServer({ args: ['--database', 'memory:'] })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  home[Symbol.dispose]()
})

const { env, run, lines, json, newList } = commandsOn(() => server.url, home.path)
/** By a shell, for what only a shell can redirect. */
function inShell(line: string) {
  const command = `aiotodo() { "${process.execPath}" "${import.meta.dir}/../../src/main.ts" "$@"; }; ${line}`
  const done = Bun.spawnSync(['sh', '-c', command], { env: { ...process.env, ...env() } })
  return { code: done.exitCode, stdout: done.stdout.toString(), stderr: done.stderr.toString() }
}

test('[C83] what a command can not write is an error, on one line; a reader who goes away is none', async () => {
  const at = await newList('C83')
  await lines('add', ...at, 'one')
  for (const line of ['ls --list C83', 'lists --json', 'log', 'export', 'completion bash']) {
    const done = inShell(`aiotodo ${line} > /dev/full`)
    expect([line, done.code, done.stderr.trim().split('\n').length]).toEqual([line, 1, 1])
    expect(done.stderr).toContain('ENOSPC')
  }
  const { stdout, stderr } = inShell('aiotodo log --json | head -n 1')
  expect([stdout.trim().split('\n').length, stderr]).toEqual([1, ''])
})

test('[C84] an export replaces a file, and what a link leads to, not the link; into a device or a pipe it is written', async () => {
  using out = tempFolder()
  const at = (name: string) => `${out.path}/${name}`
  writeFileSync(at('real.md'), 'before')
  symlinkSync('real.md', at('link.md'))
  symlinkSync('link.md', at('second.md'))
  symlinkSync('not-yet.md', at('dangling.md'))
  for (const name of ['second.md', 'dangling.md']) await lines('export', at(name))
  for (const name of ['link.md', 'second.md', 'dangling.md'])
    expect([name, lstatSync(at(name)).isSymbolicLink()]).toEqual([name, true])
  for (const name of ['real.md', 'not-yet.md']) expect(readFileSync(at(name), 'utf8')).toStartWith('# ')
  expect(existsSync(`${at('link.md')}.part`)).toBe(false)
  expect((await run('export', '/dev/null', '--format', 'md')).code).toBe(0)
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  const piped = inShell('aiotodo export /dev/stdout --format md | cat')
  expect([piped.stdout.slice(0, 2), piped.stderr]).toEqual(['# ', ''])
  expect(inShell('aiotodo export /dev/full --format md')).toMatchObject({ code: 1 })
  expect((await run('export', out.path, '--format', 'md')).stderr).toContain('EISDIR')
})

test('[C85] add takes lines of standard input; without a text it says so', async () => {
  const at = await newList('C85')
  for (const words of ['', '-'])
    expect(
      inShell(`printf 'Buy milk #home\\n\\nPay rent !high\\r\\n' | aiotodo add --list C85 ${words}`).code,
    ).toBe(0)
  expect((await json('ls', ...at)).map(({ name, labels, priority }) => [name, labels[0], priority])).toEqual([
    ['Buy milk', 'home', 'none'],
    ['Pay rent', undefined, 'high'],
    ['Buy milk', 'home', 'none'],
    ['Pay rent', undefined, 'high'],
  ])
  expect(inShell('aiotodo add < /dev/null')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no text'),
  })
})

test('[C86] --repeat reads a rule or words that are all of one, which bring a date where there is none', async () => {
  const at = await newList('C86')
  await lines('add', ...at, '--plain', 'none yet')
  await lines('add', ...at, '--plain', 'dated', '--due', '2030-05-07')
  await lines('edit', ...at, '1', '2', '--repeat', 'every monday')
  const [first, second] = await json('ls', ...at)
  expect([first.repeat, second.repeat, second.due]).toEqual([
    'FREQ=WEEKLY;BYDAY=MO',
    'FREQ=WEEKLY;BYDAY=MO',
    '2030-05-07',
  ])
  expect(new Date(first.due).getUTCDay()).toBe(1)
  await lines('edit', ...at, '2', '--repeat', '每月1号9点')
  expect((await json('show', ...at, '2'))[0]).toMatchObject({
    repeat: 'FREQ=MONTHLY;BYMONTHDAY=1',
    due: expect.stringMatching(/-01T09:00\[Europe\/Berlin\]$/),
  })
  await lines('edit', ...at, '2', '--repeat', 'every 3 days after finishing')
  expect((await json('show', ...at, '2'))[0]).toMatchObject({ repeatFrom: 'finished' })
  await lines('edit', ...at, '2', '--repeat', 'none')
  expect((await json('show', ...at, '2'))[0]).toMatchObject({ repeat: null })
  for (const [text, said] of [
    ['every monday or so', 'is no repetition'],
    ['monday', 'is no repetition'],
    ['FREQ=SOMETIMES', '--repeat has no FREQ'],
  ] as const) {
    const done = await run('edit', ...at, '2', '--repeat', text)
    expect([text, done.code]).toEqual([text, 2])
    expect(done.stderr).toContain(said)
  }
})

test('[C87] undo says by name what it took back, in the order of before for programs', async () => {
  const at = await newList('C87')
  for (const name of ['a', 'b']) await lines('add', ...at, '--plain', name)
  await lines('done', ...at, '1', '2')
  const undone = await lines('undo')
  expect(undone.map((line) => line.split('\t').slice(4))).toEqual([
    ['finished', 'b'],
    ['finished', 'a'],
  ])
  expect(undone[0]).toMatch(/^\S+\tundone\t\t\S+\t/)
  await lines('rm', ...at, '1')
  await using terminal = startInTerminal(['undo'], env())
  expect(await terminal.exited).toBe(0)
  await terminal.shows('taken back  deleted  a')
})

test('[C88] a list is found by its name in any case; where a filter finds nothing and is a list, that is said', async () => {
  await newList('C88 Work')
  await newList('ÄRGER')
  await newList('ärger')
  await lines('add', '--list', 'c88 work', '--plain', 'x')
  expect(await json('ls', '--list', 'C88 WORK')).toHaveLength(1)
  expect(await json('ls', '--list', 'ärger')).toEqual([])
  expect((await run('ls', '--list', 'Ärger')).stderr).toContain('are several lists')
  const done = await run('ls', 'C88', 'work')
  expect([done.code, done.stdout]).toEqual([0, ''])
  expect(done.stderr).toBe(`Nothing is found. "C88 Work" is a list: aiotodo ls --list 'C88 Work'\n`)
  expect((await run('ls', 'zzz')).stderr).toBe('')
})

test('[C89] what is wrong is told in the words of the command line, and ends with 2 where it was typed', async () => {
  const at = await newList('C89')
  await lines('add', ...at, '--plain', 'x')
  for (const [code, words, ...args] of [
    [3, '"aiotodo lists" prints those there are', 'ls', '--list', 'Nope'],
    [2, '--remind is not a reminder', 'edit', ...at, '1', '--remind', 'soon'],
    [2, 'The name has nothing that can be seen', 'lists', 'add', ' '],
    [4, 'Give --due as well', 'edit', ...at, '1', '--repeat', 'FREQ=DAILY'],
    [2, '--start', 'edit', ...at, '1', '--start', '2030-02-01', '--due', '2030-01-01'],
    [4, '--repeat RULE', 'skip', ...at, '1'],
    [2, '"frob" is no command', 'help', 'frob'],
    [2, '"lists frob" is no command', 'help', 'lists', 'frob'],
  ] as const) {
    const done = await run(...args)
    expect([args, done.code, done.stdout, done.stderr.trim().split('\n').length]).toEqual([args, code, '', 1])
    expect(done.stderr).toContain(words)
    for (const word of ['PATCH', 'GET /', '/api/', '"errors"', 'commands/0'])
      expect([word, done.stderr.includes(word)]).toEqual([word, false])
  }
})

test('[C90] without a command it says what one can do first; help prints the help of a command', async () => {
  const first = await runCommand([], { XDG_CONFIG_HOME: home.path })
  expect([first.code, first.stderr]).toEqual([0, ''])
  for (const step of ['aiotodo serve', 'aiotodo login', 'aiotodo add']) expect(first.stdout).toContain(step)
  for (const words of [['lists', 'add'], ['add']])
    expect((await lines('help', ...words))[0]).toStartWith(`Usage: aiotodo ${words.join(' ')}`)
  expect((await lines('help'))[0]).toBe('Usage: aiotodo [options] [command]')
})

test('[C91] choices, todos and saved filters are completed', async () => {
  const at = await newList('C91')
  await lines('add', ...at, '--plain', 'one thing')
  await lines('add', ...at, '--plain', 'another')
  await lines('done', ...at, '2')
  const body = JSON.stringify({ name: 'C91 saved', filter: '#work' })
  await fetch(`${server.url}/api/v1/filters`, { method: 'POST', body })
  for (const [found, ...words] of [
    [['low\tpriority'], 'add', '--priority', 'l'],
    [['--priority=low\tpriority'], 'add', '--priority=l'],
    [['unique\thow'], 'lists', 'names', 'C91', 'u'],
    [['bash\tshell'], 'completion', 'b'],
    [['1\tone thing'], 'done', ...at, ''],
    [['2\tanother'], 'undone', ...at, ''],
    [['1\tone thing'], 'edit', ...at, '1', '--below', ''],
    [[], 'edit', ...at, '1', '--name', ''],
    [['C91 saved\t#work'], 'ls', '--saved', 'C91'],
    [['C91\tlist'], 'lists', 'rename', 'C9'],
  ] as const)
    expect([words, await lines('complete', '--', ...words)]).toEqual([words, [...found]] as never)
})

test('[C93] health says whether a server should get requests', async () => {
  expect(await lines('health')).toEqual([`${server.url}: ok`])
  const away = await run('health', '--server', 'http://127.0.0.1:1')
  expect([away.code, away.stdout, away.stderr.trim().split('\n').length]).toEqual([5, '', 1])
  await using starting = Bun.serve({
    port: 0,
    fetch: () => Response.json({ status: 'stopping' }, { status: 503 }),
  })
  const stopping = await run('health', '--server', String(starting.url))
  expect([stopping.code, stopping.stderr.includes('says 503: stopping')]).toEqual([5, true])
})

test('[A122] without accounts no page of another origin is let in: the start is refused in one line', async () => {
  const done = await run(
    'serve',
    '--database',
    'memory:',
    '--allow-origin',
    'https://page.example',
    '-P',
    '0',
  )
  expect([done.code, done.stdout, done.stderr.trim().split('\n').length]).toEqual([2, '', 1])
  expect(done.stderr).toContain('--allow-origin')
})

test('[C92] log is a table in which lists are named; ids stand there when asked for', async () => {
  const at = await newList('C92')
  await newList('C92 other')
  await lines('add', ...at, '--plain', 'thing')
  await lines('mv', ...at, '1', '--to', 'C92 other')
  expect((await lines('log', '--limit', '1'))[0]).toContain('list: C92 → C92 other')
  const shown = async (...args: string[]) => {
    await using terminal = startInTerminal(['log', '--limit', '1', ...args], env())
    expect(await terminal.exited).toBe(0)
    await terminal.shows('moved')
    return terminal.screen()
  }
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-/
  expect(await shown()).not.toMatch(id)
  expect(await shown('--ids')).toMatch(id)
})
