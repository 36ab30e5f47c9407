/** Who catches up, page by page (SPEC.md, Y60). */
import { expect, test } from 'bun:test'
import { serverLimits } from '../../src/model/server-limits.ts'
import { createTurns } from '../../src/sync/turns.ts'

test('[Y60] what pages leave behind in memory is collected again and again, whether they could be read or not', async () => {
  let collected = 0
  const inTurn = createTurns(
    () => Promise.resolve(),
    () => collected++,
  )
  const seen: number[] = []
  for (let page = 1; page <= 3 * serverLimits.pagesPerCollection; page++) {
    const read = inTurn(() => (page % 2 ? Promise.resolve() : Promise.reject(new Error('away'))))
    await read.catch(() => {})
    await inTurn(() => Promise.resolve(seen.push(collected)))
  }
  expect(collected).toBeGreaterThanOrEqual(5)
  expect(new Set(seen).size).toBeGreaterThanOrEqual(5)
})
