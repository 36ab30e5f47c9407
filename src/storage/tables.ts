/** The tables' columns, and how rows and the model's things become one another: the only place that knows both. */
import type { JournalRow, Line, Member, Space } from '../core/store.ts'
import type { Account, List } from '../model/list.ts'
import { priorities, type Todo } from '../model/todo.ts'
import type { Row, Table, Value } from './driver.ts'

export const spaces = {
  name: 'spaces',
  columns: { id: 'uuid', version: 'bigint', next_number: 'bigint', last_position: 'text' },
} as const satisfies Table

export const accounts = {
  name: 'accounts',
  columns: { id: 'uuid', name: 'text', default_list: 'uuid', created_at: 'bigint' },
} as const satisfies Table

export const lists = {
  name: 'lists',
  columns: {
    id: 'uuid',
    name: 'text',
    unique_names: 'boolean',
    version: 'bigint',
    created_at: 'bigint',
    updated_at: 'bigint',
    deleted_at: 'bigint',
  },
} as const satisfies Table

export const members = {
  name: 'members',
  columns: { account: 'uuid', list: 'uuid', role: 'text', version: 'bigint' },
} as const satisfies Table

export const todos = {
  name: 'todos',
  columns: {
    id: 'uuid',
    list: 'uuid',
    number: 'integer',
    name: 'text',
    /** The name, where it must be the only one in its list; else null. */
    name_key: 'text',
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
    account: 'uuid',
    id: 'text',
    space: 'uuid',
    version: 'bigint',
    time: 'bigint',
    type: 'text',
    subject: 'uuid',
    fingerprint: 'text',
    changes: 'text',
  },
} as const satisfies Table

const toMs = (moment: string | null): number | null => (moment === null ? null : Date.parse(moment))
const toMoment = (ms: unknown): string => new Date(Number(ms)).toISOString()
const toMomentOrNull = (ms: unknown): string | null => (ms === null ? null : toMoment(ms))

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
})

export const spaceToRow = (space: Space): Record<string, Value> => ({
  id: space.id,
  version: space.version,
  next_number: space.nextNumber,
  last_position: space.lastPosition,
})

export const rowToList = (row: Row): List => ({
  id: row['id'] as string,
  name: row['name'] as string,
  uniqueNames: Boolean(row['unique_names']),
  createdAt: toMoment(row['created_at']),
  updatedAt: toMoment(row['updated_at']),
  version: Number(row['version']),
  deletedAt: toMomentOrNull(row['deleted_at']),
})

export const listToRow = (list: List): Record<string, Value> => ({
  id: list.id,
  name: list.name,
  unique_names: list.uniqueNames,
  version: list.version,
  created_at: toMs(list.createdAt),
  updated_at: toMs(list.updatedAt),
  deleted_at: toMs(list.deletedAt),
})

export const rowToMember = (row: Row): Member => ({
  account: row['account'] as string,
  list: row['list'] as string,
  role: row['role'] as Member['role'],
  version: Number(row['version']),
})

export const memberToRow = (member: Member): Record<string, Value> => ({ ...member })

export const rowToTodo = (row: Row): Todo => ({
  id: row['id'] as string,
  list: row['list'] as string,
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

export const todoToRow = (todo: Todo, uniqueNames: boolean): Record<string, Value> => ({
  id: todo.id,
  list: todo.list,
  number: todo.number,
  name: todo.name,
  name_key: uniqueNames && todo.deletedAt === null ? todo.name : null,
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

export const rowToLine = (row: Row): Line => ({
  id: row['number'] as number,
  name: row['name'] as string,
  finished: row['finished_at'] !== null,
})

export const rowToJournal = (row: Row): JournalRow => ({
  account: row['account'] as string,
  id: row['id'] as string,
  space: row['space'] as string,
  version: Number(row['version']),
  time: toMoment(row['time']),
  type: row['type'] as string,
  subject: row['subject'] as string,
  fingerprint: row['fingerprint'] as string | null,
  changes: JSON.parse(row['changes'] as string) as JournalRow['changes'],
})

export const journalToRow = (row: JournalRow): Record<string, Value> => ({
  ...row,
  time: toMs(row.time),
  changes: JSON.stringify(row.changes),
})
