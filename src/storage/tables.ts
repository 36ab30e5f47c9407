/** The tables' columns, and how rows and the model's things become one another: the only place that knows both. */
import type { Departure, Line, Space } from '../core/store.ts'
import { sameValue } from '../model/change.ts'
import { digestText, parseDigest, type Digest } from '../model/digest.ts'
import type { Account, List, Member } from '../model/list.ts'
import { priorities, type Todo } from '../model/todo.ts'
import type { Row, Table, Value } from './driver.ts'

export const spaces = {
  name: 'spaces',
  columns: {
    key: 'integer',
    id: 'uuid',
    version: 'bigint',
    next_number: 'bigint',
    last_position: 'text',
    digest: 'text',
    digest_at: 'bigint',
  },
} as const satisfies Table

export const accounts = {
  name: 'accounts',
  columns: { key: 'integer', id: 'uuid', name: 'text', default_list: 'integer', created_at: 'bigint' },
} as const satisfies Table

export const lists = {
  name: 'lists',
  columns: {
    key: 'integer',
    id: 'uuid',
    name: 'text',
    unique_names: 'boolean',
    colour: 'text',
    position: 'text',
    version: 'bigint',
    created_at: 'bigint',
    updated_at: 'bigint',
    deleted_at: 'bigint',
  },
} as const satisfies Table

export const members = {
  name: 'members',
  columns: { account: 'integer', list: 'integer', role: 'text', version: 'bigint', since: 'bigint' },
} as const satisfies Table

export const departures = {
  name: 'departures',
  columns: { space: 'integer', version: 'bigint', id: 'uuid' },
} as const satisfies Table

export const todos = {
  name: 'todos',
  columns: {
    id: 'uuid',
    list: 'integer',
    number: 'integer',
    name: 'text',
    /** Whether the name must be the only one among those of its list. */
    unique_name: 'boolean',
    notes: 'text',
    due: 'text',
    priority: 'integer',
    labels: 'text',
    parent: 'uuid',
    position: 'text',
    finished_at: 'bigint',
    created_at: 'bigint',
    updated_at: 'bigint',
    deleted_at: 'bigint',
    version: 'bigint',
  },
} as const satisfies Table

export const journal = {
  name: 'journal',
  columns: {
    account: 'integer',
    id: 'text',
    space: 'integer',
    version: 'bigint',
    time: 'bigint',
    type: 'text',
    subject: 'uuid',
    changes: 'text',
    fingerprint: 'text',
    answer: 'text',
  },
} as const satisfies Table

/** The rows of a batch were nearly all made at one moment. */
let lastMoment = ''
let lastMs = 0

export function toMs(moment: string | null): number | null {
  if (moment === null) return null
  if (moment !== lastMoment) [lastMoment, lastMs] = [moment, Date.parse(moment)]
  return lastMs
}

let lastText = ''
let lastTextMs = Number.NaN

export function toMoment(ms: unknown): string {
  const number = Number(ms)
  if (number !== lastTextMs) [lastTextMs, lastText] = [number, new Date(number).toISOString()]
  return lastText
}

const toMomentOrNull = (ms: unknown): string | null => (ms === null ? null : toMoment(ms))

/** A list's or account's integer key by its id. */
export type Keys = (id: string) => number

export const rowToAccount = (row: Row): Account => ({
  id: row['id'] as string,
  name: row['name'] as string,
  defaultList: row['default_list'] as string,
})

export const rowToSpace = (row: Row): Space => ({
  id: row['id'] as string,
  version: Number(row['version']),
  nextNumber: Number(row['next_number']),
  lastPosition: row['last_position'] as string | null,
  digest: rowToDigest(row),
})

/** Null when a node of the version before, which does not keep it up, has written since. */
export function rowToDigest(row: Row): Digest | null {
  const text = row['digest'] as string | null
  return text !== null && Number(row['digest_at']) === Number(row['version']) ? parseDigest(text) : null
}

export const spaceToRow = (space: Space): Record<string, Value> => ({
  id: space.id,
  version: space.version,
  next_number: space.nextNumber,
  last_position: space.lastPosition,
  digest: space.digest && digestText(space.digest),
  digest_at: space.digest && space.version,
})

export const rowToList = (row: Row): List => ({
  id: row['id'] as string,
  name: row['name'] as string,
  uniqueNames: Boolean(row['unique_names']),
  colour: row['colour'] as List['colour'],
  position: row['position'] as string | null,
  createdAt: toMoment(row['created_at']),
  updatedAt: toMoment(row['updated_at']),
  version: Number(row['version']),
  deletedAt: toMomentOrNull(row['deleted_at']),
})

