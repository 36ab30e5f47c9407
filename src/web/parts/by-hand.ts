/** Links of the sidebar that are put in order by hand: dragged onto another one, or moved by keys. */

/** The link is still the one with the focus when it stands elsewhere. */
export function moveKept(move: () => void, event: KeyboardEvent): void {
  const link = event.currentTarget as HTMLElement
  move()
  requestAnimationFrame(() => link.focus())
}
