/** The database that the tutorial's own program leaves is taken over (SPEC.md, T60 to T66). */
import { Database } from 'bun:sqlite'
import { SQL } from 'bun'
import { describe, expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { askAndMakeTable } from '../../src/cli/make-table.ts'
import type { Adoption } from '../../src/storage/adopt.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { clientOf, newDatabase } from '../support/engines.ts'
import { startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

/** As the tutorial's program makes it. */
const tutorials = {
  sqlite:
    'create table todos (id integer primary key, name varchar(255) not null unique, finished boolean not null default false)',
  postgres:
    'create table todos (id serial primary key, name varchar(255) not null unique, finished boolean not null default false)',
}

async function run(name: DatabaseName, ...statements: string[]): Promise<any[]> {
  let rows: any[] = []
  if (name.engine === 'sqlite') {
    using database = new Database(name.path, { create: true })
    for (const sql of statements) rows = database.query(sql).all()
    return rows
  }
  await using sql = new SQL(name.url)
  for (const statement of statements) rows = [...(await sql.unsafe(statement))]
  return rows
}

const columnsOf = (todo: any) => ({ id: todo.id, name: todo.name, finished: todo.finished })

describe.each(['sqlite', 'postgres'] as const)('%s', (engine) => {
  async function withTable(statements: string[], work: (name: DatabaseName) => Promise<void>) {
    const { name, drop } = await newDatabase(engine)
    try {
      await run(name, ...statements)
      await work(name)
    } finally {
      await drop()
    }
  }
  const open = async (database: DatabaseName, told: Adoption[] = []) => {
    const app = await createApp({ database, onAdopt: (adoption) => void told.push(adoption) })
    return clientOf(app, database)
  }

  test('[T60] its todos are there with their ids and names, the next id goes on, and the old table stays as it was', async () => {
    const rows =
      "insert into todos (id, name, finished) values (1, 'Start this tutorial', true), (2, 'Finish this tutorial', false), (7, '买牛奶 🥛', false)"
    await withTable([tutorials[engine], rows], async (name) => {
      const told: Adoption[] = []
      const first = await open(name, told)
      const todos = [
        { id: 1, name: 'Start this tutorial', finished: true },
        { id: 2, name: 'Finish this tutorial', finished: false },
        { id: 7, name: '买牛奶 🥛', finished: false },
      ]
      expect(await first.json('GET', '/todos/')).toEqual(todos)
      const made = await first.send('POST', '/todos/', { name: 'one more' })
      expect(made.headers.get('location')).toEndWith('/todos/8')
      expect((await first.send('POST', '/todos/', { name: '买牛奶 🥛' })).status).toBe(409)
      expect(told.at(-1)).toEqual({
        table: 'tutorial_todos',
        adopted: 3,
        rows: 3,
        isDone: true,
        otherColumns: [],
        changed: {},
      })
      expect((await first.app.store.examine(false)).differing).toEqual([])
      await first.app.close()

      const again: Adoption[] = []
      const second = await open(name, again)
      expect(again).toEqual([])
      expect((await second.json('GET', '/todos/')).length).toBe(4)
      await second.app.close()
      const old = await run(name, 'select id, name, finished from tutorial_todos order by id')
      expect(old.map((row) => columnsOf({ ...row, finished: Boolean(row.finished) }))).toEqual(todos)
    })
  })

  test("[B12] names of the tutorial's table are at /todos/ as they were, blanks and all", async () => {
    const names = ['  two  blanks ', 'tab\there', 'two\nlines', 'Za\u0308hler', ' ']
    const rows = names.map((name, index) => `(${index + 1}, '${name}', false)`).join(', ')
    const insert = `insert into todos (id, name, finished) values ${rows}`
    await withTable([tutorials[engine], insert], async (database) => {
      const told: Adoption[] = []
      const client = await open(database, told)
      const lines = (await client.json('GET', '/todos/')) as { name: string }[]
      expect(lines.map(({ name }) => name)).toEqual(names)
      expect(told.at(-1)?.changed).toEqual({})
      await client.app.close()
    })
  })

  test('[T61] what can not be kept as it was is told, and not lost: long names, nulls, ids that are no numbers, other columns', async () => {
    const long = `${'长'.repeat(300)}!`
    const type = engine === 'sqlite' ? 'integer' : 'bigint'
    await withTable(
      [
        `create table todos (id ${type}, name text, finished boolean, owner text)`,
        `insert into todos (id, name, finished, owner) values (3, '${long}', false, 'ann'), (4, null, true, null), (5, 'twice', null, null),
        (6, 'twice', true, null), (0, 'zero', false, null), (-2, 'below', false, null), (3000000000, 'above', false, null)`,
      ],
      async (name) => {
        const told: Adoption[] = []
        const { app, json } = await open(name, told)
        expect((await json('GET', '/todos/')).map(columnsOf)).toEqual([
          { id: 3, name: `${'长'.repeat(254)}…`, finished: false },
          { id: 4, name: '(no name)', finished: true },
          { id: 5, name: 'twice', finished: false },
          { id: 6, name: 'twice', finished: true },
          { id: 7, name: 'below', finished: false },
          { id: 8, name: 'zero', finished: false },
          { id: 9, name: 'above', finished: false },
        ])
        const { items } = await json('GET', '/api/v1/todos')
        expect(items[0].notes).toBe(long)
        expect(told.at(-1)).toMatchObject({
          isDone: true,
          otherColumns: ['owner'],
          changed: {
            'names over 255 characters (cut, whole in the notes)': 1,
            'names that are empty (they are "(no name)")': 1,
            '"finished" that is null (they are not finished)': 1,
            'ids that can be no numbers (they have new ones)': 3,
          },
        })
        await app.close()
        expect(await run(name, "select owner from tutorial_todos where owner = 'ann'")).toHaveLength(1)
      },
    )
  })

  test('[T62] a start that is broken off goes on from where it was: each todo is there once', async () => {
    const many = `insert into todos with recursive numbers (value) as
      (select 1 union all select value + 1 from numbers where value < 3500) select value, 'todo ' || value, value % 2 = 1 from numbers`
    await withTable([tutorials[engine], many], async (name) => {
      for (const at of [1, 2]) {
        let heard = 0
        const breaking = createApp({
          database: name,
          onAdopt: () => {
            if (++heard === at) throw new Error('broken off')
          },
        })
        await expect(breaking).rejects.toThrow('broken off')
      }
      const { app, json } = await open(name)
      const all = await json('GET', '/todos/')
      expect(all.map(({ id }: any) => id)).toEqual(Array.from({ length: 3_500 }, (_, index) => index + 1))
      expect(all[3_499]).toEqual({ id: 3500, name: 'todo 3500', finished: false })
      expect((await app.store.examine(false)).differing).toEqual([])
      await app.close()
    })
  })

  test.each([
    ['other columns', 'create table todos (id integer primary key, title text, done boolean)', '"todos"'],
    ['another type', 'create table todos (id integer primary key, name text, finished integer)', '"todos"'],
    ['no unique ids', 'create table todos (id integer, name text, finished boolean)', 'twice'],
    ['a table beside it', 'create table lists (id integer primary key)', 'lists'],
  ])(
    '[T63] what is of another program is refused by its name, and nothing is changed: %s',
    async (_, sql, says) => {
      const twice = says === 'twice' ? ["insert into todos values (1, 'a', true), (1, 'b', true)"] : []
      const beside = says === 'lists' ? [tutorials[engine], "insert into todos values (1, 'a', true)"] : []
      await withTable([...beside, sql, ...twice], async (name) => {
        const code = says !== 'twice' && engine === 'sqlite' ? 'not_a_database' : 'foreign_tables'
        await expect(createApp({ database: name })).rejects.toMatchObject({
          code,
          message: expect.stringContaining(says),
        })
        const tables = await run(
          name,
          engine === 'sqlite'
            ? "select name from sqlite_schema where type = 'table' order by name"
            : "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname",
        )
        expect(tables.map((row) => row.name)).toEqual(beside.length > 0 ? ['lists', 'todos'] : ['todos'])
      })
    },
  )

  test("[T64] --make-table drops the tutorial's own table as well, and begins anew", async () => {
    await withTable([tutorials[engine], "insert into todos values (5, 'five', false)"], async (name) => {
      const { app, json } = await open(name)
      const said: string[] = []
      await askAndMakeTable(app, true, (line) => void said.push(line))
      expect(said).toContain("--make-table: dropping the tutorial's own table, tutorial_todos")
      expect(await json('GET', '/todos/')).toEqual([
        { id: 1, name: 'Start this tutorial', finished: true },
        { id: 2, name: 'Finish this tutorial', finished: false },
      ])
      await app.close()
      await expect(run(name, 'select 1 from tutorial_todos')).rejects.toThrow()
      const again: Adoption[] = []
      await (await open(name, again)).app.close()
      expect(again).toEqual([])
    })
  })
})

test("[T65] on PostgreSQL other programs' tables beside ours are left alone; an owner who must allow it is named", async () => {
  const { name, drop } = await newDatabase('postgres')
  if (name.engine !== 'postgres') throw new Error('not PostgreSQL')
  const role = `reader_${Bun.randomUUIDv7().replaceAll('-', '')}`
  await run(
    name,
    'create table recipes (id integer)',
    tutorials.postgres,
    `create role ${role} login password 'x'`,
    `grant all on schema public to ${role}`,
    `grant all on all tables in schema public to ${role}`,
  )
  const url = new URL(name.url)
  url.username = role
  url.password = 'x'
  await expect(createApp({ database: { engine: 'postgres', url: url.href } })).rejects.toMatchObject({
    code: 'database_grant',
    message: expect.stringContaining(`ALTER TABLE todos OWNER TO "${role}"`),
  })
  await run(name, `alter table todos owner to ${role}`)
  const app = await createApp({ database: { engine: 'postgres', url: url.href } })
  await app.close()
  expect(await run(name, 'select * from recipes')).toEqual([])
  await run(name, `drop owned by ${role}`).catch(() => {})
  await drop()
})

test('[T66] a server that is killed while it adopts goes on at the next start, and says how far it is', async () => {
  using folder = tempFolder()
  const name = { engine: 'sqlite', path: `${folder.path}/aiotodo.sqlite` } as const
  const rows = 30_000
  await run(
    name,
    tutorials.sqlite,
    `insert into todos with recursive numbers (value) as (select 1 union all select value + 1 from numbers where value < ${rows})
    select value, 'todo ' || value, false from numbers`,
  )
  const args = ['--data', folder.path]
  const killed = Bun.spawn([process.execPath, 'src/main.ts', 'serve', '-P', '0', ...args], { stderr: 'pipe' })
  const adopted = () => {
    try {
      using database = new Database(name.path, { readonly: true })
      const [row] = database.query("select value from meta where key = 'adoption'").all() as any[]
      return JSON.parse(row?.value ?? '{}')
    } catch {
      return {}
    }
  }
  let said = ''
  const heard = (async () => {
    for await (const chunk of killed.stderr) said += Buffer.from(chunk).toString()
  })()
  // What it says may come a moment later than what it does.
  await until(() => adopted().adopted > 0 && said.includes('\n'))
  killed.kill('SIGKILL')
  await Promise.all([killed.exited, heard])
  expect(said).toContain('its 30000 todos are adopted. It stays, as "tutorial_todos"')
  expect(adopted().isDone).toBe(false)
  await using server = await startServer({ args })
  const all = (await (await fetch(`${server.url}/todos/`)).json()) as any[]
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: rows }, (_, index) => index + 1))
  expect(adopted().isDone).toBe(true)
  expect(server.stderr()).toContain('Adopted 30000 todos.')
})
