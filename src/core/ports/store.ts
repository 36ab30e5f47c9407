/** The port between the rules and a database: what the core asks of a store, whatever engine keeps it. */
import type { Sight, Account } from '../../model/access.ts'
import type { List, Member } from '../../model/list.ts'
import type { AnyPlainRow, RowKind } from '../../model/row-kinds.ts'
import type { SavedFilter } from '../../model/saved-filter.ts'
import type { Space } from '../../model/spaces.ts'
import type { Todo } from '../../model/todo.ts'
import type { View } from '../../model/view.ts'
import type { AccessStore } from './access-store.ts'
import type { HistoryReads } from './history-store.ts'
import type { ImportStatements } from './import-store.ts'
import type { IndexStore } from './index-store.ts'
import type { LabelReads } from './label-store.ts'
import type { PruneStore } from './prune-store.ts'
import type {
  SpaceVersions,
  Changes,
  Line,
  ListVersion,
  TodoQuery,
  Deletions,
  JournalRow,
  PlainRow,
  Saved,
} from './rows.ts'
import type { ReminderStore } from './reminder-store.ts'
import type { SubtodoReads } from './subtodo-store.ts'

export interface Store extends PruneStore, IndexStore {
  readonly reads: Reads
  readonly access: AccessStore
  readonly reminders: ReminderStore
  /** Of this database alone: a restored backup gets a new one, so that versions of before mean nothing. */
  readonly epoch: string
  /** It is true when a transaction may begin, and wait for locks, while another one is being committed. */
  readonly overlaps: boolean
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
   * What the table is called now that the tutorial's program left here, and whose todos were adopted; while it is
   * there.
   */
  oldTable(): Promise<{ table: string } | undefined>
  /** Drops that table for good. */
  dropOldTable(): Promise<void>
  /**
   * Computes the digests of all spaces from their rows, looks for parents that can not be, and has the engine check its
   * file.
   * @param repair - put those todos at the top, and keep the digests of the rows: replicas fetch spaces anew that
   * differ
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
  /** The number changes when another process may have committed; it is undefined where that is not known. */
  foreignCommits(): Promise<number | undefined>
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
export interface Reads extends HistoryReads, LabelReads, SubtodoReads {
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
    query: { deleted: boolean | undefined; after: string | undefined; limit: number },
  ): Promise<SavedFilter[]>
  view(by: Sight, id: string): Promise<View | undefined>
  /** It answers the same of any plain kind whose rows are an account's. */
  accountRows(
    by: Sight,
    kind: RowKind,
    query: { deleted: boolean | undefined; after: string | undefined; limit: number },
  ): Promise<AnyPlainRow[]>
  /** Of these todos those that exist, whoever may see them, each with its list. */
  listsOf(todos: readonly string[]): Promise<Map<string, string>>
  /** Grows with every change to what the caller sees (or of the one list); undefined when the list is not there. */
  versionOf(by: Sight, list: string | undefined): Promise<string | undefined>
  /**
   * It returns the caller's lists, those in the trash too, or the one; at most `limit`, in the order that pages have.
   */
  listVersions(by: Sight, list: string | undefined, limit: number): Promise<ListVersion[]>
  /**
   * What the caller may follow, of these spaces: its lists and, unless it is limited to some, the account's own. All of
   * them unless given.
   */
  spaces(by: Sight, among?: readonly string[]): Promise<string[]>
  /** The accounts that see the list, each with the version from which on it does. */
  readers(list: string): Promise<Map<string, number>>
  /** Whether the caller may be told of this version of a space. */
  sees(by: Sight, space: string, version: number): Promise<boolean>
  /** The versions of these spaces; what is not there is left out. */
  versions(spaces: readonly string[]): Promise<SpaceVersions>
  /**
   * The space as it is, and its rows changed or gone since a version, the oldest change first; at most `limit` rows.
   */
  changes(space: string, since: number, limit: number): Promise<Changes | undefined>
  /** For the tutorial's API: live todos of a list with a number above `after`, by number. */
  lines(list: string, after: number, limit: number): Promise<Line[]>
  line(by: Sight, list: string, number: number): Promise<Line | undefined>
  /** How many todos the list has, live or in the trash. */
  count(list: string): Promise<number>
  /** It tells of those of these lists that have live todos how many there are, and when the first open one is due. */
  sizes(lists: readonly string[]): Promise<Map<string, { todos: number; due: string | null }>>
}

/** Statements of one transaction. Those called together travel together; each sees what was locked before it. */
export interface Transaction {
  /** Locks these spaces, and those that these todos are in, in the order of their ids. */
  lock(spaces: string[], todos: string[]): Promise<Space[]>
  /** The lists that are, or hold, one of these. */
  lists(lists: string[], todos: string[]): Promise<List[]>
  members(accounts: string[], lists: string[], todos: string[]): Promise<Member[]>
  /**
   * Of these credentials those that may still be used, with what they put in the trash; locked where they are capped.
   */
  credentials(ids: string[], capped: boolean): Promise<Map<string, Deletions>>
  /** Of these invitations those that nobody has used, locked. */
  openInvitations(ids: string[]): Promise<string[]>
  /** The space's rows of a plain kind: those not deleted, and these. */
  plainRows(kind: RowKind, space: string, ids: readonly string[]): Promise<PlainRow[]>
  todos(ids: string[]): Promise<Todo[]>
  todosByNumber(refs: readonly { list: string; number: number }[]): Promise<Todo[]>
  /** Finds the todos that have these names, in those of the lists (or lists of the todos) that have unique names. */
  named(names: string[], lists: string[], todos: string[]): Promise<Todo[]>
  /** For each name one live todo that has it, finished or not, in an account's default list. */
  namesake(refs: readonly { list: string; name: string }[]): Promise<Todo[]>
  /** The same of one name: at most `limit` of them. */
  namesakes(list: string, name: string, limit: number): Promise<Todo[]>
  /**
   * Todos of a list that would hold one of these names, were its names unique, or a name that another would hold as
   * well; at most `limit` of them.
   */
  holders(list: string, names: string[], limit: number): Promise<Todo[]>
  /** These todos and all above them, each in its own list. */
  ancestors(ids: string[]): Promise<Todo[]>
  /** All below these todos in their own lists, nearest first; at most `limit`. */
  descendants(ids: string[], limit: number): Promise<Todo[]>
  liveListCount(account: string): Promise<number>
  memberCount(list: string): Promise<number>
  liveTodoCount(list: string): Promise<number>
  /** The account's entries of commands with these ids that can be sent again, or are of a visit. */
  journal(account: string, ids: string[]): Promise<JournalRow[]>
  /** It finds entries by the ids of their commands, in these spaces and after these versions, whoever sent them. */
  entriesSince(versions: ReadonlyMap<string, number>, ids: string[]): Promise<JournalRow[]>
  /** The entry that each of these todos was changed by last, unless the list's members have changed since. */
  lastEntries(todos: string[]): Promise<JournalRow[]>
  /** @throws Error when a row's space is not locked and raised, or a todo's parent is not in its list */
  save(saved: Saved): Promise<void>
}

/**
 * Why the database did not do it. To be tried again: `away`, it can't be reached, or went away before it answered;
 * `busy`, another transaction was in the way; `stale`, its schema has changed since the statement was prepared.
 * `conflict`: a unique constraint. `full`: no space on the disk. `damaged`: its contents are not what was written.
 * `unusable`: it is there and does not do it, as its files, its rights or its tables are not as they must be.
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
