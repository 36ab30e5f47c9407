/** Counts the open todos that are due on each day: a calendar shows it beside the day. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { allTodos } from '../state/todos.ts'

export const dayLoad: ReadonlySignal<ReadonlyMap<string, number>> = computed(() => {
  const load = new Map<string, number>()
  for (const { due, finished } of allTodos.value) {
    if (due === null || finished) continue
    const day = due.slice(0, 10)
    load.set(day, (load.get(day) ?? 0) + 1)
  }
  return load
})

/** A day has one dot more from each of these counts on. */
const steps = [1, 3, 6]

export const dotsOf = (count: number): number => steps.filter((least) => count >= least).length
