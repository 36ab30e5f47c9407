/** What a command changed: rows before and after, and the same as the journal keeps it, field by field. */
import type { List } from './list.ts'
import type { SavedFilter } from './saved-filter.ts'
import type { Todo } from './todo.ts'

/** One row that a command made (`before` undefined) or changed. The list of a todo, a list itself, and the account of a filter are the spaces they are in. */
export type Change =
  | { kind: 'todo'; space: string; before: Todo | undefined; after: Todo }
  | { kind: 'list'; space: string; before: List | undefined; after: List }
  | { kind: 'filter'; space: string; before: SavedFilter | undefined; after: SavedFilter }

/**
 * For each row that changed, by its id, each field's value before and after, `version` among them unless it is new. The
 * subject's own stand under ''.
 */
export type FieldChanges = Record<string, Record<string, [from: unknown, to: unknown]>>

/**
 * The fields that tell a change; the others follow from them or from the journal row. `list` does so for a new todo: it is
 * the space of the row.
 */
export const told = {
  todo: [
    'list',
    'name',
    'notes',
    'due',
    'priority',
    'labels',
    'parent',
    'position',
    'repeat',
    'repeatFrom',
    'anchor',
    'reminders',
    'series',
    'next',
    'finishedAt',
    'deletedAt',
  ] satisfies (keyof Todo)[],
  filter: ['name', 'filter', 'colour', 'position', 'deletedAt'] satisfies (keyof SavedFilter)[],
  list: ['name', 'uniqueNames', 'colour', 'position', 'deletedAt'] satisfies (keyof List)[],
}

const usual: Record<string, unknown> = { priority: 'none', colour: 'none', repeatFrom: 'due' }

/** What a new row has in a field unless it is given; not worth a word in the journal. */
export const isPlain = (field: string, value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  value === usual[field] ||
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

/** The journal's form of some changes, of which the first is the subject's. */
export function fieldChanges(changes: readonly Change[]): FieldChanges {
  const all: FieldChanges = {}
  for (const [index, change] of changes.entries()) all[index === 0 ? '' : change.after.id] = fieldsOf(change)
  return all
}

function fieldsOf({ kind, before, after }: Change): FieldChanges[string] {
  const fields: FieldChanges[string] = {}
  // Where what happened to it before is found.
  if (before) fields['version'] = [before.version, after.version]
  const [old, now] = [before, after] as [Record<string, unknown> | undefined, Record<string, unknown>]
  for (const name of told[kind]) {
    const value = now[name]
    if (old) {
      if (!sameValue(old[name], value)) fields[name] = [old[name], value]
    } else if (name !== 'list' && !isPlain(name, value)) {
      fields[name] = [null, value]
    }
  }
  return fields
}
