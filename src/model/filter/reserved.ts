/** Words of the language are searched for in quotes alone. */
import { conditionOf, gluedAt } from './conditions.ts'
import { misspelled } from './nearest.ts'
import { ands, fieldOf, keyOf, nots, ors, priorityOf, sideOf } from './spellings.ts'

/** A reserved word is a part of the language, so it must be in quotes to be searched for. */
export function isReserved(word: string): boolean {
  const lower = keyOf(word)
  return (
    [...ands, ...ors, ...nots, 'in', 'no'].includes(lower) ||
    fieldOf(lower) !== undefined ||
    sideOf(lower) !== undefined ||
    conditionOf(lower) !== undefined ||
    priorityOf(lower) !== undefined ||
    misspelled(lower) !== undefined ||
    gluedAt(word) !== undefined
  )
}
