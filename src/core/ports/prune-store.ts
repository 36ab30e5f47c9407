/** The part of the port that forgets: what is old in the journal and in the trash, in small steps. */
import type { RowName } from '../../model/row-kinds.ts'
import type { SpaceVersions } from './rows.ts'

/** The next step continues after the row that has these values in the columns of the journal's order. */
export type JournalPlace = readonly (number | string)[]
export interface TrashPlace {
  kind: RowName
  /** The next step continues after this row of the kind, or begins with the first one. */
  after: readonly (number | string)[] | undefined
}
export type TextPlace = readonly [list: number, number: number]
export type WordPlace = readonly [list: number, word: string]

export interface PruneStore {
  /** Whether the work is this node's now: nobody had it after `notAfter`. Milliseconds since 1970. */
  claimPruning(now: number, notAfter: number): Promise<boolean>
  /** Looks at the next rows of the journal, and removes those that are older; answers where to go on, if anywhere. */
  pruneJournal(before: number, after: JournalPlace | undefined): Promise<JournalPlace | undefined>
  /**
   * Looks at the next rows in the trash, of the kinds that are pruned, and removes for good those that are there for
   * longer, with the next version of their spaces: readers are told that they are gone.
   */
  pruneTrash(
    before: number,
    after: TrashPlace | undefined,
  ): Promise<{ next: TrashPlace | undefined; versions: SpaceVersions }>
  /** Looks at the next texts that todos are searched by, and removes those of todos that are gone. */
  pruneTexts(after: TextPlace | undefined): Promise<TextPlace | undefined>
  /** Looks at the next words of which parts are searched for, and removes those that no todo has any more. */
  pruneWords(after: WordPlace | undefined): Promise<WordPlace | undefined>
  /** Forgets what keys were called that are gone for longer. */
  pruneKeys(before: number): Promise<void>
}
