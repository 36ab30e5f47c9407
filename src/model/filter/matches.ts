/** Whether a todo is what a filter wants, where the todos are at hand. Storage asks the same in SQL. */
import { priorities } from '../priorities.ts'
import type { Todo } from '../todo.ts'
import { clockOf, dateLength, zoneOf } from './dates.ts'
import type { Test } from './resolve.ts'
import { searchable } from './words.ts'

export interface Known {
  /** Whether it has subtodos that are not in the trash. */
  hasSubtodos: (todo: string) => boolean
}

/** Rows are never changed in place, so that each one's texts are folded once. */
const texts = new WeakMap<Todo, { name: string; notes?: string }>()

function textOf(todo: Todo, field: 'name' | 'notes'): string {
  let text = texts.get(todo)
  if (!text) texts.set(todo, (text = { name: searchable(todo.name) }))
  return field === 'name' ? text.name : (text.notes ??= searchable(todo.notes))
}

export function matches(test: Test, todo: Todo, known: Known): boolean {
  switch (test.type) {
    case 'and':
      return test.of.every((part) => matches(part, todo, known))
    case 'or':
      return test.of.some((part) => matches(part, todo, known))
    case 'not':
      return !matches(test.of, todo, known)
    case 'has':
      return has(test.what, todo, known)
    case 'text': {
      const isIn = (field: 'name' | 'notes') => textOf(todo, field).includes(test.pattern)
      return test.in === 'text' ? isIn('name') || isIn('notes') : isIn(test.in)
    }
    case 'equal':
      return test.field === 'label'
        ? todo.labels.some((label) => test.values.includes(label))
        : test.values.includes(todo[test.field] ?? '')
    case 'range':
      return isWithin(test, todo)
    case 'past':
      return todo.due !== null && isPast(todo.due, test)
  }
}

function isPast(due: string, { today, now }: Extract<Test, { type: 'past' }>): boolean {
  return due.length === dateLength ? due < today : due < clockOf(now, zoneOf(due))
}

function has(what: Extract<Test, { type: 'has' }>['what'], todo: Todo, known: Known): boolean {
  switch (what) {
    case 'deleted':
      return todo.deletedAt !== null
    case 'label':
      return todo.labels.length > 0
    case 'subtodos':
      return known.hasSubtodos(todo.id)
    case 'priority':
      return todo.priority !== 'none'
    case 'reminder':
      return todo.reminders.length > 0
    case 'finished':
    case 'due':
    case 'notes':
    case 'parent':
    case 'repeat':
      return !!todo[what]
  }
}

function isWithin(test: Extract<Test, { type: 'range' }>, todo: Todo): boolean {
  const value = valueOf(test.field, todo)
  if (value === null) return false
  return (test.from === undefined || value >= test.from) && (test.below === undefined || value < test.below)
}

function valueOf(field: Extract<Test, { type: 'range' }>['field'], todo: Todo): string | number | null {
  if (field === 'due' || field === 'number') return todo[field]
  if (field === 'priority') return priorities.indexOf(todo.priority)
  const moment = todo[field]
  return moment === null ? null : Date.parse(moment)
}
