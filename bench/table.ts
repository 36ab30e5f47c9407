/** Figures as Markdown tables. */

export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}

export const perSecond = (rate: number | undefined): string =>
  rate === undefined ? '–' : Math.round(rate).toLocaleString('en')

/** A ratio, and whether it reaches its goal; or, where less is better, stays within it. */
export function ratio(
  value: number | undefined,
  of: number | undefined,
  goal: number,
  which: 'at least' | 'at most' = 'at least',
): string {
  if (value === undefined || of === undefined || of === 0) return '–'
  const quotient = value / of
  const isReached = which === 'at least' ? quotient >= goal : quotient <= goal
  return `${quotient >= 10 ? quotient.toFixed(0) : quotient.toFixed(2)} (goal ${which === 'at most' ? '≤ ' : ''}${goal}${isReached ? '' : ', missed'})`
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
