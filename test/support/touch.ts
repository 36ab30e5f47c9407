/** A finger on a page with touch, as the browser's own protocol moves it: Playwright can only tap. */
import type { Locator, Page } from 'playwright-core'

interface Point {
  x: number
  y: number
}

export interface Finger {
  down(at: Point): Promise<void>
  /** In steps, so that the page sees where it goes. */
  move(to: Point): Promise<void>
  up(): Promise<void>
}

const steps = 6

export async function fingerOn(page: Page): Promise<Finger> {
  const session = await page.context().newCDPSession(page)
  let at: Point = { x: 0, y: 0 }
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  return {
    async down(point) {
      at = point
      await send('touchStart', [at])
    },
    async move(to) {
      const from = at
      for (let step = 1; step <= steps; step++) {
        at = { x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps }
        await send('touchMove', [at])
      }
    },
    async up() {
      await send('touchEnd', [])
    },
  }
}

export async function middleOf(of: Locator): Promise<Point> {
  const box = await of.boundingBox()
  if (!box) throw new Error('It is not shown')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
