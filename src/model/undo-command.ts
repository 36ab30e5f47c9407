/** What an undo is told and looks at, and how it keeps what is in the way. */
import type { FieldChanges } from './change.ts'
import { AppError, type Conflict } from './errors.ts'
import type { State } from './state.ts'

export interface UndoCommand {
  type: 'undo'
  id: string
  fingerprint?: string
  /** All undoing of one gesture is one as well. */
  gesture?: string
  /** The entry of the history: a list, and the version that the command made of it. */
  list: string
  version: number
  /** What the command was about. */
  kind: 'todo' | 'list'
  subject: string
  changes: FieldChanges
  /** Whether to overwrite what has changed since. */
  force: boolean
}

/** The todos that the command to be undone changed. */
export function todosOfUndo({ kind, subject, changes }: UndoCommand): string[] {
  return kind === 'list' ? [] : Object.keys(changes).map((id) => id || subject)
}

/** The list that it is an entry of, and those that it moved todos from. */
export function listsOfUndo({ kind, list, changes }: UndoCommand): string[] {
  if (kind === 'list') return [list]
  const from = Object.values(changes).flatMap(({ list: moved }) => (moved ? [moved[0] as string] : []))
  return [...new Set([list, ...from])]
}

export interface UndoState extends State {
  /** How many todos of the list are live. */
  liveTodos(list: string): number
  /** It is the list's version as of its last change, whatever of it that was. */
  versionOf(list: string): number
}

export type Fields = FieldChanges[string]

/** Texts of conflicts are cut behind so many characters, and so many conflicts are told. */
const textMax = 1_000
const conflictsMax = 20

/** What is in the way, as it is found. */
export class Conflicts {
  readonly #found: Conflict[] = []

  add(
    kind: Conflict['kind'],
    row: { id: string; name?: string },
    rest: Omit<Conflict, 'kind' | 'id' | 'name'>,
  ): void {
    this.#found.push({ kind, id: row.id, name: row.name ?? null, ...rest })
  }

  changed(
    kind: Conflict['kind'],
    row: { id: string; name: string },
    field: string,
    set: unknown,
    current: unknown,
  ): void {
    this.add(kind, row, { why: 'changed', field, set: short(set), current: short(current) })
  }

  /** @throws AppError `undo_conflict` unless there is none */
  check(): void {
    const [first] = this.#found
    if (!first) return
    const { kind, id, field } = first
    throw new AppError('undo_conflict', {
      params: { kind, id, ...(field && { field }), more: this.#found.length - 1 },
      conflicts: this.#found.slice(0, conflictsMax),
    })
  }
}

const short = (value: unknown): unknown =>
  typeof value === 'string' && value.length > textMax ? `${value.slice(0, textMax)}…` : value

/** Whether the command made the row: nothing is without a name otherwise. */
export const isMade = (fields: Fields): boolean => fields['name']?.[0] === null

/** What a command set, of which only what differs from this stands in the journal. */
export const setBy = (fields: Fields, field: string, plain: unknown): unknown =>
  fields[field] ? fields[field][1] : plain
