/** What of the replica is on the screen: the todos of a place, in the order in which they stand. */
import type { List, LiveReplica, Todo } from '../../client/client.ts'
import { createFilter, today, upcoming } from '../../client/filter.ts'
import { zoneHere } from '../quick.ts'

export type Place =
  | { view: 'list'; list: string }
  | { view: 'today' }
  | { view: 'upcoming' }
  | { view: 'search'; words: string }

export interface Row {
  todo: Todo
  /** How many todos it is below. */
  depth: number
}

export function rowsOf(replica: LiveReplica, place: Place, now: Date): Row[] {
  if (place.view === 'list') return treeOf(replica.todos({ list: place.list }))
  const isShown = testOf(place, now)
  return replica
    .todos({ finished: false })
    .filter(isShown)
    .toSorted((a, b) => ((a.due ?? '~') < (b.due ?? '~') ? -1 : 1))
    .map((todo) => ({ todo, depth: 0 }))
}

function testOf(place: Exclude<Place, { view: 'list' }>, now: Date): (todo: Todo) => boolean {
  if (place.view !== 'search')
    return createFilter(place.view === 'today' ? today : upcoming, {
      now: now.toISOString(),
      zone: zoneHere(),
      lists: [],
      hasSubtodos: () => false,
    })
  const words = place.words.toLowerCase().split(/\s+/).filter(Boolean)
  return ({ name, notes }) => {
    const text = `${name}\n${notes}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

/** Each todo with those below it behind it. */
function treeOf(todos: readonly Todo[]): Row[] {
  const ids = new Set(todos.map(({ id }) => id))
  const below = Map.groupBy(todos, ({ parent }) => (parent !== null && ids.has(parent) ? parent : null))
  const rows: Row[] = []
  const walk = (parent: string | null, depth: number) => {
    for (const todo of below.get(parent) ?? []) {
      rows.push({ todo, depth })
      walk(todo.id, depth + 1)
    }
  }
  walk(null, 0)
  return rows
}

/** The lists as the page has them: those without a position first, by when they were made. */
export const listsOf = (replica: LiveReplica): List[] =>
  replica
    .lists()
    .toSorted(
      (a, b) =>
        compare(a.position ?? '', b.position ?? '') ||
        compare(a.createdAt, b.createdAt) ||
        compare(a.id, b.id),
    )

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
