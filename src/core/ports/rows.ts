/** The rows that the core and a store hand each other, and what is asked of lists of them. */
import type { FieldChanges } from '../../model/change.ts'
import type { Test } from '../../model/filter/resolve.ts'
import type { Digest } from '../../model/digest.ts'
import type { List, Member } from '../../model/list.ts'
import type { Answer, SameAnswer } from '../../model/outcome.ts'
import { priorities } from '../../model/priorities.ts'
import {
  rowKinds,
  spaceOfRow,
  type AnyPlainRow,
  type AnyRow,
  type RowKind,
  type RowName,
  type RowTypes,
} from '../../model/row-kinds.ts'
import type { SavedFilter } from '../../model/saved-filter.ts'
import type { Space } from '../../model/spaces.ts'
import type { Todo } from '../../model/todo.ts'
import type { View } from '../../model/view.ts'

/** Versions of spaces by their ids. */
export type SpaceVersions = Record<string, number>

/** The rows of each kind that changed; none of the kinds of other spaces. */
export type ChangedRows = { [Name in RowName]: RowTypes[Name][] }

export const noRows = (): ChangedRows =>
  Object.fromEntries(rowKinds.map(({ name }) => [name, []])) as unknown as ChangedRows

/** All of one moment. Rows in the trash are rows like others. */
export interface Changes extends ChangedRows {
  version: number
  /** Unknown where a node of an older version has written. */
  digest: Digest | null
  /** Cursors below it can't be served: what is gone since then was forgotten. */
  floor: number
  gone: { id: string; version: number }[]
  /** Of a list: its version, or a later one, when its members changed last. */
  membersAt: number
}

/** A list as it is now, and the version from which on the caller sees it. */
export interface ListVersion {
  list: string
  version: number
  since: number
}

/** A todo as the tutorial knows it; its `id` is our number. */
export interface Line {
  id: number
  name: string
  finished: boolean
}

export const sorts = ['position', 'number', 'due', 'priority', 'created', 'updated'] as const
export type Sort = (typeof sorts)[number]

export interface TodoQuery {
  list?: string | undefined
  finished?: boolean | undefined
  label?: string | undefined
  /** Inclusive local dates. */
  dueFrom?: string | undefined
  dueTo?: string | undefined
  /** What a filter wants. */
  test?: Test | undefined
  /** It wants only these, by their ids; all unless given. */
  among?: readonly string[] | undefined
  /** Both unless given. */
  deleted: boolean | undefined
  sort: Sort
  /** The sort key of the last todo of the page before, see `sortKey`. */
  after?: readonly (string | number)[] | undefined
  limit: number
}

/** What a page continues after. */
export function sortKey(sort: Sort, todo: Todo): (string | number)[] {
  const made = Date.parse(todo.createdAt)
  // Todos without a due date come after all others, ordered by number in each list.
  if (sort === 'due') return todo.due ? [todo.due, todo.id] : ['', todo.list, todo.number]
  if (sort === 'created') return [made, todo.id]
  if (sort === 'updated') return [Date.parse(todo.updatedAt), todo.id]
  if (sort === 'priority') return [priorities.indexOf(todo.priority), made, todo.id]
  return sort === 'number' ? [todo.list, todo.number] : [todo.list, todo.position, todo.id]
}

/** How many things a credential put in the trash in each of the last minutes. */
export type Deletions = readonly (readonly [minute: number, count: number])[]

/** That a row, such as a todo that was moved to another list, is no longer in a space. */
export interface Departure {
  space: string
  /** Of the space, when it left. */
  version: number
  id: string
}

/** An entry of the history: a list, and the version that a command made of it. */
export interface Entry {
  list: string
  version: number
}

export interface JournalRow {
  account: string
  /** What the account came with; null in local mode. */
  credential: string | null
  id: string
  space: string
  version: number
  time: string
  type: string
  /** The todo or list that the command is about. */
  subject: string
  changes: FieldChanges
  /** The entry that it takes back. */
  undoes: Entry | null
  /** The sender says that it was done at this time. */
  doneAt: string | null
  /** The entry belongs to this gesture of its account. */
  gesture: string | null
  /** The visit to a field that it is of. */
  visit: string | null
  /** Of a command whose sender made its id, and may send it again: what it was, and the answer it got. */
  fingerprint: string | null
  answer: Answer | SameAnswer | null
}

/** A row of a plain kind, with the space that it is in. */
export interface PlainRow {
  kind: RowKind
  space: string
  row: AnyPlainRow
}

/** A row as it was loaded (undefined: it is new) and as it is to be. */
export interface SavedRow<Row> {
  before: Row | undefined
  after: Row
}

/** Of kinds in the spaces of accounts, each row with its account. */
interface SavedRows {
  lists: SavedRow<List>[]
  todos: (SavedRow<Todo> & { uniqueNames: boolean })[]
  members: (SavedRow<Member | undefined> & { account: string })[]
  filters: (SavedRow<SavedFilter> & { account: string })[]
  views: (SavedRow<View> & { account: string })[]
}

/** As the loops over kinds see it. */
export type AnySavedRow = SavedRow<AnyRow | undefined> & { account?: string }

/** The rows that a batch touched. */
export interface Saved extends SavedRows {
  spaces: SavedRow<Space>[]
  /** The lists whose members changed. */
  membersAt: { list: string; version: number }[]
  /** Invitations that were used, by whom. */
  invitations: { id: string; account: string }[]
  /** What capped credentials have put in the trash. */
  deletions: { credential: string; deletions: Deletions }[]
  departures: Departure[]
  journal: JournalRow[]
  /** Commands whose entries are in a later one now, as they are of one visit. They stay, to be answered again. */
  merged: Pick<JournalRow, 'account' | 'id'>[]
}

export const savedRows = (saved: Saved, { name }: RowKind): readonly AnySavedRow[] => saved[name] ?? []

export const spaceOfSaved = (kind: RowKind, { account = '', before, after }: AnySavedRow): string =>
  spaceOfRow(kind, (after ?? before) as AnyRow, account)

/** The versions that the spaces have after it. */
export function versionsOf({ spaces }: Saved): SpaceVersions {
  const versions: SpaceVersions = {}
  for (const { after } of spaces) versions[after.id] = after.version
  return versions
}
