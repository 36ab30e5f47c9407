/** The focus is never lost: when the row that has it goes, the next one gets it. */
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { focusAddField, wantsFocus } from '../state/focus.ts'
import { active } from '../state/selection.ts'

export function useFocusKept(
  order: readonly string[],
  root: RefObject<HTMLElement | null>,
  show: (id: string) => void,
): void {
  /** The row that has the focus, and what stood where in the list then. */
  const held = useRef<{ id: string; order: readonly string[] }>(undefined)
  const wish = wantsFocus.value

  useEffect(() => {
    const list = root.current as HTMLElement
    const idOf = (event: FocusEvent) =>
      (event.target as Element).closest<HTMLElement>('[data-todo]')?.dataset['todo']
    const came = (event: FocusEvent) => {
      const id = idOf(event)
      if (id === undefined) return
      held.current = { id, order: held.current?.order ?? [] }
      active.value = id
    }
    const went = (event: FocusEvent) => {
      // Without a new place it may be the row itself that goes.
      if (event.relatedTarget) held.current = undefined
    }
    list.addEventListener('focusin', came)
    list.addEventListener('focusout', went)
    return () => {
      list.removeEventListener('focusin', came)
      list.removeEventListener('focusout', went)
    }
  }, [])

  useLayoutEffect(() => {
    if (wish === undefined || !order.includes(wish)) return
    show(wish)
    const name = root.current?.querySelector<HTMLElement>(`[data-todo="${wish}"] .name`)
    if (!name) return
    name.focus({ preventScroll: true })
    wantsFocus.value = undefined
  })

  useLayoutEffect(() => {
    const before = held.current
    if (!before) return
    const isLost = document.activeElement === document.body || document.activeElement === null
    if (!isLost) {
      before.order = order
      return
    }
    if (order.includes(before.id)) {
      root.current
        ?.querySelector<HTMLElement>(`[data-todo="${before.id}"] .name`)
        ?.focus({ preventScroll: true })
      return
    }
    held.current = undefined
    const next = heir(before, order)
    if (next === undefined) focusAddField()
    else wantsFocus.value = active.value = next
  }, [order.join()])
}

/** Who stood next to a row that is gone. */
function heir(
  before: { id: string; order: readonly string[] },
  order: readonly string[],
): string | undefined {
  const here = new Set(order)
  const at = before.order.indexOf(before.id)
  const behind = before.order.slice(at + 1).find((id) => here.has(id))
  return behind ?? before.order.slice(0, Math.max(at, 0)).findLast((id) => here.has(id))
}
