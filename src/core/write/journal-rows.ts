/** What the journal keeps of an accepted command. */
import type { Caller } from '../../model/access.ts'
import type { AnyCommand } from '../access/authorize.ts'
import { thingOf, type Accepted } from '../../model/outcome.ts'
import type { JournalRow } from '../ports/rows.ts'
import { deedOf } from './deed.ts'
import { visitOf, withoutOwnText } from './visit.ts'

export interface Done extends Pick<JournalRow, 'space' | 'version' | 'changes'> {
  created: boolean
  subject: Accepted['subject']
  /** The versions of the other lists that it changed: those that todos left. */
  left: readonly (readonly [list: string, version: number])[]
}

/** The command's row; and one in each list that todos left, so that its history has that as well. */
export function journalRows(caller: Caller, command: AnyCommand, done: Done, now: string): JournalRow[] {
  const { created, subject, space, version, changes, left } = done
  const fingerprint = command.fingerprint ?? null
  const row: JournalRow = {
    account: caller.id,
    credential: caller.credential?.id ?? null,
    id: command.id,
    space,
    version,
    time: now,
    type: typeOf(command, done),
    subject: thingOf(subject).id,
    changes,
    undoes: command.type === 'undo' ? { list: command.list, version: command.version } : null,
    doneAt: deedOf(command, now),
    gesture: ('gesture' in command && command.gesture) || null,
    visit: visitOf(command),
    fingerprint,
    answer: fingerprint === null ? null : withoutOwnText({ subject, created }, command),
  }
  if (Object.keys(changes).length > 0) {
    // No command's id has a space in it.
    const inLeft = left.map(([list, its]) => ({
      ...row,
      id: `${row.id} ${list}`,
      space: list,
      version: its,
      fingerprint: null,
      answer: null,
    }))
    return [row, ...inLeft]
  }
  // What changed nothing and can't be sent again has nothing to tell.
  return fingerprint === null ? [] : [row]
}

function typeOf({ type }: AnyCommand, { created, subject }: Done): string {
  if (type === 'undo') return subject.kind === 'todo' ? 'undoTodo' : 'undoList'
  if (type === 'putTodo') return created ? 'createTodo' : 'updateTodo'
  return type
}
