/** The dates of rules: a table, and another library's (SPEC.md, E13 and E4). */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { occurrences } from '../../src/model/occurrences.ts'
import { parseRule, ruleText, type Rule } from '../../src/model/repeat.ts'
import { datesAfter } from '../../src/model/series.ts'

const ruleOf = (text: string): Rule => {
  const rule = parseRule(text)
  if (typeof rule === 'string') throw new Error(rule)
  return rule
}

function first(dates: Generator<string>, count: number): string[] {
  const found: string[] = []
  for (const date of dates) if (found.push(date) >= count) break
  return found
}

/** A rule, the date it counts from, and the dates that follow; "end" where there are no more. */
const table: [rule: string, start: string, dates: string][] = [
  ['FREQ=DAILY', '2026-12-30', '2026-12-31 2027-01-01 2027-01-02'],
  ['FREQ=DAILY', '2028-02-28', '2028-02-29 2028-03-01'],
  ['FREQ=DAILY', '2027-02-28', '2027-03-01'],
  ['FREQ=DAILY;INTERVAL=3', '2026-01-30', '2026-02-02 2026-02-05'],
  ['FREQ=DAILY;INTERVAL=1000', '2026-01-01', '2028-09-27'],
  ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27', '2026-11-30 2026-12-01'],
  ['FREQ=DAILY;BYDAY=SA,SU', '2026-11-25', '2026-11-28 2026-11-29 2026-12-05'],
  ['FREQ=DAILY;BYMONTH=1', '2026-01-30', '2026-01-31 2027-01-01'],
  ['FREQ=DAILY;BYMONTHDAY=-1', '2026-01-30', '2026-01-31 2026-02-28 2026-03-31'],
  ['FREQ=DAILY;INTERVAL=2;BYMONTHDAY=31', '2026-01-01', '2026-01-31 2026-05-31'],
  ['FREQ=DAILY;UNTIL=20260103', '2026-01-01', '2026-01-02 2026-01-03 end'],
  ['FREQ=WEEKLY', '2026-11-25', '2026-12-02 2026-12-09'],
  ['FREQ=WEEKLY;INTERVAL=2', '2026-12-23', '2027-01-06 2027-01-20'],
  ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-25', '2026-11-26 2026-11-30 2026-12-03'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', '2026-11-23', '2026-11-25 2026-12-07 2026-12-09'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', '2026-11-25', '2026-12-07 2026-12-09 2026-12-21'],
  // The two of RFC 5545, section 3.3.10: the day that weeks begin on makes a difference.
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO', '1997-08-05', '1997-08-10 1997-08-19 1997-08-24'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU', '1997-08-05', '1997-08-17 1997-08-19 1997-08-31'],
  ['FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1', '2026-11-25', '2026-11-27 2026-12-04'],
  ['FREQ=WEEKLY;BYMONTH=2;BYDAY=MO', '2026-02-20', '2026-02-23 2027-02-01'],
  ['FREQ=WEEKLY;UNTIL=20261202', '2026-11-25', '2026-12-02 end'],
  ['FREQ=WEEKLY;UNTIL=20261201', '2026-11-25', 'end'],
  ['FREQ=MONTHLY', '2026-01-15', '2026-02-15 2026-03-15'],
  ['FREQ=MONTHLY', '2026-01-31', '2026-03-31 2026-05-31 2026-07-31'],
  ['FREQ=MONTHLY', '2028-01-29', '2028-02-29 2028-03-29'],
  ['FREQ=MONTHLY', '2027-01-29', '2027-03-29'],
  ['FREQ=MONTHLY;INTERVAL=2', '2026-12-31', '2027-08-31 2027-10-31'],
  ['FREQ=MONTHLY;INTERVAL=18', '2026-06-01', '2027-12-01 2029-06-01'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', '2027-12-31', '2028-01-31 2028-02-29 2028-03-31'],
  ['FREQ=MONTHLY;BYMONTHDAY=-2', '2027-01-30', '2027-02-27 2027-03-30'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15', '2026-12-01', '2026-12-15 2027-01-01'],
  [
    'FREQ=MONTHLY;BYMONTHDAY=30,-1',
    '2027-01-30',
    '2027-01-31 2027-02-28 2027-03-30 2027-03-31 2027-04-30 2027-05-30',
  ],
  ['FREQ=MONTHLY;BYDAY=1MO', '2026-11-25', '2026-12-07 2027-01-04'],
  ['FREQ=MONTHLY;BYDAY=2TU', '2026-11-10', '2026-12-08 2027-01-12'],
  ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-27', '2026-12-25 2027-01-29'],
  ['FREQ=MONTHLY;BYDAY=-2FR', '2026-11-20', '2026-12-18 2027-01-22'],
  ['FREQ=MONTHLY;BYDAY=5MO', '2026-11-30', '2027-03-29 2027-05-31'],
  ['FREQ=MONTHLY;BYDAY=SU', '2026-11-22', '2026-11-29 2026-12-06'],
  ['FREQ=MONTHLY;BYDAY=1MO,-1MO', '2026-11-02', '2026-11-30 2026-12-07 2026-12-28'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-10-30', '2026-11-30 2026-12-31 2027-01-29'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', '2026-11-02', '2026-12-01 2027-01-01 2027-02-01'],
  ['FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2,-1', '2026-11-01', '2026-11-07 2026-11-29 2026-12-06'],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '2026-11-13', '2027-08-13 2028-10-13'],
  ['FREQ=MONTHLY;BYMONTHDAY=7,8,9,10,11,12,13;BYDAY=SA', '1997-09-13', '1997-10-11 1997-11-08 1997-12-13'],
  ['FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=31', '2026-01-01', '2026-03-31 2027-03-31'],
  ['FREQ=MONTHLY;UNTIL=20260301', '2026-01-31', 'end'],
  ['FREQ=YEARLY', '2026-11-25', '2027-11-25 2028-11-25'],
  ['FREQ=YEARLY', '2028-02-29', '2032-02-29 2036-02-29'],
  ['FREQ=YEARLY', '2096-02-29', '2104-02-29'],
  ['FREQ=YEARLY;INTERVAL=4', '2024-02-29', '2028-02-29'],
  ['FREQ=YEARLY;INTERVAL=3', '2024-02-29', '2036-02-29'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', '2026-02-28', '2027-02-28 2028-02-29 2029-02-28'],
  ['FREQ=YEARLY;BYMONTH=6,7', '1997-06-10', '1997-07-10 1998-06-10'],
  ['FREQ=YEARLY;BYMONTHDAY=1', '2026-11-25', '2026-12-01 2027-01-01'],
  ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', '1998-05-18 1999-05-17'],
  ['FREQ=YEARLY;BYDAY=-1SU', '2026-01-01', '2026-12-27 2027-12-26'],
  ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2026-11-26', '2027-11-25 2028-11-23'],
  ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '1997-03-13', '1997-03-20 1997-03-27 1998-03-05'],
  [
    'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=TU;INTERVAL=4',
    '1996-11-05',
    '2000-11-07 2004-11-02',
  ],
  ['FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR', '2026-11-25', '2027-08-13'],
  ['FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-01-01', '2026-12-31 2027-12-31 2028-12-29'],
  ['FREQ=YEARLY;BYDAY=53TH', '2021-01-01', '2026-12-31 2032-12-30'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01', 'end'],
  ['FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31', '2026-01-01', 'end'],
  ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5', '2026-01-01', 'end'],
  ['FREQ=YEARLY;INTERVAL=1000', '2026-01-01', 'end'],
  ['FREQ=DAILY', '9999-12-30', '9999-12-31 end'],
  ['FREQ=YEARLY', '0001-01-01', '0002-01-01'],
]

test.each(table)('[E13] %s from %s on: %s', (text, start, expected) => {
  const dates = expected.split(' ')
  const wanted = dates.filter((date) => date !== 'end')
  const asked = dates.length === wanted.length ? wanted.length : 1_000
  expect(first(occurrences(ruleOf(text), start), asked)).toEqual(wanted)
})

const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)
const day = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
const days = (max: number) =>
  fc.uniqueArray(
    max === 0 ? day : fc.tuple(fc.constantFrom('1', '2', '-1', '5'), day).map((each) => each.join('')),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
const parts = fc.record(
  {
    FREQ: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    INTERVAL: fc.integer({ min: 1, max: 5 }),
    BYMONTH: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
    BYMONTHDAY: fc.uniqueArray(fc.constantFrom(1, 13, 15, 28, 29, 31, -1, -2), {
      minLength: 1,
      maxLength: 3,
    }),
    BYDAY: fc.oneof(days(0), days(5)),
    BYSETPOS: fc.constantFrom('1', '-1', '2', '1,-1'),
    WKST: day,
  },
  { requiredKeys: ['FREQ'] },
)

test('[E13] random rules have the dates that another library finds (AIOTODO_SEED repeats a run)', () => {
  let compared = 0
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 5_000 }), (given, offset) => {
      const text = Object.entries(given)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(';')
      const rule = parseRule(text)
      // The other one forgets parts of yearly rules that have numbered days beside others.
      const isNumbered = typeof rule !== 'string' && rule.byDay.some(({ nth }) => nth !== null)
      if (typeof rule === 'string' || (rule.freq === 'YEARLY' && isNumbered)) return
      expect(parseRule(ruleText(rule))).toEqual(rule)
      const start = new Date(Date.UTC(2020, 0, 1 + offset)).toISOString().slice(0, 10)
      const all = theirs(ruleText(rule), start, 5)
      if (!all) return
      // Ours looks no further.
      const end = new Date(Date.parse(start) + 100 * 366 * 86_400_000).toISOString().slice(0, 10)
      const dates = all.filter((date) => date <= end)
      compared++
      expect([ruleText(rule), start, first(occurrences(rule, start), 5)]).toEqual([
        ruleText(rule),
        start,
        dates,
      ])
    }),
    { seed, numRuns: 400 },
  )
  expect(compared).toBeGreaterThan(100)
})

