/** What the window is like, as signals; the breakpoints are those of styles/frame.css. */
import { signal, type ReadonlySignal } from '@preact/signals'

function matches(query: string): ReadonlySignal<boolean> {
  const media = matchMedia(query)
  const isMatching = signal(media.matches)
  media.addEventListener('change', () => (isMatching.value = media.matches))
  return isMatching
}

/** One column: the places are in a drawer. */
export const isNarrow: ReadonlySignal<boolean> = matches('(max-width: 56.24rem)')
/** Room for the details beside the todos. */
export const isWide: ReadonlySignal<boolean> = matches('(min-width: 75rem)')
/** Used by fingers rather than by a pointer. */
export const isCoarse: ReadonlySignal<boolean> = matches('(pointer: coarse)')
export const isStill: ReadonlySignal<boolean> = matches('(prefers-reduced-motion: reduce)')
