/** Where todos go by `aiotodo mv --before` and `--after`. */
import type { Client, Todo, TodoPatch } from '../client/client.ts'
import { positionBetween } from '../model/position.ts'
import { findTodos } from './refs.ts'

interface PlaceArguments {
  list?: string
  to?: string
  before?: string
  after?: string
}

/** The position, and the parent, that each of the todos gets; nothing where no neighbour is named. */
export async function placesFor(
  client: Client,
  todos: readonly Todo[],
  { list, to, before, after }: PlaceArguments,
): Promise<Pick<TodoPatch, 'position' | 'parent'>[]> {
  const ref = before ?? after
  const [neighbour] = ref === undefined ? [] : await findTodos(client, [ref], to ?? list)
  if (!neighbour) return []
  const moved = new Set(todos.map(({ id }) => id))
  let [below, above]: [string | null, string | null] = [null, null]
  let isBehind = false
  for await (const { id, position, parent } of client.todos.all({ list: neighbour.list, sort: 'position' })) {
    if (moved.has(id) || parent !== neighbour.parent) continue
    if (id === neighbour.id) {
      isBehind = true
      if (before !== undefined) {
        above = position
        break
      }
      below = position
    } else if (isBehind) {
      above = position
      break
    } else {
      below = position
    }
  }
  const { parent } = neighbour
  return todos.map(() => ({ position: (below = positionBetween(below, above)), parent }))
}
