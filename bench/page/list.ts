/** A list of ten thousand todos: opening, typing, scrolling, and what it holds in memory. */
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { idsShown, openList, percentile, settled } from './browser.ts'
import { goal, type Line } from './lines.ts'
import { pressed } from './probe.ts'
import { median } from '../spread.ts'

const keys = 40

interface Lists {
  long: string
  /** Beside which the long one is seen: what it takes of itself, in this browser on this machine. */
  short: string
}

export async function measureList(
  context: BrowserContext,
  url: string,
  lists: Lists,
  rounds: number,
): Promise<Line[]> {
  const first = await context.newPage()
  await openList(first, url, lists.long)
  await settled(first)
  await first.close()
  const openings = { long: [] as number[], short: [] as number[] }
  for (let round = 0; round < 3 + 2 * rounds; round++) {
    for (const name of ['long', 'short'] as const) {
      const page = await context.newPage()
      openings[name].push(await openList(page, url, lists[name]))
      await page.close()
    }
  }
  const [opened, beside] = [median(openings.long), median(openings.short)]
  const what = 'opening from the replica, first rows painted'
  const lines = [goal(`${what} (${beside.toFixed(0)} ms with a list of 60)`, opened, 'ms', 500)]
  const page = await context.newPage()
  await openList(page, url, lists.short)
  await settled(page)
  const short = await measureKeys(page)
  await openList(page, url, lists.long)
  await settled(page)
  const long = await measureKeys(page)
  for (const [name, times] of Object.entries(long.times)) {
    const other = percentile(short.times[name as keyof typeof short.times], 95)
    const text = `${name}: key press to painted change, p95 (median ${median(times).toFixed(0)} ms; with a list of 60: p95 ${other.toFixed(0)} ms)`
    lines.push(goal(text, percentile(times, 95), 'ms', 50))
  }
  lines.push(['tasks of more than 50 ms meanwhile', tasks(long.longTasks), '–'])
  lines.push(...(await measureScrolling(page)), ...(await measureMemory(page)))
  await page.close()
  return lines
}

const tasks = (longTasks: readonly number[]): string =>
  longTasks.length === 0 ? 'none' : `${longTasks.length}, the longest ${Math.max(...longTasks).toFixed(0)} ms`

async function measureKeys(page: Page) {
  const times = {
    'adding (Enter)': [] as number[],
    'finishing (Space)': [] as number[],
    'moving (arrow keys)': [] as number[],
  }
  await page.evaluate(() => (window.probe.longTasks.length = 0))
  const field = page.getByRole('textbox', { name: 'Add a todo' })
  for (let at = 0; at < keys; at++) {
    const name = `added ${at}`
    await field.focus()
    await page.keyboard.type(name)
    times['adding (Enter)'].push(await pressed(page, 'Enter', { kind: 'added', name }))
  }
  await page.evaluate(() => ((document.querySelector('.scroll') as Element).scrollTop = 0))
  await Bun.sleep(500)
  const ids = await idsShown(page)
  await page.locator(`[data-todo="${ids[0]}"] .name`).click()
  for (let at = 0; at < keys; at++) {
    const [id = '', next = ''] = ids.slice(at)
    const isFinished = await page.locator(`[data-todo="${id}"] .tick`).getAttribute('aria-checked')
    if (isFinished !== 'true')
      times['finishing (Space)'].push(await pressed(page, ' ', { kind: 'finished', id }))
    times['moving (arrow keys)'].push(await pressed(page, 'ArrowDown', { kind: 'focused', id: next }))
  }
  await Bun.sleep(3_000)
  return { times, longTasks: await page.evaluate(() => window.probe.longTasks) }
}

/** A screenful each frame, from the top to the end. */
async function measureScrolling(page: Page): Promise<Line[]> {
  const { frames, longTasks, isAtEnd } = await page.evaluate(async () => {
    const box = document.querySelector('.scroll') as HTMLElement
    box.scrollTop = 0
    await new Promise((resolve) => setTimeout(resolve, 500))
    window.probe.longTasks.length = 0
    const frames: number[] = []
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    for (let last = await frame(); box.scrollTop + box.clientHeight < box.scrollHeight - 1;) {
      box.scrollTop += box.clientHeight
      const now = await frame()
      frames.push(now - last)
      last = now
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    const rows = [...document.querySelectorAll('[data-todo], .heading')]
    const bottom = rows.at(-1)?.getBoundingClientRect().bottom ?? 0
    return { frames, longTasks: window.probe.longTasks, isAtEnd: bottom > 0 && bottom <= innerHeight + 100 }
  })
  if (!isAtEnd) throw new Error('scrolling did not come to the end of the list')
  return [
    [
      `scrolling from top to end, a screenful each frame: tasks of more than 50 ms`,
      longTasks.length === 0
        ? 'none'
        : `${longTasks.length}, the longest ${Math.max(...longTasks).toFixed(0)} ms`,
      `none${longTasks.length === 0 ? '' : ', missed'}`,
    ],
    ['frames meanwhile', `p95 ${percentile(frames, 95).toFixed(0)} ms`, '–'],
  ]
}

async function measureMemory(page: Page): Promise<Line[]> {
  const session = await page.context().newCDPSession(page)
  const full = await heapMiB(session)
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  const [kept, nodes] = [
    await heapMiB(session),
    await page.evaluate(() => document.querySelectorAll('*').length),
  ]
  return [
    goal('JavaScript heap after all of this', full, 'MiB', 150),
    ['of it in use', `${kept.toFixed(0)} MiB`, '–'],
    goal('elements in the document', nodes, '', 5_000),
  ]
}

async function heapMiB(session: CDPSession): Promise<number> {
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1024 / 1024
}
