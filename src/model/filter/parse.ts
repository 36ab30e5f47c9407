/**
 * The parser follows precedence: `not` before `and` before `or`. Conditions without an operator between them are joined
 * by `and`, so that plain words are a search for all of them. A text that looks like a condition and is none is an
 * error, never a search for its words.
 */
import type { AppError } from '../errors.ts'
import { conditionOf, excludedBy, textOf } from './conditions.ts'
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
import { meantBy, valueBehind } from './guards.ts'
import { behindDate, meantDate, meantPriority } from './meant.ts'
import {
  likelyFact,
  nearestDate,
  nearestField,
  nearestPriority,
  nearestState,
  nearestUnit,
} from './nearest.ts'
import { dateAt, spanAt } from './phrases.ts'
import { badFilter, noField } from './problems.ts'
import {
  ands,
  dateOperatorOf,
  factSpellings,
  fieldOf,
  hadFact,
  keyOf,
  nots,
  ors,
  priorityOf,
  sideOf,
} from './spellings.ts'
import { TokenReader } from './reader.ts'
import type { Token } from './tokens.ts'
import { valueOf } from './values.ts'

/** @throws AppError `bad_filter`, with the place and what was expected there */
export function parseFilter(text: string): Filter {
  const most = filterLimits.lengthMax
  if (text.length > most) throw badFilter(most, 'too_long', { most })
  return new Parser(text).whole()
}

class Parser extends TokenReader {
  #depth = 0
  #terms = 0

  whole(): Filter {
    const filter = this.#or()
    const rest = this.peek()
    if (rest.type === 'end') return filter
    if (rest.value === ')') throw badFilter(rest.at, 'bracket_not_opened', {})
    // Other programs have commas between conditions.
    const nearest = rest.value === ',' ? 'or' : undefined
    throw badFilter(rest.at, 'not_expected', { found: this.textOf(rest), nearest })
  }

  #or(): Filter {
    const of = [this.#and()]
    while (this.takes(...ors, '|')) of.push(this.#and())
    return joined('or', of)
  }

  #and(): Filter {
    const of = [this.#not()]
    while (this.takes(...ands, '&') || this.#beginsTerm()) of.push(this.#not())
    return joined('and', of)
  }

  #not(): Filter {
    const sign = this.peek()
    if (!this.takes(...nots, '!')) return this.#term()
    const meant = meantPriority(sign, this.peek())
    if (meant) throw badFilter(sign.at, 'no_condition', meant)
    this.#deeper()
    const of = this.#not()
    this.#depth--
    return { type: 'not', of }
  }

  #term(): Filter {
    const token = this.take()
    if (token.type === 'symbol' && token.value === '(') {
      this.#deeper()
      const filter = this.#or()
      const close = this.take()
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
    const before = this.tokens[this.tokens.indexOf(token) - 1]
    const behind = before && this.textOf(before)
    return badFilter(token.at, 'condition_expected', { behind, found: this.found(token) })
  }

  #word(token: Token): Filter {
    const word = keyOf(token.value)
    const field = fieldOf(word) ?? (word === 'started' ? 'start' : undefined)
    const operator = this.#operator(field !== undefined)
    if (operator) return this.#comparison(token, word === 'started' ? undefined : field, operator)
    const by = dateOperatorOf(word)
    const glued = field ? this.#valueBehind(token, field) : by ? this.#dueBy(by) : this.#dates(token)
    if (glued) return glued
    if (word === 'no') return { type: 'not', of: { type: 'has', what: this.#fact(this.take(), 'no') } }
    if (word.startsWith('has:')) return { type: 'has', what: this.#fact(token, 'has:') }
    if ([...ands, ...ors].includes(word)) throw this.#noCondition(token)
    const level = priorityOf(word)
    if (level !== undefined && this.takes('priority', 'prio'))
      return { type: 'compare', field: 'priority', operator: '=', values: [level] }
    const condition = conditionOf(word)
    // More may belong to a date.
    if (condition?.type === 'compare' && condition.field === 'due')
      return this.#dated('due', condition.operator, condition.values[0] as string, this.next - 1)
    return condition ?? excludedBy(token.value) ?? this.#text_(token)
  }

  /** A field may have its value right after it, as in `due today`, `due before monday` or `priority high`. */
  #valueBehind(token: Token, field: Field): Filter | undefined {
    const { kind } = fields[field]
    if (kind === 'priority') return this.#priorityBehind()
    if (kind !== 'date' && kind !== 'moment') return undefined
    const start = this.next
    const by = this.peekWord()
    const operator = by === undefined ? undefined : dateOperatorOf(by)
    if (operator) this.next++
    const first = this.next
    const date = this.date()
    if (date !== undefined) return this.#dated(field, operator ?? '=', date, first)
    const found = this.peek()
    const meant = this.#meantDate(token, field, operator)
    const isDue = field === 'due' && (this.peekWord() !== undefined || operator !== undefined)
    if (isDue || (meant !== undefined && found.type === 'word'))
      throw badFilter(found.at, 'value_expected', {
        behind: this.text.slice(token.at, this.tokens[this.next - 1]?.end),
        value: 'date',
        found: this.found(found),
        nearest: meant,
        isWord: true,
      })
    this.next = start
    return undefined
  }

  /**
   * It says what was meant at the place where a date was expected.
   * @throws AppError where the whole condition is another one
   */
  #meantDate(token: Token, field: Field, operator: Operator | undefined): string | undefined {
    const meant = meantDate(this.place(), field, { operator, written: token.value })
    if (meant?.isAll)
      throw badFilter(token.at, 'no_condition', {
        found: this.text.slice(token.at, meant.isAll.end),
        nearest: meant.nearest,
      })
    return meant?.nearest
  }

  /** @param first - the place of the date's first token. @throws AppError where more belongs to the date */
  #dated(field: Field, operator: Operator, date: string, first: number): Filter {
    const more = behindDate(this.place(), field, first)
    const found = more && this.tokens[more.at]
    if (found) throw badFilter(found.at, 'not_expected', { found: this.textOf(found), nearest: more.nearest })
    return { type: 'compare', field, operator, values: [date] }
  }

