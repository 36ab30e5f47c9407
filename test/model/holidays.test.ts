/** Public holidays of China, and rules that leave days out by them (SPEC.md, E110 to E114). */
import { expect, test } from 'bun:test'
import { dateOf, dayOf } from '../../src/model/days.ts'
import { holidaysOf, lastKnownYear, unknownHolidays, withNewer } from '../../src/model/holidays.ts'
import { occurrences } from '../../src/model/occurrences.ts'
import { parseRule, ruleText, type Rule } from '../../src/model/repeat.ts'
import { datesAfter } from '../../src/model/series.ts'
import { builtInHolidays } from '../../src/runtime/holidays.ts'
import { randomOf } from '../support/random.ts'

/**
 * The notices of the State Council, of 12 November 2024 (国办发明电〔2024〕12号) and 4 November 2025, read by hand: the
 * first and last day of each holiday, and the days that are worked.
 */
const notices = {
  off: [
    ['2025-01-01', '2025-01-01'],
    ['2025-01-28', '2025-02-04'],
    ['2025-04-04', '2025-04-06'],
    ['2025-05-01', '2025-05-05'],
    ['2025-05-31', '2025-06-02'],
    ['2025-10-01', '2025-10-08'],
    ['2026-01-01', '2026-01-03'],
    ['2026-02-15', '2026-02-23'],
    ['2026-04-04', '2026-04-06'],
    ['2026-05-01', '2026-05-05'],
    ['2026-06-19', '2026-06-21'],
    ['2026-09-25', '2026-09-27'],
    ['2026-10-01', '2026-10-07'],
  ],
  worked: [
    ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  ],
} as const

/** It is told by the notices alone: what is not of them is a workday from Monday to Friday. */
function isWorkday(date: string): boolean {
  if (notices.off.some(([from, to]) => date >= from && date <= to)) return false
  const weekday = new Date(date).getUTCDay()
  return (notices.worked as readonly string[]).includes(date) || (weekday > 0 && weekday < 6)
}
const isHoliday = (date: string) => notices.off.some(([from, to]) => date >= from && date <= to)

const days2025and2026 = Array.from({ length: 730 }, (_, index) => dateOf(dayOf('2025-01-01') + index))

const ruleOf = (text: string): Rule => {
  const rule = parseRule(text)
  if (typeof rule === 'string') throw new Error(rule)
  return rule
}
const datesOf = (text: string, from: string, to: string): string[] => {
  const found: string[] = []
  const before = dateOf(dayOf(from) - 1)
  for (const date of occurrences(ruleOf(text), before, before, false, builtInHolidays)) {
    if (date > to) break
    found.push(date)
  }
  return found
}

test('[E110] each day of 2025 and 2026 is left out or not as the notices of the government say', () => {
  const within = (text: string) => datesOf(text, '2025-01-01', '2026-12-31')
  expect(within('FREQ=DAILY;X-SKIP=CN-DAYS-OFF')).toEqual(days2025and2026.filter(isWorkday))
  expect(within('FREQ=DAILY;X-SKIP=CN-WORKDAYS')).toEqual(days2025and2026.filter((date) => !isWorkday(date)))
  expect(within('FREQ=DAILY;X-SKIP=CN-HOLIDAYS')).toEqual(days2025and2026.filter((date) => !isHoliday(date)))
  // Counted by hand: 2025 has 248 working days, 2026 also.
  expect(
    [2025, 2026].map(
      (year) => days2025and2026.filter((date) => date.startsWith(`${year}`) && isWorkday(date)).length,
    ),
  ).toEqual([248, 248])
})

test.each([
  ['FREQ=DAILY;X-SKIP=CN-DAYS-OFF', '2026-09-19', ['2026-09-20', '2026-09-21', '2026-09-22']],
  [
    'FREQ=DAILY;X-SKIP=CN-DAYS-OFF',
    '2026-09-25',
    ['2026-09-28', '2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12'],
  ],
  ['FREQ=DAILY;X-SKIP=CN-WORKDAYS', '2026-02-13', ['2026-02-15', '2026-02-16']],
  ['FREQ=WEEKLY;BYDAY=TH;X-SKIP=CN-HOLIDAYS', '2026-09-24', ['2026-09-24', '2026-10-08']],
  [
    'FREQ=WEEKLY;BYDAY=SA;X-SKIP=CN-DAYS-OFF',
    '2026-01-01',
    ['2026-02-14', '2026-02-28', '2026-05-09', '2026-10-10'],
  ],
  // The last working day of a month, and the first one.
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;X-SKIP=CN-DAYS-OFF',
    '2026-01-01',
    ['2026-01-30', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-29'],
  ],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1;X-SKIP=CN-DAYS-OFF',
    '2026-01-01',
    ['2026-01-04', '2026-02-02', '2026-03-02', '2026-04-01', '2026-05-06'],
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=1;X-SKIP=CN-HOLIDAYS', '2026-09-01', ['2026-09-01', '2026-11-01', '2026-12-01']],
  // The first day of the Chinese month, unless it is a holiday: 17 February is New Year's Day.
  ['RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1;X-SKIP=CN-HOLIDAYS', '2026-01-01', ['2026-01-19', '2026-03-19']],
])('[E110] %s from %s', (text, from, expected) => {
  expect(datesOf(text, from, '2026-12-31').slice(0, expected.length)).toEqual(expected)
})

