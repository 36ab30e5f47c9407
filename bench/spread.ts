/** What several rounds gave: their median, and how far they lie apart, without which it says little. */

interface Spread {
  lower: number
  median: number
  upper: number
}

/** The two quartiles and the median; between two values where none stands at that place. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)] ?? Number.NaN
    const above = sorted[Math.ceil(place)] ?? Number.NaN
    return below + (above - below) * (place % 1)
  }
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) }
}

export const median = (values: readonly number[]): number => spreadOf(values).median

/** Round by round, since both programs of a round met the same machine. */
export const ratios = (values: readonly number[], to: readonly number[]): number[] =>
  values.map((value, round) => value / (to[round] ?? Number.NaN))

export interface Goal {
  /** At least so much, or at most so much. */
  value: number
  which: 'at least' | 'at most'
}

/** Whether three of four rounds reach the goal: the quartile on its bad side does. */
export function isMet(values: readonly number[], { value, which }: Goal): boolean {
  const { lower, upper } = spreadOf(values)
  return which === 'at least' ? lower >= value : upper <= value
}
