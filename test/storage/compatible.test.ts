/**
 * Which schemas may run on which: each migration says whether nodes that do not know it may go on, and the schemas themselves show
 * where they may not (SPEC.md, S30 to S33).
 */
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'
import type { Driver, Table } from '../../src/storage/driver.ts'
import { migrate, migrations, oldestFor } from '../../src/storage/migrate.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { newDatabase, type Engine } from '../support/engines.ts'
import { runCommand, startServer } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const ids = { newId: () => Bun.randomUUIDv7(), now: Date.now }
const persistent: Engine[] = ['sqlite', 'postgres']

async function open(engine: Engine) {
  const { name, drop } = await newDatabase(engine)
  const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
  return {
    name,
    driver,
    async [Symbol.asyncDispose]() {
      await driver.close()
      await drop()
    },
  }
}

interface Column {
  type: string
  isRequired: boolean
  hasDefault: boolean
}
/** What an older program meets: columns by table, and what rows have to keep to. */
interface Schema {
  columns: Map<string, Map<string, Column>>
  /** Texts, each beginning with its table. */
  constraints: Set<string>
}

async function schemaOf(driver: Driver): Promise<Schema> {
  return driver.dialect.engine === 'sqlite' ? schemaOfSqlite(driver) : schemaOfPostgres(driver)
}

async function schemaOfSqlite(driver: Driver): Promise<Schema> {
  const columns: Schema['columns'] = new Map()
  const constraints = new Set<string>()
  const tables = await driver.all(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'text_index%'",
    [],
  )
  for (const { name } of tables as { name: string }[]) {
    const rows = await driver.all(`select * from pragma_table_info('${name}')`, [])
    columns.set(
      name,
      new Map(
        rows.map((row) => [
          row['name'] as string,
          {
            type: row['type'] as string,
            isRequired: row['notnull'] === 1,
            hasDefault: row['dflt_value'] !== null,
          },
        ]),
      ),
    )
    const indexes = await driver.all(`select * from pragma_index_list('${name}') where "unique" = 1`, [])
    for (const index of indexes) {
      const of = await driver.all(`select name from pragma_index_info('${String(index['name'])}')`, [])
      constraints.add(`${name}: unique ${of.map((each) => String(each['name'])).join(', ')}`)
    }
    const keys = await driver.all(`select * from pragma_foreign_key_list('${name}')`, [])
    for (const key of keys)
      constraints.add(`${name}: ${String(key['from'])} references ${String(key['table'])}`)
  }
  return { columns, constraints }
}

async function schemaOfPostgres(driver: Driver): Promise<Schema> {
  const columns: Schema['columns'] = new Map()
  const rows = await driver.all(
    `select table_name, column_name, data_type, is_nullable, column_default, is_identity from information_schema.columns
    where table_schema = 'public'`,
    [],
  )
  for (const row of rows) {
    const table = columns.get(row['table_name'] as string) ?? new Map<string, Column>()
    columns.set(row['table_name'] as string, table)
    table.set(row['column_name'] as string, {
      type: row['data_type'] as string,
      isRequired: row['is_nullable'] === 'NO',
      hasDefault: row['column_default'] !== null || row['is_identity'] === 'YES',
    })
  }
  const found = await driver.all(
    `select conrelid::regclass::text || ': ' || pg_get_constraintdef(oid) as text from pg_constraint where contype in ('c', 'f', 'u')
    union all select tablename || ': ' || regexp_replace(indexdef, '^.* USING', 'unique') from pg_indexes
    where schemaname = 'public' and indexdef like 'CREATE UNIQUE%'`,
    [],
  )
  return { columns, constraints: new Set(found.map((row) => row['text'] as string)) }
}

