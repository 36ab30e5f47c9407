/** What a batch's commands are decided on, as it is under the locks. */
import type { List, Member } from '../../model/list.ts'
import type { Todo } from '../../model/todo.ts'
import type { Accepted } from '../../model/outcome.ts'
import type { Space } from '../../model/spaces.ts'
import type { Deletions, JournalRow, PlainRow } from '../ports/rows.ts'

export interface Loaded {
  spaces: Space[]
  lists: List[]
  members: Member[]
  plain: PlainRow[]
  /** Those that nobody has used. */
  invitations: ReadonlySet<string>
  /** Names that are asked for whether a live todo has them, by list: see `nameKey`. */
  freeNames: ReadonlySet<string>
  todos: Todo[]
  listCounts: Map<string, number>
  memberCounts: Map<string, number>
  /** Live todos of lists that a capped key wants to delete. */
  todoCounts: Map<string, number>
  /** Those that may be used, with what they put in the trash lately. */
  credentials: Map<string, Deletions>
  /** They were accepted before. */
  earlier: readonly Earlier[]
  /** The last entries of todos that a visit changes. */
  entries: JournalRow[]
}

export interface Earlier {
  account: string
  id: string
  fingerprint: string | null
  outcome: Accepted
}

/** How many live todos the list has now, of which only those that the batch is about are here. */
export function liveTodos({ todoCounts, todos }: Loaded, now: Iterable<Todo>, list: string): number {
  const isIn = (todo: Todo) => todo.list === list && !todo.deletedAt
  return (todoCounts.get(list) ?? 0) - todos.filter(isIn).length + [...now].filter(isIn).length
}

/** The rows that differ from what was loaded. */
export function touched<T extends { id: string }>(
  now: ReadonlyMap<string, T>,
  loaded: readonly T[],
): { before: T | undefined; after: T }[] {
  const before = new Map(loaded.map((row) => [row.id, row]))
  const rows: { before: T | undefined; after: T }[] = []
  for (const [id, after] of now) {
    const old = before.get(id)
    if (old !== after) rows.push({ before: old, after })
  }
  return rows
}
