/** How the benchmarks judge what several rounds gave. */
import { expect, test } from 'bun:test'
import { withReport } from '../../bench/report.ts'
import { isAsked, partsOf, wrongNames } from '../../bench/settings.ts'
import { isMet, ratios, spreadOf } from '../../bench/spread.ts'
import { below, perSecond, ratio } from '../../bench/table.ts'

test('[R30] the spread of several rounds is their median between their quartiles, in whatever order they came', () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ lower: 2, median: 3, upper: 4 })
  expect(spreadOf([4, 1, 3, 2])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 })
  expect(spreadOf([7])).toEqual({ lower: 7, median: 7, upper: 7 })
})

test('[R30] a ratio is taken round by round, so that a slow moment of the machine hits both sides', () => {
  expect(ratios([10, 1, 20], [20, 2, 40])).toEqual([0.5, 0.5, 0.5])
  expect(ratio([10, 1, 20], [20, 2, 40], 0.4)).toBe('0.50 [0.50–0.50] (goal 0.4)')
})

test('[R30] a goal is met when the quartile on its bad side meets it', () => {
  const values = [0.4, 0.45, 0.5, 0.55, 0.6]
  expect(isMet(values, { value: 0.45, which: 'at least' })).toBe(true)
  expect(isMet(values, { value: 0.46, which: 'at least' })).toBe(false)
  expect(isMet(values, { value: 0.55, which: 'at most' })).toBe(true)
  expect(isMet(values, { value: 0.54, which: 'at most' })).toBe(false)
})

test('[R30] a figure is printed with its spread, its goal, and whether that is missed', () => {
  const ones = [1, 1, 1, 1, 1]
  expect(ratio([0.4, 0.45, 0.5, 0.55, 0.6], ones, 0.5)).toBe('0.50 [0.45–0.55] (goal 0.5, missed)')
  expect(ratio([2], [1], 2, 'at most')).toBe('2.00 (goal ≤ 2)')
  expect(below([40, 45, 50, 55, 60], 50, 'MiB')).toEqual(['50 MiB [45–55]', '< 50 MiB, missed'])
  expect(perSecond([900, 2_000, 1_234.4])).toBe('1,234')
})

test('[R30] what a program could not give is a dash, not a figure', () => {
  expect(ratio([1], undefined, 1)).toBe('–')
  expect(perSecond(undefined)).toBe('–')
})

const readme = `# Benchmarks

<!-- figures -->

### 2026-11-25

Old.

<!-- page figures -->

The page.
`

test('[R31] the figures of a run are kept above those of earlier ones, and nothing else of the text is touched', () => {
  const report = { heading: '2026-11-30, a change', conditions: '2 cores.', tables: '**SQLite**' }
  const once = withReport(readme, report)
  expect(once).toBe(
    readme.replace('### 2026-11-25', '### 2026-11-30, a change\n\n2 cores.\n\n**SQLite**\n\n### 2026-11-25'),
  )
  const twice = withReport(once, { ...report, tables: '**Growth**' })
  expect(twice).toBe(once.replace('**SQLite**', '**SQLite**\n\n**Growth**'))
  const head = '| | L |\n| --- | --- |'
  const table = (rows: string) => ({ ...report, tables: `**Sync**\n\n${head}\n${rows}` })
  const thrice = withReport(withReport(once, table('| GET | 1 |')), { ...report, tables: 'Calm.' })
  expect(withReport(thrice, table('| POST | 2 |'))).toBe(
    thrice.replace('| GET | 1 |', '| GET | 1 |\n| POST | 2 |'),
  )
  const older = withReport(twice, { heading: '2026-11-25', conditions: '4 cores.', tables: '**Search**' })
  expect(older).toBe(twice.replace('Old.', 'Old.\n\n4 cores.\n\n**Search**'))
})

test('[R31] a text without the place for figures is refused, not overwritten', () => {
  expect(() => withReport('# Benchmarks', { heading: 'x', conditions: '', tables: '' })).toThrow(
    'README.md has no <!-- figures -->',
  )
})

test('[R32] of the benchmarks all are measured, or the groups and the parts of groups that are asked for', () => {
  const isMeasured = (only: string[] | undefined, group: string, part: string) => {
    const asked = partsOf(group, only)
    return asked !== undefined && isAsked(asked, part)
  }
  expect(isMeasured(undefined, 'sync', 'idle')).toBe(true)
  expect(isMeasured(['http', 'sync'], 'sync', 'idle')).toBe(true)
  expect(isMeasured(['sync/back', 'sync/idle'], 'sync', 'idle')).toBe(true)
  expect(isMeasured(['sync/back', 'sync'], 'sync', 'idle')).toBe(true)
  expect(isMeasured(['sync/back'], 'sync', 'idle')).toBe(false)
  expect(isMeasured(['http/idle'], 'sync', 'idle')).toBe(false)
})

test('[R32] a measurement that is not there is refused, with the names of those that are', () => {
  const groups = { sync: { parts: ['back', 'idle'] }, batch: { parts: [] } }
  expect(wrongNames(['sync', 'sync/idle', 'batch'], groups)).toEqual([])
  expect(wrongNames(['snyc', 'batch/idle'], groups)).toEqual([
    '--only snyc: there is no such measurement; there are sync, sync/back, sync/idle, batch',
    '--only batch/idle: there is no such measurement; there are sync, sync/back, sync/idle, batch',
  ])
})
