/** The chunks of a long list that are far from sight: there for the browser's find alone. */
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Item } from '../state/items.ts'
import type { Chunk } from './window.ts'

interface Made {
  items: readonly Item[]
  chunk: Chunk
  element: JSX.Element
}

/** The very same element as before, where nothing has changed: then it is not looked into. */
export function useRests(items: readonly Item[]): (chunk: Chunk) => JSX.Element {
  const made = useRef(new Map<number, Made>()).current
  return (chunk) => {
    const before = made.get(chunk.from)
    const isSame = before !== undefined && isLike(before, items, chunk)
    const element = isSame ? before.element : rest(items, chunk)
    made.set(chunk.from, { items, chunk, element })
    return element
  }
}

const textOf = (item: Item | undefined): string | undefined =>
  item?.kind === 'todo' ? item.todo.name : item?.text

function isLike(before: Made, items: readonly Item[], { from, to, height }: Chunk): boolean {
  if (before.chunk.to !== to || before.chunk.height !== height) return false
  if (before.items === items) return true
  for (let at = from; at < to; at++) if (textOf(items[at]) !== textOf(before.items[at])) return false
  return true
}

/** Found, it is scrolled to, and drawn (HTML, hidden=until-found). */
function rest(items: readonly Item[], { from, to, height }: Chunk): JSX.Element {
  return (
    <li
      key={`rest-${from}`}
      class="rest"
      hidden={'until-found' as unknown as boolean}
      style={{ height: `${height}px` }}
    >
      {items.slice(from, to).map(textOf).join('\n')}
    </li>
  )
}
