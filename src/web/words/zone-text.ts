/** Names time zones as people call them, beside the names of the database of zones. */
import { todoWords } from './later-words.ts'
import { language } from './words.ts'

const known = new Map<string, string>()

/** It returns such as "Central European Time", and '' where there is no name. Some hundred at once take a moment. */
function nameOf(zone: string): string {
  const key = `${language.value} ${zone}`
  let name = known.get(key)
  if (name !== undefined) return name
  try {
    const format = new Intl.DateTimeFormat(language.value, { timeZone: zone, timeZoneName: 'longGeneric' })
    name = format.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  } catch {
    // A zone that this browser does not know has its name in the database alone.
    name = ''
  }
  known.set(key, name)
  return name
}

export function zoneText(zone: string): string {
  const id = zone.replaceAll('_', ' ')
  const name = nameOf(zone)
  return name === '' ? id : `${name} · ${id}`
}

/** It gives what a zone is found by besides: the city in its id is not always the best known. */
export const alsoOfZone = (zone: string): string =>
  [zone, ...(Object.hasOwn(todoWords.value.cities, zone) ? [todoWords.value.cities[zone]] : [])].join(' ')
