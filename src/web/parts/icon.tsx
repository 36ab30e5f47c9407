/** Icons as inline SVG, from Lucide's set: decoration, never the only name of a thing. */
import type { IconNode } from 'lucide'
import { createElement, type JSX } from 'preact'

const frame = {
  class: 'icon',
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 1.75,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
  'aria-hidden': true,
} as const

export function Icon({ of }: { of: IconNode }): JSX.Element {
  return (
    <svg {...frame}>
      {of.map(([tag, attributes]) => createElement(tag, attributes as Record<string, string>))}
    </svg>
  )
}
