/** The Chinese calendar, and rules that count in it (SPEC.md, E103 to E106). */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { LunarYear, SolarDay } from 'tyme4ts'
import { chineseDate } from '../../src/model/chinese-calendar.ts'
import { dateOf, dayOf } from '../../src/model/days.ts'
import { occurrences } from '../../src/model/occurrences.ts'
import { parseRule, ruleText, type Rule } from '../../src/model/repeat.ts'

/**
 * The new year of each year from the one at the beginning of the line on, and behind a slash the month that a leap month follows. They are not
 * made of our table, but of another program's and of almanacs: see docs/decisions/0022-the-chinese-calendar.md.
 */
const newYears = `
1900: 1-31/8 2-19 2-8 1-29/5 2-16 2-4 1-25/4 2-13 2-2 1-22/2
1910: 2-10 1-30/6 2-18 2-6 1-26/5 2-14 2-3 1-23/2 2-11 2-1/7
1920: 2-20 2-8 1-28/5 2-16 2-5 1-24/4 2-13 2-2 1-23/2 2-10
1930: 1-30/6 2-17 2-6 1-26/5 2-14 2-4 1-24/3 2-11 1-31/7 2-19
1940: 2-8 1-27/6 2-15 2-5 1-25/4 2-13 2-2 1-22/2 2-10 1-29/7
1950: 2-17 2-6 1-27/5 2-14 2-3 1-24/3 2-12 1-31/8 2-18 2-8
1960: 1-28/6 2-15 2-5 1-25/4 2-13 2-2 1-21/3 2-9 1-30/7 2-17
1970: 2-6 1-27/5 2-15 2-3 1-23/4 2-11 1-31/8 2-18 2-7 1-28/6
1980: 2-16 2-5 1-25/4 2-13 2-2/10 2-20 2-9 1-29/6 2-17 2-6
1990: 1-27/5 2-15 2-4 1-23/3 2-10 1-31/8 2-19 2-7 1-28/5 2-16
2000: 2-5 1-24/4 2-12 2-1 1-22/2 2-9 1-29/7 2-18 2-7 1-26/5
2010: 2-14 2-3 1-23/4 2-10 1-31/9 2-19 2-8 1-28/6 2-16 2-5
2020: 1-25/4 2-12 2-1 1-22/2 2-10 1-29/6 2-17 2-6 1-26/5 2-13
2030: 2-3 1-23/3 2-11 1-31/11 2-19 2-8 1-28/6 2-15 2-4 1-24/5
2040: 2-12 2-1 1-22/2 2-10 1-30/7 2-17 2-6 1-26/5 2-14 2-2
2050: 1-23/3 2-11 2-1/8 2-19 2-8 1-28/6 2-15 2-4 1-24/4 2-12
2060: 2-2 1-21/3 2-9 1-29/7 2-17 2-5 1-26/5 2-14 2-3 1-23/4
2070: 2-11 1-31/8 2-19 2-7 1-27/6 2-15 2-5 1-24/4 2-12 2-2
2080: 1-22/3 2-9 1-29/7 2-17 2-6 1-26/5 2-14 2-3 1-24/4 2-10
2090: 1-30/8 2-18 2-7 1-27/6 2-15 2-5 1-25/4 2-12 2-1 1-21/2
2100: 2-9
`

const written = [...newYears.matchAll(/^(\d{4}): (.*)$/gm)].flatMap(([, begin, years = '']) =>
  years.split(' ').map((text, index) => {
    const [, month = '', day = '', leap] = /^(\d+)-(\d+)(?:\/(\d+))?$/.exec(text) ?? []
    const year = Number(begin) + index
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return { year, date, leap: leap === undefined ? undefined : Number(leap) }
  }),
)

/** The day before, or so many days later. */
const later = (date: string, days: number) => dateOf(dayOf(date) + days)

test('[E103] the new years and leap months of 1900 to 2100 are those of a table by hand', () => {
  expect(written.length).toBe(201)
  for (const { year, date, leap } of written) {
    expect([date, chineseDate(date)]).toMatchObject([date, { year, month: 1, day: 1 }])
    const leaps = new Set<number>()
    for (let day = 0; day < 400; day++) {
      const found = chineseDate(later(date, day))
      if (found?.year === year && !Number.isInteger(found.month)) leaps.add(found.month)
    }
    expect([year, ...leaps]).toEqual(leap === undefined ? [year] : [year, leap + 0.5])
  }
})

