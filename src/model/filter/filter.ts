/**
 * What a filter is once it is read: which todos someone wants to see. As text it is such as
 * `due <= today and not finished and (#home or priority >= high)`; docs/filters.md has all of it.
 */

import type { Todo } from '../todo.ts'
import type { ValueKind } from './sentences.ts'

export type Filter =
  /** Of two or more, none of which is of the same type. */
  | { type: 'and' | 'or'; of: Filter[] }
  | { type: 'not'; of: Filter }
  | { type: 'has'; what: Fact }
  | Comparison

export interface Comparison {
  type: 'compare'
  field: Field
  operator: Operator
  /** One, unless the operator is `in`. Dates stay as they were written: `today` is another day tomorrow. */
  values: string[]
}

export const operators = ['=', '!=', '<', '<=', '>', '>=', '~', 'in'] as const
export type Operator = (typeof operators)[number]

/**
 * What a todo is or has, and how it is written: by itself (`finished`) or behind `has:` or `no`. It is so where the
 * field has another value than its default; those without a field are rules of their own (resolve.ts).
 */
export const facts = {
  finished: { text: 'finished', field: 'finished' },
  overdue: { text: 'overdue' },
  started: { text: 'started' },
  deleted: { text: 'deleted', field: 'deletedAt' },
  due: { text: 'has:due', field: 'due' },
  notes: { text: 'has:notes', field: 'notes' },
  label: { text: 'has:label', field: 'labels' },
  parent: { text: 'has:parent', field: 'parent' },
  subtodos: { text: 'has:subtodos' },
  priority: { text: 'has:priority', field: 'priority' },
  repeat: { text: 'has:repeat', field: 'repeat' },
  reminder: { text: 'has:reminder', field: 'reminders' },
  start: { text: 'has:start', field: 'start' },
} as const satisfies Record<string, { text: string; field?: keyof Todo }>
export type Fact = keyof typeof facts

/**
 * It says what the values of a field are, which operators it has, what was expected, and which field of
 * a todo is compared.
 */
export type FieldKind = { operators: readonly Operator[]; expected: ValueKind } & (
  | { kind: 'date'; of: LocalDate }
  | { kind: 'moment'; of: Moment }
  | { kind: 'priority'; of: 'priority' }
  | { kind: 'number'; of: 'number' }
  | { kind: 'text'; of: 'name' | 'notes' | 'text' | 'list' | 'label' }
  | { kind: 'id'; of: 'parent' }
)
/** Fields that are dates as their own clocks have them, and those that are moments. */
export type LocalDate = 'start' | 'due'
export type Moment = 'createdAt' | 'updatedAt' | 'finishedAt' | 'deletedAt'

const ordered: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>=']
const either: readonly Operator[] = ['=', '!=', 'in']
const date = { kind: 'date', operators: ordered, expected: 'date' } as const
const moment = { kind: 'moment', operators: ordered, expected: 'date' } as const

/** By the names that they have in filters. */
const fieldTable = {
  due: { ...date, of: 'due' },
  created: { ...moment, of: 'createdAt' },
  updated: { ...moment, of: 'updatedAt' },
  finished: { ...moment, of: 'finishedAt' },
  deleted: { ...moment, of: 'deletedAt' },
  start: { ...date, of: 'start' },
  priority: { kind: 'priority', of: 'priority', operators: [...ordered, 'in'], expected: 'priority' },
  number: { kind: 'number', of: 'number', operators: [...ordered, 'in'], expected: 'number' },
  name: { kind: 'text', of: 'name', operators: [...either, '~'], expected: 'text' },
  notes: { kind: 'text', of: 'notes', operators: ['~'], expected: 'text' },
  text: { kind: 'text', of: 'text', operators: ['~'], expected: 'text' },
  list: { kind: 'text', of: 'list', operators: either, expected: 'list' },
  label: { kind: 'text', of: 'label', operators: either, expected: 'label' },
  parent: { kind: 'id', of: 'parent', operators: either, expected: 'id' },
} as const satisfies Record<string, FieldKind>
export type Field = keyof typeof fieldTable
export const fields: Readonly<Record<Field, FieldKind>> = fieldTable

/** What the page calls Today and Upcoming. */
export const today = 'due <= today and not finished and started'
export const upcoming = 'due > today and not finished and started'

/** A filter that wants all of these. */
export function all(filters: Filter[]): Filter {
  return joined('and', filters)
}

/** @param of - one at least */
export function joined(type: 'and' | 'or', of: Filter[]): Filter {
  const flat = of.flatMap((each) => (each.type === type ? each.of : [each]))
  return flat.length === 1 ? (flat[0] as Filter) : { type, of: flat }
}

/** Whether any part of the filter is so. */
export function some(filter: Filter, is: (part: Filter) => boolean): boolean {
  if (is(filter)) return true
  if (filter.type === 'not') return some(filter.of, is)
  return (filter.type === 'and' || filter.type === 'or') && filter.of.some((part) => some(part, is))
}
