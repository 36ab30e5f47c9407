/**
 * The reminders that an account wants of what it gives a due date. They are written into the todo by the server as it
 * carries out the command, whichever door that came by, and from then on are reminders like any others.
 */
import type { DefaultReminders } from './default-reminders.ts'
import { sameValue } from './fields.ts'
import type { Todo, TodoPatch } from './todo.ts'

function usualReminders(due: string | null | undefined, wanted: DefaultReminders): string[] {
  const trigger = due && (due.length > 10 ? wanted.timed : wanted.day)
  return trigger ? [trigger] : []
}

type Kind = 'none' | 'day' | 'timed'
const kindOf = (due: string | null | undefined): Kind => (!due ? 'none' : due.length > 10 ? 'timed' : 'day')

/**
 * Puts it into what had no due date, or none of this kind: a time where it was a day. What has reminders of its own, or
 * is said with them, keeps those.
 * @param after - to be changed in place
 */
export function settleReminders(
  before: Todo | undefined,
  after: Todo,
  given: Pick<TodoPatch, 'reminders'>,
  wanted: DefaultReminders,
): void {
  if (given.reminders || after.finished) return
  // What is sent whole does not name them, and has none of its own then.
  const isReset = before && !sameValue(before.reminders, after.reminders)
  if (kindOf(before?.due) === kindOf(after.due) && !isReset) return
  const isOwn = after.reminders.length > 0 && !sameValue(after.reminders, usualReminders(before?.due, wanted))
  if (!isOwn) after.reminders = usualReminders(after.due, wanted)
}
