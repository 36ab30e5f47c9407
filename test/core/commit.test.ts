/** The write path over a store that refuses (SPEC.md, W1 to W3). */
import { expect, test } from 'bun:test'
import { statusOf } from '../../src/model/error-table.ts'
import { createCommitter } from '../../src/core/write/commit.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import { StoreError, type Store } from '../../src/core/ports/store.ts'
import type { Saved } from '../../src/core/ports/rows.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import type { Command } from '../../src/model/command.ts'
import { openStore } from '../../src/storage/open.ts'

const newId = () => Bun.randomUUIDv7()
const runtime = {
  now: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
  defer: (callback: () => void) => void setImmediate(callback),
  sleep: (ms: number) => Bun.sleep(ms),
  random: Math.random,
  newId,
  onCommitted: () => {},
  onFault: () => {},
}

/** A store in memory, what commands of its one account are made with, and a list whose names are unique. */
async function open() {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const list = account.defaultList
  const create = (name: string): Command => {
    const id = newId()
    return { type: 'createTodo', id, fingerprint: id, todo: { id: newId(), list, name } }
  }
  return { store, account, list, create }
}

/** The store, whose saves of these todos end in a failure for as long as there is one. */
const failing = (store: Store, failure: (saved: Saved) => unknown): Store => ({
  ...store,
  transaction: (work) =>
    store.transaction((transaction) =>
      work({
        ...transaction,
        async save(saved) {
          const error = failure(saved)
          if (error !== undefined) throw error
          await transaction.save(saved)
        },
      }),
    ),
})

const saves = (saved: Saved, name: string): boolean => saved.todos.some(({ after }) => after.name === name)
const codes = (outcomes: Outcome[]) =>
  outcomes.map((each) => (each.accepted ? each.replayed || 'accepted' : each.error.code))

test('[W1] a batch that the database refuses is carried out command by command', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const refused = newId()
  const refusing: Store = {
    ...store,
    transaction: (work) =>
      store.transaction((transaction) =>
        work({
          ...transaction,
          save: (saved) =>
            saved.todos.some((todo) => todo.after.id === refused)
              ? Promise.reject(new StoreError('conflict', 'a constraint'))
              : transaction.save(saved),
        }),
      ),
  }
  const committer = createCommitter({ ...runtime, store: refusing })
  const create = (id: string): Command => ({
    type: 'createTodo',
    id: newId(),
    todo: { id, list: account.defaultList, name: id },
  })
  const outcomes = await Promise.all([
    committer.commit(account, [create(newId()), create(refused), create(newId())]),
    committer.commit(account, [create(newId())]),
    committer.commit(account, [create(newId()), create(refused)], 'atomic'),
  ])
  expect(outcomes.map((group) => group.map((each) => each.accepted))).toEqual([
    [true, false, true],
    [true],
    [false, false],
  ])
  expect(await store.reads.count(account.defaultList)).toBe(3)
  await store.close()
})

test('[W2] what was refused stays so when it is sent again with what was accepted behind it', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  const committer = createCommitter({ ...runtime, store })
  const create = (name: string): Command => {
    const id = newId()
    return {
      type: 'createTodo',
      id,
      fingerprint: id,
      todo: { id, list: account.defaultList, name },
      ifNameFree: true,
    }
  }
  const taken = create('x')
  await committer.commit(account, [taken])
  const push = [create('x'), create('y')]
  const first = await committer.commit(account, push, 'in order')
  expect(first.map((each) => each.accepted)).toEqual([false, true])
  await committer.commit(account, [
    { type: 'deleteTodo', id: newId(), todo: { list: account.defaultList, number: 1 } },
  ])
  const again = await committer.commit(account, [...push, create('z')], 'in order')
  expect(again.map((each) => (each.accepted ? each.replayed : each.error.code))).toEqual([
    'refused_before',
    true,
    false,
  ])
  await store.close()
})

test('[W3] a batch is tried again for a while only, however long each try takes', async () => {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  let clock = 0
  let tries = 0
  const slow: Store = {
    ...store,
    transaction() {
      tries++
      clock += serverLimits.lockTimeoutMs
      return Promise.reject(new StoreError('busy', 'a lock that another holds'))
    },
  }
  const committer = createCommitter({
    ...runtime,
    store: slow,
    monotonicMs: () => clock,
    sleep: async (ms) => void (clock += ms),
  })
  const remove: Command = { type: 'deleteTodo', id: newId(), todo: newId() }
  const [outcome] = await committer.commit(account, [remove])
  expect(outcome).toMatchObject({ accepted: false, error: { code: 'database_away' } })
  expect(tries).toBeLessThanOrEqual(2)
  await store.close()
})

