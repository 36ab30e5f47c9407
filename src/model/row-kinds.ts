/**
 * The kinds of rows that spaces have, a line each. The feed, the digests, what a commit saves, replicas and where they
 * are stored are loops over this table, and so are exports of plain kinds in accounts. Of a kind there are besides: its
 * schema (messages.ts), its fields (fields.ts), its table (storage/row-kinds.ts), its rules (decide.ts). See
 * docs/decisions/0020-a-kind-of-row-is-an-entry.md.
 */
import type { List, Membership } from './list.ts'
import type { SavedFilter } from './saved-filter.ts'
import type { Todo } from './todo.ts'
import type { View } from './view.ts'

/** What a row of each kind is, as deltas and replicas have it. */
export interface RowTypes {
  lists: List
  todos: Todo
  members: Membership
  filters: SavedFilter
  views: View
}
export type RowName = keyof RowTypes

export interface RowKind {
  /** The plural of the word that changes and commands have: `todos` of `createTodo`. */
  name: RowName
  /** The key of its rows in a delta. */
  frame: 'list' | 'todos' | 'lists' | 'filters' | 'views'
  /** Whose spaces have such rows. A row in a list's space names its list by `list`, or is the list. */
  in: 'list' | 'account'
  /** Whether a delta has the one row there is, or none. */
  isOne?: true
  /** Whether rows are kept as they are: the rules ask for nothing but those of a space. */
  isPlain?: true
  /**
   * The version of a stored replica that brought the kind, 1 unless it is said: a new one is one higher than all
   * others.
   */
  since?: number
  /**
   * Digests leave its rows out where this is set: clients of before do not know the kind, and compare the digest of
   * those that they have.
   */
  isUncounted?: true
}

/** The kinds whose rows are kept as they are, by the word that changes have. */
export interface PlainTypes {
  filter: SavedFilter
  view: View
}
export type PlainKind = keyof PlainTypes

export const rowKinds: RowKind[] = [
  { name: 'lists', frame: 'list', in: 'list', isOne: true },
  { name: 'todos', frame: 'todos', in: 'list' },
  { name: 'members', frame: 'lists', in: 'account' },
  {
    name: 'filters',
    frame: 'filters',
    in: 'account',
    isPlain: true,
    since: 2,
  },
  {
    name: 'views',
    frame: 'views',
    in: 'account',
    isPlain: true,
    since: 3,
    isUncounted: true,
  },
]

/** Any row, as the loops over kinds see it. */
export interface AnyRow {
  readonly id: string
  readonly version: number
  readonly list?: string
}

/** The loops over plain kinds see a row as this. */
export interface AnyPlainRow extends AnyRow {
  readonly deletedAt: string | null
}

/** @param account - whose rows they are */
export const spaceOfRow = (kind: RowKind, row: AnyRow, account: string): string =>
  kind.in === 'list' ? (row.list ?? row.id) : account

/**
 * The word for what a command, or an entry of the journal, is about: `todo` of `createTodo`; none where its type does
 * not say.
 */
export const kindOf = (type: string): string => (words[type] ??= type.replace(/^[a-z]+/, '').toLowerCase())

/** By the types that there are, which are few: each command asks for its own some times. */
const words: Record<string, string> = {}

/** Answers the kind of this word, such as `todo`; undefined for what is no row of a space. */
export function rowKindOf(word: string): RowKind | undefined {
  let kind = byWord.get(word)
  if (!kind) {
    kind = rowKinds.find(({ name }) => name === `${word}s`)
    if (kind) byWord.set(word, kind)
  }
  return kind
}

/** Each command asks some times: looking through the table each time was 2 % of a commit. */
const byWord = /* @__PURE__ */ new Map<string, RowKind>()
