/** This reads iCalendar (RFC 5545): the VTODOs of a calendar. */
import {
  createKeys,
  loss,
  wrong,
  type FileFacts,
  type Found,
  type FoundFields,
  type FoundRule,
} from '../found.ts'
import { all, calendarsIn, param, textIn, unescaped, type Component } from '../ical-text.ts'
import { rawRules, timeIn, valueOf, zonesOf, type CalendarZones } from '../ical-times.ts'
import { laterBy, remindersOf } from '../ical-reminders.ts'
import { behindDone, occurrenceKey, withoutRepeats, type Occurrence } from '../ical-series.ts'
import { isDue } from '../../model/due-text.ts'
import { toDue, toMoment } from '../dates.ts'
import { foundRule, movedRule, toRule } from '../rules.ts'
import { unknownFields, Values } from '../values.ts'

export function* readIcal(text: string, facts: FileFacts): Generator<Found> {
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) throw wrong('the file', 'not_calendar', {})
  const { calendars, isCut } = calendarsIn(text)
  if (isCut) throw wrong('the file', 'calendar_cut', {})
  const keyOf = createKeys(facts.stem)
  const others = new Map<string, number>()
  let number = 0
  let count = 0
  for (const calendar of calendars) {
    const name = unescaped(textIn(calendar, 'x-wr-calname')) || textIn(calendar, 'name')
    const list = name === '' ? undefined : keyOf('list', name)
    if (list !== undefined) yield { kind: 'list', key: list, at: 'X-WR-CALNAME', name }
    const todos: Occurrence[] = []
    for (const component of calendar.components) {
      const at = `${component.name.toUpperCase()} ${++number}`
      if (component.name === 'vtodo') todos.push({ component, at })
      else if (component.name !== 'vtimezone') {
        others.set(component.name.toUpperCase(), (others.get(component.name.toUpperCase()) ?? 0) + 1)
        yield loss('field', { name: component.name.toUpperCase() }, at)
      }
    }
    count += todos.length
    yield* ofCalendar(todos, { list, zones: zonesOf(calendar), facts, keyOf })
  }
  if (count > 0) return
  const found = [...others].map(([name, many]) => `${many} ${name}`)
  throw wrong('the file', 'no_todo', { found })
}

interface Around {
  list: string | undefined
  zones: CalendarZones
  facts: FileFacts
  keyOf: ReturnType<typeof createKeys>
}

function* ofCalendar(all_: Occurrence[], around: Around): Generator<Found> {
  const { todos, losses } = withoutRepeats(inOrder(all_))
  yield* losses
  /** A parent may name its children, in place of being named by them. */
  const parents = new Map<string, string>()
  for (const { component } of todos)
    for (const each of all(component, 'related-to'))
      if (param(each, 'reltype').toUpperCase() === 'CHILD')
        parents.set(valueOf(each), textIn(component, 'uid'))
  for (const todo of todos) yield* todoOf(todo, parents, around)
}

/** Apple's order, where all have it. */
function inOrder(todos: Occurrence[]): Occurrence[] {
  const orderOf = ({ component }: Occurrence) => Number(textIn(component, 'x-apple-sort-order') || Number.NaN)
  return todos.some((each) => Number.isNaN(orderOf(each)))
    ? todos
    : todos.toSorted((a, b) => orderOf(a) - orderOf(b))
}

const known = unknownFields(
  'uid summary description due duration dtstart priority categories related-to status completed created last-modified dtstamp ' +
    'percent-complete sequence class recurrence-id rrule exrule rdate exdate url location comment x-aiotodo-repeat-from x-aiotodo-skip x-aiotodo-start ' +
    'x-apple-sort-order x-alt-desc x-moz-generation x-moz-lastack x-oc-hidesubtasks',
)