  /** A date without a field is the due date, as in `before friday`. */
  #dueBy(operator: Operator): Filter | undefined {
    const first = this.next
    const date = this.date()
    return date === undefined ? undefined : this.#dated('due', operator, date, first)
  }

  #priorityBehind(): Filter | undefined {
    const word = this.peekWord()
    if (word === undefined) return undefined
    const priority = priorityOf(word)
    if (priority === undefined) {
      const found = this.peek()
      this.#assertNotMeant()
      throw badFilter(found.at, 'value_expected', {
        behind: 'priority',
        value: 'priority',
        found: this.found(found),
        nearest: nearestPriority(word),
        isWord: true,
      })
    }
    this.next++
    return this.#alone({ type: 'compare', field: 'priority', operator: '=', values: [priority] })
  }

  /** @throws AppError where the last word begins a condition that is written otherwise */
  #assertNotMeant(): void {
    const meant = meantBy(this.place(-1))
    // Where even what was meant can't be read, it is text that happens to begin so.
    if (meant && (/^(?:and|not)$/.test(meant.nearest) || this.#canBeRead(meant.nearest)))
      throw badFilter(meant.at, 'no_condition', {
        found: this.text.slice(meant.at, meant.end),
        nearest: meant.nearest,
      })
  }

  /** @throws AppError where `or` and another value follow, which would be searched for */
  #alone(filter: Filter & { field: Field }): Filter {
    const place = this.place()
    const more = valueBehind(place, filter.field)
    const found = more && this.tokens[more.at]
    if (found) throw badFilter(found.at, 'no_condition', { found: found.value, nearest: more.nearest })
    return filter
  }

  /** A span without a field is of the due date, as in `this week`. */
  #dates(token: Token): Filter | undefined {
    const first = this.next - 1
    const span = spanAt(this.tokens, first)
    if (span) {
      this.next = span.next
      return this.#dated('due', '=', span.value, first)
    }
    if (!sideOf(keyOf(token.value))) return undefined
    const words = [first, first + 1, first + 2].map((at) => {
      const each = this.tokens[at]
      return each?.type === 'word' ? keyOf(each.value) : ''
    })
    const [side = '', second = '', third = ''] = words
    const isCounted = /^\d+$/.test(second)
    const unit = this.tokens[first + (isCounted ? 2 : 1)]
    const nearest = unit && unit.value.length > 3 ? nearestUnit(side, second, third) : undefined
    if (unit === undefined || nearest === undefined) return undefined
    throw badFilter(unit.at, 'no_condition', { found: this.text.slice(token.at, unit.end), nearest })
  }

  /** Other words are searched for, unless they look like a condition. */
  #text_(token: Token): Filter {
    this.#assertNotMeant()
    const [, name = ''] = /^([a-z]{2,}):(?!\/)./i.exec(token.value) ?? []
    if (name) throw noField(token.at, name, nearestField(name.toLowerCase()))
    return textOf(/^(?:due|start)$/i.test(token.value) ? this.textOf(token) : token.value)
  }

  #fact(token: Token, behind: 'no' | 'has:'): Fact {
    const isGlued = behind === 'has:' && token.value.length > 4
    const named = isGlued || behind === 'no' ? token : this.take()
    const name = named.type === 'word' ? keyOf(isGlued ? named.value.slice(4) : named.value) : ''
    const fact = hadFact(name)
    if (fact) return fact
    throw badFilter(named.at, 'one_of_expected', {
      behind,
      names: factSpellings.join(', '),
      nearest: name === '' ? undefined : likelyFact(name),
    })
  }

  #comparison(token: Token, field: Field | undefined, written: Operator | ':'): Filter {
    if (!field)
      throw noField(
        token.at,
        this.textOf(token),
        /^(?:is|state|status|状态)$/.test(keyOf(token.value))
          ? nearestState(this.peekWord() ?? '')
          : nearestField(keyOf(token.value)),
      )
    const kind: FieldKind = fields[field]
    const operator = written === ':' ? this.#behindColon(kind) : written
    if (!kind.operators.includes(operator)) throw this.#noOperator(token, field, operator)
    const begun = this.text.slice(token.at, this.tokens[this.next - 1]?.end)
    if (operator === 'in') return { type: 'compare', field, operator, values: this.#values(kind, begun) }
    const first = this.next
    const isDate = kind.kind === 'date' || kind.kind === 'moment'
    const isDated = isDate && dateAt(this.tokens, first) !== undefined
    const nearest = isDate && !isDated ? this.#meantDate(token, field, operator) : undefined
    const value = this.#value(kind, begun, nearest)
    return isDate
      ? this.#dated(field, operator, value, first)
      : this.#alone({ type: 'compare', field, operator, values: [value] })
  }

  #noOperator(token: Token, field: Field, operator: Operator): AppError {
    const { kind, operators: known } = fields[field]
    if (operator === 'in' && (kind === 'date' || kind === 'moment')) {
      this.next--
      const nearest = this.#meantDate(token, field, '=')
      const behind = this.textOf(token)
      const found = this.found(this.peek())
      return badFilter(this.peek().at, 'value_expected', {
        behind,
        value: 'date',
        found,
        nearest,
        isWord: true,
      })
    }
    const nearest = operator === '=' && known.includes('~') ? '~' : undefined
    return badFilter(token.end, 'one_of_expected', {
      behind: token.value.toLowerCase(),
      names: known.join(' '),
      nearest,
    })
  }

  /** A colon means "contains" for text and "equals" for all else, and an operator may follow it: `due: < today`. */
  #behindColon(kind: FieldKind): Operator {
    const by =
      kind.kind === 'date' || kind.kind === 'moment' ? dateOperatorOf(this.peekWord() ?? '') : undefined
    if (by && dateAt(this.tokens, this.next + 1)) {
      this.next++
      return by
    }
    return (this.#operator(true) as Operator | undefined) ?? (kind.operators.includes('~') ? '~' : '=')
  }

  #values(kind: FieldKind, begun: string): string[] {
    const open = this.take()
    if (open.value !== '(' || open.type !== 'symbol') throw badFilter(open.at, 'list_expected', { begun })
    const values: string[] = []
    do {
      if (++this.#terms > filterLimits.termsMax)
        throw badFilter(this.peek().at, 'too_many_values', { most: filterLimits.termsMax })
      values.push(this.#value(kind, `${begun} (`))
    } while (this.takes(','))
    const close = this.take()
    if (close.value !== ')' || close.type !== 'symbol')
      throw badFilter(close.at, 'comma_expected', { found: this.found(close) })
    return values
  }

  #value({ kind, expected }: FieldKind, behind: string, meant?: string): string {
    const isDate = kind === 'date' || kind === 'moment'
    const date = isDate ? this.date(true) : undefined
    if (date !== undefined) return date
    const token = this.take()
    const isText = token.type === 'word' || token.type === 'quoted' || token.type === expected
    const value = isText ? valueOf(kind, token.value) : undefined
    if (value !== undefined) return value
    const lower = token.type === 'word' ? keyOf(token.value) : ''
    const nearest = isDate
      ? (meant ?? nearestDate(lower))
      : kind === 'priority'
        ? nearestPriority(lower)
        : undefined
    throw badFilter(token.at, 'value_expected', {
      behind,
      value: expected,
      found: this.found(token),
      nearest,
    })
  }

  #operator(isField: boolean): Operator | ':' | undefined {
    const { type, value } = this.peek()
    const operator = value === ':' ? value : operators.find((each) => each === value.toLowerCase())
    if (!operator || type === 'quoted' || type === 'label' || type === 'list') return undefined
    if (operator === ':' && type !== 'symbol') return undefined
    // In a search "in" is a word like others.
    if (operator === 'in' && !isField && this.tokens[this.next + 1]?.value !== '(') return undefined
    this.next++
    return operator
  }

  #beginsTerm(): boolean {
    const { type, value } = this.peek()
    if (type === 'symbol') return value === '(' || value === '!'
    return type !== 'end' && !(type === 'word' && ors.includes(keyOf(value)))
  }

  #deeper(): void {
    if (++this.#depth > filterLimits.depthMax)
      throw badFilter(this.peek().at, 'too_deep', { most: filterLimits.depthMax })
  }

  /** A suggestion is right when it can be read. */
  #canBeRead(text: string): boolean {
    try {
      return new Parser(text).whole() !== undefined
    } catch {
      return false
    }
  }
}
