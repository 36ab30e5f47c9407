/** What became of a command. */
import type { AppError } from './errors.ts'
import type { List } from './list.ts'
import type { SavedFilter } from './saved-filter.ts'
import type { Todo } from './todo.ts'

export type Subject =
  | { kind: 'todo'; todo: Todo }
  | { kind: 'list'; list: List }
  | { kind: 'filter'; filter: SavedFilter }

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
}

/** What is kept of it for who sends the command again. */
export type Answer = Pick<Accepted, 'subject' | 'created'>

/** That of another command of the account, but for the notes, and for the version and the time, which are the row's own. */
export interface SameAnswer {
  as: string
}

export interface Refused {
  accepted: false
  error: AppError
}

export type Outcome = Accepted | Refused

/** The thing itself. */
export function thingOf(subject: Subject): Todo | List | SavedFilter {
  if (subject.kind === 'todo') return subject.todo
  return subject.kind === 'list' ? subject.list : subject.filter
}

/** @param account - whose command it was */
export function spaceOf(subject: Subject, account: string): string {
  if (subject.kind === 'todo') return subject.todo.list
  return subject.kind === 'list' ? subject.list.id : account
}
