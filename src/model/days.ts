/** Days of the calendar, counted from 1970-01-01: a date is a text such as `2026-12-31`, or one with more behind it. */

const dayMs = 86_400_000

export const dayOf = (text: string): number => Date.parse(text.slice(0, 10)) / dayMs

export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** The day of a month of a year; month 0 is January, and 12 the next one. */
export const dayIn = (year: number, month: number, day: number): number =>
  new Date(0).setUTCFullYear(year, month, day) / dayMs

/** The last day there is: years have four digits. */
export const lastDay: number = dayOf('9999-12-31')

/** A due date, or a moment like it, so many days later by the calendar; the time and its zone stay. */
export const daysLater = (text: string, days: number): string =>
  dateOf(Math.min(dayOf(text) + days, lastDay)) + text.slice(10)

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment by the clocks of a zone, as `2026-12-31T09:00`. */
export function clockIn(zone: string, moment: string): string {
  let format = formats.get(zone)
  if (!format) {
    // Swedish writes a date and a time as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    if (formats.size >= 1_000) formats.clear()
    formats.set(zone, format)
  }
  return format.format(new Date(moment)).replace(' ', 'T')
}
