/** The rules of all languages share what is here: the dates that their words for days mean. */
import { repeatLimits } from '../limits.ts'
import { addMonths, dayOf, daysIn, minutesPerDay, partsOf, weekdayOf, type Day } from './calendar.ts'
import type { Context, TimeReading, When } from './reading.ts'
import type { Clock, Length, Period, Unit } from './measures.ts'

export const on = (day: Day | undefined, more: Partial<When> = {}): When | undefined =>
  day === undefined || day > lastDay ? undefined : { kind: 'when', day, ...more }

/** 9999-12-31 */
const lastDay = 2_932_896

/** The next day of this name; today is one, while its time is not over. */
export const nextWeekday = (today: Day, wanted: number): When => ({
  kind: 'when',
  day: today + ((wanted - weekdayOf(today) + 7) % 7),
  again: 7,
  isWeekday: true,
})

/** The weekend begins on Saturday, and on a Sunday it is today. */
export const thisWeekend = (today: Day): When =>
  weekdayOf(today) === 6 ? { kind: 'when', day: today } : { ...nextWeekday(today, 5), isWeekday: false }

/** It returns a weekday of the week that is so many weeks after the present one. */
export const weekdayOfWeek = (today: Day, wanted: number, weeks: number): Day =>
  today - weekdayOf(today) + 7 * weeks + wanted

/** In the year that is given, or the first one in which it is not over. */
export function dateNamed(today: Day, month: number, day: number, given?: number): When | undefined {
  if (given !== undefined) return on(dayOf(given, month, day))
  const { year: thisYear } = partsOf(today)
  for (let tried = thisYear; tried <= thisYear + 8; tried++) {
    const date = dayOf(tried, month, day)
    if (date !== undefined && date >= today) return on(date)
  }
  return undefined
}

/** In this month, or the first one that has the day and in which it is not over. */
export function nextDayOfMonth(today: Day, day: number): When | undefined {
  if (day < 1 || day > 31) return undefined
  for (let months = 0; months <= 2; months++) {
    const { year, month } = partsOf(addMonths(today, months))
    const date = dayOf(year, month, day)
    if (date !== undefined && date >= today) return on(date)
  }
  return undefined
}

const span = (from: Day, to: Day) => ({ from, to })

/** It returns the week, month, quarter or year that is so many steps after the present one. */
export function periodFrom(today: Day, unit: Unit, steps: number): Period | undefined {
  if (unit === 'week') {
    const monday = weekdayOfWeek(today, 0, steps)
    return { unit, spans: [span(monday, monday + 6)] }
  }
  const length = { month: 1, quarter: 3, year: 12 }[unit as 'month' | 'quarter' | 'year'] as
    | number
    | undefined
  if (length === undefined) return undefined
  const { year, month } = partsOf(today)
  const begun = Math.floor((month - 1) / length) * length + 1
  const first = dayOf(year, begun, 1)
  if (first === undefined) return undefined
  const from = addMonths(first, length * steps)
  return { unit, spans: [span(from, addMonths(from, length) - 1)] }
}

/** A month without a year may be of this year or of the next ones, so all of them are tried. */
export function monthPeriod(today: Day, month: number, year?: number): Period | undefined {
  if (month < 1 || month > 12) return undefined
  const of = (its: number) => {
    const first = dayOf(its, month, 1) as Day
    return span(first, first + daysIn(its, month) - 1)
  }
  if (year !== undefined) return { unit: 'month', spans: [of(year)] }
  const { year: thisYear } = partsOf(today)
  return { unit: 'month', month, spans: Array.from({ length: 9 }, (_, index) => of(thisYear + index)) }
}

export function yearPeriod(year: number): Period | undefined {
  const [from, to] = [dayOf(year, 1, 1), dayOf(year, 12, 31)]
  return from === undefined || to === undefined ? undefined : { unit: 'year', spans: [span(from, to)] }
}

