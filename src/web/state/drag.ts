/** What is being dragged, and where it would be dropped. */
import { signal, type Signal } from '@preact/signals'

export interface Dragged {
  ids: ReadonlySet<string>
  text: string
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
export const dropLine: Signal<DropLine | undefined> = signal(undefined)
/** The list in the sidebar that the pointer is over. */
export const dropList: Signal<string | undefined> = signal(undefined)
