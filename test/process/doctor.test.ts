/** What is said of a database file that is damaged, or is none (SPEC.md, C34, C35). */
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { runCommand, tempFolder } from '../support/server.ts'

const folder = tempFolder()
const at = (name: string) => join(folder.path, name)
let whole: Buffer
let pageSize: number
/** The page that a table's or an index's tree begins with. */
let rootOf: (name: string) => number

beforeAll(async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: at('whole.sqlite') } })
  for (let count = 0; count < 10; count++) {
    const commands = Array.from({ length: 100 }, (_, index) => ({
      type: 'createTodo',
      todo: { name: `todo ${count * 100 + index}`, notes: 'n'.repeat(200), list: app.account.defaultList },
    }))
    const body = JSON.stringify({ commands })
    const request = new Request('http://localhost/api/v1/batch', {
      method: 'POST',
      body,
      headers: { host: 'localhost' },
    })
    expect((await app.fetch(request)).status).toBe(200)
  }
  await app.close()
  whole = readFileSync(at('whole.sqlite'))
  pageSize = whole.readUInt16BE(16)
  using database = new Database(at('whole.sqlite'), { readonly: true })
  const roots = new Map(
    database.query<[string, number], []>('select name, rootpage from sqlite_schema').values() as [
      string,
      number,
    ][],
  )
  rootOf = (name) => roots.get(name) ?? 0
})
afterAll(() => folder[Symbol.dispose]())

/** A copy with these pages written over. */
function overwritten(first: number, count: number, byte = 0x41): Buffer {
  const copy = Buffer.from(whole)
  copy.fill(byte, (first - 1) * pageSize, (first - 1 + count) * pageSize)
  return copy
}

/** Each file, what doctor says of it, and what a start says. */
const files: [what: string, contents: () => Buffer, doctor: RegExp, start: RegExp][] = [
  ['empty', () => Buffer.alloc(0), /is empty: a server would begin a new database/, /^$/],
  [
    'no database',
    () => Buffer.from('These are notes.\n'.repeat(500)),
    /is no database: it begins with "These are notes\."/,
    /The file is no database of aiotodo/,
  ],
  [
    'nothing but zeros',
    () => Buffer.alloc(whole.length),
    /is no database/,
    /The file is no database of aiotodo/,
  ],
  ['cut off', () => whole.subarray(0, whole.length / 2), /is damaged/, /The database file is damaged/],
  [
    'damaged in its todos',
    () => overwritten(rootOf('todos'), 1),
    /table todos: Tree[^]*\n {2}todos: \d+ rows, then: database disk image is malformed/,
    /^$/,
  ],
  [
    'damaged in an index',
    () => overwritten(rootOf('sqlite_autoindex_todos_1'), 1),
    /index sqlite_autoindex_todos_1: [^]*todos: 1000 rows\n[^]*All rows can be read/,
    /^$/,
  ],
  [
    'damaged in what it knows of itself',
    () => overwritten(rootOf('meta'), 1),
    /table meta: /,
    /The database file is damaged/,
  ],
  [
    'damaged in its schema',
    () => {
      const copy = Buffer.from(whole)
      copy.fill(0xff, 100, pageSize)
      return copy
    },
    /is damaged/,
    /The database file is damaged/,
  ],
]

test.each(files)(
  '[C34] doctor says of a file that is %s what is wrong and how to go on, and leaves it as it is',
  async (what, contents, said) => {
    const path = at(`${what}.sqlite`)
    writeFileSync(path, contents())
    const before = readFileSync(path)
    for (const more of [[], ['--repair', '--new-epoch']]) {
      const { code, stdout, stderr } = await runCommand(['doctor', '--database', `sqlite:${path}`, ...more])
      expect([code, stderr]).toEqual([1, ''])
      expect(stdout).toMatch(said)
      expect(stdout).toContain(path)
      expect(stdout).toContain('How to go on')
      expect(stdout).not.toContain('All is well')
      expect(readFileSync(path).equals(before)).toBe(true)
    }
  },
)

