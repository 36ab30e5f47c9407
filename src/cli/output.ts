/** How commands say what they found: a table on a terminal, lines with tabs in a pipe, JSON when asked for. */
import { styleText } from 'node:util'

export interface OutputArguments {
  json?: boolean
}

export interface Column<T> {
  head: string
  /** Plain text; control characters that it may have are not let through to the terminal. */
  text: (row: T) => string
  style?: (row: T) => Parameters<typeof styleText>[0] | undefined
  isRight?: boolean
  /** Is cut where the terminal is too narrow for all. */
  isLong?: boolean
}

/** Prints the rows: each as JSON, as a line of its texts between tabs, or in columns under their heads. */
export function printRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  { json }: OutputArguments,
): void {
  if (json) for (const row of rows) console.log(JSON.stringify(row))
  else if (!process.stdout.isTTY)
    for (const row of rows) console.log(columns.map(({ text }) => clean(text(row))).join('\t'))
  else if (rows.length > 0) for (const line of tableOf(rows, columns)) console.log(line)
}

/** The columns that have anything, as wide as what is in them, in the width of the terminal. */
function* tableOf<T>(rows: readonly T[], columns: readonly Column<T>[]): Iterable<string> {
  const cells = columns
    .map((column) => ({ column, texts: rows.map((row) => clean(column.text(row))) }))
    .filter(({ texts }) => texts.some((text) => text !== ''))
  const widths = cells.map(({ column, texts }) => Math.max(...[column.head, ...texts].map(widthOf)))
  const over = widths.reduce((sum, width) => sum + width + 2, -2) - (process.stdout.columns ?? 80)
  const long = cells.findIndex(({ column }) => column.isLong)
  if (over > 0 && long !== -1) widths[long] = Math.max(10, (widths[long] as number) - over)
  const line = (textAt: (index: number) => string) =>
    cells
      .map(({ column }, index) => fit(textAt(index), widths[index] as number, column.isRight ?? false))
      .map((text, index) => [text, index] as const)
  yield line((index) => cells[index]?.column.head ?? '')
    .map(([text]) => styleText('dim', text))
    .join('  ')
    .trimEnd()
  for (const [at, row] of rows.entries())
    yield line((index) => cells[index]?.texts[at] ?? '')
      .map(([text, index]) => {
        const style = cells[index]?.column.style?.(row)
        return style === undefined ? text : styleText(style, text)
      })
      .join('  ')
      .trimEnd()
}

/** In cells of the terminal: Chinese characters take two. */
const widthOf = (text: string): number => Bun.stringWidth(text)

function fit(text: string, width: number, isRight: boolean): string {
  const cut = widthOf(text) > width ? cutTo(text, width) : text
  const space = ' '.repeat(width - widthOf(cut))
  return isRight ? space + cut : cut + space
}

function cutTo(text: string, width: number): string {
  let cut = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(cut + segment) > width - 1) break
    cut += segment
  }
  return `${cut}…`
}

/** What others wrote must not move the cursor or colour the terminal, nor be taken for a new line or column. */
export const clean = (text: string): string => text.replaceAll(/\p{Cc}|[\u2028\u2029]/gu, ' ')
