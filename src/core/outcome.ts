/** What became of a command. */
import type { AppError } from '../model/errors.ts'
import type { List } from '../model/list.ts'
import type { Todo } from '../model/todo.ts'

export interface Accepted {
  accepted: true
  /** The version of the space after it. */
  version: number
  /** The thing that the command is about, as the command left it. */
  subject: { kind: 'todo'; todo: Todo } | { kind: 'list'; list: List }
  created: boolean
  /** It had been accepted before; this is the answer of then. */
  replayed: boolean
}

export interface Refused {
  accepted: false
  error: AppError
}

export type Outcome = Accepted | Refused
