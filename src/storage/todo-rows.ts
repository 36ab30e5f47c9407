/** The table of todos, and how its rows and the model's todos become one another. */
import type { Saved } from '../core/ports/rows.ts'
import { sameValue } from '../model/change.ts'
import { holdsName } from '../model/names.ts'
import { priorities } from '../model/priorities.ts'
import type { Todo } from '../model/todo.ts'
import { columnsOf, type Row, type Table, type Value } from './driver.ts'
import { toMoment, toMomentOrNull, toMs, type Keys } from './tables.ts'

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
    repeat: 'text',
    repeat_from: 'text',
    anchor: 'text',
    series: 'uuid',
    next: 'uuid',
    reminders: 'text',
  },
} as const satisfies Table

export const todoColumns: string = columnsOf(todos)

/** What `rowToTodo` needs: a todo's row with its list's id. (A join takes SQLite twice as long for one row.) */
export const selectTodos = `select ${todoColumns}, (select id from lists where key = todos.list) as list_id from todos`

export const rowToTodo = (row: Row): Todo => rowToTodoOf(row['list_id'] as string, row)

const textsOf = (json: unknown): string[] => (json === '[]' ? [] : (JSON.parse(json as string) as string[]))

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
  labels: textsOf(row['labels']),
  parent: row['parent'] as string | null,
  position: row['position'] as string,
  repeat: row['repeat'] as string | null,
  repeatFrom: row['repeat_from'] as Todo['repeatFrom'],
  anchor: row['anchor'] as string | null,
  reminders: textsOf(row['reminders']),
  series: row['series'] as string | null,
  next: row['next'] as string | null,
  finishedAt: toMomentOrNull(row['finished_at']),
  createdAt: toMoment(row['created_at']),
  updatedAt: toMoment(row['updated_at']),
  version: Number(row['version']),
  deletedAt: toMomentOrNull(row['deleted_at']),
})

/** Whether the todo's name must be the only one of the list now. */
export const hasUniqueName = (todo: Todo, uniqueNames: boolean): boolean => uniqueNames && holdsName(todo)

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
  repeat: todo.repeat,
  repeat_from: todo.repeatFrom,
  anchor: todo.anchor,
  series: todo.series,
  next: todo.next,
  reminders: JSON.stringify(todo.reminders),
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
  if (after.repeat !== before.repeat) row['repeat'] = after.repeat
  if (after.repeatFrom !== before.repeatFrom) row['repeat_from'] = after.repeatFrom
  if (after.anchor !== before.anchor) row['anchor'] = after.anchor
  if (after.series !== before.series) row['series'] = after.series
  if (after.next !== before.next) row['next'] = after.next
  if (!sameValue(after.reminders, before.reminders)) row['reminders'] = JSON.stringify(after.reminders)
  if (after.finishedAt !== before.finishedAt) row['finished_at'] = toMs(after.finishedAt)
  if (after.updatedAt !== before.updatedAt) row['updated_at'] = toMs(after.updatedAt)
  if (after.deletedAt !== before.deletedAt) row['deleted_at'] = toMs(after.deletedAt)
  if (gaveUpName || holdsName(after) !== holdsName(before) || after.list !== before.list)
    row['unique_name'] = hasUniqueName(after, uniqueNames)
  return row
}

/**
 * The todos whose old names others take in the same batch: the engines check that names are unique row by row, so these
 * must give theirs up first.
 */
export function namesFreed(todos: Saved['todos']): Set<string> {
  const nameOf = ({ list, name }: Todo) => `${list} ${name}`
  const leaving = todos.filter(
    ({ before, after }) =>
      before && holdsName(before) && (!holdsName(after) || nameOf(before) !== nameOf(after)),
  ) as (Saved['todos'][number] & { before: Todo })[]
  if (leaving.length === 0) return new Set()
  const live = todos.filter(({ after, uniqueNames }) => hasUniqueName(after, uniqueNames))
  const taken = new Set(live.map(({ after }) => nameOf(after)))
  return new Set(leaving.filter(({ before }) => taken.has(nameOf(before))).map(({ before }) => before.id))
}
