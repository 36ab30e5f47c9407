/**
 * `node scripts/bun.mjs --dev scripts/make-holidays.ts FILE`: writes src/runtime/chinese-holidays.ts by a file of chinese-days
 * (`dist/chinese-days.json` of its package), for a release. It has the years from 2024 on, as dates of before come no more.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dateOf, dayOf } from '../src/model/days.ts'

const firstYear = 2024
const [file = ''] = process.argv.slice(2)
const { holidays, workdays } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>

/** It makes `01-01 05-01…05-05` of the dates of a year. */
function spansOf(year: number, dates: readonly string[]): string {
  const spans: [from: number, to: number][] = []
  for (const date of dates.filter((each) => each.startsWith(`${year}-`)).toSorted()) {
    const last = spans.at(-1)
    if (last && dayOf(date) === last[1] + 1) last[1]++
    else spans.push([dayOf(date), dayOf(date)])
  }
  const short = (day: number) => dateOf(day).slice(5)
  return spans.map(([from, to]) => (from === to ? short(from) : `${short(from)}…${short(to)}`)).join(' ')
}

const [off, worked] = [Object.keys(holidays ?? {}), Object.keys(workdays ?? {})]
const years = [...new Set(off.map((date) => Number(date.slice(0, 4))))].filter((year) => year >= firstYear)
const lines = years
  .toSorted((a, b) => a - b)
  .map(
    (year) =>
      `  ${year}: {\n    off: '${spansOf(year, off)}',\n    worked: '${spansOf(year, worked)}',\n  },\n`,
  )
await Bun.write(
  join(import.meta.dir, '..', 'src', 'runtime', 'chinese-holidays.ts'),
  `/**
 * These are the public holidays of China, and the days worked for them. scripts/make-holidays.ts made this file of
 * chinese-days, and test/model/holidays.test.ts compares it with the official notices.
 */
export const chineseHolidays: Readonly<Record<number, { off: string; worked: string }>> = {
${lines.join('')}}
`,
)
