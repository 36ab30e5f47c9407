/** A filter's text in pieces, each with its place. */
import { badFilter } from './problems.ts'

export interface Token {
  /** `symbol`: an operator, a bracket or a comma. `end`: behind the last one. */
  type: 'word' | 'quoted' | 'label' | 'symbol' | 'end'
  /** What it says, without quotes. */
  value: string
  /** Where it begins, and where it ends, in UTF-16 code units. */
  at: number
  end: number
}

const space = /\s+/y
const symbol = /!=|<=|>=|[()&|!=<>~,]/y
const quoted = /#?"((?:[^"\\]|\\["\\])*)"/y
/** A `!` may end a word, but `!=` is an operator. */
const word = /#?(?:[^\s()"&|!=<>~,#]|!(?!=))(?:[^\s()"&|!=<>~,]|!(?!=))*/y

/** @throws AppError `bad_filter` */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  const add = (type: Token['type'], found: string, value: string) => {
    tokens.push({ type, value, at, end: at + found.length })
    at += found.length
  }
  while (at < text.length) {
    const blank = take(space)
    if (blank) {
      at += blank[0].length
      continue
    }
    const found = take(symbol)
    if (found) {
      add('symbol', found[0], found[0])
      continue
    }
    const quote = take(quoted)
    if (quote) {
      const value = (quote[1] ?? '').replaceAll(/\\(["\\])/g, '$1')
      const isLabel = quote[0].startsWith('#')
      if (value.trim() === '') throw badFilter(at, 'nothing_quoted', {})
      add(isLabel ? 'label' : 'quoted', quote[0], value)
      continue
    }
    const plain = take(word)
    if (!plain) throw badFilter(at, text[at] === '"' ? 'quote_not_closed' : 'label_missing', {})
    const isLabel = plain[0].startsWith('#')
    add(isLabel ? 'label' : 'word', plain[0], isLabel ? plain[0].slice(1) : plain[0])
  }
  tokens.push({ type: 'end', value: '', at: text.length, end: text.length })
  return tokens
}
