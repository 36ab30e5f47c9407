/** Backups and restores as people make them: the commands, on real databases (SPEC.md, B17 to B23). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import {
  makeBackup,
  newKeyPair,
  readKeeping,
  readRecipients,
  restoreBackup,
  type BackupOptions,
  type RestoreOptions,
} from '../../src/backups.ts'
import { rowOf } from '../../src/model/error-table.ts'
import { AppError } from '../../src/model/errors.ts'
import { notKept } from '../../src/runtime/backup-keeping.ts'
import { backupName, timeInName } from '../../src/runtime/backup-names.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { join as joinAs, share } from '../support/accounts.ts'
import { createApp as createCheapApp } from '../support/app.ts'
import { startBucket } from '../support/bucket.ts'
import { clientOf, newDatabase } from '../support/engines.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

const nameOf = (name: DatabaseName): string => (name.engine === 'sqlite' ? `sqlite:${name.path}` : name.url)

/** Of a command that fails: the one line that it says. */
async function failure(args: string[], how = {}): Promise<string> {
  const { code, stdout, stderr } = await runCommand(args, {}, how)
  expect([args, stdout, stderr.trim().split('\n').length]).toEqual([args, '', 1])
  expect(code).not.toBe(0)
  return stderr.trim()
}

async function done(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(args)
  expect([args, code, stderr]).toEqual([args, 0, ''])
  return stdout
}

const fileIn = (data: string): DatabaseName => ({ engine: 'sqlite', path: join(data, 'aiotodo.sqlite') })

const makeCopy = (data: string, target: string, more: Partial<BackupOptions> = {}) =>
  makeBackup({ database: fileIn(data), target, keep: undefined, recipients: [], ...more })

const putBack = (source: string, data: string, more: Partial<RestoreOptions> = {}) =>
  restoreBackup({ database: fileIn(data), source, keyFile: undefined, confirm: async () => {}, ...more })

/** What went wrong, in words for people. @throws where nothing did, or where it is a fault of the program */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw error
  return `${rowOf(error.code).title}: ${error.message}`
}

/** A database with todos of these names. */
async function withTodos(database: DatabaseName, ...names: string[]): Promise<void> {
  const app = await createApp({ database })
  const { done: send } = clientOf(app, database)
  for (const name of names) await send('POST', '/api/v1/todos', { name, list: app.account.defaultList })
  await app.close()
}

async function namesIn(database: DatabaseName): Promise<string[]> {
  const app = await createApp({ database })
  const { items } = await clientOf(app, database).json('GET', '/api/v1/todos')
  await app.close()
  return items.map(({ name }: { name: string }) => name)
}

/** Two accounts, a shared list, a token, a device that is reminded, history; and the key that opens it. */
async function fill(app: App) {
  const [ann, bob] = [await joinAs(app, 'ann'), await joinAs(app, 'bob')]
  const list = await ann.newList({ name: 'Shared 清单' })
  await share(ann, list.id, bob, 'editor')
  const todo = await ann.newTodo(list.id, { name: 'First', notes: 'x'.repeat(5_000), labels: ['a'] })
  await bob.done('PATCH', `/todos/${todo.id}`, { name: 'Second' })
  await ann.done('PATCH', `/todos/${todo.id}`, { finished: true })
  await ann.newTodo(list.id, { name: 'Later', due: '2027-01-01T09:00[Europe/Berlin]', reminders: ['-PT30M'] })
  const token = await bob.token({ name: 'a script' })
  return { list, todo, token, ann }
}

const engines = ['sqlite', 'postgres'] as const

