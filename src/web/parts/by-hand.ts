/** Links of the sidebar that are put in order by hand: dragged onto another one, or moved by keys. */
import type { Signal } from '@preact/signals'

interface Ordered {
  /** What is dragged is known by it: nothing else is taken. */
  mime: string
  id: string
  index: number
  isDraggable: boolean
  /** While something is held over it that it would take. */
  isOver: Signal<boolean>
  /** Puts the thing of this id where this one is. */
  place: (id: string, index: number) => void
}

/** Dragged onto another one's link, it takes that place. */
export const reordering = ({ mime, id, index, isDraggable, isOver, place }: Ordered) => ({
  draggable: isDraggable,
  onDragStart: (event: DragEvent) => event.dataTransfer?.setData(mime, id),
  onDragOver(event: DragEvent) {
    if (!event.dataTransfer?.types.includes(mime)) return
    event.preventDefault()
    isOver.value = true
  },
  onDragLeave: () => void (isOver.value = false),
  onDrop(event: DragEvent) {
    isOver.value = false
    const moved = event.dataTransfer?.getData(mime)
    if (moved) place(moved, index)
  },
})

/** The link is still the one with the focus when it stands elsewhere. */
export function moveKept(move: () => void, event: KeyboardEvent): void {
  const link = event.currentTarget as HTMLElement
  move()
  requestAnimationFrame(() => link.focus())
}
