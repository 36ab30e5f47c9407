/** Statements that go on while a newer node changes the tables (SPEC.md, F8 and F9), and how they travel. */
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'
import { StoreError } from '../../src/core/ports/store.ts'
import type { Driver } from '../../src/storage/driver.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'

const folder = join(import.meta.dir, '..', '..', 'src', 'storage')

test('[F8] every statement names the columns that it asks for', async () => {
  const found: string[] = []
  let files = 0
  for (const file of new Glob('**/*.ts').scanSync(folder)) {
    files++
    // It reads every page of whatever tables a file has, and keeps nothing of what it reads.
    if (file === 'check-file.ts') continue
    for (const line of (await Bun.file(join(folder, file)).text()).split('\n'))
      if (/\b(select|returning)\s+\*|\b\w+\.\*/i.test(line)) found.push(`${file}: ${line.trim()}`)
  }
  expect(found).toEqual([])
  expect(files).toBeGreaterThan(30)
})

/** A table of its own, and both ways to a driver: as a node, and as who changes it. */
async function open() {
  const database = await freshDatabase()
  const [driver, other] = [openPostgres(database.url), new Bun.SQL(database.url, { max: 1 })]
  await other.unsafe('create table things (id integer primary key, name text)')
  await other.unsafe("insert into things values (1, 'a')")
  return {
    url: database.url,
    driver,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([driver.close(), other.close()])
      await database.drop()
    },
  }
}

const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof StoreError ? error.kind : String(error)),
  )

/** What becomes of so many transactions at once that they take each connection of the pool. */
async function readMany(driver: Driver): Promise<string[]> {
  const read = () =>
    driver.transaction((connection) => connection.all('select name from things where id = $1', [1]))
  return [...new Set(await Promise.all(Array.from({ length: 40 }, () => kindOf(read()))))].toSorted()
}

test('[F9] a prepared statement that a change of its table ends is to be tried again, and then passes on every connection', async () => {
  await using opened = await open()
  const { driver, other } = opened
  expect(await readMany(driver)).toEqual(['done'])
  await other.unsafe('alter table things alter column name type varchar(20)')
  expect(await readMany(driver)).toContain('stale')
  expect(await readMany(driver)).toEqual(['done'])
})

test('[F9] so is one that the server has forgotten, as behind a pooler', async () => {
  await using opened = await open()
  const { driver } = opened
  expect(await readMany(driver)).toEqual(['done'])
  const forget = () => driver.transaction((connection) => connection.all('deallocate all', []))
  await Promise.all(Array.from({ length: 40 }, forget))
  expect(await readMany(driver)).toContain('stale')
  expect(await readMany(driver)).toEqual(['done'])
})

test('[F9] a read outside of a transaction, and one of one moment, are asked again without anybody being told', async () => {
  await using opened = await open()
  const { driver, other } = opened
  const sql = 'select name from things where id = $1'
  const reads = async () => [
    await driver.all(sql, [1]),
    await driver.snapshot((reader) => reader.all(`${sql} and name = name`, [1])),
  ]
  const before = await reads()
  for (let length = 20; length < 24; length++) {
    await other.unsafe(`alter table things alter column name type varchar(${length})`)
    expect(await reads()).toEqual(before)
  }
})

test('[F9] of a transaction that failed, the first failure is told, not that of what came behind it', async () => {
  await using opened = await open()
  const { driver } = opened
  const work = driver.transaction(async (connection) => {
    const insert = () => connection.all("insert into things values (1, 'b')", [])
    insert().catch(() => {})
    await connection.all('select name from things', [])
  })
  expect(await kindOf(work)).toBe('conflict')
})

test('[F9] a statement that asks for a feature there is not is a mistake, and not tried again', async () => {
  await using opened = await open()
  const { driver } = opened
  expect(await kindOf(driver.all('select count(*) from things for update', []))).toStartWith('PostgresError')
})

test('[S81] what a transaction reads first travels with its begin', async () => {
  await using opened = await open()
  const url = new URL(opened.url)
  await using proxy = await startProxy(Number(url.port))
  url.port = new URL(proxy.url).port
  const driver = openPostgres(url.href)
  const read = () =>
    driver.transaction((connection) => connection.all('select name from things where id = $1', [1]))
  // Each connection of the pool is to know the statements.
  await Promise.all(Array.from({ length: 40 }, read))
  const before = proxy.trips
  await read()
  // One more is for the commit.
  expect(proxy.trips - before).toBe(2)
  await driver.close()
})

test('[S82] behind a begin that failed nothing is written', async () => {
  await using opened = await open()
  const { driver, other } = opened
  await readMany(driver)
  const forget = () => driver.transaction((connection) => connection.all('deallocate all', []))
  await Promise.all(Array.from({ length: 40 }, forget))
  const write = (id: number) =>
    driver.transaction(async (connection) => {
      await connection.insert({ name: 'things', columns: { id: 'integer', name: 'text' } }, [
        { id, name: 'b' },
      ])
      await connection.all('select name from things where id = $1', [id])
    })
  const kinds = await Promise.all(Array.from({ length: 40 }, (_, index) => kindOf(write(100 + index))))
  expect(kinds).toContain('stale')
  const [row] = await other.unsafe('select count(*)::integer as count from things where id >= 100')
  expect(row.count).toBe(kinds.filter((kind) => kind === 'done').length)
})
