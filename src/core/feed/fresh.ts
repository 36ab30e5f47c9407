/**
 * What the last commits of this node changed in a space, as they had it in memory, so that it need not be read back to
 * be told. It is what `Reads.changes` would answer, or nothing at all.
 */
import { limits } from '../../model/limits.ts'
import { rowKinds, type RowKind } from '../../model/row-kinds.ts'
import type { Todo } from '../../model/todo.ts'
import { noRows, savedRows, spaceOfSaved, type Changes, type Saved } from '../ports/rows.ts'

export interface Fresh {
  /** All that changed after this version, up to that of `changes`. */
  since: number
  changes: Changes
}

/**
 * What is fresh in a space behind this commit.
 * @param earlier - what was before it
 */
export function freshIn(saved: Saved, space: string, earlier: Fresh | undefined): Fresh | undefined {
  const own = freshOf(saved, space)
  if (!own || !earlier || earlier.changes.version !== own.since) return own
  const byId = new Map([...earlier.changes.todos, ...own.changes.todos].map((todo) => [todo.id, todo]))
  const todos = [...byId.values()]
  return fits(todos) ? { since: earlier.since, changes: { ...own.changes, todos } } : own
}

/** More than one delta holds would be cut, so it is not kept either. */
function fits(todos: readonly Todo[]): boolean {
  let size = 0
  for (const { name, notes } of todos) size += name.length + notes.length
  return todos.length <= limits.deltaRowsMax && size <= limits.deltaBytesMax
}

/** Only todos that came or changed; what is rarer is read back. */
function freshOf(saved: Saved, space: string): Fresh | undefined {
  const { spaces, todos, membersAt, departures } = saved
  const counters = spaces.find(({ after }) => after.id === space)
  if (!counters?.before) return undefined
  const isOther = (kind: RowKind) =>
    kind.name !== 'todos' && savedRows(saved, kind).some((row) => spaceOfSaved(kind, row) === space)
  const isRare =
    rowKinds.some(isOther) ||
    membersAt.some(({ list }) => list === space) ||
    departures.some((departure) => departure.space === space)
  const changed: Todo[] = []
  for (const { after } of todos) if (after.list === space) changed.push(after)
  if (isRare || !fits(changed)) return undefined
  const { version, digest } = counters.after
  return {
    since: counters.before.version,
    // A commit leaves the floor where it is, which is nowhere above a version that it saw.
    // Nor did its members change: whoever is at `since` has heard of when they did.
    changes: { ...noRows(), version, digest, floor: 0, todos: changed, gone: [], membersAt: 1 },
  }
}

/** The part of it that a reader at `since` lacks; undefined when that is more than it knows. */
export function freshSince({ since: from, changes }: Fresh, since: number): Changes | undefined {
  if (since < from || since >= changes.version) return undefined
  const todos = changes.todos.filter((todo) => todo.version > since)
  return { ...changes, todos: todos.toSorted((a, b) => a.version - b.version) }
}
