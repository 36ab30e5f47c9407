/** Due dates against this device's clock, and in words (Intl). Their notation is that of model/due.ts. */
import { clock } from '../device/settings.ts'
import { language, words } from './words.ts'

const dayMs = 24 * 60 * 60 * 1_000

/** As the date field has it: `2026-12-01`. */
export function dateText(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

export interface DueParts {
  date: string
  time: string
  zone: string
}

export function dueParts(due: string): DueParts {
  return { date: due.slice(0, 10), time: due.slice(11, 16), zone: due.split('[')[1]?.slice(0, -1) ?? '' }
}

/** @param time - empty: the whole day */
export const dueOf = (date: string, time: string, zone: string = localZone()): string =>
  time ? `${date}T${time}[${zone}]` : date

/** In days from today, by the date alone. */
export function daysFromToday(due: string, now: Date): number {
  const day = (text: string) => Date.parse(`${text}T00:00Z`)
  return Math.round((day(due.slice(0, 10)) - day(dateText(now))) / dayMs)
}

export const isOverdue = (due: string, now: Date): boolean => due.slice(0, 16) < clockFor(due, now)

/** Whether what starts then has started. */
export const isStarted = (start: string, now: Date): boolean => start.slice(0, 16) <= clockFor(start, now)

/**
 * The date is compared with this, written as it is: today, or where it has a time, what the clock of its zone shows.
 */
function clockFor(text: string, now: Date): string {
  const { time, zone } = dueParts(text)
  if (!time) return dateText(now)
  const there = dateFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return there.format(now).replace(' ', 'T')
}

/** Such as "today", "Fri", "3 Dec" or "3 Dec 2027", with the time where there is one. */
export function dueText(due: string, now: Date): string {
  const { date, time, zone } = dueParts(due)
  const clock = time && timeText(time)
  const place =
    zone && zone !== localZone() ? ` (${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')})` : ''
  return `${dayText(date, now)}${clock && ` ${clock}`}${place}`
}

/** Farther away no language has a word of its own for a day. */
const nearDays = 3

/** @returns undefined where the language counts the days: Chinese has 后天, English has no word for it */
function relative(days: number): string | undefined {
  const text = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' }).format(days, 'day')
  return /\p{N}/u.test(text) ? undefined : text
}

export function dayText(date: string, now: Date): string {
  const days = daysFromToday(date, now)
  const near = Math.abs(days) <= nearDays ? relative(days) : undefined
  if (near !== undefined) return near
  if (days > 1 && days < 7) return format(date, { weekday: words.value.isWeekdayShort ? 'short' : 'long' })
  const isThisYear = date.slice(0, 4) === String(now.getFullYear())
  return format(date, { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) })
}

/** With its weekday, for headings. */
export function dayHeading(date: string, now: Date): string {
  const days = daysFromToday(date, now)
  const isThisYear = date.slice(0, 4) === String(now.getFullYear())
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  const long = format(date, { weekday: 'long', day: 'numeric', month: 'long', ...year })
  if (days > 1) return long
  return `${days === 0 ? words.value.today : words.value.tomorrow} · ${long}`
}

export function momentText(moment: string): string {
  return dateFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment))
}

/** Such as "3 hours", in the largest unit of which there is one. */
export function spanText(ms: number): string {
  const units = { year: 365 * dayMs, day: dayMs, hour: 3_600_000, minute: 60_000 }
  const [unit = 'minute', unitMs = 60_000] =
    Object.entries(units).find(([, each]) => Math.abs(ms) >= each) ?? []
  const format = new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'long' })
  return format.format(Math.round(Math.abs(ms) / unitMs))
}

/** Making one takes many times as long as using it, and each row uses some. */
const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string, given: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const isChosen = given.timeStyle && clock.value !== 'locale' && locale === language.value
  const options = isChosen ? { ...given, hour12: clock.value === '12' } : given
  const key = locale + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, options)))
  return format
}

const format = (date: string, options: Intl.DateTimeFormatOptions): string =>
  dateFormat(language.value, { ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00Z`))

export const timeText = (time: string): string =>
  dateFormat(language.value, { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`2000-01-01T${time}Z`))
