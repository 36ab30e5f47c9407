/**
 * Commands at which the server failed again and again: they are set aside, so that those behind them go on, and nothing
 * is lost.
 */
import { AppError, type Problem } from '../model/errors.ts'
import type { Pending, Read } from './outbox.ts'
import type { Replica } from './replica.ts'

/** Commands that came or changed, and those that are gone (null), by their ids. */
export type OutboxChanges = Map<string, Pending | null>

/** What was made below a todo belongs there: without it, it does not go to the top. */
const withoutTop: Read = (command) => ({ ...command, parentOr: undefined }) as Pending['command']

/**
 * Keeps a command without its being shown or sent, and so all that can't be carried out without it: that would be
 * refused. The rest goes on.
 * @returns all of them
 */
export function setAside(replica: Replica, pending: Pending, problem: Problem): Pending[] {
  dropOlder(replica, pending)
  const before = replica.rebase(withoutTop)
  pending.aside = { problem }
  const after = replica.rebase(withoutTop).filter((each) => !before.includes(each))
  for (const each of after)
    each.aside = { problem: { ...problem, code: 'behind_a_fault' }, behind: pending.command.id }
  replica.rebase()
  return [pending, ...after].map((each) => replica.keep(each))
}

/**
 * Drops what is set aside of a todo's fields that were all set once more since: tried again later, it would overwrite
 * that.
 */
export function dropOlder(replica: Replica, { seq, command }: Pending): void {
  if (command.type !== 'updateTodo') return
  for (const old of [...replica.outbox]) {
    const { command: before, aside } = old
    const isOld = aside && old.seq < seq && before.type === 'updateTodo' && before.todo === command.todo
    if (isOld && Object.keys(before.changes).every((name) => name in command.changes)) replica.drop(old)
  }
}

/** The command, and all that is set aside with it, in their order. */
export function asideWith({ outbox }: Replica, command: string): Pending[] {
  const first = ({ command: { id }, aside }: Pending) => aside?.behind ?? id
  const one = outbox.find(({ command: { id } }) => id === command)
  return outbox.filter((pending) => pending.aside && one && first(pending) === first(one))
}

/**
 * Makes new commands of what is set aside with this one. One that may have been carried out keeps its id, by which the
 * server knows.
 * @throws AppError when the rules refuse the first of them now; what they refuse of the others stays aside by itself
 */
export function retryAside(replica: Replica, id: string, newId: () => string): OutboxChanges {
  const changes: OutboxChanges = new Map()
  for (const old of asideWith(replica, id)) {
    const { command, aside, isUnsure, at, gesture } = old
    replica.drop(old)
    try {
      const pending = replica.enqueue(isUnsure ? command : { ...command, id: newId() }, at, gesture)
      if (isUnsure) pending.isUnsure = true
      changes.set(command.id, null).set(pending.command.id, pending)
    } catch (error) {
      const isKnown = aside?.behind && error instanceof AppError
      if (isKnown) old.aside = { problem: { ...aside.problem, code: error.code, title: error.message } }
      replica.adopt({ outbox: new Map([[command.id, old]]) }, true)
      changes.set(command.id, old)
      if (!isKnown) throw error
    }
  }
  return changes
}
