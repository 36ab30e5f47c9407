/**
 * Where a todo stands in its list by hand: a fractional index, text that sorts by code unit and always has room between
 * two neighbours, so that moving one todo changes one todo. Equal positions are ordered by id.
 */
import { generateKeyBetween } from 'fractional-indexing'
import { z } from 'zod'
import { limits } from './limits.ts'

/** The position behind `last` (null: of the first todo). */
export function positionAfter(last: string | null): string {
  return generateKeyBetween(last, null)
}

function isPosition(text: string): boolean {
  if (text.length > limits.positionLengthMax || !/^[0-9A-Za-z]+$/.test(text)) return false
  try {
    generateKeyBetween(text, null)
    return true
  } catch {
    return false
  }
}

export const Position: z.ZodString = z
  .string()
  .refine(
    isPosition,
    'is not a position; expected a fractional index such as "a0", made between two neighbours',
  )
  .meta({ maxLength: limits.positionLengthMax, examples: ['a0', 'a0V'] })
