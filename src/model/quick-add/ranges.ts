/** A range is one reading: its start is when it is due, and all of it stays in the name. */
import { minutesPerDay } from './calendar.ts'
import type { Weak, When } from './reading.ts'
import type { Clock } from './measures.ts'

const half = minutesPerDay / 2

/** Of "9-10am" the nine is before noon as well, of "11-1pm" the eleven. */
export function rangeOfTimes(from: Clock | undefined, to: Clock | undefined, weak?: Weak): When | undefined {
  if (!from || !to || from.time === to.time) return undefined
  const more = { kept: true, ...(weak && { weak }) }
  if (!from.vague || to.vague) return { kind: 'when', ...from, ...more }
  const morning = from.time % half
  const time = morning + half < to.time ? morning + half : morning
  return time < to.time ? { kind: 'when', time, vague: false, ...more } : undefined
}

/** A range can not end before its start, so a weekday at its end is the next one after the start. */
export function rangeOfDays(from: When, to: When): When | undefined {
  if (from.day === undefined || to.day === undefined || from.kept || to.kept) return undefined
  if (from.day >= to.day && !to.isWeekday) return undefined
  const { weak: _, ...start } = from
  return { ...start, kept: true, last: to.day > from.day ? to.day : to.day + 7 }
}

/** It reads "dec 1-5". */
export function rangeInMonth(from: When, last: number): When | undefined {
  if (from.day === undefined || from.isWeekday || from.time !== undefined) return undefined
  const first = new Date(from.day * 86_400_000).getUTCDate()
  return last > first && last <= 31
    ? rangeOfDays(from, { kind: 'when', day: from.day + last - first })
    : undefined
}

/** It reads "1-5 dec". */
export function rangeToMonth(first: number, to: When): When | undefined {
  if (to.day === undefined || to.isWeekday || to.time !== undefined) return undefined
  const last = new Date(to.day * 86_400_000).getUTCDate()
  return first < last ? rangeOfDays({ kind: 'when', day: to.day - (last - first) }, to) : undefined
}
