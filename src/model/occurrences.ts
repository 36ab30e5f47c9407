/**
 * The dates of a rule. All rules are of whole days, so that zones and summer time have no part in it: each day, week,
 * month or year that the rule counts is looked through day by day, for at most `repeatLimits.repeatYearsMax` years.
 */
import { gregorian, type Calendar, type Month } from './calendars.ts'
import { chinese } from './chinese-calendar.ts'
import { dateOf, dayOf } from './days.ts'
import { isLeftOut, unknownHolidays, type Holidays } from './holidays.ts'
import { repeatLimits } from './limits.ts'
import type { Rule } from './repeat.ts'

/**
 * Gives the dates of a rule after a date, in their order.
 * @param start - the date that the rule counts from; it need not be one of the rule's
 * @param after - another date, not before `start`; COUNT is not heeded, as it is not known how many were passed over
 * @param isClamped - whether a month without the day that the rule has from `start` has its last day instead, which
 *   RFC 5545 leaves out
 * @param holidays - what is known of days that the rule may leave out
 */
export function* occurrences(
  rule: Rule,
  start: string,
  after: string = start,
  isClamped = false,
  holidays: Holidays = unknownHolidays,
): Generator<string> {
  const calendar = rule.scale === 'CHINESE' ? chinese() : gregorian
  const isOpen = rule.byMonthDay.length + rule.byDay.length === 0
  // It counts from the first day that the calendar knows, at the earliest.
  const first = Math.max(dayOf(start), calendar.firstDay)
  const from = Math.max(dayOf(after), first - 1)
  const until = rule.until === undefined ? calendar.lastDay : dayOf(rule.until)
  const last = Math.min(until, calendar.lastDay, from + repeatLimits.repeatYearsMax * 366)
  if (from >= last) return
  const skip = rule.skip ?? (isClamped && isOpen ? 'BACKWARD' : undefined)
  const counting: Counting = { rule: { ...rule, skip }, calendar, first }
  const begun = periodOf(counting, first)
  const skipped = Math.floor((periodOf(counting, Math.max(from, first)) - begun) / rule.interval)
  let given = from
  for (let period = begun + skipped * rule.interval; ; period += rule.interval) {
    const begin = beginOf(counting, period)
    if (begin === undefined || begin > last) return
    for (const day of chosen(rule, keptOf(rule, daysIn(counting, period), holidays))) {
      if (day > last) return
      // A day that was put off to the next month may be one of that month as well.
      if (day <= given) continue
      given = day
      yield dateOf(day)
    }
  }
}

interface Counting {
  rule: Rule
  calendar: Calendar
  /** The rule counts its periods from this day on. */
  first: number
}

/** Days, weeks, months or years, counted through; 1970-01-01 was a Thursday. */
function periodOf({ rule: { freq, weekStart }, calendar }: Counting, day: number): number {
  if (freq === 'DAILY') return day
  if (freq === 'WEEKLY') return Math.floor((day + 3 - weekStart) / 7)
  const index = calendar.monthIndex(day)
  return freq === 'MONTHLY' ? index : (calendar.month(index) as Month).year
}

/** It returns the first day of a period, or undefined where the calendar has none. */
function beginOf({ rule: { freq, weekStart }, calendar }: Counting, period: number): number | undefined {
  if (freq === 'DAILY') return period
  if (freq === 'WEEKLY') return period * 7 - 3 + weekStart
  return calendar.month(freq === 'MONTHLY' ? period : calendar.monthsOfYear(period)[0])?.begin
}

/** It leaves out the days that a rule has no dates on: they are not there for BYSETPOS either. */
function keptOf({ leftOut }: Rule, days: number[], holidays: Holidays): number[] {
  return leftOut === undefined ? days : days.filter((day) => !isLeftOut(leftOut, day, holidays))
}

/** Those that BYSETPOS names. */
function chosen({ bySetPos }: Rule, days: number[]): number[] {
  if (bySetPos.length === 0) return days
  return days.filter((_, index) => bySetPos.includes(index + 1) || bySetPos.includes(index - days.length))
}

