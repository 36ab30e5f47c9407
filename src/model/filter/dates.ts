/** The dates of filters: written ones, and those that depend on the day it is where someone is. */

const named: Record<string, number> = { today: 0, tomorrow: 1, yesterday: -1 }
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const relative = /^([+-])(\d{1,4})([dwmy])$/

const lastDay = '9999-12-31'
const dayMs = 24 * 60 * 60 * 1_000

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001') return false
  const date = utc(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

export function isDateValue(text: string): boolean {
  return isDate(text) || Object.hasOwn(named, text) || weekdays.includes(text) || relative.test(text)
}

/**
 * The date that is meant.
 * @param today - the day it is; `mon` is the next Monday from it on, itself included
 */
export function dateOf(value: string, today: string): string {
  if (isDate(value)) return value
  const days = named[value]
  if (days !== undefined) return plusDays(today, days)
  const weekday = weekdays.indexOf(value)
  if (weekday >= 0) return plusDays(today, (weekday - utc(today).getUTCDay() + 7) % 7)
  const [, sign, count, unit] = relative.exec(value) ?? []
  const amount = Number(`${sign}${count}`)
  if (unit === 'd' || unit === 'w') return plusDays(today, amount * (unit === 'w' ? 7 : 1))
  return plusMonths(today, amount * (unit === 'y' ? 12 : 1))
}

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`)

/** Within the years that a date can have. */
function textOf(date: Date): string {
  if (date.getUTCFullYear() > 9_999) return lastDay
  return date.getUTCFullYear() < 1 ? '0001-01-01' : date.toISOString().slice(0, 10)
}

export function plusDays(date: string, days: number): string {
  const moved = utc(date)
  moved.setUTCDate(moved.getUTCDate() + days)
  return textOf(moved)
}

/** The same day of another month, or the last one that it has. */
function plusMonths(date: string, months: number): string {
  const moved = utc(date)
  const day = moved.getUTCDate()
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const last = new Date(moved)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  moved.setUTCDate(Math.min(day, last.getUTCDate()))
  return textOf(moved)
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
