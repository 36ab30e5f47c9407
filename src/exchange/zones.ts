/** Time zones as other programs name them, as names of the IANA database. */
import { findIana } from 'windows-iana'
import { isZone } from '../model/due-text.ts'

/**
 * It knows names of the IANA database, also behind a path of the program's own (`/freeassociation…/Europe/Berlin`);
 * those of Windows, by the table of Unicode's CLDR; what Outlook shows, such as `(UTC+01:00) Amsterdam, Berlin`; and
 * offsets of whole hours, such as `GMT -7:00`.
 */
export function zoneNamed(text: string): string | undefined {
  const name = text.trim().replaceAll(/^"|"$/g, '')
  return ianaOf(name) ?? findIana(name as never)[0] ?? shownAs(name) ?? offsetZone(name)
}

/** A path may have blanks of its own before it, and names have up to three parts. */
function ianaOf(name: string): string | undefined {
  if (/^[A-Za-z]/.test(name) && isNamed(name)) return name
  const parts = name.split('/')
  for (const count of [3, 2]) {
    const last = parts.slice(-count).join('/').replaceAll(' ', '_')
    if (parts.length > count && isNamed(last)) return last
  }
  return undefined
}

/** An offset such as `+01:00` is a zone for the runtime, and none for due dates. */
const isNamed = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name) && isZone(name)

/** It takes the first city among them that has that offset in winter. */
function shownAs(name: string): string | undefined {
  const [, offset, cities] = /^\((?:UTC|GMT)([+-]\d\d:\d\d)?\)\s*(.+)$/.exec(name) ?? []
  if (cities === undefined) return undefined
  const zones = Intl.supportedValuesOf('timeZone')
  for (const city of cities.split(/\s*,\s*/)) {
    const end = `/${city.replaceAll(' ', '_')}`
    const zone = zones.find((each) => each.endsWith(end))
    if (zone !== undefined && standardOffset(zone) === (offset ?? '+00:00')) return zone
  }
  return undefined
}

function standardOffset(zone: string): string {
  const offsets = [0, 6].map((month) => {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    const [, text = '+00:00'] = /GMT(.*)$/.exec(parts.format(Date.UTC(2026, month))) ?? []
    return text || '+00:00'
  })
  return offsets.toSorted((a, b) => minutesOf(a) - minutesOf(b))[0] as string
}

const minutesOf = (offset: string): number =>
  Number(`${offset.slice(0, 1)}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)))

/** The names of such zones count westward. */
function offsetZone(name: string): string | undefined {
  const [, sign, hours, minutes = '00'] = /^(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d\d))?$/i.exec(name) ?? []
  if (sign === undefined || minutes !== '00') return undefined
  const zone = Number(hours) === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`
  return isZone(zone) ? zone : undefined
}
