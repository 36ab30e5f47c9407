/**
 * Filters have dates that are written out, and dates that depend on today in the caller's zone. Each value is a span of
 * days, and most of the spans have one day.
 */

const named: Record<string, number> = { today: 0, tomorrow: 1, yesterday: -1 }
/** The week begins on Monday (ISO 8601). */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const relative = /^([+-])(\d{1,4})([dwmy])$/
/** It matches the present, next or last week, month and so on, or a weekday of such a week. */
const period = /^(this|next|last)-(week|weekend|month|year|mon|tue|wed|thu|fri|sat|sun)$/
/** It matches a number of days, weeks and so on after today or before it; today is one of them. */
const running = /^(next|last)-([1-9]\d{0,3})-(day|week|month|year)s$/

const lastDay = '9999-12-31'
const dayMs = 24 * 60 * 60 * 1_000

/** It must look like `2026-12-01`, and be a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001') return false
  const date = utc(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const isWeekday = (text: string): boolean => weekdays.includes(text as 'mon')

/** Whether it is a date as a filter keeps it. */
export const isDateValue = (text: string): boolean =>
  isDate(text) ||
  Object.hasOwn(named, text) ||
  isWeekday(text) ||
  relative.test(text) ||
  period.test(text) ||
  running.test(text)

/** The first and the last day of a span, which may be the same. */
export type Span = readonly [first: string, last: string]

/**
 * It needs today's date, as most values depend on it.
 * @param today - `mon` is the first Monday from this day on, which may be the day itself
 */
export function spanOf(value: string, today: string): Span {
  const [, which, unit] = period.exec(value) ?? []
  if (which && unit) return periodOf(which, unit, today)
  const [, side, count, each] = running.exec(value) ?? []
  if (side && each) {
    const far = moved(today, side === 'next' ? Number(count) : -Number(count), each.charAt(0))
    // A day is left out at the far end, as today is one of them.
    return side === 'next' ? [today, plusDays(far, -1)] : [plusDays(far, 1), today]
  }
  const day = dateOf(value, today)
  return [day, day]
}

function dateOf(value: string, today: string): string {
  if (isDate(value)) return value
  const days = named[value]
  if (days !== undefined) return plusDays(today, days)
  if (isWeekday(value)) return plusDays(today, (placeInWeek(value) - placeOf(today) + 7) % 7)
  const [, sign, count, unit = 'd'] = relative.exec(value) ?? []
  return moved(today, Number(`${sign}${count}`), unit)
}

const placeInWeek = (weekday: string): number => weekdays.indexOf(weekday as 'mon')
/** It counts the days of the week from 0, which is Monday. */
const placeOf = (date: string): number => (utc(date).getUTCDay() + 6) % 7

function periodOf(which: string, unit: string, today: string): Span {
  const by = { last: -1, this: 0, next: 1 }[which] ?? 0
  if (unit === 'month' || unit === 'year') {
    const first = unit === 'month' ? `${today.slice(0, 8)}01` : `${today.slice(0, 5)}01-01`
    const begin = moved(first, by, unit.charAt(0))
    return [begin, plusDays(moved(begin, 1, unit.charAt(0)), -1)]
  }
  const monday = plusDays(today, 7 * by - placeOf(today))
  if (unit === 'week') return [monday, plusDays(monday, 6)]
  if (unit === 'weekend') return [plusDays(monday, 5), plusDays(monday, 6)]
  const day = plusDays(monday, placeInWeek(unit))
  return [day, day]
}

function moved(date: string, amount: number, unit: string): string {
  if (unit === 'd' || unit === 'w') return plusDays(date, amount * (unit === 'w' ? 7 : 1))
  return plusMonths(date, amount * (unit === 'y' ? 12 : 1))
}

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`)

/** Within the years that a date can have. */
function textOf(date: Date): string {
  if (date.getUTCFullYear() > 9_999) return lastDay
  return date.getUTCFullYear() < 1 ? '0001-01-01' : date.toISOString().slice(0, 10)
}

export function plusDays(date: string, days: number): string {
  const day = utc(date)
  day.setUTCDate(day.getUTCDate() + days)
  return textOf(day)
}

/** The same day of another month, or the last one that it has. */
function plusMonths(date: string, months: number): string {
  const other = utc(date)
  const day = other.getUTCDate()
  other.setUTCDate(1)
  other.setUTCMonth(other.getUTCMonth() + months)
  const last = new Date(other)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  other.setUTCDate(Math.min(day, last.getUTCDate()))
  return textOf(other)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const formatsMax = 100

/** The wall clock of a zone, as `2026-12-01 09:00:00`. */
export function wallClock(ms: number, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    if (formats.size >= formatsMax) formats.clear()
    formats.set(zone, format)
  }
  return format.format(ms)
}

export const dateLength = '2026-12-01'.length
const timeLength = '2026-12-01T09:00'.length

/** The zone of a due date with a time. */
export const zoneOf = (due: string): string => due.slice(timeLength + 1, -1)

/** The wall clock as due dates have it, to the minute. */
export const clockOf = (ms: number, zone: string): string =>
  wallClock(ms, zone).slice(0, timeLength).replace(' ', 'T')

/**
 * The moment at which a day begins in a zone: its midnight, or the first moment after it where the clock skips that.
 */
export function startOfDay(date: string, zone: string): number {
  const midnight = utc(date).getTime()
  // Nothing happened in those years, whose notation has its pitfalls.
  if (date < '1970' || date >= '9999') return midnight
  const offsetAt = (ms: number) => Date.parse(`${wallClock(ms, zone).replace(' ', 'T')}Z`) - ms
  const guess = midnight - offsetAt(midnight)
  const exact = midnight - offsetAt(guess)
  // Where the clock was set just then, the two guesses are on both sides of it: the day begins at the later one.
  return midnight - offsetAt(exact) === exact ? exact : Math.max(guess, exact)
}

export const endOfDay = (date: string, zone: string): number =>
  date === lastDay ? utc(date).getTime() + dayMs : startOfDay(plusDays(date, 1), zone)