/** Undefined where the other library gives up. */
function theirs(rule: string, start: string, count: number): string[] | undefined {
  const rruleString = `DTSTART;TZID=UTC:${start.replaceAll('-', '')}T000000\nRRULE:${rule}`
  const them = new RRuleTemporal({ rruleString })
  const dates: string[] = []
  try {
    let at = Temporal.ZonedDateTime.from(`${start}T00:00[UTC]`)
    while (dates.length < count) {
      const next = them.next(at as never)
      if (!next) return undefined
      dates.push(next.toString().slice(0, 10))
      at = Temporal.ZonedDateTime.from(next.toString())
    }
  } catch {
    return undefined
  }
  return dates
}

test('[E13] from a date between, the dates are those that would have come', () => {
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 2_000 }), (given, offset) => {
      const rule = parseRule(
        Object.entries(given)
          .map(([name, value]) => `${name}=${String(value)}`)
          .join(';'),
      )
      if (typeof rule === 'string') return
      const start = '2021-03-31'
      const after = new Date(Date.UTC(2021, 2, 31 + offset)).toISOString().slice(0, 10)
      const all = first(occurrences(rule, start), 4_000).filter((date) => date > after)
      const [wanted, found] = [all.slice(0, 3), first(occurrences(rule, start, after), 3)]
      expect([ruleText(rule), found.slice(0, wanted.length)]).toEqual([ruleText(rule), wanted])
    }),
    { seed, numRuns: 150 },
  )
})

