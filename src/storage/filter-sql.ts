/** A filter's tests as SQL: the same answers as `matches` gives, and no text of anybody's in a statement. */
import { columnName, todoFields } from '../model/fields.ts'
import type { LocalDate } from '../model/filter/filter.ts'
import type { Test } from '../model/filter/resolve.ts'
import { clockOf, dateLength } from '../model/filter/dates.ts'
import { partOf, wantedOf, wordMark } from '../model/filter/words.ts'
import type { Dialect, Value } from './driver.ts'
import { hasValueSql } from './fields.ts'
import { labelToken, wordToken } from './texts.ts'

type Bind = (value: Value) => number
type Of<T extends Test['type']> = Extract<Test, { type: T }>

/** A todo that has changed since the index of its list was brought up, with its texts as they are now. */
export interface Fresh {
  id: string
  name: string
  notes: string
}

/** What the statement must be told of the todos that it looks at. */
export interface Facts {
  /** All that are fresh. */
  tail: readonly Fresh[]
  /** Whether only such todos are looked at that the index gave for the test, or that are fresh. */
  isIndexed?: boolean
  /** The zones of all due dates with a time that is now somewhere on Earth; see `nowSomewhere`. */
  zones: readonly string[]
}

/**
 * A condition on `todos` that is true or false, never null.
 */
export function testSql(test: Test, dialect: Dialect, bind: Bind, facts: Facts): string {
  switch (test.type) {
    case 'and':
      return `(${test.of.map((part) => testSql(part, dialect, bind, facts)).join(' and ')})`
    case 'or':
      return `(${test.of.map((part) => testSql(part, dialect, bind, { ...facts, isIndexed: false })).join(' or ')})`
    case 'not':
      return `not ${testSql(test.of, dialect, bind, { ...facts, isIndexed: false })}`
    case 'has':
      return test.what === 'subtodos' ? hasSubtodos : hasValueSql(todoFields, 'todos', test.what)
    case 'text':
      return textSql(test, dialect, bind, facts)
    case 'equal':
      return equalSql(test, dialect, bind)
    case 'range':
      return rangeSql(test, dialect, bind)
    case 'past':
      return pastSql(test, dialect, bind, facts.zones)
  }
}

const hasSubtodos =
  '(exists (select 1 from todos child where child.parent = todos.id and +child.list = todos.list and child.deleted_at is null))'

function textSql(
  test: Of<'text'>,
  { holds, isIn, array }: Dialect,
  bind: Bind,
  { tail, isIndexed }: Facts,
): string {
  const { in: field, pattern } = test
  const fields = field === 'text' ? (['name', 'notes'] as const) : [field]
  const keptSql = (parameter: number): string => {
    const found = fields.map((column) => holds(`texts.${column}`, parameter)).join(' or ')
    return `exists (select 1 from texts where texts.list = todos.list and texts.number = todos.number and (${found}))`
  }
  const kept = isIndexed && isOneToken(test) ? '1 = 1' : keptSql(bind(pattern))
  if (tail.length === 0) return `(${kept})`
  const ids = tail.filter((fresh) => fields.some((each) => fresh[each].includes(pattern))).map(({ id }) => id)
  const isFresh =
    'todos.version > coalesce((select version from texts_at where texts_at.list = todos.list), 0)'
  return `(case when ${isFresh} then ${isIn('todos.id', bind(array(ids)))} else ${kept} end)`
}

/** Whether what the index gives for it needs no second look. */
function isOneToken({ in: field, pattern }: Of<'text'>): boolean {
  const [wanted, ...others] = wantedOf(pattern)
  if (!wanted || others.length > 0 || field !== 'text') return false
  return pattern === wanted.token || (wanted.isPrefix && pattern === `${wordMark}${wanted.token}`)
}

/** Whether the texts that are kept up are asked for. */
export function asksTexts(test: Test): boolean {
  if ('of' in test) return [test.of].flat().some(asksTexts)
  return test.type === 'text' || (test.type === 'equal' && test.field === 'label')
}

/**
 * Texts between which due dates are that are past in some zones and not in others: clocks are 12 hours behind UTC to 14
 * before.
 */
export function nowSomewhere(now: number): { from: string; below: string } {
  const hourMs = 3_600_000
  return { from: clockOf(now - 12 * hourMs, 'UTC'), below: `${clockOf(now + 14 * hourMs, 'UTC')}~` }
}

function pastSql(
  { field, orNow, today, now }: Of<'past'>,
  dialect: Dialect,
  bind: Bind,
  zones: readonly string[],
): string {
  const { from, below } = nowSomewhere(now)
  const column = `todos.${columnName(field)}`
  const before = orNow ? '<=' : '<'
  const clocks = dialect.array(zones.map((zone) => `${clockOf(now, zone)}[${zone}]`))
  const clock = `(select substr(value, 1, 16) from ${dialect.elements(bind(clocks))} as clocks where substr(value, 17) = substr(${column}, 17))`
  return `(${column} is not null and ${column} < $${bind(below)} and case when length(${column}) = ${dateLength} then ${column} ${before} $${bind(today)}
    when ${column} < $${bind(from)} then 1 = 1 else substr(${column}, 1, 16) ${before} ${clock} end)`
}

