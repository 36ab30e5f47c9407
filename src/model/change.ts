/** What a command changed: rows before and after, and the same as the journal keeps it, field by field. */
import { toldFields } from './fields.ts'
import { isDefault, sameValue } from './new-row.ts'
import type { List } from './list.ts'
import type { SavedFilter } from './saved-filter.ts'
import type { Todo } from './todo.ts'
import type { View } from './view.ts'

/**
 * One row that a command made (`before` undefined) or changed. The list of a todo, a list itself, and the account of a
 * filter or a view are the spaces they are in.
 */
export type Change =
  | { kind: 'todo'; space: string; before: Todo | undefined; after: Todo }
  | { kind: 'list'; space: string; before: List | undefined; after: List }
  | { kind: 'filter'; space: string; before: SavedFilter | undefined; after: SavedFilter }
  | { kind: 'view'; space: string; before: View | undefined; after: View }

/**
 * It has each row that changed, by its id, with each field's value before and after, `version` among them unless it is
 * new. The subject's own stand under ''. `more` is of a todo's `version` alone: by what else pages had it in order,
 * which history does not tell. It is when the todo had been changed last, in milliseconds, and its number where it left
 * a list.
 */
export type FieldChanges = Record<string, Record<string, [from: unknown, to: unknown, ...more: unknown[]]>>

/** The journal's form of some changes, of which the first is the subject's. */
export function fieldChanges(changes: readonly Change[]): FieldChanges {
  const all: FieldChanges = {}
  for (const [index, change] of changes.entries()) all[index === 0 ? '' : change.after.id] = fieldsOf(change)
  return all
}

/** Counts the todos besides the subject that were finished, or reopened. */
export const finishedAlong = ({ '': _, ...others }: FieldChanges): number =>
  Object.values(others).filter(({ version, finishedAt }) => version && finishedAt).length

function fieldsOf({ kind, before, after }: Change): FieldChanges[string] {
  const fields: FieldChanges[string] = {}
  // Where what happened to it before is found.
  if (before) {
    const more = kind === 'todo' ? placeOf(before, after) : []
    fields['version'] = [before.version, after.version, ...more]
  }
  const [old, now] = [before, after] as [Record<string, unknown> | undefined, Record<string, unknown>]
  for (const name of toldFields[kind]) {
    const value = now[name]
    if (old) {
      if (!sameValue(old[name], value)) fields[name] = [old[name], value]
    } else if (name !== 'list' && !isDefault(kind, name, value)) {
      fields[name] = [null, value]
    }
  }
  return fields
}

const placeOf = (before: Todo, after: Todo): number[] => {
  const changedAt = Date.parse(before.updatedAt)
  return before.list === after.list ? [changedAt] : [changedAt, before.number]
}
