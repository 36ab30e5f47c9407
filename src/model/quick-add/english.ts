/** What is read in English: lengths, periods, days. Times are in english-times.ts, repeats in english-repeats.ts. */
import { dayOf, partsOf } from './calendar.ts'
import {
  asDay,
  beginningOf,
  dateNamed,
  dayIn,
  daysFrom,
  endOf,
  fromNow,
  lengthOf,
  monthPeriod,
  nextDayOfMonth,
  nextWeekday,
  noLength,
  nthIn,
  on,
  periodFrom,
  sumOf,
  thisWeekend,
  weekdayOfWeek,
  weeksAhead,
  yearPeriod,
} from './days.ts'
import { everyDay, workdays } from './repeats.ts'
import type { Grammar } from './grammar.ts'
import type { Context, When } from './reading.ts'
import type { Length, Period } from './measures.ts'

type Rules = Grammar<Context>

export function addEnglishDays(grammar: Rules): void {
  lengths(grammar)
  numbers(grammar)
  periods(grammar)
  namedDays(grammar)
  datesOf(grammar)
  countedDays(grammar)
}

function numbers(g: Rules): void {
  g.rule('NUM', 'NUMBER', (_, number) => number)
  g.rule('NUM', 'a', () => 1)
  g.rule('NUM', 'a couple of?', () => 2)
  g.rule('YEAR', 'NUMBER', (_, year) => (year >= 1900 && year <= 2199 ? year : undefined))
  g.rule('MONTHDAY', 'NUMBER', (_, day) => (day >= 1 && day <= 31 ? day : undefined))
  g.rule('MONTHDAY', 'NUMBER -? ORDINAL', (_, tens, day) =>
    (tens === 20 || tens === 30) && day < 10 && tens + day <= 31 ? tens + day : undefined,
  )
  g.rule('MONTHDAY', 'ORDINAL', (_, day) => (day >= 1 && day <= 31 ? day : undefined))
  g.rule('NAMEDDAY', 'WEEKDAY', (_, day) => day)
  g.rule('NAMEDDAY', 'SHORTDAY', (_, day) => day)
  g.rule('NTH', 'ORDINAL', (_, nth) => nth)
  g.rule('NTH', 'last', () => -1)
}

function lengths(g: Rules): void {
  const half = (length: Length | undefined): Length | undefined => {
    if (!length || length.workdays > 0 || length.months % 2 === 1) return undefined
    if (length.days > 0 && length.days % 2 === 1 && length.months === 0) return undefined
    return { ...length, months: length.months / 2, days: length.days / 2, minutes: length.minutes / 2 }
  }
  g.rule('LENGTH', 'NUM UNIT', (_, count, unit) => lengthOf(count, unit))
  g.rule('LENGTH', 'NUM fortnight', (_, count) => lengthOf(2 * count, 'week'))
  g.rule('LENGTH', 'NUM working|business|work UNIT', (_, count, unit) =>
    unit === 'day' ? lengthOf(count, 'workday') : undefined,
  )
  g.rule('LENGTH', 'NUM weekday', (_, count) => lengthOf(count, 'workday'))
  g.rule('LENGTH', 'SPAN', (_, length) => length)
  g.rule('LENGTH', 'DECIMAL UNIT', (_, count, unit) => lengthOf(count, unit))
  g.rule('LENGTH', 'half a? UNIT', (_, unit) => half(lengthOf(1, unit)))
  g.rule('LENGTH', 'NUM and a half UNIT', (_, count, unit) => lengthOf(count + 0.5, unit))
  g.rule('LENGTH', 'NUM UNIT and a half', (_, count, unit) => lengthOf(count + 0.5, unit))
  g.rule('LENGTH', 'NUM UNIT and? NUM UNIT', (_, a, first, b, second) => {
    const [one, two] = [lengthOf(a, first), lengthOf(b, second)]
    return one && two && sumOf(one, two)
  })
  g.rule('LENGTH', 'NUM UNIT and? SPAN', (_, count, unit, more) => {
    const one = lengthOf(count, unit)
    return one && sumOf(one, more)
  })
  g.rule('LENGTH', 'SPAN and? SPAN', (_, a, b) => sumOf(a, b))
}

function periods(g: Rules): void {
  g.rule('PERIOD', 'the|this? UNIT', ({ today }, unit) => periodFrom(today, unit, 0))
  g.rule('PERIOD', 'the? next|coming UNIT', ({ today }, unit) => periodFrom(today, unit, 1))
  g.rule('PERIOD', 'the? UNIT after next', ({ today }, unit) => periodFrom(today, unit, 2))
  g.rule('PERIOD', 'MONTH YEAR?', ({ today }, month, year) => monthPeriod(today, month, year))
  g.rule('PERIOD', 'next MONTH', ({ today }, month) => monthPeriod(today, month))
  g.rule('PERIOD', 'MONTH next year', ({ today }, month) =>
    monthPeriod(today, month, partsOf(today).year + 1),
  )
  g.rule('PERIOD', 'YEAR', (_, year) => yearPeriod(year))
}