/** It tells whether it is true of todos with a priority alone. */
export function wantsPriority(test: Test): boolean {
  if (test.type === 'and') return test.of.some(wantsPriority)
  if (test.type === 'has') return test.what === 'priority'
  return test.type === 'range' && test.field === 'priority' && Number(test.from ?? 0) > 0
}

/** Ranges in which the due date must be of each todo that the test is true of. */
export function dueRangesOf(test: Test): { from?: string; below?: string }[] {
  if (test.type === 'and') return test.of.flatMap(dueRangesOf)
  if (!('field' in test) || test.field !== 'due') return []
  return test.type === 'past' ? [{ below: nowSomewhere(test.now).below }] : [test]
}

/** The dates of which it is asked whether they are past, each with the moment by which. */
export function pastsOf(test: Test): { field: LocalDate; now: number }[] {
  if ('of' in test) return [test.of].flat().flatMap(pastsOf)
  return test.type === 'past' ? [test] : []
}

function equalSql({ field, values }: Of<'equal'>, dialect: Dialect, bind: Bind): string {
  if (values.length === 0) return '(1 = 0)'
  switch (field) {
    case 'label':
      return `(${values.map((label) => dialect.arrayHas('todos.labels', bind(label))).join(' or ')})`
    case 'list':
      return `(${dialect.isAmong('todos.list', `select key from lists where ${dialect.isIn('id', bind(dialect.array(values)))}`)})`
    case 'name':
      return `(${dialect.isIn('todos.name', bind(dialect.array(values)), 'text')})`
    case 'parent':
      return `(todos.parent is not null and ${dialect.isIn('todos.parent', bind(dialect.array(values)))})`
  }
}

function rangeSql({ field, from, below }: Of<'range'>, { number }: Dialect, bind: Bind): string {
  const column = `todos.${columnName(field)}`
  const value = (bound: string | number) =>
    typeof bound === 'string' ? `$${bind(bound)}` : number(bind(bound))
  const conditions = [`${column} is not null`]
  if (from !== undefined) conditions.push(`${column} >= ${value(from)}`)
  if (below !== undefined) conditions.push(`${column} < ${value(below)}`)
  return `(${conditions.join(' and ')})`
}

/** What the index is asked for: words and labels, each behind its list's key. */
export type Wish =
  | { type: 'and' | 'or'; of: Wish[] }
  | { type: 'word' | 'label'; text: string; isPrefix: boolean }
  /** It is part of a word; `words` are those of each list, once they were looked up. */
  | { type: 'part'; text: string; words?: ReadonlyMap<number, readonly string[]> }

/** What every todo has that the test is true of, as far as the index knows of it; undefined: it can be any. */
export function wishOf(test: Test): Wish | undefined {
  switch (test.type) {
    case 'text': {
      const part = partOf(test.pattern)
      return both([
        ...(part === undefined ? [] : [{ type: 'part' as const, text: part }]),
        ...wantedOf(test.pattern).map(({ token, isPrefix }) => ({
          type: 'word' as const,
          text: token,
          isPrefix,
        })),
      ])
    }
    case 'equal':
      if (test.field !== 'label') return undefined
      return { type: 'or', of: test.values.map((text) => ({ type: 'label', text, isPrefix: false })) }
    case 'and':
      return both(test.of.map(wishOf).filter((wish) => wish !== undefined))
    case 'or': {
      const of = test.of.map(wishOf)
      return of.every((wish) => wish !== undefined) ? { type: 'or', of } : undefined
    }
    default:
      return undefined
  }
}

const both = (of: Wish[]): Wish | undefined => (of.length === 0 ? undefined : { type: 'and', of })

/** It counts the words and labels that are asked for in all of these lists. */
export function countOf(wish: Wish, lists: number): number {
  if ('of' in wish) return wish.of.reduce((sum, each) => sum + countOf(each, lists), 0)
  if (wish.type !== 'part') return lists
  return [...(wish.words?.values() ?? [])].reduce((sum, words) => sum + words.length, lists)
}

/** It returns the parts of words that are asked for. */
export function partsOf(wish: Wish): Extract<Wish, { type: 'part' }>[] {
  if ('of' in wish) return wish.of.flatMap(partsOf)
  return wish.type === 'part' ? [wish] : []
}

/** The wish in the engine's own notation, for any of these lists. It is a parameter, and each token is quoted in it. */
export function wishText(wish: Wish, lists: readonly number[], { engine }: Dialect): string {
  const [and, or] = engine === 'sqlite' ? [' AND ', ' OR '] : [' & ', ' | ']
  const quoted =
    engine === 'sqlite'
      ? (token: string, isPrefix: boolean) => `"${token}"${isPrefix ? ' *' : ''}`
      : (token: string, isPrefix: boolean) => `'${token}'${isPrefix ? ':*' : ''}`
  const wordIn = (each: Wish, list: number): string => {
    if ('of' in each)
      return `(${each.of.map((part) => wordIn(part, list)).join(each.type === 'and' ? and : or)})`
    if (each.type === 'part') {
      const words = (each.words?.get(list) ?? []).map((word) => quoted(wordToken(list, word), false))
      // Shorter words are not among those that were looked up.
      return `(${[quoted(wordToken(list, each.text), true), ...words].join(or)})`
    }
    const token = each.type === 'word' ? wordToken(list, each.text) : labelToken(list, each.text)
    return quoted(token, each.isPrefix)
  }
  return lists.map((list) => wordIn(wish, list)).join(or)
}
