/** A filter's text is cut into pieces, each with its place. */
import { badFilter } from './problems.ts'
import { conditionOf, gluedAt, isCondition } from './conditions.ts'
import { fieldOf, keyOf } from './spellings.ts'

export interface Token {
  /** A `symbol` is an operator, a bracket or a comma; `end` is behind the last one. */
  type: 'word' | 'quoted' | 'label' | 'list' | 'symbol' | 'end'
  /** It has no quotes, and symbols are in ASCII. */
  value: string
  /** It begins and ends there, in UTF-16 code units. */
  at: number
  end: number
}

const space = /\s+/y
const symbol =
  /[!！][=＝]{1,2}|[<＜][=＝>＞]|[>＞][=＝]|[=＝][<＜>＞]|[=＝]{2,3}|[&＆]{2}|[|｜]{2}|[()&|!=<>~,（）＆｜！＝＜＞～≤≥≠]/y
/** It is a separator only between values, as Chinese names may have such a character. */
const comma = /[，、]/y
/** People write the same signs in other ways. */
const asAscii: Readonly<Record<string, string>> = {
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '==': '=',
  '===': '=',
  '!==': '!=',
  '<>': '!=',
  '=<': '<=',
  '=>': '>=',
  '&&': '&',
  '||': '|',
}
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
  /'([^']*?\S)'(?![\p{L}\p{N}])/uy,
]
const opening = /["“”„«»「」『』＂]/
const breaks = String.raw`\s()"&|=<>~,（）＆｜＝＜＞～≤≥≠“”„«»「」『』＂`
/** A `!` may end a word, but `!=` is an operator. */
const word = new RegExp(`(?:[^${breaks}#＃!！]|[!！](?![=＝]))(?:[^${breaks}!！]|[!！](?![=＝]))*`, 'y')
const value = new RegExp(word.source.replaceAll(breaks, `${breaks}，、`), 'y')
const mark = /[#＃@＠]/
/** A field may have a colon before its value. An address such as `list://…` is no field. */
const fieldAndColon = /([\p{L}]+)([:：])(?!\/\/)/uy
const colon = /[:：](?!\/\/)/y
/** An address is one word, whatever signs it has. */
const address = /[a-z][a-z0-9+.-]*:\/\/[^\s<>"“”()（），。]+/iy
/** The sign before `-#home` excludes the label; keyboards that correct what is typed write other dashes. */
const minus = /^[-－−–]/

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
    const sign = this.#text.charAt(this.#at)
    const next = this.#text.charAt(this.#at + 1)
    if (mark.test(next) && (minus.test(sign) || sign === '非')) return this.#add('symbol', 1, '!')
    return false
  }

  #marked(): boolean {
    const sign = this.#text.charAt(this.#at)
    if (!mark.test(sign)) return false
    const type = /[#＃]/.test(sign) ? 'label' : 'list'
    if (this.#quoted(type, 1)) return true
    const plain = this.#take(word, 1)
    if (!plain) throw badFilter(this.#at, type === 'label' ? 'label_missing' : 'list_missing', {})
    const name = this.#inOneWord(plain[0])
    const glued = gluedAt(name)
    if (glued?.before) return this.#add(type, glued.before.length + 1, glued.before)
    return this.#add(type, name.length + 1, name)
  }

  /** `R&D` is one label, and `#home&p1` is not. */
  #inOneWord(name: string): string {
    const rest = this.#text.slice(this.#at + 1 + name.length)
    const [more, behind = ''] = /^[&＆]([\p{L}\p{N}]+)(?![\p{L}\p{N}:：=<>~])/u.exec(rest) ?? []
    return more === undefined || conditionOf(keyOf(behind)) || fieldOf(keyOf(behind)) ? name : name + more
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
    const url = this.#take(address)
    if (url) return void this.#add('word', url[0].length, url[0])
    const before = this.#tokens.at(-1)
    const isBehindField = before?.type === 'word' && fieldOf(keyOf(before.value)) !== undefined
    if (isBehindField && this.#take(colon)) return void this.#add('symbol', 1, ':')
    const [, name = '', sign = ''] = this.#take(fieldAndColon) ?? []
    if (sign && fieldOf(keyOf(name))) {
      this.#add('word', name.length, name)
      this.#add('symbol', 1, ':')
      return
    }
    const glued = gluedAt(this.#take(this.#isInValues ? value : word)?.[0] ?? '')
    if (glued?.before === '') return void this.#add('word', glued.joint.length, glued.joint)
    if (glued && isCondition(glued.before)) return void this.#add('word', glued.before.length, glued.before)
    const plain = this.#take(this.#isInValues ? value : word)?.[0] ?? this.#text.charAt(this.#at)
    this.#add('word', plain.length, plain)
  }
}
