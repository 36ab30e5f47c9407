/** It puts rules of the Chinese calendar into words, such as 每年农历八月初三. */
import { chineseDate as chineseDateOf } from '../../model/chinese-calendar.ts'
import type { Rule } from '../../model/repeat.ts'
import { todoWords } from './later-words.ts'
import { listed } from './listed.ts'

/** @returns undefined where words can not say it */
export function chineseDaysText(rule: Rule): string | undefined {
  const { freq, interval, byDay, byMonth, byMonthDay, bySetPos, skip } = rule
  const { every, inChinese, chineseDate, chineseDay, orLastDay, orMonth, orNextDay } = todoWords.value
  const [month] = byMonth
  if (byDay.length + bySetPos.length > 0 || byMonth.length > 1) return undefined
  if (freq === 'DAILY' || freq === 'WEEKLY')
    return byMonth.length + byMonthDay.length === 0 ? every[freq](interval) : undefined
  const begin = every[freq](interval)
  if (byMonthDay.length === 0) return month === undefined && !skip ? inChinese(begin, '') : undefined
  const days = listed(byMonthDay.map(chineseDay))
  const isLong = byMonthDay.includes(30)
  const ofDay = (text: string) =>
    skip && isLong ? (skip === 'BACKWARD' ? orLastDay(text) : orNextDay(text)) : text
  if (month === undefined) return freq === 'MONTHLY' ? inChinese(begin, ofDay(days)) : undefined
  if (freq !== 'YEARLY') return undefined
  const date = ofDay(chineseDate(monthName(month), days))
  if (Number.isInteger(month) || !skip) return inChinese(begin, date)
  const other = monthName(skip === 'BACKWARD' ? Math.floor(month) : Math.ceil(month))
  return inChinese(begin, orMonth(date, other))
}

/** It returns 农历八月初三 for a date, and undefined for one that the calendar does not have. */
export function chineseDayText(date: string): string | undefined {
  const { chineseDate, chineseDay, inChinese } = todoWords.value
  const found = chineseDateOf(date)
  return found && inChinese('', chineseDate(monthName(found.month), chineseDay(found.day)))
}

/** It returns 初三, or on the first day of a month the month; undefined for a date that the calendar does not have. */
export function chineseDayShort(date: string): string | undefined {
  const found = chineseDateOf(date)
  return (
    found && todoWords.value.chineseShort(Math.floor(found.month), !Number.isInteger(found.month), found.day)
  )
}

/** @param month - half a step behind another one it is a leap month: 5.5 */
const monthName = (month: number): string =>
  todoWords.value.chineseMonth(Math.floor(month), !Number.isInteger(month))
