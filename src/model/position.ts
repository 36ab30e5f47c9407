/**
 * Where a todo stands in its list by hand: a fractional index, text that sorts by code unit and always has room between
 * two neighbours, so that moving one todo changes one todo. Equal positions are ordered by id.
 *
 * A position is an integer and a fraction, in base 62. The integer's first letter says how long it is: `a` two
 * characters, `b` three, up to `z`; `Z` two, `Y` three, down to `A`, of those below zero. The fraction has no zeros at
 * its end. Of the shapes there are this is the one of the package fractional-indexing, which made them before; it is a
 * kilobyte larger, compressed.
 */
import * as clientLimits from './client-limits.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const first = 'a0'
/** It is no position itself: nothing could come before it. */
const smallest = `A${'0'.repeat(26)}`

/** How long an integer is whose first letter has this code. */
const lengthOf = (head: number): number => (head < 91 ? 92 - head : head - 95)

/** @throws Error when it is no position */
function split(position: string): [integer: string, fraction: string] {
  const length = lengthOf(position.charCodeAt(0))
  const fraction = position.slice(length)
  const isOne = /^[a-z][\da-z]*$/i.test(position) && position.length >= length && position !== smallest
  if (!isOne || fraction.endsWith('0')) throw new Error(`"${position}" is no position`)
  return [position.slice(0, length), fraction]
}

/** The next integer, or the one before; undefined behind the largest and before the smallest. */
function step(integer: string, by: 1 | -1): string | undefined {
  const [from, to] = by === 1 ? ['z', '0'] : ['0', 'z']
  for (let at = integer.length - 1; at > 0; at--) {
    const digit = integer[at] as string
    if (digit === from) continue
    const next = digits[digits.indexOf(digit) + by] as string
    return integer.slice(0, at) + next + to.repeat(integer.length - at - 1)
  }
  const letters = digits.slice(10)
  const head = letters[letters.indexOf(integer[0] as string) + by]
  return head && head + to.repeat(lengthOf(head.charCodeAt(0)) - 1)
}

/** A fraction in the middle of two; undefined: no limit. */
function middle(low: string, high: string | undefined): string {
  let same = 0
  while (high && (low[same] ?? '0') === high[same]) same++
  if (high && same > 0) return high.slice(0, same) + middle(low.slice(same), high.slice(same))
  const from = low ? digits.indexOf(low[0] as string) : 0
  const to = high ? digits.indexOf(high[0] as string) : digits.length
  if (to - from > 1) return digits[Math.round((from + to) / 2)] as string
  return high && high.length > 1
    ? (high[0] as string)
    : (digits[from] as string) + middle(low.slice(1), undefined)
}

/**
 * The position behind `last` (null: of the first todo). Where there is no room any more it is the same: ids decide
 * then.
 */
export function positionAfter(last: string | null): string {
  const next = positionBetween(last, null)
  return last !== null && next.length > clientLimits.positionLengthMax ? last : next
}

/**
 * The highest first letter, which says how many digits follow, of what appending reaches: 62¹³ todos behind one
 * another.
 */
const appendedHeadMax = 'm'

/**
 * What the next todo of a list goes behind, now that one stands at `position`. A position that appending never reaches
 * does not count unless it is the next one: behind the highest there is hardly room, and no later todo could be put in
 * order.
 */
export function lastAfter(last: string | null, position: string): string | null {
  if (last !== null && position <= last) return last
  const isAppended = position[0] !== undefined && position[0] <= appendedHeadMax
  return isAppended || position === positionAfter(last) ? position : last
}

/** Whether `text` is a position that others can be made next to. */
export function isPosition(text: string): boolean {
  try {
    split(text)
    return text.length <= clientLimits.positionLengthMax
  } catch {
    return false
  }
}

/**
 * The position between two neighbours; null: nobody is there. Where both stand at the same one (two clients put them
 * there at once), it is behind them.
 */
export function positionBetween(before: string | null, after: string | null): string {
  if (before === null) return after === null ? first : positionBefore(after)
  const [integer, fraction] = split(before)
  const next = step(integer, 1)
  const [integerAfter, fractionAfter] = after === null || after <= before ? [] : split(after)
  if (integerAfter === integer) return integer + middle(fraction, fractionAfter)
  const isFree = next !== undefined && (integerAfter === undefined || next < (after as string))
  return isFree ? next : integer + middle(fraction, undefined)
}

function positionBefore(after: string): string {
  const [integer, fraction] = split(after)
  if (integer === smallest) return integer + middle('', fraction)
  return fraction ? integer : (step(integer, -1) as string)
}
