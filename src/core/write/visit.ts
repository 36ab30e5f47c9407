/**
 * A visit to a field: what is typed there is saved now and then, each time as a command of its own. In the history it
 * is one entry, from what was there before the first to what the last one set. So one undo takes all of it back, and a
 * long text that is saved a hundred times is kept twice, not two hundred times. See decision 18.
 */
import type { FieldChanges } from '../../model/change.ts'
import { sameValue } from '../../model/new-row.ts'
import type { Todo } from '../../model/todo.ts'
import { limits } from '../../model/limits.ts'
import type { AnyCommand } from '../access/authorize.ts'
import { isOfMembers } from '../../model/member-command.ts'
import type { Accepted, Answer } from '../../model/outcome.ts'
import type { JournalRow } from '../ports/rows.ts'
import { ByTwo } from './by-two.ts'

/** The visit that a command is of. */
export const visitOf = (command: AnyCommand): string | null =>
  command.type === 'updateTodo' ? (command.visit ?? null) : null

const orderedBy = ['due', 'priority'] as const

/**
 * What both changed, as one; undefined: they are two. They are one where the same account changed the same todo by the
 * same key in the same visit, and nothing of the todo was changed between them.
 */
function asOne(before: JournalRow | undefined, after: JournalRow): FieldChanges | undefined {
  if (!before || after.visit === null || before.visit !== after.visit) return undefined
  const names = ['account', 'credential', 'space', 'subject', 'type'] as const
  if (names.some((name) => before[name] !== after[name])) return undefined
  if (Date.parse(after.time) - Date.parse(before.time) > limits.visitPauseMs) return undefined
  const [own, later] = [before.changes[''], after.changes['']]
  const isAlone = ({ changes }: JournalRow) => Object.keys(changes).length === 1
  if (!own || !later || !isAlone(before) || !isAlone(after)) return undefined
  // What made it: the version that the todo had.
  if (later['version']?.[0] !== before.version) return undefined
  // Of a value that pages go by it must be known what it was between the two.
  if (orderedBy.some((name) => own[name] && later[name])) return undefined
  const fields = { ...own }
  for (const [name, [from, to]] of Object.entries(later)) {
    const first = own[name] ? own[name][0] : from
    if (name !== 'version' && sameValue(first, to)) delete fields[name]
    else fields[name] = [first, to, ...(own[name]?.slice(2) ?? [])]
  }
  return { '': fields }
}

/** Entries as a batch leaves them: those that it makes, and those of before that are in one of these now. */
export class Entries {
  /** It begins with those that were loaded. */
  #rows: JournalRow[]
  #merged: Pick<JournalRow, 'account' | 'id'>[] = []
  readonly #loaded: readonly JournalRow[]
  readonly #places = new Places()

  /** @param loaded - the last entries of todos that a visit changes */
  constructor(loaded: readonly JournalRow[]) {
    this.#loaded = loaded
    this.#rows = [...loaded]
  }

