/**
 * iCalendar (RFC 5545): a calendar for each list, a VTODO for each todo that is not in the trash. Zones are named by
 * their IANA names, and each is defined before the first todo that names it.
 */
import type { List } from '../../model/list.ts'
import type { Todo } from '../../model/todo.ts'
import { reminderSeconds } from '../../model/trigger.ts'
import { utcOf } from '../dates.ts'
import type { ExportSource } from './source.ts'
import { line, local, moment, text, texts, word, type PropertyName } from './ical-lines.ts'
import { newZones, zoneIn } from './ical-zones.ts'

export async function* toIcal(source: ExportSource): AsyncGenerator<string> {
  for await (const list of source.lists(false)) {
    let isOpen = false
    const zones = new Set<string>()
    for await (const todos of source.todos(list.id, 'position')) {
      // A calendar has at least one component (3.6).
      if (todos.length > 0 && !isOpen) yield headOf(list)
      isOpen ||= todos.length > 0
      yield newZones(todos, zones) + todos.map(vtodo).join('')
    }
    if (isOpen) yield line('END', word('VCALENDAR'))
  }
}

const headOf = ({ name }: List): string =>
  line('BEGIN', word('VCALENDAR')) +
  line('VERSION', word('2.0')) +
  line('PRODID', text('-//aiotodo//aiotodo//EN')) +
  line('X-WR-CALNAME', text(name))

const priorities = { none: 0, high: 1, medium: 5, low: 9 } as const

function vtodo(todo: Todo): string {
  let lines = line('BEGIN', word('VTODO'))
  lines += line('UID', word(todo.id))
  lines += line('DTSTAMP', moment(todo.updatedAt))
  lines += line('CREATED', moment(todo.createdAt))
  lines += line('LAST-MODIFIED', moment(todo.updatedAt))
  lines += line('SUMMARY', text(todo.name))
  if (todo.notes !== '') lines += line('DESCRIPTION', text(todo.notes))
  lines += datesOf(todo)
  if (priorities[todo.priority] > 0) lines += line('PRIORITY', word(priorities[todo.priority]))
  lines += categories(todo.labels)
  if (todo.parent !== null) lines += line('RELATED-TO', word(todo.parent))
  lines += line('STATUS', word(todo.finished ? 'COMPLETED' : 'NEEDS-ACTION'))
  if (todo.finished) lines += line('PERCENT-COMPLETE', word(100))
  if (todo.finishedAt !== null) lines += line('COMPLETED', moment(todo.finishedAt))
  for (const reminder of todo.reminders) lines += valarm(reminder, todo)
  return lines + line('END', word('VTODO'))
}

/**
 * A label that ends with a backslash is on a line of its own: some parsers take the comma behind it for a part of
 * it.
 */
function categories(labels: readonly string[]): string {
  const isOdd = (label: string) => label.endsWith('\\')
  const together = labels.filter((label) => !isOdd(label))
  return [together, ...labels.filter(isOdd).map((label) => [label])]
    .filter((some) => some.length > 0)
    .map((some) => line('CATEGORIES', texts(some)))
    .join('')
}

/**
 * A rule counts from DTSTART; that and DUE are the same where there is one, as other todo programs have it. Where
 * DTSTART is free it is the start, as far as it can be said of the same type as DUE and before it (3.8.2.3); else
 * the start has a property of our own.
 */
function datesOf({ start, due, repeat, repeatFrom }: Todo): string {
  let lines = ''
  const begin = repeat === null ? likeDue(start, due) : due
  if (begin !== null) lines += dateOf('DTSTART', begin)
  if (due !== null) lines += dateOf('DUE', due)
  if (start !== null && start !== begin) lines += line('X-AIOTODO-START', text(start))
  if (repeat === null) return lines
  const [, rule = repeat, skip] = /^(.*);X-SKIP=(.*)$/.exec(repeat) ?? []
  lines += line('RRULE', word(rule))
  // RFC 5545 has nothing of the kind: other programs show these dates as well.
  if (skip !== undefined) lines += line('X-AIOTODO-SKIP', word(skip))
  return repeatFrom === 'finished' ? lines + line('X-AIOTODO-REPEAT-FROM', word(repeatFrom)) : lines
}

const dayOf = (date: string): string => date.slice(0, 10)

/** The start is told as a day where the due date is one, and as a time in its zone where that is one; or not at all. */
function likeDue(start: string | null, due: string | null): string | null {
  if (start === null || due === null) return start
  const isDay = !due.includes('T')
  if (!start.includes('T') === isDay) return start === due ? null : start
  if (dayOf(start) >= dayOf(due)) return null
  return isDay ? dayOf(start) : `${start}T00:00[${zoneIn(due)}]`
}

function dateOf(name: PropertyName, date: string): string {
  const zone = zoneIn(date)
  const time = date.replace(/\[.*/, '')
  if (zone === undefined) return line(name, local(time), { VALUE: word('DATE') })
  if (zone === 'UTC') return line(name, moment(`${time}:00`))
  return line(name, local(time), { TZID: word(zone) })
}

function valarm(reminder: string, { name }: Todo): string {
  const trigger =
    reminderSeconds(reminder) === undefined
      ? line('TRIGGER', moment(utcOf(reminder)), { VALUE: word('DATE-TIME') })
      : line('TRIGGER', word(reminder), { RELATED: word('END') })
  return (
    line('BEGIN', word('VALARM')) +
    line('ACTION', word('DISPLAY')) +
    line('DESCRIPTION', text(name)) +
    trigger +
    line('END', word('VALARM'))
  )
}