export const listToRow = (list: List, keys: Keys): Record<string, Value> => ({
  key: keys(list.id),
  id: list.id,
  name: list.name,
  unique_names: list.uniqueNames,
  colour: list.colour,
  position: list.position,
  version: list.version,
  created_at: toMs(list.createdAt),
  updated_at: toMs(list.updatedAt),
  deleted_at: toMs(list.deletedAt),
})

export const rowToMember = (row: Row): Member => ({
  account: row['account'] as string,
  id: row['list'] as string,
  role: row['role'] as Member['role'],
  version: Number(row['version']),
  since: Number(row['since']),
})

export const memberToRow = (
  { account, id, role, version, since }: Member,
  keys: Keys,
): Record<string, Value> => ({
  account: keys(account),
  list: keys(id),
  role,
  version,
  since,
})

export const departureToRow = ({ space, version, id }: Departure, keys: Keys): Record<string, Value> => ({
  space: keys(space),
  version,
  id,
})

/** What `rowToTodo` needs: a todo's row with its list's id. (A join takes SQLite twice as long for one row.) */
export const selectTodos =
  'select todos.*, (select id from lists where key = todos.list) as list_id from todos'

export const rowToTodo = (row: Row): Todo => rowToTodoOf(row['list_id'] as string, row)

/** For where the list is known anyhow. */
export const rowToTodoOf = (list: string, row: Row): Todo => ({
  id: row['id'] as string,
  list,
  number: row['number'] as number,
  name: row['name'] as string,
  finished: row['finished_at'] !== null,
  notes: row['notes'] as string,
  due: row['due'] as string | null,
  priority: priorities[row['priority'] as number] ?? 'none',
  labels: row['labels'] === '[]' ? [] : (JSON.parse(row['labels'] as string) as string[]),
  parent: row['parent'] as string | null,
  position: row['position'] as string,
  finishedAt: toMomentOrNull(row['finished_at']),
  createdAt: toMoment(row['created_at']),
  updatedAt: toMoment(row['updated_at']),
  version: Number(row['version']),
  deletedAt: toMomentOrNull(row['deleted_at']),
})

/** Whether the todo's name must be the only one of the list now. */
export const hasUniqueName = (todo: Todo, uniqueNames: boolean): boolean =>
  uniqueNames && todo.deletedAt === null

/** A new todo's row. */
export const todoToRow = (todo: Todo, uniqueNames: boolean, keys: Keys): Record<string, Value> => ({
  id: todo.id,
  list: keys(todo.list),
  number: todo.number,
  name: todo.name,
  unique_name: hasUniqueName(todo, uniqueNames),
  notes: todo.notes,
  due: todo.due,
  priority: priorities.indexOf(todo.priority),
  labels: JSON.stringify(todo.labels),
  parent: todo.parent,
  position: todo.position,
  finished_at: toMs(todo.finishedAt),
  created_at: toMs(todo.createdAt),
  updated_at: toMs(todo.updatedAt),
  deleted_at: toMs(todo.deletedAt),
  version: todo.version,
})

/**
 * The columns of a changed todo that differ from what they were: the others' indexes are not touched. It is found by its
 * number, whose index is a third of the ids' and was often just looked into; by its id where it got another number.
 * @param gaveUpName - whether it was made to give up its name, so that another could take it
 */
export function changedTodoToRow(
  before: Todo,
  after: Todo,
  uniqueNames: boolean,
  gaveUpName: boolean,
  keys: Keys,
): Record<string, Value> {
  const row: Record<string, Value> = {
    version: after.version,
    list: keys(after.list),
    number: after.number,
  }
  if (after.list !== before.list || after.number !== before.number) row['id'] = after.id
  if (after.name !== before.name) row['name'] = after.name
  if (after.notes !== before.notes) row['notes'] = after.notes
  if (after.due !== before.due) row['due'] = after.due
  if (after.priority !== before.priority) row['priority'] = priorities.indexOf(after.priority)
  if (!sameValue(after.labels, before.labels)) row['labels'] = JSON.stringify(after.labels)
  if (after.parent !== before.parent) row['parent'] = after.parent
  if (after.position !== before.position) row['position'] = after.position
  if (after.finishedAt !== before.finishedAt) row['finished_at'] = toMs(after.finishedAt)
  if (after.updatedAt !== before.updatedAt) row['updated_at'] = toMs(after.updatedAt)
  if (after.deletedAt !== before.deletedAt) row['deleted_at'] = toMs(after.deletedAt)
  if (gaveUpName || after.deletedAt !== before.deletedAt || after.list !== before.list)
    row['unique_name'] = hasUniqueName(after, uniqueNames)
  return row
}

export const rowToLine = (row: Row): Line => ({
  id: row['number'] as number,
  name: row['name'] as string,
  finished: row['finished_at'] !== null,
})
