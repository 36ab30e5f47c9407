/** The focus is never lost: when the row that has it goes, the next one gets it. */
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { focusAddField, wantsFocus, wantsSight } from '../state/focus.ts'
import { active } from '../state/selection.ts'

/** @param inDetails - these are the subtodos there */
export function useFocusKept(
  order: readonly string[],
  root: RefObject<HTMLElement | null>,
  show: (id: string) => void,
  inDetails: boolean,
): void {
  /** The row that has the focus. */
  const held = useRef<string>(undefined)
  const lastOrder = useRef(order)
  const wished = wantsFocus.value
  const wish = wished?.inDetails === inDetails ? wished.id : undefined
  const sight = wantsSight.value

  useEffect(() => {
    const list = root.current as HTMLElement
    const idOf = (event: FocusEvent) =>
      (event.target as Element).closest<HTMLElement>('[data-todo]')?.dataset['todo']
    const came = (event: FocusEvent) => {
      const id = idOf(event)
      if (id === undefined) return
      held.current = active.value = id
    }
    const went = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        // A row that went has not been left.
        if ((target as Element).isConnected && !list.contains(document.activeElement))
          held.current = undefined
      })
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
    if (sight === undefined || !order.includes(sight)) return
    show(sight)
    wantsSight.value = undefined
  })

  useLayoutEffect(() => {
    const before = lastOrder.current
    lastOrder.current = order
    const id = held.current
    if (id === undefined || (document.activeElement ?? document.body) !== document.body) return
    const next = order.includes(id) ? id : heir(id, before, order)
    held.current = undefined
    if (next === undefined) focusAddField(inDetails)
    else {
      active.value = next
      wantsFocus.value = { id: next, inDetails }
    }
  })
}

/** Who stood next to a row that is gone. */
function heir(id: string, before: readonly string[], order: readonly string[]): string | undefined {
  const here = new Set(order)
  const at = before.indexOf(id)
  const behind = before.slice(at + 1).find((each) => here.has(each))
  return behind ?? before.slice(0, Math.max(at, 0)).findLast((each) => here.has(each))
}
