/** Hears a pointer go down on a row, which may drag it; dragging itself comes with the later part. */
import type { DragDeps } from '../state/drag.ts'
import { later } from '../state/later.ts'

/** Hears the pointer on a list, for as long as the function it returns is not called. */
export function hearDrags(root: HTMLElement, deps: DragDeps): () => void {
  const down = (event: PointerEvent) => {
    const target = event.target as Element
    const row = target.closest<HTMLElement>('[data-todo]')
    if (!row || target.closest('textarea, input, .tick, .actions')) return
    if (event.button !== 0 || !event.isPrimary) return
    let isOver = false
    const end = new AbortController()
    const over = () => {
      isOver = true
      end.abort()
    }
    for (const name of ['pointerup', 'pointercancel'])
      addEventListener(name, over, { capture: true, signal: end.signal })
    later().then(
      ({ beginDrag }) => beginDrag(root, { row, event, isOver: () => isOver }, deps),
      () => {},
    )
  }
  root.addEventListener('pointerdown', down)
  return () => root.removeEventListener('pointerdown', down)
}
