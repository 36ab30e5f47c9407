/** These units and lengths of time are shared by the words and the rules of the grammar. */
import type { Day } from './calendar.ts'

export type Unit = 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'month' | 'quarter' | 'year'

/** The parts are added to a date one after the other, months first, as a month has no fixed number of days. */
export interface Length {
  months: number
  days: number
  workdays: number
  minutes: number
}

/** It has several spans, the next one first, when a month is named without its year. */
export interface Period {
  unit: Unit
  spans: readonly { from: Day; to: Day }[]
  /** It is set when no year is given. */
  month?: number
}

export interface Clock {
  time: number
  vague: boolean
}

/** It is a date and time as written, with its UTC offset when there is one: `+01:00`, `Z`. */
export interface Instant {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  zone: string
}

/** A leap month is half a step behind the month that it follows: 5.5. The day -1 is the last one of its month. */
export interface MoonDay {
  month: number
  day: number
}
