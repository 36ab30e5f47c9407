/** Where a dragged todo would come to lie. Pure. */
import type { Item } from '../state/items.ts'

export interface Drop {
  parent: string | null
  /** The sibling that it comes behind; undefined: it is the first. */
  after: string | undefined
  depth: number
}

/**
 * @param items - as they are shown, without those that are dragged and what is below them
 * @param index - of the item that it would come before
 * @param wished - the depth that the pointer asks for; the neighbours decide which ones there are
 * @param top - the parent of what stands at depth 0
 */
export function dropAt(
  items: readonly Item[],
  index: number,
  wished: number,
  top: string | null = null,
): Drop | undefined {
  const [above, below] = [items[index - 1], items[index]]
  // Behind a heading are the finished ones, whose order is that of time.
  if (items.slice(0, index).some((item) => item.kind === 'heading')) return undefined
  const deepest = above?.kind === 'todo' ? above.depth + 1 : 0
  const shallowest = below?.kind === 'todo' ? below.depth : 0
  const depth = Math.min(Math.max(wished, shallowest), deepest)
  for (let at = index - 1; at >= 0; at--) {
    const item = items[at]
    if (item?.kind !== 'todo') break
    if (item.depth === depth) return { parent: item.todo.parent, after: item.todo.id, depth }
    if (item.depth < depth) return { parent: item.todo.id, after: undefined, depth }
  }
  return { parent: top, after: undefined, depth: 0 }
}

/** Without the dragged ones and all that is below them. */
export function withoutDragged(items: readonly Item[], dragged: ReadonlySet<string>): Item[] {
  let hiddenBelow = Infinity
  return items.filter((item) => {
    if (item.kind !== 'todo') {
      hiddenBelow = Infinity
      return true
    }
    if (item.depth > hiddenBelow) return false
    hiddenBelow = dragged.has(item.todo.id) ? item.depth : Infinity
    return hiddenBelow === Infinity
  })
}
