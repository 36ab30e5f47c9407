/** What becomes of a todo that is put on another day or hour. */
import type { Todo, TodoPatch } from '../../client/client.ts'
import { momentOf } from '../../model/alarms.ts'
import { clockIn, dayOf, daysLater } from '../../model/days.ts'
import { dateText, dueOf, dueText, localZone } from '../words/due.ts'
import { calendarWords } from '../words/later-words.ts'
import { change } from './actions.ts'
import { openMenu, type Menu } from './overlays.ts'
import { movedRule } from './repeat-rules.ts'
import { may } from './roles.ts'
import { announce } from './toasts.ts'
import { replica } from './todos.ts'

/** Gives the day and the time in this zone; a time of another zone is brought here. */
export function placeOf(due: string, zone: string): { day: string; time: string } {
  const [time, own] = [due.slice(11, 16), due.slice(17, -1)]
  if (!time || own === zone) return { day: due.slice(0, 10), time }
  const here = clockIn(zone, new Date(momentOf(due)).toISOString())
  return { day: here.slice(0, 10), time: here.slice(11) }
}

/** A todo is dropped on a day, in a week at its hour, or among those without a date. */
export type Target = { day: string; time?: string } | 'undated'

/** It is the due date of a todo that goes there. Without an hour it keeps its own, in its own zone. */
export function dueAt({ due }: Pick<Todo, 'due'>, target: Target, zone: string = localZone()): string | null {
  if (target === 'undated') return null
  const { day, time } = target
  if (time !== undefined) return dueOf(day, time, zone)
  if (due === null) return day
  return daysLater(due, dayOf(day) - dayOf(placeOf(due, zone).day))
}

/** This is what a drop does. Of a todo that repeats it asks whether those to come go along. */
export function moveTo(id: string, target: Target, at: Menu['at']): void {
  const todo = replica().todo(id)
  if (!todo || !may(todo.list, 'change')) return
  const due = dueAt(todo, target)
  if (due === todo.due) return
  if (todo.repeat === null || due === null || due.slice(0, 10) === todo.due?.slice(0, 10))
    return put(todo, { due })
  const all: TodoPatch = { due, repeat: movedRule(todo.repeat, due.slice(0, 10)), anchor: null }
  const word = calendarWords.value
  openMenu(word.oneOrAll(todo.name), at, [
    { name: word.onlyThis, run: () => put(todo, { due }) },
    { name: word.thisAndAll, run: () => put(todo, all) },
  ])
}

function put(todo: Todo, changes: TodoPatch): void {
  change([todo.id], changes)
  const { movedTo, movedToUndated } = calendarWords.value
  const { due } = changes
  announce(due ? movedTo(todo.name, dueText(due, new Date())) : movedToUndated(todo.name))
}

/** Puts it so many days, or minutes where it has a time, further. */
export function moveBy(id: string, by: { days?: number; minutes?: number }, at: Menu['at']): void {
  const due = replica().todo(id)?.due
  // From nowhere the arrows lead to today.
  if (!due) return moveTo(id, { day: dateText(new Date()) }, at)
  const { day, time } = placeOf(due, localZone())
  if (by.days) return moveTo(id, { day: daysLater(day, by.days) }, at)
  if (!by.minutes || !time) return
  // A day of the calendar has 24 hours here, whatever the clocks do: what is put at 2:30 is at 2:30.
  const moved = new Date(Date.parse(`${day}T${time}Z`) + by.minutes * 60_000).toISOString()
  moveTo(id, { day: moved.slice(0, 10), time: moved.slice(11, 16) }, at)
}
