/** Who catches up, page by page (SPEC.md, Y60, S115). */
import { expect, test } from 'bun:test'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import type { Todo } from '../../src/model/todo.ts'
import { createTurns } from '../../src/sync/turns.ts'

const pageOf = (count: number, notes = '') => ({
  todos: Array.from({ length: count }, () => ({ name: 'a name', notes }) as Todo),
})

/** How often was collected behind each page. */
async function collections(pages: number, page: { todos: Todo[] }): Promise<number[]> {
  let collected = 0
  const inTurn = createTurns(
    () => Promise.resolve(),
    () => collected++,
  )
  const seen: number[] = []
  for (let count = 0; count < pages; count++) {
    await inTurn(() => Promise.reject(new Error('away'))).catch(() => {})
    await inTurn(() => Promise.resolve(page))
    await inTurn(() => Promise.resolve(undefined))
    seen.push(collected)
  }
  return seen
}

test('[Y60] what pages leave behind in memory is collected again and again, whether others could be read or not', async () => {
  const pages = 3 * serverLimits.pagesPerCollection
  for (const page of [pageOf(limits.deltaRowsMax), pageOf(1, 'x'.repeat(limits.deltaBytesMax))]) {
    const seen = await collections(pages, page)
    expect(seen.at(-1)).toBe(3)
    expect(seen[serverLimits.pagesPerCollection - 2]).toBe(0)
  }
})

test('[S115] small pages count for what they are: ten thousand short lists bring few collections', async () => {
  const seen = await collections(10_000, pageOf(1))
  expect(seen.at(-1)).toBe(Math.floor(10_000 / limits.deltaRowsMax / serverLimits.pagesPerCollection))
})
