/**
 * `node scripts/bun.mjs --dev scripts/make-chinese-calendar.ts`: writes the months of src/model/chinese-years.ts as tyme4ts has them. It is
 * run again only when the calendar is corrected; test/model/chinese-calendar.test.ts compares each day.
 */
import { join } from 'node:path'
import { LunarYear } from 'tyme4ts'

const [first, last] = [1900, 2100]

/**
 * Thirteen bits say which months have 30 days, in their order; four bits behind them, which month is followed by a
 * leap month.
 */
function numberOf(year: number): string {
  const found = LunarYear.fromYear(year)
  const long = found
    .getMonths()
    .map((month) => (month.getDayCount() === 30 ? '1' : '0'))
    .join('')
    .padEnd(13, '0')
  return ((Number.parseInt(long, 2) << 4) | found.getLeapMonth()).toString(16).padStart(5, '0')
}

const years = Array.from({ length: last - first + 1 }, (_, index) => numberOf(first + index))
const lines: string[] = []
for (let at = 0; at < years.length; at += 20) lines.push(years.slice(at, at + 20).join(' '))
await Bun.write(
  join(import.meta.dir, '..', 'src', 'model', 'chinese-years.ts'),
  `/**
 * These are the months of the Chinese years ${first} to ${last}. scripts/make-chinese-calendar.ts made this file of tyme4ts,
 * and it is checked against a table by hand (docs/decisions/0022-the-chinese-calendar.md). Of each year's 17 bits the
 * upper 13 are its months, in their order, 1 where one has 30 days and 0 where it has 29; the lower four are the month
 * behind which a leap month is.
 */
export const chineseYears = \`
${lines.join('\n')}\`
`,
)