test.each(['in order', 'each'] as const)(
  '[F10] nothing is carried out behind a command at which the server failed (%s), so a fault that passes is no refusal later',
  async (how) => {
    const { store, account, create } = await open()
    const faults: unknown[] = []
    let isFaulty = true
    const committer = createCommitter({
      ...runtime,
      store: failing(store, (saved) => (isFaulty && saves(saved, 'b') ? new Error('a fault') : undefined)),
      onFault: (error) => faults.push(error),
    })
    const push = [create('a'), create('b'), create('c'), create('d')]
    const first = await committer.commit(account, push, how)
    expect(codes(first)).toEqual(['accepted', 'internal', 'behind_a_fault', 'behind_a_fault'])
    expect(first.map((each) => (each.accepted ? 200 : statusOf(each.error.code)))).toEqual([
      200, 500, 503, 503,
    ])
    expect(faults).toHaveLength(1)
    isFaulty = false
    const again = await committer.commit(account, push, how)
    expect(codes(again)).toEqual([true, 'accepted', 'accepted', 'accepted'])
    await store.close()
  },
)

test.each([
  ['away', 'database_away'],
  ['full', 'storage_full'],
] as const)(
  '[F10] nor behind one for which the database was %s while the group was tried command by command',
  async (kind, code) => {
    const { store, account, create } = await open()
    let clock = 0
    const committer = createCommitter({
      ...runtime,
      monotonicMs: () => clock,
      sleep: async (ms) => void (clock += ms),
      store: failing(store, (saved) => {
        if (saved.todos.length > 1) return new Error('a fault')
        return saves(saved, 'b') ? new StoreError(kind, 'a failure') : undefined
      }),
    })
    const outcomes = await committer.commit(account, [create('a'), create('b'), create('c')], 'in order')
    expect(codes(outcomes)).toEqual(['accepted', code, 'behind_a_fault'])
    await store.close()
  },
)

test('[F10] what the rules refuse holds up nothing behind it, also where a group is tried command by command', async () => {
  const { store, account, list, create: made } = await open()
  const create = (name: string) => ({ ...made(name), ifNameFree: true })
  let isFaulty = false
  const committer = createCommitter({
    ...runtime,
    store: failing(store, (saved) => (isFaulty && saved.todos.length > 1 ? new Error('a fault') : undefined)),
  })
  await committer.commit(account, [create('x')])
  const push = [create('x'), create('y'), create('z')]
  expect(codes(await committer.commit(account, push.slice(0, 2), 'in order'))).toEqual([
    'name_taken',
    'accepted',
  ])
  await committer.commit(account, [{ type: 'deleteTodo', id: newId(), todo: { list, number: 1 } }])
  isFaulty = true
  // The name is free by now, but one behind it was accepted.
  push.push(create('w'))
  expect(codes(await committer.commit(account, push, 'in order'))).toEqual([
    'refused_before',
    true,
    'accepted',
    'accepted',
  ])
  await store.close()
})

test('[F10] a batch that was committed without an answer, and then fails together, acts once all the same', async () => {
  const { store, account, list, create } = await open()
  let tries = 0
  const committer = createCommitter({
    ...runtime,
    sleep: () => Promise.resolve(),
    store: {
      ...store,
      async transaction(work) {
        tries++
        if (tries === 2) throw new Error('a fault')
        const result = await store.transaction(work)
        if (tries === 1) throw new StoreError('away', 'the answer was lost')
        return result
      },
    },
  })
  // Ids that the server made: nobody else knows them.
  const push = [create('a'), create('b')].map(({ fingerprint: _, ...command }) => command as Command)
  expect((await committer.commit(account, push)).map((each) => each.accepted)).toEqual([true, true])
  expect(await store.reads.count(list)).toBe(2)
  await store.close()
})

test('[F10] a fault after an attempt that may have been committed is told as 503, for 500 says that nothing was carried out', async () => {
  const { store, account, create } = await open()
  let tries = 0
  const committer = createCommitter({
    ...runtime,
    sleep: () => Promise.resolve(),
    store: {
      ...store,
      async transaction(work) {
        if (++tries > 1) throw new Error('a fault')
        await store.transaction(work)
        throw new StoreError('away', 'the answer was lost')
      },
    },
  })
  const push = [create('a')]
  expect(codes(await committer.commit(account, push, 'in order'))).toEqual(['database_away'])
  const whole = createCommitter({ ...runtime, store })
  expect(codes(await whole.commit(account, push, 'in order'))).toEqual([true])
  await store.close()
})

test('[F10] who fails at hearing of a commit does not have it carried out once more', async () => {
  const { store, account, list, create } = await open()
  const faults: unknown[] = []
  const committer = createCommitter({
    ...runtime,
    store,
    onCommitted() {
      throw new Error('a listener')
    },
    onFault: (error) => faults.push(error),
  })
  expect(codes(await committer.commit(account, [create('a'), create('b')]))).toEqual(['accepted', 'accepted'])
  expect(await store.reads.count(list)).toBe(2)
  expect(faults).toHaveLength(1)
  await store.close()
})
