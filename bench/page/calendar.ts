/** A month in which five thousand todos are due: from the key that opens the calendar until its days are painted. */
import type { BrowserContext } from 'playwright-core'
import { createClient, newId, type CommandInput } from '../../src/client/client.ts'
import { limits } from '../../src/model/limits.ts'
import { openList, percentile, settled } from './browser.ts'
import { goal, type Line } from './lines.ts'
import { pressed } from './probe.ts'
import { median } from '../spread.ts'

const count = 5_000

export async function measureCalendar(context: BrowserContext, url: string, rounds: number): Promise<Line[]> {
  const { id } = await createClient(url).lists.create({ name: 'A busy month' })
  await fill(url, id)
  const first = await context.newPage()
  await openList(first, url, id)
  await settled(first)
  await first.close()
  const times = { first: [] as number[], again: [] as number[] }
  for (let round = 0; round < 3 + 2 * rounds; round++) {
    const page = await context.newPage()
    await openList(page, url, id)
    // The part that has the calendar comes by itself a second after the first sight.
    await Bun.sleep(2_000)
    for (const name of ['first', 'again'] as const) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      times[name].push(await pressed(page, '4', { kind: 'month', entries: 28 }))
      await page.keyboard.press('3')
      await page.locator('.month-grid').waitFor({ state: 'detached' })
    }
    await page.close()
  }
  const what = `a month in which ${count.toLocaleString('en')} todos are due, from the key to its painted days`
  return [
    goal(`${what} (again: ${median(times.again).toFixed(0)} ms)`, median(times.first), 'ms', 200),
    ['the slowest of them', `${percentile(times.first, 100).toFixed(0)} ms`, '–'],
  ]
}

/** A third of them at a time of the day; a hundredth repeats each week. */
async function fill(url: string, list: string): Promise<void> {
  const client = createClient(url)
  const now = new Date()
  const month = new Date(now.getFullYear(), now.getMonth(), 1, 12)
  for (let from = 0; from < count; from += limits.commandsPerBatchMax) {
    const commands = Array.from(
      { length: Math.min(limits.commandsPerBatchMax, count - from) },
      (_, index) => {
        const at = from + index
        const day = new Date(month.getTime() + (at % 28) * 86_400_000).toISOString().slice(0, 10)
        const time = at % 3 === 0 ? `T${String(8 + (at % 10)).padStart(2, '0')}:30[Europe/Berlin]` : ''
        return {
          type: 'createTodo',
          todo: {
            id: newId(),
            list,
            name: `Todo ${at + 1} of a busy month`,
            due: day + time,
            ...(at % 100 === 0 && { repeat: 'FREQ=WEEKLY' }),
          },
        } satisfies CommandInput
      },
    )
    const refused = (await client.batch(commands)).find((outcome) => !outcome.accepted)
    if (refused) throw new Error(`the todos were refused: ${JSON.stringify(refused)}`)
  }
}
