/** What moving a todo by keys changes of it. */
import type { Todo, TodoPatch } from '../../client/client.ts'
import { positionBetween } from '../../model/position.ts'
import type { Row } from './shown.ts'

/** Past its next sibling, up or down; undefined where there is none. */
export function moved(todo: Todo, rows: readonly Row[], by: -1 | 1): TodoPatch | undefined {
  const { siblings, at } = among(todo, rows)
  const [near, far] = [siblings[at + by], siblings[at + 2 * by]]
  if (!near) return undefined
  const [before, after] = by === 1 ? [near, far] : [far, near]
  return { position: positionBetween(before?.position ?? null, after?.position ?? null) }
}

/** Below the sibling before it, or beside its parent. */
export function indented(todo: Todo, rows: readonly Row[], isIn: boolean): TodoPatch | undefined {
  const { siblings, at } = among(todo, rows)
  if (isIn) return siblings[at - 1] && { parent: (siblings[at - 1] as Todo).id }
  const parent = rows.find((row) => row.todo.id === todo.parent)
  return parent && { parent: parent.todo.parent }
}

function among(todo: Todo, rows: readonly Row[]): { siblings: Todo[]; at: number } {
  const siblings = rows.map((row) => row.todo).filter(({ parent }) => parent === todo.parent)
  return { siblings, at: siblings.findIndex(({ id }) => id === todo.id) }
}
