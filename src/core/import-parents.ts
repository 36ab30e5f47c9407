/** The parents of todos that come into a list that is there: those may have been moved or deleted since. */
import { limits } from '../model/limits.ts'
import type { Todo } from '../model/todo.ts'
import type { Transaction } from './store.ts'

/** Puts a todo at the top whose parent is no live todo of the list any more, or is too deep by now. */
export async function isBelow(
  transaction: Pick<Transaction, 'ancestors'>,
  list: string,
  todos: readonly Todo[],
): Promise<(todo: Todo) => Todo> {
  const come = new Map(todos.map((todo) => [todo.id, todo]))
  const wanted = new Set(
    todos.flatMap(({ parent }) => (parent !== null && !come.has(parent) ? [parent] : [])),
  )
  if (wanted.size === 0) return (todo) => todo
  const above = new Map((await transaction.ancestors([...wanted])).map((todo) => [todo.id, todo]))
  const depth = (id: string | null): number => {
    let levels = 0
    for (let at = id; at !== null && levels <= limits.depthMax; levels++)
      at = (come.get(at) ?? above.get(at))?.parent ?? null
    return levels
  }
  const heights = new Map<string, number>()
  for (const todo of todos.toReversed()) {
    if (todo.parent !== null)
      heights.set(todo.parent, Math.max(heights.get(todo.parent) ?? 0, 1 + (heights.get(todo.id) ?? 0)))
  }
  return (todo) => {
    if (todo.parent === null || come.has(todo.parent)) return todo
    const parent = above.get(todo.parent)
    const fits =
      parent?.list === list &&
      !parent.deletedAt &&
      depth(parent.id) + 1 + (heights.get(todo.id) ?? 0) <= limits.depthMax
    return fits ? todo : { ...todo, parent: null }
  }
}
