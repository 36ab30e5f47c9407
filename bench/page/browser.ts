/** Pages as they are measured: nobody's animations are waited for, and what they store stays with their context. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { installProbe } from './probe.ts'

export async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } })
  await context.addInitScript(installProbe)
  return context
}

/** Resolves when its first rows are painted, with how long that took. */
export async function openList(page: Page, url: string, list: string): Promise<number> {
  await page.goto(`${url}/lists/${list}`)
  return opened(page)
}

async function opened(page: Page): Promise<number> {
  for (;;) {
    const at = await page.evaluate(() => window.probe.opened)
    if (at !== undefined) return at
    await Bun.sleep(50)
  }
}

/** Until all of it is kept, and the service worker runs, so that the next opening needs no network. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => 0))
  await Bun.sleep(2_000)
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)))
    // What reads comes after all that was to be written before.
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      await done(database.transaction('todos').objectStore('todos').count())
      database.close()
    }
  })
  await Bun.sleep(1_000)
}

export const idsShown = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-todo]')].map((row) => row.dataset['todo'] as string),
  )

/** The value below which so many of a hundred are. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}
