/**
 * The server writes an account's default reminders into the todo when it carries out a command, so that they are the
 * same by every door. From then on they are reminders like any others.
 */
import type { DefaultReminders } from './default-reminders.ts'
import { sameValue } from './new-row.ts'
import type { Todo, TodoPatch } from './todo.ts'

function usualReminders(due: string | null | undefined, wanted: DefaultReminders): string[] {
  const trigger = due && (due.length > 10 ? wanted.timed : wanted.day)
  return trigger ? [trigger] : []
}

type Kind = 'none' | 'day' | 'timed'
const kindOf = (due: string | null | undefined): Kind => (!due ? 'none' : due.length > 10 ? 'timed' : 'day')

/**
 * Adds the default reminder to a todo that gets its first due date, or one of the other kind, such as a time instead of
 * a day. A todo with reminders of its own keeps those, and so does a command that names them.
 * @param after - is changed in place
 */
export function settleReminders(
  before: Todo | undefined,
  after: Todo,
  given: Pick<TodoPatch, 'reminders'>,
  wanted: DefaultReminders,
): void {
  if (given.reminders || after.finished) return
  // A PUT without reminders clears those that were there, and then the default ones are added.
  const isReset = before && !sameValue(before.reminders, after.reminders)
  if (kindOf(before?.due) === kindOf(after.due) && !isReset) return
  const isOwn = after.reminders.length > 0 && !sameValue(after.reminders, usualReminders(before?.due, wanted))
  if (!isOwn) after.reminders = usualReminders(after.due, wanted)
}
