/**
 * Where a todo stands in its list by hand: a fractional index, text that sorts by code unit and always has room between
 * two neighbours, so that moving one todo changes one todo. Equal positions are ordered by id.
 */
import { generateKeyBetween } from 'fractional-indexing'
import { clientLimits } from './client-limits.ts'

/** The position behind `last` (null: of the first todo). Where there is no room any more it is the same: ids decide then. */
export function positionAfter(last: string | null): string {
  const next = generateKeyBetween(last, null)
  return last !== null && next.length > clientLimits.positionLengthMax ? last : next
}

/** Whether `text` is a position that others can be made next to. */
export function isPosition(text: string): boolean {
  if (text.length > clientLimits.positionLengthMax || !/^[0-9A-Za-z]+$/.test(text)) return false
  try {
    generateKeyBetween(text, null)
    return true
  } catch {
    return false
  }
}

/**
 * The position between two neighbours; null: nobody is there. Where both stand at the same one (two clients put them there
 * at once), it is behind them.
 */
export function positionBetween(before: string | null, after: string | null): string {
  return generateKeyBetween(before, before !== null && after !== null && after <= before ? null : after)
}
