/** Migrations: forward only, under a lock, each from the schema before it (SPEC.md, S1 to S4, S63). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import type { Value } from '../../src/storage/driver.ts'
import { migrate, migrations } from '../../src/storage/migrate.ts'
import { repeats } from '../../src/storage/migrations/0008-repeats.ts'
import { namesRepeat } from '../../src/storage/migrations/0022-names-repeat.ts'
import { reminders } from '../../src/storage/migrations/0013-reminders.ts'
import { filterWords } from '../../src/storage/migrations/0025-filter-words.ts'
import { openStore } from '../../src/storage/open.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { clientOf, newDatabase, type Engine } from '../support/engines.ts'
import { startServer, tempFolder } from '../support/server.ts'
import { listen, Plain } from '../support/sockets.ts'

const ids = { newId: () => Bun.randomUUIDv7(), now: Date.now }
const persistent: Engine[] = ['sqlite', 'postgres']

async function open(engine: Engine) {
  const database = await newDatabase(engine)
  const driver = () =>
    database.name.engine === 'sqlite' ? openSqlite(database.name.path) : openPostgres(database.name.url)
  return { ...database, driver }
}

test.each(persistent)('[S1] %s: each migration brings the schema before it to the next', async (engine) => {
  const { driver, drop } = await open(engine)
  for (let target = 1; target <= migrations.length; target++) {
    const connection = driver()
    await migrate(connection, ids, target)
    expect(await connection.all("select value from meta where key = 'schema'", [])).toEqual([
      { value: String(target) },
    ])
    await connection.close()
  }
  await drop()
})

test.each(persistent)(
  '[S1] %s: what fails half-way leaves nothing, and a newer schema is refused',
  async (engine) => {
    const { driver, name, drop } = await open(engine)
    const connection = driver()
    const run = (sql: string) => connection.transaction((each) => each.all(sql, []))
    const newId = () => {
      throw new Error('half-way')
    }
    await expect(migrate(connection, { ...ids, newId })).rejects.toThrow('half-way')
    await expect(connection.all('select * from spaces', [])).rejects.toThrow('spaces')
    await migrate(connection, ids)
    await run("update meta set value = '999' where key = 'schema'")
    // As in a rolling restart: the newer schema says that this version may go on with it.
    await (await openStore(name, ids)).close()
    await run("update meta set value = '998' where key = 'compatible'")
    await connection.close()
    await expect(openStore(name, ids)).rejects.toMatchObject({ code: 'database_newer' })
    await drop()
  },
)

test.each(persistent)(
  '[S4] %s: a database of the schema before gets its digests, and one that an older node wrote gets them again',
  async (engine) => {
    const { name, driver, drop } = await open(engine)
    const connection = driver()
    await migrate(connection, ids, 1)
    const run = (sql: string) => connection.transaction((each) => each.all(sql, []))
    await run(`insert into todos (id, list, number, name, unique_name, notes, priority, labels, position, created_at, updated_at, version)
      select '00000001-0000-7000-8000-000000000000', key, 1, 'old', true, '', 0, '[]', 'a0', 1, 1, 2 from lists`)
    await run('update spaces set version = 2, next_number = 2 where key in (select key from lists)')
    const digestOfList = async () => {
      const store = await openStore(name, ids)
      const account = await store.reads.account('local')
      const changes = await store.reads.changes(account?.defaultList ?? '', 1, 100)
      await store.close()
      expect(changes?.todos.map((todo) => todo.name)).toEqual(['old'])
      return changes?.digest
    }
    const before = await digestOfList()
    expect(before).toBeArray()
    await run('update todos set version = 4')
    await run('update spaces set version = 4 where key in (select key from lists)')
    const after = await digestOfList()
    expect(after).toBeArray()
    expect(after).not.toEqual(before)
    await connection.close()
    await drop()
  },
)

test("[S1] postgres: a todo's list and parent are not looked up any more, and a node of the schema before goes on", async () => {
  const { driver, drop } = await open('postgres')
  const older = driver()
  await migrate(older, ids, 3)
  const references = () =>
    older.all("select conname from pg_constraint where contype = 'f' and conrelid = 'todos'::regclass", [])
  expect((await references()).length).toBe(2)
  const newer = driver()
  await migrate(newer, ids, 4)
  expect(await references()).toEqual([])
  await migrate(older, ids, 3)
  await older.all('select * from todos', [])
  for (const connection of [older, newer]) await connection.close()
  await drop()
})

test.each(persistent)(
  '[S4] %s: a client that comes back with cursors of the schema before goes on from there',
  async (engine) => {
    const { name, driver, drop } = await open(engine)
    const connection = driver()
    await migrate(connection, ids, migrations.indexOf(namesRepeat))
    const [{ value: epoch }] = (await connection.all("select value from meta where key = 'epoch'", [])) as [
      { value: string },
    ]
    const [{ id: list }] = (await connection.all('select id from lists', [])) as [{ id: string }]
    const [{ id: account }] = (await connection.all('select id from accounts', [])) as [{ id: string }]
    await connection.close()
    const app = await createApp({ database: name })
    await using server = listen(app)
    const { plain, first } = await Plain.greeted(server.url, { epoch, cursors: { [account]: 1, [list]: 1 } })
    using _ = plain
    expect(first.map((frame) => frame.type)).toEqual(['welcome', 'delta', 'ready'])
    // What the migration has changed, and nothing else.
    expect(first[1]).toMatchObject({
      snapshot: false,
      from: 1,
      to: 2,
      todos: [],
      list: { uniqueNames: false },
    })
    const [outcome] = await plain.push([{ type: 'createTodo', id: ids.newId(), todo: { name: 'new' } }])
    expect(outcome).toMatchObject({ accepted: true, space: list, version: 3 })
    await app.close()
    await drop()
  },
)

test.each(persistent)(
  '[S2] %s: processes that start at once on an empty database make it once',
  async (engine) => {
    const { name, driver, drop } = await open(engine)
    const database = name.engine === 'sqlite' ? `sqlite:${name.path}` : name.url
    const servers = await Promise.all(
      Array.from({ length: 4 }, () => startServer({ args: ['--database', database] })),
    )
    for (const server of servers) expect(await server.stop()).toBe(0)
    const connection = driver()
    expect((await connection.all('select id from accounts', [])).length).toBe(1)
    expect((await connection.all("select value from meta where key = 'epoch'", [])).length).toBe(1)
    await connection.close()
    await drop()
  },
)

test('[S3] SQLite runs with WAL, synchronous=FULL and foreign keys', async () => {
  using folder = tempFolder()
  const driver = openSqlite(`${folder.path}/a.sqlite`)
  await driver.transaction(async (connection) => {
    const value = async (pragma: string) =>
      Object.values((await connection.all(`pragma ${pragma}`, []))[0] ?? {})[0]
    expect([await value('journal_mode'), await value('synchronous'), await value('foreign_keys')]).toEqual([
      'wal',
      2,
      1,
    ])
  })
  await driver.close()
  expect(new Database(`${folder.path}/a.sqlite`).query('pragma integrity_check').values()).toEqual([['ok']])
})

test.each(persistent)(
  '[E15] %s: todos of the schema before repeat not, and a node of that version goes on writing them',
  async (engine) => {
    const { name, driver, drop } = await open(engine)
    const older = driver()
    // Before todos repeated.
    await migrate(older, ids, migrations.indexOf(repeats))
    const [{ key: list }] = (await older.all('select key from lists', [])) as [{ key: number }]
    const write = (sql: string, params: Value[]) =>
      older.transaction((connection) => connection.all(sql, params))
    const insert = (id: string, number: number) =>
      write(
        `insert into todos (id, list, number, name, unique_name, notes, due, priority, labels, position, created_at, updated_at, version)
        values ($1, $2, $3, $4, true, 'kept', '2099-01-01', 0, '[]', 'a0', 1, 1, 1)`,
        [id, list, number, `todo ${number}`],
      )
    const [before, after] = [ids.newId(), ids.newId()]
    await insert(before, 1)
    const app = await createApp({ database: name })
    await insert(after, 2)
    await write('update spaces set next_number = 3, version = version + 1 where key = $1', [list])
    const { json } = clientOf(app, name)
    for (const id of [before, after]) {
      expect(await json('GET', `/api/v1/todos/${id}`)).toMatchObject({
        notes: 'kept',
        repeat: null,
        repeatFrom: 'due',
        anchor: null,
        series: null,
        next: null,
        reminders: [],
      })
      await json('PATCH', `/api/v1/todos/${id}`, { repeat: 'FREQ=DAILY' })
      const { next } = await json('PATCH', `/api/v1/todos/${id}`, { finished: true })
      expect((await json('GET', `/api/v1/todos/${next}`)).due).toBe('2099-01-02')
    }
    expect((await json('GET', '/api/v1/account')).zone).toBeNull()
    await older.close()
    await app.close()
    await drop()
  },
)

test.each(persistent)(
  '[A98] %s: names of the default list repeat once the schema says so, and all that was there is found by its name',
  async (engine) => {
    const { name, driver, drop } = await open(engine)
    const older = driver()
    await migrate(older, ids, migrations.indexOf(namesRepeat))
    const write = (sql: string, params: Value[] = []) =>
      older.transaction((connection) => connection.all(sql, params))
    const [{ key, id: list }] = (await older.all('select key, id from lists where unique_names', [])) as [
      { key: number; id: string },
    ]
    const insert = (number: number, unique: boolean, fields = 'null, null') =>
      write(
        `insert into todos (id, list, number, name, unique_name, notes, priority, labels, position, created_at, updated_at, version, finished_at, next)
        values ($1, $2, $3, $4, $5, '', 0, '[]', 'a0', 1, 1, 1, ${fields})`,
        [ids.newId(), key, number, `todo ${number}`, unique],
      )
    await insert(1, true)
    await insert(2, true, '5, null')
    // Its name went over to the one that followed it.
    await insert(3, false, `5, '${ids.newId()}'`)
    await write('update spaces set next_number = 10 where key = $1', [key])
    const app = await createApp({ database: name })
    const { json, send } = clientOf(app, name)
    // A node of the schema before goes on for a moment, and has read that names may repeat.
    await insert(4, false)
    expect(await json('GET', `/api/v1/lists/${list}`)).toMatchObject({ uniqueNames: false, version: 2 })
    const [entry] = (await json('GET', `/api/v1/lists/${list}/history`)).items
    expect(entry.changes[0].fields).toEqual({ uniqueNames: { from: true, to: false } })
    for (let number = 1; number <= 4; number++) {
      const body = { name: `todo ${number}` }
      expect((await send('POST', '/todos/', body)).status).toBe(409)
      expect((await send('POST', '/api/v1/todos', body)).status).toBe(201)
    }
    expect((await send('POST', '/todos/', { name: 'todo 5' })).status).toBe(303)
    await app.close()
    const again = await createApp({ database: name })
    expect((await clientOf(again, name).json('GET', `/api/v1/lists/${list}`)).version).toBe(2)
    await again.close()
    await older.close()
    await drop()
  },
)

test.each(persistent)(
  '[O12] %s: reminders that a database of the schema before has are sent, once they are due',
  async (engine) => {
    const { name, driver, drop } = await open(engine)
    const connection = driver()
    await migrate(connection, ids, migrations.indexOf(reminders))
    const columns = 'number, id, name, due, finished_at, deleted_at, reminders'
    const todo = (number: number, due: string, finished: string, deleted: string) =>
      connection.transaction((each) =>
        each.all(
          `insert into todos (list, unique_name, notes, priority, labels, position, created_at, updated_at, version, ${columns})
          select key, false, '', 0, '[]', 'a${number}', 1, 1, 2, ${number}, '00000001-0000-7000-8000-00000000000${number}', '${number}',
          '${due}', ${finished}, ${deleted}, '["-PT1H"]' from lists`,
          [],
        ),
      )
    await todo(1, '2040-01-01T09:00[UTC]', 'null', 'null')
    await todo(2, '2040-01-02', 'null', 'null')
    await todo(3, '2040-01-03T09:00[UTC]', '1', 'null')
    await todo(4, '2040-01-03T09:00[UTC]', 'null', '1')
    await todo(5, '2020-01-03T09:00[UTC]', 'null', 'null')
    await connection.close()
    const store = await openStore(name, ids)
    const alarms = await store.reminders.claim(Date.parse('2041-01-01'), 0, 'x', 100)
    expect(alarms.map(({ todo, moment }) => [todo.at(-1), moment]).toSorted()).toEqual([
      ['1', '2040-01-01T08:00:00Z'],
      ['2', '2040-01-01T23:00:00'],
    ])
    await store.close()
    await drop()
  },
)

test('[S63] a migration that PostgreSQL ends for a deadlock with a writer begins anew, and nothing of the first try stays', async () => {
  const { name, driver, drop } = await open('postgres')
  if (name.engine !== 'postgres') throw new Error('no PostgreSQL')
  const connection = driver()
  await migrate(connection, ids)
  const writer = new Bun.SQL(name.url, { max: 1 })
  const watcher = new Bun.SQL(name.url, { max: 1 })
  await writer.unsafe('begin')
  await writer.unsafe('lock table todos')
  let tries = 0
  const migrating = connection.exclusively(async (held) => {
    tries++
    await held.all('lock table journal', [])
    await held.all("insert into meta (key, value) values ('try', $1)", [String(tries)])
    return held.all('lock table todos', [])
  })
  const waits = "select 1 from pg_locks where not granted and relation = 'todos'::regclass"
  while ((await watcher.unsafe(waits)).length === 0) await Bun.sleep(1)
  // It waits for longer, so it is the one that PostgreSQL ends.
  await writer.unsafe('lock table journal')
  await writer.unsafe('commit')
  await migrating
  expect(tries).toBeGreaterThanOrEqual(2)
  expect(await connection.all("select value from meta where key = 'try'", [])).toEqual([
    { value: String(tries) },
  ])
  for (const sql of [writer, watcher]) await sql.close()
  await connection.close()
  await drop()
})

test.each(persistent)(
  '[F72] %s: filters that are saved mean what they meant; replicas hear of those that are written anew',
  async (engine) => {
    const { driver, name, drop } = await open(engine)
    const connection = driver()
    await migrate(connection, ids, migrations.indexOf(filterWords))
    const texts = ['overdue or today', 'due < today', 'due:soon @Work', 'today']
    const space = async () =>
      (
        await connection.all(
          "select spaces.* from spaces join accounts on accounts.key = spaces.key where accounts.name = 'local'",
          [],
        )
      )[0]
    const before = await space()
    await connection.transaction(async (each) => {
      for (const [index, text] of texts.entries())
        await each.all(
          `insert into filters (account, id, name, filter, colour, created_at, updated_at, version, deleted_at)
          values ($1, $2, 'x', $3, 'none', 1, 1, $4, $5)`,
          [
            before?.['key'] as number,
            `0000000${index}-0000-7000-8000-000000000000`,
            text,
            2 + index,
            index === 3 ? 5 : null,
          ],
        )
      await each.all('update spaces set version = 5 where key = $1', [before?.['key'] as number])
    })
    await migrate(connection, ids)
    const rows = await connection.all('select filter, version from filters order by id', [])
    expect(rows.map((row) => [row['filter'], Number(row['version']) > 5])).toEqual([
      ['overdue or "today"', true],
      ['due < today', false],
      ['"due:soon" and "@Work"', true],
      ['"today"', true],
    ])
    const after = await space()
    expect(Number(after?.['version'])).toBe(8)
    expect(Number(after?.['digest_at'])).toBe(8)
    await connection.close()
    const app = await createApp({ database: name })
    const { differing } = await app.store.examine(false)
    expect(differing).toEqual([])
    await app.close()
    await drop()
  },
)
