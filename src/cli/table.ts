/** This lays out tables on a terminal: they are never wider than it, whatever is in them. */
import { styleText } from 'node:util'
import { oneLine } from '../model/plain-text.ts'
import { cut, widthOf } from './width.ts'

export interface Column<T> {
  head: string
  /** It is plain text; control characters that it may have are not let through to the terminal. */
  text: (row: T) => string
  /** A table shows this in its place, as people say it. */
  told?: (row: T) => string
  style?: (row: T) => Parameters<typeof styleText>[0] | undefined
  isRight?: boolean
  /** The table is about it: it is cut after the others. */
  isLong?: boolean
  /** It is never cut: numbers, marks and dates say nothing in part. */
  isWhole?: boolean
}

interface Cells<T> {
  column: Column<T>
  texts: string[]
  width: number
}

const gap = 2

/** What a column that is cut has at least; with less it says nothing. */
const narrowest = 10

/** Of the room, the main column has so much before the others have all that they could fill. */
const mainShare = 0.4

/** @param room - cells of the terminal in one line */
export function* tableOf<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  room: number,
): Generator<string> {
  const cells = fitted(
    columns.map((column) => cellsOf(rows, column)).filter(({ texts }) => texts.some((text) => text !== '')),
    room,
  )
  yield lineOf(
    cells,
    ({ column }) => column.head,
    () => 'dim',
  )
  for (const [at, row] of rows.entries())
    yield lineOf(
      cells,
      ({ texts }) => texts[at] ?? '',
      ({ column }) => column.style?.(row),
    )
}

function cellsOf<T>(rows: readonly T[], column: Column<T>): Cells<T> {
  const texts = rows.map((row) => oneLine((column.told ?? column.text)(row)))
  return { column, texts, width: Math.max(...[column.head, ...texts].map(widthOf)) }
}

/**
 * Makes them as narrow as the room asks. Until the main column has its share the others are cut, the last ones
 * first; then they are left out; at the end it is cut itself.
 */
function fitted<T>(all: readonly Cells<T>[], room: number): Cells<T>[] {
  let cells = all.map((each) => ({ ...each }))
  const main = cells.find(({ column }) => column.isLong)
  const others = cells.filter((each) => each !== main).toReversed()
  const [whole, cuttable] = [true, false].map((is) => others.filter(({ column }) => is === !!column.isWhole))
  const over = () => cells.reduce((sum, { width }) => sum + width + gap, -gap) - room
  /** By how much the others are too wide for the main column to be so wide. */
  const excess = (least: number) => over() - (main ? main.width - Math.min(main.width, least) : 0)
  const share = Math.floor(room * mainShare)
  for (const each of cuttable ?? [])
    each.width -= Math.max(0, Math.min(excess(share), each.width - narrowest))
  const leaveOut = (some: readonly Cells<T>[] = [], least: number) => {
    for (const each of some) if (excess(least) > 0) cells = cells.filter((other) => other !== each)
  }
  leaveOut(cuttable, share)
  leaveOut(whole, narrowest)
  if (main) main.width = Math.max(1, main.width - Math.max(0, over()))
  return cells
}

type Style = Parameters<typeof styleText>[0]

/** Nothing stands behind the last text of a line. */
function lineOf<T>(
  cells: readonly Cells<T>[],
  textOf: (cells: Cells<T>) => string,
  styleOf: (cells: Cells<T>) => Style | undefined,
): string {
  const texts = cells.map((each) => cut(textOf(each), each.width).trimEnd())
  const last = texts.findLastIndex((text) => text !== '')
  let line = ''
  for (const [at, text] of texts.slice(0, last + 1).entries()) {
    const { column, width } = cells[at] as Cells<T>
    const blanks = ' '.repeat(width - widthOf(text))
    const style = text === '' ? undefined : styleOf(cells[at] as Cells<T>)
    const styled = style === undefined ? text : styleText(style, text)
    if (at > 0) line += ' '.repeat(gap)
    line += column.isRight ? blanks + styled : styled + (at === last ? '' : blanks)
  }
  return line
}
