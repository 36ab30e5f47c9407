/** What is told of this node's own commits without reading it back (SPEC.md, Y23). */
import { expect, test } from 'bun:test'
import { createCommitter } from '../../src/core/write/commit.ts'
import { createFeed } from '../../src/core/feed/feed.ts'
import { versionsOf } from '../../src/core/ports/rows.ts'
import type { Delta } from '../../src/model/messages.ts'
import type { CommandBody } from '../../src/model/command.ts'
import { openStore } from '../../src/storage/open.ts'

const newId = () => Bun.randomUUIDv7()

async function start() {
  const store = await openStore({ engine: 'sqlite', path: undefined }, { newId, now: Date.now })
  const account = await store.reads.account('local')
  if (!account) throw new Error('no account')
  let reads = 0
  const counted: typeof store.reads.changes = (...args) => {
    reads++
    return store.reads.changes(...args)
  }
  const feed = createFeed({ changes: counted }, store.epoch)
  const committer = createCommitter({
    store,
    now: () => new Date().toISOString(),
    monotonicMs: () => performance.now(),
    defer: (callback) => void setImmediate(callback),
    sleep: (ms) => Bun.sleep(ms),
    random: Math.random,
    newId: () => Bun.randomUUIDv7(),
    onCommitted(saved) {
      feed.saved(saved)
      feed.wake(versionsOf(saved))
    },
    onFault() {},
  })
  const run = (...bodies: CommandBody[]) =>
    committer.commit(
      account,
      bodies.map((body) => ({ ...body, id: newId() })),
    )
  return { store, feed, run, account, list: account.defaultList, reads: () => reads }
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T

/** Rows of one version come in any order. */
const inOrder = (delta: Delta | undefined) =>
  delta && { ...delta, todos: delta.todos.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }

test('[Y23] what a commit of this node changed is told without a read, and exactly as a read would tell it', async () => {
  const { store, feed, run, account, list, reads } = await start()
  const other = newId()
  await run({ type: 'createList', list: { id: other, name: 'Other' } })
  const spaces = [account.id, list, other]
  for (const space of spaces) feed.subscribe(space, () => {})
  const todos = Array.from({ length: 8 }, newId)
  const random = (): CommandBody => {
    const todo = pick(todos)
    const name = pick(['a', 'b', 'c', 'd', 'e'])
    return pick<CommandBody>([
      { type: 'createTodo', todo: { id: todo, list: pick([list, other]), name, notes: 'ä' } },
      { type: 'createTodo', todo: { id: todo, list: pick([list, other]), name, labels: ['x'] } },
      { type: 'updateTodo', todo, changes: { finished: Math.random() < 0.5, due: '2026-12-01' } },
      { type: 'updateTodo', todo, changes: { name, priority: 'high', parent: pick([null, ...todos]) } },
      { type: 'updateTodo', todo, changes: { list: pick([list, other]) } },
      { type: 'deleteTodo', todo },
      { type: 'restoreTodo', todo },
      { type: 'updateList', list: pick([list, other]), changes: { name } },
      { type: 'createList', list: { id: newId(), name } },
    ])
  }
  const at = await store.reads.versions(spaces)
  let [changed, readOfChanged] = [0, 0]
  for (let round = 0; round < 500; round++) {
    await run(...Array.from({ length: 1 + Math.floor(Math.random() * 3) }, random))
    // Some are told after each commit, some after a few.
    if (Math.random() < 0.5) continue
    for (const space of spaces) {
      const since = at[space] as number
      const before = reads()
      const told = await feed.changesSince(space, since)
      const read = await createFeed(store.reads, store.epoch).changesSince(space, since)
      expect(JSON.stringify(inOrder(told))).toBe(JSON.stringify(inOrder(read)))
      if (told?.to !== since) {
        changed++
        readOfChanged += reads() - before
      }
      at[space] = told?.to as number
    }
  }
  // What is rarer, such as a changed list, is read back.
  expect(changed - readOfChanged).toBeGreaterThan(40)
  await store.close()
})

test('[Y23] of this node alone: where another one committed in between, it is read', async () => {
  const { store, feed, run, list, reads } = await start()
  feed.subscribe(list, () => {})
  const create = (): CommandBody => ({ type: 'createTodo', todo: { id: newId(), list, name: newId() } })
  await run(create())
  expect((await feed.changesSince(list, 1))?.todos).toHaveLength(1)
  expect(reads()).toBe(0)
  await run(create())
  feed.wake({ [list]: 4 })
  expect((await feed.changesSince(list, 2))?.to).toBe(3)
  expect(reads()).toBe(1)
  // More than one delta holds.
  await run(...Array.from({ length: 100 }, create))
  for (let n = 0; n < 4; n++) await run(...Array.from({ length: 100 }, create))
  const delta = await feed.changesSince(list, 3)
  expect([delta?.todos.length, delta?.more]).toEqual([300, true])
  expect(reads()).toBe(2)
  expect((await feed.changesSince(list, 403))?.todos).toHaveLength(100)
  expect(reads()).toBe(2)
  await store.close()
})
