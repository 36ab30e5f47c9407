/** What an import's todos become in their list: their numbers and places there. */
import { AppError } from '../../../model/errors.ts'
import { limits } from '../../../model/limits.ts'
import { lastAfter, positionAfter } from '../../../model/position.ts'
import { serverLimits } from '../../../model/server-limits.ts'
import type { Todo } from '../../../model/todo.ts'
import type { Space } from '../../../model/spaces.ts'
import type { Saved } from '../../ports/rows.ts'

export const savedNothing: Saved = {
  spaces: [],
  lists: [],
  todos: [],
  filters: [],
  views: [],
  members: [],
  membersAt: [],
  invitations: [],
  deletions: [],
  departures: [],
  journal: [],
  merged: [],
}

/** Another import fills a list of this one, on this node or another. */
export const importRunning = (): AppError =>
  new AppError('import_running', { retryAfter: Math.ceil(serverLimits.importIdleMs / 1_000) })

/**
 * The todos with numbers and positions, parents before what is below them. In a list that never had a todo the numbers
 * that they bring are kept, but for those that would leave it none for later todos.
 */
export function placed(todos: readonly Todo[], { nextNumber, lastPosition }: Space, now: string): Todo[] {
  const keeps = ({ number }: Todo) => nextNumber === 1 && number > 0 && number <= serverLimits.importNumberMax
  let next = nextNumber
  for (const todo of todos) if (keeps(todo)) next = Math.max(next, todo.number + 1)
  if (next + todos.length > limits.numberMax) throw new AppError('list_full')
  let last = lastPosition
  for (const { position } of todos) if (position !== '') last = lastAfter(last, position)
  const depths = new Map<string, number>()
  const rows = todos.map((todo) => {
    depths.set(todo.id, 1 + (todo.parent === null ? 0 : (depths.get(todo.parent) ?? 0)))
    return {
      ...todo,
      number: keeps(todo) ? todo.number : next++,
      position: todo.position || (last = positionAfter(last)),
      createdAt: todo.createdAt || now,
      updatedAt: todo.updatedAt || now,
    }
  })
  return rows
}
