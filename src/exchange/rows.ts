/** The rows of a table with a header, whatever stands between its cells and however it writes letters. */
import { parse } from 'csv-parse'
import { wrong, type Chunks, type FoundLoss, loss } from './found.ts'
import { rawLinesOf } from './text.ts'
import { peeked } from './peeked.ts'

export interface Row {
  /** They go by the names of the header, in lower case. */
  cells: Record<string, string>
  /** It has what stands in cells that the header has no name for. */
  rest: string[]
  at: string
}

export interface RowsOptions {
  /** Lines before a header with such a name are passed over. */
  isNeeded: (name: string) => boolean
  /** A name for a message, of a column that it must have. */
  needed: string
  tell: (loss: FoundLoss) => void
}

export async function* rowsOf(chunks: Chunks, { isNeeded, needed, tell }: RowsOptions): AsyncGenerator<Row> {
  const { head, all } = await peeked(chunks)
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(head, isNeeded) ?? ',',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1024 * 1024,
  })
  let failure: unknown
  const feed = async () => {
    const onGuess = () => tell(loss('encoding', {}, 'the file'))
    for await (const lines of rawLinesOf(all, { onGuess })) {
      const text = lines.map((each) => `${each.text}\n`).join('')
      if (!parser.write(text))
        await new Promise<void>((resolve) => void parser.once('drain', resolve).once('close', resolve))
      if (parser.destroyed) return
    }
    parser.end()
  }
  const fed = feed().catch((error: unknown) => {
    failure = error
    parser.destroy()
  })
  let header: string[] | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      const at = `line ${info.lines}`
      if (!header) {
        const names = record.map((name) => name.trim().toLowerCase())
        if (names.some(isNeeded)) header = names
        else if (info.lines > 30) throw wrong('the file', 'no_column', { column: needed })
        continue
      }
      if (record.every((cell) => cell.trim() === '')) continue
      const cells = Object.create(null) as Record<string, string>
      for (const [index, name] of header.entries()) cells[name] ??= record[index] ?? ''
      const rest = record.slice(header.length).filter((cell) => cell.trim() !== '')
      yield { cells, rest, at }
    }
  } catch (error) {
    if (failure) throw failure
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw wrong(`line ${(error as { lines?: number }).lines ?? '?'}`, 'not_csv', {
        message: error.message.slice(0, 200),
      })
    }
    throw error
  } finally {
    parser.destroy()
    await fed
  }
  if (failure) throw failure
  if (!header) throw wrong('the file', 'no_column', { column: needed })
}

const delimiters = [',', ';', '\t', '|'] as const
type Delimiter = (typeof delimiters)[number]

/** Splits a line of a header; names have no line breaks in them, and seldom marks. */
const split = (line: string, delimiter: string): string[] =>
  line.split(delimiter).map((cell) => cell.trim().replaceAll(/^"|"$/g, ''))

/**
 * It finds what stands between the cells, by the first line of which that makes names that `isNeeded` knows. A
 * spreadsheet may say it in a line of its own (`sep=;`).
 */
export function delimiterOf(head: string, isNeeded: (name: string) => boolean): Delimiter | undefined {
  const lines = head.split(/\r\n|\n|\r/).slice(0, 30)
  const [, told] = /^"?sep=(.)"?$/i.exec(lines[0]?.trim() ?? '') ?? []
  if (told !== undefined && delimiters.includes(told as Delimiter)) return told as Delimiter
  for (const line of lines) {
    const best = delimiters
      .map((delimiter) => ({ delimiter, cells: split(line, delimiter) }))
      .filter(({ cells }) => cells.some(isNeeded))
      .toSorted((a, b) => b.cells.length - a.cells.length)[0]
    if (best) return best.delimiter
  }
  return undefined
}
