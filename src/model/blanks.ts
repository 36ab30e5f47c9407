/**
 * This file has what fields have by default (fields.ts). Bundles for clients have these values in place of the module,
 * as they do not need the tables (scripts/blanks-plugin.ts); so it has nothing but constants that are values of JSON.
 */
import {
  filterFields,
  listFields,
  namesOf,
  todoFields,
  viewFields,
  type Field,
  type Fields,
  type Kind,
} from './fields.ts'
import type { Todo } from './todo.ts'

const blankOf = <Row>(fields: Fields<Row>, isWanted?: (field: Field<unknown>) => boolean): object =>
  Object.fromEntries(namesOf(fields, isWanted).map((name) => [name, fields[name].default]))

/** Rows of nothing but defaults; undefined where a field has none. */
export const blanks: Readonly<Record<Kind, object>> = {
  todo: blankOf(todoFields),
  list: blankOf(listFields),
  filter: blankOf(filterFields),
  view: blankOf(viewFields),
}

/** What a PUT sets in a todo that it does not say. */
export const putDefaults: Partial<Todo> = blankOf(todoFields, (field) => 'default' in field && !field.isMade)

/** What todos have of fields that came later, where they were written down before. */
export const laterDefaults: Partial<Todo> = blankOf(todoFields, (field) => field.isLater === true)
