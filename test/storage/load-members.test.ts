/** What a commit reads of members (SPEC.md, S113). */
import { expect, test } from 'bun:test'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { createTransaction } from '../../src/storage/transaction.ts'
import { createApp } from '../support/app.ts'
import { newDatabase } from '../support/engines.ts'

test('[S113] SQLite: the members of the lists of a batch are found, whatever other lists their accounts have', async () => {
  const { name, drop } = await newDatabase('sqlite')
  if (name.engine !== 'sqlite') throw new Error('no SQLite')
  const app = await createApp({ database: name })
  const { id, defaultList } = app.account
  await app.close()
  const driver = openSqlite(name.path)
  const asked: [sql: string, params: readonly unknown[]][] = []
  await driver.transaction(async (connection) => {
    const all: typeof connection.all = (sql, params) => {
      asked.push([sql, params])
      return connection.all(sql, params)
    }
    const transaction = createTransaction({ ...connection, all } as typeof connection, driver.dialect)
    expect(await transaction.members([id], [defaultList], [])).toMatchObject([{ id: defaultList }])
    expect(await transaction.members([id], [], [Bun.randomUUIDv7()])).toEqual([])
  })
  expect(asked.length).toBe(2)
  for (const [sql, params] of asked) {
    const plan = await driver.all(`explain query plan ${sql}`, params as string[])
    const looks = plan.map((row) => /SEARCH members.*/.exec(String(row['detail']))?.[0]).filter(Boolean)
    expect(looks).toEqual(['SEARCH members USING INDEX members_by_list (list=?)'])
  }
  await driver.close()
  await drop()
})
