/** What rules read at one place of a text, and how rules are written. */
import type { priorities } from '../priorities.ts'
import type { Day } from './calendar.ts'
import type { RepeatRule } from './repeat-rule.ts'

export type Priority = (typeof priorities)[number]

export type Reading =
  | When
  | { kind: 'repeat'; rule: RepeatRule; fromFinished?: boolean; part?: DayPart }
  /** How often a repeating todo comes in all, or until when; it says nothing without a repeat. */
  | { kind: 'end'; count?: number; until?: Day }
  /** A trigger before the due date (RFC 5545, 3.8.6.3); it says nothing without one. */
  | { kind: 'reminder'; trigger: string }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'label'; label: string }
  | { kind: 'list'; list: KnownList }

/** A day, a time, or both. */
export interface When {
  kind: 'when'
  day?: Day
  /** The day comes again after so many days, so that one whose time is over was not meant. */
  again?: number
  /** Minutes since midnight; 24:00 is allowed. */
  time?: number
  /** Whether the time may be meant of the morning or of the afternoon. */
  vague?: boolean
  part?: DayPart
  /** "starting monday": when a repeat begins, wherever that stands. */
  starts?: boolean
}

export interface DayPart {
  /** The time that is meant where none is given. */
  time: number
  /** Whether `at 9` of this part of the day is 21:00. */
  afternoon: boolean
}

export interface KnownList {
  id: string
  name: string
}

export interface Context {
  today: Day
  /** Of today, since midnight. */
  minutes: number
  /** Day and time of the zone, so many minutes from now. */
  inMinutes(minutes: number): { day: Day; time: number }
  lists: readonly KnownList[]
}

/**
 * Where words count only in company, because alone they mean something else: `end`, at the end of the text or beside a
 * date, time or repeat; `beside`, only beside such.
 */
export type Weak = 'end' | 'beside'

export interface Hit {
  to: number
  reading: Reading
  weak?: Weak | undefined
}

/** Reads what stands at `at`, if it is the rule's. */
export type Rule = (text: string, at: number, context: Context) => Hit | undefined

type Groups = readonly (string | undefined)[]

/**
 * A rule by a pattern, in which a space stands for one to four of them. `read` answers nothing where there is no such
 * date. NOTE: patterns have no unbounded repetition, so that no text is slow to read.
 */
export function pattern(
  source: string,
  end: string,
  read: (groups: Groups, context: Context) => Reading | undefined,
  weak?: Weak,
): Rule {
  const expression = new RegExp(`(?:${spaced(source)})${end}`, 'iy')
  return (text, at, context) => {
    expression.lastIndex = at
    const match = expression.exec(text)
    const reading = match ? read(match, context) : undefined
    return reading && match ? { to: at + match[0].length, reading, weak } : undefined
  }
}

const spaced = (source: string): string => source.replaceAll(' ?', '\\s{0,4}').replaceAll(' ', '\\s{1,4}')

/** These words, and then what one of `rules` reads, made into something else by `change`; so it is no longer weak. */
export function prefixed(
  source: string,
  rules: readonly Rule[],
  change: (when: When) => Reading | undefined = (when) => when,
): Rule {
  const expression = new RegExp(spaced(source), 'iy')
  return (text, at, context) => {
    expression.lastIndex = at
    const match = expression.exec(text)
    const hit = match ? longest(rules, text, at + match[0].length, context) : undefined
    if (hit?.reading.kind !== 'when') return undefined
    const reading = change(hit.reading)
    return reading && { to: hit.to, reading }
  }
}

/** Of what the rules read here, that of the most letters; of as many, the first. */
export function longest(rules: readonly Rule[], text: string, at: number, context: Context): Hit | undefined {
  let best: Hit | undefined
  for (const rule of rules) {
    const hit = rule(text, at, context)
    if (hit && (best === undefined || hit.to > best.to)) best = hit
  }
  return best
}
