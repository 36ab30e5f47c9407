/**
 * Tells each row which one of how many it is, as there are not all of them in the document. Told past the rows'
 * components: else all would be drawn anew when one comes or goes.
 */
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** @param order - the ids of all todos, in the order in which they stand */
export function usePlaces(order: readonly string[], root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    let at = -1
    for (const row of (root.current?.children ?? []) as Iterable<HTMLElement>) {
      const id = row.dataset['todo']
      if (id === undefined) continue
      at = order[at + 1] === id ? at + 1 : order.indexOf(id)
      tell(row, 'aria-posinset', at + 1)
      tell(row, 'aria-setsize', order.length)
    }
  })
}

function tell(row: Element, name: string, value: number): void {
  if (row.getAttribute(name) !== String(value)) row.setAttribute(name, String(value))
}
