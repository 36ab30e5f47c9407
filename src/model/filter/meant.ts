/** What was meant by a text in which a date, or a comparison, is written in a way that the language does not have. */
import { conditionOf } from './conditions.ts'
import type { Field, Operator } from './filter.ts'
import { nearestDate, nearestDateOperator, nearestUnit } from './nearest.ts'
import { dateAt, keyAt } from './phrases.ts'
import { dateOf, dateOperatorOf, hadFact, keyOf, own, priorityOf, sideOf } from './spellings.ts'
import type { Token } from './tokens.ts'

/** From `at` to `end` of the text it can't be read; `nearest` is what was meant. */
export interface Meant {
  at: number
  end: number
  nearest: string
}

export interface Place {
  tokens: readonly Token[]
  at: number
  text: string
}

/** These words say how a field and its value are compared. */
export const operatorWords: Readonly<Record<string, string>> = {
  is: '=',
  are: '=',
  was: '=',
  equals: '=',
  equal: '=',
  above: '>',
  over: '>',
  below: '<',
  under: '<',
  than: '=',
  contains: '~',
  contain: '~',
  includes: '~',
  like: '~',
  has: '~',
  是: '=',
  为: '=',
  等于: '=',
  大于: '>',
  高于: '>',
  小于: '<',
  低于: '<',
  包含: '~',
  含: '~',
}
export const nothing = /^(?:none|null|nil|empty|nothing|missing|unset|never|blank|无|空|没有|为空)$/

/** It reaches from the word up to and including the token before `next`. */
export function meant({ tokens, at }: Place, next: number, nearest: string): Meant {
  const [first, last] = [tokens[at] as Token, tokens[Math.max(at, next - 1)] as Token]
  return { at: first.at, end: last.end, nearest }
}

export const asWritten = ({ tokens, text }: Place, from: number, to: number): string => {
  const [first, last] = [tokens[from], tokens[to - 1]]
  return first && last ? text.slice(first.at, last.end) : ''
}

/** It reads words that compare: `is`, `is not`, `greater than`, `at least`, `starts with`. */
export function comparedBy(
  tokens: readonly Token[],
  at: number,
): { operator: string; next: number } | undefined {
  const [word, second] = [keyAt(tokens, at), keyAt(tokens, at + 1)]
  if (word === 'at' && (second === 'least' || second === 'most'))
    return { operator: second === 'least' ? '>=' : '<=', next: at + 2 }
  if (/^(?:starts|begins)$/.test(word) && second === 'with') return { operator: '~', next: at + 2 }
  if (word === 'does' && second === 'not') return { operator: '!=', next: at + 3 }
  if (second === 'than')
    return /^(?:higher|greater|more|later)$/.test(word)
      ? { operator: '>', next: at + 2 }
      : { operator: '<', next: at + 2 }
  if (word === 'not' || word === '不是') return { operator: '!=', next: at + 1 }
  const operator = own(operatorWords, word)
  if (operator === undefined) return undefined
  return second === 'not' ? { operator: '!=', next: at + 2 } : { operator, next: at + 1 }
}

const counts: Readonly<Record<string, string>> = {
  a: '1',
  an: '1',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  ten: '10',
  fourteen: '14',
  thirty: '30',
}
const unit = /^(day|week|month|year)s?$/

/** It reads a number of days from today: `in 3 days`, `within 7 days`, `3 days ago`, `next seven days`. */
export function byDays(place: Place): Meant | undefined {
  const days = daysAt(place.tokens, place.at)
  return days && days.isSure ? meant(place, days.next, `due = ${days.value}`) : undefined
}

interface Days {
  value: string
  next: number
  /** Whether it can hardly be anything else; `7 days` can. */
  isSure: boolean
}

/** Days that are written in a way that is not read. */
export function daysAt(tokens: readonly Token[], from: number): Days | undefined {
  let at = from
  const before = keyAt(tokens, at)
  if (/^(?:in|within|for)$/.test(before)) at++
  if (keyAt(tokens, at) === 'the') at++
  const side = sideOf(keyAt(tokens, at))
  if (side) at++
  const word = keyAt(tokens, at)
  const count = own(counts, word) ?? (/^\+?[1-9]\d{0,3}$/.test(word) ? word.replace('+', '') : undefined)
  if (count === undefined) {
    const span = side && dateAt(tokens, at - 1)
    return span && at - 1 > from
      ? { value: asSpan(span.value), next: span.next, isSure: before !== 'for' && before !== 'in' }
      : undefined
  }
  const [, each = ''] = unit.exec(keyAt(tokens, at + 1)) ?? []
  if (each === '') return undefined
  const end = keyAt(tokens, at + 2)
  const units = `${count} ${each}s`
  if (end === 'ago') return { value: `-${count}${each.charAt(0)}`, next: at + 3, isSure: true }
  if (side) return { value: `${side} ${units}`, next: at + 2, isSure: !/^\d/.test(word) || before !== '' }
  if (before === 'in')
    return { value: `+${count}${each.charAt(0)}`, next: at + 2, isSure: !/^an?$/.test(word) }
  return { value: `next ${units}`, next: at + 2, isSure: before === 'within' }
}

const asSpan = (value: string): string => value.replaceAll('-', ' ')

