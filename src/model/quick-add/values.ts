/** What tokens and rules of the grammar stand for. */
import type { Day } from './calendar.ts'
import type { Clock, Instant, Length, Period, Unit } from './measures.ts'
import type { DayPart } from './parts-of-day.ts'
import type { TimeReading, When } from './reading.ts'

export interface Values {
  // Tokens.
  NUMBER: number
  ORDINAL: number
  WEEKDAY: number
  /** sat, sun, mon, wed: words of their own. */
  SHORTDAY: number
  WEEKDAYS: readonly number[]
  MONTH: number
  /** Days from today. */
  RELATIVE: number
  UNIT: Unit
  /** Whether it is counted from when it was finished. */
  EVERY: boolean
  SPAN: Length
  DECIMAL: number
  CLOCK: Clock
  DATE: Day
  INSTANT: Instant
  /** Day and month. */
  DOTTED: readonly [number, number]
  PART: DayPart
  DAYNUMBER: number
  DAYNUMBERS: readonly number[]
  POSITION: number
  POSITIONS: readonly number[]
  YEARNUMBER: number
  /** Years, or weeks and the like, from this one. */
  RELATIVEYEAR: number
  THIS: undefined
  NEXT: number
  RELATIVEPART: { days: number; part: DayPart }
  TIMES: number

  // Rules.
  NUM: number
  YEAR: number
  MONTHDAY: number
  NAMEDDAY: number
  LENGTH: Length
  NTH: number
  NTHS: readonly number[]
  DAYLIST: readonly number[]
  MONTHDAYS: readonly number[]
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