test.each([
  ['2027-02-05', '2026-12-29', '除夕 of a year whose last month is short'],
  ['2027-02-06', '2027-1-1', '春节 (not the 7th)'],
  ['2030-02-03', '2030-1-1', '春节'],
  ['2026-09-25', '2026-8-15', '中秋'],
  ['2025-07-25', '2025-6.5-1', 'the first day of a leap month'],
  ['2033-12-22', '2033-11.5-1', 'the leap month of 2033'],
  ['2034-01-20', '2033-12-1', 'the month behind it'],
  ['1900-01-31', '1900-1-1', 'the first day that is known'],
  ['2101-01-28', '2100-12-29', 'the last one'],
])('[E103] %s is %s: %s', (date, wanted) => {
  const { year, month, day } = chineseDate(date) as NonNullable<ReturnType<typeof chineseDate>>
  expect(`${year}-${month}-${day}`).toBe(wanted)
})

test('[E103] each day is the one that tyme4ts has; before and behind them none is known', () => {
  let compared = 0
  for (let day = dayOf('1900-01-31'); day <= dayOf('2101-01-28'); day++) {
    const date = dateOf(day)
    const [year, month, ofMonth] = date.split('-').map(Number) as [number, number, number]
    const theirs = SolarDay.fromYmd(year, month, ofMonth).getLunarDay()
    const its = theirs.getLunarMonth()
    const number = its.getMonth() + (its.isLeap() ? 0.5 : 0)
    const ours = chineseDate(date)
    if (
      ours?.year !== theirs.getYear() ||
      ours.month !== number ||
      ours.day !== theirs.getDay() ||
      ours.length !== its.getDayCount()
    )
      expect([date, ours]).toEqual([
        date,
        { year: theirs.getYear(), month: number, day: theirs.getDay(), length: its.getDayCount() },
      ])
    compared++
  }
  expect(compared).toBe(73_412)
  for (const date of ['1900-01-30', '2101-01-29', '0001-01-01', '9999-12-31'])
    expect(chineseDate(date)).toBeUndefined()
})

const ruleOf = (text: string): Rule => {
  const rule = parseRule(text)
  if (typeof rule === 'string') throw new Error(rule)
  return rule
}
const dates = (text: string, start: string, count: number) => [
  ...occurrences(ruleOf(text), start).take(count),
]

describe('[E104] rules of the Chinese calendar', () => {
  const rows: [rule: string, start: string, dates: string][] = [
    ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3', '2026-09-13', '2027-09-03 2028-09-21 2029-09-10'],
    ['RSCALE=CHINESE;FREQ=YEARLY', '2026-09-13', '2027-09-03 2028-09-21'],
    ['RSCALE=CHINESE;FREQ=YEARLY;INTERVAL=2', '2026-09-13', '2028-09-21 2030-08-31'],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1',
      '2026-02-17',
      '2027-02-06 2028-01-26 2029-02-13 2030-02-03',
    ],
    ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1', '2026-02-16', '2027-02-05 2028-01-25 2029-02-12'],
    [
      'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15',
      '2025-07-20',
      '2025-07-25 2025-08-08 2025-08-23 2025-09-06',
    ],
    ['RSCALE=CHINESE;FREQ=MONTHLY', '2025-07-25', '2025-08-23 2025-09-22'],
    // A leap month: the fifth of 2028, and then that of 2047.
    ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=3', '2026-01-01', '2028-06-25 2039-06-24 2047-06-25'],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=3;SKIP=BACKWARD',
      '2026-01-01',
      '2026-06-17 2027-06-07 2028-06-25',
    ],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=3;SKIP=FORWARD',
      '2026-01-01',
      '2026-07-16 2027-07-06 2028-06-25',
    ],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5,5L;BYMONTHDAY=3',
      '2028-01-01',
      '2028-05-26 2028-06-25 2029-06-14',
    ],
    // From a day of the leap month of 2025 on.
    ['RSCALE=CHINESE;FREQ=YEARLY', '2025-07-25', '2036-07-23 2055-07-24'],
    ['RSCALE=CHINESE;FREQ=YEARLY;SKIP=BACKWARD', '2025-07-25', '2026-07-14 2027-07-04'],
    ['RSCALE=CHINESE;FREQ=YEARLY;SKIP=FORWARD', '2025-07-25', '2026-08-13 2027-08-02'],
    // The 30th, which not each month has: the last months of 2025 to 2028 have 29 days.
    ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30', '2025-01-29', '2030-02-02'],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;SKIP=BACKWARD',
      '2025-01-29',
      '2026-02-16 2027-02-05 2028-01-25',
    ],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;SKIP=FORWARD',
      '2025-01-29',
      '2026-02-17 2027-02-06 2028-01-26',
    ],
    [
      'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=30;SKIP=BACKWARD',
      '2026-11-08',
      '2026-12-08 2027-01-07 2027-02-05 2027-03-07',
    ],
    [
      'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,30;SKIP=FORWARD',
      '2027-01-08',
      '2027-02-06 2027-03-07 2027-03-08',
    ],
    ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYDAY=1SU', '2026-01-01', '2026-09-13 2027-09-05'],
    ['RSCALE=CHINESE;FREQ=DAILY;BYMONTH=1', '2026-01-01', '2026-02-17 2026-02-18'],
    ['RSCALE=CHINESE;FREQ=WEEKLY;BYDAY=MO', '2026-11-30', '2026-12-07 2026-12-14'],
    ['RSCALE=CHINESE;FREQ=YEARLY;UNTIL=20280101', '2026-09-13', '2027-09-03 end'],
    // The months and years of RFC 7529's own examples.
    [
      'RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD',
      '2012-02-29',
      '2013-03-01 2014-03-01 2015-03-01 2016-02-29',
    ],
    ['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD', '2014-01-31', '2014-02-28 2014-03-31 2014-04-30'],
    ['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD', '2014-01-31', '2014-03-01 2014-03-31 2014-05-01'],
    ['RSCALE=CHINESE;FREQ=YEARLY', '2013-02-10', '2014-01-31 2015-02-19 2016-02-08 2017-01-28'],
  ]
  test.each(rows)('[E104] %s from %s on: %s', (text, start, expected) => {
    const wanted = expected.split(' ').filter((date) => date !== 'end')
    const asked = expected.endsWith('end') ? 1_000 : wanted.length
    expect(dates(text, start, asked)).toEqual(wanted)
  })

  test('[E104] a rule counted from finishing in a leap month has the month before it, in years without one', () => {
    const found = occurrences(ruleOf('RSCALE=CHINESE;FREQ=YEARLY'), '2025-07-25', '2025-07-25', true)
    expect([...found.take(2)]).toEqual(['2026-07-14', '2027-07-04'])
  })
})

