/** It plans in which order a client is sent the lists of which it has nothing, and how much that is. */
import type { Reads } from '../core/ports/store.ts'

interface FirstCopy {
  /** The account's own space, then lists with what is due first; the others behind them. */
  order: string[]
  /** All of them have so many live todos; undefined where nothing is sent from the beginning. */
  todos: number | undefined
}

/**
 * @param own - the account's space, which says which lists there are
 * @param first - the list that the client wants before all others
 */
export async function planCopy(
  reads: Pick<Reads, 'sizes'>,
  own: string,
  spaces: readonly string[],
  cursors: Readonly<Record<string, number>>,
  first: string | undefined,
): Promise<FirstCopy> {
  const rank = (space: string) => (space === own ? 0 : space === first ? 1 : 2)
  const isNew = spaces.some((space) => space !== own && !cursors[space])
  const sizes = isNew ? await reads.sizes(spaces) : undefined
  // Text of a date sorts as the date does, and behind all of them is what has none.
  const due = (space: string) => sizes?.get(space)?.due ?? '~'
  return {
    order: spaces.toSorted((a, b) => rank(a) - rank(b) || (due(a) < due(b) ? -1 : Number(due(a) > due(b)))),
    todos: sizes && [...sizes.values()].reduce((sum, { todos }) => sum + todos, 0),
  }
}
