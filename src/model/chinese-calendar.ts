/**
 * The Chinese calendar of 1900 to 2100 is made from a table here, because the runtime's own has wrong dates, and a
 * library would be there too late for rules that decide at once (docs/decisions/0022-the-chinese-calendar.md).
 */
import type { Calendar, Month } from './calendars.ts'
import { chineseYears } from './chinese-years.ts'
import { dayOf } from './days.ts'

const firstYear = 1900

/** It is made when it is first asked for. */
let made: Calendar | undefined

export const chinese = (): Calendar => (made ??= calendarOf(chineseYears))

function calendarOf(table: string): Calendar {
  const months: Month[] = []
  /** It has the place of each year's first month, and behind them the place where the next year would begin. */
  const begins: number[] = []
  let begin = dayOf('1900-01-31')
  for (const [index, text] of table.trim().split(/\s+/).entries()) {
    begins.push(months.length)
    const year = Number.parseInt(text, 16)
    const leap = year & 15
    for (let place = 0; place < (leap > 0 ? 13 : 12); place++) {
      const length = (year >> (16 - place)) & 1 ? 30 : 29
      const isBehindLeap = leap > 0 && place >= leap
      const month = isBehindLeap ? (place === leap ? leap + 0.5 : place) : place + 1
      months.push({ year: firstYear + index, month, begin, length })
      begin += length
    }
  }
  begins.push(months.length)
  const [first] = months as [Month]
  const lastDay = begin - 1
  return {
    firstDay: first.begin,
    lastDay,
    monthIndex(day) {
      // A month is 29.53 days long on average, so that the guess is a month or two away at most.
      let index = Math.min(Math.floor((day - first.begin) / 29.53), months.length - 1)
      while (index > 0 && (months[index] as Month).begin > day) index--
      while (index < months.length - 1 && (months[index + 1] as Month).begin <= day) index++
      return index
    },
    month: (index) => months[index],
    monthsOfYear: (year) => [
      begins[year - firstYear] ?? months.length,
      begins[year - firstYear + 1] ?? months.length,
    ],
  }
}

/** It is a date of the Chinese calendar; the number of a leap month is half a step behind the month before it: 5.5. */
export interface ChineseDate {
  year: number
  month: number
  day: number
  /** Its month has so many days. */
  length: number
}

/** It returns undefined for a date that the table does not have; `date` is such as `2026-12-01`. */
export function chineseDate(date: string): ChineseDate | undefined {
  const calendar = chinese()
  const day = dayOf(date)
  if (!(day >= calendar.firstDay && day <= calendar.lastDay)) return undefined
  const { year, month, begin, length } = calendar.month(calendar.monthIndex(day)) as Month
  return { year, month, day: day - begin + 1, length }
}
