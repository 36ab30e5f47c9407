/** The first visit: what comes over the wire, and what Lighthouse makes of it. */
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { median } from '../spread.ts'
import { goal, type Line } from './lines.ts'

/** Until nothing more is asked for; what the service worker fetches for later comes after the page and is not of it. */
export async function measureLoad(context: BrowserContext, url: string): Promise<Line[]> {
  await context.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new Error('not measured'))
  })
  const page = await context.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    const size = request.sizes().then((each) => each.responseBodySize + each.responseHeadersSize)
    sizes.push(size)
  })
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Add a todo' }).waitFor()
  await page.waitForLoadState('networkidle')
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await page.close()
  return [goal(`first load, all ${sizes.length} files with their headers`, bytes / 1_000, 'kB', 60)]
}

interface Report {
  categories: Record<string, { score: number }>
  audits: Record<
    string,
    { score: number | null; scoreDisplayMode: string; title: string; displayValue?: string }
  >
}

const categories = {
  performance: 'performance',
  accessibility: 'accessibility',
  'best-practices': 'best practices',
}

/** With its settings for a phone; medians. @param port - of a browser that it may speak to */
export async function measureLighthouse(url: string, port: number, rounds: number): Promise<Line[]> {
  const reports: Report[] = []
  for (let round = 0; round < rounds; round++) reports.push(await report(url, port))
  return Object.entries(categories).map(([id, name]): Line => {
    const scores = reports.map((each) => Math.round((each.categories[id]?.score ?? 0) * 100))
    const score = median(scores)
    return [`Lighthouse on a phone: ${name}`, String(score), `≥ 95${score >= 95 ? '' : ', missed'}`]
  })
}

async function report(url: string, port: number): Promise<Report> {
  const cli = fileURLToPath(import.meta.resolve('lighthouse/cli/index.js'))
  const asked = `--only-categories=${Object.keys(categories).join()}`
  const child = Bun.spawn(['node', cli, url, `--port=${port}`, asked, '--output=json', '--quiet'], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const made = (await new Response(child.stdout).json()) as Report
  for (const [id, audit] of Object.entries(made.audits)) {
    const isScored = audit.scoreDisplayMode === 'binary' || audit.scoreDisplayMode === 'numeric'
    if (isScored && audit.score !== null && audit.score < 0.9)
      console.log(`Lighthouse: ${id}: ${audit.title} ${audit.displayValue ?? ''}`)
  }
  return made
}
