/** It has the labels of all todos, and how they are shown. */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { Colour } from '../../model/colours.ts'
import { labelViewId, viewOfLabel } from '../../model/label-view.ts'
import { language } from '../words/words.ts'
import { allTodos, labelsOfViews, views } from './todos.ts'

interface Count {
  open: number
  all: number
}

const counts: ReadonlySignal<ReadonlyMap<string, Count>> = computed(() => {
  const counted = new Map<string, Count>()
  for (const { labels, finished } of allTodos.value)
    for (const label of labels) {
      const count = counted.get(label) ?? { open: 0, all: 0 }
      count.all++
      if (!finished) count.open++
      counted.set(label, count)
    }
  return counted
})

export const openCountOf = (label: string): number => counts.value.get(label)?.open ?? 0

/** It has the most used first. */
export const labelsInUse: ReadonlySignal<readonly string[]> = computed(() =>
  [...counts.value]
    .toSorted(([a, one], [b, other]) => other.all - one.all || (a < b ? -1 : 1))
    .map(([label]) => label),
)

/** By name, as the page's language sorts them. */
export const byName = (labels: readonly string[]): string[] =>
  labels.toSorted(new Intl.Collator(language.value, { numeric: true }).compare)

/** Answers the id of a label's view, which is made by its first change. */
export function viewIdOf(label: string): string {
  const id = viewOfLabel(views.value, label)?.id ?? labelViewId(label)
  // What changes a view by its id alone has to know that it is a label's.
  labelsOfViews.set(id, label)
  return id
}

export const colourOf = (label: string): Colour => viewOfLabel(views.value, label)?.colour ?? 'none'
