/** What is counted in dates and times. */
import type { Day } from './calendar.ts'

export type Unit = 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'month' | 'quarter' | 'year'

/** How long something is; months, days and minutes are counted one after the other. */
export interface Length {
  months: number
  days: number
  workdays: number
  minutes: number
}

/** A week, month, quarter or year; several where the year of a month is not given, the next one first. */
export interface Period {
  unit: Unit
  spans: readonly { from: Day; to: Day }[]
  /** The month alone, where no year is given. */
  month?: number
}

export interface Clock {
  time: number
  vague: boolean
}

/** A date and time as written, with its distance from UTC where there is one: `+01:00`, `Z`. */
export interface Instant {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  zone: string
}
