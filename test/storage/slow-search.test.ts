/** A search that takes too long is ended, and keeps nobody else waiting meanwhile (SPEC.md, G13). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import type { TodoQuery } from '../../src/core/ports/rows.ts'
import type { Command } from '../../src/model/command.ts'
import { AppError } from '../../src/model/errors.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { createReads } from '../../src/storage/reads.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { newDatabase } from '../support/engines.ts'

const newId = (): string => Bun.randomUUIDv7()
const query: TodoQuery = {
  test: { type: 'text', in: 'notes', pattern: '. nowhere' },
  deleted: false,
  sort: 'position',
  limit: 10,
}

async function fill(app: Awaited<ReturnType<typeof createApp>>, count: number): Promise<void> {
  for (let done = 0; done < count; done += 500) {
    const commands = Array.from({ length: 500 }, (_, index): Command => {
      const id = newId()
      const todo = { id, list: app.account.defaultList, name: `todo ${done + index}`, notes: 'here.' }
      return { type: 'createTodo', id, todo }
    })
    await app.committer.commit(app.account, commands)
  }
  while ((await app.store.indexStep(app.account.defaultList)) !== 'done');
}

test('[G13] postgres: a search that a statement takes too long for is query_too_slow', async () => {
  const { name, drop } = await newDatabase('postgres')
  if (name.engine !== 'postgres') throw new Error('not PostgreSQL')
  const app = await createApp({ database: name })
  await fill(app, 500)
  const driver = openPostgres(name.url, 100)
  const reads = createReads(driver)
  const found: TodoQuery = { ...query, test: { type: 'text', in: 'notes', pattern: 'here.' } }
  expect((await reads.todos(app.account, found)).length).toBe(10)
  for (const sql of [
    'alter table texts rename to texts_kept',
    'create view texts as select texts_kept.* from texts_kept, pg_sleep(1)',
  ])
    await driver.transaction((connection) => connection.all(sql, []))
  await expect(reads.todos(app.account, found)).rejects.toMatchObject({ code: 'query_too_slow' })
  // The connection is as good as before.
  expect((await reads.todos(app.account, { ...query, test: undefined })).length).toBe(10)
  await driver.close()
  await app.close()
  await drop()
})

test('[G13] sqlite: a search along whole lists leaves others their turns, and ends at its deadline', async () => {
  const { name, drop } = await newDatabase('sqlite')
  if (name.engine !== 'sqlite') throw new Error('not SQLite')
  const app = await createApp({ database: name })
  await fill(app, 20_000)
  const driver = openSqlite(name.path)
  let turns = 0
  let isOver = false
  const count = (): void => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  expect(await createReads(driver).todos(app.account, query)).toEqual([])
  isOver = true
  expect(turns).toBeGreaterThan(1)
  for (const sort of ['position', 'updated'] as const)
    await expect(createReads(driver, 0).todos(app.account, { ...query, sort })).rejects.toMatchObject({
      code: 'query_too_slow',
    })
  expect((await createReads(driver).todos(app.account, { ...query, test: undefined })).length).toBe(10)
  await driver.close()
  await app.close()
  await drop()
})

test.each(['sqlite', 'postgres'] as const)(
  '[F87] %s: a search that waits for the index in vain says how far that is and when to try again, until one is answered',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const list = app.account.defaultList
    for (let done = 0; done < 3_000; done += 500) {
      const commands = Array.from({ length: 500 }, (_, index): Command => {
        const id = newId()
        return { type: 'createTodo', id, todo: { id, list, name: `todo ${done + index}`, notes: 'here.' } }
      })
      await app.committer.commit(app.account, commands)
    }
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    // Nothing of it is indexed, as behind an import.
    await driver.transaction((each) => each.all('update texts_at set version = 0', []))
    // A search without any time does one step of it.
    const reads = createReads(driver, 0)
    const asked: TodoQuery = { ...query, test: { type: 'text', in: 'notes', pattern: 'here.' } }
    const indexed: number[] = []
    for (;;) {
      const answer = await reads.todos(app.account, asked).catch((error: unknown) => error)
      if (!(answer instanceof AppError)) break
      expect(answer.code).toBe('query_too_slow')
      const { params, retryAfter } = answer.details
      if (params === undefined) break
      indexed.push((params as { indexed: number }).indexed)
      expect(retryAfter).toBeWithin(1, 61)
    }
    expect(indexed.length).toBeGreaterThan(1)
    expect(indexed).toEqual(indexed.toSorted((a, b) => a - b))
    expect((await createReads(driver).todos(app.account, asked)).length).toBe(10)
    await driver.close()
    await app.close()
    await drop()
  },
)
