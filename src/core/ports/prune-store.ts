/** The part of the port that forgets: what is old in the journal and in the trash, in small steps. */
import type { SpaceVersions } from './rows.ts'

/** Where the next step goes on. */
export type JournalPlace = readonly [account: number, id: string]
export type TrashPlace = readonly [list: number, position: string, id: string]
export type FilterPlace = readonly [account: number, id: string]
export type TextPlace = readonly [list: number, number: number]

export interface PruneStore {
  /** Whether the work is this node's now: nobody had it after `notAfter`. Milliseconds since 1970. */
  claimPruning(now: number, notAfter: number): Promise<boolean>
  /** Looks at the next rows of the journal, and removes those that are older; answers where to go on, if anywhere. */
  pruneJournal(before: number, after: JournalPlace | undefined): Promise<JournalPlace | undefined>
  /**
   * Looks at the next todos in the trash, and removes for good those that are there for longer, with the next version of
   * their lists: readers are told that they are gone.
   */
  pruneTrash(
    before: number,
    after: TrashPlace | undefined,
  ): Promise<{ next: TrashPlace | undefined; versions: SpaceVersions }>
  /**
   * Looks at the next deleted filters, and removes those for good that are deleted for longer, as `pruneTrash` does.
   */
  pruneFilters(
    before: number,
    after: FilterPlace | undefined,
  ): Promise<{ next: FilterPlace | undefined; versions: SpaceVersions }>
  /** Looks at the next texts that todos are searched by, and removes those of todos that are gone. */
  pruneTexts(after: TextPlace | undefined): Promise<TextPlace | undefined>
  /** Forgets what keys were called that are gone for longer. */
  pruneKeys(before: number): Promise<void>
}
