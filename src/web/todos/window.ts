/** Which part of a long list is in the document: chunks of rows around what is seen. Pure. */
import type { Item } from '../state/items.ts'

/** Shorter lists are there as a whole. */
export const wholeMax = 100
const chunkRows = 20
/** How far beyond the edges rows are ready, in pixels. */
const readyPx = 800

export interface Chunk {
  /** Of the first and behind the last item. */
  from: number
  to: number
  top: number
  height: number
}

/** @param heightOf - of an item in pixels, as measured or guessed */
export function chunksOf(items: readonly Item[], heightOf: (item: Item) => number): Chunk[] {
  const chunks: Chunk[] = []
  let top = 0
  for (let from = 0; from < items.length; from += chunkRows) {
    const to = Math.min(from + chunkRows, items.length)
    let height = 0
    for (let at = from; at < to; at++) height += heightOf(items[at] as Item)
    chunks.push({ from, to, top, height })
    top += height
  }
  return chunks
}

/** The first and behind the last chunk that are to be shown. */
export function shownChunks(
  chunks: readonly Chunk[],
  scrollTop: number,
  viewHeight: number,
): [number, number] {
  const first = chunks.findIndex(({ top, height }) => top + height > scrollTop - readyPx)
  const end = chunks.findIndex(({ top }) => top > scrollTop + viewHeight + readyPx)
  return [Math.max(first, 0), end === -1 ? chunks.length : end]
}
