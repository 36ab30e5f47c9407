/** The commands on todos, lists and history (SPEC.md, C7, C11 to C17). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { commandsOn } from '../support/commands.ts'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { startInTerminal } from '../support/terminal.ts'
import { until } from '../support/until.ts'

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

test('[C7] add reads quick add, ls prints the open todos, of a list or by a filter', async () => {
  const at = await newList('C7')
  expect(await lines('add', ...at, 'Pay', 'rent', 'every 1st at 9am', '!high', '#home')).toEqual([
    expect.stringMatching(
      /^1\t\[ \]\tPay rent\t\d{4}-\d{2}-01 09:00\tFREQ=MONTHLY;BYMONTHDAY=1\thigh\t#home\t\t\t$/,
    ),
  ])
  await lines('add', ...at, '--plain', 'every 1st at 9am')
  await lines('add', ...at, 'Report', '--due', '2026-12-01', '--label', 'work', 'home', '--notes', 'long')
  expect(await json('ls', ...at)).toMatchObject([
    { name: 'Pay rent', due: expect.stringContaining('[Europe/Berlin]') },
    { name: 'every 1st at 9am', due: null },
    { name: 'Report', due: '2026-12-01', labels: ['work', 'home'], notes: 'long' },
  ])
  expect(await json('ls', ...at, '#home and priority < high')).toMatchObject([{ name: 'Report' }])
  expect(await json('ls', ...at, '--sort', 'due')).toHaveLength(3)
  expect(await json('ls', '--everywhere', '#work')).toMatchObject([{ name: 'Report' }])
  expect(await json('search', 'rep')).toMatchObject([{ name: 'Report' }])
  const body = JSON.stringify({ name: 'Work', filter: '#work' })
  await fetch(`${server.url}/api/v1/filters`, { method: 'POST', body })
  expect(await json('ls', '--saved', 'Work')).toMatchObject([{ name: 'Report' }])
  expect(await json('ls', '--saved', 'Work', 'priority = high')).toEqual([])
  expect((await lines('show', 'C7/3'))[3]).toBe('name\tReport')
})

test('[Q19] each line of what is added is a todo of its own', async () => {
  const at = await newList('Q19')
  await lines('add', ...at, 'Pay rent tomorrow !high\nBuy milk\r\n\nCall Ann')
  expect(await json('ls', ...at)).toMatchObject([
    { name: 'Pay rent', priority: 'high' },
    { name: 'Buy milk', due: null },
    { name: 'Call Ann' },
  ])
  await lines('add', ...at, '--plain', 'One tomorrow\nTwo')
  expect((await json('ls', ...at)).slice(3)).toMatchObject([
    { name: 'One tomorrow', due: null },
    { name: 'Two' },
  ])
})

test('[Q61] add prints all that was read, as nobody sees chips there', async () => {
  await newList('Q61')
  expect(await lines('add', 'Call Ann from monday due 2099-12-01 9am @Q61 remind me 1h before')).toEqual([
    expect.stringMatching(/^1\t\[ \]\tCall Ann\t2099-12-01 09:00\t\t\t\tQ61\t\d{4}-\d{2}-\d{2}\t-PT1H$/),
  ])
})

test('[Q61] a due date in words is all date, or is refused', async () => {
  const at = await newList('Q61b')
  await lines('add', ...at, 'Call Ann')
  await lines('edit', 'Q61b/1', '--due', 'first monday of january 2099 at 9am')
  const due = async () => (await json('ls', ...at))[0].due
  expect(await due()).toBe('2099-01-05T09:00[Europe/Berlin]')
  await lines('edit', 'Q61b/1', '--due', '2099年3月2日下午三点')
  expect(await due()).toBe('2099-03-02T15:00[Europe/Berlin]')
  for (const text of ['friday or so', 'every friday', 'tomorrow !high', 'call tomorrow', '9am EST', 'soon']) {
    const { code, stderr } = await run('edit', 'Q61b/1', '--due', text)
    expect([text, code, stderr.includes(`"${text}" is no date, or has other words beside it`)]).toEqual([
      text,
      2,
      true,
    ])
  }
  expect(await due()).toBe('2099-03-02T15:00[Europe/Berlin]')
})

test('[C11] todos are named by number, range, list or id; one command is carried out for all of them, or for none', async () => {
  const at = await newList('C11')
  for (const name of ['one', 'two', 'three', 'four']) await lines('add', ...at, name)
  expect(await json('done', ...at, '1', '3-4')).toMatchObject([
    { name: 'one', finished: true },
    { name: 'three', finished: true },
    { name: 'four', finished: true },
  ])
  expect((await run('rm', ...at, '2', '99')).code).toBe(3)
  expect(await json('ls', ...at)).toMatchObject([{ name: 'two' }])
  const [{ id }] = await json('undone', 'C11/3')
  expect(await json('ls', ...at)).toMatchObject([{ name: 'two' }, { name: 'three' }])
  await lines('rm', id, 'C11/2')
  expect(await json('ls', ...at, '--trash')).toHaveLength(2)
  await lines('restore', ...at, '2', '3')
  await lines('edit', ...at, '2', '--name', 'second', '--due', 'tomorrow 9am', '--priority', 'low')
  expect(await json('show', 'C11/2')).toMatchObject([{ name: 'second', priority: 'low' }])
  await lines('edit', ...at, '2', '--due', 'none')
  expect(await json('show', 'C11/2')).toMatchObject([{ due: null }])
  const names = async () => (await json('ls', ...at, '-a')).map(({ name }) => name as string)
  await lines('mv', ...at, '4', '3', '--before', '1')
  expect(await names()).toEqual(['four', 'three', 'one', 'second'])
  await lines('mv', ...at, '4', '--after', '2')
  expect(await names()).toEqual(['three', 'one', 'second', 'four'])
  await lines('mv', ...at, '1', '--below', '2')
  await lines('lists', 'add', 'C11 other')
  await lines('mv', ...at, '2', '--to', 'C11 other')
  expect(await json('ls', '-a', '--list', 'C11 other')).toHaveLength(2)
  await lines('add', ...at, 'Water', 'every', 'day')
  const [before] = await json('show', 'C11/5')
  const [after] = await json('skip', ...at, '5')
  expect(after.due > before.due).toBe(true)
})

test('[A96] names of a list are unique, and repeat again, by the command line', async () => {
  const at = await newList('A96')
  for (const name of ['milk', 'milk']) await lines('add', ...at, name)
  const refused = await run('lists', 'names', 'A96', 'unique')
  expect([refused.code === 0, refused.stderr]).toEqual([false, expect.stringContaining('"milk"')])
  await lines('rm', ...at, '2')
  expect(await json('lists', 'names', 'A96', 'unique')).toMatchObject([{ uniqueNames: true }])
  expect((await run('add', ...at, 'milk')).code).not.toBe(0)
  expect(await json('lists', 'names', 'A96', 'repeat')).toMatchObject([{ uniqueNames: false }])
  await lines('add', ...at, 'milk')
  expect((await run('lists', 'names', 'A96', 'often')).code).not.toBe(0)
})

test('[E102] done --at says when it was, and corrects it', async () => {
  const at = await newList('E102')
  await lines('add', ...at, 'x')
  const [{ createdAt }] = await json('done', ...at, '1', '--at', '0m')
  expect((await run('done', ...at, '1', '--at', '2020-01-01')).code).not.toBe(0)
  expect(await json('done', ...at, '1', '--at', createdAt)).toMatchObject([{ finishedAt: createdAt }])
})

test('[C12] a table on a terminal, tabs in a pipe, JSON; nothing that a name has reaches the terminal as a command', async () => {
  const at = await newList('C12')
  const name = 'red \u001b[31m\u0007 and 中文'
  // At /todos/ a name is as it was sent, and it stays so where it goes.
  const ask = (method: string, path: string, body?: object) =>
    fetch(server.url + path, { method, redirect: 'manual', ...(body && { body: JSON.stringify(body) }) })
  await ask('POST', '/todos/', { name })
  const newest = (await (await ask('GET', '/api/v1/todos?sort=created&limit=1')).json()) as {
    items: [{ id: string }]
  }
  const list = (await json('lists')).at(-1).id
  await ask('PATCH', `/api/v1/todos/${newest.items[0].id}`, { list })
  expect((await lines('ls', ...at))[0]).toStartWith('1\t[ ]\tred  [31m  and 中文\t')
  expect((await json('ls', ...at))[0].name).toBe(name)
  await using terminal = startInTerminal(['ls', ...at], env())
  expect(await terminal.exited).toBe(0)
  await terminal.shows('中文')
  expect(terminal.screen()).toContain('name')
  expect(terminal.screen()).not.toContain('\t')
  expect(terminal.raw()).not.toContain('\u001b[31m\u0007')
})

test('[C13] what goes wrong is one line, and an exit code of its kind', async () => {
  const at = await newList('C13')
  await lines('lists', 'names', 'C13', 'unique')
  for (const where of [at, []]) await lines('add', ...where, '--plain', 'C13')
  for (const [code, words, ...args] of [
    [2, 'There is no text', 'add'],
    [2, "unknown command 'nonsense'", 'nonsense'],
    [2, 'is no todo', 'done', 'abc'],
    [2, 'It is not said where to', 'mv', '1'],
    [2, 'expected an address', 'ls', '--server', 'ftp://x'],
    [2, 'is no moment', 'log', '--since', 'soon'],
    [3, '"Play" is no list', 'ls', '--list', 'Play'],
    [3, 'There is no 999 in', 'show', '999'],
    [3, 'is no saved filter', 'ls', '--saved', 'nothing'],
    [4, 'A todo of this name exists', 'add', ...at, '--plain', 'C13'],
    [2, 'After due < a date was expected', 'ls', 'due < '],
    [5, 'The server does not answer', 'ls', '--server', 'http://127.0.0.1:1'],
  ] as const) {
    const done = await run(...args)
    expect([args, done.code, done.stdout, done.stderr.trim().split('\n').length]).toEqual([args, code, '', 1])
    expect(done.stderr).toContain(words)
  }
})

test('[C60] the format of an export is told by the ending of its file; one of no format is refused, and nothing is written', async () => {
  using out = tempFolder()
  const refused = await run('export', `${out.path}/o.foo`)
  expect([refused.code, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toContain('expected one of .zip, .jsonl, .ics, .md, .csv, or --format')
  expect(existsSync(`${out.path}/o.foo`)).toBe(false)
  const beginsWith = async (name: string, ...args: string[]) => {
    expect((await run('export', `${out.path}/${name}`, ...args)).stderr).toBe('')
    return (await Bun.file(`${out.path}/${name}`).text()).slice(0, 2)
  }
  expect(await beginsWith('o.MD')).toBe('# ')
  expect(await beginsWith('o.foo', '--format', 'md')).toBe('# ')
  expect(await beginsWith('backup')).toBe('PK')
})

test('[C61] where a password is asked for and there is neither a terminal nor a line of standard input, that is said', async () => {
  using data = tempFolder()
  for (const args of [
    ['account', 'add', 'ann'],
    ['account', 'password', 'ann'],
  ]) {
    const done = await runCommand([...args, '--data', data.path])
    expect([args, done.code, done.stdout, done.stderr.trim().split('\n').length]).toEqual([args, 2, '', 1])
    expect(done.stderr).toContain('neither a terminal nor a line of standard input')
    expect(done.stderr).not.toContain('too short')
  }
})

test('[C14] with --dry-run nothing is changed, and it is said what would be', async () => {
  const at = await newList('C14')
  await lines('add', ...at, 'one every day')
  const state = async () => (await fetch(`${server.url}/api/v1/history?limit=1`)).text()
  const before = await state()
  for (const args of [
    ['add', ...at, 'two'],
    ['done', ...at, '1'],
    ['undone', ...at, '1'],
    ['skip', ...at, '1'],
    ['rm', ...at, '1'],
    ['edit', ...at, '1', '--name', 'x'],
    ['mv', ...at, '1', '--to', 'C7'],
    ['lists', 'add', 'x'],
    ['lists', 'rename', 'C14', 'x'],
    ['lists', 'names', 'C14', 'unique'],
    ['lists', 'rm', 'C14'],
    ['share', 'C14', 'ann'],
    ['undo'],
    ['undo', '--since', '1h'],
  ]) {
    const said = await lines(...args, '--dry-run')
    expect([args, said.length > 0]).toEqual([args, true])
  }
  expect(await state()).toBe(before)
})

test('[C15] login makes a token and keeps that, for its own server, where nobody else reads it', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const withInput = async (input: string, ...args: string[]) => {
    const child = Bun.spawn(
      [process.execPath, join(import.meta.dir, '..', '..', 'src', 'main.ts'), ...args],
      {
        env: { ...process.env, XDG_CONFIG_HOME: folder.path },
        stdin: new TextEncoder().encode(input),
        stdout: 'pipe',
        stderr: 'pipe',
      },
    )
    return {
      code: await child.exited,
      said: await new Response(child.stdout).text(),
      wrong: await new Response(child.stderr).text(),
    }
  }
  expect((await withInput('seven pink horses\n', 'account', 'add', 'ann', '--data', data)).code).toBe(0)
  await using other = await startServer({ args: ['--data', data] })
  const wrong = await withInput('nine pink horses\n', 'login', other.url, '--name', 'ann')
  expect([wrong.code, wrong.wrong]).toEqual([
    4,
    expect.stringContaining('The name or the password is not right'),
  ])
  const file = join(folder.path, 'aiotodo', 'login.json')
  expect(existsSync(file)).toBe(false)
  expect(await withInput('ann\nseven pink horses\n', 'login', other.url)).toMatchObject({
    code: 0,
    wrong: '',
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain('horses')
  expect((await withInput('', 'add', 'mine')).said).toContain('mine')
  // What the token was kept for is where it is shown, and nowhere else.
  const seen: (string | null)[] = []
  using stranger = Bun.serve({
    port: 0,
    fetch(request) {
      seen.push(request.headers.get('authorization'))
      return new Response('{}', { status: 404 })
    },
  })
  await withInput('', 'ls', '--server', `http://127.0.0.1:${stranger.port}`)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.every((each) => each === null)).toBe(true)
  expect((await withInput('', 'logout')).code).toBe(0)
  expect(existsSync(file)).toBe(false)
  expect((await withInput('', 'ls', '--server', other.url)).code).toBe(4)
})

test('[C16] --data is a data folder without a server, or beside one', async () => {
  using folder = tempFolder()
  const data = ['--data', join(folder.path, 'data')]
  await lines('add', ...data, '--plain', 'alone')
  await using other = await startServer({ args: data })
  await fetch(`${other.url}/todos/`, { method: 'POST', body: '{"name":"by the server"}', redirect: 'manual' })
  expect(await json('ls', ...data)).toMatchObject([{ name: 'alone' }, { name: 'by the server' }])
  await lines('done', ...data, '1')
  expect(await (await fetch(`${other.url}/todos/1`)).json()).toMatchObject({ finished: true })
})

test('[C17] log tells what happened, undo takes back the last of it, an entry, or all since a moment', async () => {
  const at = await newList('C17')
  const name = async () => (await json('show', ...at, '1'))[0].name as string
  await lines('add', ...at, '--plain', 'first')
  await lines('edit', ...at, '1', '--name', 'second')
  await lines('edit', ...at, '1', '--name', 'third')
  const [last, , made] = await json('log', 'C17/1')
  expect(last).toMatchObject({
    kind: 'changed',
    changes: [{ fields: { name: { from: 'second', to: 'third' } } }],
  })
  expect(made).toMatchObject({ kind: 'created' })
  expect((await lines('log', ...at))[0]).toContain('name: second → third')
  await lines('undo')
  expect(await name()).toBe('second')
  await lines('undo')
  expect(await name()).toBe('first')
  const [redo] = await json('log', 'C17/1')
  await lines('undo', redo.id)
  expect(await name()).toBe('second')
  await lines('undo', ...at, '--since', '1h')
  expect(await json('ls', ...at, '-a').catch(() => [])).toEqual([])
})

test('[G83] undo takes back all that the last command line did', async () => {
  const at = await newList('G83')
  for (const name of ['a', 'b', 'c']) await lines('add', ...at, '--plain', name)
  await lines('done', ...at, '1', '2', '3')
  expect(await lines('undo', '--dry-run')).toHaveLength(3)
  expect(await json('undo')).toMatchObject([
    { outcome: 'undone' },
    { outcome: 'undone' },
    { outcome: 'undone' },
  ])
  expect(await json('ls', ...at)).toHaveLength(3)
  await lines('rm', ...at, '1', '3')
  await lines('undo')
  expect((await json('ls', ...at)).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('[C18] tui shows a list live and has the keys of the page', async () => {
  const at = await newList('C18')
  await lines('add', ...at, '--plain', 'Buy milk')
  await using terminal = startInTerminal(['tui', 'C18'], env())
  await terminal.shows('[ ] Buy milk')
  terminal.write(' ')
  await terminal.shows('[x] Buy milk')
  terminal.write('nFeed 猫\r')
  await terminal.shows('› [ ] Feed 猫')
  await lines('add', ...at, '--plain', 'from elsewhere')
  await terminal.shows('[ ] from elsewhere')
  terminal.write('\r and dog\r')
  await terminal.shows('Feed 猫 and dog')
  terminal.write('\u001b[1;3A')
  await terminal.shows('› [ ] Feed 猫 and dog\n  [x] Buy milk')
  terminal.write('\u001b[3~')
  await terminal.shows('› [x] Buy milk')
  terminal.write('\u001a')
  await terminal.shows('[ ] Feed 猫 and dog')
  terminal.write('?')
  await terminal.shows('take back, do again')
  terminal.write('\u001b')
  await terminal.shows('› [x] Buy milk')
  terminal.write('q')
  expect(await terminal.exited).toBe(0)
  await until(() => terminal.raw().includes('\u001b[?1049l'), 'the screen of before')
  expect((await json('ls', ...at, '-a')).map((todo) => todo.name)).toEqual([
    'Feed 猫 and dog',
    'Buy milk',
    'from elsewhere',
  ])
  expect((await run('tui')).code).toBe(2)
})

test('[C19] what may come next is completed: commands, options, and the names of lists', async () => {
  await newList('Home and garden')
  expect(await lines('complete', '--', 'und')).toEqual([
    'undone\tReopen todos, and what was finished with them.',
    expect.stringContaining('undo\t'),
  ])
  expect((await lines('complete', '--', 'lists', '')).map((line) => line.split('\t')[0])).toContain('rename')
  expect(await lines('complete', '--', 'account', 're')).toEqual(
    expect.arrayContaining([expect.stringContaining('rename')]),
  )
  expect(await lines('complete', '--', 'ls', '--every')).toEqual([expect.stringContaining('--everywhere\t')])
  expect(await lines('complete', '--', 'add', '--list', 'Home')).toEqual(['Home and garden\tlist'])
})
