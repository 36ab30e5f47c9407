/** This reads alarms of a calendar as reminders: relative to the due date, or at a moment (RFC 5545, 3.8.6.3). */
import { daysLater } from '../model/days.ts'
import { triggerOf } from '../model/trigger.ts'
import { toDue } from './dates.ts'
import { first, param, type Component, type Property } from './ical-text.ts'
import type { CalendarZones } from './ical-times.ts'
import type { Values } from './values.ts'
import { zoneNamed } from './zones.ts'

interface AlarmOptions {
  start: string | undefined
  due: string | undefined
  isRepeated: boolean
  zones: CalendarZones
  values: Values
}

export function remindersOf(component: Component, options: AlarmOptions): string[] {
  const alarms = component.components.filter(({ name }) => name === 'valarm')
  return alarms.flatMap((alarm) => {
    const trigger = first(alarm, 'trigger')
    if (trigger === undefined || isOfPlace(alarm, trigger)) {
      options.values.lose(trigger === undefined ? 'reminders' : 'reminders_of_places', {})
      return []
    }
    return trigger.type === 'date-time' ? atMoment(trigger, options) : relative(trigger, options)
  })
}

/** Apple gives such alarms a time long ago. */
const isOfPlace = ({ properties }: Component, { type, values }: Property): boolean =>
  properties.some(({ name }) => name === 'x-apple-proximity' || name === 'proximity') ||
  (type === 'date-time' && String(values[0]) < '1990')

function atMoment(trigger: Property, { zones, values }: AlarmOptions): string[] {
  const zone = zoneNamed(param(trigger, 'tzid')) ?? zones.own ?? values.zone('')
  const text = String(trigger.values[0])
  const moment = values.read('TRIGGER', text, (each, at) =>
    toDue(each, at, text.endsWith('Z') ? undefined : zone),
  )
  return moment === undefined ? [] : [moment]
}

/** It is relative to the start unless it says END; what has none of them can't be reminded of. */
function relative(trigger: Property, { start, due, isRepeated, zones, values }: AlarmOptions): string[] {
  const text = String(trigger.values[0])
  const before = triggerOf(text)
  if (before === undefined) {
    values.keep('TRIGGER', text)
    return []
  }
  const isFromStart = param(trigger, 'related').toUpperCase() !== 'END' && start !== undefined
  if (!isFromStart || start === due) return due === undefined ? lost(values) : [text]
  const apart = due === undefined ? undefined : secondsBetween(start, due)
  if (apart !== undefined) return [triggerText(before.days * daySeconds + before.seconds + apart)]
  if (isRepeated) return lost(values, 'reminders_from_start')
  const time = start.length > 10 ? start : `${start}T00:00[${zones.own ?? values.zone('') ?? 'UTC'}]`
  return [laterBy(time, text) as string]
}

function lost(values: Values, code: 'reminders' | 'reminders_from_start' = 'reminders'): string[] {
  values.lose(code, {})
  return []
}

const daySeconds = 24 * 60 * 60

const localSeconds = (due: string): number => Date.parse(`${due.slice(0, 16)}:00Z`) / 1_000

/**
 * It counts how long after a due date the start is, by the clock of the zone that both are in: less than nothing,
 * mostly.
 */
function secondsBetween(start: string, due: string): number | undefined {
  if (start.length === 10 || due.length === 10 || start.slice(16) !== due.slice(16)) return undefined
  return localSeconds(start) - localSeconds(due)
}

function triggerText(seconds: number): string {
  const sign = seconds < 0 ? '-' : ''
  const all = Math.abs(seconds)
  if (all > 0 && all % daySeconds === 0) return `${sign}P${all / daySeconds}D`
  if (all > 0 && all % 3_600 === 0) return `${sign}PT${all / 3_600}H`
  return all % 60 === 0 && all > 0 ? `${sign}PT${all / 60}M` : `${sign}PT${all}S`
}

/** It gives a date or a time so much later, by the clock of its zone; undefined where that is no duration. */
export function laterBy(start: string | undefined, duration: string): string | undefined {
  const by = triggerOf(duration)
  if (start === undefined || by === undefined) return undefined
  if (start.length === 10) return daysLater(start, by.days)
  const local = localSeconds(start) + by.days * daySeconds + by.seconds
  return `${new Date(local * 1_000).toISOString().slice(0, 16)}${start.slice(16)}`
}
