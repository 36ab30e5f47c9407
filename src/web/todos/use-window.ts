/** Keeps a long list's part that is near to what is seen in the document (window.ts), as it is scrolled and as it changes. */
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Item } from '../state/items.ts'
import { chunksOf, shownChunks, wholeMax, type Chunk } from './window.ts'

interface Shown {
  before: readonly Chunk[]
  shown: readonly Item[]
  after: readonly Chunk[]
  /** Scrolls there, if it is not to be seen. */
  showItem: (key: string) => void
}

const guessedPx = 37
/** Where each address was scrolled to, for coming back. */
const scrolled = new Map<string, number>()

export function useWindow(
  items: readonly Item[],
  scroller: RefObject<HTMLElement | null>,
  root: RefObject<HTMLElement | null>,
): Shown {
  const range = useSignal<[number, number]>([0, 4])
  const heights = useRef(new Map<string, number>())
  const average = useRef(guessedPx)
  const isWhole = items.length <= wholeMax
  const heightOf = (item: Item) => heights.current.get(item.key) ?? average.current
  const chunks = isWhole ? [] : chunksOf(items, heightOf)
  const latest = useRef(chunks)
  latest.current = chunks

  const look = () => {
    const { current: box } = scroller
    if (!box) return
    const next = shownChunks(latest.current, box.scrollTop, box.clientHeight)
    const [first, end] = range.peek()
    if (next[0] === first && next[1] === end) return
    measure(root.current, heights.current)
    average.current = averageOf(heights.current)
    range.value = next
  }
  useLayoutEffect(() => {
    const box = scroller.current as HTMLElement
    const here = location.pathname
    box.scrollTop = scrolled.get(here) ?? 0
    const onScroll = () => {
      scrolled.set(here, box.scrollTop)
      look()
    }
    const found = (event: Event) => {
      box.scrollTop = (event.target as HTMLElement).offsetTop
      look()
    }
    box.addEventListener('scroll', onScroll, { passive: true })
    box.addEventListener('beforematch', found)
    const resized = new ResizeObserver(look)
    resized.observe(box)
    return () => {
      box.removeEventListener('scroll', onScroll)
      box.removeEventListener('beforematch', found)
      resized.disconnect()
    }
  }, [])
  useLayoutEffect(look, [items])

  const showItem = (key: string) => {
    const row = root.current?.querySelector(`[data-todo="${key}"]`)
    if (row) return row.scrollIntoView({ block: 'nearest' })
    const at = items.findIndex((item) => item.key === key)
    const chunk = latest.current.find(({ from, to }) => at >= from && at < to)
    if (!chunk || !scroller.current) return
    const within = items.slice(chunk.from, at).reduce((sum, item) => sum + heightOf(item), 0)
    scroller.current.scrollTop = chunk.top + within - scroller.current.clientHeight / 2
    look()
  }
  if (isWhole) return { before: [], shown: items, after: [], showItem }
  const [first, end] = range.value
  const [from, to] = [chunks[first]?.from ?? 0, chunks[Math.min(end, chunks.length) - 1]?.to ?? 0]
  return { before: chunks.slice(0, first), shown: items.slice(from, to), after: chunks.slice(end), showItem }
}

/** Before rows leave the document their heights are taken down, so that what is scrolled does not jump. */
function measure(root: HTMLElement | null, heights: Map<string, number>): void {
  for (const row of root?.children ?? []) {
    const { todo, heading } = (row as HTMLElement).dataset
    const key = todo ?? heading
    if (key !== undefined) heights.set(key, (row as HTMLElement).offsetHeight)
  }
}

function averageOf(heights: ReadonlyMap<string, number>): number {
  if (heights.size === 0) return guessedPx
  let sum = 0
  for (const height of heights.values()) sum += height
  return sum / heights.size
}
