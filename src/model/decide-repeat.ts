/** What the fields of a todo that repeats bring along; what follows it is made in series.ts. */
import { AppError } from './errors.ts'
import type { Todo, TodoPatch } from './todo.ts'

/**
 * Sets what follows from the fields that were given: the series, and the date that the rule counts from.
 * @param after - to be changed in place
 */
export function settleRepeat(before: Todo | undefined, after: Todo, given: TodoPatch): void {
  if (after.repeat) {
    if (!after.due) throw new AppError('repeat_needs_due')
    after.series ??= after.id
  }
  if (given.anchor === undefined && before) {
    if (after.repeat !== before.repeat) after.anchor = null
    else if (after.due !== before.due) after.anchor = before.anchor ?? before.due
  }
  if (!after.repeat || after.anchor === after.due) after.anchor = null
}
