import type { Todo } from '../../client/client.ts'
import { remove } from '../state/actions.ts'
import { openTodo } from '../state/route.ts'

/** Deletes the todo whose details are open, and closes them. */
export function removeOpen(todo: Todo): void {
  remove([todo.id])
  openTodo(undefined)
}
