/** The port between the rules and a database: what the core asks of a store, whatever engine keeps it. */
import type { FieldChanges } from '../model/change.ts'
import type { Sight } from '../model/access.ts'
import type { Test } from '../model/filter/resolve.ts'
import type { Digest } from '../model/digest.ts'
import type { Account, List, Member, Membership } from '../model/list.ts'
import { priorities } from '../model/priorities.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Todo } from '../model/todo.ts'
import type { AccessStore } from './access-store.ts'
import type { HistoryReads } from './history-store.ts'
import type { ImportStatements } from './import-store.ts'
import type { IndexStore } from './index-store.ts'
import type { Answer, SameAnswer } from './outcome.ts'
import type { PruneStore } from './prune-store.ts'
import type { ReminderStore } from './reminder-store.ts'
import type { SubtodoReads } from './subtodo-store.ts'

export interface Store extends PruneStore, IndexStore {
  readonly reads: Reads
  readonly access: AccessStore
  readonly reminders: ReminderStore
  /** Of this database alone: a restored backup gets a new one, so that versions of before mean nothing. */
  readonly epoch: string
  /**
   * Runs `work` in one transaction, and commits before the promise resolves; when `work` throws, nothing of it stays.
   * @throws StoreError
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** The same, for imports. */
  importing<T>(work: (transaction: Transaction & ImportStatements) => Promise<T>): Promise<T>
  /** For `--make-table`: removes all todos of a list for good, with their history, and counts from 1 again. */
  emptyList(list: string): Promise<void>
  /**
   * Computes the digests of all spaces from their rows, looks for parents that can not be, and has the engine check its file.
   * @param repair - put those todos at the top, and keep the digests of the rows: replicas fetch spaces anew that differ
   */
  examine(repair: boolean): Promise<Findings>
  /** For after a restore from a backup, while no node runs: what replicas have of before is replaced. */
  renewEpoch(): Promise<void>
  /** Looks whether what is open is still the database at its place. @throws StoreError `unusable` when it is not */
  probe(): Promise<void>
  /**
   * What keeps the database from being written to, in a word; undefined where nothing does.
   * @param gone - is aborted when nobody waits for it any more
   * @throws StoreError when it does not answer
   */
  obstacleToWriting(gone: AbortSignal): Promise<string | undefined>
  /** Tells the other nodes on this database which spaces have which version now. */
  announce(versions: SpaceVersions): void
  /**
   * Hears of what other nodes changed. `heard` is called without versions when some may have been missed.
   * @returns whether there is such a channel at all; without it versions must be polled
   */
  listen(heard: (versions: SpaceVersions | undefined) => void): Promise<boolean>
  close(): Promise<void>
}

export interface Findings {
  spaces: number
  todos: number
  /** What the engine's own check says; empty when it is sound. */
  engine: string[]
  /** Spaces whose digest is not that of their rows; null where it is not known. */
  differing: { space: string; kept: string | null; computed: string }[]
  /** Todos whose parent can not be: it is not in their list, or they are too deep below it, or below themselves. */
  parents: { list: string; todo: string; parent: string; why: 'elsewhere' | 'too deep' }[]
}

/** All that is read outside a transaction. What the caller may not see is not there. */
export interface Reads extends HistoryReads, SubtodoReads {
  /** The account by its name, "local" being the one there always is. */
  account(name: string): Promise<Account | undefined>
  list(by: Sight, id: string): Promise<List | undefined>
  /** Lists in the order of their ids, after `after`. */
  lists(by: Sight, query: { deleted: boolean; after: string | undefined; limit: number }): Promise<List[]>
  todo(by: Sight, id: string): Promise<Todo | undefined>
  todos(by: Sight, query: TodoQuery): Promise<Todo[]>
  filter(by: Sight, id: string): Promise<SavedFilter | undefined>
  /** Filters of the account in the order of their ids, after `after`. */
  filters(
    by: Sight,
    query: { deleted: boolean; after: string | undefined; limit: number },
  ): Promise<SavedFilter[]>
  /** Of these todos those that exist, whoever may see them, each with its list. */
  listsOf(todos: readonly string[]): Promise<Map<string, string>>
  /** Grows with every change to what the caller sees (or of the one list); undefined when the list is not there. */
  versionOf(by: Sight, list: string | undefined): Promise<string | undefined>
  /**
   * What the caller may follow, of these spaces: its lists and, unless it is limited to some, the account's own. All of them
   * unless given.
   */
  spaces(by: Sight, among?: readonly string[]): Promise<string[]>
  /** The accounts that see the list, each with the version from which on it does. */
  readers(list: string): Promise<Map<string, number>>
  /** Whether the caller may be told of this version of a space. */
  sees(by: Sight, space: string, version: number): Promise<boolean>
  /** The versions of these spaces; what is not there is left out. */
  versions(spaces: readonly string[]): Promise<SpaceVersions>
  /** The space as it is, and its rows changed or gone since a version, the oldest change first; at most `limit` rows. */
  changes(space: string, since: number, limit: number): Promise<Changes | undefined>
  /** For the tutorial's API: live todos of a list with a number above `after`, by number. */
  lines(list: string, after: number, limit: number): Promise<Line[]>
  line(by: Sight, list: string, number: number): Promise<Line | undefined>
  /** How many todos the list has, live or in the trash. */
  count(list: string): Promise<number>
}

