/** How often a todo comes again, as it is read. */
import { ruleText } from '../repeat.ts'
import { daysIn, dayText, partsOf, weekdayOf, type Day } from './calendar.ts'

export interface RepeatRule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  interval?: number
  month?: number
  /** Days of the month; -1 is the last. */
  monthDays?: readonly number[]
  /** Days of the week, 0 being Monday. */
  days?: readonly number[]
  /** Which of the month's such days: 2 is the second, -1 the last. */
  nth?: number
  count?: number
  until?: Day
}

/** Its one text. */
export const textOf = ({
  freq,
  interval = 1,
  month,
  monthDays,
  days,
  nth,
  count,
  until,
}: RepeatRule): string =>
  ruleText({
    freq,
    count,
    until: count === undefined && until !== undefined ? dayText(until) : undefined,
    interval,
    byMonth: month === undefined ? [] : [month],
    byMonthDay: (monthDays ?? []).toSorted((a, b) => a - b),
    byDay: (days ?? []).toSorted((a, b) => a - b).map((day) => ({ day, nth: nth ?? null })),
    bySetPos: [],
    weekStart: 0,
  })

/** From one 29 February to the next there may be eight years. */
const searchedDaysMax = 8 * 366

/** The first day that fits the rule, from `start` on; `start` itself where there is none. */
export function firstDay(rule: RepeatRule, start: Day): Day {
  for (let day = start; day < start + searchedDaysMax; day++) if (fits(rule, day)) return day
  return start
}

function fits({ month, monthDays, days, nth }: RepeatRule, date: Day): boolean {
  const { year, month: itsMonth, day } = partsOf(date)
  const last = daysIn(year, itsMonth)
  if (month !== undefined && month !== itsMonth) return false
  if (monthDays && !monthDays.includes(day) && !monthDays.includes(day - last - 1)) return false
  if (!days) return true
  if (!days.includes(weekdayOf(date))) return false
  if (nth === undefined) return true
  return nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((last - day + 1) / 7) === -nth
}
