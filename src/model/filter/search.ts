/**
 * A search for words finds the todos that have each of them at the beginning of a word. Behind those come the ones
 * that have some of them only within words: `garten` in Kindergarten. Filters find beginnings alone.
 */
import type { Test } from './resolve.ts'
import { searchable, withinWords } from './words.ts'

export interface WordSearch {
  words: Test
  /** It comes behind, and is undefined where no word is long enough to be found within others. */
  within: Test | undefined
}

/** @param words - one at least @param others - what else must be so */
export function searchFor(words: readonly string[], others: readonly Test[] = []): WordSearch {
  const patterns = words.map(searchable)
  const wide = patterns.map((pattern) => withinWords(pattern) ?? pattern)
  const textOf = (pattern: string): Test => ({ type: 'text', in: 'text', pattern })
  const all = (of: Test[]): Test => (of.length === 1 ? (of[0] as Test) : { type: 'and', of })
  const exact = patterns.map(textOf)
  return {
    words: all([...others, ...exact]),
    within: wide.every((pattern, at) => pattern === patterns[at])
      ? undefined
      : { type: 'and', of: [...others, ...wide.map(textOf), { type: 'not', of: all(exact) }] },
  }
}
