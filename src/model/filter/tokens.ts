/** A filter's text in pieces, each with its place. */
import { badFilter } from './problems.ts'
import { fieldOf } from './spellings.ts'

export interface Token {
  /** `symbol`: an operator, a bracket or a comma. `end`: behind the last one. */
  type: 'word' | 'quoted' | 'label' | 'list' | 'symbol' | 'end'
  /** It has no quotes, and symbols are in ASCII. */
  value: string
  /** Where it begins, and where it ends, in UTF-16 code units. */
  at: number
  end: number
}

const space = /\s+/y
const symbol = /[!！][=＝]|[<＜][=＝]|[>＞][=＝]|[=＝]{2}|[()&|!=<>~,（）＆｜！＝＜＞～≤≥≠]/y
/** It is a separator only between values, as Chinese names may have such a character. */
const comma = /[，、]/y
const asAscii: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '≠': '!=', '==': '=' }
/** In quotes of ASCII a backslash keeps a quote; the others are taken as they stand. */
const quoted = /"((?:[^"\\]|\\["\\])*)"/y
/** Each language has its own quotes, and people often close them with another mark. */
const quotes = [
  /“([^”]*)”|“([^“"]*)["“]/y,
  /„([^“”]*)[“”]|„([^"]*)"/y,
  /”([^”]*)”/y,
  /«([^»]*)»/y,
  /»([^«»]*)[«»]/y,
  /「([^」]*)」/y,
  /『([^』]*)』/y,
  /＂([^＂"]*)[＂"]/y,
  // The closing mark is also the apostrophe, which must not end the quotation.
  /‘(.*?)’(?![\p{L}\p{N}])/uy,
  /‚([^‘’]*)[‘’]/y,
]
const opening = /["“”„«»「」『』＂]/
const breaks = String.raw`\s()"&|=<>~,（）＆｜＝＜＞～≤≥≠“”„«»「」『』＂`
/** A `!` may end a word, but `!=` is an operator. */
const word = new RegExp(`(?:[^${breaks}#＃!！]|[!！](?![=＝]))(?:[^${breaks}!！]|[!！](?![=＝]))*`, 'y')
const value = new RegExp(word.source.replaceAll(breaks, `${breaks}，、`), 'y')
const mark = /[#＃@＠]/
/** A field may have a colon before its value. An address such as `list://…` is no field. */
const fieldAndColon = /([\p{L}]+)([:：])(?!\/\/)/uy

/** @throws AppError `bad_filter` */
export function tokensOf(text: string): Token[] {
  const lexer = new Lexer(text)
  while (!lexer.isAtEnd()) lexer.step()
  return lexer.all()
}

class Lexer {
  readonly #text: string
  readonly #tokens: Token[] = []
  #at = 0
  #isInValues = false

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  all(): Token[] {
    const end = this.#text.length
    return [...this.#tokens, { type: 'end', value: '', at: end, end }]
  }

  step(): void {
    const blank = this.#take(space)
    if (blank) {
      this.#at += blank[0].length
      return
    }
    const isTaken = this.#symbol() || this.#excluded() || this.#marked() || this.#quoted('quoted', 0)
    if (!isTaken) this.#word()
  }

  #take(pattern: RegExp, offset = 0): RegExpExecArray | null {
    pattern.lastIndex = this.#at + offset
    return pattern.exec(this.#text)
  }

  #add(type: Token['type'], length: number, value: string): true {
    this.#tokens.push({ type, value, at: this.#at, end: this.#at + length })
    this.#at += length
    return true
  }

  #symbol(): boolean {
    const found = this.#take(symbol) ?? (this.#isInValues ? this.#take(comma) : null)
    if (!found) return false
    const ascii = found[0] === '，' || found[0] === '、' ? ',' : found[0].normalize('NFKC')
    if (ascii === '(') this.#isInValues = this.#tokens.at(-1)?.value.toLowerCase() === 'in'
    if (ascii === ')') this.#isInValues = false
    return this.#add('symbol', found[0].length, asAscii[found[0]] ?? asAscii[ascii] ?? ascii)
  }

  /** `-#home` finds todos without the label. */
  #excluded(): boolean {
    const next = this.#text.charAt(this.#at + 1)
    return this.#text[this.#at] === '-' && mark.test(next) && this.#add('symbol', 1, '!')
  }

  #marked(): boolean {
    const sign = this.#text.charAt(this.#at)
    if (!mark.test(sign)) return false
    const type = /[#＃]/.test(sign) ? 'label' : 'list'
    if (this.#quoted(type, 1)) return true
    const plain = this.#take(word, 1)
    if (!plain) throw badFilter(this.#at, type === 'label' ? 'label_missing' : 'list_missing', {})
    return this.#add(type, plain[0].length + 1, plain[0])
  }

  #quoted(type: Token['type'], offset: number): boolean {
    const ascii = this.#take(quoted, offset)
    if (ascii)
      return this.#between(type, offset + ascii[0].length, (ascii[1] ?? '').replaceAll(/\\(["\\])/g, '$1'))
    for (const pair of quotes) {
      const found = this.#take(pair, offset)
      if (found) return this.#between(type, offset + found[0].length, (found[1] ?? found[2] ?? '').trim())
    }
    if (opening.test(this.#text.charAt(this.#at + offset))) throw badFilter(this.#at, 'quote_not_closed', {})
    return false
  }

  #between(type: Token['type'], length: number, value: string): true {
    if (value.trim() === '') throw badFilter(this.#at, 'nothing_quoted', {})
    return this.#add(type, length, value)
  }

  #word(): void {
    const [, name = '', colon = ''] = this.#take(fieldAndColon) ?? []
    if (colon && fieldOf(name.toLowerCase())) {
      this.#add('word', name.length, name)
      this.#add('symbol', 1, ':')
      return
    }
    const plain = this.#take(this.#isInValues ? value : word)?.[0] ?? this.#text.charAt(this.#at)
    this.#add('word', plain.length, plain)
  }
}
