/** How often a todo comes again, as it is read. */
import { occurrences } from '../occurrences.ts'
import type { Holidays } from '../holidays.ts'
import { ruleText, type Rule } from '../repeat.ts'
import { dayOf, daysIn, dayText, partsOf, weekdayOf, type Day } from './calendar.ts'

export interface RepeatRule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  /** Its months are those of the Chinese calendar; what a year or a month has not falls on the one before. */
  isChinese?: boolean
  interval?: number
  month?: number
  /** Days of the month; -1 is the last. */
  monthDays?: readonly number[]
  /** Days of the week, 0 being Monday. */
  days?: readonly number[]
  /** Which of the month's such days: 2 is the second, -1 the last. */
  nths?: readonly number[]
  /** BYSETPOS is a place among all fitting days of a month: 1 is the first, -1 the last. */
  positions?: readonly number[]
  count?: number
  until?: Day
  /** It has no dates on these days. */
  leftOut?: LeftOut
}

export type LeftOut = NonNullable<Rule['leftOut']>

/** It returns the one text of a rule. */
export const textOf = (rule: RepeatRule): string => ruleText(toRule(rule))

function toRule(rule: RepeatRule): Rule {
  const {
    freq,
    isChinese,
    interval = 1,
    month,
    monthDays = [],
    days = [],
    nths = [null],
    positions = [],
    count,
    until,
    leftOut,
  } = rule
  const isRare = monthDays.includes(30) || !Number.isInteger(month ?? 1)
  return {
    ...(isChinese && { scale: 'CHINESE', ...(isRare && { skip: 'BACKWARD' }) }),
    freq,
    count,
    until: count === undefined && until !== undefined ? dayText(until) : undefined,
    interval,
    byMonth: month === undefined ? [] : [month],
    byMonthDay: monthDays.toSorted((a, b) => a - b),
    byDay: days
      .toSorted((a, b) => a - b)
      .flatMap((day) => nths.toSorted((a, b) => (a ?? 0) - (b ?? 0)).map((nth) => ({ day, nth }))),
    bySetPos: positions.toSorted((a, b) => a - b),
    weekStart: 0,
    ...(leftOut && { leftOut }),
  }
}

/** Each month has these days. */
const shortest = 28

/**
 * In a month without a 31st the last day is taken: the last one of the days 28 to 31 that the month has. When the rule
 * has other days as well, they are the first, second and so on of the set.
 */
export function clamped(rule: RepeatRule): RepeatRule {
  const { freq, monthDays = [], days, positions } = rule
  const long = monthDays.filter((day) => day > shortest)
  const [last] = long
  if (freq !== 'MONTHLY' || last === undefined || long.length > 1 || days || positions) return rule
  const others = monthDays.filter((day) => day !== last)
  if (others.some((day) => day < 1 || day === shortest)) return rule
  const span = Array.from({ length: last - shortest + 1 }, (_, index) => shortest + index)
  return { ...rule, monthDays: [...others, ...span], positions: [...others.map((_, index) => index + 1), -1] }
}

/**
 * Workdays without holidays are those of the law, with the weekends that are worked. It returns undefined for a rule
 * that days can not be left out of in these words.
 */
export function withoutDays(rule: RepeatRule, leftOut: LeftOut): RepeatRule | undefined {
  const { freq, isChinese, interval = 1, days, monthDays, positions } = rule
  if (rule.leftOut) return rule
  if (isChinese || interval > 1 || positions || (freq !== 'DAILY' && !days && !monthDays)) return undefined
  return freq === 'WEEKLY' && days?.join() === '0,1,2,3,4'
    ? { freq: 'DAILY', leftOut: 'CN-DAYS-OFF' }
    : { ...rule, leftOut }
}

/** From one 29 February to the next there may be eight years. */
const searchedMonthsMax = 8 * 12 + 1

/** It returns the first day from `start` on that fits, or `start` when none does or the rule names no days. */
export function firstDay(rule: RepeatRule, start: Day, holidays: Holidays): Day {
  if (!rule.monthDays && !rule.days && !rule.leftOut) return start
  if (rule.isChinese || rule.leftOut) {
    const before = dayText(start - 1)
    const [first] = occurrences(toRule(rule), before, before, false, holidays)
    return first === undefined ? start : Date.parse(first) / 86_400_000
  }
  if (rule.freq === 'WEEKLY' || rule.freq === 'DAILY') {
    for (let day = start; day < start + 7; day++) if (rule.days?.includes(weekdayOf(day))) return day
    return start
  }
  const from = partsOf(start)
  for (let month = from.month - 1; month < from.month - 1 + searchedMonthsMax; month++) {
    const [year, itsMonth] = [from.year + Math.floor(month / 12), (month % 12) + 1]
    const day = daysOfMonth(rule, year, itsMonth).find((each) => each >= start)
    if (day !== undefined) return day
  }
  return start
}

function daysOfMonth(
  { month: only, monthDays, days, nths, positions }: RepeatRule,
  year: number,
  month: number,
): Day[] {
  const first = dayOf(year, month, 1)
  if ((only !== undefined && only !== month) || first === undefined) return []
  const count = daysIn(year, month)
  const fitting: Day[] = []
  for (let day = 1; day <= count; day++) {
    if (monthDays && !monthDays.includes(day) && !monthDays.includes(day - count - 1)) continue
    if (days && !days.includes(weekdayOf(first + day - 1))) continue
    const isNth = (nth: number) =>
      nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((count - day + 1) / 7) === -nth
    if (nths && !nths.some(isNth)) continue
    fitting.push(first + day - 1)
  }
  return positions
    ? fitting.filter(
        (_, index) => positions.includes(index + 1) || positions.includes(index - fitting.length),
      )
    : fitting
}

export const fits = (rule: RepeatRule, day: Day, holidays: Holidays): boolean =>
  firstDay(rule, day, holidays) === day