/** The day that is chosen in the first of the period's spans in which it is not over. */
export function dayIn(
  { spans }: Period,
  today: Day,
  choose: (from: Day, to: Day) => Day | undefined,
): When | undefined {
  for (const { from, to } of spans) {
    const day = choose(from, to)
    if (day !== undefined && day >= today && day >= from && day <= to) return on(day)
  }
  return undefined
}

/** The nth of these days in the period, or counted from its end. */
export const nthIn = (period: Period, today: Day, nth: number, days: readonly number[]): When | undefined => {
  // "The 5th monday of december" is none of a later year.
  const spans = Math.abs(nth) > 4 && days.length === 1 ? period.spans.slice(0, 2) : period.spans
  const found = dayIn({ ...period, spans }, today, (from, to) => {
    let left = Math.abs(nth)
    const step = nth > 0 ? 1 : -1
    for (let day = nth > 0 ? from : to; day >= from && day <= to; day += step)
      if (days.includes(weekdayOf(day)) && --left === 0) return day
    return undefined
  })
  return found && days.length < 7 ? { ...found, isNth: true } : found
}

/** The end of a week is Friday, the last day of work. */
export const endOf = (period: Period, today: Day): When | undefined =>
  dayIn(period, today, (from, to) => (period.unit === 'week' ? from + 4 : to))

export const beginningOf = (period: Period, today: Day): When | undefined =>
  dayIn(period, today, (from) => from)

/** A period that is named where a day is expected means its first day. */
export function asDay(period: Period | undefined, today: Day): When | undefined {
  const first = period && beginningOf(period, today)
  return first && period.unit === 'week' ? { ...first, isWeek: true } : first
}

export const noLength: Length = { months: 0, days: 0, workdays: 0, minutes: 0 }

export function lengthOf(count: number, unit: Unit): Length | undefined {
  const whole = Number.isInteger(count)
  switch (unit) {
    case 'minute':
      return { ...noLength, minutes: Math.round(count) }
    case 'hour':
      return { ...noLength, minutes: Math.round(count * 60) }
    case 'day':
      return whole ? { ...noLength, days: count } : undefined
    case 'workday':
      return whole ? { ...noLength, workdays: count } : undefined
    case 'week':
      return whole ? { ...noLength, days: 7 * count } : undefined
    default: {
      const months = count * { month: 1, quarter: 3, year: 12 }[unit]
      return Number.isInteger(months) ? { ...noLength, months } : undefined
    }
  }
}

/** It adds two lengths that are written one after the other; the larger must be first. */
export function sumOf(a: Length, b: Length): Length | undefined {
  const rank = ({ months, days, workdays: work, minutes }: Length) =>
    months > 0
      ? months % 12 === 0
        ? 6
        : 5
      : days > 0
        ? days % 7 === 0
          ? 4
          : 3
        : work > 0
          ? 2
          : minutes % 60 === 0
            ? 1
            : 0
  const isSame = a.minutes > 0 && b.minutes > 0 && b.minutes >= 60
  if (isSame || rank(a) <= rank(b)) return undefined
  return {
    months: a.months + b.months,
    days: a.days + b.days,
    workdays: a.workdays + b.workdays,
    minutes: a.minutes + b.minutes,
  }
}

/** Only whole days can be counted from a day, so a length with hours or minutes gives undefined. */
export function daysFrom(
  day: Day,
  { months, days, workdays: work, minutes }: Length,
  sign = 1,
): Day | undefined {
  if (minutes > 0) return undefined
  let found = addMonths(day, sign * months) + sign * days
  for (let left = work; left > 0 && work <= 400; found += sign) if (weekdayOf(found + sign) < 5) left--
  return work > 400 ? undefined : found
}

/** A length from now gives a day, or a moment where hours or minutes are counted. */
export function fromNow(length: Length, { today, inMinutes }: Context): When | undefined {
  const day = daysFrom(today, { ...length, minutes: 0 })
  if (day === undefined) return undefined
  const isWeek = length.months + length.workdays === 0 && length.days > 0 && length.days % 7 === 0
  if (length.minutes === 0) return on(day, isWeek ? { isWeek } : {})
  const moment = inMinutes((day - today) * minutesPerDay + length.minutes)
  return on(moment.day, { time: moment.time })
}

