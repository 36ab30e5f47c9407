/** It makes times of one zone the same times of the clock in another, where a person has moved. */
import type { Todo } from '../../client/client.ts'
import { todoWords } from '../words/later-words.ts'
import { perform } from './history.ts'
import { may } from './roles.ts'
import { replica } from './todos.ts'
import type { Wish } from './wishes.ts'

/** It finds the open todos whose dates or reminders have times of a zone. */
export const timedIn = (zone: string): Todo[] =>
  replica()
    .todos({ finished: false })
    .filter((todo) => may(todo.list, 'change') && timesOf(todo).some((text) => isIn(zone, text)))

const timesOf = ({ start, due, anchor, reminders }: Todo): (string | null)[] => [
  start,
  due,
  anchor,
  ...reminders,
]

const isIn = (zone: string, text: string | null): boolean => text?.endsWith(`[${zone}]`) ?? false

/** It is one step, which can be undone. */
export function takeAlong(todos: readonly Todo[], from: string, to: string): void {
  const moved = <T extends string | null>(text: T): T =>
    (isIn(from, text) ? text?.replace(/\[[^\]]*\]$/, `[${to}]`) : text) as T
  const wishes = todos.map(({ id, start, due, anchor, repeat, reminders }): Wish => {
    const changes = {
      ...(isIn(from, start) && { start: moved(start) }),
      // The rule goes along too: else this one alone would be moved.
      ...(isIn(from, due) && { due: moved(due), ...(repeat && { anchor: moved(anchor) }) }),
      ...(reminders.some((text) => isIn(from, text)) && { reminders: reminders.map(moved) }),
    }
    return { type: 'updateTodo', todo: id, changes }
  })
  perform(todoWords.value.tookAlong(todos.length), wishes, { offersUndo: true })
}
