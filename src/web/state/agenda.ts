/** What is to be done when, of all lists. */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { Todo } from '../../client/client.ts'
import { now } from './clock.ts'
import { dateText, isStarted } from '../words/due.ts'
import { allTodos } from './todos.ts'

/** As dates are written; changes at midnight alone. */
export const today: ReadonlySignal<string> = computed(() => dateText(now.value))

/**
 * The ids of those that are to be started later are one text, which is another one only when the moment of one of them
 * has come, or one was changed: the clock alone wakes nobody.
 */
const idsToCome = computed(() =>
  allTodos.value
    .filter(({ start, finished }) => start && !finished && !isStarted(start, now.value))
    .map(({ id }) => id)
    .join(' '),
)

/** The ids of todos that are to be started later, not finished. */
export const toCome: ReadonlySignal<ReadonlySet<string>> = computed(() => new Set(idsToCome.value.split(' ')))

/** Not finished, started, with a due date, by it. */
export const dueTodos: ReadonlySignal<readonly (Todo & { due: string })[]> = computed(() =>
  allTodos.value
    .filter(
      (todo): todo is Todo & { due: string } =>
        todo.due !== null && !todo.finished && !toCome.value.has(todo.id),
    )
    .toSorted((a, b) => (a.due === b.due ? 0 : a.due < b.due ? -1 : 1)),
)

/** Due today or before. */
export const todayCount: ReadonlySignal<number> = computed(
  () => dueTodos.value.filter((todo) => todo.due.slice(0, 10) <= today.value).length,
)