/** The tables and columns that writes keep, of todos and all that goes with them. */
async function keptByWrites(): Promise<Map<string, Set<string>>> {
  const kept = new Map<string, Set<string>>()
  const isTable = (value: unknown): value is Table =>
    typeof value === 'object' && value !== null && 'name' in value && 'columns' in value
  for (const file of new Glob('src/storage/*.ts').scanSync(root)) {
    if (file.endsWith('-worker.ts')) continue
    const exported = Object.values((await import(join(root, file))) as object)
    const found = exported.flatMap((each: Partial<{ table: Table }> | undefined) => [each, each?.table])
    for (const { name, columns } of found.filter(isTable)) kept.set(name, new Set(Object.keys(columns)))
    // Those that no other file needs.
    const text = await Bun.file(join(root, file)).text()
    for (const [, name = '', columns = ''] of text.matchAll(/name: '(\w+)',\s*columns: \{([^}]*)\}/g))
      if (!kept.has(name))
        kept.set(name, new Set([...columns.matchAll(/(\w+):/g)].map(([, column = '']) => column)))
  }
  return kept
}

/** What an older node would do wrongly on the schema after, as far as that is seen in the schemas. */
function wrongs(before: Schema, after: Schema, kept: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found: string[] = []
  for (const [table, columns] of before.columns) {
    const now = after.columns.get(table)
    if (!now) found.push(`${table} is gone`)
    for (const [name, column] of columns) {
      const same = now?.get(name)
      if (now && !same) found.push(`${table}.${name} is gone`)
      else if (same && same.type !== column.type) found.push(`${table}.${name} is another type`)
      else if (same?.isRequired && !column.isRequired) found.push(`${table}.${name} is required now`)
    }
    for (const [name, column] of now ?? []) {
      if (columns.has(name)) continue
      if (column.isRequired && !column.hasDefault)
        found.push(`${table}.${name} is required, and nobody gives it`)
      if (kept.get(table)?.has(name)) found.push(`${table}.${name} is kept by writes`)
    }
  }
  for (const table of after.columns.keys())
    if (!before.columns.has(table) && kept.has(table)) found.push(`${table} is kept by writes`)
  for (const constraint of after.constraints) {
    const [table = ''] = constraint.split(':')
    if (before.columns.has(table) && !before.constraints.has(constraint)) found.push(constraint)
  }
  return found
}

test.each(persistent)(
  '[S30] %s: where the schema shows that older nodes would be wrong, the migration says that they must stop',
  async (engine) => {
    await using database = await open(engine)
    const { driver } = database
    const kept = await keptByWrites()
    expect([...kept.keys()]).toContainValues(['todos', 'lists', 'members', 'journal', 'spaces', 'filters'])
    await migrate(driver, ids, 1)
    let before = await schemaOf(driver)
    for (let schema = 2; schema <= migrations.length; schema++) {
      await migrate(driver, ids, schema)
      const after = await schemaOf(driver)
      const found = wrongs(before, after, kept)
      const { olderNodes, because } = migrations[schema - 1] as (typeof migrations)[0]
      if (found.length > 0)
        expect({ schema, olderNodes, found }).toEqual({ schema, olderNodes: 'must stop', found })
      expect(because).toMatch(/^[A-Z].{20,}\.$/)
      before = after
    }
  },
)

test.each([
  ['drop table texts', 'texts is gone'],
  ['alter table todos drop column notes', 'todos.notes is gone'],
  ['alter table lists add column archived integer not null default 0', 'lists.archived is kept by writes'],
  ['alter table accounts add column planted text', undefined],
  ["alter table accounts add column planted text not null default ''", undefined],
  ['create table planted (id text primary key)', undefined],
  ['create table sections (id text primary key)', 'sections is kept by writes'],
  ['create index planted on todos (list, updated_at)', undefined],
  ['create unique index planted on todos (list, position)', 'todos: unique list, position'],
] as const)('[S30] what a migration could do is seen: %s', async (statement, wrong) => {
  await using database = await open('sqlite')
  const { driver } = database
  await migrate(driver, ids)
  const before = await schemaOf(driver)
  await driver.transaction((connection) => connection.all(statement, []))
  const kept = await keptByWrites()
  kept.get('lists')?.add('archived')
  kept.set('sections', new Set(['id']))
  expect(wrongs(before, await schemaOf(driver), kept)).toEqual(wrong ? [wrong] : [])
})

