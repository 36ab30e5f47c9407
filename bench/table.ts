/** Figures as Markdown tables. */

export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}

export const perSecond = (rate: number | undefined): string =>
  rate === undefined ? '–' : Math.round(rate).toLocaleString('en')

/** A ratio, and whether it reaches its goal. */
export function ratio(value: number | undefined, of: number | undefined, goal: number): string {
  if (value === undefined || of === undefined || of === 0) return '–'
  const quotient = value / of
  return `${quotient >= 10 ? quotient.toFixed(0) : quotient.toFixed(2)} (goal ${goal}${quotient >= goal ? '' : ', missed'})`
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
