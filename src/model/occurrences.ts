/**
 * The dates of a rule. All rules are of whole days, so that zones and summer time have no part in it: each day, week,
 * month or year that the rule counts is looked through day by day, for at most `repeatLimits.repeatYearsMax` years.
 */
import { dateOf, dayIn, dayOf, lastDay } from './days.ts'
import { repeatLimits } from './limits.ts'
import type { Rule } from './repeat.ts'

/**
 * Gives the dates of a rule after a date, in their order.
 * @param start - the date that the rule counts from; it need not be one of the rule's
 * @param after - another date, not before `start`; COUNT is not heeded, as it is not known how many were passed over
 * @param isClamped - whether a month without the day that the rule has from `start` has its last day instead, which
 *   RFC 5545 leaves out
 */
export function* occurrences(
  rule: Rule,
  start: string,
  after: string = start,
  isClamped = false,
): Generator<string> {
  const [first, from] = [dayOf(start), dayOf(after)]
  const until = rule.until === undefined ? lastDay : dayOf(rule.until)
  const last = Math.min(until, lastDay, from + repeatLimits.repeatYearsMax * 366)
  const begun = periodOf(rule, first)
  const skipped = Math.floor((periodOf(rule, from) - begun) / rule.interval)
  const fits = dayTest(rule, first, isClamped)
  for (let period = begun + skipped * rule.interval; ; period += rule.interval) {
    const [begin, end] = boundsOf(rule, period)
    if (begin > last) return
    const days: number[] = []
    for (let day = begin; day < end; day++) if (fits(day)) days.push(day)
    for (const day of chosen(rule, days)) {
      if (day > last) return
      if (day > from) yield dateOf(day)
    }
  }
}

/** Days, weeks, months or years, counted through; 1970-01-01 was a Thursday. */
function periodOf({ freq, weekStart }: Rule, day: number): number {
  const date = new Date(day * 86_400_000)
  if (freq === 'DAILY') return day
  if (freq === 'WEEKLY') return Math.floor((day + 3 - weekStart) / 7)
  if (freq === 'MONTHLY') return date.getUTCFullYear() * 12 + date.getUTCMonth()
  return date.getUTCFullYear()
}

/** Its first day, and the first one behind it. */
function boundsOf({ freq, weekStart }: Rule, period: number): [begin: number, end: number] {
  if (freq === 'DAILY') return [period, period + 1]
  if (freq === 'WEEKLY') return [period * 7 - 3 + weekStart, period * 7 + 4 + weekStart]
  const begin = (of: number) =>
    freq === 'MONTHLY' ? dayIn(Math.floor(of / 12), of % 12, 1) : dayIn(of, 0, 1)
  return [begin(period), begin(period + 1)]
}

/** Those that BYSETPOS names. */
function chosen({ bySetPos }: Rule, days: number[]): number[] {
  if (bySetPos.length === 0) return days
  return days.filter((_, index) => bySetPos.includes(index + 1) || bySetPos.includes(index - days.length))
}

/** Whether a day is one of the rule's; what the rule does not say is as it is on the first day. */
function dayTest(rule: Rule, first: number, isClamped: boolean): (day: number) => boolean {
  const { freq, byMonth, byMonthDay, byDay } = rule
  const start = new Date(first * 86_400_000)
  const isOpen = byMonthDay.length + byDay.length === 0
  const months = isOpen && freq === 'YEARLY' && byMonth.length === 0 ? [start.getUTCMonth() + 1] : byMonth
  const monthDays = isOpen && (freq === 'MONTHLY' || freq === 'YEARLY') ? [start.getUTCDate()] : byMonthDay
  const days = isOpen && freq === 'WEEKLY' ? [{ day: weekdayOf(first), nth: null }] : byDay
  const isInMonth = freq === 'MONTHLY' || byMonth.length > 0
  const clampedTo = isClamped && isOpen ? start.getUTCDate() : 0
  return (day) => {
    const weekday = weekdayOf(day)
    if (days.length > 0 && !days.some((each) => each.day === weekday)) return false
    const date = new Date(day * 86_400_000)
    const [year, month, monthDay] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    if (months.length > 0 && !months.includes(month + 1)) return false
    if (monthDays.length > 0 && !monthDays.includes(monthDay)) {
      const fromEnd = day - dayIn(year, month + 1, 1)
      const isClampedHere = fromEnd === -1 && monthDay < clampedTo
      if (!isClampedHere && !monthDays.includes(fromEnd)) return false
    }
    return (
      days.length === 0 ||
      days.some(({ day: of, nth }) => of === weekday && isNth(day, nth, year, isInMonth ? month : undefined))
    )
  }
}

/** Whether it is the nth of its weekday in its month, or its year. */
function isNth(day: number, nth: number | null, year: number, month: number | undefined): boolean {
  if (nth === null) return true
  const begin = dayIn(year, month ?? 0, 1)
  const end = month === undefined ? dayIn(year + 1, 0, 1) : dayIn(year, month + 1, 1)
  return nth > 0 ? Math.floor((day - begin) / 7) === nth - 1 : Math.floor((end - 1 - day) / 7) === -nth - 1
}

const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7
