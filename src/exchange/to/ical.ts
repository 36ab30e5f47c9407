/**
 * iCalendar (RFC 5545): a calendar for each list, a VTODO for each todo that is not in the trash. Zones are named by
 * their IANA names, without VTIMEZONE components (as RFC 7809 has it): programs know them.
 */
import type { List } from '../../model/list.ts'
import type { Todo } from '../../model/todo.ts'
import { reminderSeconds } from '../../model/trigger.ts'
import { utcOf } from '../dates.ts'
import type { ExportSource } from './source.ts'
import { line, local, moment, text, texts, word } from './ical-lines.ts'

export async function* toIcal(source: ExportSource): AsyncGenerator<string> {
  for await (const list of source.lists(false)) {
    let isOpen = false
    for await (const todos of source.todos(list.id, 'position')) {
      // A calendar has at least one component (3.6).
      if (todos.length > 0 && !isOpen) yield headOf(list)
      isOpen ||= todos.length > 0
      yield todos.map(vtodo).join('')
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
  if (todo.due !== null) lines += dueOf(todo.due, todo)
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
 * A label that ends with a backslash is on a line of its own: some parsers take the comma behind it for a part of it.
 */
function categories(labels: readonly string[]): string {
  const isOdd = (label: string) => label.endsWith('\\')
  const together = labels.filter((label) => !isOdd(label))
  return [together, ...labels.filter(isOdd).map((label) => [label])]
    .filter((some) => some.length > 0)
    .map((some) => line('CATEGORIES', texts(some)))
    .join('')
}

/** A rule counts from DTSTART; that and DUE are the same here, as other todo programs have it. */
function dueOf(due: string, { repeat, repeatFrom }: Todo): string {
  const [, time = '', zone] = /^([^[]*)(?:\[(.*)\])?$/.exec(due) ?? []
  let lines = ''
  for (const name of repeat === null ? (['DUE'] as const) : (['DTSTART', 'DUE'] as const)) {
    if (zone === undefined) lines += line(name, local(time), { VALUE: word('DATE') })
    else if (zone === 'UTC') lines += line(name, moment(`${time}:00`))
    else lines += line(name, local(time), { TZID: word(zone) })
  }
  if (repeat === null) return lines
  lines += line('RRULE', word(repeat))
  return repeatFrom === 'finished' ? lines + line('X-AIOTODO-REPEAT-FROM', word(repeatFrom)) : lines
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
