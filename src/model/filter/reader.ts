/** It reads the pieces of a filter one after the other. */
import type { Place } from './meant.ts'
import { dateAt, withoutDate } from './phrases.ts'
import { ands, dateValueOf, keyOf, nots, ors } from './spellings.ts'
import { tokensOf, type Token } from './tokens.ts'

export class TokenReader {
  readonly text: string
  readonly tokens: readonly Token[]
  next = 0

  constructor(text: string) {
    this.text = text
    this.tokens = withoutDate(tokensOf(text))
  }

  /** It tells where the reader is, or so many tokens behind that. */
  place(behind = 0): Place {
    return { tokens: this.tokens, at: this.next + behind, text: this.text }
  }

  takes(...values: string[]): boolean {
    const { type, value } = this.peek()
    if ((type !== 'word' && type !== 'symbol') || !values.includes(keyOf(value))) return false
    this.next++
    return true
  }

  peek(): Token {
    return this.tokens[this.next] as Token
  }

  /** It returns the next token's word, unless the word is `and`, `or` or the like. */
  peekWord(): string | undefined {
    const { type, value } = this.peek()
    const word = keyOf(value)
    return type === 'word' && ![...ands, ...ors, ...nots, 'in', 'no'].includes(word) ? word : undefined
  }

  take(): Token {
    const token = this.peek()
    if (token.type !== 'end') this.next++
    return token
  }

  textOf({ at, end }: Token): string {
    return this.text.slice(at, end)
  }

  /** It returns what stands there; undefined at the end. */
  found(token: Token): string | undefined {
    return token.type === 'end' ? undefined : this.textOf(token)
  }

  /** A date may have one word or several; when there is none, no token is taken. */
  date(isQuotedToo = false): string | undefined {
    const token = this.peek()
    const quoted = isQuotedToo && token.type === 'quoted' ? dateValueOf(keyOf(token.value)) : undefined
    const phrase = quoted === undefined ? dateAt(this.tokens, this.next) : undefined
    if (quoted !== undefined) this.next++
    else if (phrase) this.next = phrase.next
    return quoted ?? phrase?.value
  }
}
