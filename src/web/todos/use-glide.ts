/** Rows that came to another place glide there, so that one sees where they went. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Item } from '../state/items.ts'
import { isStill } from '../state/layout.ts'

/** Further than this is not a movement but a jump, in pixels. */
const farPx = 1_200

export function useGlide(items: readonly Item[], root: RefObject<HTMLElement | null>): void {
  const tops = useRef(new Map<string, number>())
  useLayoutEffect(() => {
    const before = tops.current
    const now = new Map<string, number>()
    const moved: [row: HTMLElement, far: number][] = []
    const box = root.current?.parentElement
    // All is read before anything is moved: else each row would be laid out anew.
    const [first, last] = [box?.scrollTop ?? 0, (box?.scrollTop ?? 0) + (box?.clientHeight ?? 0)]
    for (const row of (root.current?.children ?? []) as Iterable<HTMLElement>) {
      const id = row.dataset['todo']
      if (id === undefined) continue
      const top = row.offsetTop
      now.set(id, top)
      const from = before.get(id) ?? top
      const isSeen = Math.max(top, from) >= first && Math.min(top, from) <= last
      if (from !== top && isSeen && Math.abs(from - top) <= farPx) moved.push([row, from - top])
    }
    tops.current = now
    if (moved.length > 0 && !isStill.peek()) glide(moved)
  }, [items])
}

function glide(moved: readonly (readonly [row: HTMLElement, far: number])[]): void {
  const style = getComputedStyle(document.documentElement)
  const duration = Number.parseFloat(style.getPropertyValue('--calm'))
  const easing = style.getPropertyValue('--ease')
  if (!duration) return
  for (const [row, far] of moved)
    row.animate([{ transform: `translateY(${far}px)` }, { transform: 'none' }], { duration, easing })
}
