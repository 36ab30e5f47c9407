/** Which todos of a replica are meant. */
import type { Todo } from '../model/todo.ts'

export interface ReplicaQuery {
  /** All lists that are not in the trash unless given. */
  list?: string
  finished?: boolean
  label?: string
  /** null: those at the top. */
  parent?: string | null
  /** Those in the trash instead. */
  deleted?: boolean
}

/** Whether a todo is meant, of whichever list. */
export const isMeant = (todo: Todo, { finished, label, parent, deleted = false }: ReplicaQuery): boolean =>
  (todo.deletedAt !== null) === deleted &&
  (finished === undefined || todo.finished === finished) &&
  (label === undefined || todo.labels.includes(label)) &&
  (parent === undefined || todo.parent === parent)
