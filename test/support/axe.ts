/** What axe finds against WCAG 2.2 AA, in words. */
import { source as axeSource } from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  nodes: { target: string[]; failureSummary: string }[]
}

export async function violations(page: Page): Promise<string[]> {
  await settled(page)
  // Its half a megabyte is read once for each document.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (how: object) => Promise<{ violations: Violation[] }> }
    }
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const how = { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }
    return (await axe.run(how)).violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
    }))
  })
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  )
}

/** Waits until what is on its way is shown: no animation runs, and for some frames nothing of the document changes. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const quietFrames = 4
    let quiet = 0
    const observer = new MutationObserver(() => (quiet = 0))
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const isMoving = () =>
      document
        .getAnimations()
        .some(
          ({ playState, effect }) =>
            playState === 'running' && effect?.getComputedTiming().iterations !== Infinity,
        )
    while (quiet < quietFrames) {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      quiet = isMoving() ? 0 : quiet + 1
    }
    observer.disconnect()
  })
}
