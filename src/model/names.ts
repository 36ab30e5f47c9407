/** Names in lists whose names are unique. */
import { AppError } from './errors.ts'
import type { Todo } from './todo.ts'

/**
 * Says whether no other todo may have its name, in a list whose names are unique: those that are open count, without
 * one that handed its name on to the one that follows it.
 */
export const holdsName = ({ deletedAt, next, finished, repeat }: Todo): boolean =>
  !deletedAt && !finished && !(next && !repeat)

export function nameTaken(name: string): AppError {
  return new AppError('name_taken', { params: { name } })
}
