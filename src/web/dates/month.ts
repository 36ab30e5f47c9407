/** The days of a month as a calendar shows them: six weeks, so that nothing jumps from one month to the next. */
import { dateOf, dayIn, dayOf, lastDay } from '../../model/days.ts'
import { weekStart } from '../device/settings.ts'
import { language } from '../words/words.ts'

const weeks = 6

/** It gives seven days each, from the first day of the week on; days of the months beside it fill them up. */
export function weeksOf(day: string, firstDay: number): string[][] {
  const first = dayOf(`${day.slice(0, 7)}-01`)
  const from = first - ((weekdayOf(first) - firstDay + 7) % 7)
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, index) => dateOf(within(from + week * 7 + index))),
  )
}

export const daysFrom = (day: string, count: number): string => dateOf(within(dayOf(day) + count))

/** It gives the same day of another month, or the last day of a shorter one. */
export function monthsFrom(day: string, count: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const end = dayIn(year, month + count, 1) - 1
  return dateOf(within(Math.min(dayIn(year, month - 1 + count, date), end)))
}

const within = (day: number): number => Math.min(Math.max(day, firstOfAll), lastDay)
const firstOfAll = dayIn(1900, 0, 1)

/** 0 is Sunday: 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

/** It gives the day that weeks begin with where the browser's person lives; 0 is Sunday. */
export function firstDayOfWeek(): number {
  if (weekStart.value !== 'locale') return { sunday: 0, monday: 1, saturday: 6 }[weekStart.value]
  const own = navigator.languages.find((tag) => tag.split('-')[0] === language.value.split('-')[0])
  const locale = new Intl.Locale(own ?? language.value).maximize() as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  // Firefox has neither yet; most of the world begins with Monday (ISO 8601).
  const { firstDay } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 }
  return firstDay % 7
}