test.each(files.filter(([, , , start]) => start.source !== '^$'))(
  '[C35] a start on a file that is %s says so in one line, and speaks of a file',
  async (what, contents, _, said) => {
    const path = at(`start ${what}.sqlite`)
    writeFileSync(path, contents())
    for (const command of [['serve', '-P', '0'], ['serve', '--migrate-only'], ['account', 'ls'], ['ls']]) {
      const { code, stdout, stderr } = await runCommand([...command, '--database', `sqlite:${path}`])
      expect([command, code, stdout]).toEqual([command, 1, ''])
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(said)
      expect(stderr).toContain(path)
      expect(stderr).toContain('aiotodo doctor')
      expect(stderr).not.toContain('password')
    }
    expect(readFileSync(path).equals(contents())).toBe(true)
  },
)

test('[C35] damage that is met when the database is open already is told in one line too', async () => {
  const path = at('accounts.sqlite')
  writeFileSync(path, overwritten(rootOf('accounts'), 1))
  for (const command of [
    ['account', 'ls'],
    ['serve', '-P', '0'],
  ]) {
    const { code, stdout, stderr } = await runCommand([...command, '--database', `sqlite:${path}`])
    expect([command, code, stdout]).toEqual([command, 1, ''])
    // A server may have logged what its parts have met by then.
    const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{"time"'))
    expect(said).toEqual([
      expect.stringMatching(/^aiotodo: The database file is damaged: .* Run "aiotodo doctor" on it/),
    ])
  }
})

test('[C35] the database of another program is neither opened nor changed', async () => {
  const path = at('other.sqlite')
  using database = new Database(path)
  database.run('create table songs (name text)')
  const started = await runCommand(['ls', '--database', `sqlite:${path}`])
  expect(started).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('another program: songs'),
  })
  const looked = await runCommand(['doctor', '--database', `sqlite:${path}`])
  expect(looked).toMatchObject({ code: 1, stdout: expect.stringContaining('another program'), stderr: '' })
  expect(database.query('select name from sqlite_schema').values()).toEqual([['songs']])
})

test('[C35] a file that another program keeps to itself, or that can not be written, is told as that', async () => {
  const path = at('kept.sqlite')
  writeFileSync(path, whole)
  using database = new Database(path)
  database.run('pragma locking_mode = exclusive')
  database.run('begin exclusive')
  database.run('insert into meta values (?, ?)', ['a', 'b'])
  const args = ['--database', `sqlite:${path}`]
  expect(await runCommand(['ls', ...args])).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('Another program keeps the database file to itself'),
  })
  expect(await runCommand(['doctor', ...args])).toMatchObject({
    code: 5,
    stdout: '',
    stderr: expect.stringContaining('Another program keeps the database file to itself'),
  })
  mkdirSync(at('a folder'))
  expect(await runCommand(['doctor', '--database', `sqlite:${at('a folder')}`])).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(/^aiotodo: [^\n]*a folder[^\n]*\n$/),
  })
})

const sqlite3 = Bun.which('sqlite3')
if (!sqlite3)
  process.stderr.write('sqlite3 is not on this machine: saving what can be read is not tested here\n')

test.skipIf(!sqlite3)('[C34] what doctor says to do without a backup saves what can be read', async () => {
  const path = at("damaged, with a ' in it.sqlite")
  // Some of the pages that rows of todos and of the journal are on.
  writeFileSync(path, overwritten(Math.floor(whole.length / pageSize / 2), 6))
  const { stdout } = await runCommand(['doctor', '--database', `sqlite:${path}`])
  const main = join(import.meta.dir, '..', '..', 'src', 'main.ts')
  const [, save, look] = [...stdout.matchAll(/^ {2}((?:sqlite3|aiotodo) .*)$/gm)].map(
    ([, command]) => command ?? '',
  )
  const script = `aiotodo() { '${process.execPath}' '${main}' "$@"; }\n${save}\n${look}\n${look}`
  const done = Bun.spawnSync(['bash', '-c', script])
  expect(done.stdout.toString()).toMatch(/Looked at 2 spaces with (9\d\d|1000) todos\.[^]*All is well\.\n$/)
})

test('[C34] of a sound file in a folder that is open to others doctor tells that', async () => {
  const open = at('open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  writeFileSync(join(open, 'aiotodo.sqlite'), whole)
  const { code, stdout } = await runCommand(['doctor', '--data', open])
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/remove and replace the database\. chmod 700 [^]*All is well/),
  ])
})
