/** A todo does not start after it is due. This says what follows from that where one of the two is set. */
import { AppError } from './errors.ts'
import type { Todo, TodoPatch } from './todo.ts'

/** It answers true where a start is after a due date: it has two ways, for clients and for servers. */
export type IsAfter = (start: string, due: string) => boolean

/**
 * It compares them as their own clocks have them, and by their dates alone where one has no time. Clients go by that
 * until the server answers.
 */
export const isAfterByClock: IsAfter = (start, due) =>
  start.slice(0, Math.min(due.length, 16)) > due.slice(0, 16)

/**
 * It moves a date to the day of another one, at its own time, or to the other one itself where that is wrong as well.
 */
function along(date: string, to: string, isWrong: (moved: string) => boolean): string {
  const moved = to.slice(0, 10) + date.slice(10)
  return isWrong(moved) ? to : moved
}

/** The start stays where it may be, and else goes along with the due date. */
export const startBy = (start: string, due: string, isAfter: IsAfter): string =>
  isAfter(start, due) ? along(start, due, (moved) => isAfter(moved, due)) : start

/**
 * Takes the other one along where a command sets one of the two: to the same day at its own time or, where that is
 * wrong still, to the same date and time.
 * @param after - to be changed in place
 * @throws AppError `start_after_due` where it sets both
 */
export function settleStart(
  after: Todo,
  given: Pick<TodoPatch, 'start' | 'due'>,
  isAfter: IsAfter = isAfterByClock,
): void {
  const { start, due } = after
  if (!start || !due || !isAfter(start, due)) return
  if (given.start && given.due) throw new AppError('start_after_due')
  if (given.due) after.start = along(start, due, (moved) => isAfter(moved, due))
  else if (given.start) after.due = along(due, start, (moved) => isAfter(start, moved))
}
