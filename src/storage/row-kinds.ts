/** The tables of the kinds of rows that spaces have (model/row-kinds.ts), a line each. */
import type { RowName } from '../model/row-kinds.ts'
import { memberKind } from './members.ts'
import { filters, views } from './plain-tables.ts'
import type { StoredKind } from './stored-kind.ts'
import { listKind } from './tables.ts'
import { todoKind } from './todo-rows.ts'

export const storedKinds: Record<RowName, StoredKind> = {
  lists: listKind,
  todos: todoKind,
  members: memberKind,
  filters,
  views,
}
