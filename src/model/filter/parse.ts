/**
 * The parser follows precedence: `not` before `and` before `or`. Conditions without an operator between them are joined
 * by `and`, so that plain words are a search for all of them. A text that looks like a condition and is none is an
 * error, never a search for its words.
 */
import type { AppError } from '../errors.ts'
import { filterLimits } from './limits.ts'
import {
  fields,
  joined,
  operators,
  type Fact,
  type Field,
  type FieldKind,
  type Filter,
  type Operator,
} from './filter.ts'
import { nearestDate, nearestField, nearestOf, nearestPriority, nearestState } from './nearest.ts'
import { badFilter } from './problems.ts'
import {
  ands,
  conditionOf,
  dateOf,
  dateOperatorOf,
  dueOn,
  factSpellings,
  fieldOf,
  hadFact,
  nots,
  ors,
  priorityOf,
  sideOf,
  unitOf,
  unitSpellings,
} from './spellings.ts'
import { tokensOf, type Token } from './tokens.ts'
import { valueOf } from './values.ts'

/** @throws AppError `bad_filter`, with the place and what was expected there */
export function parseFilter(text: string): Filter {
  const most = filterLimits.lengthMax
  if (text.length > most) throw badFilter(most, 'too_long', { most })
  return new Parser(text).whole()
}

/** A reserved word is a part of the language, so it must be in quotes to be searched for. */
export function isReserved(word: string): boolean {
  const lower = word.toLowerCase()
  return (
    [...ands, ...ors, ...nots, 'in', 'no'].includes(lower) ||
    fieldOf(lower) !== undefined ||
    sideOf(lower) !== undefined ||
    conditionOf(lower) !== undefined
  )
}

