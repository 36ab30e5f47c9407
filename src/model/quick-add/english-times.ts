/** These rules read times, ranges and moments in English. */
import type { Day } from './calendar.ts'
import { begun, endAt, lengthOf, merged, on, timed, triggerBefore, weekdayOfWeek } from './days.ts'
import type { Grammar } from './grammar.ts'
import { englishParts, type DayPart } from './parts-of-day.ts'
import type { Context, When } from './reading.ts'
import { rangeInMonth, rangeOfDays, rangeOfTimes, rangeToMonth } from './ranges.ts'
import type { Clock } from './measures.ts'

type Rules = Grammar<Context>

export function addEnglishTimes(grammar: Rules): void {
  hours(grammar)
  times(grammar)
  ranges(grammar)
  moments(grammar)
  reminders(grammar)
}

export const hourOf = (hour: number, minutes = 0): Clock | undefined => {
  const time = hour * 60 + minutes
  return time > 24 * 60 || time < 0 ? undefined : { time, vague: hour >= 1 && hour <= 12 }
}

/** The minutes are past the hour, or before it when they are negative. */
function around(minutes: number, hour: number): Clock | undefined {
  if (hour < 1 || hour > 12 || Math.abs(minutes) > 30) return undefined
  return { time: ((hour * 60 + minutes + 719) % 720) + 1, vague: true }
}

function hours(g: Rules): void {
  g.rule('HOUR', 'CLOCK', (_, clock) => clock)
  g.rule('HOUR', 'NUMBER oclock', (_, hour) => (hour <= 12 ? hourOf(hour) : undefined))
  g.rule('HOUR', 'CLOCK oclock|uhr', (_, clock) => clock)
  g.rule('HOUR', 'NUMBER uhr', (_, hour) => hourOf(hour))
  g.rule('HOUR', 'half past NUMBER oclock?', (_, hour) => around(30, hour))
  g.rule('HOUR', 'a? quarter past NUMBER', (_, hour) => around(15, hour))
  g.rule('HOUR', 'a? quarter to|before NUMBER', (_, hour) => around(-15, hour))
  g.rule('HOUR', 'NUMBER minute? past NUMBER', (_, minutes, hour) => around(minutes, hour))
  g.rule('HOUR', 'NUMBER minute to NUMBER', (_, minutes, hour) => around(-minutes, hour))
}

const morning: When & { part: DayPart } = { kind: 'when', part: englishParts['morning'] as DayPart }

const weeksTo = (today: Day, { day = today }: When): number =>
  Math.round((day - weekdayOfWeek(today, 0, 0)) / 7)

function times(g: Rules): void {
  g.rule('TIME', 'at|by|from|for|around|um|before? around? HOUR sharp|exactly?', (_, clock) => timed(clock))
  g.rule('TIME', 'at|by HHMM', (_, clock) => timed(clock, { weak: 'end' }))
  g.rule('TIME', 'at? DOTCLOCK', (_, clock) => timed(clock, { weak: 'beside' }))
  g.rule('TIME', 'at around? NUMBER sharp?', (_, hour) => timed(hourOf(hour), { weak: 'end' }))
  g.rule('TIME', 'by|before|around NUMBER', (_, hour) =>
    hour <= 12 ? timed(hourOf(hour), { weak: 'beside' }) : undefined,
  )
  g.rule('TIME', 'at|by? NUMBER in the PART', (_, hour, part) => timed(hourOf(hour), { part }))
  g.rule('TIME', 'at|by? NUMBER at night', (_, hour) =>
    timed(hourOf(hour), { part: englishParts['night'] as never }),
  )
  g.rule('TIME', 'at|by|before|around noon', () => timed({ time: 12 * 60, vague: false }))
  g.rule('TIME', 'noon', () => timed({ time: 12 * 60, vague: false }, { weak: 'beside' }))
  g.rule('TIME', 'at|by|before midnight', () => timed({ time: 24 * 60, vague: false }))
  g.rule('TIME', 'midnight', () => timed({ time: 24 * 60, vague: false }, { weak: 'beside' }))
  g.rule('TIME', 'at? NUMBER noon', (_, hour) =>
    hour === 12 ? timed({ time: 12 * 60, vague: false }) : undefined,
  )
  g.rule('TIME', 'at? NUMBER midnight', (_, hour) =>
    hour === 12 ? timed({ time: 24 * 60, vague: false }) : undefined,
  )
  g.rule('TIME', 'PART', (_, part) => ({ kind: 'when', part, weak: 'beside' }))
  g.rule('TIME', 'in the PART', (_, part) => ({ kind: 'when', part, weak: 'end' }))
  g.rule('TIME', 'at night', () => ({ kind: 'when', part: englishParts['night'] as never, weak: 'beside' }))
  g.rule('DAY', 'first thing on? DAY', (_, day) => merged(day, morning))
  g.rule('DAY', 'at? this time DAY', ({ today, minutes }, day) =>
    merged(day.isWeek ? (on(today + 7 * weeksTo(today, day)) ?? day) : day, {
      kind: 'when',
      time: minutes,
      vague: false,
    }),
  )
  g.rule('TIME', 'first thing in the PART', (_, part) => (part === morning.part ? morning : undefined))
  g.rule('DAY', 'later? this PART', ({ today }, part) => on(today, { part }))
  g.rule('DAY', 'later? tonight', ({ today }) => on(today, { part: englishParts['night'] as never }))
}