test('[E111] it is kept in one writing, and refused with what was expected', () => {
  expect(ruleText(ruleOf('x-skip=cn-days-off;freq=daily'))).toBe('FREQ=DAILY;X-SKIP=CN-DAYS-OFF')
  expect(ruleText(ruleOf('FREQ=WEEKLY;X-SKIP=CN-HOLIDAYS;WKST=SU'))).toBe(
    'FREQ=WEEKLY;WKST=SU;X-SKIP=CN-HOLIDAYS',
  )
  expect(parseRule('FREQ=DAILY;X-SKIP=DE-HOLIDAYS')).toBe(
    'has X-SKIP=DE-HOLIDAYS; expected CN-DAYS-OFF, CN-HOLIDAYS, CN-WORKDAYS',
  )
})

test('[E112] of a year without data Monday to Friday are workdays, and the last known year is told', () => {
  expect(lastKnownYear(builtInHolidays)).toBe(2026)
  expect(lastKnownYear(unknownHolidays)).toBeNull()
  // 1 October 2027 is a Friday.
  expect(datesOf('FREQ=DAILY;X-SKIP=CN-DAYS-OFF', '2027-10-01', '2027-10-05')).toEqual([
    '2027-10-01',
    '2027-10-04',
    '2027-10-05',
  ])
  const newer = holidaysOf(
    ['2027-01-01', '2027-10-01', '2027-10-02', '2027-10-03', '2027-10-04', '2028-01-01'],
    ['2027-10-09'],
  )
  const known = withNewer(builtInHolidays, newer)
  expect([lastKnownYear(known), known.years.has(2026), known.years.has(2028)]).toEqual([2027, true, false])
  const dates = [
    ...occurrences(
      ruleOf('FREQ=DAILY;UNTIL=20271010;X-SKIP=CN-DAYS-OFF'),
      '2027-09-30',
      '2027-09-30',
      false,
      known,
    ),
  ]
  expect(dates).toEqual(['2027-10-05', '2027-10-06', '2027-10-07', '2027-10-08', '2027-10-09'])
  // What a file says of a year replaces what was built in.
  const moved = withNewer(
    builtInHolidays,
    holidaysOf(['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'], []),
  )
  expect([
    moved.off.has(dayOf('2026-10-06')),
    moved.worked.has(dayOf('2026-10-10')),
    moved.off.has(dayOf('2025-10-06')),
  ]).toEqual([false, false, true])
})

test('[E113] a rule that never meets a day that is left ends', () => {
  const rule = ruleOf('FREQ=WEEKLY;BYDAY=SA;X-SKIP=CN-DAYS-OFF')
  expect([...occurrences(rule, '2026-10-11', '2026-10-11', false, builtInHolidays)]).toEqual([])
})

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test(`[E114] the next one is later than the due date, on no day that is left out, and never the same twice (seed ${seed})`, () => {
  const random = randomOf(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  for (let round = 0; round < 1_500; round++) {
    const due = pick(days2025and2026)
    const now = `${pick(days2025and2026)}T${pick(['00:30', '12:00', '23:30'])}:00.000Z`
    const [leftOut, isKept] = pick([
      ['CN-DAYS-OFF', isWorkday],
      ['CN-WORKDAYS', (date: string) => !isWorkday(date)],
      ['CN-HOLIDAYS', (date: string) => !isHoliday(date)],
    ] as const)
    const repeat = `${pick(['FREQ=DAILY', 'FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=MO,SA', 'FREQ=MONTHLY;BYMONTHDAY=1,10'])};X-SKIP=${leftOut}`
    const todo = { due, anchor: null, repeat, repeatFrom: pick(['due', 'finished'] as const) }
    let last = due
    let count = 0
    for (const next of datesAfter(todo, now, 'Asia/Shanghai', 'finished', builtInHolidays)) {
      if (next.due > '2026-12-31' || count++ === 20) break
      const told = { seed, round, todo, now, last, next: next.due }
      expect({ ...told, isLater: next.due > last, isKept: isKept(next.due) }).toEqual({
        ...told,
        isLater: true,
        isKept: true,
      })
      last = next.due
    }
  }
})

test.each([
  // Finished late, on a working day of its own: that day is still to be done.
  ['FREQ=DAILY;X-SKIP=CN-DAYS-OFF', 'due', '2026-10-08', '2026-10-10', '2026-10-10'],
  ['FREQ=DAILY;X-SKIP=CN-DAYS-OFF', 'due', '2026-09-30', '2026-09-30', '2026-10-08'],
  ['FREQ=DAILY;X-SKIP=CN-DAYS-OFF', 'due', '2026-09-30', '2026-10-04', '2026-10-08'],
  ['FREQ=DAILY;X-SKIP=CN-DAYS-OFF', 'finished', '2026-09-30', '2026-10-02', '2026-10-08'],
  ['FREQ=DAILY;INTERVAL=3;X-SKIP=CN-DAYS-OFF', 'finished', '2026-09-30', '2026-09-30', '2026-10-09'],
  ['FREQ=DAILY;X-SKIP=CN-HOLIDAYS', 'due', '2026-09-24', '2026-09-24', '2026-09-28'],
] as const)(
  '[E114] %s from %s: due on %s and finished on %s, it is next due on %s',
  (repeat, repeatFrom, due, on, next) => {
    const todo = { due, anchor: null, repeat, repeatFrom }
    const found = datesAfter(todo, `${on}T04:00:00.000Z`, 'Asia/Shanghai', 'finished', builtInHolidays)
    expect(found.next().value?.due).toBe(next)
  },
)
