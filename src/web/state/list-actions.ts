/** What a person does to lists. */
import { newId, type List } from '../../client/client.ts'
import type { Colour } from '../../model/colours.ts'
import { positionBetween } from '../../model/position.ts'
import { words } from '../words/words.ts'
import { perform } from './history.ts'
import { lists, viewOf } from './todos.ts'
import type { Wish } from './wishes.ts'

/** @returns the id of the new list; undefined when the rules refuse it */
export function addList(name: string): string | undefined {
  const id = newId()
  const list = { id, name, position: placeAtEnd() }
  return perform(words.value.added(name), [{ type: 'createList', list }]) ? id : undefined
}

export function renameList(list: List, name: string): boolean {
  if (name === list.name) return true
  return perform(words.value.renamed(name), [{ type: 'updateList', list: list.id, changes: { name } }])
}

export function colourList(list: List, colour: Colour): void {
  perform(words.value.changed(list.name), [{ type: 'updateList', list: list.id, changes: { colour } }])
}

/** Whether no two open todos of it may have the same name. */
export function setUniqueNames(list: List, uniqueNames: boolean): void {
  perform(words.value.changed(list.name), [{ type: 'updateList', list: list.id, changes: { uniqueNames } }])
}

export function removeList(list: List): boolean {
  return perform(words.value.deleted(list.name), [{ type: 'deleteList', list: list.id }], {
    offersUndo: true,
  })
}

export function restoreList(list: List): void {
  perform(words.value.restored(list.name), [{ type: 'restoreList', list: list.id }])
}

interface Placed {
  id: string
  position: string | null
}

/** Where it stands for this account, whoever else has it. */
const ownPlace = ({ id, position }: List): Placed => ({ id, position: viewOf(id).position ?? position })

/** It is behind all lists. */
export function placeAtEnd(): string {
  const last = lists.peek().at(-1)
  return positionBetween(last ? ownPlace(last).position : null, null)
}

/** Puts a list at this place among the others, for this account alone. */
export function placeList(list: List, index: number): void {
  const order = lists.peek().filter((each) => each.id !== list.id)
  order.splice(index, 0, list)
  if (lists.peek().every((each, at) => each === order[at])) return
  const placed = order.map(ownPlace)
  const moved = placed[order.indexOf(list)] as Placed
  const wishes = positionsOf(placed, moved).map(({ id, position }): Wish => {
    return { type: 'updateView', view: id, changes: { position } }
  })
  perform(words.value.moved(list.name), wishes)
}

/** Only that of the moved one, once all have positions; what was made elsewhere may have none yet. */
export function positionsOf<T extends Placed>(
  order: readonly T[],
  moved: T,
): { id: string; position: string }[] {
  const at = order.indexOf(moved)
  const isWhole = order.every((each) => each === moved || each.position !== null)
  let last = isWhole ? (order[at - 1]?.position ?? null) : null
  return (isWhole ? [moved] : order).map(({ id }) => {
    const position = positionBetween(last, isWhole ? (order[at + 1]?.position ?? null) : null)
    last = position
    return { id, position }
  })
}
