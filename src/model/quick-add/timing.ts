/** The runs of a text are put together here into one start, due date and repeat. */
import { dayText, minutesPerDay, partsOf, type Day } from './calendar.ts'
import { daysFrom } from './days.ts'
import { timeInPart, type DayPart } from './parts-of-day.ts'
import type { Context, Reading, When } from './reading.ts'
import { clamped, firstDay, withoutDays, type RepeatRule } from './repeat-rule.ts'
import type { Said } from './runs.ts'
import type { Part, Scanned } from './scan.ts'
import type { Length } from './measures.ts'

export interface Moment {
  day: Day
  /** They are counted from the midnight at which the day begins, and may go past the next one. */
  minutes: number | undefined
}

export type ReminderPart = Part & { reading: Extract<Reading, { kind: 'reminder' }> }

export interface Timing {
  start: Moment | null
  due: Moment | null
  rule: RepeatRule | null
  fromFinished: boolean
  used: Part[]
  reminders: ReminderPart[]
}

const nothing: Timing = { start: null, due: null, rule: null, fromFinished: false, used: [], reminders: [] }

export function timingOf(scanned: Scanned, context: Context): Timing {
  const { said } = scanned
  const main = mainOf(scanned)
  const starting = main?.start ? main : said.find((each) => each.start && !each.repeat)
  const begin = starting?.start
  const hasDay = main !== undefined && (main.repeat ?? main.when?.day) !== undefined
  // Beside a start alone a time is not known to be of today.
  if (!main || (begin && !hasDay))
    return begin ? { ...nothing, ...startOf(begin, starting, context) } : nothing
  const timing = main.repeat
    ? repeated(main, main.repeat, starting, said, context)
    : once(main, said, context)
  if (!timing) return nothing
  if (begin && !main.repeat && starting) {
    const { start, used } = startOf(begin, starting, context)
    if (timing.due && isBefore(start, timing.due))
      Object.assign(timing, { start, used: [...timing.used, ...used] })
  }
  const reminders = remindersOf(said, timing)
  return { ...timing, used: [...new Set(timing.used)], reminders }
}

/** In Chinese the date comes first, in English last; what else looks like one belongs to the name. */
function mainOf({ said, hasOtherDay }: Scanned): Said | undefined {
  const inOrder = said.some(({ language }) => language === 'zh') ? said : said.toReversed()
  return (
    inOrder.find(({ repeat }) => repeat) ??
    inOrder.find(({ when }) => when?.day !== undefined) ??
    (hasOtherDay ? undefined : inOrder.find(({ when }) => when !== undefined))
  )
}

function startOf(begin: When, said: Said, context: Context): Pick<Timing, 'start' | 'used'> {
  return { start: momentOf(begin, undefined, context), used: partsOfSaid(said, 'start') }
}

const partsOfSaid = ({ parts }: Said, ...kinds: readonly Reading['kind'][]): Part[] =>
  parts.filter(({ reading }) => kinds.includes(reading.kind))

const isBefore = (start: Moment | null, due: Moment): boolean => {
  if (!start || start.day !== due.day) return start !== null && start.day < due.day
  return start.minutes === undefined || due.minutes === undefined || start.minutes <= due.minutes
}

const whenKinds = ['when', 'length', 'holiday'] as const

function once(main: Said, said: readonly Said[], context: Context): Timing {
  const time = timeFor(main, said)
  const when: When = { kind: 'when', ...main.when, ...time?.when }
  return {
    ...nothing,
    due: momentOf(when, undefined, context),
    used: [main, time].flatMap((each) => (each ? partsOfSaid(each, ...whenKinds) : [])),
  }
}

/** A time that stands away from its date still belongs to it: "tomorrow call Ann at 9". */
function timeFor(main: Said, said: readonly Said[]): Said | undefined {
  const part = main.when?.part ?? main.repeat?.part
  if (main.when?.time !== undefined || main.when?.part) return undefined
  return said.find(({ when, repeat, start }) => {
    if (!when || when.day !== undefined || repeat || start) return false
    return !part || when.time === undefined || timeInPart(when.time, when.vague ?? false, part) !== undefined
  })
}

