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
    const style = getComputedStyle(document.documentElement)
    const duration = Number.parseFloat(style.getPropertyValue('--calm'))
    for (const row of root.current?.children ?? []) {
      const id = (row as HTMLElement).dataset['todo']
      if (id === undefined) continue
      const top = (row as HTMLElement).offsetTop
      now.set(id, top)
      const far = (before.get(id) ?? top) - top
      if (far === 0 || Math.abs(far) > farPx || isStill.peek() || !duration) continue
      row.animate([{ transform: `translateY(${far}px)` }, { transform: 'none' }], {
        duration,
        easing: style.getPropertyValue('--ease'),
      })
    }
    tops.current = now
  }, [items])
}
