/** Whether a todo is what a filter wants, where the todos are at hand. Storage asks the same in SQL. */
import { priorities } from '../priorities.ts'
import type { Todo } from '../todo.ts'
import { clockOf, dateLength, zoneOf } from './dates.ts'
import type { FactField, Test } from './resolve.ts'
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
      return test.what === 'subtodos' ? known.hasSubtodos(todo.id) : isSet(todo[test.what])
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
      return isPast(todo[test.field], test)
  }
}

/**
 * It is set where it has another value than its default: not null, empty, `none` or false. (With the table of fields it
 * would be in the first load of the page.)
 */
function isSet(value: Todo[FactField]): boolean {
  return Array.isArray(value) ? value.length > 0 : !!value && value !== 'none'
}

function isPast(date: string | null, { orNow, today, now }: Extract<Test, { type: 'past' }>): boolean {
  if (!date) return false
  const clock = date.length === dateLength ? today : clockOf(now, zoneOf(date))
  const own = date.slice(0, clock.length)
  return own < clock || (orNow && own === clock)
}

function isWithin(test: Extract<Test, { type: 'range' }>, todo: Todo): boolean {
  const value = valueOf(test.field, todo)
  if (value === null) return false
  return (test.from === undefined || value >= test.from) && (test.below === undefined || value < test.below)
}

function valueOf(field: Extract<Test, { type: 'range' }>['field'], todo: Todo): string | number | null {
  if (field === 'priority') return priorities.indexOf(todo.priority)
  const value = todo[field]
  // Bounds of moments are milliseconds.
  return field.endsWith('At') && value !== null ? Date.parse(String(value)) : value
}
