/** What is being dragged or swiped, and where it would be dropped. */
import { signal, type Signal } from '@preact/signals'
import type { Item } from './items.ts'

export interface Dragged {
  /** They are dragged in this list, or this calendar. */
  root: HTMLElement

  ids: ReadonlySet<string>
  text: string
  /** It says what becomes of it there, or why it stays. */
  hint?: string | undefined
  /** Of the pointer, in the window. */
  x: number
  y: number
}

/** It is the line that shows the place, in the window. */
export interface DropLine {
  top: number
  left: number
  width: number
}

/** It tells of a row that a finger has moved aside. */
export interface Swiped {
  root: HTMLElement
  row: HTMLElement
  /** It is so many pixels to the right, or below 0 to the left. */
  by: number
  does: 'finish' | 'reopen' | 'date'
  /** It is so far that it will be done when the finger is lifted. */
  isPast: boolean
}

/** Days that a todo can be dropped on, beside the place that they came from. */
export interface DayChoice {
  at: HTMLElement
  span: 'week' | 'month'
}

export const dragged: Signal<Dragged | undefined> = signal(undefined)
/** It names the heading of the group that the pointer is in. */
export const dropGroup: Signal<string | undefined> = signal(undefined)
export const dropLine: Signal<DropLine | undefined> = signal(undefined)
export const dayChoice: Signal<DayChoice | undefined> = signal(undefined)
export const swiped: Signal<Swiped | undefined> = signal(undefined)

export interface DragDeps {
  items: () => readonly Item[]
  /** It says whether the order can be changed here. */
  canReorder: () => boolean
  /** It says why the order can not be changed, where something else than a hand made it. */
  whyFixed: () => string | undefined
  /** It is the parent of what stands at the left edge. */
  top: () => string | null
}

/** A pointer that went down on what can be dragged; what it does then comes with the later part. */
export interface Press {
  element: HTMLElement
  event: PointerEvent
}