test.each(engines.flatMap((from) => engines.map((to) => [from, to] as const)))(
  '[B17] a backup of %s restored into %s has accounts, keys, members and history, under a new epoch',
  async (from, to) => {
    using folder = tempFolder()
    const [source, target] = [await newDatabase(from), await newDatabase(to)]
    try {
      const file = join(folder.path, 'one.sqlite')
      const app = await createCheapApp({ database: source.name })
      const { list, todo, token, ann } = await fill(app)
      const before = await ann.done('GET', `/lists/${list.id}/history`)
      const { epoch } = app.store
      // The server has it open.
      await makeBackup({ database: source.name, target: file, keep: undefined, recipients: [] })
      // What comes after it is not in it.
      await ann.newTodo(list.id, { name: 'Too late' })
      await app.close()
      const said = await done(['restore', file, '--database', nameOf(target.name)])
      expect(said).toMatch(
        /Restored the backup of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(\d+ minutes? ago\): 2 accounts/,
      )
      const restored = await createCheapApp({ database: target.name })
      try {
        expect(restored.store.epoch).not.toBe(epoch)
        const ask = async (headers: Record<string, string>, path: string) => {
          const response = await restored.fetch(
            new Request(`http://todo.example${path}`, { headers: { host: 'todo.example', ...headers } }),
          )
          expect([path, response.status]).toEqual([path, 200])
          return response.json() as Promise<any>
        }
        const found = await ask(token.headers, `/api/v1/todos/${todo.id}`)
        expect(found).toMatchObject({ name: 'Second', finished: true, labels: ['a'] })
        const todos = await ask(token.headers, `/api/v1/todos?list=${list.id}`)
        expect(todos.items.map(({ name }: { name: string }) => name)).toEqual(['Second', 'Later'])
        expect(await ask(ann.headers, `/api/v1/lists/${list.id}/history`)).toEqual(before)
        expect((await ask(ann.headers, `/api/v1/lists/${list.id}/members`)).items).toHaveLength(2)
        // Numbers go on, and keys of rows do.
        const made = await restored.fetch(
          new Request('http://todo.example/api/v1/todos', {
            method: 'POST',
            headers: { host: 'todo.example', ...token.headers },
            body: JSON.stringify({ list: list.id, name: 'After' }),
          }),
        )
        expect(made.status).toBe(201)
        await joinAs(restored, 'cleo')
        await until(
          async () => (await ask(token.headers, '/api/v1/todos?q=later')).items.length === 1,
          'what is searched by is there again',
        )
        expect((await restored.store.examine(false)).differing).toEqual([])
      } finally {
        await restored.close()
      }
    } finally {
      await Promise.all([source.drop(), target.drop()])
    }
  },
)

/** A data folder with a database that has these todos. */
async function dataFolder(parent: string, name: string, ...todos: string[]): Promise<string> {
  const data = join(parent, name)
  mkdirSync(data)
  await withTodos(fileIn(data), ...todos)
  return data
}

/** Every file with its bytes; what SQLite keeps beside a database for itself says nothing. */
const bytesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !/-(shm|wal)$/.test(name))
      .map((name) => [name, Bun.hash(readFileSync(join(folder, name))).toString()]),
  )

