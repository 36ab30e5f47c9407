/** What an import brings in, before it is written, and what it says of it. */
import { z } from 'zod'
import type { ImportWarnings } from './import-texts.ts'
import type { AnyPlainRow, RowKind } from './row-kinds.ts'
import type { List } from './list.ts'
import { Id, type Todo } from './todo.ts'

/** A list that is to come in, with its todos: their parents before them; number 0: the next one there is. */
export interface Draft {
  /** As it is to be; of the account's default list: with the id of that. */
  list: List
  /**
   * What of the list itself is to be taken where it is there already and nobody has touched it: that is the default
   * list.
   */
  isDefault: boolean
  todos: Todo[]
}

/** This is a row of a plain kind that the account is to get, and where in the file it is. */
export interface RowDraft {
  kind: RowKind
  at: string
  row: AnyPlainRow
}

/** An import brings in all of this. */
export interface Drafts {
  lists: Draft[]
  rows: RowDraft[]
}

const Loss = z.strictObject({
  what: z.string(),
  code: z.string().describe('What `what` says, for programs.'),
  params: z.record(z.string(), z.unknown()).describe('What the words of the code need.'),
  count: z.int().positive(),
  at: z.array(z.string()).describe('The first places of them in the file.'),
})

/** Something that can not be kept, and where. */
export type Loss = z.infer<typeof Loss>

/** Hears of what can't be kept, and where. */
export type Tell = <Code extends keyof ImportWarnings>(
  code: Code,
  params: ImportWarnings[Code] & object,
  at: string,
) => void

const count = z.int().nonnegative()

export const ImportReport = z
  .strictObject({
    format: z.string(),
    imported: z.boolean().describe('Whether it is in now; false after a dry run.'),
    todos: count.describe('That come in.'),
    finished: count.describe('Finished ones among them.'),
    known: count.describe('Todos that are there already, and stay as they are.'),
    different: count.describe('Those among them that are not as in the file.'),
    lists: z.array(
      z.strictObject({
        id: Id,
        name: z.string(),
        isNew: z.boolean(),
        todos: count,
        finished: count,
        trash: count.describe('That come into the trash.'),
        known: count,
        different: count,
      }),
    ),
    others: z
      .array(z.strictObject({ kind: z.string(), count: count.describe('That come in.'), known: count }))
      .describe('What the account has besides lists, such as its saved filters (`filter`), of each kind.'),
    lost: z.array(Loss).describe('What can not be kept.'),
    gesture: z
      .string()
      .nullable()
      .describe('The gesture that all of it is, for `POST /undo`; null after a dry run.'),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof ImportReport>