function* todoOf(
  { component, at, done = [] }: Occurrence,
  parents: ReadonlyMap<string, string>,
  { list, zones, facts, keyOf }: Around,
): Generator<Found> {
  const values = new Values(at, facts)
  const text = (name: string) => textIn(component, name)
  const { fields, rule, isOver } = whenOf(component, { zones, values, done })
  const status = text('status').toUpperCase()
  fields.finished =
    isOver ||
    status === 'COMPLETED' ||
    status === 'CANCELLED' ||
    text('completed') !== '' ||
    text('percent-complete') === '100'
  if (status === 'CANCELLED') values.lose('cancelled', {})
  if (!fields.finished && Number(text('percent-complete')) > 0) values.lose('percentages', {})
  fields.notes = text('description')
  fields.priority = priorityOf(Number(text('priority')))
  fields.labels = all(component, 'categories').flatMap((property) => property.values.map(String))
  const moment = (name: string) => values.read(name.toUpperCase(), text(name), toMoment)
  fields.createdAt = moment('created')
  fields.updatedAt = moment('last-modified') ?? moment('dtstamp')
  const finished = moment('completed')
  if (fields.finished) fields.finishedAt = finished
  if (text('x-alt-desc')) values.lose('looks_of_notes', {})
  for (const name of ['location', 'url', 'comment'])
    for (const property of all(component, name)) values.note(valueOf(property))
  for (const { name } of component.properties)
    if (!known.has(name)) values.lose('field', { name: name.toUpperCase() })
  for (const line of component.broken) values.keep('line', line)
  const parent = all(component, 'related-to').find((each) => /^(PARENT)?$/i.test(param(each, 'reltype')))
  const name = text('summary')
  const key = occurrenceKey(component) ?? keyOf('todo', name)
  yield* values.found({
    key,
    list,
    parent: parent ? valueOf(parent) : parents.get(text('uid')),
    name,
    fields,
    rule,
  })
}

interface When {
  fields: FoundFields
  rule: FoundRule | undefined
  /** All dates of the series are there on their own. */
  isOver: boolean
}

interface WhenOptions {
  zones: CalendarZones
  values: Values
  /** They are dates of the series that have come in as todos of their own. */
  done: readonly string[]
}

/** It reads start, due date, rule and reminders: they depend on each other. */
function whenOf(component: Component, { zones, values, done }: WhenOptions): When {
  const fields: FoundFields = {}
  const start = timeIn(component, 'dtstart', { zones, values })
  let due = timeIn(component, 'due', { zones, values }) ?? laterBy(start, textIn(component, 'duration'))
  const rules = rawRules(component, 'rrule')
  // A todo that repeats and has none is meant on the days that it begins on.
  if (rules.length > 0) due ??= start
  const own = textIn(component, 'x-aiotodo-start')
  if (own !== '') fields.start = values.read('X-AIOTODO-START', own, ownDate)
  else if (start !== due) fields.start = start
  const [text = '', ...others] = rules.map((each) => each.replace(/^RRULE(;[^:]*)?:/i, ''))
  const skip = textIn(component, 'x-aiotodo-skip')
  const plain = others.length > 0 ? undefined : toRule(skip && text ? `${text};X-SKIP=${skip}` : text, due)
  const repeat = plain && start && due ? movedRule(plain, start, due) : plain
  for (const name of ['exrule', 'rdate', 'exdate'])
    for (const line of rawRules(component, name)) {
      values.note(line)
      values.lose('field', { name: name.toUpperCase() })
    }
  const isFromFinished = textIn(component, 'x-aiotodo-repeat-from') === 'finished'
  const next = repeat && due ? behindDone(repeat, start ?? due, due, done) : undefined
  if (next?.hasMore) values.lose('occurrences', {})
  if (rules.length > 0 && skip) rules.push(`X-AIOTODO-SKIP:${skip}`)
  const rule = foundRule(rules.join('\n'), next ? next.repeat : repeat, isFromFinished ? 'finished' : 'due')
  fields.due = next?.due ?? due
  fields.reminders = remindersOf(component, {
    start,
    due: fields.due,
    isRepeated: repeat !== undefined,
    zones,
    values,
  })
  return { fields, rule, isOver: next !== undefined && next.due === undefined }
}

/** A date as our own export writes it. */
const ownDate = (text: string, at: string): string => (isDue(text) ? text : toDue(text, at))

const priorityOf = (number: number): 'high' | 'medium' | 'low' | 'none' =>
  number > 0 && number < 5 ? 'high' : number === 5 ? 'medium' : number > 5 ? 'low' : 'none'
