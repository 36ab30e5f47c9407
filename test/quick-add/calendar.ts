/** A calendar for the tests: it shares nothing with that of the engine, and counts in dates of JavaScript. */
import { SolarDay } from 'tyme4ts'

export const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const months =
  'january february march april may june july august september october november december'.split(' ')

export const at = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month - 1, day))
export const text = (date: Date): string => date.toISOString().slice(0, 10)
export const plus = (date: Date, count: number): Date =>
  at(year(date), month(date), date.getUTCDate() + count)
export const year = (date: Date): number => date.getUTCFullYear()
export const month = (date: Date): number => date.getUTCMonth() + 1
/** 0 is Monday. */
export const weekday = (date: Date): number => (date.getUTCDay() + 6) % 7
export const monday = (date: Date): Date => plus(date, -weekday(date))
export const lastOf = (its: number, ofMonth: number): Date => at(its, ofMonth + 1, 0)

/** So many months later, on the last day of a shorter month. */
export function plusMonths(date: Date, count: number): Date {
  const last = lastOf(year(date), month(date) + count)
  const same = at(year(date), month(date) + count, date.getUTCDate())
  return same > last ? last : same
}

/** The first from a day on that is so. */
export function next(from: Date, isIt: (date: Date) => boolean): Date {
  let found = from
  while (!isIt(found)) found = plus(found, 1)
  return found
}

/** The nth of a weekday in a month, counted from its end where it is negative. */
export function nth(its: number, ofMonth: number, which: number, day: number): Date {
  if (which > 0)
    return plus(
      next(at(its, ofMonth, 1), (date) => weekday(date) === day),
      7 * (which - 1),
    )
  let found = lastOf(its, ofMonth)
  while (weekday(found) !== day) found = plus(found, -1)
  return found
}

interface Moon {
  /** As RFC 7529 writes it. */
  month: string
  day: number
  fromEnd: number
}

const known = new Map<number, Moon>()

/** The day in the Chinese calendar. */
export function moon(date: Date): Moon {
  let it = known.get(date.getTime())
  if (!it) {
    const found = SolarDay.fromYmd(year(date), month(date), date.getUTCDate()).getLunarDay()
    const its = found.getLunarMonth()
    const day = found.getDay()
    it = { month: `${its.getMonth()}${its.isLeap() ? 'L' : ''}`, day, fromEnd: day - its.getDayCount() - 1 }
    known.set(date.getTime(), it)
  }
  return it
}

const datesOf = new Map<string, Date[]>()

/** The first day from `today` on that is this one in the Chinese calendar. */
export function nextMoon(today: Date, itsMonth: number, day: number): Date {
  if (datesOf.size === 0)
    for (let date = at(2024, 1, 1); year(date) < 2036; date = plus(date, 1)) {
      const found = moon(date)
      const name = `${found.month} ${found.day}`
      datesOf.set(name, [...(datesOf.get(name) ?? []), date])
    }
  const found = datesOf.get(`${itsMonth} ${day}`)?.find((date) => date >= today)
  if (!found) throw new Error(`no ${itsMonth} ${day} after ${text(today)}`)
  return found
}
