/** How a feed cuts what changed into pages, and what it keeps of them (SPEC.md, Y43, Y44). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createFeed } from '../../src/core/feed/feed.ts'
import { noRows, type Changes } from '../../src/core/ports/rows.ts'
import type { Reads } from '../../src/core/ports/store.ts'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'

const space = 'a space'
const large = 'x'.repeat(limits.deltaBytesMax / 20)

/** How many rows a version changed, how many of them left, whether the texts are large, and whether it changed the list. */
interface Step {
  rows: number
  gone: number
  isLarge: boolean
  isOfList: boolean
}

/** A space as a store has it, whose versions changed these rows. */
function storeOf(steps: readonly Step[]): {
  all: Omit<Changes, 'digest'>
  reads: Pick<Reads, 'changes'>
  asked: () => number
} {
  const [todos, gone] = [[] as any[], [] as Changes['gone']]
  let lists: Changes['lists'] = []
  for (const [index, step] of steps.entries()) {
    const version = index + 1
    for (let row = 0; row < step.rows; row++)
      todos.push({ id: `${version}.${row}`, version, name: 'x', notes: step.isLarge ? large : '' })
    for (let row = 0; row < step.gone; row++) gone.push({ id: `gone ${version}.${row}`, version })
    if (step.isOfList) lists = [{ id: space, version } as Changes['lists'][0]]
  }
  const all = { ...noRows(), version: steps.length, floor: 0, membersAt: 0, lists, todos, gone }
  let asked = 0
  const changes: Reads['changes'] = async (_, since, limit) => {
    asked++
    const after = <T extends { version: number }>(rows: readonly T[]) =>
      rows.filter(({ version }) => version > since)
    return {
      ...all,
      digest: [1, 2],
      lists: after(lists),
      todos: after(todos).slice(0, limit),
      gone: after(gone).slice(0, limit),
    }
  }
  return { all, reads: { changes }, asked: () => asked }
}

const step: fc.Arbitrary<Step> = fc.record({
  rows: fc.oneof(
    { weight: 9, arbitrary: fc.nat(3) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 500 }) },
  ),
  gone: fc.oneof(
    { weight: 9, arbitrary: fc.nat(1) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 500 }) },
  ),
  isLarge: fc.boolean(),
  isOfList: fc.boolean(),
})

test('[Y43] whatever changed, each page is whole versions: all rows of them and no others, and no more than may be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(60), async (steps, from) => {
      const { all, reads } = storeOf(steps)
      const feed = createFeed(reads, 'epoch')
      let at = Math.min(from, steps.length)
      for (;;) {
        const page = await feed.changesSince(space, at)
        if (!page) throw new Error('there is no page')
        const isIn = ({ version }: { version: number }) => version > at && version <= page.to
        expect(page).toMatchObject({ from: at, snapshot: at === 0, more: page.to < all.version })
        expect(page.todos.map(({ id }) => id)).toEqual(all.todos.filter(isIn).map(({ id }) => id))
        expect(page.gone).toEqual(all.gone.filter(isIn).map(({ id }) => id))
        expect(page.list).toEqual(all.lists.find(isIn) as never)
        expect(page.digest === null).toBe(page.more)
        const size = page.todos.reduce((sum, { notes, name }) => sum + notes.length + name.length, 0)
        // Where the first version alone has more rows than a page, as many as one command may change.
        const first = [all.todos, all.gone].map(
          (rows) => rows.filter(({ version }) => version === at + 1).length,
        )
        const most = Math.max(...first) > limits.deltaRowsMax ? limits.subtreeMax + 1 : limits.deltaRowsMax
        expect(Math.max(page.todos.length, page.gone.length)).toBeLessThanOrEqual(most)
        // The texts of one version are sent together, however large.
        const hasMany = page.todos.at(-1)?.version !== page.todos[0]?.version
        if (hasMany) expect(size).toBeLessThanOrEqual(limits.deltaBytesMax)
        if (!page.more) break
        expect(page.to).toBeGreaterThan(at)
        at = page.to
      }
    }),
    { numRuns: 200 },
  )
})

test('[Y44] what could not be read is read again, and not kept as it was', async () => {
  const { reads } = storeOf([{ rows: 1, gone: 0, isLarge: false, isOfList: false }])
  let isAway = true
  const changes: Reads['changes'] = (...args) =>
    isAway ? Promise.reject(new Error('away')) : reads.changes(...args)
  const feed = createFeed({ changes }, 'epoch')
  feed.subscribe(space, () => {})
  await expect(feed.changesSince(space, 0)).rejects.toThrow('away')
  isAway = false
  expect(await feed.changesSince(space, 0)).toMatchObject({ to: 1 })
})

test('[Y44] a page is kept for others at the same place, so many of them, and only while someone would hear that it is old', async () => {
  const count = serverLimits.deltasKept + 1
  const one: Step = { rows: 1, gone: 0, isLarge: false, isOfList: false }
  const { reads, asked } = storeOf(Array.from({ length: count + 1 }, () => one))
  const feed = createFeed(reads, 'epoch')
  const readsOf = async (since: number) => {
    const before = asked()
    await feed.changesSince(space, since)
    return asked() - before
  }
  expect([await readsOf(1), await readsOf(1)]).toEqual([1, 1])
  const release = feed.subscribe(space, () => {})
  for (let since = 1; since <= count; since++) expect(await readsOf(since)).toBe(1)
  expect([await readsOf(count), await readsOf(1)]).toEqual([0, 1])
  feed.wake({ [space]: count + 1 })
  expect(await readsOf(count)).toBe(1)
  expect(await readsOf(count)).toBe(0)
  release()
  feed.subscribe(space, () => {})
  expect(await readsOf(count)).toBe(1)
})
