/** The rules of all languages make their repeats here, so that the same words mean the same rule. */
import { repeatLimits } from '../limits.ts'
import { dayOf } from './calendar.ts'
import type { TimeReading } from './reading.ts'
import { clamped, type LeftOut, type RepeatRule } from './repeat-rule.ts'
import type { Length, Unit } from './measures.ts'

export const workdays: readonly number[] = [0, 1, 2, 3, 4]
export const everyDay: readonly number[] = [0, 1, 2, 3, 4, 5, 6]

type Found = TimeReading | undefined

/** A list that names a day twice is no list that a person wrote, so it gives undefined. */
export const listed = (first: number | undefined, more: readonly number[]): readonly number[] | undefined =>
  first === undefined || more.includes(first) || more.length > 30 ? undefined : [first, ...more]

const frequencies: Partial<Record<Unit, RepeatRule>> = {
  day: { freq: 'DAILY' },
  week: { freq: 'WEEKLY' },
  month: { freq: 'MONTHLY' },
  quarter: { freq: 'MONTHLY', interval: 3 },
  year: { freq: 'YEARLY' },
}

/** More is none that a person writes. */
const countMax = 999

export function each(unit: Unit, count = 1, fromFinished = false): Found {
  const rule = frequencies[unit]
  return rule && count <= countMax
    ? repeats({ ...rule, interval: (rule.interval ?? 1) * count }, fromFinished)
    : undefined
}

/** It counts from the day when the todo was finished, and the length must be of one unit. */
export function eachLength({ months, days, workdays: work, minutes }: Length): Found {
  if (minutes > 0 || work > 0 || (days > 0 && months > 0)) return undefined
  if (days > 0) return days % 7 === 0 ? each('week', days / 7, true) : each('day', days, true)
  return months % 12 === 0 ? each('year', months / 12, true) : each('month', months, true)
}

/** The span may go past Sunday, as "friday to monday" does. */
export const spanOf = (from: number, to: number): readonly number[] =>
  Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7)

export const without = (all: readonly number[], days: readonly number[], fromFinished = false): Found =>
  days.every((day) => all.includes(day)) && days.length < all.length
    ? weekly(
        all.filter((day) => !days.includes(day)),
        1,
        fromFinished,
      )
    : undefined

export const weekly = (days: readonly number[] | undefined, interval = 1, fromFinished = false): Found =>
  days && repeats({ freq: 'WEEKLY', interval, days }, fromFinished)

export const monthly = (interval: number, monthDays: readonly number[], fromFinished = false): Found =>
  repeats({ freq: 'MONTHLY', interval, monthDays }, fromFinished)

export const yearly = (month: number, day: number, fromFinished = false, interval = 1): Found =>
  repeats({ freq: 'YEARLY', interval, month, monthDays: [day] }, fromFinished)

/** It repeats on the nth weekdays of each month, or of one month of the year. */
export const nthDays = (
  interval: number,
  nths: readonly number[],
  day: number,
  fromFinished = false,
  month?: number,
): Found =>
  repeats(
    month === undefined
      ? { freq: 'MONTHLY', interval, days: [day], nths }
      : { freq: 'YEARLY', month, days: [day], nths },
    fromFinished,
  )

/** No month has more days of work than 23. */
const workdaysMax = 23

export function nthWorkdays(
  interval: number,
  positions: readonly number[],
  fromFinished = false,
  month?: number,
): Found {
  if (positions.some((position) => position === 0 || position > workdaysMax)) return undefined
  return repeats(
    month === undefined
      ? { freq: 'MONTHLY', interval, days: workdays, positions }
      : { freq: 'YEARLY', month, days: workdays, positions },
    fromFinished,
  )
}

/** It is each day that is not left out by the law of China. */
export const leaving = (leftOut: LeftOut): Found => repeats({ freq: 'DAILY', leftOut })

export const nthLegalWorkdays = (positions: readonly number[]): Found =>
  positions.some((position) => position === 0 || position > workdaysMax)
    ? undefined
    : repeats({ freq: 'MONTHLY', days: everyDay, positions, leftOut: 'CN-DAYS-OFF' })

/** It returns undefined for a rule with a day or number that does not exist. */
function repeats(rule: RepeatRule, fromFinished = false): TimeReading | undefined {
  const { interval = 1, monthDays = [], nths = [], month } = rule
  if (interval < 1 || interval > repeatLimits.repeatIntervalMax) return undefined
  // 2028 has a 29 February, so that any day there ever is exists in it.
  if (monthDays.some((day) => day !== -1 && dayOf(2028, month ?? 1, day) === undefined)) return undefined
  if (nths.some((nth) => nth === 0 || nth > 5 || nth < -5)) return undefined
  return { kind: 'repeat', rule: month === undefined ? clamped(rule) : rule, fromFinished }
}