describe('[E4] the next due date', () => {
  const berlin = '[Europe/Berlin]'
  const rows: [
    title: string,
    due: string,
    repeat: string,
    now: string,
    next: string | undefined,
    more?: object,
  ][] = [
    [
      'stays at nine when the clocks go forward',
      `2026-03-28T09:00${berlin}`,
      'FREQ=DAILY',
      '2026-03-28T08:00:00.000Z',
      `2026-03-29T09:00${berlin}`,
    ],
    [
      'stays at nine when they go back',
      `2026-10-24T09:00${berlin}`,
      'FREQ=DAILY',
      '2026-10-24T08:00:00.000Z',
      `2026-10-25T09:00${berlin}`,
    ],
    [
      'may be at a time that the day does not have',
      `2026-03-28T02:30${berlin}`,
      'FREQ=DAILY',
      '2026-03-28T08:00:00.000Z',
      `2026-03-29T02:30${berlin}`,
    ],
    [
      'and goes on from there',
      `2026-03-29T02:30${berlin}`,
      'FREQ=DAILY',
      '2026-03-29T08:00:00.000Z',
      `2026-03-30T02:30${berlin}`,
    ],
    [
      'may be at a time that the day has twice',
      `2026-10-24T02:30${berlin}`,
      'FREQ=DAILY',
      '2026-10-24T08:00:00.000Z',
      `2026-10-25T02:30${berlin}`,
    ],
    [
      'is later today, when that is to come',
      `2026-06-01T18:00${berlin}`,
      'FREQ=DAILY',
      '2026-06-03T15:59:00.000Z',
      `2026-06-03T18:00${berlin}`,
    ],
    [
      'is tomorrow, when that is past',
      `2026-06-01T18:00${berlin}`,
      'FREQ=DAILY',
      '2026-06-03T16:00:00.000Z',
      `2026-06-04T18:00${berlin}`,
    ],
    [
      'by the day of its own zone',
      '2026-06-01T01:00[Pacific/Kiritimati]',
      'FREQ=DAILY',
      '2026-06-03T12:00:00.000Z',
      '2026-06-05T01:00[Pacific/Kiritimati]',
    ],
    ['of a day by UTC', '2026-06-01', 'FREQ=DAILY', '2026-06-03T23:30:00.000Z', '2026-06-04'],
    [
      'of a day by the zone',
      '2026-06-01',
      'FREQ=DAILY',
      '2026-06-03T23:30:00.000Z',
      '2026-06-05',
      { zone: 'Europe/Berlin' },
    ],
    [
      'of a day by a zone behind',
      '2026-06-01',
      'FREQ=DAILY',
      '2026-06-04T02:00:00.000Z',
      '2026-06-04',
      { zone: 'America/New_York' },
    ],
    [
      'keeps to its rhythm when it is late',
      '2026-06-01',
      'FREQ=DAILY;INTERVAL=3',
      '2026-06-06T12:00:00.000Z',
      '2026-06-07',
    ],
    [
      'of a week that was missed is next week',
      '2026-06-02',
      'FREQ=WEEKLY',
      '2026-06-09T12:00:00.000Z',
      '2026-06-16',
    ],
    [
      'counts from the anchor',
      '2026-06-05',
      'FREQ=WEEKLY',
      '2026-06-03T12:00:00.000Z',
      '2026-06-09',
      { anchor: '2026-06-02' },
    ],
    [
      'has the time of the anchor',
      '2026-06-05T10:00[UTC]',
      'FREQ=WEEKLY',
      '2026-06-03T12:00:00.000Z',
      '2026-06-09T09:00[UTC]',
      { anchor: '2026-06-02T09:00[UTC]' },
    ],
    [
      'counts from today',
      '2026-06-01',
      'FREQ=WEEKLY',
      '2026-06-10T12:00:00.000Z',
      '2026-06-17',
      { repeatFrom: 'finished' },
    ],
    [
      'counts from today when it is early',
      '2026-06-20',
      'FREQ=MONTHLY',
      '2026-06-10T12:00:00.000Z',
      '2026-07-10',
      { repeatFrom: 'finished' },
    ],
    [
      'counts from today, and is after its due date however often it was counted',
      '2026-06-20',
      'FREQ=DAILY;INTERVAL=3',
      '2026-06-10T12:00:00.000Z',
      '2026-06-22',
      { repeatFrom: 'finished' },
    ],
    [
      'is no second one of the same date, finished as many days early as it counts',
      '2026-12-10',
      'FREQ=DAILY;INTERVAL=3',
      '2026-12-07T12:00:00.000Z',
      '2026-12-13',
      { repeatFrom: 'finished' },
    ],
    [
      'counts months from today to the last day of a shorter one',
      '2026-11-30',
      'FREQ=MONTHLY;INTERVAL=3',
      '2026-11-30T12:00:00.000Z',
      '2027-02-28',
      { repeatFrom: 'finished' },
    ],
    [
      'counts years from a leap day to the last day of February',
      '2028-02-29',
      'FREQ=YEARLY',
      '2028-02-29T12:00:00.000Z',
      '2029-02-28',
      { repeatFrom: 'finished' },
    ],
    [
      'skips months without the day, where it counts from the due date: RFC 5545',
      '2026-11-30',
      'FREQ=MONTHLY;INTERVAL=3',
      '2026-11-30T12:00:00.000Z',
      '2027-05-30',
    ],
    [
      'of one that was moved behind others is after it',
      '2026-12-22',
      'FREQ=WEEKLY',
      '2026-12-01T12:00:00.000Z',
      '2026-12-29',
      { anchor: '2026-12-01' },
    ],
    [
      'of one that was moved, counted from today, is after the date it was moved from as well',
      '2026-12-05',
      'FREQ=DAILY;INTERVAL=3',
      '2026-12-05T12:00:00.000Z',
      '2026-12-11',
      { anchor: '2026-12-10', repeatFrom: 'finished' },
    ],
    [
      'of one that was moved into another zone is after it by both clocks',
      '2026-12-02T23:59[Pacific/Pago_Pago]',
      'FREQ=DAILY',
      '2026-12-01T12:00:00.000Z',
      '2026-12-05T00:30[Pacific/Kiritimati]',
      { anchor: '2026-12-01T00:30[Pacific/Kiritimati]' },
    ],
    [
      'of weekdays is today, where the last one is late and today is one',
      '2026-12-01',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      '2026-12-02T08:00:00.000Z',
      '2026-12-02',
    ],
    [
      'of weekdays is not today, where today’s is the one that is finished',
      '2026-12-02',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      '2026-12-02T08:00:00.000Z',
      '2026-12-03',
    ],
    [
      'of weekdays is not today, where today is none of them',
      '2026-12-01',
      'FREQ=WEEKLY;BYDAY=TU,TH',
      '2026-12-02T08:00:00.000Z',
      '2026-12-03',
    ],
    [
      'of weekdays with a time that is over is not today',
      `2026-12-01T07:00${berlin}`,
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR',
      '2026-12-02T08:00:00.000Z',
      `2026-12-03T07:00${berlin}`,
    ],
    [
      'of weekdays counted from today is not today',
      '2026-12-01',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      '2026-12-02T08:00:00.000Z',
      '2026-12-03',
      { repeatFrom: 'finished' },
    ],
    [
      'counts from today at its time',
      `2026-06-01T09:00${berlin}`,
      'FREQ=DAILY',
      '2026-06-10T22:30:00.000Z',
      `2026-06-12T09:00${berlin}`,
      { repeatFrom: 'finished' },
    ],
    [
      'is none behind UNTIL',
      '2026-06-01',
      'FREQ=DAILY;UNTIL=20260603',
      '2026-06-03T12:00:00.000Z',
      undefined,
    ],
    ['is none of the last one', '2026-06-01', 'FREQ=DAILY;COUNT=1', '2026-06-01T12:00:00.000Z', undefined],
    [
      'of a leap day is four years later',
      '2028-02-29',
      'FREQ=YEARLY',
      '2028-02-29T12:00:00.000Z',
      '2032-02-29',
    ],
    [
      'of a very old one is soon',
      '0001-01-01',
      'FREQ=DAILY;INTERVAL=2',
      '2026-06-01T12:00:00.000Z',
      '2026-06-02',
    ],
  ]
  test.each(rows)('[E4] %s', (_, due, repeat, now, next, more = {}) => {
    const { zone = null, ...fields } = { anchor: null, repeatFrom: 'due' as const, ...more } as {
      zone?: string | null
      anchor: string | null
      repeatFrom: 'due'
    }
    expect(datesAfter({ due, repeat, ...fields }, now, zone).next().value?.due).toBe(next)
  })
})

