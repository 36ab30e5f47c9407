/** `npm run bench:page`: how fast the page is, in a real Chromium. See README.md here. */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBrowser } from '../test/support/chromium.ts'
import { freePort } from '../test/support/postgres.ts'
import { startServer } from '../test/support/server.ts'
import { newContext } from './page/browser.ts'
import { measureCalendar } from './page/calendar.ts'
import type { Line } from './page/lines.ts'
import { measureList } from './page/list.ts'
import { measureLive } from './page/live.ts'
import { measureLighthouse, measureLoad } from './page/load.ts'
import { makeList, makeTodos } from './page/todos.ts'
import { replacePageReport } from './report.ts'
import { table } from './table.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string', multiple: true },
    todos: { type: 'string' },
    write: { type: 'boolean' },
  },
})
/** Figures of a machine that does other things as well say little. */
const load = loadavg()[0] ?? 0
const rounds = Number(values.rounds ?? 3)
const todos = Number(values.todos ?? 10_000)
const folder = mkdtempSync(join(tmpdir(), 'aiotodo-bench-page-'))
const port = await freePort()
// Lighthouse speaks to it by the port; pages that are not in front are measured as if they were.
const browser = await startBrowser([
  `--remote-debugging-port=${port}`,
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
])
const server = await startServer({ args: ['--database', `sqlite:${folder}/page.sqlite`] })

const groups: Record<string, () => Promise<Line[]>> = {
  async load() {
    const context = await newContext(browser)
    const lines = await measureLoad(context, server.url)
    await context.close()
    return lines
  },
  lighthouse: () => measureLighthouse(server.url, port, rounds),
  async list() {
    const context = await newContext(browser)
    const lists = { long: await longList(), short: await shortList() }
    const lines = await measureList(context, server.url, lists, rounds)
    await context.close()
    return lines
  },
  async live() {
    const contexts = await Promise.all([newContext(browser), newContext(browser)])
    const lists = [
      { name: 'a list of 60', id: await shortList() },
      { name: `one of ${todos.toLocaleString('en')}`, id: await longList() },
    ]
    const lines = await measureLive(
      contexts as [(typeof contexts)[0], (typeof contexts)[0]],
      server.url,
      lists,
    )
    for (const context of contexts) await context.close()
    return lines
  },
  async calendar() {
    const context = await newContext(browser)
    const lines = await measureCalendar(context, server.url, rounds)
    await context.close()
    return lines
  },
}

async function defaultList(): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/account`)
  return ((await response.json()) as { defaultList: string }).defaultList
}

const made = new Map<string, string>()

async function listOf(name: string, count: number): Promise<string> {
  const id = made.get(name) ?? (await makeList(server.url, name))
  if (!made.has(name)) await makeTodos(server.url, id, count)
  made.set(name, id)
  return id
}
const longList = () => listOf('Long', todos)
const shortList = () => listOf('Short', 60)

// What is loaded first is no empty page.
await makeTodos(server.url, await defaultList(), 12)
const lines: Line[] = []
try {
  for (const [name, measure] of Object.entries(groups)) {
    if (values.only && !values.only.includes(name)) continue
    const measured = await measure()
    lines.push(...measured)
    console.log(measured.map((line) => line.join(' · ')).join('\n'))
  }
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
const chromium = `Chromium ${browser.version()}`
const report = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores with a load of ${load.toFixed(1)} before, ${chromium}; where nothing else is said, with a list of ${todos.toLocaleString('en')} todos.

**The page**

${table(['', 'measured', 'goal'], lines)}`
console.log(`\n${report}`)
if (values.write)
  replacePageReport(report, values.only?.join() === 'calendar' ? 'calendar figures' : 'page figures')
process.exit(0)
