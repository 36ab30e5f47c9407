/**
 * This table has the fields of todos, lists, saved filters and views, a line each: how a field is kept, what it is
 * unless it is given, and who sets it. New rows, what history tells, undo, and the columns and rows of the storage are
 * loops over these tables. What a sender may write into a field is in its schema (todo.ts, list.ts, saved-filter.ts,
 * view.ts); a field that stands in one place alone does not compile.
 */
import type { List } from './list.ts'
import type { SavedFilter } from './saved-filter.ts'
import type { Todo } from './todo.ts'
import type { View } from './view.ts'

/**
 * How the storage keeps a field, in a column of the field's name: `moment` as milliseconds since 1970, `texts` as JSON,
 * `list` as the list's integer key, `priority` by its rank. `finished` has no column: it is whether there is a
 * `finishedAt`.
 */
export type Keeping =
  | 'text'
  | 'uuid'
  | 'integer'
  | 'bigint'
  | 'boolean'
  | 'moment'
  | 'texts'
  | 'list'
  | 'priority'
  | 'finished'

export interface Field<Value> {
  /** `text` unless it is said. */
  as?: Keeping
  /** What it is unless it is given; fields without one are always given, or made by the rules. */
  default?: Value
  /** Whether the rules make it, and no sender sets it: others a PUT that does not name them sets to their defaults. */
  isMade?: true
  /** Whether replicas and files of before were written without it: there it has its default. */
  isLater?: true
  /** Whether history leaves it out, as it follows from other fields or from the entry itself. */
  isUntold?: true
}

export type Fields<Row> = { readonly [Name in keyof Row]-?: Field<Row[Name]> }

const noTexts: string[] = []

export const todoFields: Fields<Todo> = {
  id: { as: 'uuid', isUntold: true },
  list: { as: 'list' },
  number: { as: 'integer', isUntold: true },
  name: {},
  finished: { as: 'finished', default: false, isUntold: true },
  notes: { default: '' },
  start: { default: null, isLater: true },
  due: { default: null },
  priority: { as: 'priority', default: 'none' },
  labels: { as: 'texts', default: noTexts },
  parent: { as: 'uuid', default: null },
  position: {},
  repeat: { default: null },
  repeatFrom: { default: 'due' },
  anchor: { default: null },
  reminders: { as: 'texts', default: noTexts },
  series: { as: 'uuid', default: null, isMade: true },
  next: { as: 'uuid', default: null, isMade: true },
  finishedAt: { as: 'moment', default: null, isMade: true },
  createdAt: { as: 'moment', isUntold: true },
  updatedAt: { as: 'moment', isUntold: true },
  version: { as: 'bigint', default: 0, isMade: true, isUntold: true },
  deletedAt: { as: 'moment', default: null, isMade: true },
}

const looks = {
  colour: { default: 'none' },
  position: { default: null },
} as const
const times = {
  createdAt: { as: 'moment', isUntold: true },
  updatedAt: { as: 'moment', isUntold: true },
  version: { as: 'bigint', default: 0, isMade: true, isUntold: true },
  deletedAt: { as: 'moment', default: null, isMade: true },
} as const

export const listFields: Fields<List> = {
  id: { as: 'uuid', isUntold: true },
  name: {},
  uniqueNames: { as: 'boolean', default: false },
  ...looks,
  ...times,
}

export const filterFields: Fields<SavedFilter> = {
  id: { as: 'uuid', isUntold: true },
  name: {},
  filter: {},
  ...looks,
  ...times,
}

export const viewFields: Fields<View> = {
  id: { as: 'uuid', isUntold: true },
  label: { default: null },
  sortBy: { default: 'position' },
  descending: { as: 'boolean', default: false },
  groupBy: { default: 'none' },
  showFinished: { as: 'boolean', default: true },
  newOnTop: { as: 'boolean', default: false },
  folded: { as: 'texts', default: noTexts },
  ...looks,
  ...times,
}

export interface Rows {
  todo: Todo
  list: List
  filter: SavedFilter
  view: View
}
export type Kind = keyof Rows

/** Answers the names of the fields that are wanted, in their order. */
export const namesOf = <Row>(
  fields: Fields<Row>,
  isWanted: (field: Field<unknown>) => boolean = () => true,
) => (Object.keys(fields) as (keyof Row & string)[]).filter((name) => isWanted(fields[name]))

const toldOf = <Row>(fields: Fields<Row>) => namesOf(fields, ({ isUntold }) => !isUntold)

/**
 * The fields whose changes history tells, and undo sets back. (Clients, which need them not, leave them out by the
 * marks.)
 */
export const toldFields = {
  todo: /* @__PURE__ */ toldOf(todoFields),
  list: /* @__PURE__ */ toldOf(listFields),
  filter: /* @__PURE__ */ toldOf(filterFields),
  view: /* @__PURE__ */ toldOf(viewFields),
}

/** A field's name in tables, such as `created_at` of `createdAt`. */
export const columnName = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