/** It finds the days of a period that are the rule's, in their order. */
function daysIn(counting: Counting, period: number): number[] {
  const { rule, calendar } = counting
  const { freq, weekStart } = rule
  if (freq === 'DAILY' || freq === 'WEEKLY') {
    const begin = freq === 'DAILY' ? period : period * 7 - 3 + weekStart
    const days = Array.from({ length: freq === 'DAILY' ? 1 : 7 }, (_, index) => begin + index)
    return days.filter((day) => isOnDay(counting, day))
  }
  const start = calendar.month(calendar.monthIndex(counting.first)) as Month
  const [from, to] = freq === 'MONTHLY' ? [period, period + 1] : calendar.monthsOfYear(period)
  const isOpen = rule.byMonthDay.length + rule.byDay.length === 0
  const wanted = freq === 'YEARLY' && isOpen && rule.byMonth.length === 0 ? [start.month] : rule.byMonth
  const months = monthsIn(counting, from, to, wanted)
  const own = counting.first - start.begin + 1
  const monthDays = isOpen ? [own] : rule.byMonthDay
  const days = months.flatMap((month) => inMonth(counting, month, monthDays))
  return rule.skip === undefined ? days : [...new Set(days)].toSorted((a, b) => a - b)
}

/**
 * It finds the months that are named. One that the year has not is left out, or is its neighbour where the rule says
 * so.
 */
function monthsIn(
  { rule: { freq, skip }, calendar }: Counting,
  from: number,
  to: number,
  wanted: readonly number[],
): Month[] {
  const indexes = Array.from({ length: to - from }, (_, index) => from + index)
  const months = indexes.flatMap((index) => calendar.month(index) ?? [])
  if (wanted.length === 0) return months
  if (skip === undefined || freq !== 'YEARLY') return months.filter(({ month }) => wanted.includes(month))
  const there = new Set(months.map(({ month }) => month))
  const round = skip === 'BACKWARD' ? Math.floor : Math.ceil
  const named = new Set(wanted.map((number) => (there.has(number) ? number : round(number))))
  return months.filter(({ month }) => named.has(month))
}

/** It finds the days of a month that are the rule's. */
function inMonth(
  { rule: { freq, byMonth, byDay, skip }, calendar }: Counting,
  month: Month,
  monthDays: readonly number[],
): number[] {
  const { begin, length } = month
  const wanted = new Set<number>()
  for (const day of monthDays) {
    if (day < 0) wanted.add(length + 1 + day)
    else if (day <= length) wanted.add(day)
    else if (skip === 'FORWARD') wanted.add(length + 1)
    else if (skip === 'BACKWARD') wanted.add(length)
  }
  const [from, to] =
    freq === 'MONTHLY' || byMonth.length > 0 ? [begin, begin + length] : yearBounds(calendar, month.year)
  const days: number[] = []
  for (let number = 1; number <= length + 1; number++) {
    const day = begin + number - 1
    if (monthDays.length > 0 ? !wanted.has(number) : number > length) continue
    if (byDay.length > 0 && !byDay.some((each) => isNth(day, each, from, to))) continue
    days.push(day)
  }
  return days
}

function yearBounds(calendar: Calendar, year: number): [from: number, to: number] {
  const [from, to] = calendar.monthsOfYear(year)
  const [first, last] = [calendar.month(from) as Month, calendar.month(to - 1) as Month]
  return [first.begin, last.begin + last.length]
}

/** It tells whether a day is one of a rule of days or weeks; months and days of months only limit such a rule. */
function isOnDay({ rule, calendar, first }: Counting, day: number): boolean {
  const { freq, byMonth, byMonthDay, byDay } = rule
  const isOpen = byMonthDay.length + byDay.length === 0
  const days = isOpen && freq === 'WEEKLY' ? [{ day: weekdayOf(first), nth: null }] : byDay
  if (days.length > 0 && !days.some((each) => each.day === weekdayOf(day))) return false
  if (byMonth.length + byMonthDay.length === 0) return true
  const month = calendar.month(calendar.monthIndex(day))
  if (!month || day < calendar.firstDay) return false
  if (byMonth.length > 0 && !byMonth.includes(month.month)) return false
  const number = day - month.begin + 1
  return (
    byMonthDay.length === 0 || byMonthDay.includes(number) || byMonthDay.includes(number - month.length - 1)
  )
}

/** It tells whether a day is such a weekday: the nth from `begin` on, or counted back from before `end`. */
function isNth(
  day: number,
  { day: weekday, nth }: Rule['byDay'][number],
  begin: number,
  end: number,
): boolean {
  if (weekday !== weekdayOf(day)) return false
  if (nth === null) return true
  return nth > 0 ? Math.floor((day - begin) / 7) === nth - 1 : Math.floor((end - 1 - day) / 7) === -nth - 1
}

const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7
