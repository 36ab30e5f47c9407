/** Days of the calendar as numbers, to count with: 0 is 1970-01-01. There is no zone in them. */
export type Day = number

export const minutesPerDay = 24 * 60
const dayMs = minutesPerDay * 60_000

/** The day, or undefined where there is no such date. */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return undefined
  }
  return epochDay(year, month, day)
}

export function partsOf(day: Day): { year: number; month: number; day: number } {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** 0 is Monday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7

export const daysIn = (year: number, month: number): number => partsOf(epochDay(year, month + 1, 1) - 1).day

/** The same day of another month, or its last where it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = partsOf(day)
  const first = partsOf(epochDay(year, month + months, 1))
  return epochDay(first.year, first.month, Math.min(dayOfMonth, daysIn(first.year, first.month)))
}

/** `2026-12-01` */
export const dayText = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** Months beyond the year's go on into the next. */
function epochDay(year: number, month: number, day: number): Day {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime() / dayMs
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * What calendar and clock of a zone say at a moment.
 * @param now - milliseconds since 1970
 * @throws RangeError when there is no such zone
 */
export function localTime(now: number, zone: string): { day: Day; minutes: number } {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    if (formats.size < 1_000) formats.set(zone, format)
  }
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of format.formatToParts(now)) parts[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return { day: epochDay(year, month, day), minutes: hour * 60 + minute }
}
