/** A list's or a filter's todos, as its view has them; how comes with the later part, where it is needed. */
import { signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import type { View } from '../../model/view.ts'
import { lingering } from '../state/actions.ts'
import { now } from '../state/clock.ts'
import { listItems, type Item } from '../state/items.ts'
import { later, type LaterPart } from '../state/later.ts'
import type { Filter } from '../state/route.ts'
import { viewOf } from '../state/todos.ts'
import { isByHand } from '../state/views.ts'
import { dateText } from '../words/due.ts'
import { language, laterIfLoaded, words } from '../words/words.ts'

const arrange = signal<LaterPart['arrangedItems'] | undefined>(undefined)

export interface Arranged {
  items: readonly Item[]
  view: View
  /** Why todos can not be put in order by hand; undefined where they can. */
  whyFixed: string | undefined
}

const nothing: readonly Item[] = []

/** @param todos - in the order in which they stand as usual */
export function useArranged(id: string, todos: readonly Todo[], filter: Filter, isFlat = false): Arranged {
  const [view, word, linger, tag] = [viewOf(id), words.value, lingering.value, language.value]
  const [loaded, day] = [laterIfLoaded.value?.view, dateText(now.value)]
  const isUsual = isByHand(view) && !(isFlat && !view.showFinished)
  const make = arrange.value
  if (!isUsual && !make)
    later().then(
      ({ arrangedItems }) => (arrange.value = arrangedItems),
      () => {},
    )
  const items = useMemo(() => {
    const options = {
      filter,
      lingering: linger,
      finished: word.finishedCount,
      isFinishedShown: view.showFinished,
      folded: new Set(view.folded),
    }
    if (isUsual && !isFlat) return listItems(todos, options)
    if (isUsual || !make || !loaded) return isUsual ? undefined : nothing
    const { priorities, overdue } = word
    const wording = { overdue, priorities, none: loaded.noneOf, language: tag }
    return make(todos, { ...options, view, now: now.peek(), words: wording, isFlat })
  }, [todos, filter, linger, word, view, make, loaded, tag, day, isUsual])
  const whyFixed = isByHand(view) ? undefined : loaded?.whyFixed(loaded.sorts[view.sortBy], view.groupBy)
  return { items: items ?? flat(todos), view, whyFixed: isByHand(view) ? undefined : (whyFixed ?? '') }
}

const flat = (todos: readonly Todo[]): Item[] =>
  todos.map((todo): Item => ({ kind: 'todo', key: todo.id, todo, depth: 0, below: { all: 0, finished: 0 } }))
