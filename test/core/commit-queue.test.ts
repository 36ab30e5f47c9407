/** What waits to be committed, over a store that a test holds up (SPEC.md, Y40 to Y42, A53). */
import { expect, test } from 'bun:test'
import { createCommitter, type CommitDeps } from '../../src/core/write/commit.ts'
import { StoreError, type Store } from '../../src/core/ports/store.ts'
import type { Command } from '../../src/model/command.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { openStore } from '../../src/storage/open.ts'

const newId = () => Bun.randomUUIDv7()

/** A committer over a store in memory, whose transactions wait for `before`. */
async function open(before: () => Promise<void>, deps: Partial<CommitDeps> = {}) {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const held: Store = {
    ...store,
    async transaction(work) {
      await before()
      return store.transaction(work)
    },
  }
  const committer = createCommitter({
    store: held,
    now: () => new Date().toISOString(),
    monotonicMs: () => performance.now(),
    defer: (callback) => void setImmediate(callback),
    sleep: (ms) => Bun.sleep(ms),
    random: Math.random,
    newId,
    onCommitted: () => {},
    onFault: () => {},
    ...deps,
  })
  const create = (): Command => ({
    type: 'createTodo',
    id: newId(),
    todo: { id: newId(), list: account.defaultList, name: newId() },
  })
  const many = (count: number) => committer.commit(account, Array.from({ length: count }, create))
  return { committer, account, create, many, [Symbol.asyncDispose]: () => store.close() }
}

test('[Y40] so many commands wait and no more, and what was committed waits no longer', async () => {
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>()
  await using opened = await open(() => gate)
  const { many } = opened
  const size = serverLimits.commitCommandsMax
  const first = many(size)
  // It is in the transaction now, and does not wait for one.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  for (let round = 0; round < 2; round++) {
    const waiting = Array.from({ length: serverLimits.commitQueueMax / size }, () => many(size))
    expect(() => many(1)).toThrow(expect.objectContaining({ code: 'overloaded' }))
    letGo()
    const outcomes = await Promise.all([first, ...waiting])
    expect(outcomes.flat().every(({ accepted }) => accepted)).toBe(true)
    await Promise.all(outcomes)
  }
})

test('[Y41] while the database is away all who wait are told so, after the patience of one', async () => {
  let [clock, tries] = [0, 0]
  let isAway = true
  const { promise: tried, resolve: isTried } = Promise.withResolvers<void>()
  await using opened = await open(
    async () => {
      tries++
      isTried()
      if (isAway) throw new StoreError('away', 'a test')
    },
    { monotonicMs: () => clock, sleep: async (ms) => void (clock += ms), random: () => 0.5 },
  )
  const { many } = opened
  const begun = clock
  const first = many(1)
  await tried
  const behind = [many(2), many(1)]
  const codes = (await Promise.all([first, ...behind])).map((group) =>
    group.map((outcome) => (outcome.accepted ? 'accepted' : outcome.error.code)),
  )
  expect(codes).toEqual([['database_away'], ['database_away', 'database_away'], ['database_away']])
  // By the clock of the test, which goes on only while the committer sleeps.
  expect(clock - begun).toBeWithin(serverLimits.commitRetryMs, 2 * serverLimits.commitRetryMs)
  const before = tries
  isAway = false
  expect(await many(1)).toMatchObject([{ accepted: true }])
  expect(tries).toBe(before + 1)
})

test('[Y42] what stops takes nothing more, and ends when what it had is committed', async () => {
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>()
  await using opened = await open(() => gate)
  const { many, committer } = opened
  const [first, second] = [many(1), many(1)]
  let isStopped = false
  const stopped = committer.stop().then(() => (isStopped = true))
  expect(() => many(1)).toThrow(expect.objectContaining({ code: 'stopping' }))
  await new Promise((resolve) => setImmediate(resolve))
  expect(isStopped).toBe(false)
  letGo()
  expect([...(await first), ...(await second)]).toMatchObject([{ accepted: true }, { accepted: true }])
  await stopped
})

test('[A53] an id of a batch that was refused as a whole is free for who sends it in the same transaction', async () => {
  await using opened = await open(async () => {})
  const { committer, account, create } = opened
  const command = { ...create(), fingerprint: 'one' } as Command
  const missing: Command = { type: 'deleteTodo', id: newId(), todo: newId() }
  const [refused, accepted] = await Promise.all([
    committer.commit(account, [command, missing], 'atomic'),
    committer.commit(account, [command]),
  ])
  expect(refused.map(({ accepted }) => accepted)).toEqual([false, false])
  expect(accepted).toMatchObject([{ accepted: true, replayed: false, created: true }])
})
