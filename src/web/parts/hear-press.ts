/** Hears a pointer go down on what can be dragged; dragging itself comes with the later part. */
import type { Press } from '../state/drag.ts'
import { later, type LaterPart } from '../state/later.ts'

/**
 * @param of - what can be dragged
 * @param but - what in it has a use of its own
 */
export function hearPress(
  event: PointerEvent,
  of: string,
  but: string,
  begin: (part: LaterPart, press: Press) => void,
): void {
  const target = event.target as Element
  const element = target.closest<HTMLElement>(of)
  if (!element || target.closest(but) || event.button !== 0 || !event.isPrimary) return
  let isOver = false
  const end = new AbortController()
  const over = () => {
    isOver = true
    end.abort()
  }
  for (const name of ['pointerup', 'pointercancel'])
    addEventListener(name, over, { capture: true, signal: end.signal })
  later().then(
    (part) => isOver || begin(part, { element, event }),
    () => {},
  )
}