test.each(persistent)(
  '[S31] %s: a node is let on a database of a newer schema if no migration between says that it must stop, else it is told what to do',
  async (engine) => {
    await using database = await open(engine)
    const { driver } = database
    for (let schema = 1; schema <= migrations.length; schema++) {
      await migrate(driver, ids, schema)
      for (let knows = 1; knows < schema; knows++) {
        const isLet = migrations.slice(knows, schema).every(({ olderNodes }) => olderNodes === 'may go on')
        expect([schema, knows, oldestFor(schema) <= knows]).toEqual([schema, knows, isLet])
        const start = migrate(driver, ids, knows)
        if (isLet) await start
        else
          await expect(start).rejects.toMatchObject({
            code: 'database_newer',
            message: expect.stringContaining(`this one knows schemas up to ${knows}`),
          })
      }
      const meta = await driver.all(
        "select key, value from meta where key in ('schema', 'compatible') order by key",
        [],
      )
      expect(meta).toEqual([
        { key: 'compatible', value: String(oldestFor(schema)) },
        { key: 'schema', value: String(schema) },
      ])
    }
  },
)

test('[S31] the rule lets no node on the newest schema that is far behind it', () => {
  expect(oldestFor(migrations.length)).toBeGreaterThan(1)
  for (let schema = 2; schema <= migrations.length; schema++)
    expect(oldestFor(schema)).toBeGreaterThanOrEqual(oldestFor(schema - 1))
})

test.each(persistent)(
  '[S32] %s: a database that says it may be used by older nodes than it may, says so no more once it is opened',
  async (engine) => {
    await using database = await open(engine)
    const { driver } = database
    const run = (sql: string) => driver.transaction((connection) => connection.all(sql, []))
    await migrate(driver, ids)
    await run("update meta set value = '1' where key = 'compatible'")
    await migrate(driver, ids)
    const compatible = async () =>
      (await driver.all("select value from meta where key = 'compatible'", []))[0]?.['value']
    expect(await compatible()).toBe(String(oldestFor(migrations.length)))
    // What a newer program said of it stays.
    await run("update meta set value = '999' where key = 'schema'")
    await run("update meta set value = '17' where key = 'compatible'")
    await migrate(driver, ids).catch(() => {})
    expect(await compatible()).toBe('17')
  },
)

test.each(persistent)(
  '[S33] %s: a server that is too old for its database says in one line what to do; one that is not serves',
  async (engine) => {
    await using database = await open(engine)
    const { driver, name } = database
    const args = ['--database', name.engine === 'sqlite' ? `sqlite:${name.path}` : name.url]
    await migrate(driver, ids)
    const run = (sql: string) => driver.transaction((connection) => connection.all(sql, []))
    const [schema, next] = [migrations.length, migrations.length + 1]
    await run(`update meta set value = '${next}' where key = 'schema'`)
    {
      await using server = await startServer({ args })
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
      expect(await server.stop()).toBe(0)
    }
    await run(`update meta set value = '${next}' where key = 'compatible'`)
    for (const command of [
      ['serve', '-P', '0'],
      ['serve', '--migrate-only'],
      ['account', 'ls'],
      ['doctor'],
    ]) {
      const { code, stderr, stdout } = await runCommand([...command, ...args])
      expect([command, code === 0, stdout]).toEqual([command, false, ''])
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toContain(`schema is ${next}`)
      expect(stderr).toContain(`up to ${schema}`)
      expect(stderr).toContain('Start the version that the other servers run')
    }
  },
)

test.each(persistent)(
  '[S34] %s: who brings the schema to one that older servers must stop for is told so, and why',
  async (engine) => {
    await using database = await open(engine)
    const { driver, name } = database
    const args = ['--database', name.engine === 'sqlite' ? `sqlite:${name.path}` : name.url]
    const last = migrations.findLastIndex(({ olderNodes }) => olderNodes === 'must stop')
    await migrate(driver, ids, last)
    const { stdout } = await runCommand(['serve', '--migrate-only', ...args])
    expect(stdout).toStartWith(`Stop the servers of versions before. ${migrations[last]?.because}\n`)
    expect((await runCommand(['serve', '--migrate-only', ...args])).stdout).not.toContain('Stop')
  },
)

test('[S34] an empty database has no servers of before', async () => {
  await using database = await open('sqlite')
  expect(await migrate(database.driver, ids)).toEqual([])
})
