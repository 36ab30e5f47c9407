/** From a filter to tests on the values of a todo: by then it is known what day it is, and which lists are meant. */
import { priorities } from '../priorities.ts'
import { dateLength, endOfDay, spanOf, startOfDay, wallClock, type Span } from './dates.ts'
import {
  all,
  facts,
  fields,
  some,
  type Comparison,
  type Fact,
  type Filter,
  type LocalDate,
  type Moment,
} from './filter.ts'
import { spellings } from '../spellings.ts'
import { searchable } from './words.ts'

const minuteMs = 60_000

/** What the engines and `matches` carry out alike. A value that is not there is in no range, and equal to nothing. */
export type Test =
  | { type: 'and' | 'or'; of: Test[] }
  | { type: 'not'; of: Test }
  /** Has another value of the field than its default, or has subtodos. */
  | { type: 'has'; what: FactField | 'subtodos' }
  /** Found in the searchable name, the notes or either of them. */
  | { type: 'text'; in: 'name' | 'notes' | 'text'; pattern: string }
  | { type: 'equal'; field: Equal; values: string[] }
  /**
   * It is before today or, where there is a time, before the clock of its own zone; `orNow`: or just then. `now` is
   * a whole minute.
   */
  | { type: 'past'; field: LocalDate; orNow: boolean; today: string; now: number }
  /** From a value on, and below another one: local dates as text, moments in milliseconds, priorities by their rank. */
  | { type: 'range'; field: LocalDate; from?: string; below?: string }
  | { type: 'range'; field: Moment | 'priority' | 'number'; from?: number; below?: number }
type Equal = 'name' | 'list' | 'label' | 'parent'
export type FactField = Extract<(typeof facts)[Fact], { field: string }>['field']

export interface Context {
  /** The present moment, as RFC 3339 text. */
  now: string
  /** Where it is which day, an IANA zone. */
  zone: string
  /** Those that may be named. */
  lists: Iterable<{ id: string; name: string }>
  /**
   * Whether todos in the trash are wanted, or those that are not; unless given, what the filter says of it, and where
   * it says nothing, those that are not.
   */
  deleted?: boolean | undefined
}

/** Whether the filter says itself whether it wants what is in the trash. */
export const namesDeleted = (filter: Filter): boolean =>
  some(filter, (part) =>
    part.type === 'has' ? part.what === 'deleted' : part.type === 'compare' && part.field === 'deleted',
  )

export function resolve(filter: Filter, context: Context): Test {
  const trash = { type: 'has', what: 'deleted' } satisfies Filter
  const live = { type: 'not', of: trash } satisfies Filter
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
      return factOf(filter.what, context)
    case 'compare':
      return compared(filter, context)
  }
}

function factOf(fact: Fact, context: Context): Test {
  const has = (what: FactField | 'subtodos'): Test => ({ type: 'has', what })
  switch (fact) {
    case 'overdue':
      return { type: 'and', of: [{ type: 'not', of: has('finished') }, past('due', false, context)] }
    case 'started':
      return { type: 'or', of: [{ type: 'not', of: has('start') }, past('start', true, context)] }
    case 'subtodos':
      return has(fact)
    default:
      return has(facts[fact].field)
  }
}

function past(field: LocalDate, orNow: boolean, { now, zone }: Context): Test {
  const ms = Date.parse(now)
  const today = wallClock(ms, zone).slice(0, dateLength)
  return { type: 'past', field, orNow, today, now: ms - (ms % minuteMs) }
}

function compared({ field, operator, values }: Comparison, context: Context): Test {
  const kind = fields[field]
  const [value = ''] = values
  switch (kind.kind) {
    case 'date': {
      const [first, last] = spanFor(value, context)
      // Behind all times of the day, before the next one.
      return within(operator, first, `${last}~`, (range) => ({ type: 'range', field: kind.of, ...range }))
    }
    case 'moment': {
      const [first, last] = spanFor(value, context)
      const [begin, end] = [startOfDay(first, context.zone), endOfDay(last, context.zone)]
      return within(operator, begin, end, (range) => ({ type: 'range', field: kind.of, ...range }))
    }
    case 'priority':
      return numbers(
        kind.of,
        operator,
        values.map((name) => priorities.indexOf(name as 'none')),
      )
    case 'number':
      return numbers(kind.of, operator, values.map(Number))
    case 'id':
      return equal(kind.of, operator, values)
    case 'text':
      if (kind.of === 'list') return equal(kind.of, operator, listsOf(values, context))
      if (kind.of === 'label') return equal(kind.of, operator, values.flatMap(spellings))
      if (operator === '~') return { type: 'text', in: kind.of, pattern: searchable(value) }
      return equal('name', operator, values.flatMap(spellings))
  }
}

const spanFor = (value: string, { now, zone }: Context): Span =>
  spanOf(value, wallClock(Date.parse(now), zone).slice(0, dateLength))

/** The lists of these ids, or names in whatever case. */
function listsOf(values: string[], { lists }: Context): string[] {
  const wanted = new Set(values.map(folded))
  return [...lists].filter(({ id, name }) => wanted.has(id) || wanted.has(folded(name))).map(({ id }) => id)
}

const folded = (name: string): string => name.normalize().toLowerCase()

function equal(field: Equal, operator: Comparison['operator'], values: string[]): Test {
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
