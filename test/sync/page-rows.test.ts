/** What the database answers for a page of changes (SPEC.md, Y61). */
import { expect, test } from 'bun:test'
import { createFeedReads } from '../../src/storage/changes.ts'
import type { Driver, Row } from '../../src/storage/driver.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { createApp } from '../support/app.ts'
import { clientOf, newDatabase } from '../support/engines.ts'

/** All rows that the statements give which read along whole lists. */
const noting = (driver: Driver, rows: Row[]): Driver => ({
  ...driver,
  async scan(sql, params) {
    const found = await driver.scan(sql, params)
    rows.push(...found)
    return found
  },
})

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`[Y61] a page is read in one statement with its space, whose values come once and not beside each todo, on ${engine}`, async () => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const { done } = clientOf(app, name)
    const list = app.account.defaultList
    for (const each of ['a', 'b', 'c', 'd']) await done('POST', '/api/v1/todos', { name: each })
    const driver = name.engine === 'postgres' ? openPostgres(name.url) : openSqlite(name.path)
    const rows: Row[] = []
    const reads = createFeedReads(noting(driver, rows))
    const page = await reads.changes(list, 2, 10)
    expect(page).toEqual(await app.store.reads.changes(list, 2, 10))
    expect(page?.version).toBe(5)
    expect(page?.todos.map((todo) => [todo.name, todo.version])).toEqual([
      ['b', 3],
      ['c', 4],
      ['d', 5],
    ])
    expect(rows.filter((row) => row['space_version'] !== null).length).toBe(1)
    expect(rows.filter((row) => row['name'] !== null).length).toBe(3)
    // Where nothing changed, the space is told all the same; one that is not there is not.
    expect(await reads.changes(list, 5, 10)).toMatchObject({ version: 5, todos: [] })
    expect(await reads.changes(Bun.randomUUIDv7(), 0, 10)).toBeUndefined()
    await driver.close()
    await app.close()
    await drop()
  })
}
