/** What is being dragged, and where it would be dropped. */
import { signal, type Signal } from '@preact/signals'
import type { Item } from './items.ts'

export interface Dragged {
  /** They are dragged in this list. */
  root: HTMLElement

  ids: ReadonlySet<string>
  text: string
  /** It says what becomes of it there, or why it stays. */
  hint?: string | undefined
  /** Of the pointer, in the window. */
  x: number
  y: number
}

/** The line that shows the place, in the coordinates of the list. */
export interface DropLine {
  top: number
  depth: number
}

export const dragged: Signal<Dragged | undefined> = signal(undefined)
/** It names the heading of the group that the pointer is in. */
export const dropGroup: Signal<string | undefined> = signal(undefined)
export const dropLine: Signal<DropLine | undefined> = signal(undefined)
/** It names the list in the sidebar that the pointer is over. */
export const dropList: Signal<string | undefined> = signal(undefined)

export interface DragDeps {
  items: () => readonly Item[]
  /** It says whether the order can be changed here. */
  canReorder: () => boolean
  /** It says why the order can not be changed, where something else than a hand made it. */
  whyFixed: () => string | undefined
  /** It is the parent of what stands at the left edge. */
  top: () => string | null
}

/** A pointer that went down on a row; what it drags comes with the later part. */
export interface Press {
  row: HTMLElement
  event: PointerEvent
  isOver: () => boolean
}
