/** Dates as other programs write them, as due dates and moments of the model. */
import { isDue, isZone } from '../model/due-text.ts'
import { wrong } from './found.ts'

const iso =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/

interface Parts {
  date: string
  /** It is `09:00`, or undefined for a day. */
  time: string | undefined
  /** It is there where its offset is known. */
  moment: Date | undefined
}

/** @throws AppError when there is no such date */
function partsOf(text: string, at: string): Parts {
  const match = iso.exec(text.trim())
  if (!match) throw noDate(text, at)
  const [, year, month, day, hour, minute, second = '00', fraction = '0', offset] = match
  const date = `${year}-${month}-${day}`
  if (!isDue(date) || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second) > 60)
    throw noDate(text, at)
  if (hour === undefined) return { date, time: undefined, moment: undefined }
  const zone = offset === undefined || offset === 'Z' ? offset : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const moment =
    zone === undefined
      ? undefined
      : new Date(
          `${date}T${hour}:${minute}:${second === '60' ? '59' : second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`,
        )
  if (moment && Number.isNaN(moment.getTime())) throw noDate(text, at)
  return { date, time: `${hour}:${minute}`, moment }
}

const noDate = (text: string, at: string) => wrong(at, 'no_date', { text: text.slice(0, 60) })

/**
 * It gives a due date.
 * @param zone - the zone it is meant in, where the source tells; UTC unless it is known
 */
export function toDue(text: string, at: string, zone?: string): string {
  const { date, time, moment } = partsOf(text, at)
  if (time === undefined) return date
  const known = zone !== undefined && isDue(`2000-01-01T00:00[${zone}]`) ? zone : 'UTC'
  return moment ? localOf(moment, known) : `${date}T${time}[${known}]`
}

/** It gives the day alone. */
export const toDay = (text: string, at: string): string => partsOf(text, at).date

const dayMs = 24 * 60 * 60 * 1_000

/**
 * It gives the day of which a moment is the midnight: in the zone where it is one, else the nearest midnight of UTC,
 * which is that of whoever wrote it as long as they were not half a day away.
 */
export function nearestDay(text: string, at: string, zone?: string): string {
  const { date, time, moment } = partsOf(text, at)
  if (time === undefined) return date
  const utc = moment ?? new Date(`${date}T${time}:00Z`)
  const local = zone === undefined ? undefined : localOf(utc, zone)
  if (local?.slice(11, 16) === '00:00') return local.slice(0, 10)
  return new Date(Math.round(utc.getTime() / dayMs) * dayMs).toISOString().slice(0, 10)
}

/** It gives a moment, to the millisecond; a day is its beginning, and what names no offset is taken as UTC. */
export function toMoment(text: string, at: string): string {
  const { date, time, moment } = partsOf(text, at)
  return (moment ?? new Date(`${date}T${time ?? '00:00'}:00.000Z`)).toISOString()
}

const formats = new Map<string, Intl.DateTimeFormat>()

function localOf(moment: Date, zone: string): string {
  if (zone === 'UTC') return `${moment.toISOString().slice(0, 16)}[UTC]`
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    if (formats.size < 100 && isZone(zone)) formats.set(zone, format)
  }
  return `${format.format(moment).replace(' ', 'T')}[${zone}]`
}

/**
 * The moment of a due date with a time, in UTC to the second. In an hour that is skipped it is as long after as it
 * would be.
 */
export function utcOf(due: string): string {
  const [, local = '', zone = 'UTC'] = /^([^[]*)\[(.*)\]$/.exec(due) ?? []
  const wanted = Date.parse(`${local}:00Z`)
  let moment = wanted
  for (let round = 0; round < 2; round++)
    moment += wanted - Date.parse(`${localOf(new Date(moment), zone).slice(0, 16)}:00Z`)
  return `${new Date(moment).toISOString().slice(0, 19)}Z`
}
