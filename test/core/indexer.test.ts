/** When the index of search is brought up (SPEC.md, G12). */
import { expect, test } from 'bun:test'
import type { Step } from '../../src/core/ports/index-store.ts'
import { Indexer } from '../../src/core/search/indexer.ts'
import { StoreError } from '../../src/core/ports/store.ts'
import { serverLimits } from '../../src/model/server-limits.ts'

/** @param parts - how many steps each list needs */
function start(parts: Record<string, number>, stale: string[] = []) {
  let [now, next] = [0, 0]
  const [timers, taken, faults]: [{ ms: number; at: number; callback: () => void }[], string[], unknown[]] = [
    [],
    [],
    [],
  ]
  const steps: string[] = []
  const pauses: number[] = []
  let failing: unknown
  const indexer = new Indexer({
    store: {
      async indexStep(list): Promise<Step> {
        if (failing) throw failing
        if (taken.includes(list)) return 'taken'
        steps.push(list)
        parts[list] = (parts[list] ?? 1) - 1
        return parts[list] > 0 ? 'more' : 'done'
      },
      staleLists: async () => ({ lists: stale.splice(0), next: undefined }),
    },
    monotonicMs: () => now,
    every(ms, callback) {
      timers.push({ ms, at: ms, callback })
      return () => {}
    },
    async sleep(ms) {
      pauses.push(ms)
      now += ms
    },
    onFault: (error) => faults.push(error),
  })
  return {
    indexer,
    steps,
    pauses,
    taken,
    faults,
    fail: (error: unknown) => (failing = error),
    write: () => indexer.committed({ [`list ${next % 2}`]: ++next }),
    /** Lets so many of its looks pass. */
    async ticks(count: number, before = () => {}) {
      for (let tick = 0; tick < count; tick++) {
        before()
        now += serverLimits.indexEveryMs
        timers[0]?.callback()
        for (let turn = 0; turn < 200; turn++) await Promise.resolve()
      }
    },
  }
}

test('[G12] the index is brought up once nobody writes, with what was behind at the start', async () => {
  const { ticks, write, steps } = start({ 'list 0': 3, old: 2 }, ['old'])
  await ticks(8, write)
  expect(steps).toEqual([])
  await ticks(2)
  expect(steps.toSorted()).toEqual(['list 0', 'list 0', 'list 0', 'list 1', 'old', 'old'])
  await ticks(8)
  expect(steps.length).toBe(6)
})

test('[G12] between two lists others have a turn, however many there are and however little each needs', async () => {
  const lists = Array.from({ length: 60 }, (_, index) => `stale ${index}`)
  const { ticks, steps, pauses } = start({}, [...lists])
  await ticks(4)
  expect(steps).toEqual(lists)
  expect(pauses.filter((ms) => ms >= 1).length).toBeGreaterThanOrEqual(lists.length)
})

test('[G12] where it is never quiet, it is brought up nevertheless, with pauses', async () => {
  const { ticks, write, steps } = start({})
  await ticks(serverLimits.indexOverdueMs / serverLimits.indexEveryMs, write)
  expect(steps).toEqual([])
  await ticks(2, write)
  expect(steps.length).toBeGreaterThan(0)
})

test('[G12] what another node is at is looked at again; after a failure, a moment later', async () => {
  const { ticks, write, steps, taken, faults, fail } = start({})
  taken.push('list 0')
  write()
  await ticks(4)
  expect(steps).toEqual([])
  taken.pop()
  await ticks(1)
  expect(steps).toEqual(['list 0'])
  fail(new StoreError('away', 'test'))
  write()
  await ticks(4)
  fail(new Error('odd'))
  await ticks(serverLimits.indexRetryMs / serverLimits.indexEveryMs)
  expect(faults.map(String)).toEqual(['Error: odd'])
  fail(undefined)
  await ticks(serverLimits.indexRetryMs / serverLimits.indexEveryMs)
  expect(steps).toEqual(['list 0', 'list 1'])
})

test('[G12] a stop waits for the step that runs, and begins no other', async () => {
  const { ticks, write, steps, indexer } = start({ 'list 0': 1_000 })
  write()
  await ticks(2)
  await indexer.stop()
  const done = steps.length
  await ticks(4)
  expect(steps.length).toBe(done)
  expect(done).toBeLessThan(1_000)
})

test('[G12] a stop does not wait for the pause behind a step', async () => {
  const { promise: pausing, resolve: isPausing } = Promise.withResolvers<void>()
  const indexer = new Indexer({
    monotonicMs: () => performance.now(),
    every: (_, callback) => {
      setImmediate(callback)
      return () => {}
    },
    store: { indexStep: async () => 'more', staleLists: async () => ({ lists: ['long'], next: undefined }) },
    sleep: () => {
      isPausing()
      return new Promise(() => {})
    },
    onFault: () => {},
  })
  await pausing
  await indexer.stop()
})
