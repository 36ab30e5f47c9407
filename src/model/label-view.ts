/** A label has no row of its own; what an account has of it is a view, a row of its space that has the label's word. */

import type { View } from './view.ts'

/** It makes four words of 32 bits by FNV-1a (draft-eastlake-fnv), each with another beginning. */
function wordsOf(text: string): number[] {
  return [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((seed) => {
    let hash = seed
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    // The last letters have not reached all bits yet.
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 13)) >>> 0
  })
}

/**
 * Answers the id under which a label's view is made. It follows from the label, so that devices that change a label's
 * colour while they are offline make one row: a UUID of version 8 (RFC 9562).
 */
export function labelViewId(label: string): string {
  const text = wordsOf(label.normalize())
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-8${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`
}

interface Labelled {
  id: string
  label: string | null
}

/** Finds the view of a label. Of several, which programs may have made, it is the one with the smallest id. */
export function viewOfLabel<Found extends Labelled>(
  views: readonly Found[],
  label: string,
): Found | undefined {
  let found: Found | undefined
  const wanted = label.normalize()
  for (const view of views)
    if (view.label?.normalize() === wanted && (found === undefined || view.id < found.id)) found = view
  return found
}

/** It takes what a view says of how something is shown. */
export function looksOf({
  sortBy,
  descending,
  groupBy,
  showFinished,
  newOnTop,
  folded,
  colour,
}: View): Looks {
  return { sortBy, descending, groupBy, showFinished, newOnTop, folded, colour }
}

type Looks = Pick<
  View,
  'sortBy' | 'descending' | 'groupBy' | 'showFinished' | 'newOnTop' | 'folded' | 'colour'
>
