/** The rules of all languages make the same kinds of readings, so the steps after them need no language. */
import type { Holidays } from '../holidays.ts'
import type { priorities } from '../priorities.ts'
import type { Day } from './calendar.ts'
import type { MoonDay } from './measures.ts'
import type { DayPart } from './parts-of-day.ts'
import type { LeftOut, RepeatRule } from './repeat-rule.ts'
import type { Length } from './measures.ts'

export type Priority = (typeof priorities)[number]
export type Language = 'en' | 'zh'

/** These readings come from words of dates and times; a run of such words is read as a whole or not at all. */
export type TimeReading =
  | When
  | { kind: 'repeat'; rule: RepeatRule; fromFinished?: boolean; part?: DayPart; weak?: Weak }
  /** The start of a todo may be read whether or not it repeats. */
  | { kind: 'start'; when: When }
  /** How often a repeating todo comes in all, or until when; it says nothing without a repeat. */
  | { kind: 'end'; count?: number; until?: Day; behind?: boolean; start?: When }
  /** A repeat leaves these days out, also where it stands elsewhere in the text. It says nothing without one. */
  | { kind: 'skipped'; leftOut: LeftOut }
  /** The trigger is before the due date (RFC 5545, 3.8.6.3), or `due`. It has no effect without a due date. */
  | { kind: 'reminder'; trigger: string }
  /** The time that a todo takes is understood and stays in the name, as a todo has no duration. */
  | { kind: 'length'; length?: Length; isFor?: boolean }
  /** The name of a holiday beside its date is understood and stays in the name. */
  | { kind: 'holiday'; feast?: MoonDay | undefined }
  /** Such a word connects `remind me` with the rest of the text, as "to" does. */
  | { kind: 'tail' }

export type Reading =
  | TimeReading
  | { kind: 'priority'; priority: Priority }
  | { kind: 'label'; label: string }
  | { kind: 'list'; list: KnownList }

/**
 * Some words are no date when they stand alone, so they count only in certain places: `end`, at the end of the text or
 * beside other words of a date; `beside`, only beside such words; `behind`, only after a day.
 */
export type Weak = 'end' | 'beside' | 'behind'

/** A day, a time, or both. */
export interface When {
  kind: 'when'
  day?: Day
  /** The day comes again after so many days, so that one whose time is over was not meant. */
  again?: number
  /** It is named by its weekday alone, so that a date on such a weekday says the same. */
  isWeekday?: boolean
  /** A week is meant, of which a weekday may be named beside it. */
  isWeek?: boolean
  /** It is a weekday of a month, not a date, so a yearly repeat beside it needs a rule of its own. */
  isNth?: boolean
  /** It is a day of the Chinese calendar, which such a repeat beside it must be of as well. */
  isMoon?: boolean
  /** It is the end of whichever day is named beside it. */
  isOfOther?: boolean
  /** Minutes since midnight; 24:00 is allowed. */
  time?: number
  /** Whether the time may be meant of the morning or of the afternoon. */
  vague?: boolean
  part?: DayPart
  weak?: Weak
  /** It stays in the name as it was written: a range, of which only the start is the due date. */
  kept?: boolean
  /** It is the last day of a range. */
  last?: Day
}

export interface KnownList {
  id: string
  name: string
}

export interface Context {
  today: Day
  /** They are counted from today's midnight. */
  minutes: number
  /** It returns the day and time in the zone, so many minutes from now. */
  inMinutes(minutes: number): { day: Day; time: number }
  /** It returns the day and time in the zone at a moment, a Unix time in milliseconds. */
  at(ms: number): { day: Day; time: number }
  lists: readonly KnownList[]
  holidays: Holidays
}
