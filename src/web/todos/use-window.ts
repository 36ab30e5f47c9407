/**
 * Keeps a long list's part that is near to what is seen in the document (window.ts), as it is scrolled and as it
 * changes.
 */
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Item } from '../state/items.ts'
import { isPrinting } from '../state/printing.ts'
import { Heights } from './heights.ts'
import { chunksOf, shownChunks, wholeMax, type Chunk } from './window.ts'

interface Shown {
  /** In their order: all of the list. */
  parts: readonly (Chunk & { isShown: boolean })[]
  /** Scrolls there, if it is not to be seen. */
  showItem: (key: string) => void
}

/** Where each address was scrolled to, for coming back. */
const scrolled = new Map<string, number>()

export function useWindow(
  items: readonly Item[],
  scroller: RefObject<HTMLElement | null>,
  root: RefObject<HTMLElement | null>,
  /** Of the item that stays in the document wherever one scrolls: it has the focus, or gets it by Tab. */
  held: string | undefined,
  /** It is remembered where it was scrolled to. */
  isRemembered: boolean,
): Shown {
  const heights = useMemo(() => new Heights(), [])
  const heightOf = (item: Item) => heights.of(item.key)
  const isWhole = items.length <= wholeMax || isPrinting.value
  const chunks = useMemo(() => (isWhole ? [] : chunksOf(items, heightOf)), [items, heights.revision, isWhole])
  const latest = useRef(chunks)
  latest.current = chunks
  const first = useMemo((): [number, number] => {
    const top = (isRemembered && scrolled.get(location.pathname)) || 0
    return isWhole ? [0, wholeMax] : shownChunks(chunks, top, innerHeight)
  }, [])
  const range = useSignal(first)

  const look = () => {
    const { current: box } = scroller
    if (!box) return
    const next = shownChunks(latest.current, box.scrollTop, box.clientHeight)
    const [begin, end] = range.peek()
    if (next[0] === begin && next[1] === end) return
    heights.measure(root.current)
    range.value = next
  }
  useLooks(scroller, look, () => heights.forget(), isRemembered)
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
  const heldAt = useMemo(() => items.findIndex((item) => item.key === held), [items, held])
  const [begin, end] = range.value
  const whole = { from: 0, to: items.length, top: 0, height: 0, isShown: true }
  const parts = chunks.map((chunk, index) => ({
    ...chunk,
    isShown: (index >= begin && index < end) || (heldAt >= chunk.from && heldAt < chunk.to),
  }))
  return { parts: isWhole ? [whole] : parts, showItem }
}

/** Looks whenever something else may be seen, and puts the list to where it was scrolled before. */
function useLooks(
  scroller: RefObject<HTMLElement | null>,
  look: () => void,
  onWidth: () => void,
  isRemembered: boolean,
): void {
  useLayoutEffect(() => {
    const box = scroller.current as HTMLElement
    const here = location.pathname
    const before = isRemembered && scrolled.get(here)
    if (before) box.scrollTop = before
    const onScroll = () => {
      if (isRemembered) scrolled.set(here, box.scrollTop)
      look()
    }
    const found = (event: Event) => {
      box.scrollTop = (event.target as HTMLElement).offsetTop
      look()
    }
    box.addEventListener('scroll', onScroll, { passive: true })
    box.addEventListener('beforematch', found)
    let width = box.clientWidth
    const resized = new ResizeObserver(() => {
      if (width !== box.clientWidth) onWidth()
      width = box.clientWidth
      look()
    })
    resized.observe(box)
    return () => {
      box.removeEventListener('scroll', onScroll)
      box.removeEventListener('beforematch', found)
      resized.disconnect()
    }
  }, [])
}
