/** Figures as Markdown tables. */
import { isMet, median, ratios, spreadOf } from './spread.ts'

export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}

/** The median, and the quartiles behind it where there was more than one round: `0.47 [0.45–0.49]`. */
export function spread(values: readonly number[], text: (value: number) => string, unit = ''): string {
  const of = spreadOf(values)
  const after = unit && ` ${unit}`
  return `${text(of.median)}${after}${values.length > 1 ? ` [${text(of.lower)}–${text(of.upper)}]` : ''}`
}

export const perSecond = (rates: readonly number[] | undefined): string =>
  rates === undefined ? '–' : Math.round(median(rates)).toLocaleString('en')

const quotient = (value: number) => (value >= 10 ? value.toFixed(0) : value.toFixed(2))

/** A ratio, and whether it reaches its goal; or, where less is better, stays within it. */
export function ratio(
  values: readonly number[] | undefined,
  to: readonly number[] | undefined,
  goal: number,
  which: 'at least' | 'at most' = 'at least',
): string {
  if (values === undefined || to === undefined) return '–'
  const each = ratios(values, to)
  const missed = isMet(each, { value: goal, which }) ? '' : ', missed'
  return `${spread(each, quotient)} (goal ${which === 'at most' ? '≤ ' : ''}${goal}${missed})`
}

/** What was measured, and that it is to stay below its goal. */
export function below(values: readonly number[], goal: number, unit: string): [string, string] {
  const missed = isMet(values, { value: goal, which: 'at most' }) ? '' : ', missed'
  return [spread(values, (value) => value.toFixed(0), unit), `< ${goal} ${unit}${missed}`]
}