class Parser {
  readonly #text: string
  readonly #tokens: Token[]
  #next = 0
  #depth = 0
  #terms = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  whole(): Filter {
    const filter = this.#or()
    const rest = this.#peek()
    if (rest.type === 'end') return filter
    if (rest.value === ')') throw badFilter(rest.at, 'bracket_not_opened', {})
    throw badFilter(rest.at, 'not_expected', { found: this.#textOf(rest) })
  }

  #or(): Filter {
    const of = [this.#and()]
    while (this.#takes(...ors, '|')) of.push(this.#and())
    return joined('or', of)
  }

  #and(): Filter {
    const of = [this.#not()]
    while (this.#takes(...ands, '&') || this.#beginsTerm()) of.push(this.#not())
    return joined('and', of)
  }

  #not(): Filter {
    const sign = this.#peek()
    if (!this.#takes(...nots, '!')) return this.#term()
    const next = this.#peek()
    // In quick add `!high` is a priority, so a person who writes it here does not mean `not high`.
    if (
      sign.value === '!' &&
      sign.end === next.at &&
      next.type === 'word' &&
      priorityOf(next.value.toLowerCase())
    )
      throw badFilter(sign.at, 'no_condition', {
        found: `!${next.value}`,
        nearest: `priority = ${priorityOf(next.value.toLowerCase())}`,
      })
    this.#deeper()
    const of = this.#not()
    this.#depth--
    return { type: 'not', of }
  }

  #term(): Filter {
    const token = this.#take()
    if (token.type === 'symbol' && token.value === '(') {
      this.#deeper()
      const filter = this.#or()
      const close = this.#take()
      if (close.value !== ')' || close.type !== 'symbol')
        throw badFilter(close.at, 'bracket_not_closed', { at: token.at + 1 })
      this.#depth--
      return filter
    }
    if (++this.#terms > filterLimits.termsMax)
      throw badFilter(token.at, 'too_many_conditions', { most: filterLimits.termsMax })
    if (token.type === 'quoted') return textOf(token.value)
    if (token.type === 'label' || token.type === 'list')
      return { type: 'compare', field: token.type, operator: '=', values: [token.value] }
    if (token.type === 'word') return this.#word(token)
    throw this.#noCondition(token)
  }

  #noCondition(token: Token): AppError {
    const before = this.#tokens[this.#tokens.indexOf(token) - 1]
    const behind = before && this.#textOf(before)
    return badFilter(token.at, 'condition_expected', { behind, found: this.#found(token) })
  }

  #word(token: Token): Filter {
    const word = token.value.toLowerCase()
    const field = fieldOf(word) ?? (word === 'started' ? 'start' : undefined)
    const operator = this.#operator(field !== undefined)
    if (operator) return this.#comparison(token, word === 'started' ? undefined : field, operator)
    const by = dateOperatorOf(word)
    const glued = field ? this.#valueBehind(token, field) : by ? this.#dueBy(by) : this.#dates(token)
    if (glued) return glued
    if (word === 'no') return { type: 'not', of: { type: 'has', what: this.#fact(this.#take(), 'no') } }
    if (word.startsWith('has:')) return { type: 'has', what: this.#fact(token, 'has:') }
    if ([...ands, ...ors].includes(word)) throw this.#noCondition(token)
    return conditionOf(word) ?? this.#excluded(token) ?? this.#text_(token)
  }

  /** A field may have its value right after it, as in `due today`, `due before monday` or `priority high`. */
  #valueBehind(token: Token, field: Field): Filter | undefined {
    const { kind } = fields[field]
    if (kind === 'priority') return this.#priorityBehind()
    if (kind !== 'date' && kind !== 'moment') return undefined
    const start = this.#next
    const by = this.#peekWord()
    const operator = by === undefined ? undefined : dateOperatorOf(by)
    if (operator) this.#next++
    const date = this.#date()
    if (date !== undefined) return { type: 'compare', field, operator: operator ?? '=', values: [date] }
    const found = this.#peek()
    const next = this.#peekWord()
    const nearest = next === undefined ? undefined : this.#nearestDate(found)
    const isDue = field === 'due' && (next !== undefined || operator !== undefined)
    if (isDue || (nearest !== undefined && found.type === 'word'))
      throw badFilter(found.at, 'value_expected', {
        behind: this.#text.slice(token.at, this.#tokens[this.#next - 1]?.end),
        value: 'date',
        found: this.#found(found),
        nearest,
        isWord: true,
      })
    this.#next = start
    return undefined
  }

  /** A date without a field is the due date, as in `before friday`. */
  #dueBy(operator: Operator): Filter | undefined {
    const date = this.#date()
    return date === undefined ? undefined : { type: 'compare', field: 'due', operator, values: [date] }
  }

  #priorityBehind(): Filter | undefined {
    const word = this.#peekWord()
    if (word === undefined) return undefined
    const priority = priorityOf(word)
    if (priority === undefined) {
      const found = this.#peek()
      throw badFilter(found.at, 'value_expected', {
        behind: 'priority',
        value: 'priority',
        found: this.#found(found),
        nearest: nearestPriority(word),
        isWord: true,
      })
    }
    this.#next++
    return { type: 'compare', field: 'priority', operator: '=', values: [priority] }
  }

  /** A span without a field is of the due date, as in `this week`. */
  #dates(token: Token): Filter | undefined {
    this.#next--
    const span = this.#span()
    if (span !== undefined) return dueOn(span)
    this.#next++
    if (!sideOf(token.value.toLowerCase())) return undefined
    const count = this.#peekWord() ?? ''
    const isCounted = /^\d+$/.test(count)
    const unit = isCounted ? this.#tokens[this.#next + 1] : this.#peek()
    const nearest =
      unit?.type === 'word' && unit.value.length > 3
        ? nearestOf(unit.value.toLowerCase(), unitSpellings)
        : undefined
    if (unit === undefined || nearest === undefined) return undefined
    throw badFilter(unit.at, 'no_condition', {
      found: this.#text.slice(token.at, unit.end),
      nearest: `${token.value}${isCounted ? ` ${count}` : ''} ${nearest}`,
    })
  }

  /** A date may have one word or several; when there is none, no token is taken. */
  #date(isQuotedToo = false): string | undefined {
    const span = this.#span()
    if (span !== undefined) return span
    const token = this.#peek()
    const date =
      token.type === 'word' || (isQuotedToo && token.type === 'quoted')
        ? dateOf(token.value.toLowerCase())
        : undefined
    if (date !== undefined) this.#next++
    return date
  }

  /** It reads spans of two or three words: `this week`, `next friday`, `next 7 days`. */
  #span(): string | undefined {
    const side = sideOf(this.#peekWord() ?? '')
    if (!side) return undefined
    const [, second, third] = this.#tokens.slice(this.#next, this.#next + 3)
    if (second?.type !== 'word') return undefined
    const unit = unitOf(second.value.toLowerCase(), false)
    const count =
      third?.type === 'word' && side !== 'this' && /^[1-9]\d{0,3}$/.test(second.value)
        ? second.value
        : undefined
    const each = count === undefined ? undefined : unitOf(third?.value.toLowerCase() ?? '', true)
    if (!unit && !each) return undefined
    this.#next += unit ? 2 : 3
    return unit ? `${side}-${unit}` : `${side}-${count}-${each}s`
  }

  /** It returns the date that a misspelled word means. */
  #nearestDate(token: Token): string | undefined {
    return token.type === 'word' && token.value.length > 3
      ? nearestDate(token.value.toLowerCase())
      : undefined
  }

