/** Rules of model/repeat.ts as a person chooses them: those that are chosen most, and those put together by hand. */
import { chineseDate } from '../../model/chinese-calendar.ts'
import type { Holidays } from '../../model/holidays.ts'
import { occurrences } from '../../model/occurrences.ts'
import { dayOrLastOf, monthDayOrLast, parseRule, ruleText, type Rule } from '../../model/repeat.ts'

export type Frequency = Rule['freq']

const bare: Omit<Rule, 'freq'> = {
  count: undefined,
  until: undefined,
  interval: 1,
  byMonth: [],
  byMonthDay: [],
  byDay: [],
  bySetPos: [],
  weekStart: 0,
}

const make = (freq: Frequency, parts: Partial<Rule>): string => ruleText({ ...bare, ...parts, freq })

interface DayParts {
  month: number
  day: number
  /** 0 is Monday. */
  weekday: number
  /** Which of its weekday in the month it is. */
  nth: number
  isLastDay: boolean
  isLastOfWeekday: boolean
}

/** @param date - such as `2026-12-01` */
function partsOf(date: string): DayParts {
  const at = new Date(`${date}T00:00Z`)
  const day = at.getUTCDate()
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  return {
    month: at.getUTCMonth() + 1,
    day,
    weekday: (at.getUTCDay() + 6) % 7,
    nth: Math.ceil(day / 7),
    isLastDay: day === days,
    isLastOfWeekday: day > days - 7,
  }
}

/** It is a date that each year has, or the last day of its February. */
const inYear = (month: number, day: number): Partial<Rule> => ({
  byMonth: [month],
  ...(month === 2 ? monthDayOrLast(day) : { byMonthDay: [day], bySetPos: [] }),
})

/** For a todo that is due on this date. */
export function presets(date: string): string[] {
  const { month, day, weekday, nth, isLastDay, isLastOfWeekday } = partsOf(date)
  return [
    make('DAILY', {}),
    make('WEEKLY', { byDay: [0, 1, 2, 3, 4].map((each) => ({ day: each, nth: null })) }),
    make('WEEKLY', { byDay: [{ day: weekday, nth: null }] }),
    make('MONTHLY', monthDayOrLast(day)),
    ...(isLastDay ? [make('MONTHLY', { byMonthDay: [-1] })] : []),
    ...(nth < 5 ? [make('MONTHLY', { byDay: [{ day: weekday, nth }] })] : []),
    ...(isLastOfWeekday ? [make('MONTHLY', { byDay: [{ day: weekday, nth: -1 }] })] : []),
    make('YEARLY', inYear(month, day)),
  ]
}

/** It gives rules of the Chinese calendar for a todo that is due on this date. */
export function chinesePresets(date: string): string[] {
  const found = chineseDate(date)
  if (!found) return []
  const { month, day, length } = found
  const isLast = month === 12 && day === length
  const byMonthDay = isLast ? [-1] : [day]
  // A month may have no 30th, and most years have no such leap month: then it is the day, or the month, before.
  const skip = (isRare: boolean) => (isRare ? ({ skip: 'BACKWARD' } as const) : {})
  const scale = 'CHINESE'
  return [
    make('MONTHLY', { scale, byMonthDay: [day], ...skip(day === 30) }),
    make('YEARLY', {
      scale,
      byMonth: [month],
      byMonthDay,
      ...skip(!isLast && (day === 30 || !Number.isInteger(month))),
    }),
  ]
}

/** They are working days, and days off, by the law of China. */
export const legalPresets = (): string[] => [
  make('DAILY', { leftOut: 'CN-DAYS-OFF' }),
  make('DAILY', { leftOut: 'CN-WORKDAYS' }),
]

/** The date itself where it is one of the rule's, else the first one after it. */
export function firstDate(rule: string, date: string, holidays: Holidays): string {
  const parsed = parseRule(rule)
  if (typeof parsed === 'string') return date
  const before = new Date(Date.parse(`${date}T00:00Z`) - 24 * 60 * 60 * 1_000).toISOString().slice(0, 10)
  // Every so many days counts from where it begins.
  const isOpen = parsed.byDay.length + parsed.byMonthDay.length + parsed.byMonth.length === 0
  if (isOpen && !parsed.leftOut) return date
  const each = { ...parsed, interval: 1 }
  return occurrences(each, before, before, false, holidays).next().value ?? date
}

