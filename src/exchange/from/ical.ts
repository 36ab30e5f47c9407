/** iCalendar (RFC 5545): the VTODOs of a calendar. */
import ICAL from 'ical.js'
import { isDue } from '../../model/due-text.ts'
import { createKeys, loss, wrong, type Found, type FoundTodo } from '../found.ts'
import { toDue, toMoment } from '../dates.ts'
import { foundRule, toRule } from '../rules.ts'

export function* readIcal(text: string): Generator<Found> {
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) throw wrong('the file', 'not_calendar', {})
  if (!/END:VCALENDAR\s*$/.test(text)) throw wrong('the file', 'calendar_cut', {})
  const keyOf = createKeys()
  let number = 0
  for (const calendar of calendarsOf(text)) {
    const name = calendarName(calendar) ?? firstText(calendar, 'name')
    const key = name === undefined ? undefined : keyOf('list', name)
    if (key !== undefined) yield { kind: 'list', key, at: 'X-WR-CALNAME', name: name as string }
    for (const component of calendar.getAllSubcomponents()) {
      const at = `${component.name.toUpperCase()} ${++number}`
      if (component.name === 'vtodo') yield* todoOf(component, at, key, keyOf)
      else if (component.name !== 'vtimezone') yield loss('field', { name: component.name.toUpperCase() }, at)
    }
  }
}

function calendarsOf(text: string): ICAL.Component[] {
  try {
    const parsed = ICAL.parse(withRules(text)) as unknown[]
    const all = typeof parsed[0] === 'string' ? [parsed] : parsed
    return all.map((each) => new ICAL.Component(each as never))
  } catch (cause) {
    throw wrong('the file', 'not_calendar', { message: String((cause as Error).message).slice(0, 200) })
  }
}

/**
 * The parser leaves away what it does not know of a rule, but keeps a property of no standard as it stands. So each
 * line of a rule becomes the text of such a property.
 */
const ofRules = ['rrule', 'exrule', 'rdate', 'exdate'] as const
const ruleLine = new RegExp(`^(?=(${ofRules.join('|')})[;:])`, 'gim')
const withRules = (text: string): string =>
  text
    .replaceAll(/\r?\n[ \t]/g, '')
    .replaceAll(ruleLine, (_, name: string) => `X-FOREIGN-${name.toUpperCase()}:`)

const ruleLines = (component: ICAL.Component, name: (typeof ofRules)[number]): string[] =>
  component.getAllProperties(`x-foreign-${name}`).map((property) => String(property.getFirstValue()))

function firstText(component: ICAL.Component, name: string): string | undefined {
  const value: unknown = component.getFirstPropertyValue(name)
  return value === null || value === undefined ? undefined : String(value)
}

/** A text, as other properties of no standard are (3.8.8.2): the parser leaves it as it stands in the file. */
function calendarName(calendar: ICAL.Component): string | undefined {
  return firstText(calendar, 'x-wr-calname')?.replaceAll(/\\([\\;,nN])/g, (_, sign: string) =>
    sign.toLowerCase() === 'n' ? '\n' : sign,
  )
}

/** As it stands in the file, with its zone. */
function timeOf(component: ICAL.Component, name: string, at: string): string | undefined {
  const property = component.getFirstProperty(name)
  if (!property) return undefined
  const text = String((property.jCal as unknown[])[3])
  const zone = property.getParameter('tzid')
  return toDue(text, `${at}, ${name.toUpperCase()}`, zoneOf(zone))
}

/** Some programs put a path of their own before the zone's name. */
function zoneOf(zone: unknown): string | undefined {
  if (typeof zone !== 'string') return undefined
  const name = /([A-Za-z_]+\/[A-Za-z_+\-/0-9]+)$/.exec(zone)?.[1] ?? zone
  return isDue(`2000-01-01T00:00[${name}]`) ? name : undefined
}

const known = new Set(
  'uid summary description due priority categories related-to status completed created last-modified dtstamp percent-complete sequence class dtstart x-aiotodo-repeat-from'.split(
    ' ',
  ),
)

function* todoOf(
  component: ICAL.Component,
  at: string,
  list: string | undefined,
  keyOf: ReturnType<typeof createKeys>,
): Generator<Found> {
  const text = (name: string) => firstText(component, name)
  const status = text('status')
  const fields: NonNullable<FoundTodo['fields']> = {
    finished: status === 'COMPLETED' || text('completed') !== undefined || text('percent-complete') === '100',
    notes: text('description') ?? '',
    priority: priorityOf(Number(text('priority') ?? 0)),
    labels: component.getAllProperties('categories').flatMap((property) => property.getValues().map(String)),
  }
  const rules = ruleLines(component, 'rrule')
  const due =
    timeOf(component, 'due', at) ?? (rules.length > 0 ? timeOf(component, 'dtstart', at) : undefined)
  if (due !== undefined) fields.due = due
  for (const [name, field] of [
    ['completed', 'finishedAt'],
    ['created', 'createdAt'],
    ['last-modified', 'updatedAt'],
  ] as const) {
    const property = component.getFirstProperty(name)
    if (property && (field !== 'finishedAt' || fields.finished))
      fields[field] = toMoment(String((property.jCal as unknown[])[3]), `${at}, ${name.toUpperCase()}`)
  }
  const [rule = '', ...others] = rules
  const repeat = others.length > 0 ? undefined : toRule(rule.replace(/^RRULE(;[^:]*)?:/i, ''), due)
  for (const name of ofRules.slice(1)) {
    const lines = ruleLines(component, name)
    fields.notes = [fields.notes, ...lines].filter(Boolean).join('\n\n')
    for (const _ of lines) yield loss('field', { name: name.toUpperCase() }, at)
  }
  fields.reminders = []
  for (const alarm of component.getAllSubcomponents('valarm')) {
    const reminder = reminderOf(alarm, at)
    if (reminder === undefined) yield loss('reminders_from_start', {}, at)
    else fields.reminders.push(reminder)
  }
  if (status === 'CANCELLED') yield loss('cancelled', {}, at)
  for (const property of component.getAllProperties())
    if (!known.has(property.name) && !property.name.startsWith('x-'))
      yield loss('field', { name: property.name.toUpperCase() }, at)
  const parent = component
    .getAllProperties('related-to')
    .find((each) => (each.getParameter('reltype') ?? 'PARENT') === 'PARENT')
  const name = text('summary') ?? ''
  yield {
    kind: 'todo',
    key: text('uid') ?? keyOf('todo', name),
    at,
    list,
    parent: parent && String(parent.getFirstValue()),
    name,
    fields,
    rule: foundRule(
      rules.join('\n'),
      repeat,
      text('x-aiotodo-repeat-from') === 'finished' ? 'finished' : 'due',
    ),
  }
}

const priorityOf = (number: number): 'high' | 'medium' | 'low' | 'none' =>
  number === 0 ? 'none' : number < 5 ? 'high' : number === 5 ? 'medium' : 'low'

/** Relative to the end, which is the due date; or a moment. */
function reminderOf(alarm: ICAL.Component, at: string): string | undefined {
  const trigger = alarm.getFirstProperty('trigger')
  if (!trigger) return undefined
  const text = String((trigger.jCal as unknown[])[3])
  if (trigger.type === 'date-time') return toDue(text, `${at}, TRIGGER`)
  return trigger.getParameter('related') === 'END' || text === 'PT0S' || text.startsWith('-P')
    ? text
    : undefined
}
