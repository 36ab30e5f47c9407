/** How commands say what they found: a table on a terminal, lines with tabs in a pipe, JSON when asked for. */
import { styleText } from 'node:util'
import { jsonLine, oneLine } from '../model/plain-text.ts'

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
  if (json) for (const row of rows) sayJson(row)
  else if (!process.stdout.isTTY) for (const row of rows) sayFields(...columns.map(({ text }) => text(row)))
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
export const clean = oneLine

/** Prints lines. All that commands print goes through one of these four, which let nothing through but text. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) console.log(clean(line))
}

/** The same for people alone, on standard error. */
export function remark(...lines: readonly string[]): void {
  for (const line of lines) console.error(clean(line))
}

/** Prints fields with tabs in between. */
export const sayFields = (...fields: readonly string[]): void => console.log(fields.map(clean).join('\t'))

export const sayJson = (value: unknown): void => console.log(jsonLine(value))

export function sayEither({ json }: OutputArguments, value: unknown, line: string): void {
  if (json) sayJson(value)
  else say(line)
}
