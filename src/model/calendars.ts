/** Rules ask a calendar for its months, which are counted through all years. */
import { dayIn, lastDay } from './days.ts'

export interface Month {
  year: number
  /** It counts from 1; a leap month is half a step behind the month that it follows: 5.5. */
  month: number
  begin: number
  /** It has so many days. */
  length: number
}

export interface Calendar {
  /** The days that it knows are from the first to the last one. */
  firstDay: number
  lastDay: number
  /** It returns the place of a day's month among all months. */
  monthIndex(day: number): number
  /** It returns undefined where the calendar has no such month. */
  month(index: number): Month | undefined
  /** It returns the places of the year's first month and of the first one behind the year. */
  monthsOfYear(year: number): [from: number, to: number]
}

export const gregorian: Calendar = {
  firstDay: dayIn(1, 0, 1),
  lastDay,
  monthIndex(day) {
    const date = new Date(day * 86_400_000)
    return date.getUTCFullYear() * 12 + date.getUTCMonth()
  },
  month(index) {
    const [year, month] = [Math.floor(index / 12), index % 12]
    const begin = dayIn(year, month, 1)
    return { year, month: month + 1, begin, length: dayIn(year, month + 1, 1) - begin }
  },
  monthsOfYear: (year) => [year * 12, year * 12 + 12],
}
