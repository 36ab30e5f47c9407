/** A list or a saved filter is dragged onto another one in the sidebar, by mouse or finger, and takes its place. */
import { followPointer } from '../parts/follow-pointer.ts'
import type { Press } from '../state/drag.ts'
import { placeFilter } from '../state/filters.ts'
import { placeList } from '../state/list-actions.ts'
import { filters, lists } from '../state/todos.ts'

export function beginOrder({ element, event }: Press): void {
  const siblings = [...(element.parentElement?.querySelectorAll<HTMLElement>(':scope > [data-order]') ?? [])]
  const from = siblings.indexOf(element)
  let over: HTMLElement | undefined
  const look = ({ clientX: x, clientY: y }: PointerEvent) => {
    const below = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-order]') ?? undefined
    const next = below && below !== element && siblings.includes(below) ? below : undefined
    over?.removeAttribute('data-place')
    over = next
    // The line is where it will come to stand: behind what it comes from above.
    over?.setAttribute('data-place', siblings.indexOf(over) > from ? 'after' : 'before')
  }
  followPointer(event, {
    begin(at) {
      element.setAttribute('data-moving', '')
      look(at)
    },
    move: look,
    drop() {
      if (over) put(element.dataset['order'], siblings.indexOf(over))
    },
    end() {
      element.removeAttribute('data-moving')
      over?.removeAttribute('data-place')
    },
  })
}

function put(id: string | undefined, index: number): void {
  const list = lists.peek().find((each) => each.id === id)
  const filter = filters.peek().find((each) => each.id === id)
  if (list) placeList(list, index)
  else if (filter) placeFilter(filter, index)
}
