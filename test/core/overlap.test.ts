/** Batches that begin while the one before commits, on PostgreSQL (SPEC.md, S83 and S84). */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createCommitter } from '../../src/core/write/commit.ts'
import { StoreError, type Store } from '../../src/core/ports/store.ts'
import type { Account } from '../../src/model/access.ts'
import type { Command } from '../../src/model/command.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { openStore } from '../../src/storage/open.ts'
import { newDatabase } from '../support/engines.ts'

const newId = () => Bun.randomUUIDv7()

let database: Awaited<ReturnType<typeof newDatabase>>
let store: Store
let account: Account
beforeEach(async () => {
  database = await newDatabase('postgres')
  store = await openStore(database.name, { newId, now: Date.now })
  account = (await store.reads.account('local')) as Account
})
afterEach(async () => {
  await store.close()
  await database.drop()
})

/**
 * A committer, which is sent a todo and, when that has begun, its change.
 * @param beforeCommit - what happens when all of a transaction is written, the first of which is number 1
 */
async function createAndChange(beforeCommit: (nth: number, second: Promise<void>) => Promise<void>) {
  let begun = 0
  let clock = 0
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const committer = createCommitter({
    store: {
      ...store,
      transaction(work) {
        const nth = ++begun
        if (nth === 2) second.resolve()
        return store.transaction(async (transaction) => {
          first.resolve()
          const result = await work(transaction)
          await beforeCommit(nth, second.promise)
          return result
        })
      },
    },
    now: () => new Date().toISOString(),
    monotonicMs: () => clock,
    defer: (callback) => void setImmediate(callback),
    sleep: async (ms) => void (clock += ms),
    random: () => 0.5,
    newId,
    onCommitted: () => {},
    onFault: (error) => {
      throw error
    },
  })
  const todo = { id: newId(), list: account.defaultList, name: 'new' }
  const send = (command: Command) => committer.commit(account, [command])
  const created = send({ type: 'createTodo', id: newId(), todo })
  await first.promise
  const changed = send({ type: 'updateTodo', id: newId(), todo: todo.id, changes: { name: 'changed' } })
  const outcomes = (await Promise.all([created, changed])).flat()
  return {
    versions: outcomes.map((outcome) => (outcome.accepted ? outcome.version : outcome.error.code)),
    clock,
    again: () => send({ type: 'createTodo', id: newId(), todo: { ...todo, id: newId() } }),
  }
}

test('[S83] a batch begins while the one before commits, and is decided on what that left', async () => {
  const { versions } = await createAndChange(async (nth, second) => {
    if (nth === 1) await second
  })
  expect(versions).toEqual([2, 3])
})

test('[S84] where the one before is not committed, a batch comes behind its next try', async () => {
  const { versions } = await createAndChange(async (nth, second) => {
    if (nth > 1) return
    await second
    throw new StoreError('away', 'a test')
  })
  expect(versions).toEqual([2, 3])
})

test('[S84] where the database is away for the one before, it is for the next, after the patience of one', async () => {
  let isAway = true
  const { versions, clock, again } = await createAndChange(async (nth, second) => {
    if (nth === 1) await second
    if (isAway) throw new StoreError('away', 'a test')
  })
  expect(versions).toEqual(['database_away', 'database_away'])
  expect(clock).toBeWithin(serverLimits.commitRetryMs, 2 * serverLimits.commitRetryMs)
  isAway = false
  expect(await again()).toMatchObject([{ accepted: true }])
})
