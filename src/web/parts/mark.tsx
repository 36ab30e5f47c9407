/** It shows the mark of aiotodo, whose shape is in mark.svg alone. */
import type { JSX } from 'preact'
import mark from './mark.svg' with { type: 'text' }

const paths = [...mark.matchAll(/ d="([^"]+)"/g)].map(([, path = '']) => path)

export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden>
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  )
}