function repeated(
  main: Said,
  repeat: NonNullable<Said['repeat']>,
  starting: Said | undefined,
  said: readonly Said[],
  context: Context,
): Timing | undefined {
  const begin = main.when?.day === undefined ? starting?.start : undefined
  const time = begin?.time === undefined && !begin?.part ? timeFor(main, said) : undefined
  const when: When = { ...begin, ...main.when, ...time?.when, kind: 'when' }
  if (begin?.day !== undefined) when.day = begin.day
  const found = momentOf(when, repeat.part, context)
  const skipping = main.skipped ? main : said.find((each) => each.skipped && !each.repeat)
  const skipped = skipping?.skipped
  const own = skipped ? withoutDays(repeat.rule, skipped.leftOut) : repeat.rule
  const rule = !own || (found.minutes ?? 0) < minutesPerDay ? own : nextDays(own)
  if (!own || !rule) return undefined
  const due = { ...found, day: firstDay(own, found.day, context.holidays) }
  const end = main.lasting ? lastingEnd(main, main.lasting, due.day) : endFor(main, said, due.day)
  return {
    ...nothing,
    due,
    rule: { ...(repeat.fromFinished ? rule : onItsDay(rule, due)), ...end?.rule },
    fromFinished: repeat.fromFinished ?? false,
    used: [
      ...partsOfSaid(main, 'repeat', 'start', ...whenKinds).filter(({ from }) => from !== end?.part.from),
      ...(begin && starting ? partsOfSaid(starting, 'start') : []),
      ...(time ? partsOfSaid(time, ...whenKinds) : []),
      ...(end ? [end.part] : []),
      ...(skipping ? partsOfSaid(skipping, 'skipped') : []),
    ],
  }
}

/** What is due after the midnight of its day falls on the next day, and the days of its rule move with it. */
function nextDays(rule: RepeatRule): RepeatRule | undefined {
  if (rule.leftOut || rule.monthDays || (rule.days && rule.freq !== 'WEEKLY')) return undefined
  return rule.days ? { ...rule, days: rule.days.map((day) => (day + 1) % 7) } : rule
}

/** A monthly repeat without a day keeps the day of its first date, or takes the last day of a shorter month. */
function onItsDay(rule: RepeatRule, { day, minutes = 0 }: Moment): RepeatRule {
  if (rule.freq !== 'MONTHLY' || rule.days || rule.monthDays) return rule
  const date = partsOf(minutes >= minutesPerDay ? day + 1 : day).day
  const onDate = clamped({ ...rule, monthDays: [date] })
  return onDate.positions ? onDate : rule
}

/** "every day for a week" has seven days, so it ends on the day before the next week begins. */
function lastingEnd(
  main: Said,
  length: Length,
  first: Day,
): { rule: Pick<RepeatRule, 'until'>; part: Part } | undefined {
  const behind = daysFrom(first, length)
  const part = main.parts.find(({ reading }) => reading.kind === 'length' && reading.length === length)
  return behind === undefined || !part
    ? undefined
    : { rule: { until: behind - 1 }, part: { ...part, reading: { kind: 'end' } } }
}

/** An end before the first date is not taken, as the repeat would have no date. */
function endFor(
  main: Said,
  said: readonly Said[],
  first: Day,
): { rule: Pick<RepeatRule, 'count' | 'until'>; part: Part } | undefined {
  for (const each of [main, ...said]) {
    const { end } = each
    const [part] = partsOfSaid(each, 'end')
    if (!end || !part || (each !== main && (each.repeat !== undefined || end.behind))) continue
    if (end.count !== undefined && part.from < main.from) continue
    if (end.until !== undefined && end.until < first) continue
    const { count, until } = end
    return { rule: { ...(count !== undefined && { count }), ...(until !== undefined && { until }) }, part }
  }
  return undefined
}

/** At 9 in the evening is 21:00; at 5, without more, 17:00. */
function momentOf(when: When, ofRepeat: DayPart | undefined, { today, minutes: now }: Context): Moment {
  const { time, vague = false, again } = when
  const part = when.part ?? ofRepeat
  const isAfternoon = vague && time !== undefined && time >= 60 && time < 7 * 60
  const written = time === undefined || part ? undefined : isAfternoon ? time + minutesPerDay / 2 : time
  const minutes = part ? (time === undefined ? part.time : timeInPart(time, vague, part)) : written
  const day = when.day ?? today
  if (minutes === undefined || day !== today || minutes > now) return { day, minutes }
  if (again !== undefined) return { day: day + again, minutes }
  if (when.day === undefined) return { day: day + 1, minutes }
  // When the hour of a part of the day is over, only the day is meant.
  return { day, minutes: time === undefined ? undefined : minutes }
}

/** 24:00 is the beginning of the day after. */
export function dueText({ day, minutes }: Moment, zone: string): string {
  if (minutes === undefined) return dayText(day)
  const [date, rest] = minutes >= minutesPerDay ? [day + 1, minutes - minutesPerDay] : [day, minutes]
  const two = (number: number) => String(number).padStart(2, '0')
  return `${dayText(date)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}[${zone}]`
}

/** A reminder of a day without a time comes in the morning. */
function remindersOf(said: readonly Said[], { due, used }: Timing): ReminderPart[] {
  if (!due) return []
  const atDue = due.minutes === undefined ? 'PT9H' : 'PT0S'
  return said
    .flatMap(({ parts }) => parts)
    .filter((part): part is ReminderPart => {
      if (part.reading.kind === 'tail') used.push(part)
      return part.reading.kind === 'reminder'
    })
    .map(({ reading, ...range }) => ({
      ...range,
      reading: { ...reading, trigger: reading.trigger === 'due' ? atDue : reading.trigger },
    }))
}
