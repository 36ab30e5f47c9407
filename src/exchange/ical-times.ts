/**
 * This reads times of a calendar: each in the zone that it names, by the calendar's own definition where nobody else
 * knows it.
 */
import ICAL from 'ical.js'
import { toDue } from './dates.ts'
import { all, first, param, textIn, type Component, type Property } from './ical-text.ts'
import type { Values } from './values.ts'
import { zoneNamed } from './zones.ts'

export interface CalendarZones {
  /** Times without a zone are meant in it, if the calendar says so. */
  own: string | undefined
  /** It has the calendar's own zones by their names in it. */
  defined: ReadonlyMap<string, Component>
}

export function zonesOf(calendar: Component): CalendarZones {
  const defined = new Map<string, Component>()
  for (const zone of calendar.components)
    if (zone.name === 'vtimezone') defined.set(textIn(zone, 'tzid'), zone)
  return { own: zoneNamed(textIn(calendar, 'x-wr-timezone')), defined }
}

/** It gives a day, or a time in its zone; undefined where it can't be read, which is told then. */
export function timeIn(
  component: Component,
  name: string,
  { zones, values }: { zones: CalendarZones; values: Values },
): string | undefined {
  const property = first(component, name)
  if (!property) return undefined
  // Some programs leave away that it is a day.
  const text = String(property.values[0]).replace(/T::$/, '')
  const tzid = param(property, 'tzid')
  const zone = tzid === '' ? undefined : (zoneNamed(tzid) ?? locationOf(zones.defined.get(tzid)))
  const isDefined = zone === undefined && zones.defined.has(tzid)
  return values.read(name.toUpperCase(), property.raw.replace(/^[;:]/, ''), (_, at) => {
    if (text.endsWith('Z') || !text.includes('T')) return toDue(text, at)
    const moment = isDefined ? momentOf(text, zones.defined.get(tzid) as Component) : undefined
    if (moment !== undefined) return toDue(moment, at, zones.own ?? values.zone(''))
    return toDue(text, at, zone ?? (tzid === '' ? zones.own : undefined) ?? values.zone(tzid))
  })
}

/** Some definitions name the zone that they were made from. */
const locationOf = (definition: Component | undefined): string | undefined =>
  definition && zoneNamed(textIn(definition, 'x-lic-location'))

/** It tells when that is, by the definition's own rules. */
function momentOf(text: string, definition: Component): string | undefined {
  try {
    const zone = new ICAL.Timezone({ component: new ICAL.Component(jCalOf(definition) as never), tzid: '' })
    const time = ICAL.Time.fromDateTimeString(text)
    time.zone = zone
    return new Date(time.toUnixTime() * 1_000).toISOString().replace(/\.\d+Z$/, 'Z')
  } catch {
    return undefined
  }
}

const jCalOf = (component: Component): unknown[] => [
  component.name,
  component.properties.map(({ name, params, type, values, raw }) =>
    // Rules were kept as texts.
    name === 'rrule' || name === 'rdate'
      ? ICAL.parse.property(`${name.toUpperCase()}${raw}`)
      : [name, params, type, ...values],
  ),
  component.components.map(jCalOf),
]

export const rawRules = (component: Component, name: string): string[] =>
  all(component, name).map(({ raw }) => `${name.toUpperCase()}${raw}`)

/** It is what stands behind the name and its parameters. */
export const valueOf = (property: Property): string => String(property.values[0])
