/**
 * Rules with `X-SKIP` leave days out by public holidays and the days that are worked for them. The server's data
 * decide; clients draw what it told them. See docs/decisions/0023-legal-working-days.md.
 */
import { dayOf } from './days.ts'
import type { Rule } from './repeat.ts'

export interface Holidays {
  /** They are the years that the data are of. In others Monday to Friday are workdays. */
  readonly years: ReadonlySet<number>
  /** They are days off by law, counted from 1970-01-01. */
  readonly off: ReadonlySet<number>
  /** They are Saturdays and Sundays that are worked in return. */
  readonly worked: ReadonlySet<number>
}

/** Where nothing is known, as in a client that was not told yet, Monday to Friday are workdays. */
export const unknownHolidays: Holidays = { years: new Set(), off: new Set(), worked: new Set() }

/** A year of the data has as many dates; one with fewer is only begun, by the days around a new year. */
const datesOfYearMin = 5

/** @param off - dates such as `2026-10-01` */
export function holidaysOf(off: Iterable<string>, worked: Iterable<string>): Holidays {
  const counts = new Map<number, number>()
  const days = new Set<number>()
  for (const date of off) {
    const year = Number(date.slice(0, 4))
    if (!days.has(dayOf(date))) counts.set(year, (counts.get(year) ?? 0) + 1)
    days.add(dayOf(date))
  }
  const years = [...counts].filter(([, count]) => count >= datesOfYearMin).map(([year]) => year)
  return { years: new Set(years), off: days, worked: new Set([...worked].map(dayOf)) }
}

/** The years that `newer` knows are as it has them, and the others as they were. */
export function withNewer(known: Holidays, newer: Holidays): Holidays {
  const isOld = (day: number) => !newer.years.has(yearOf(day))
  const both = (a: ReadonlySet<number>, b: ReadonlySet<number>) => new Set([...[...a].filter(isOld), ...b])
  return {
    years: new Set([...known.years, ...newer.years]),
    off: both(known.off, newer.off),
    worked: both(known.worked, newer.worked),
  }
}

const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear()

/** @returns the last year that is known, or null */
export const lastKnownYear = ({ years }: Holidays): number | null =>
  years.size === 0 ? null : Math.max(...years)

/** It tells whether a rule that has `X-SKIP` has no date on this day. */
export function isLeftOut(leftOut: NonNullable<Rule['leftOut']>, day: number, holidays: Holidays): boolean {
  const isHoliday = holidays.off.has(day)
  if (leftOut === 'CN-HOLIDAYS') return isHoliday
  // Day 2, the third of 1970, was a Saturday.
  const isWeekend = (((day - 2) % 7) + 7) % 7 < 2
  const isWorkday = holidays.worked.has(day) || (!isWeekend && !isHoliday)
  return (leftOut === 'CN-WORKDAYS') === isWorkday
}