test.each([
  ['rscale=chinese;freq=yearly;bymonth=8;bymonthday=3', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3'],
  ['FREQ=YEARLY;BYMONTH=5L,5,12;SKIP=OMIT;RSCALE=CHINESE', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5,5L,12'],
  [
    'SKIP=FORWARD;FREQ=YEARLY;BYMONTH=5L;RSCALE=CHINESE',
    'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD',
  ],
  ['RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=MONTHLY;BYMONTHDAY=31'],
  ['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT', 'FREQ=MONTHLY'],
  ['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD', 'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD'],
  ['RSCALE=GREGORIAN;FREQ=DAILY;SKIP=BACKWARD', 'FREQ=DAILY'],
])('[E105] %s is kept as %s', (text, kept) => {
  expect(ruleText(ruleOf(text))).toBe(kept)
  expect(ruleOf(kept)).toEqual(ruleOf(text))
})

test.each([
  [
    'RSCALE=HEBREW;FREQ=YEARLY',
    'has RSCALE=HEBREW, a calendar that is not known; expected CHINESE, GREGORIAN',
  ],
  ['FREQ=YEARLY;SKIP=OMIT', 'has SKIP without RSCALE'],
  ['RSCALE=CHINESE;FREQ=YEARLY;SKIP=NO', 'has SKIP=NO; expected OMIT, BACKWARD, FORWARD'],
  ['FREQ=YEARLY;BYMONTH=5L', 'has BYMONTH=5L; expected numbers from 1 to 12'],
  ['RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=5L', 'has BYMONTH=5L'],
  ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=13', 'has BYMONTH=13; expected numbers from 1 to 12, or 1L to 12L'],
  ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5LL', 'has BYMONTH=5LL'],
  ['RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=0L', 'has BYMONTH=0L'],
  ['RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=31', 'has BYMONTHDAY=31; expected numbers from 1 to 30'],
])('[E105] %s is refused: it %s', (text, wrong) => {
  expect(parseRule(text)).toStartWith(wrong)
})

test('[E106] there are no dates of the Chinese calendar before 1900 or after 2100', () => {
  expect(dates('RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', '2098-02-01', 9)).toEqual([
    '2099-01-21',
    '2100-02-09',
  ])
  expect(dates('RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', '0001-01-01', 2)).toEqual([
    '1900-01-31',
    '1901-02-19',
  ])
  for (const start of ['2101-01-28', '2101-01-29', '9999-12-31'])
    expect(dates('RSCALE=CHINESE;FREQ=DAILY', start, 3)).toEqual([])
})

const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)
const parts = fc.record(
  {
    FREQ: fc.constantFrom('MONTHLY', 'YEARLY'),
    INTERVAL: fc.integer({ min: 1, max: 4 }),
    BYMONTH: fc.uniqueArray(fc.constantFrom('1', '5', '8', '12', '4L', '5L', '6L', '11L'), {
      minLength: 1,
      maxLength: 4,
    }),
    BYMONTHDAY: fc.uniqueArray(fc.constantFrom(1, 3, 15, 29, 30, -1, -30), { minLength: 1, maxLength: 3 }),
    SKIP: fc.constantFrom('OMIT', 'BACKWARD', 'FORWARD'),
  },
  { requiredKeys: ['FREQ', 'BYMONTHDAY'] },
)

interface Given {
  FREQ: 'MONTHLY' | 'YEARLY'
  INTERVAL?: number
  BYMONTH?: string[]
  BYMONTHDAY: number[]
  SKIP?: string
}

/** The months that tyme4ts has, by their names as RFC 7529 writes them, and their first days. */
const theirMonths = Array.from({ length: 80 }, (_, index) => {
  const year = 2000 + index
  return LunarYear.fromYear(year)
    .getMonths()
    .map((month) => ({
      year,
      name: `${month.getMonth()}${month.isLeap() ? 'L' : ''}`,
      begin: dayOf(
        month
          .getFirstJulianDay()
          .getSolarDay()
          .toString()
          .replace(
            /(\d+)年(\d+)月(\d+)日/,
            (_, y, m, d) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`,
          ),
      ),
      days: month.getDayCount(),
    }))
}).flat()

/** They do not go further, by our choice. */
const theirEnd = '2079-01-01'

/** The steps of RFC 7529, section 4.1, one after the other, over all that there is. */
function byTheSteps(
  { FREQ, INTERVAL = 1, BYMONTH, BYMONTHDAY, SKIP = 'OMIT' }: Given,
  start: number,
): number[] {
  const begun = theirMonths.findLastIndex(({ begin }) => begin <= start)
  const found = new Set<number>()
  const years = [...new Set(theirMonths.map(({ year }) => year))]
  const periods =
    FREQ === 'MONTHLY'
      ? theirMonths.slice(begun).map((month) => [month])
      : years
          .filter((year) => year >= (theirMonths[begun]?.year ?? 0))
          .map((year) => theirMonths.filter((month) => month.year === year))
  for (let at = 0; at < periods.length; at += INTERVAL) {
    const period = periods[at] ?? []
    let months = period
    if (BYMONTH && FREQ === 'MONTHLY') months = period.filter(({ name }) => BYMONTH.includes(name))
    if (BYMONTH && FREQ === 'YEARLY')
      months = BYMONTH.flatMap((name) => {
        const same = period.filter((month) => month.name === name)
        if (same.length > 0 || SKIP === 'OMIT') return same
        const before = Number(name.replace('L', ''))
        return period.filter((month) => month.name === String(SKIP === 'BACKWARD' ? before : before + 1))
      })
    for (const { begin, days } of months)
      for (const day of BYMONTHDAY) {
        if (day < 0 && -day <= days) found.add(begin + days + day)
        if (day > 0 && day <= days) found.add(begin + day - 1)
        if (day > days && SKIP === 'BACKWARD') found.add(begin + days - 1)
        if (day > days && SKIP === 'FORWARD') found.add(begin + days)
      }
  }
  return [...found].filter((day) => day > start).toSorted((a, b) => a - b)
}

test('[E104] random rules have the dates that the steps of RFC 7529 give (AIOTODO_SEED repeats a run)', () => {
  fc.assert(
    fc.property(
      parts,
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: 0, max: 900 }),
      (given, offset, passed) => {
        const text = `RSCALE=CHINESE;${Object.entries(given)
          .map(([name, value]) => `${name}=${String(value)}`)
          .join(';')}`
        const rule = ruleOf(text)
        expect(parseRule(ruleText(rule))).toEqual(rule)
        const start = later('2005-01-01', offset)
        const theirs = byTheSteps(given as Given, dayOf(start))
          .map(dateOf)
          .filter((date) => date < theirEnd)
        // From a date between, the same ones follow.
        for (const from of [start, later(start, passed)]) {
          const ours = [...occurrences(rule, start, from).take(6)].filter((date) => date < theirEnd)
          const wanted = theirs.filter((date) => date > from).slice(0, 6)
          expect([ruleText(rule), start, from, ...ours]).toEqual([ruleText(rule), start, from, ...wanted])
        }
      },
    ),
    { seed, numRuns: 300 },
  )
})
