/** How PostgreSQL goes to todos by their versions (SPEC.md, S93). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { resolve } from '../../src/model/filter/resolve.ts'
import type { Connection, Driver, Reader, Value } from '../../src/storage/driver.ts'
import { importStatements } from '../../src/storage/imports.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { createReads } from '../../src/storage/reads.ts'
import { indexStep } from '../../src/storage/texts.ts'
import { freshDatabase } from '../support/postgres.ts'

interface Statement {
  sql: string
  params: readonly Value[]
}

/** Hears what is asked of todos by their versions through the driver that it answers. */
function listening(driver: Driver): { driver: Driver; heard: Map<string, Statement> } {
  const heard = new Map<string, Statement>()
  const through =
    (all: Reader['all']): Reader['all'] =>
    (sql, params) => {
      if (/^(?!with).*todos[^]*version (>|desc)/s.test(sql)) heard.set(sql, { sql, params })
      return all(sql, params)
    }
  const all = through(driver.all)
  return {
    heard,
    driver: {
      ...driver,
      all,
      scan: all,
      snapshot: (work) =>
        driver.snapshot((reader) =>
          work({
            all: through((...asked) => reader.all(...asked)),
            walk: (...asked) => reader.walk(...asked),
          }),
        ),
      transaction: (work) => driver.transaction((connection) => work(throughAll(connection, through))),
    },
  }
}

const throughAll = (connection: Connection, through: (all: Reader['all']) => Reader['all']): Connection => ({
  all: through((...asked) => connection.all(...asked)),
  insert: (...asked) => connection.insert(...asked),
  update: (...asked) => connection.update(...asked),
})

const literal = (value: Value): string => `'${String(value).replaceAll("'", "''")}'`

/** Answers the plan that each of a node's connections keeps for the statement. */
async function planOf(driver: Driver, { sql, params }: Statement): Promise<string> {
  const rows = await driver.transaction(async (connection) => {
    await connection.all(`prepare asked as ${sql}`, [])
    const plan = await connection.all(
      `explain (costs off) execute asked(${params.map(literal).join(', ')})`,
      [],
    )
    await connection.all('deallocate asked', [])
    return plan
  })
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test('[S93] who reads todos by version walks along their versions, in a database that is empty and in a full one', async () => {
  const { url, drop } = await freshDatabase()
  const app = await createApp({ database: { engine: 'postgres', url } })
  const { account } = app
  // Its indexer would bring the list up before it is searched.
  await app.close()
  const plain = openPostgres(url)
  const run = (sql: string) => plain.transaction((connection) => connection.all(sql, []))
  const { driver, heard } = listening(plain)
  const list = account.defaultList
  const todos = async (from: number, to: number, key: string) =>
    run(`insert into todos (id, list, number, name, unique_name, notes, priority, labels, position, created_at, updated_at, version)
      select gen_random_uuid(), key, number, 'todo ' || number, false, '', 0, '[]', 'a' || number, 1, 1, number + 1
      from generate_series(${from}, ${to}) as number cross join (${key}) as lists (key)`)
  const [own] = await plain.all('select key from lists', [])
  const key = Number(own?.['key'])
  await todos(1, 40, `select ${key}`)
  await run(`update spaces set version = 41 where id = '${list}'`)
  const reads = createReads(driver)
  expect((await reads.changes(list, 0, 300))?.todos).toHaveLength(40)
  const test = resolve(
    { type: 'compare', field: 'text', operator: '~', values: ['todo'] },
    { now: new Date().toISOString(), zone: 'UTC', lists: [] },
  )
  expect(await reads.todos(account, { test, deleted: false, sort: 'number', limit: 10 })).toHaveLength(10)
  expect(await indexStep(driver, list)).toBe('done')
  await run(`insert into imports (list, touched_at) values (${key}, 1)`)
  await driver
    .transaction(async (connection) => {
      await importStatements(connection, driver.dialect).removeSome(list, 10)
      throw new Error('it is only looked at')
    })
    .catch(() => {})
  const asked = [...heard.values()]
  expect(asked).toHaveLength(4)
  const look = async (size: string) => {
    for (const statement of asked) {
      const plan = await planOf(plain, statement)
      const cond = statement.sql.includes(' desc') ? 'list = ' : String.raw`\(list = .*\) AND \(version > `
      const isWalk = new RegExp(
        String.raw`Index Scan (Backward )?using todos_by_version on todos( \w+)?\s+Index Cond: \(${cond}`,
      )
      expect(plan, `${size}\n${statement.sql}\n${plan}`).toMatch(isWalk)
      expect(plan, size).not.toMatch(/Seq Scan on todos|Bitmap Heap Scan on todos|^(.*-> +)?Sort\b/m)
    }
  }
  await look('no statistics')
  await run('delete from todos; analyze todos')
  await look('empty')
  await todos(1, 20_000, `select ${key}`)
  await run('analyze todos')
  await look('one list')
  await todos(1, 10, 'select 1000 + other from generate_series(1, 4000) as other')
  await run('analyze todos')
  await look('many lists')
  await plain.close()
  await drop()
})
