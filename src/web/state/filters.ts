/** What a person does to saved filters; each can be undone. */
import { newId } from '../../client/client.ts'
import type { Colour } from '../../model/colours.ts'
import { positionBetween } from '../../model/position.ts'
import type { FilterPatch, SavedFilter } from '../../model/saved-filter.ts'
import { words } from '../words/words.ts'
import { perform } from './history.ts'
import { positionsOf } from './list-actions.ts'
import { filters } from './todos.ts'
import type { Wish } from './wishes.ts'

/** Follows changes where it is read in a view; undefined when it is not, or no longer, there. */
export const filterOf = (id: string): SavedFilter | undefined =>
  filters.value.find((filter) => filter.id === id)

/** @returns the id of the new filter; undefined when the rules refuse it */
export function saveFilter(fields: { name: string; filter: string; colour: Colour }): string | undefined {
  const id = newId()
  const position = positionBetween(filters.peek().at(-1)?.position ?? null, null)
  const wish: Wish = { type: 'createFilter', filter: { id, position, ...fields } }
  return perform(words.value.added(fields.name), [wish]) ? id : undefined
}

export const renameFilter = (filter: SavedFilter, name: string): boolean =>
  name === filter.name || change(words.value.renamed(name), filter, { name })

export const colourFilter = (filter: SavedFilter, colour: Colour): boolean =>
  change(words.value.changed(filter.name), filter, { colour })

export const rewriteFilter = (filter: SavedFilter, text: string): boolean =>
  change(words.value.changed(filter.name), filter, { filter: text })

export function removeFilter(filter: SavedFilter): void {
  const wish: Wish = { type: 'deleteFilter', filter: filter.id }
  perform(words.value.deleted(filter.name), [wish], { offersUndo: true })
}

/** Puts a filter at this place among the others. */
export function placeFilter(filter: SavedFilter, index: number): void {
  const order = filters.peek().filter(({ id }) => id !== filter.id)
  order.splice(index, 0, filter)
  if (filters.peek().every((each, at) => each === order[at])) return
  const wishes = positionsOf(order, filter).map(({ id, position }): Wish => {
    return { type: 'updateFilter', filter: id, changes: { position } }
  })
  perform(words.value.moved(filter.name), wishes)
}

function change(name: string, { id }: SavedFilter, changes: FilterPatch): boolean {
  return perform(name, [{ type: 'updateFilter', filter: id, changes }])
}
