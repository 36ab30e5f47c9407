/** How long quick add takes to read a line: the tables of its tests, and texts that are made to be slow. */
import { quickAddLimits } from '../src/model/limits.ts'
import { quickAdd } from '../src/model/quick-add/quick-add.ts'
import { lists, phrasesOf } from '../test/quick-add/phrases.ts'
import type { Settings } from './settings.ts'
import { median } from './spread.ts'
import { table } from './table.ts'

const hostile = ['1 ', '12:', 'in 1 day ', 'every mon, ', '1', ' ', '#"', '@flat ', '每', '一', '9点', '天']

export async function measureQuickAdd({ rounds }: Settings): Promise<string> {
  const lines: string[][] = []
  for (const language of ['english', 'chinese'] as const) {
    const phrases = await phrasesOf(language)
    const texts = phrases.map(({ text }) => text)
    lines.push([`${texts.length} phrases, ${language}`, ...figures(texts, 20 * rounds)])
  }
  const slow = hostile.map((piece) =>
    piece.repeat(quickAddLimits.lengthMax).slice(0, quickAddLimits.lengthMax),
  )
  lines.push([
    `${slow.length} texts of ${quickAddLimits.lengthMax} characters made to be slow`,
    ...figures(slow, 5 * rounds),
  ])
  return `**Quick add**, µs for each text\n\n${table(['', 'median', 'p95', 'p99'], lines)}`
}

/** Median, p95 and p99; the first passes, in which patterns are compiled, do not count. */
function figures(texts: readonly string[], passes: number): string[] {
  const now = Date.parse('2026-11-25T10:00Z')
  const times: number[] = []
  for (let pass = -3; pass < passes; pass++) {
    for (const text of texts) {
      const begun = performance.now()
      quickAdd(text, { now, zone: 'Europe/Berlin', lists })
      if (pass >= 0) times.push((performance.now() - begun) * 1_000)
    }
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(0)
  return [median(times).toFixed(0), at(0.95), at(0.99)]
}