  /** `-milk` finds todos without the word. */
  #excluded(token: Token): Filter | undefined {
    if (!/^-[\p{L}\p{N}]/u.test(token.value)) return undefined
    const word = token.value.slice(1)
    return { type: 'not', of: conditionOf(word.toLowerCase()) ?? textOf(word) }
  }

  /** Other words are searched for, but a word with a colon is a condition that was spelled wrongly. */
  #text_(token: Token): Filter {
    const [, name = ''] = /^([a-z]{2,}):(?!\/)./i.exec(token.value) ?? []
    if (name)
      throw badFilter(token.at, 'no_field', {
        found: name,
        fields: Object.keys(fields).join(', '),
        nearest:
          name.toLowerCase() === 'is' ? nearestState(token.value.slice(3)) : nearestField(name.toLowerCase()),
      })
    return textOf(token.value)
  }

  #fact(token: Token, behind: 'no' | 'has:'): Fact {
    const name = behind === 'has:' ? token.value.slice(4).toLowerCase() : token.value.toLowerCase()
    const fact = token.type === 'word' ? hadFact(name) : undefined
    if (fact) return fact
    const nearest = token.type === 'word' ? nearestOf(name, factSpellings) : undefined
    throw badFilter(token.at, 'one_of_expected', { behind, names: factSpellings.join(', '), nearest })
  }

  #comparison(token: Token, field: Field | undefined, written: Operator | ':'): Filter {
    if (!field)
      throw badFilter(token.at, 'no_field', {
        found: this.#textOf(token),
        fields: Object.keys(fields).join(', '),
        nearest: nearestField(token.value.toLowerCase()),
      })
    const kind: FieldKind = fields[field]
    const operator = written === ':' ? this.#behindColon(kind) : written
    if (!kind.operators.includes(operator))
      throw badFilter(token.end, 'one_of_expected', {
        behind: token.value.toLowerCase(),
        names: kind.operators.join(' '),
      })
    const begun = this.#text.slice(token.at, this.#tokens[this.#next - 1]?.end)
    const values = operator === 'in' ? this.#values(kind, begun) : [this.#value(kind, begun)]
    return { type: 'compare', field, operator, values }
  }

  /** A colon means "contains" for text and "equals" for all else, and an operator may follow it: `due: < today`. */
  #behindColon(kind: FieldKind): Operator {
    return (this.#operator(true) as Operator | undefined) ?? (kind.operators.includes('~') ? '~' : '=')
  }

  #values(kind: FieldKind, begun: string): string[] {
    const open = this.#take()
    if (open.value !== '(' || open.type !== 'symbol') throw badFilter(open.at, 'list_expected', { begun })
    const values: string[] = []
    do {
      if (++this.#terms > filterLimits.termsMax)
        throw badFilter(this.#peek().at, 'too_many_values', { most: filterLimits.termsMax })
      values.push(this.#value(kind, `${begun} (`))
    } while (this.#takes(','))
    const close = this.#take()
    if (close.value !== ')' || close.type !== 'symbol')
      throw badFilter(close.at, 'comma_expected', { found: this.#found(close) })
    return values
  }

  #value({ kind, expected }: FieldKind, behind: string): string {
    const isDate = kind === 'date' || kind === 'moment'
    const date = isDate ? this.#date(true) : undefined
    if (date !== undefined) return date
    const token = this.#take()
    const isText = token.type === 'word' || token.type === 'quoted' || token.type === expected
    const value = isText ? valueOf(kind, token.value) : undefined
    if (value !== undefined) return value
    const lower = token.type === 'word' ? token.value.toLowerCase() : ''
    const nearest = isDate ? nearestDate(lower) : kind === 'priority' ? nearestPriority(lower) : undefined
    throw badFilter(token.at, 'value_expected', {
      behind,
      value: expected,
      found: this.#found(token),
      nearest,
    })
  }

  #operator(isField: boolean): Operator | ':' | undefined {
    const { type, value } = this.#peek()
    const operator = value === ':' ? value : operators.find((each) => each === value.toLowerCase())
    if (!operator || type === 'quoted' || type === 'label' || type === 'list') return undefined
    if (operator === ':' && type !== 'symbol') return undefined
    // In a search "in" is a word like others.
    if (operator === 'in' && !isField && this.#tokens[this.#next + 1]?.value !== '(') return undefined
    this.#next++
    return operator
  }

  #beginsTerm(): boolean {
    const { type, value } = this.#peek()
    if (type === 'symbol') return value === '(' || value === '!'
    return type !== 'end' && !(type === 'word' && ors.includes(value.toLowerCase()))
  }

  #takes(...values: string[]): boolean {
    const { type, value } = this.#peek()
    if ((type !== 'word' && type !== 'symbol') || !values.includes(value.toLowerCase())) return false
    this.#next++
    return true
  }

  #deeper(): void {
    if (++this.#depth > filterLimits.depthMax)
      throw badFilter(this.#peek().at, 'too_deep', { most: filterLimits.depthMax })
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  /** It returns the next token's word, unless the word is `and`, `or` or the like. */
  #peekWord(): string | undefined {
    const { type, value } = this.#peek()
    const word = value.toLowerCase()
    return type === 'word' && ![...ands, ...ors, ...nots, 'in', 'no'].includes(word) ? word : undefined
  }

  #take(): Token {
    const token = this.#peek()
    if (token.type !== 'end') this.#next++
    return token
  }

  #textOf({ at, end }: Token): string {
    return this.#text.slice(at, end)
  }

  /** What stands there; undefined at the end. */
  #found(token: Token): string | undefined {
    return token.type === 'end' ? undefined : this.#textOf(token)
  }
}

const textOf = (value: string): Filter => ({ type: 'compare', field: 'text', operator: '~', values: [value] })