/** It says what was meant where a date was expected; `isAll`: the whole condition is another one. */
export function meantDate(
  place: Place,
  field: Field,
  { operator, written }: { operator: Operator | undefined; written: string },
): { nearest: string; isAll?: { end: number } } | undefined {
  const { tokens, at } = place
  const word = keyAt(tokens, at)
  const endOf = (next: number) => (tokens[next - 1] as Token).end
  if (tokens[at]?.type === 'quoted' || word === '') return undefined
  const by = operator ? undefined : nearestDateOperator(word)
  if (by && dateAt(tokens, at + 1)) return { nearest: by }
  if (nothing.test(word) && hadFact(field)) return { nearest: `no ${field}`, isAll: { end: endOf(at + 1) } }
  if (field === 'finished' && /^(?:true|yes|false|no|1|0)$/.test(word))
    return {
      nearest: /^(?:true|yes|1)$/.test(word) ? 'finished' : 'not finished',
      isAll: { end: endOf(at + 1) },
    }
  const joined = conditionOf(keyOf(`${written}${word}`))
  if (/^\p{sc=Han}/u.test(written) && joined?.type === 'compare' && joined.field === field)
    return { nearest: `${written}${word}`, isAll: { end: endOf(at + 1) } }
  const compared = meantComparison(place, field) ?? meantRange(place, field)
  if (compared) return { nearest: compared.nearest, isAll: { end: endOf(compared.next) } }
  if (word === 'end' && keyAt(tokens, at + 1) === 'of') {
    const [, each] =
      /^(week|month|year)$/.exec(keyAt(tokens, at + (keyAt(tokens, at + 2) === 'the' ? 3 : 2))) ?? []
    if (each) return { nearest: `this ${each}` }
  }
  const [, side = '', when = ''] = /^([a-z]+)[:：](.+)$/.exec(word) ?? []
  if (dateOperatorOf(side) && dateOf(when)) return { nearest: `${side} ${when}` }
  const days = daysAt(tokens, at)
  const [, count, each = ''] =
    ((operator ?? '=') === '=' ? null : /^next (\d+) (\w)/.exec(days?.value ?? '')) ?? []
  if (days) return { nearest: count ? `+${count}${each}` : days.value }
  const nearest = nearestDate(word) ?? nearestUnit(word, keyAt(tokens, at + 1), keyAt(tokens, at + 2))
  return nearest === undefined ? undefined : { nearest }
}

/** It finds comparisons in words: `due is today`, `due is empty`, `finished is true`. */
function meantComparison(place: Place, field: Field): { nearest: string; next: number } | undefined {
  const { tokens, at } = place
  const words = comparedBy(tokens, at)
  if (!words || words.operator === '~') return undefined
  const value = keyAt(tokens, words.next)
  if (nothing.test(value) && hadFact(field)) return { nearest: `no ${field}`, next: words.next + 1 }
  if (field === 'finished' && /^(?:true|false)$/.test(value))
    return { nearest: value === 'true' ? 'finished' : 'not finished', next: words.next + 1 }
  const date = dateAt(tokens, words.next)
  return (
    date && {
      nearest: `${field} ${words.operator} ${asWritten(place, words.next, date.next)}`,
      next: date.next,
    }
  )
}

/** It finds ranges: `due between monday and friday`, `due 2026-11-01..2026-11-30`, `due mon-fri`. */
function meantRange(place: Place, field: Field): { nearest: string; next: number } | undefined {
  const { tokens, at } = place
  const range = (first: string, last: string) => `${field} from ${first} ${field} until ${last}`
  const word = keyAt(tokens, at)
  const [, begin = '', end = ''] =
    /^(.+?)(?:\.{2,3}|…)([^.].*)$/.exec(word) ?? /^([^-–~至到]+)[-–~至到](.+)$/.exec(word) ?? []
  if (dateOf(begin) && dateOf(end)) return { nearest: range(begin, end), next: at + 1 }
  if (word !== 'between') return undefined
  const first = dateAt(tokens, at + 1)
  const second = first && dateAt(tokens, first.next + 1)
  return (
    second && {
      nearest: range(asWritten(place, at + 1, first.next), asWritten(place, first.next + 1, second.next)),
      next: second.next,
    }
  )
}

const time = /^(?:\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?|\d{1,2}(?:am|pm|点|点半|时))$/

/** What stands behind a date and belongs to it, so that it is no search: a time, an offset, the end of a range. */
export function behindDate(
  place: Place,
  field: Field,
  first: number,
): { at: number; nearest?: string } | undefined {
  const { tokens, at } = place
  const word = keyAt(tokens, at)
  if (word === '' || conditionOf(word)) return undefined
  const found = { at }
  if (time.test(word)) return found
  const second = keyAt(tokens, at + 1)
  if (/^[+-]$/.test(word) && /^\d{1,4}[dwmy]$/.test(second)) return { ...found, nearest: `${word}${second}` }
  if (!/^(?:to|till|through|thru|bis|–|—|-|至|到)$/.test(word)) return undefined
  const end = dateAt(tokens, at + 1)
  return end
    ? {
        ...found,
        nearest: `${field} from ${asWritten(place, first, at)} ${field} until ${asWritten(place, at + 1, end.next)}`,
      }
    : undefined
}

/** In quick add `!high` is a priority, so a person who writes it here does not mean `not high`. */
export function meantPriority(sign: Token, next: Token): { found: string; nearest: string } | undefined {
  const isGlued = sign.value === '!' && sign.end === next.at && next.type === 'word'
  const priority = isGlued ? priorityOf(keyOf(next.value)) : undefined
  return priority === undefined ? undefined : { found: `!${next.value}`, nearest: `priority = ${priority}` }
}
