/** How well a name fits what is typed. Asked of each todo for each key: nothing is made on the way. */
import { pinyinInitials } from '../state/pinyin.ts'

const isLetter = /[\p{L}\p{N}]/u

/**
 * Beginnings count more than middles, and of the name more than of its words.
 * @param name - folded, as are the words of the query
 * @returns 0 when it has not all of them
 */
export function scoreOf(name: string, query: readonly string[]): number {
  let score = 0
  for (let index = 0; index < query.length; index++) {
    const word = query[index] ?? ''
    const at = name.indexOf(word)
    if (at === -1) return 0
    if (at === 0) score += index === 0 ? 8 : 4
    else score += beginsWord(name, word, at) ? 4 : 2
  }
  return score / query.length - lengthCost(name)
}

/** `gtt` is found in "go to today", and `mnn` in 买牛奶; initials are worth less than letters that are really there. */
export function scoreOfInitials(name: string, query: readonly string[]): number {
  const initials =
    pinyinInitials(name) ||
    name
      .split(/[^\p{L}\p{N}]+/u)
      .map((word) => word[0] ?? '')
      .join('')
  return scoreIn(initials, name, query)
}

/** @param initials - those of the name; none: it has no Chinese character */
export function scoreIn(initials: string, name: string, query: readonly string[]): number {
  const isIn = query.every((word) => word.length > 1 && initials.includes(word))
  return isIn ? 1 - lengthCost(name) : 0
}

/** Of two that fit as well, the one with less besides is first. */
const lengthCost = (name: string): number => Math.min(name.length, 255) / 1_000

function beginsWord(name: string, word: string, first: number): boolean {
  for (let at = first; at !== -1; at = name.indexOf(word, at + 1))
    if (!isLetter.test(name.charAt(at - 1))) return true
  return false
}
