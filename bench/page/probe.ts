/** What is measured inside the page, so that neither the way to it nor back counts. */
import type { Page } from 'playwright-core'

/** What a key press or a change of somebody else is to bring about. */
export type Change =
  | { kind: 'added'; name: string }
  | { kind: 'finished'; id: string }
  /** The keyboard's focus is at this todo. */
  | { kind: 'focused'; id: string }
  /** The calendar has at least so many days with todos. */
  | { kind: 'month'; entries: number }

interface Probe {
  /** From the begin of the navigation until the first rows were painted, in milliseconds. */
  opened: number | undefined
  longTasks: number[]
  awaited: Promise<{ key: number; painted: number }> | undefined
  painted(seen: () => boolean): Promise<number>
  holds(change: Change): boolean
}

declare global {
  interface Window {
    probe: Probe
  }
}

/** To be run before the page's own scripts. */
export function installProbe(): void {
  /** Looks in each frame, when all that is to be drawn is in the document; what follows the frame's tasks follows its paint. */
  const painted = (seen: () => boolean) =>
    new Promise<number>((resolve) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => resolve(performance.now())
      const look = () => (seen() ? channel.port2.postMessage('') : requestAnimationFrame(look))
      requestAnimationFrame(look)
    })
  const probe: Probe = {
    opened: undefined,
    longTasks: [],
    awaited: undefined,
    painted,
    holds(change) {
      if (change.kind === 'focused')
        return document.activeElement?.closest<HTMLElement>('[data-todo]')?.dataset['todo'] === change.id
      if (change.kind === 'added')
        return [...document.querySelectorAll('.todo .name')].some(
          ({ textContent }) => textContent === change.name,
        )
      if (change.kind === 'month')
        return document.querySelectorAll('.month-grid td:has([data-entry])').length >= change.entries
      // Finished by somebody else it goes below the heading of the finished ones.
      const tick = document.querySelector(`[data-todo="${change.id}"] .tick`)
      return tick === null || tick.getAttribute('aria-checked') === 'true'
    },
  }
  window.probe = probe
  void painted(() => document.querySelector('[data-todo]') !== null).then((at) => (probe.opened = at))
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration)
  }).observe({ type: 'longtask', buffered: true })
}

/** From a key press to the paint of what it changes, in milliseconds. */
export async function pressed(page: Page, key: string, change: Change): Promise<number> {
  await page.evaluate((change) => {
    const { probe } = window
    probe.awaited = new Promise((resolve) => {
      const heard = async ({ timeStamp: key }: Event) =>
        resolve({ key, painted: await probe.painted(() => probe.holds(change)) })
      addEventListener('keydown', (event) => void heard(event), { capture: true, once: true })
    })
  }, change)
  await page.keyboard.press(key)
  const { key: at, painted } = await page.evaluate(
    () => window.probe.awaited as NonNullable<Probe['awaited']>,
  )
  return painted - at
}

/** From a key press in one page to the paint in another. */
export async function travelled(from: Page, to: Page, key: string, change: Change): Promise<number> {
  const arrived = to.evaluate(async (change) => {
    const at = await window.probe.painted(() => window.probe.holds(change))
    return performance.timeOrigin + at
  }, change)
  const began = from.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const heard = ({ timeStamp }: Event) => resolve(performance.timeOrigin + timeStamp)
        addEventListener('keydown', heard, { capture: true, once: true })
      }),
  )
  // Both listen by then.
  await Promise.all([from.evaluate(() => 0), to.evaluate(() => 0)])
  await from.keyboard.press(key)
  return (await arrived) - (await began)
}
