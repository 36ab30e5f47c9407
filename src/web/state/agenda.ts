/** What is due when, of all lists. */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { Todo } from '../../client/client.ts'
import { now } from './clock.ts'
import { dateText } from '../words/due.ts'
import { allTodos } from './todos.ts'

/** As dates are written; changes at midnight alone. */
export const today: ReadonlySignal<string> = computed(() => dateText(now.value))

/** Not finished, with a due date, by it. */
export const dueTodos: ReadonlySignal<readonly (Todo & { due: string })[]> = computed(() =>
  allTodos.value
    .filter((todo): todo is Todo & { due: string } => todo.due !== null && !todo.finished)
    .toSorted((a, b) => (a.due === b.due ? 0 : a.due < b.due ? -1 : 1)),
)

/** Due today or before. */
export const todayCount: ReadonlySignal<number> = computed(
  () => dueTodos.value.filter((todo) => todo.due.slice(0, 10) <= today.value).length,
)
