/** What is done with a todo and all that is below it, at once. */
import { AppError } from './errors.ts'
import * as clientLimits from './client-limits.ts'
import type { Todo } from './todo.ts'

/** @throws AppError `subtree_too_large` */
export function checkSize(todos: Todo[]): Todo[] {
  if (todos.length <= clientLimits.subtreeMax) return todos
  throw new AppError('subtree_too_large', { params: { most: clientLimits.subtreeMax } })
}
