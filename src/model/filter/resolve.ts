/** From a filter to tests on the values of a todo: by then it is known what day it is, and which lists are meant. */
import { priorities } from '../priorities.ts'
import { dateLength, dateOf, endOfDay, startOfDay, wallClock } from './dates.ts'
import { all, some, type Comparison, type Fact, type Filter } from './filter.ts'
import { searchable } from './words.ts'

const minuteMs = 60_000

/** What the engines and `matches` carry out alike. A value that is not there is in no range, and equal to nothing. */
export type Test =
  | { type: 'and' | 'or'; of: Test[] }
  | { type: 'not'; of: Test }
  | { type: 'has'; what: Exclude<Fact, 'overdue'> }
  /** Found in the searchable name, the notes or either of them. */
  | { type: 'text'; in: 'name' | 'notes' | 'text'; pattern: string }
  | { type: 'equal'; field: 'name' | 'list' | 'label' | 'parent'; values: string[] }
  /** Due before today or, where there is a time, before the wall clock of its own zone. `now` is a whole minute. */
  | { type: 'past'; today: string; now: number }
  /** From a value on, and below another one: local dates as text, moments in milliseconds, priorities by their rank. */
  | { type: 'range'; field: 'due'; from?: string; below?: string }
  | { type: 'range'; field: Moment | 'priority' | 'number'; from?: number; below?: number }
export type Moment = 'createdAt' | 'updatedAt' | 'finishedAt' | 'deletedAt'

export interface Context {
  /** The present moment, as RFC 3339 text. */
  now: string
  /** Where it is which day, an IANA zone. */
  zone: string
  /** Those that may be named. */
  lists: Iterable<{ id: string; name: string }>
  /**
   * Whether todos in the trash are wanted, or those that are not; unless given, what the filter says of it, and where it says
   * nothing, those that are not.
   */
  deleted?: boolean | undefined
}

/** Whether the filter says itself whether it wants what is in the trash. */
export const namesDeleted = (filter: Filter): boolean =>
  some(filter, (part) =>
    part.type === 'has' ? part.what === 'deleted' : part.type === 'compare' && part.field === 'deleted',
  )

export function resolve(filter: Filter, context: Context): Test {
  const trash = { type: 'has', what: 'deleted' } as const
  const live = { type: 'not', of: trash } as const
  if (context.deleted !== undefined) return testOf(all([context.deleted ? trash : live, filter]), context)
  return testOf(namesDeleted(filter) ? filter : all([live, filter]), context)
}

function testOf(filter: Filter, context: Context): Test {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { type: filter.type, of: filter.of.map((part) => testOf(part, context)) }
    case 'not':
      return { type: 'not', of: testOf(filter.of, context) }
    case 'has':
      return filter.what === 'overdue' ? overdue(context) : { type: 'has', what: filter.what }
    case 'compare':
      return compared(filter, context)
  }
}

function overdue({ now, zone }: Context): Test {
  const ms = Date.parse(now)
  return {
    type: 'and',
    of: [
      { type: 'not', of: { type: 'has', what: 'finished' } },
      { type: 'past', today: wallClock(ms, zone).slice(0, dateLength), now: ms - (ms % minuteMs) },
    ],
  }
}

function compared({ field, operator, values }: Comparison, context: Context): Test {
  const [value = ''] = values
  switch (field) {
    case 'due':
    case 'created':
    case 'updated':
    case 'finished':
    case 'deleted':
      return dates(field, operator, value, context)
    case 'priority':
      return numbers(
        field,
        operator,
        values.map((name) => priorities.indexOf(name as 'none')),
      )
    case 'number':
      return numbers(field, operator, values.map(Number))
    case 'list':
      return equal(field, operator, listsOf(values, context))
    case 'name':
    case 'notes':
    case 'text':
      if (operator === '~') return { type: 'text', in: field, pattern: searchable(value) }
      return equal('name', operator, values)
    case 'label':
    case 'parent':
      return equal(field, operator, values)
  }
}

/** The lists of these ids, or names in whatever case. */
function listsOf(values: string[], { lists }: Context): string[] {
  const wanted = new Set(values.map((value) => value.toLowerCase()))
  return [...lists]
    .filter(({ id, name }) => wanted.has(id) || wanted.has(name.toLowerCase()))
    .map(({ id }) => id)
}

function equal(
  field: 'name' | 'list' | 'label' | 'parent',
  operator: Comparison['operator'],
  values: string[],
): Test {
  const test: Test = { type: 'equal', field, values }
  return operator === '!=' ? { type: 'not', of: test } : test
}

function numbers(field: 'priority' | 'number', operator: Comparison['operator'], values: number[]): Test {
  if (operator !== 'in')
    return within(operator, values[0] ?? 0, (values[0] ?? 0) + 1, (range) => ({
      type: 'range',
      field,
      ...range,
    }))
  return { type: 'or', of: values.map((value) => ({ type: 'range', field, from: value, below: value + 1 })) }
}

const moments = {
  created: 'createdAt',
  updated: 'updatedAt',
  finished: 'finishedAt',
  deleted: 'deletedAt',
} as const

function dates(
  field: 'due' | keyof typeof moments,
  operator: Comparison['operator'],
  value: string,
  { now, zone }: Context,
): Test {
  const date = dateOf(value, wallClock(Date.parse(now), zone).slice(0, 10))
  // Behind all times of the day, before the next one.
  if (field === 'due')
    return within(operator, date, `${date}~`, (range) => ({ type: 'range', field, ...range }))
  const [begin, end] = [startOfDay(date, zone), endOfDay(date, zone)]
  return within(operator, begin, end, (range) => ({ type: 'range', field: moments[field], ...range }))
}

/** @param end - where the values behind it begin */
function within<V>(
  operator: Comparison['operator'],
  begin: V,
  end: V,
  make: (range: { from?: V; below?: V }) => Test,
): Test {
  switch (operator) {
    case '<':
      return make({ below: begin })
    case '<=':
      return make({ below: end })
    case '>':
      return make({ from: end })
    case '>=':
      return make({ from: begin })
    case '!=':
      return { type: 'not', of: make({ from: begin, below: end }) }
    default:
      return make({ from: begin, below: end })
  }
}
