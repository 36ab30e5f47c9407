/** The parents of todos that an import brings: each is in the list of its todo, whatever the file says. */
import { limits } from '../../../model/limits.ts'
import type { Todo } from '../../../model/todo.ts'
import type { Transaction } from '../../ports/store.ts'

/**
 * Puts those at the top whose parent is not in their list: a todo that is there already may be in another one than in
 * the file.
 * @param isInList - of a parent that does not come in with these
 * @param tell - hears of each
 */
export function keepOwnParents(
  todos: readonly Todo[],
  isInList: (parent: string) => boolean,
  tell: (todo: Todo) => void = () => {},
): void {
  const come = new Set(todos.map(({ id }) => id))
  for (const todo of todos) {
    if (todo.parent === null || come.has(todo.parent) || isInList(todo.parent)) continue
    todo.parent = null
    tell(todo)
  }
}

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
