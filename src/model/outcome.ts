/** What became of a command. */
import type { Change } from './change.ts'
import type { AppError } from './errors.ts'
import type { List } from './list.ts'
import { rowKindOf, spaceOfRow, type RowKind } from './row-kinds.ts'
import type { SavedFilter } from './saved-filter.ts'
import type { Todo } from './todo.ts'
import type { View } from './view.ts'

export type Subject =
  | { kind: 'todo'; todo: Todo }
  | { kind: 'list'; list: List }
  | { kind: 'filter'; filter: SavedFilter }
  | { kind: 'view'; view: View }

export interface Accepted {
  accepted: true
  /** The version of the space after it. */
  version: number
  /** The thing that the command is about, as the command left it. */
  subject: Subject
  created: boolean
  /** Whether it changed anything. */
  changed: boolean
  /** It had been accepted before; this is the answer of then. */
  replayed: boolean
  /** It counts the todos below that were finished, or reopened, along. */
  subtodos?: number
}

/** What is kept of it for who sends the command again. */
export type Answer = Pick<Accepted, 'subject' | 'created'>

/**
 * That of another command of the account, but for the notes, and for the version and the time, which are the row's own.
 */
export interface SameAnswer {
  as: string
}

export interface Refused {
  accepted: false
  error: AppError
}

export type Outcome = Accepted | Refused

/** What a change left as it wished it. */
export const subjectOf = ({ kind, after }: Pick<Change, 'kind' | 'after'>): Subject =>
  ({ kind, [kind]: after }) as unknown as Subject

/** The thing itself. */
export function thingOf(subject: Subject): Todo | List | SavedFilter | View {
  return (subject as unknown as Record<string, Todo | List | SavedFilter | View>)[subject.kind] as Todo
}

/** @param account - whose command it was */
export function spaceOf(subject: Subject, account: string): string {
  return spaceOfRow(rowKindOf(subject.kind) as RowKind, thingOf(subject), account)
}