describe('[E4] the date that is skipped to, and those that are told', () => {
  const rows: [title: string, due: string, repeat: string, now: string, dates: string, more?: object][] = [
    [
      'count from the due date, where that is to come',
      '2026-12-10',
      'FREQ=DAILY;INTERVAL=3',
      '2026-11-30T12:00:00.000Z',
      '2026-12-13 2026-12-16',
      { repeatFrom: 'finished' },
    ],
    [
      'count from today, where it is late',
      '2026-11-20',
      'FREQ=DAILY;INTERVAL=3',
      '2026-11-30T12:00:00.000Z',
      '2026-12-03 2026-12-06',
      { repeatFrom: 'finished' },
    ],
    [
      'come after where it was moved to',
      '2026-12-05',
      'FREQ=DAILY',
      '2026-11-30T12:00:00.000Z',
      '2026-12-06 2026-12-07',
      { anchor: '2026-11-30' },
    ],
    [
      'come after where it was moved to, counted from when it is finished',
      '2026-12-05',
      'FREQ=DAILY',
      '2026-11-30T12:00:00.000Z',
      '2026-12-06 2026-12-07',
      { anchor: '2026-11-30', repeatFrom: 'finished' },
    ],
    [
      'count each from the one before, as if that was finished on its day',
      '2026-11-30',
      'FREQ=MONTHLY',
      '2026-11-30T12:00:00.000Z',
      '2026-12-30 2027-01-30 2027-02-28 2027-03-28',
      { repeatFrom: 'finished' },
    ],
  ]
  test.each(rows)('[E4] %s', (_, due, repeat, now, dates, more = {}) => {
    const todo = { due, repeat, anchor: null, repeatFrom: 'due' as const, ...more }
    const wanted = dates.split(' ')
    const found = datesAfter(todo, now, null, 'skipped').take(wanted.length)
    expect([...found].map((each) => each.due)).toEqual(wanted)
  })
})

describe('[E4] the examples of docs/repeats.md', () => {
  const guide = readFileSync(new URL('../../docs/repeats.md', import.meta.url), 'utf8')
  const rows = [
    ...guide.matchAll(
      /^\| `(FREQ=.+?)`(, `finished`)? \| (\S+) \| (?:moved to (\S+), )?(finished|skipped) on (\S+) \| ([\d-]+)/gm,
    ),
  ]
  test.each(rows.map((row) => row.slice(1)))(
    '[E4] %s%s, due %s, moved to %s, %s on %s: %s',
    (repeat = '', counted, due = '', moved, deed = '', on = '', next = '') => {
      const todo = {
        due: moved ?? due,
        anchor: moved ? due : null,
        repeat,
        repeatFrom: counted ? ('finished' as const) : ('due' as const),
      }
      const found = datesAfter(todo, `${on}T12:00:00.000Z`, 'UTC', deed as 'finished' | 'skipped')
      expect(found.next().value?.due).toBe(next)
    },
  )
  test('[E4] are all read', () => {
    expect(rows.length).toBe(guide.match(/^\| `FREQ=/gm)?.length ?? 0)
    expect(rows.length).toBeGreaterThan(8)
  })
})
