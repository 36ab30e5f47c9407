/**
 * iCalendar (RFC 5545): a calendar for each list, a VTODO for each todo that is not in the trash. Zones are named by their IANA
 * names, without VTIMEZONE components (as RFC 7809 has it): programs know them.
 */
import ICAL from 'ical.js'
import type { List } from '../../model/list.ts'
import type { Todo } from '../../model/todo.ts'
import { reminderSeconds } from '../../model/trigger.ts'
import { utcOf } from '../dates.ts'
import type { ExportSource } from './source.ts'

/** Todos are worded so many at a time, so that others have their turn. */
const atOnce = 100

// It counts the blank that a folded line begins with not in (3.1: 75 octets).
ICAL.foldLength = 74

export async function* toIcal(source: ExportSource): AsyncGenerator<string> {
  for await (const list of source.lists(false)) {
    let isOpen = false
    for await (const todos of source.todos(list.id, 'position'))
      for (let at = 0; at < todos.length; at += atOnce) {
        // A calendar has at least one component (3.6).
        if (!isOpen) yield `${headOf(list)}\r\n`
        isOpen = true
        const some = todos.slice(at, at + atOnce)
        yield some.map((todo) => `${vtodo(todo).toString()}\r\n`).join('')
      }
    if (isOpen) yield 'END:VCALENDAR\r\n'
  }
}

function headOf({ name }: List): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//aiotodo//aiotodo//EN')
  calendar.addPropertyWithValue('x-wr-calname', name)
  return calendar.toString().replace(/\r\nEND:VCALENDAR\s*$/, '')
}

const priorities = { none: 0, high: 1, medium: 5, low: 9 } as const

function vtodo(todo: Todo): ICAL.Component {
  const component = new ICAL.Component('vtodo')
  const add = (name: string, value: unknown) => component.addPropertyWithValue(name, value as string)
  const moment = (name: string, text: string) => raw(component, name, 'date-time', `${text.slice(0, 19)}Z`)
  add('uid', todo.id)
  moment('dtstamp', todo.updatedAt)
  moment('created', todo.createdAt)
  moment('last-modified', todo.updatedAt)
  add('summary', todo.name)
  if (todo.notes !== '') add('description', todo.notes)
  if (todo.due !== null) addDue(component, todo)
  if (priorities[todo.priority] > 0) add('priority', priorities[todo.priority])
  if (todo.labels.length > 0) {
    const labels = new ICAL.Property('categories', component)
    labels.setValues(todo.labels)
    component.addProperty(labels)
  }
  if (todo.parent !== null) add('related-to', todo.parent)
  add('status', todo.finished ? 'COMPLETED' : 'NEEDS-ACTION')
  if (todo.finished) add('percent-complete', 100)
  if (todo.finishedAt !== null) moment('completed', todo.finishedAt)
  for (const reminder of todo.reminders) component.addSubcomponent(valarm(reminder, todo))
  return component
}

/** A rule counts from DTSTART; that and DUE are the same here, as other todo programs have it. */
function addDue(component: ICAL.Component, { due, repeat, repeatFrom }: Todo): void {
  const [, local, zone] = /^([^[]*)(?:\[(.*)\])?$/.exec(due as string) ?? []
  for (const name of repeat === null ? ['due'] : ['dtstart', 'due']) {
    if (zone === undefined) raw(component, name, 'date', local as string)
    else if (zone === 'UTC') raw(component, name, 'date-time', `${local}:00Z`)
    else raw(component, name, 'date-time', `${local}:00`).setParameter('tzid', zone)
  }
  if (repeat !== null) component.addPropertyWithValue('rrule', ICAL.Recur.fromString(repeat))
  if (repeat !== null && repeatFrom === 'finished')
    component.addPropertyWithValue('x-aiotodo-repeat-from', repeatFrom)
}

function valarm(reminder: string, { name }: Todo): ICAL.Component {
  const alarm = new ICAL.Component('valarm')
  alarm.addPropertyWithValue('action', 'DISPLAY')
  alarm.addPropertyWithValue('description', name)
  if (reminderSeconds(reminder) === undefined) raw(alarm, 'trigger', 'date-time', utcOf(reminder))
  else raw(alarm, 'trigger', 'duration', reminder).setParameter('related', 'END')
  return alarm
}

/** A property of this type whose text is that of jCal (RFC 7265). */
function raw(component: ICAL.Component, name: string, type: string, text: string): ICAL.Property {
  const property = new ICAL.Property([name, {}, type, text] as never, component)
  component.addProperty(property)
  return property
}