function ranges(g: Rules): void {
  const bare = (hour: number) => hourOf(hour)
  g.rule('RANGE', 'at|from? HOUR -|to|until|through HOUR', (_, from, to) => rangeOfTimes(from, to))
  g.rule('RANGE', 'between HOUR and HOUR', (_, from, to) => rangeOfTimes(from, to))
  g.rule('RANGE', 'NUMBER -|to|until HOUR', (_, from, to) => rangeOfTimes(bare(from), to, 'end'))
  g.rule('RANGE', 'HOUR -|to|until NUMBER', (_, from, to) => rangeOfTimes(from, bare(to)))
  g.rule('RANGE', 'NUMBER -|to|until NUMBER', (_, from, to) => rangeOfTimes(bare(from), bare(to), 'behind'))
  g.rule('RANGE', 'at|from NUMBER -|to|until HOUR', (_, from, to) => rangeOfTimes(bare(from), to))
  g.rule('RANGE', 'at|from NUMBER -|to|until NUMBER', (_, from, to) =>
    rangeOfTimes(bare(from), bare(to), 'beside'),
  )
  g.rule('RANGE', 'between NUMBER and HOUR', (_, from, to) => rangeOfTimes(bare(from), to))
  g.rule('RANGE', 'between NUMBER and NUMBER', (_, from, to) => rangeOfTimes(bare(from), bare(to), 'beside'))

  g.rule('RANGE', 'from|on? MOMENT -|to|until|through MOMENT', (_, from, to) => rangeOfDays(from, to))
  g.rule('RANGE', 'between DAY and DAY', (_, from, to) => rangeOfDays(from, to))
  g.rule('RANGE', 'from|on? DAY - MONTHDAY', (_, from, last) => rangeInMonth(from, last))
  g.rule('RANGE', 'from|on? DAY to|until|through the? ORDINAL', (_, from, last) => rangeInMonth(from, last))
  g.rule('RANGE', 'from|on? MONTHDAY -|to DAY', (_, first, to) => rangeToMonth(first, to))
  g.rule('RANGE', 'from|on? the ORDINAL -|to the? DAY', (_, first, to) => rangeToMonth(first, to))
}

function moments(g: Rules): void {
  g.rule('WHEN', 'DAY', (_, day) => day)
  g.rule('WHEN', 'due|deadline? on|by|for|to|before? DAY', (_, { weak: __, ...day }) => day)
  // Of a week no one day is told.
  g.rule('WHEN', 'sometime|during DAY', (_, day) => (day.isWeek ? undefined : day))
  g.rule('WHEN', 'TIME', (_, time) => time)
  g.rule('WHEN', 'DAY - TIME', (_, day, time) => (time.time === undefined ? undefined : merged(day, time)))
  g.rule('MOMENT', 'WHEN', (_, when) => when)
  g.rule('MOMENT', 'WHEN WHEN', (_, a, b) => merged(a, b))
  g.rule('MOMENT', 'WHEN WHEN WHEN', (_, a, b, c) => {
    const both = merged(a, b)
    return both && merged(both, c)
  })
  g.rule('PHRASE', 'WHEN', (_, when) => when)
  g.rule('PHRASE', 'RANGE', (_, range) => range)
  g.rule('PHRASE', 'from|start|starting from|on? MOMENT', (_, when) => begun(when))
  g.rule('PHRASE', 'until|through MOMENT', (_, when) => endAt(when))
  g.rule('PHRASE', 'end on? MOMENT', (_, when) => endAt(when))
  g.rule('PHRASE', 'for NUM times', (_, count) => ({ kind: 'end', count }))
  g.rule('PHRASE', 'NUM times', (_, count) => ({ kind: 'end', count, behind: true }))
  g.rule('PHRASE', 'for LENGTH', (_, length) => ({ kind: 'length', length, isFor: true }))
  g.rule('PHRASE', 'LENGTH', (_, length) =>
    length.days + length.months + length.workdays === 0 ? { kind: 'length', length } : undefined,
  )
  g.rule('PHRASE', 'feast eve|day?', () => ({ kind: 'holiday' }))
  g.rule('PHRASE', 'half day', () => ({ kind: 'length' }))
  g.rule('PHRASE', 'all day', () => ({ kind: 'length' }))
  g.rule('PHRASE', 'to', () => ({ kind: 'tail' }))
}

function reminders(g: Rules): void {
  g.rule('PHRASE', 'remind me? at? LENGTH before|earlier|early', (_, length) => triggerBefore(length))
  g.rule('PHRASE', 'remind me? the UNIT before', (_, unit) => {
    const length = lengthOf(1, unit)
    return length && triggerBefore(length)
  })
  g.rule('PHRASE', 'remind me to?', () => ({ kind: 'reminder', trigger: 'due' }))
}
