/**
 * Reads filters as version 0.2 did, when `today` was a word like any other. It reads what was written then: filters
 * saved in a database of that version, and filters that its clients send. So it is never changed, and has its own
 * tables; a text that it can not read was no filter in version 0.2.
 */
import { filterLimits } from './limits.ts'
import { joined, type Fact, type Field, type Filter, type Operator } from './filter.ts'
import { parseFilter } from './parse.ts'
import { printFilter } from './print.ts'
import { AppError } from '../errors.ts'

/**
 * It translates a filter of version 0.2 into one of today, and returns the same text when its meaning is unchanged. It
 * returns undefined when the text was no filter then either, or when the translation would be too long.
 */
export function fromBefore(text: string): string | undefined {
  const meant = readBefore(text)
  if (!meant) return undefined
  const asPrinted = printFilter(meant)
  if (printed(text) === asPrinted) return text
  return asPrinted.length > filterLimits.lengthMax ? undefined : asPrinted
}

function printed(text: string): string | undefined {
  try {
    return printFilter(parseFilter(text))
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

const plainFacts: readonly string[] = ['finished', 'overdue', 'started', 'deleted'] satisfies Fact[]
const hadFacts: readonly string[] = [
  'due',
  'notes',
  'label',
  'parent',
  'subtodos',
  'priority',
  'repeat',
  'reminder',
  'start',
] satisfies Fact[]
const aliases: Record<string, string> = {
  note: 'notes',
  labels: 'label',
  subtodo: 'subtodos',
  repeats: 'repeat',
  reminders: 'reminder',
}

const ordered: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>=']
const either: readonly Operator[] = ['=', '!=', 'in']
const date = [
  /^(\d{4}-\d{2}-\d{2}|today|tomorrow|yesterday|mon|tue|wed|thu|fri|sat|sun|[+-]\d{1,4}[dwmy])$/,
  ordered,
] as const
const number = /^\d{1,10}$/
const text = /^/
const fields: Partial<Record<Field, readonly [RegExp, readonly Operator[]]>> = {
  due: date,
  created: date,
  updated: date,
  finished: date,
  deleted: date,
  start: date,
  priority: [/^(none|low|medium|high)$/, [...ordered, 'in']],
  number: [number, [...ordered, 'in']],
  name: [text, [...either, '~']],
  notes: [text, ['~']],
  text: [text, ['~']],
  list: [text, either],
  label: [text, either],
  parent: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, either],
}
const numberMax = 2_147_483_647
const operators: readonly string[] = ['=', '!=', '<', '<=', '>', '>=', '~', 'in'] satisfies Operator[]

class Unreadable extends Error {}

type Token = { type: 'word' | 'quoted' | 'label' | 'symbol' | 'end'; value: string }

function tokensOf(whole: string): Token[] {
  const pieces =
    /\s+|(!=|<=|>=|[()&|!=<>~,])|(#?)"((?:[^"\\]|\\["\\])*)"|(#?(?:[^\s()"&|!=<>~,#]|!(?!=))(?:[^\s()"&|!=<>~,]|!(?!=))*)/y
  const tokens: Token[] = []
  while (pieces.lastIndex < whole.length) {
    const [found, symbol, mark, quoted, plain] = pieces.exec(whole) ?? []
    if (found === undefined) throw new Unreadable()
    if (symbol !== undefined) tokens.push({ type: 'symbol', value: symbol })
    else if (quoted !== undefined) {
      const value = quoted.replaceAll(/\\(["\\])/g, '$1')
      if (value.trim() === '') throw new Unreadable()
      tokens.push({ type: mark ? 'label' : 'quoted', value })
    } else if (plain?.startsWith('#')) tokens.push({ type: 'label', value: plain.slice(1) })
    else if (plain !== undefined) tokens.push({ type: 'word', value: plain })
  }
  return [...tokens, { type: 'end', value: '' }]
}

/** It returns undefined for a text that version 0.2 could not read. */
export function readBefore(whole: string): Filter | undefined {
  if (whole.length > filterLimits.lengthMax) return undefined
  try {
    const reader = new Reader(tokensOf(whole))
    return reader.whole()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

class Reader {
  readonly #tokens: Token[]
  #next = 0
  #depth = 0
  #terms = 0

  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  whole(): Filter {
    const filter = this.#or()
    this.#must(this.#peek().type === 'end')
    return filter
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
    this.#must(++this.#depth <= filterLimits.depthMax)
    const of = this.#not()
    this.#depth--
    return { type: 'not', of }
  }

  #term(): Filter {
    const { type, value } = this.#take()
    if (type === 'symbol' && value === '(') {
      this.#must(++this.#depth <= filterLimits.depthMax)
      const filter = this.#or()
      this.#must(this.#takesSymbol(')'))
      this.#depth--
      return filter
    }
    this.#must(++this.#terms <= filterLimits.termsMax)
    if (type === 'quoted') return words(value)
    if (type === 'label') return { type: 'compare', field: 'label', operator: '=', values: [value] }
    this.#must(type === 'word')
    return this.#word(value, value.toLowerCase())
  }

  #word(written: string, word: string): Filter {
    const kind = Object.hasOwn(fields, word) ? fields[word as Field] : undefined
    const operator = this.#operator(kind !== undefined)
    if (operator) {
      if (!kind?.[1].includes(operator)) throw new Unreadable()
      const values = operator === 'in' ? this.#values(kind[0]) : [this.#value(kind[0])]
      return { type: 'compare', field: word as Field, operator, values }
    }
    if (word === 'no') return { type: 'not', of: { type: 'has', what: this.#fact(this.#take()) } }
    if (word.startsWith('has:'))
      return { type: 'has', what: this.#fact({ type: 'word', value: word.slice(4) }) }
    if (plainFacts.includes(word)) return { type: 'has', what: word as Fact }
    this.#must(word !== 'and' && word !== 'or')
    return words(written)
  }

  #fact({ type, value }: Token): Fact {
    const name = value.toLowerCase()
    const fact = Object.hasOwn(aliases, name) ? (aliases[name] as string) : name
    this.#must(type === 'word' && hadFacts.includes(fact))
    return fact as Fact
  }

  #values(kind: RegExp): string[] {
    this.#must(this.#takesSymbol('('))
    const values: string[] = []
    do {
      this.#must(++this.#terms <= filterLimits.termsMax)
      values.push(this.#value(kind))
    } while (this.#takes(','))
    this.#must(this.#takesSymbol(')'))
    return values
  }

  #value(kind: RegExp): string {
    const { type, value } = this.#take()
    this.#must(type === 'word' || type === 'quoted')
    if (kind === text) return value
    const lower = value.toLowerCase()
    this.#must(kind.test(lower))
    if (kind === number) {
      this.#must(Number(value) <= numberMax)
      return String(Number(value))
    }
    const isDay = /^\d{4}-/.test(lower) && kind === date[0]
    const day = new Date(`${lower}T00:00:00Z`)
    this.#must(
      !isDay || (lower >= '0001' && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(lower)),
    )
    return lower
  }

  #operator(isField: boolean): Operator | undefined {
    const { type, value } = this.#peek()
    const operator = value.toLowerCase()
    if (!operators.includes(operator) || type === 'quoted' || type === 'label') return undefined
    if (operator === 'in' && !isField && this.#tokens[this.#next + 1]?.value !== '(') return undefined
    this.#next++
    return operator as Operator
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

  #takesSymbol(symbol: string): boolean {
    const { type, value } = this.#take()
    return type === 'symbol' && value === symbol
  }

  #must(is: boolean): void {
    if (!is) throw new Unreadable()
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  #take(): Token {
    const token = this.#peek()
    if (token.type !== 'end') this.#next++
    return token
  }
}

const words = (value: string): Filter => ({ type: 'compare', field: 'text', operator: '~', values: [value] })
