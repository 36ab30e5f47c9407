/** How something is shown (model/view.ts) is changed here; all devices of the account have it. */
import { AppError, type ViewPatch } from '../../client/client.ts'
import { blanks } from '../../model/blanks.ts'
import { foldedPerViewMax } from '../../model/typing-limits.ts'
import type { View } from '../../model/view.ts'
import { words } from '../words/words.ts'
import { perform } from './history.ts'
import { filters, labelsOfViews, listOf, replica, viewOf } from './todos.ts'
import type { Wish } from './wishes.ts'

/** Whether the todos stand as they were put by hand. */
export const isByHand = ({ sortBy, descending, groupBy }: View): boolean =>
  sortBy === 'position' && !descending && groupBy === 'none'

const nameOf = (id: string): string =>
  listOf(id)?.name ?? filters.peek().find((filter) => filter.id === id)?.name ?? labelsOfViews.get(id) ?? ''

function changeOf(view: string, changes: ViewPatch): Extract<Wish, { type: 'updateView' }> {
  const label = labelsOfViews.get(view)
  return { type: 'updateView', view, changes: label === undefined ? changes : { ...changes, label } }
}

/** Changes by what todos are in order; it can be undone. */
export function changeView(id: string, changes: ViewPatch): boolean {
  return perform(words.value.changed(nameOf(id)), [changeOf(id, changes)])
}

/** Goes back to how lists are shown at first. */
export function resetView(id: string): void {
  const { sortBy, descending, groupBy, showFinished, newOnTop, folded } = blanks.view as View
  changeView(id, { sortBy, descending, groupBy, showFinished, newOnTop, folded })
}

/** Folding is looking, not doing: undo leaves it alone. */
function look(id: string, changes: ViewPatch): void {
  try {
    replica().send(id, changeOf(id, changes))
  } catch (error) {
    // There are as many views as there can be: this one stays as it is.
    if (!(error instanceof AppError)) throw error
  }
}

/** Folds subtodos or a group up, or shows them again. */
export function toggleFolded(id: string, key: string): void {
  const { folded } = viewOf(id)
  const others = folded.filter((each) => each !== key)
  const isFolded = others.length < folded.length
  look(id, { folded: isFolded ? others : [...others.slice(1 - foldedPerViewMax), key] })
}

export const foldAll = (id: string, keys: readonly string[]): void =>
  look(id, { folded: keys.slice(-foldedPerViewMax) })

export const showFinished = (id: string, isShown: boolean): void => look(id, { showFinished: isShown })
