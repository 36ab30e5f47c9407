/** How commands say what they found: a table on a terminal, lines with tabs in a pipe, JSON when asked for. */
import { jsonLine, oneLine } from '../model/plain-text.ts'
import { writeOut } from './standard-output.ts'
import { tableOf, type Column } from './table.ts'

export type { Column } from './table.ts'

export interface OutputArguments {
  json?: boolean
}

/** Prints the rows: each as JSON, as a line of its texts between tabs, or in columns under their heads. */
export function printRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  { json }: OutputArguments,
): void {
  if (json) write(rows.map(jsonLine))
  else if (!process.stdout.isTTY) write(rows.map((row) => fieldsLine(columns.map(({ text }) => text(row)))))
  else if (rows.length > 0) write([...tableOf(rows, columns, process.stdout.columns ?? 80)])
}

/** What others wrote must not move the cursor or colour the terminal, nor be taken for a new line or column. */
export const clean = oneLine

/** Prints lines. All that commands print goes through one of these, which let nothing through but text. */
export function say(...lines: readonly string[]): void {
  write(lines.map(clean))
}

/** The same for people alone, on standard error. */
export function remark(...lines: readonly string[]): void {
  for (const line of lines) console.error(clean(line))
}

/** Prints fields with tabs in between. */
export const sayFields = (...fields: readonly string[]): void => write([fieldsLine(fields)])

export const sayJson = (value: unknown): void => write([jsonLine(value)])

export function sayEither({ json }: OutputArguments, value: unknown, line: string): void {
  if (json) sayJson(value)
  else say(line)
}

const fieldsLine = (fields: readonly string[]): string => fields.map(clean).join('\t')

const write = (lines: readonly string[]): void => {
  if (lines.length > 0) writeOut(`${lines.join('\n')}\n`)
}