/** The rule for when all to come move from one date to another: its day moves along, where it names one alone. */
export function movedRule(rule: string, to: string): string {
  const parsed = parseRule(rule)
  if (typeof parsed === 'string') return rule
  if (parsed.scale) return ruleText(movedInChinese(parsed, to))
  const { freq, byDay, byMonthDay, byMonth } = parsed
  const { month, day, weekday, nth, isLastDay, isLastOfWeekday } = partsOf(to)
  const oneDay = byDay.length === 1 ? byDay[0] : undefined
  const oneDate = byMonthDay.length === 1 || dayOrLastOf(parsed) !== undefined
  if (freq === 'WEEKLY' && oneDay) return ruleText({ ...parsed, byDay: [{ day: weekday, nth: null }] })
  if (freq === 'MONTHLY' && oneDay?.nth) {
    const isFromEnd = (oneDay.nth < 0 || nth > 4) && isLastOfWeekday
    return ruleText({ ...parsed, byDay: [{ day: weekday, nth: isFromEnd ? -1 : nth }] })
  }
  if (freq === 'MONTHLY' && oneDate)
    return byMonthDay[0] === -1 && isLastDay ? rule : ruleText({ ...parsed, ...monthDayOrLast(day) })
  if (freq === 'YEARLY' && oneDate && byMonth.length === 1)
    return ruleText({ ...parsed, ...inYear(month, day) })
  return rule
}

/** The last day of a month stays the last one, where it moves to one. */
function movedInChinese(rule: Rule, to: string): Rule {
  const found = chineseDate(to)
  const { byMonthDay, byMonth, freq } = rule
  if (!found || byMonthDay.length !== 1) return rule
  const isLast = byMonthDay[0] === -1 && found.day === found.length
  const moved = { ...rule, byMonthDay: [isLast ? -1 : found.day] }
  if (freq === 'MONTHLY') return moved
  return byMonth.length === 1 ? { ...moved, byMonth: [found.month] } : rule
}

/** What the form for a rule has. */
export interface Custom {
  freq: Frequency
  interval: number
  /** Of a week; 0 is Monday. */
  days: readonly number[]
  /** In a month: a preset of `presets`, or what the rule had. */
  inMonth: string
  ends: 'never' | 'until' | 'count'
  until: string
  count: number
}

/** @param date - when the todo is due, where the rule does not say on which days */
export function customOf(rule: string | null, date: string): Custom {
  const found = parseRule(rule ?? 'FREQ=WEEKLY')
  // The form is for the Gregorian calendar, and for all of its days.
  const parsed: Rule =
    typeof found === 'string' || found.scale || found.leftOut ? { ...bare, freq: 'WEEKLY' } : found
  const { freq, interval, byDay, byMonthDay, until, count } = parsed
  const hasDays = byDay.length + byMonthDay.length > 0
  const [monthly = ''] = inMonthChoices(date)
  return {
    freq,
    interval,
    days: freq === 'WEEKLY' && byDay.length > 0 ? byDay.map(({ day }) => day) : [partsOf(date).weekday],
    inMonth:
      freq === 'MONTHLY' && hasDays
        ? ruleText({ ...parsed, interval: 1, until: undefined, count: undefined })
        : monthly,
    ends: until !== undefined ? 'until' : count !== undefined ? 'count' : 'never',
    until: until ?? '',
    count: count ?? 10,
  }
}

export const inMonthChoices = (date: string): string[] =>
  presets(date).filter((rule) => rule.startsWith('FREQ=MONTHLY'))

export function ruleOf({ freq, interval, days, inMonth, ends, until, count }: Custom, date: string): string {
  const month = parseRule(inMonth)
  const { month: ofYear, day } = partsOf(date)
  const on: Partial<Rule> =
    freq === 'WEEKLY'
      ? { byDay: days.toSorted((a, b) => a - b).map((each) => ({ day: each, nth: null })) }
      : freq === 'MONTHLY' && typeof month !== 'string'
        ? { ...month }
        : freq === 'YEARLY'
          ? inYear(ofYear, day)
          : {}
  return make(freq, {
    ...on,
    interval,
    until: ends === 'until' && until !== '' ? until : undefined,
    count: ends === 'count' ? count : undefined,
  })
}