const isMonth = ({ unit }: Period): boolean => unit === 'month'
const isLong = ({ unit }: Period): boolean => unit !== 'week'

function namedDays(g: Rules): void {
  g.rule('DAY', 'RELATIVE', ({ today }, days) => on(today + days))
  g.rule('DAY', 'tod', ({ today }) => on(today, { weak: 'end' }))
  g.rule('DAY', 'tom', ({ today }) => on(today + 1, { weak: 'beside' }))
  g.rule('DAY', 'the? day after tomorrow', ({ today }) => on(today + 2))
  g.rule('DAY', 'WEEKDAY', ({ today }, day) => nextWeekday(today, day))
  // Short names are words of their own: "sit in the sun", "sat nav", "mon ami".
  g.rule('DAY', 'SHORTDAY', ({ today }, day) => ({
    ...nextWeekday(today, day),
    weak: day > 3 ? 'beside' : 'end',
  }))
  // "Saturday week" is a week after Saturday.
  g.rule('DAY', 'NAMEDDAY UNIT', ({ today }, day, unit) =>
    unit === 'week' ? on((nextWeekday(today, day).day as number) + 7) : undefined,
  )
  g.rule('DAY', 'RELATIVE UNIT', ({ today }, days, unit) =>
    unit === 'week' ? on(today + days + 7) : undefined,
  )
  g.rule('DAY', 'this NAMEDDAY', ({ today }, day) => nextWeekday(today, day))
  g.rule('DAY', 'this coming NAMEDDAY', ({ today }, day) => nextWeekday(today, day))
  g.rule('DAY', 'next NAMEDDAY', ({ today }, day) => on(weekdayOfWeek(today, day, 1)))
  g.rule('DAY', 'the|this weekend', ({ today }) => thisWeekend(today))
  g.rule('DAY', 'over|during|at|on the|this weekend', ({ today }) => thisWeekend(today))
  g.rule('DAY', 'next weekend', ({ today }) => on(weekdayOfWeek(today, 5, 1)))
  g.rule('DAY', 'next UNIT', ({ today }, unit) => asDay(periodFrom(today, unit, 1), today))
  g.rule('DAY', 'the? UNIT after next', ({ today }, unit) => asDay(periodFrom(today, unit, 2), today))
  g.rule('DAY', 'PERIOD on? NAMEDDAY', (context, period, day) => inWeek(context, period, day))
  g.rule('DAY', 'NAMEDDAY of|in? PERIOD', (context, day, period) => inWeek(context, period, day))
  g.rule('DAY', 'weekend of|in? PERIOD', (context, period) => inWeek(context, period, 5))
  g.rule('DAY', 'the? end of the? day', ({ today }) => on(today, { isOfOther: true }))
  g.rule('DAY', 'the? end of RELATIVE', ({ today }, days) => on(today + days))
  g.rule('DAY', 'eod', ({ today }) => on(today, { isOfOther: true }))
  g.rule('DAY', 'the? end of PERIOD', ({ today }, period) => endOf(period, today))
  g.rule('DAY', 'PERIOD end', ({ today }, period) =>
    period.unit === 'month' ? endOf(period, today) : undefined,
  )
  for (const [word, unit] of [
    ['eow', 'week'],
    ['eom', 'month'],
    ['eoy', 'year'],
  ] as const)
    g.rule('DAY', word, ({ today }) => {
      const period = periodFrom(today, unit, 0)
      return period && (unit === 'week' ? nextWeekday(today, 4) : endOf(period, today))
    })
  g.rule('DAY', 'the? end of the|this? week', ({ today }) => ({ ...nextWeekday(today, 4), isWeekday: false }))
  g.rule('DAY', 'the? start|starting of PERIOD', ({ today }, period) => beginningOf(period, today))
}

/** Only a week has one day of each weekday; a longer period gives undefined. */
const inWeek = ({ today }: Context, period: Period, weekday: number): When | undefined =>
  period.unit === 'week' ? dayIn(period, today, (from) => from + weekday) : undefined

