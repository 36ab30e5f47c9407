/** A rule of model/repeat.ts in words, such as "Every other week on Monday and Thursday, until 1 Mar". */
import { dayOrLastOf, parseRule, type Rule } from '../../model/repeat.ts'
import { chineseDaysText } from './chinese-text.ts'
import { dayText } from './due.ts'
import { todoWords } from './later-words.ts'
import { listed } from './listed.ts'
import { language } from './words.ts'

/** @param rule - the text of one; it may be longer than words can say, and then is named as it is */
export function repeatText(rule: string, from: 'due' | 'finished', now: Date): string {
  const parsed = parseRule(rule)
  const word = todoWords.value
  if (typeof parsed === 'string') return word.byRule(rule)
  const plain = legalText(parsed)
  if (plain === undefined) return word.byRule(rule)
  const { count, until } = parsed
  const counted = from === 'finished' ? word.fromFinished(plain) : plain
  if (until !== undefined) return word.until(counted, dayText(until, now))
  return count === undefined ? counted : word.times(counted, count)
}

/** It names the days that a rule leaves out, where it does. */
function legalText(rule: Rule): string | undefined {
  const { freq, interval, leftOut, scale, byDay, byMonth, byMonthDay, bySetPos } = rule
  const { every, everyOn, leaving, legalDaysOff, legalWorkday, legalWorkdays, nthWeekday } = todoWords.value
  const isOfLegalDays = leftOut === 'CN-DAYS-OFF' || leftOut === 'CN-WORKDAYS'
  const isDaily = !scale && freq === 'DAILY' && interval === 1
  if (isOfLegalDays && isDaily && byDay.length + byMonth.length + byMonthDay.length === 0)
    return leftOut === 'CN-DAYS-OFF' ? legalWorkdays : legalDaysOff
  const [nth, ...others] = bySetPos
  const isOfMonth = !scale && freq === 'MONTHLY' && byMonth.length + byMonthDay.length === 0
  const isOfAllDays = byDay.length === 7 && byDay.every((each) => each.nth === null)
  if (nth !== undefined && others.length === 0 && leftOut === 'CN-DAYS-OFF' && isOfMonth && isOfAllDays)
    return everyOn(every[freq](interval), nthWeekday(nth, legalWorkday))
  const plain = scale ? chineseDaysText(rule) : daysText(rule)
  return plain !== undefined && leftOut ? leaving[leftOut](plain) : plain
}

/** 0 is Monday. */
export function weekdayName(day: number, style: 'long' | 'short' | 'narrow' = 'long'): string {
  const format = new Intl.DateTimeFormat(language.value, { weekday: style, timeZone: 'UTC' })
  // The fifth of January 1970 was a Monday.
  return format.format(Date.UTC(1970, 0, 5 + day))
}

function daysText(rule: Rule): string | undefined {
  const { freq, interval, byDay, byMonth, byMonthDay, bySetPos } = rule
  const { every, everyOn, everyWeekday } = todoWords.value
  const begin = every[freq](interval)
  if (rule.skip) return undefined
  const isPlain = bySetPos.length === 0 || dayOrLastOf(rule) !== undefined || isNthWorkday(rule)
  if (!isPlain || (byDay.length > 0 && byMonthDay.length > 0)) return undefined
  const [month] = byMonth
  if (month !== undefined) {
    const date = dayOrLastOf(rule) ?? (byMonthDay.length === 1 ? byMonthDay[0] : 0)
    if (freq !== 'YEARLY' || byMonth.length > 1 || !date || date < 0) return undefined
    return everyOn(begin, orLast(rule, dateName(month, date)))
  }
  if (freq === 'YEARLY' && byDay.length + byMonthDay.length > 0) return undefined
  if (byMonthDay.length + byDay.length === 0) return begin
  return isWorkWeek(rule) && interval === 1 && freq !== 'MONTHLY'
    ? everyWeekday
    : everyOn(begin, namesOf(rule))
}

const isWorkWeek = ({ byDay }: Rule): boolean =>
  byDay.map(({ day, nth }) => (nth === null ? day : '')).join('') === '01234'

/** It may be the last weekday of a month. */
const isNthWorkday = (rule: Rule): boolean =>
  rule.freq === 'MONTHLY' && rule.bySetPos.length === 1 && isWorkWeek(rule) && rule.byMonth.length === 0

const orLast = (rule: Rule, date: string): string =>
  dayOrLastOf(rule) === undefined ? date : todoWords.value.orLastDay(date)

/** @param rule - of months, by their days */
export function inMonthText(rule: string): string {
  const parsed = parseRule(rule)
  return typeof parsed === 'string' ? rule : todoWords.value.inMonthOn(namesOf(parsed))
}

function namesOf(rule: Rule): string {
  const { byDay, byMonthDay, bySetPos } = rule
  const { monthDay, nthWeekday, weekday, workday } = todoWords.value
  const [nthWorkday] = bySetPos
  if (nthWorkday !== undefined && isNthWorkday(rule)) return nthWeekday(nthWorkday, workday)
  const day = dayOrLastOf(rule)
  if (day !== undefined) return orLast(rule, monthDay(day))
  const weekdays = byDay.map(({ day, nth }) => {
    const name = weekday(weekdayName(day), weekdayName(day, 'short'))
    return nth === null ? name : nthWeekday(nth, name)
  })
  return listed([...byMonthDay.map(monthDay), ...weekdays])
}

const dateName = (month: number, day: number): string =>
  new Intl.DateTimeFormat(language.value, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    // A leap year: it may be the 29th of February.
    Date.UTC(2024, month - 1, day),
  )
