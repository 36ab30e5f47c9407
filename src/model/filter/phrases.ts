/** Dates of one word or of several are read here, from the pieces of a filter. */
import { dateValueOf, keyOf, sideOf, unitOf } from './spellings.ts'
import type { Token } from './tokens.ts'

/** What was read, and the place of the token behind it. */
export interface Phrase {
  value: string
  next: number
}

export const keyAt = (tokens: readonly Token[], at: number): string => {
  const token = tokens[at]
  return token?.type === 'word' ? keyOf(token.value) : ''
}

/** It reads spans of two or three words: `this week`, `next friday`, `next 7 days`. */
export function spanAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const side = sideOf(keyAt(tokens, at))
  if (!side) return undefined
  const second = keyAt(tokens, at + 1)
  const unit = unitOf(second, false)
  if (unit) return { value: `${side}-${unit}`, next: at + 2 }
  const count = side !== 'this' && /^[1-9]\d{0,3}$/.test(second)
  const each = count ? unitOf(keyAt(tokens, at + 2), true) : undefined
  return each === undefined ? undefined : { value: `${side}-${second}-${each}s`, next: at + 3 }
}

/** It reads a date of one word or of several. */
export function dateAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const span = spanAt(tokens, at)
  if (span) return span
  const value = dateValueOf(keyAt(tokens, at))
  return value === undefined ? undefined : { value, next: at + 1 }
}

const dated = /^(?:has:)?(?:due|start)$/
/** `due date` and `start date` are the fields `due` and `start`. */
export function withoutDate(tokens: readonly Token[]): Token[] {
  const all: Token[] = []
  for (const token of tokens) {
    const before = all.at(-1)
    const isDated = token.type === 'word' && before?.type === 'word' && dated.test(before.value.toLowerCase())
    if (isDated && /^date$/i.test(token.value)) all.splice(-1, 1, { ...before, end: token.end })
    else if (isDated && /^date[:：]$/i.test(token.value))
      all.splice(
        -1,
        1,
        { ...before, end: token.end - 1 },
        { type: 'symbol', value: ':', at: token.end - 1, end: token.end },
      )
    else all.push(token)
  }
  return all
}