/** Versions of spaces by their ids. */
export type SpaceVersions = Record<string, number>

/** All of one moment. Rows in the trash are rows like others. */
export interface Changes {
  version: number
  /** Unknown where a node of an older version has written. */
  digest: Digest | null
  /** Cursors below it can't be served: what is gone since then was forgotten. */
  floor: number
  /** Of a list's space, when its own fields have changed. */
  list: List | undefined
  todos: Todo[]
  /** Of an account's space: the lists it got. */
  lists: Membership[]
  /** Of an account's space. */
  filters: SavedFilter[]
  gone: { id: string; version: number }[]
  /** Of a list: its version, or a later one, when its members changed last. */
  membersAt: number
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
  if (sort === 'due') return [todo.due ?? '', todo.id]
  if (sort === 'created') return [made, todo.id]
  if (sort === 'updated') return [Date.parse(todo.updatedAt), todo.id]
  if (sort === 'priority') return [priorities.indexOf(todo.priority), made, todo.id]
  return sort === 'number' ? [todo.list, todo.number] : [todo.list, todo.position, todo.id]
}

/** A space's counters, held under its lock until the transaction ends. */
export interface Space {
  readonly id: string
  readonly version: number
  readonly nextNumber: number
  readonly lastPosition: string | null
  readonly digest: Digest | null
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
  /** The visit to a field that it is of. */
  visit: string | null
  /** Of a command whose sender made its id, and may send it again: what it was, and the answer it got. */
  fingerprint: string | null
  answer: Answer | SameAnswer | null
}

export interface SavedFilterRow {
  account: string
  filter: SavedFilter
}

/** The rows that a batch touched: as loaded (undefined: new) and as they are to be. */
export interface Saved {
  spaces: { before: Space | undefined; after: Space }[]
  lists: { before: List | undefined; after: List }[]
  todos: { before: Todo | undefined; after: Todo; uniqueNames: boolean }[]
  members: { before: Member | undefined; after: Member | undefined }[]
  filters: { account: string; before: SavedFilter | undefined; after: SavedFilter }[]
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

/** The versions that the spaces have after it. */
export function versionsOf({ spaces }: Saved): SpaceVersions {
  const versions: SpaceVersions = {}
  for (const { after } of spaces) versions[after.id] = after.version
  return versions
}

/** Statements of one transaction. Those called together travel together; each sees what was locked before it. */
export interface Transaction {
  /** Locks these spaces, and those that these todos are in, in the order of their ids. */
  lock(spaces: string[], todos: string[]): Promise<Space[]>
  /** The lists that are, or hold, one of these. */
  lists(lists: string[], todos: string[]): Promise<List[]>
  members(accounts: string[], lists: string[], todos: string[]): Promise<Member[]>
  /** Of these credentials those that may still be used, with what they put in the trash; locked where they are capped. */
  credentials(ids: string[], capped: boolean): Promise<Map<string, Deletions>>
  /** Of these invitations those that nobody has used, locked. */
  openInvitations(ids: string[]): Promise<string[]>
  /** The account's filters: those not deleted, and these. */
  filters(account: string, ids: string[]): Promise<SavedFilterRow[]>
  todos(ids: string[]): Promise<Todo[]>
  todosByNumber(refs: readonly { list: string; number: number }[]): Promise<Todo[]>
  /** Live todos of these names in those of the lists (and of the lists that hold the todos) whose names are unique. */
  named(names: string[], lists: string[], todos: string[]): Promise<Todo[]>
  /** These todos and all above them, each in its own list. */
  ancestors(ids: string[]): Promise<Todo[]>
  /** All below these todos in their own lists, nearest first; at most `limit`. */
  descendants(ids: string[], limit: number): Promise<Todo[]>
  liveListCount(account: string): Promise<number>
  memberCount(list: string): Promise<number>
  liveTodoCount(list: string): Promise<number>
  journal(account: string, ids: string[]): Promise<JournalRow[]>
  /** The entry that each of these todos was changed by last, unless the list's members have changed since. */
  lastEntries(todos: string[]): Promise<JournalRow[]>
  /** @throws Error when a row's space is not locked and raised, or a todo's parent is not in its list */
  save(saved: Saved): Promise<void>
}

/**
 * Why the database did not do it. To be tried again: `away`, it can't be reached, or went away before it answered; `busy`,
 * another transaction was in the way; `stale`, its schema has changed since the statement was prepared. `conflict`: a unique
 * constraint. `full`: no space on the disk. `damaged`: its contents are not what was written. `unusable`: it is there and
 * does not do it, as its files, its rights or its tables are not as they must be.
 */
export type StoreErrorKind = 'away' | 'busy' | 'stale' | 'conflict' | 'full' | 'damaged' | 'unusable'

export class StoreError extends Error {
  readonly kind: StoreErrorKind

  constructor(kind: StoreErrorKind, cause: unknown) {
    super(`${kind}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'StoreError'
    this.kind = kind
  }
}

/** Hears what becomes of what the database is asked to do. */
export interface StoreWatcher {
  /** A statement or a transaction failed. */
  failed(error: unknown): void
  /** A transaction was committed. */
  worked(): void
}
