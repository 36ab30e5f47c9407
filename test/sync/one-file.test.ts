/** Several processes on one file of SQLite, which can't tell each other (SPEC.md, Y22 and R33). */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { createFeed } from '../../src/core/feed/feed.ts'
import { joinNodes, type Nodes } from '../../src/core/feed/nodes.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { runtime } from '../../src/runtime/runtime.ts'
import { createApp } from '../support/app.ts'
import { newDatabase } from '../support/engines.ts'

let database: Awaited<ReturnType<typeof newDatabase>>
let apps: App[]
let nodes: Nodes
/** How many spaces' versions were asked for, each time. */
let asked: number[]
let poll: () => void
let feed: ReturnType<typeof createFeed>
beforeEach(async () => {
  database = await newDatabase('sqlite')
  apps = [await createApp({ database: database.name }), await createApp({ database: database.name })]
  const { store } = apps[0] as App
  asked = []
  const reads = {
    ...store.reads,
    versions(spaces: string[]) {
      asked.push(spaces.length)
      return store.reads.versions(spaces)
    },
  }
  feed = createFeed(reads, store.epoch)
  nodes = await joinNodes({
    ...runtime,
    store: { ...store, reads, listen: () => Promise.resolve(false) },
    feed,
    every(_, callback) {
      poll = callback
      return () => {}
    },
  })
})
afterEach(async () => {
  nodes.stop()
  for (const app of apps) await app.close()
  await database.drop()
})

/** Lets a look end: it waits for nothing but turns of the event loop. */
async function look(): Promise<void> {
  poll()
  for (let turn = 0; turn < 20; turn++) await runtime.turn()
}

const commit = async (index: number) => {
  const { account, committer } = apps[index] as App
  const todo = { list: account.defaultList, name: Bun.randomUUIDv7() }
  const [outcome] = await committer.commit(account, [
    { id: Bun.randomUUIDv7(), type: 'createTodo', todo: { ...todo, id: Bun.randomUUIDv7() } },
  ])
  expect(outcome?.accepted).toBe(true)
}

test('[R33] who is alone on a file of SQLite reads no versions again; what another process writes there is told', async () => {
  const woken: number[] = []
  feed.subscribe(apps[0]?.account.defaultList ?? '', (version) => woken.push(version))
  await look()
  asked = []
  await commit(0)
  await look()
  expect(asked).toEqual([])

  woken.length = 0
  await commit(1)
  await look()
  expect(asked).toEqual([1])
  expect(woken).toHaveLength(1)
  await look()
  expect(asked).toEqual([1])
})

test('[R33] the versions of many spaces are read some at a time, with a turn of the event loop behind each', async () => {
  const most = serverLimits.spacesLookedAtMax
  for (let space = 0; space < 2 * most + 1; space++) feed.subscribe(Bun.randomUUIDv7(), () => {})
  const seen: number[] = []
  const count = () => {
    seen.push(asked.length)
    if (asked.length < 3) setImmediate(count)
  }
  setImmediate(count)
  await look()
  expect(asked).toEqual([most, most, 1])
  // What waits has its turn behind the first and the second.
  expect(seen).toContain(1)
  expect(seen).toContain(2)
})