function datesOf(g: Rules): void {
  g.rule('DAY', 'the? DATE', (_, day) => on(day))
  g.rule('DAY', 'INSTANT', ({ at }, { year, month, day, hour, minute, zone }) => {
    if (zone === '') return on(dayOf(year, month, day), { time: hour * 60 + minute })
    const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
    const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
    const local = at(Date.UTC(year, month - 1, day, hour, minute) - ahead * 60_000)
    return on(local.day, { time: local.time })
  })
  g.rule('DAY', 'DOTTED', ({ today }, [day, month]) => {
    const found = dateNamed(today, month, day)
    return found && { ...found, weak: 'beside' }
  })
  g.rule('DAY', 'MONTH the? MONTHDAY YEAR?', ({ today }, month, day, year) =>
    dateNamed(today, month, day, year),
  )
  g.rule('DAY', 'the? MONTHDAY of? MONTH YEAR?', ({ today }, day, month, year) =>
    dateNamed(today, month, day, year),
  )
  g.rule('DAY', 'MONTH MONTHDAY next year', ({ today }, month, day) =>
    dateNamed(today, month, day, partsOf(today).year + 1),
  )
  g.rule('DAY', 'MONTHDAY of? MONTH next year', ({ today }, day, month) =>
    dateNamed(today, month, day, partsOf(today).year + 1),
  )
  g.rule('DAY', 'the ORDINAL', ({ today }, day) => {
    const found = nextDayOfMonth(today, day)
    return found && { ...found, weak: 'end' }
  })
  g.rule('DAY', 'the? ORDINAL of the month', ({ today }, day) => nextDayOfMonth(today, day))
  g.rule('DAY', 'the? ORDINAL of PERIOD', ({ today }, day, period) =>
    isMonth(period) && day >= 1 ? dayIn(period, today, (from) => from + day - 1) : undefined,
  )
  g.rule('DAY', 'PERIOD on? the ORDINAL', ({ today }, period, day) =>
    isMonth(period) ? dayIn(period, today, (from) => from + day - 1) : undefined,
  )
  g.rule('DAY', 'the? NTH NAMEDDAY of the month', ({ today }, nth, day) => nthOfMonth(today, nth, [day]))
  g.rule('DAY', 'the? NTH weekday of the month', ({ today }, nth) => nthOfMonth(today, nth, workdays))
  g.rule('DAY', 'the? NTH working|business|work day of the month', ({ today }, nth) =>
    nthOfMonth(today, nth, workdays),
  )
  g.rule('DAY', 'the? NTH NAMEDDAY of|in PERIOD', ({ today }, nth, day, period) =>
    isLong(period) ? nthIn(period, today, nth, [day]) : undefined,
  )
  g.rule('DAY', 'the? NTH day of|in PERIOD', ({ today }, nth, period) => nthIn(period, today, nth, everyDay))
  g.rule('DAY', 'the? NTH weekday of|in PERIOD', ({ today }, nth, period) =>
    nthIn(period, today, nth, workdays),
  )
  g.rule('DAY', 'the? NTH working|business|work day of|in PERIOD', ({ today }, nth, period) =>
    nthIn(period, today, nth, workdays),
  )
}

/** It is a day of this month or, where it is over, of the next one. */
const nthOfMonth = (today: number, nth: number, days: readonly number[]): When | undefined =>
  [0, 1]
    .map((steps) => periodFrom(today, 'month', steps))
    .map((month) => month && nthIn(month, today, nth, days))
    .find((day) => day !== undefined)

function countedDays(g: Rules): void {
  g.rule('DAY', 'in|within LENGTH', (context, length) => fromNow(length, context))
  g.rule('DAY', 'LENGTH from now', (context, length) => fromNow(length, context))
  g.rule('DAY', 'LENGTH from|after DAY', (_, length, from) => counted(length, from, 1))
  // "In 3 weeks, 2 days after friday" is two days, so only one length may stand there.
  g.rule('DAY', 'in NUM UNIT from|after DAY', (_, count, unit, from) => {
    const length = lengthOf(count, unit)
    return length && counted(length, from, 1)
  })
  g.rule('DAY', 'LENGTH before DAY', (_, length, from) => counted(length, from, -1))
  g.rule('DAY', 'LENGTH on DAY', (_, length, from) =>
    from.isWeekday || length.days === 0 ? counted(length, from, 1) : undefined,
  )
  g.rule('DAY', 'the day after DAY', (_, from) => counted({ ...noLength, days: 1 }, from, 1))
  g.rule('DAY', 'the day before DAY', (_, from) => counted({ ...noLength, days: 1 }, from, -1))
  g.rule('DAY', 'in LENGTH on? NAMEDDAY', ({ today }, length, day) => weeksAhead(today, length, day))
  g.rule('DAY', 'NAMEDDAY in LENGTH', ({ today }, day, length) => weeksAhead(today, length, day))
}

function counted(length: Length, from: When, sign: number): When | undefined {
  if (from.day === undefined || from.time !== undefined || from.part) return undefined
  return on(daysFrom(from.day, length, sign))
}
