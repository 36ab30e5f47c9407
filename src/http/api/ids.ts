/** Ids in paths are checked here. */
import { AppError, type ErrorCode } from '../../model/errors.ts'
import { Id } from '../../model/todo.ts'

/**
 * Answers the id. What is no id belongs to nothing, so it is refused like an id that nothing has.
 * @throws AppError of this code
 */
export function idOrNotFound(id: string, code: ErrorCode): string {
  if (Id.safeParse(id).success) return id
  throw new AppError(code)
}
