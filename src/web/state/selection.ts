/** Which todo has the keyboard, and which are selected for doing something to all of them. */
import { signal, type Signal } from '@preact/signals'

/** The todo that the arrow keys start from; it alone is in the tab order. */
export const active: Signal<string | undefined> = signal(undefined)
export const selected: Signal<ReadonlySet<string>> = signal(new Set())
/** A range begins here. */
let anchor: string | undefined

/** A plain click and a move by the arrows say where the next range begins. */
export function beginRange(id: string): void {
  active.value = anchor = id
}

export function clearSelection(): void {
  if (selected.peek().size > 0) selected.value = new Set()
}

export function toggleSelected(id: string): void {
  const next = new Set(selected.peek())
  if (!next.delete(id)) next.add(id)
  active.value = anchor = id
  selected.value = next
}

/** From where the range began to this one. */
export function selectTo(id: string, order: readonly string[]): void {
  const [from, to] = [order.indexOf(anchor ?? active.peek() ?? id), order.indexOf(id)]
  const begin = from === -1 ? to : from
  active.value = id
  anchor = order[begin]
  selected.value = new Set(order.slice(Math.min(begin, to), Math.max(begin, to) + 1))
}

export function selectAll(order: readonly string[]): void {
  selected.value = new Set(order)
}

/** What an action on this todo is about: all that are selected when it is one of them. */
export function concerned(id: string): string[] {
  return selected.peek().has(id) ? [...selected.peek()] : [id]
}