test('[B18] a file that is cut, newer, foreign, empty or for another key is one line, and nothing is changed', async () => {
  using folder = tempFolder()
  const at = (name: string) => join(folder.path, name)
  const data = await dataFolder(folder.path, 'data', 'kept')
  const full = await dataFolder(
    folder.path,
    'full',
    'other',
    ...Array.from('abc', (sign) => sign.repeat(200)),
  )
  await makeCopy(full, at('good.sqlite'))
  const [key, wrongKey] = [await newKeyPair(new Date()), await newKeyPair(new Date())]
  writeFileSync(at('key'), key.file)
  writeFileSync(at('wrong-key'), wrongKey.file)
  await makeCopy(full, at('good.age'), { recipients: [key.recipient] })
  const good = readFileSync(at('good.sqlite'))
  const made = (name: string, sql: string) => {
    writeFileSync(at(name), good)
    using database = new Database(at(name), { readwrite: true })
    database.run(sql)
  }
  writeFileSync(at('empty.sqlite'), '')
  writeFileSync(at('notes.sqlite'), 'These are notes.\n'.repeat(100))
  writeFileSync(at('cut.sqlite'), good.subarray(0, good.length / 2))
  made('newer.sqlite', "update meta set value = '9999' where key in ('schema', 'compatible')")
  made('changed.sqlite', 'update todos set version = version + 1')
  using foreign = new Database(at('foreign.sqlite'), { create: true })
  foreign.run('create table songs (name)')
  writeFileSync(at('cut.age'), readFileSync(at('good.age')).subarray(0, 70_000))
  const before = bytesIn(data)
  const wrong: [file: string, said: RegExp, keyFile?: string][] = [
    ['empty.sqlite', /is empty/],
    ['notes.sqlite', /it begins with "These are notes/],
    ['cut.sqlite', /is damaged or cut/],
    ['newer.sqlite', /made by a newer aiotodo: .*schema 9999/],
    ['changed.sqlite', /another digest/],
    ['foreign.sqlite', /another program, with the tables songs/],
    ['not-there.sqlite', /is not there/],
    ['good.age', /is encrypted; expected the file of its key by --key-file/],
    ['good.age', /encrypted for another key/, at('wrong-key')],
    ['good.age', /no file of keys/, at('no-key')],
    ['cut.age', /was cut or changed/, at('key')],
  ]
  for (const [file, said, keyFile] of wrong) {
    expect(await refusal(putBack(at(file), data, { keyFile }))).toMatch(said)
    expect([file, bytesIn(data)]).toEqual([file, before])
  }
  // The command says it on one line, and without a yes that nothing was done.
  const restore = (name: string) => ['restore', at(name), '--data', data]
  expect(await failure([...restore('cut.sqlite'), '--yes'])).toContain('is damaged or cut')
  expect(await failure(restore('good.sqlite'))).toContain('give --yes')
  expect(bytesIn(data)).toEqual(before)
  // The right one, with the right key: what was there is kept beside it.
  const { kept } = await putBack(at('good.age'), data, { keyFile: at('key') })
  expect(await namesIn(fileIn(data))).toContain('other')
  expect(await namesIn({ engine: 'sqlite', path: kept })).toEqual(['kept'])
  // What is there may be damaged: that is what a backup is for.
  truncateSync(join(data, 'aiotodo.sqlite'), 5_000)
  await putBack(at('good.sqlite'), data)
  expect(await namesIn(fileIn(data))).toContain('other')
})

test.each(engines)(
  '[B19] a restore refuses under a running server (%s), and changes nothing',
  async (engine) => {
    using folder = tempFolder()
    const { name: database, drop } = await newDatabase(engine)
    try {
      await withTodos(database, 'before')
      const file = join(folder.path, 'one.sqlite')
      await makeBackup({ database, target: file, keep: undefined, recipients: [] })
      const restore = () => putBack(file, '', { database })
      await using server = await startServer({ args: ['--database', nameOf(database)] })
      const add = (name: string) =>
        fetch(`${server.url}/api/v1/todos/quick`, { method: 'POST', body: JSON.stringify({ text: name }) })
      expect((await add('after')).status).toBe(201)
      expect(await refusal(restore())).toContain('A server runs on the database')
      expect((await add('still')).status).toBe(201)
      await server.stop()
      expect(await namesIn(database)).toEqual(['before', 'after', 'still'])
      await restore()
      expect(await namesIn(database)).toEqual(['before'])
    } finally {
      await drop()
    }
  },
)

test('[B20] a full disk is one line, for a backup and for a restore, and leaves nothing behind', async () => {
  using folder = tempFolder()
  const data = await dataFolder(folder.path, 'data', 'kept')
  const file = join(folder.path, 'good.sqlite')
  await makeCopy(data, file)
  const before = [bytesIn(data), readdirSync(folder.path), Bun.hash(readFileSync(file))]
  // The old backup stays where a new one could not be made.
  for (const args of [
    ['backup', file, '--data', data],
    ['restore', file, '--data', data, '--yes'],
  ]) {
    expect(await failure(args, { fileBytesMax: 64 * 1024 })).toContain('The disk is full')
    expect([bytesIn(data), readdirSync(folder.path), Bun.hash(readFileSync(file))]).toEqual(before)
  }
})

test('[B21] a backup takes the place of an older one, and never of the database or of another file', async () => {
  using folder = tempFolder()
  const data = await dataFolder(folder.path, 'data', 'one')
  const letter = join(folder.path, 'letter.txt')
  writeFileSync(letter, 'Dear Ann, this is a letter.')
  for (const [target, said] of [
    [join(data, 'aiotodo.sqlite'), 'is the database itself'],
    [letter, 'is no backup'],
    ['ftp://host/x', 'expected a file, a folder or s3://BUCKET'],
    [join(letter, 'below'), 'place of the backups can not be used'],
  ] as const)
    expect(await refusal(makeCopy(data, target))).toContain(said)
  expect(await refusal(makeCopy(join(folder.path, 'none'), 'x'))).toContain('There is no database')
  expect(() => readKeeping('7y')).toThrow('7d,4w,12m')
  expect(await refusal(readRecipients('age1no'))).toContain('no public key')
  const file = join(folder.path, 'again.sqlite')
  await makeCopy(data, file)
  await withTodos(fileIn(data), 'two')
  await makeCopy(data, file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await putBack(file, join(folder.path, 'new'))
  expect(await namesIn(fileIn(join(folder.path, 'new')))).toEqual(['one', 'two'])
  expect(readdirSync(folder.path).toSorted()).toEqual(['again.sqlite', 'data', 'letter.txt', 'new'])
})

test('[B22] in a bucket backups are written, kept and read; one that refuses, or says nothing, changes nothing', async () => {
  using folder = tempFolder()
  await using bucket = startBucket()
  Object.assign(process.env, bucket.env)
  const data = await dataFolder(folder.path, 'data', 'kept')
  for (const name of ['aiotodo-20200101T000000Z.sqlite', 'aiotodo-20200102T000000Z.sqlite', 'letter.txt'])
    bucket.objects.set(`old/${name}`, new Uint8Array(1))
  await makeCopy(data, 's3://bucket/old/', { keep: readKeeping('1d') })
  expect([...bucket.objects.keys()].filter((key) => key.startsWith('old/aiotodo-20200'))).toEqual([])
  expect(bucket.objects.has('old/letter.txt')).toBe(true)
  await makeCopy(data, 's3://bucket/one.sqlite')
  for (const from of ['s3://bucket/old/', 's3://bucket/one.sqlite']) {
    const to = join(folder.path, Bun.hash(from).toString())
    await putBack(from, to)
    expect(await namesIn(fileIn(to))).toEqual(['kept'])
  }
  const before = [bytesIn(data), [...bucket.objects.keys()]]
  for (const work of [
    () => makeCopy(data, 's3://bucket/old/', { stallMs: 300 }),
    () => putBack('s3://bucket/old/', data, { stallMs: 300 }),
  ]) {
    bucket.mood = 'refuses'
    expect(await refusal(work())).toMatch(/place of the backups.*Access ?Denied/)
    bucket.mood = 'silent'
    expect(await refusal(work())).toContain('no answer for')
  }
  expect([bytesIn(data), [...bucket.objects.keys()]]).toEqual(before)
})

test('[B23] of the backups in a folder the newest of each day, week and month are kept, and other files', () => {
  const day = 86_400_000
  const newest = Date.parse('2026-11-30T12:00:00Z')
  const all = Array.from({ length: 800 }, (_, index) => ({
    name: String(index),
    at: newest - index * (day / 2),
  }))
  const left = (keep: string, backups = all) => {
    const gone = new Set(notKept(backups, readKeeping(keep)))
    return backups
      .filter((backup) => !gone.has(backup))
      .map(({ at }) => new Date(at).toISOString().slice(0, 13))
  }
  expect(left('3d')).toEqual(['2026-11-30T12', '2026-11-29T12', '2026-11-28T12'])
  // 2026-11-30 is a Monday.
  expect(left('3w')).toEqual(['2026-11-30T12', '2026-11-29T12', '2026-11-22T12'])
  expect(left('3m')).toEqual(['2026-11-30T12', '2026-10-31T12', '2026-09-30T12'])
  expect(left('7d,4w,12m')).toHaveLength(7 + 2 + 11)
  // Weeks of which none was made are none of the number, and the newest stays, however old it is.
  expect(left('1d', all.slice(500))).toHaveLength(1)
  expect(timeInName(backupName(new Date(newest), true))).toBe(newest)
  for (const name of [
    'aiotodo.sqlite',
    'aiotodo-2026.sqlite',
    'letter.txt',
    'aiotodo-20269930T120000Z.sqlite',
  ])
    expect([name, timeInName(name)]).toEqual([name, undefined])
})