/** It returns a trigger before the due date, undefined for lengths that a trigger can not have. */
export function triggerBefore({ months, days, workdays: work, minutes }: Length): TimeReading | undefined {
  if (months > 0 || work > 0 || (days > 0 && minutes > 0)) return undefined
  if (days * minutesPerDay + minutes > repeatLimits.reminderDaysMax * minutesPerDay) return undefined
  if (days > 0) return { kind: 'reminder', trigger: days % 7 === 0 ? `-P${days / 7}W` : `-P${days}D` }
  return { kind: 'reminder', trigger: minutes % 60 === 0 ? `-PT${minutes / 60}H` : `-PT${minutes}M` }
}

/** It joins two readings of one moment, and returns undefined when they do not agree. */
export function merged(a: When, b: When): When | undefined {
  if (a.kept && b.kept) return undefined
  if (a.time !== undefined && b.time !== undefined) return undefined
  if (a.part && b.part && a.part !== b.part && !a.part.isNight) return undefined
  const day = agreedDay(a, b)
  if (day === undefined) return undefined
  const timed = a.time === undefined ? b : a
  const part = b.part ?? a.part
  const both: When = {
    kind: 'when',
    ...day,
    ...(timed.time !== undefined && { time: timed.time, vague: timed.vague ?? false }),
    ...(part && { part }),
    ...((a.kept ?? b.kept) && { kept: true }),
  }
  // The small hours behind a night (今晚凌晨1点) are of the day after.
  const isPastMidnight = a.part?.isNight && b.part && b.part.to < 12 * 60
  if (!isPastMidnight || both.day === undefined) return both
  return { ...both, day: both.day + 1 }
}

/** It returns undefined for two different days. A weekday agrees with a date that is on it. */
function agreedDay(
  a: When,
  b: When,
): Pick<When, 'day' | 'again' | 'isWeekday' | 'isWeek' | 'isNth' | 'isMoon'> | undefined {
  const of = ({ day, again, isWeekday, isWeek, isNth, isMoon }: When) => ({
    ...(day !== undefined && { day }),
    ...(again !== undefined && { again }),
    ...(isWeekday && { isWeekday }),
    ...(isWeek && { isWeek }),
    ...(isNth && { isNth }),
    ...(isMoon && { isMoon }),
  })
  if (a.day === undefined || (a.isOfOther && b.day !== undefined)) return of(b)
  if (b.day === undefined) return of(a)
  if (a.isWeek && b.isWeek) return undefined
  if (a.isWeek && b.isWeekday) return { day: weekdayOfWeek(a.day, weekdayOf(b.day), 0) }
  if (b.isWeek && a.isWeekday) return { day: weekdayOfWeek(b.day, weekdayOf(a.day), 0) }
  if (b.isOfOther || (a.day === b.day && b.isWeekday)) return of(a)
  const isAlike = weekdayOf(a.day) === weekdayOf(b.day)
  if (a.isWeekday && isAlike) return of(b)
  return (b.isWeekday && isAlike) || a.day === b.day ? of(a) : undefined
}

/** "in 2 weeks on friday" is the Friday of the week after the next one. */
export function weeksAhead(today: number, length: Length, day: number): When | undefined {
  const { days, months, workdays: work, minutes } = length
  if (days === 0 || days % 7 !== 0 || months + work + minutes > 0) return undefined
  return on(weekdayOfWeek(today, day, days / 7))
}

/** A number beside a noun is no hour, so such a reading counts only in certain places. */
export const timed = (clock: Clock | undefined, more: Partial<When> = {}): When | undefined =>
  clock && { kind: 'when', ...clock, ...more }

/** What begins on a day may have a time; a time alone is when it is due. */
export const begun = (when: When): TimeReading | undefined =>
  when.day === undefined ? undefined : { kind: 'start', when }

export const endAt = ({ day, time, part }: When): TimeReading | undefined =>
  day === undefined || time !== undefined || part ? undefined : { kind: 'end', until: day }
