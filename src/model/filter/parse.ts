/**
 * From text to a filter, by precedence: `not` before `and` before `or`. What stands side by side is joined by `and`, so
 * that plain words are a search for all of them.
 */
import type { AppError } from '../errors.ts'
import { limits } from '../limits.ts'
import { filterLimits } from './limits.ts'
import { priorities } from '../priorities.ts'
import { isDateValue } from './dates.ts'
import {
  facts,
  fields,
  joined,
  operators,
  type Fact,
  type Field,
  type FieldKind,
  type Filter,
  type Operator,
} from './filter.ts'
import { badFilter } from './problems.ts'
import { tokensOf, type Token } from './tokens.ts'

/** @throws AppError `bad_filter`, with the place and what was expected there */
export function parseFilter(text: string): Filter {
  if (text.length > filterLimits.lengthMax)
    throw badFilter(filterLimits.lengthMax, 'too_long', { most: filterLimits.lengthMax })
  const parser = new Parser(text)
  return parser.whole()
}

/** Words that mean something by themselves; in quotes they are text. */
export function isReserved(word: string): boolean {
  const lower = word.toLowerCase()
  return ['and', 'or', 'not', 'in', 'no'].includes(lower) || isPlainFact(lower) || lower.startsWith('has:')
}

const isPlainFact = (word: string): word is Fact => facts[word as Fact]?.text === word

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
    while (this.#takes('or', '|')) of.push(this.#and())
    return joined('or', of)
  }

  #and(): Filter {
    const of = [this.#not()]
    while (this.#takes('and', '&') || this.#beginsTerm()) of.push(this.#not())
    return joined('and', of)
  }

  #not(): Filter {
    if (!this.#takes('not', '!')) return this.#term()
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
    if (token.type === 'label')
      return { type: 'compare', field: 'label', operator: '=', values: [token.value] }
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
    const operator = this.#operator(Object.hasOwn(fields, word))
    if (operator) return this.#comparison(token, word, operator)
    if (word === 'no') return { type: 'not', of: { type: 'has', what: this.#fact(this.#take(), 'no') } }
    if (word.startsWith('has:')) return { type: 'has', what: this.#fact(token, 'has:') }
    if (isPlainFact(word)) return { type: 'has', what: word }
    if (['and', 'or'].includes(word)) throw this.#noCondition(token)
    return textOf(token.value)
  }

  #fact(token: Token, behind: 'no' | 'has:'): Fact {
    const name = behind === 'has:' ? token.value.slice(4).toLowerCase() : token.value.toLowerCase()
    const known = Object.keys(facts).filter((fact) => !isPlainFact(fact))
    const singular = aliases[name] ?? name
    if (token.type === 'word' && known.includes(singular)) return singular as Fact
    throw badFilter(token.at, 'one_of_expected', { behind, names: known.join(', ') })
  }

  #comparison(token: Token, word: string, operator: Operator): Filter {
    const kind: FieldKind | undefined = Object.hasOwn(fields, word) ? fields[word as Field] : undefined
    if (!kind)
      throw badFilter(token.at, 'no_field', {
        found: this.#textOf(token),
        fields: Object.keys(fields).join(', '),
      })
    if (!kind.operators.includes(operator))
      throw badFilter(token.end, 'one_of_expected', { behind: word, names: kind.operators.join(' ') })
    const begun = this.#text.slice(token.at, this.#tokens[this.#next - 1]?.end)
    const values = operator === 'in' ? this.#values(kind, begun) : [this.#value(kind, begun)]
    return { type: 'compare', field: word as Field, operator, values }
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
    const token = this.#take()
    const isText = token.type === 'word' || token.type === 'quoted'
    const value = isText ? valueOf(kind, token.value) : undefined
    if (value !== undefined) return value
    throw badFilter(token.at, 'value_expected', { behind, value: expected, found: this.#found(token) })
  }

  #operator(isField: boolean): Operator | undefined {
    const { type, value } = this.#peek()
    const operator = operators.find((each) => each === value.toLowerCase())
    if (!operator || type === 'quoted' || type === 'label') return undefined
    // In a search "in" is a word like others.
    if (operator === 'in' && !isField && this.#tokens[this.#next + 1]?.value !== '(') return undefined
    this.#next++
    return operator
  }

  #beginsTerm(): boolean {
    const { type, value } = this.#peek()
    if (type === 'symbol') return value === '(' || value === '!'
    return type !== 'end' && !(type === 'word' && value.toLowerCase() === 'or')
  }

  #takes(...values: string[]): boolean {
    const { type, value } = this.#peek()
    if (type === 'quoted' || type === 'label' || !values.includes(value.toLowerCase())) return false
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

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Other words for the same. */
const aliases: Record<string, string> = {
  note: 'notes',
  labels: 'label',
  subtodo: 'subtodos',
  repeats: 'repeat',
  reminders: 'reminder',
}

const textOf = (value: string): Filter => ({ type: 'compare', field: 'text', operator: '~', values: [value] })

/** The value as it is kept; undefined: it is none of this kind. */
function valueOf(kind: FieldKind['kind'], text: string): string | undefined {
  const lower = text.toLowerCase()
  switch (kind) {
    case 'date':
    case 'moment':
      return isDateValue(lower) ? lower : undefined
    case 'priority':
      return priorities.find((priority) => priority === lower)
    case 'number':
      return /^\d{1,10}$/.test(text) && Number(text) <= limits.numberMax ? String(Number(text)) : undefined
    case 'id':
      return id.test(lower) ? lower : undefined
    case 'text':
      return text
  }
}