  copy(): Entries {
    const copy = new Entries(this.#loaded)
    copy.#rows = [...this.#rows]
    copy.#merged = [...this.#merged]
    return copy
  }

  /** Takes in what a command makes: where it goes on with a visit, as the one entry of all of that. */
  add(rows: readonly JournalRow[]): void {
    this.#rows.push(...rows.map((row) => (row.visit === null ? row : this.#continued(row))))
  }

  /** It returns when the last change of a todo was done. */
  lastDeed({ list, version }: Todo): string | undefined {
    const row = this.#rows[this.#places.of(this.#rows, list, version)]
    return row && (row.doneAt ?? row.time)
  }

  get saved(): { journal: JournalRow[]; merged: Pick<JournalRow, 'account' | 'id'>[] } {
    return { journal: this.#rows.slice(this.#loaded.length), merged: this.#merged }
  }

  #continued(row: JournalRow): JournalRow {
    const last = Number(row.changes['']?.['version']?.[0])
    const at = this.#places.of(this.#rows, row.space, last)
    // Who came meanwhile is told what happened from then on, and so not what was there before.
    if (this.#places.membersAt(row.space) > last) return row
    const before = this.#rows[at]
    const changes = asOne(before, row)
    if (!before || !changes) return row
    // A copy of this may have the same row: it is not changed in place.
    if (at >= this.#loaded.length) this.#rows[at] = { ...before, changes: {} }
    else this.#merged.push({ account: before.account, id: before.id })
    return { ...row, changes, answer: answerLike(before, row) }
  }
}

/**
 * It finds entries by the versions of their spaces. Each entry is looked at once, and only when something is
 * asked for: most batches ask for nothing.
 */
class Places {
  #count = 0
  readonly #byVersion = new ByTwo<number, number>()
  /** It has the version of each list at which its members changed last. */
  readonly #membersAt = new Map<string, number>()

  /** @returns where it is among the rows; -1: nowhere */
  of(rows: readonly JournalRow[], space: string, version: number): number {
    for (; this.#count < rows.length; this.#count++) {
      const row = rows[this.#count] as JournalRow
      // It changed nothing, and has the version of the entry before it.
      if (Object.keys(row.changes).length === 0) continue
      this.#byVersion.set(row.space, row.version, this.#count)
      if (isOfMembers({ type: row.type })) this.#membersAt.set(row.space, row.version)
    }
    return this.#byVersion.get(space, version) ?? -1
  }

  /** It knows only of rows that were looked at. */
  membersAt(space: string): number {
    return this.#membersAt.get(space) ?? 0
  }
}

/**
 * Where nothing but notes was changed since another command of the visit, its answer is this one's as well, but for
 * what the row and the command say themselves. So each time that a text is saved adds some hundred bytes to the
 * database, whatever else the todo has.
 */
function answerLike(before: JournalRow, row: JournalRow): JournalRow['answer'] {
  if (!row.answer || !before.answer || 'as' in row.answer) return row.answer
  const { subject } = row.answer
  const isOfNotes = Object.keys(row.changes[''] ?? {}).every((name) => name === 'version' || name === 'notes')
  if (!isOfNotes || subject.kind !== 'todo' || subject.todo.notes !== leftOut) return row.answer
  return { as: 'as' in before.answer ? before.answer.as : before.id }
}

/** The whole answer of a row whose answer is that of another command. */
export function answerOf(row: JournalRow, base: JournalRow | undefined): Answer | null {
  const { answer } = row
  if (!answer || !('as' in answer)) return answer
  const its = base?.answer
  if (!its || 'as' in its || its.subject.kind !== 'todo') return null
  const todo = { ...its.subject.todo, notes: leftOut, version: row.version, updatedAt: row.time }
  return { ...its, subject: { kind: 'todo', todo } }
}

/** Whether the entry tells anything: a visit that left all as it was does not. */
export const tells = ({ changes }: Pick<JournalRow, 'changes'>): boolean =>
  Object.values(changes).some((fields) => Object.keys(fields).some((name) => name !== 'version'))

/**
 * The answer as it is kept: notes that the command itself names are left out. Who asks again says them again, letter by
 * letter, or it would be another command.
 */
export function withoutOwnText<T extends Pick<Accepted, 'subject'>>(answer: T, command: AnyCommand): T {
  const { subject } = answer
  if (visitOf(command) === null || subject.kind !== 'todo' || !saysNotes(command, subject.todo)) return answer
  return { ...answer, subject: { kind: 'todo', todo: { ...subject.todo, notes: leftOut } } }
}

/** The answer that was given at first. */
export function withOwnText<T extends Pick<Accepted, 'subject'>>(answer: T, command: AnyCommand): T {
  const { subject } = answer
  if (subject.kind !== 'todo' || subject.todo.notes !== leftOut || command.type !== 'updateTodo')
    return answer
  return {
    ...answer,
    subject: { kind: 'todo', todo: { ...subject.todo, notes: command.changes.notes ?? '' } },
  }
}

/** What no notes can be: a text with NUL is refused. */
const leftOut = '\0'

const saysNotes = (command: AnyCommand, { notes }: Todo): boolean =>
  command.type === 'updateTodo' && command.changes.notes === notes
