/** An import plans what it writes before it begins, and one transaction ends it. */
import type { Caller } from '../../../model/access.ts'
import type { Draft, RowDraft } from '../../../model/import.ts'
import type { Todo } from '../../../model/todo.ts'
import type { ImportStatements } from '../../ports/import-store.ts'
import type { Transaction } from '../../ports/store.ts'

/** What there is to be written. */
export interface ImportPlan {
  caller: Caller
  /** These are new rows of plain kinds, which the account gets. */
  rows: RowDraft[]
  /** All of the import is this gesture, a new one unless given. */
  gesture?: string | undefined
  drafts: { draft: Omit<Draft, 'todos'>; isNew: boolean; todos: Todo[] }[]
}

/** Ids of the file are taken by what the caller does not see: others must be made. */
export class IdsTaken extends Error {}

export type ImportTransaction = Transaction & ImportStatements
