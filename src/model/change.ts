/** What a command changed: rows before and after, and the same as the journal keeps it, field by field. */
import type { List } from './list.ts'
import type { Todo } from './todo.ts'

/** One row that a command made (`before` undefined) or changed. The list of a todo, or a list itself, is the space it is in. */
export type Change =
  | { kind: 'todo'; space: string; before: Todo | undefined; after: Todo }
  | { kind: 'list'; space: string; before: List | undefined; after: List }

/** For each row that changed, by its id, each field's value before and after. */
export type FieldChanges = Record<string, Record<string, [from: unknown, to: unknown]>>

/** Not changes in themselves: they follow from the others or from the journal row. */
const derived = new Set(['id', 'number', 'finished', 'createdAt', 'updatedAt', 'version'])

/** What a new row has unless it is given; not worth a word in the journal. */
const plain = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  value === 'none' ||
  (Array.isArray(value) && value.length === 0)

export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((value, index) => value === b[index])
  )
}

/** The names of the fields that differ, `version` and `updatedAt` aside. */
export function changedFields(change: Change): string[] {
  const before = change.before as Record<string, unknown> | undefined
  const after = change.after as Record<string, unknown>
  const names: string[] = []
  for (const name in after) {
    if (derived.has(name)) continue
    if (before ? !sameValue(before[name], after[name]) : !plain(after[name])) names.push(name)
  }
  return names
}

/** The journal's form of some changes. */
export function fieldChanges(changes: readonly Change[]): FieldChanges {
  const all: FieldChanges = {}
  for (const change of changes) {
    const fields: FieldChanges[string] = (all[change.after.id] = {})
    const before = change.before as Record<string, unknown> | undefined
    const after = change.after as Record<string, unknown>
    for (const name of changedFields(change)) fields[name] = [before?.[name] ?? null, after[name]]
  }
  return all
}
