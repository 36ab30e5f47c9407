/**
 * The text of a calendar as its components (RFC 5545, 3.1 and 3.6). It is taken apart line by line, so that a line that
 * nobody can read is one property less, and no more.
 */
import ICAL from 'ical.js'

/** A property as jCal has it (RFC 7265): name in lower case, parameters, and its values behind its type. */
export interface Property {
  name: string
  params: Record<string, string | string[] | undefined>
  type: string
  values: unknown[]
  /** It stands so in the file, behind its name. */
  raw: string
}

export interface Component {
  /** It is in lower case. */
  name: string
  properties: Property[]
  components: Component[]
  /** These lines are no property. */
  broken: string[]
}

const made = (name: string): Component => ({ name, properties: [], components: [], broken: [] })

/** @returns the calendars, each whole; `isCut` where the last component has no end */
export function calendarsIn(text: string): { calendars: Component[]; isCut: boolean } {
  const root = made('')
  const open: Component[] = [root]
  for (const line of text.replaceAll(/\r?\n[ \t]/g, '').split(/\r\n|\n|\r/)) {
    if (line.trim() === '') continue
    const current = open.at(-1) as Component
    const [, edge, name = ''] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line) ?? []
    if (edge?.toUpperCase() === 'BEGIN') {
      const below = made(name.toLowerCase())
      current.components.push(below)
      open.push(below)
    } else if (edge !== undefined) {
      const at = open.findLastIndex((each) => each.name === name.toLowerCase())
      if (at > 0) open.length = at
    } else {
      const property = propertyOf(line)
      if (property) current.properties.push(property)
      else current.broken.push(line)
    }
  }
  return { calendars: root.components.filter(({ name }) => name === 'vcalendar'), isCut: open.length > 1 }
}

/** The parser leaves away what it does not know of a rule, so each stays the text that it is. */
const asText = /^(rrule|exrule|rdate|exdate)$/i

function propertyOf(line: string): Property | undefined {
  const [, name = ''] = /^([A-Za-z0-9-]+)[;:]/.exec(line) ?? []
  if (name === '') return undefined
  try {
    const source = asText.test(name) ? `X-${line}` : line
    const [, params, type, ...values] = ICAL.parse.property(source) as [string, Property['params'], string]
    return { name: name.toLowerCase(), params, type, values, raw: line.slice(name.length) }
  } catch {
    return undefined
  }
}

export const all = ({ properties }: Component, name: string): Property[] =>
  properties.filter((each) => each.name === name)

export const first = ({ properties }: Component, name: string): Property | undefined =>
  properties.find((each) => each.name === name)

/** It is the text of its first one, or ''. */
export function textIn(component: Component, name: string): string {
  const value = first(component, name)?.values[0]
  return value === undefined || value === null ? '' : String(value)
}

/** A text, as other properties of no standard are (3.8.8.2): the parser leaves it as it stands in the file. */
export const unescaped = (text: string): string =>
  text.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))

export function param({ params }: Property, name: string): string {
  const value = params[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
