/** Each kind of token and each rule of the grammar has a value of the type that is listed here. */
import type { Day } from './calendar.ts'
import type { Clock, Instant, Length, Period, Unit } from './measures.ts'
import type { MoonDay } from './measures.ts'
import type { DayPart } from './parts-of-day.ts'
import type { LeftOut } from './repeat-rule.ts'
import type { TimeReading, When } from './reading.ts'

export interface Values {
  // These are the kinds of tokens.
  NUMBER: number
  ORDINAL: number
  WEEKDAY: number
  /** "sat", "sun", "mon" and "wed" are also other words, so they are days only in some places. */
  SHORTDAY: number
  WEEKDAYS: readonly number[]
  /** They are several days (周一、周三), which repeat only behind 每. */
  DAYSOFWEEK: readonly number[]
  MONTH: number
  /** It counts days from today. */
  RELATIVE: number
  UNIT: Unit
  /** It is true for a repeat that counts from the day of finishing. */
  EVERY: boolean
  SPAN: Length
  DECIMAL: number
  CLOCK: Clock
  /** It is written as 0930. */
  HHMM: Clock
  /** It is written with a full stop: 9.30. */
  DOTCLOCK: Clock
  DATE: Day
  INSTANT: Instant
  /** It has the day and the month. */
  DOTTED: readonly [number, number]
  PART: DayPart
  DAYNUMBER: number
  DAYNUMBERS: readonly number[]
  POSITION: number
  POSITIONS: readonly number[]
  /** It has the month, the day, and whether it may be another number (12/5, 2/3). */
  MONTHFIRST: readonly [number, number, boolean]
  YEARNUMBER: number
  /** It counts years, or other periods, from the present one. */
  RELATIVEYEAR: number
  THIS: undefined
  NEXT: number
  RELATIVEPART: { days: number; part: DayPart }
  TIMES: number
  /** They are of the Chinese calendar: 腊月 or 闰五月, 初三, several such days, and feasts. */
  MOONMONTH: number
  MOONDAY: number
  MOONDAYS: readonly number[]
  FEAST: MoonDay
  /** Feasts of other calendars have no day here. */
  HOLIDAY: MoonDay | false

  // These are the names of rules.
  MOONDATE: MoonDay
  NUM: number
  YEAR: number
  MONTHDAY: number
  NAMEDDAY: number
  LENGTH: Length
  NTH: number
  NTHS: readonly number[]
  DAYLIST: readonly number[]
  MONTHDAYS: readonly number[]
  /** They are days that a repeat leaves out. */
  SKIPPED: LeftOut
  PERIOD: Period
  DAY: When
  TIME: When
  HOUR: Clock
  WHEN: When
  MOMENT: When
  RANGE: When
  STEP: number
  REPEAT: TimeReading
  PHRASE: TimeReading
}
