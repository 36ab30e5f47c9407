/** How soon a change in one browser is painted in another. */
import type { BrowserContext } from 'playwright-core'
import { idsShown, openList, percentile, settled } from './browser.ts'
import { goal, type Line } from './lines.ts'
import { travelled } from './probe.ts'
import { median } from '../spread.ts'

const changes = 30
/** They come one by one, as people make them. */
const pauseMs = 150

export async function measureLive(
  contexts: readonly [BrowserContext, BrowserContext],
  url: string,
  lists: readonly { name: string; id: string }[],
): Promise<Line[]> {
  const lines: Line[] = []
  for (const list of lists) {
    const pages = await Promise.all(contexts.map((context) => context.newPage()))
    const [from, to] = pages as [(typeof pages)[0], (typeof pages)[0]]
    // Once to have it, and once more from what is kept, as on most days.
    for (const page of [...pages, ...pages]) {
      await openList(page, url, list.id)
      await settled(page)
    }
    await from.locator('.todo:not(.is-finished) .name').first().click()
    const times: number[] = []
    const ids = await idsShown(from)
    for (const [at, id] of ids.entries()) {
      if (times.length === changes) break
      const isFinished = await from.locator(`[data-todo="${id}"] .tick`).getAttribute('aria-checked')
      if (isFinished !== 'true') times.push(await travelled(from, to, ' ', { kind: 'finished', id }))
      if (ids[at + 1] !== undefined) await from.keyboard.press('ArrowDown')
      await Bun.sleep(pauseMs)
    }
    for (const page of pages) await page.close()
    const what = `finishing in one browser to painted in another, ${list.name}, p95 (median ${median(times).toFixed(0)} ms)`
    lines.push(goal(what, percentile(times, 95), 'ms', 100))
  }
  return lines
}
