/** The labels of all todos. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { allTodos } from './todos.ts'

/** The most used first. */
export const labelsInUse: ReadonlySignal<readonly string[]> = computed(() => {
  const counts = new Map<string, number>()
  for (const todo of allTodos.value)
    for (const label of todo.labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts.keys()].toSorted(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1),
  )
})
