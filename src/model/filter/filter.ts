/**
 * What a filter is once it is read: which todos someone wants to see. As text it is such as
 * `due <= today and not finished and (#home or priority >= high)`; docs/filters.md has all of it.
 */

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

/** What a todo is or has, written by itself (`finished`), or behind `has:` or `no`. */
export const facts = {
  finished: 'finished',
  overdue: 'overdue',
  deleted: 'deleted',
  due: 'has:due',
  notes: 'has:notes',
  label: 'has:label',
  parent: 'has:parent',
  subtodos: 'has:subtodos',
  priority: 'has:priority',
  repeat: 'has:repeat',
  reminder: 'has:reminder',
} as const
export type Fact = keyof typeof facts

/** What the values of a field are, which operators it has, and examples for people. */
export interface FieldKind {
  kind: 'date' | 'priority' | 'number' | 'text' | 'id'
  operators: readonly Operator[]
  /** What a person is told was expected, by its code in problems.ts. */
  expected: ValueKind
}

const ordered: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>=']
const either: readonly Operator[] = ['=', '!=', 'in']
const date: FieldKind = { kind: 'date', operators: ordered, expected: 'date' }

export const fields = {
  due: date,
  created: date,
  updated: date,
  finished: date,
  deleted: date,
  priority: { kind: 'priority', operators: [...ordered, 'in'], expected: 'priority' },
  number: { kind: 'number', operators: [...ordered, 'in'], expected: 'number' },
  name: { kind: 'text', operators: [...either, '~'], expected: 'text' },
  notes: { kind: 'text', operators: ['~'], expected: 'text' },
  text: { kind: 'text', operators: ['~'], expected: 'text' },
  list: { kind: 'text', operators: either, expected: 'list' },
  label: { kind: 'text', operators: either, expected: 'label' },
  parent: { kind: 'id', operators: either, expected: 'id' },
} as const satisfies Record<string, FieldKind>
export type Field = keyof typeof fields

/** What the page calls Today and Upcoming. */
export const today = 'due <= today and not finished'
export const upcoming = 'due > today and not finished'

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
