/** How the journal is kept, and found in (SPEC.md, S90 to S92). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { createCommitter } from '../../src/core/write/commit.ts'
import { StoreError, type Store } from '../../src/core/ports/store.ts'
import type { Saved } from '../../src/core/ports/rows.ts'
import { savedNothing } from '../../src/core/write/import/rows.ts'
import type { Command, CommandBody } from '../../src/model/command.ts'
import { migrations } from '../../src/storage/migrate.ts'
import { journalAsItCame } from '../../src/storage/migrations/0026-journal-as-it-came.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { createTransaction } from '../../src/storage/transaction.ts'
import { createApp } from '../support/app.ts'
import { clientOf, engines, newDatabase } from '../support/engines.ts'

const newId = () => Bun.randomUUIDv7()
const runtime = {
  now: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
  defer: (callback: () => void) => void setImmediate(callback),
  sleep: () => Promise.resolve(),
  random: Math.random,
  newId,
  onCommitted: () => {},
  onFault: () => {},
}

/** The store, of which the answer to the next transaction is lost behind its commit. */
function answerLost(store: Store): Store {
  let isLost = false
  return {
    ...store,
    async transaction(work) {
      const result = await store.transaction(work)
      if (isLost) return result
      isLost = true
      throw new StoreError('away', 'the answer was lost')
    },
  }
}

test.each(engines)(
  '[S91] %s: what can not be sent again acts once where the answer to its commit was lost, whatever it is',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    const { account, store } = app
    const [first, second] = [account.defaultList, newId()]
    const [todo, moved, visit] = [newId(), newId(), newId()]
    const bodies: CommandBody[] = [
      { type: 'createList', list: { id: second, name: 'second' } },
      { type: 'createTodo', todo: { id: todo, list: first, name: 'a' } },
      { type: 'createTodo', todo: { id: moved, list: first, name: 'b' } },
      { type: 'updateTodo', todo, changes: { name: 'c' } },
      { type: 'updateTodo', todo, changes: { notes: 'd' }, visit },
      { type: 'updateTodo', todo, changes: { notes: 'de' }, visit },
      { type: 'updateTodo', todo: moved, changes: { list: second } },
      { type: 'createFilter', filter: { id: newId(), name: 'e', filter: 'finished' } },
      { type: 'deleteTodo', todo },
      { type: 'updateList', list: second, changes: { name: 'f' } },
      { type: 'deleteList', list: second },
    ]
    const versions = async () => ({
      [second]: 0,
      ...(await store.reads.versions([account.id, first, second])),
    })
    for (const body of bodies) {
      const before = await versions()
      const committer = createCommitter({ ...runtime, store: answerLost(store) })
      const [outcome] = await committer.commit(account, [{ ...body, id: newId() } as Command])
      expect([body, outcome]).toMatchObject([body, { accepted: true }])
      const raised = Object.entries(await versions()).map(
        ([space, version]) => version - (before[space] ?? 0),
      )
      expect([body.type, Math.max(...raised)]).toEqual([body.type, 1])
    }
    await app.close()
    await database.drop()
  },
)

test('[S90] SQLite: a journal of the schema before is brought along: what is sent again is answered, and the history is as it was', async () => {
  const { name, drop } = await newDatabase('sqlite')
  if (name.engine !== 'sqlite') throw new Error('no SQLite')
  const key = { 'idempotency-key': 'a-key' }
  const add = (client: ReturnType<typeof clientOf>) =>
    client.json('POST', '/api/v1/todos', { name: 'a' }, key)
  const history = async (client: ReturnType<typeof clientOf>) =>
    (await client.json('GET', '/api/v1/history')).items
  const app = await createApp({ database: name })
  const client = clientOf(app, name)
  const todo = await add(client)
  await client.json('PATCH', `/api/v1/todos/${todo.id}`, { name: 'b' })
  const before = await history(client)
  expect(before.length).toBe(2)
  await app.close()
  asBefore(name.path as string)
  const again = await createApp({ database: name })
  expect(await add(clientOf(again, name))).toEqual(todo)
  expect(await history(clientOf(again, name))).toEqual(before)
  await again.close()
  const database = new Database(name.path as string)
  expect(database.query('pragma integrity_check').values()).toEqual([['ok']])
  expect(database.query("select count(*) from pragma_index_info('journal_by_id')").values()).toEqual([[2]])
  database.close()
  await drop()
})

/** Puts the journal back to how the schema before kept it. */
function asBefore(path: string): void {
  const database = new Database(path)
  const schema = migrations.indexOf(journalAsItCame)
  const columns =
    'account, id, space, version, time, type, subject, changes, fingerprint, answer, credential, undoes, visit, done_at, gesture'
  for (const statement of [
    `create table old (account integer not null, id text not null, space integer not null, version integer not null,
      time integer not null, type text not null, subject text not null, changes text not null, fingerprint text, answer text,
      credential text, undoes text, visit text, done_at integer, gesture text, primary key (account, id)) strict, without rowid`,
    `insert into old (${columns}) select ${columns} from journal`,
    'drop table journal',
    'alter table old rename to journal',
    "create index journal_by_version on journal (space, version, time) where changes <> '{}'",
    'create index journal_by_gesture on journal (account, gesture) where gesture is not null',
    // What later migrations added goes, since they run again.
    'alter table accounts drop column default_reminders',
    'alter table accounts drop column settings',
    'drop table views',
    'drop table words',
    'alter table texts_at drop column words_to',
    `update meta set value = '${schema}' where key = 'schema'`,
  ])
    database.run(statement)
  database.close()
}

test('[S92] SQLite: no statement of a commit walks along the journal', async () => {
  const { name, drop } = await newDatabase('sqlite')
  if (name.engine !== 'sqlite') throw new Error('no SQLite')
  const app = await createApp({ database: name })
  const { id, defaultList } = app.account
  await app.close()
  const driver = openSqlite(name.path)
  const statements = new Set<string>()
  await driver.transaction(async (connection) => {
    const all: typeof connection.all = (sql, params) => {
      statements.add(sql)
      return connection.all(sql, params)
    }
    const transaction = createTransaction(
      { ...connection, all, insert: connection.insert.bind(connection) } as typeof connection,
      driver.dialect,
    )
    await transaction.lock([defaultList], [])
    await transaction.members([id], [defaultList], [])
    await transaction.journal(id, [newId()])
    await transaction.entriesSince(new Map([[defaultList, 0]]), [newId()])
    await transaction.lastEntries([newId()])
    await transaction.save({ ...savedNothing, merged: [{ account: id, id: newId() }] } as unknown as Saved)
  })
  const asked = [...statements].filter((sql) => /\bjournal\b/.test(sql))
  expect(asked.length).toBe(4)
  for (const sql of asked) {
    const params = sql.includes('json_each') ? [...sql.matchAll(/\$\d+/g)].map(() => '[]') : []
    const plan = await driver.all(`explain query plan ${sql}`, params)
    expect(plan.map((row) => String(row['detail'])).filter((line) => /SCAN journal/.test(line))).toEqual([])
  }
  await driver.close()
  await drop()
})
