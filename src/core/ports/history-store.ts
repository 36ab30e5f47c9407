/** What is read of the journal as a history. What the caller may not see is not there. */
import type { KeyKind, Role, Sight } from '../../model/access.ts'
import type { Entry, JournalRow } from './rows.ts'

export interface HistoryRow extends Omit<JournalRow, 'fingerprint' | 'answer'> {
  accountName: string
  /** Of a key that is gone, too; null where there was none. */
  key: { kind: KeyKind; name: string } | null
  /** What the subject is called now, where it still is in the list. */
  subjectName: string | null
}

/** This is a part of an entry. */
export type ChangeRow = Pick<JournalRow, 'space' | 'version' | 'type' | 'subject' | 'changes'>

/** A place between entries, newest first: behind all that are newer, and behind those of this moment up to an entry. */
export interface Place extends Partial<Entry> {
  /** Milliseconds since 1970. */
  time: number
}

/** A gesture is an account's own: another one may have made the same id. */
export interface Gesture {
  account: string
  id: string
}

export interface HistoryReads {
  /** The newest entry behind a place, of each list that the caller sees, or of the one. */
  historyHeads(
    by: Sight,
    list: string | undefined,
    after: Place | undefined,
  ): Promise<(Entry & { time: number })[]>
  /** The entries of a list from a version downwards. */
  historyOf(by: Sight, from: Entry, limit: number): Promise<HistoryRow[]>
  /** Reads the entries of a list after a version, the oldest first: what was changed there. */
  entriesAfter(by: Sight, from: Entry, limit: number): Promise<ChangeRow[]>
  /** Reads the entries of a gesture that the caller may see, the newest first, after a place. */
  gestureOf(
    by: Sight,
    gesture: Gesture,
    after: Required<Place> | undefined,
    limit: number,
  ): Promise<HistoryRow[]>
  /** It counts those entries. */
  countGesture(by: Sight, gesture: Gesture): Promise<number>
  /** What todos and lists that the caller sees are called, in the trash too; and accounts, whoever sees those. */
  namesOf(by: Sight, ids: readonly string[], accounts: readonly string[]): Promise<Map<string, string>>
  /** What the caller is in a list. */
  roleIn(by: Sight, list: string): Promise<Role | undefined>
}
