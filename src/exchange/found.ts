/** What a reader of a foreign format finds in a file, before it is made to fit. */
import { createHash } from 'node:crypto'
import { AppError } from '../model/errors.ts'
import type { ImportProblems, ImportWarnings } from '../model/import-texts.ts'
import type { ImportFormat } from './formats.ts'
import type { AnyPlainRow, RowKind } from '../model/row-kinds.ts'
import type { List } from '../model/list.ts'
import type { Todo } from '../model/todo.ts'

export interface FoundList {
  kind: 'list'
  /** What the source knows it by. */
  key: string
  /** Where in the file, such as `line 5` or `/projects/2`. */
  at: string
  name: string
  isDefault?: boolean
  fields?: Partial<
    Pick<List, 'uniqueNames' | 'colour' | 'position' | 'createdAt' | 'updatedAt' | 'deletedAt'>
  >
}

type OtherFields = Omit<Todo, 'id' | 'list' | 'parent' | 'name' | 'version'>
/** A field is undefined where the source has none, or one that can't be read. */
export type FoundFields = { [Name in keyof OtherFields]?: OtherFields[Name] | undefined }

export interface FoundTodo {
  kind: 'todo'
  key: string
  at: string
  /** The list's key; the one for those without a list unless given. */
  list?: string | undefined
  /** The parent's key. */
  parent?: string | undefined
  name: string
  /** What else it has; times are moments of the model, dates those of due dates. */
  fields?: FoundFields
  /** A foreign format tells here how it repeats; `repeat` and `repeatFrom` of the todo are made from it. */
  rule?: FoundRule | undefined
}

/** It is a rule as a file has it. One that the model can't keep is told, and goes into the notes whole. */
export interface FoundRule {
  /** It stands as it is in the file. */
  text: string
  /** It is undefined where the model has no rule of the same dates. */
  kept: KeptRule | undefined
}

export interface KeptRule {
  repeat: string
  repeatFrom?: Todo['repeatFrom']
  /** The source has no date on public holidays, and the rule has. */
  isOnHolidays?: boolean
}

/** This is a row of a plain kind, which the account is to get from a file of our own. */
export interface FoundRow {
  kind: 'row'
  of: RowKind
  at: string
  row: AnyPlainRow
}

/** It is something that the model has no place for. */
export interface FoundLoss {
  kind: 'loss'
  code: keyof ImportWarnings
  params: object
  at: string
}

/** It begins a file: each record behind it is of this one. */
export interface FoundFile {
  kind: 'file'
  format: ImportFormat
  facts: FileFacts
}

export type Found = FoundFile | FoundList | FoundTodo | FoundRow | FoundLoss

/** It tells a reader of a file what its bytes do not. */
export interface FileFacts {
  /**
   * The file is called so, without its ending; '' where nobody knows. It is the title of what has no list in the file,
   * and what has no id there is known by it too.
   */
  stem: string
  /** Times that say no zone are meant in this one; in UTC where it is not known. */
  zone: string | undefined
  /** It is the moment in ISO 8601, by which words such as "tomorrow" are read. */
  now: string
}

export type Chunks = AsyncIterable<Uint8Array>

export const loss = <Code extends keyof ImportWarnings>(
  code: Code,
  params: ImportWarnings[Code],
  at: string,
): FoundLoss => ({ kind: 'loss', code, params, at })

/** Makes the error of a file that can't be imported. */
export const wrong = <Code extends keyof ImportProblems>(
  at: string,
  problem: Code,
  given: ImportProblems[Code],
  cause?: unknown,
): AppError => new AppError('bad_import', { params: { at, problem, given: { ...given } }, cause })

/** Makes keys for what has none in its source: by its file, what it is, and the how-many-eth of the same it is. */
export function createKeys(stem = ''): (...parts: (string | undefined)[]) => string {
  const seen = new Map<string, number>()
  return (...parts) => {
    const whole = JSON.stringify(stem === '' ? parts : [stem, ...parts])
    // They are kept as long as the import lasts.
    const text = whole.length > 200 ? createHash('sha1').update(whole).digest('base64') : whole
    const count = (seen.get(text) ?? 0) + 1
    seen.set(text, count)
    return count === 1 ? text : `${text}#${count}`
  }
}
