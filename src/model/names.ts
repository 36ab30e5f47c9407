/** Names in lists whose names are unique. */
import { AppError } from './errors.ts'
import type { Todo } from './todo.ts'

/**
 * Tells whether a todo has a right to its name in a list with unique names. Open todos have it, except one that has
 * given its name to the next todo of its series.
 */
export const holdsName = ({ deletedAt, next, finished, repeat }: Todo): boolean =>
  !deletedAt && !finished && !(next && !repeat)

export function nameTaken(name: string): AppError {
  return new AppError('name_taken', { params: { name } })
}
