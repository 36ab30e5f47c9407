/**
 * The deed's time (`doneAt`) is when a person did what a command says, by the clock of the device: a command made
 * offline is accepted hours later. The sender may be wrong, so the time is limited, and only `finishedAt` and a repeat
 * from finishing depend on it.
 */
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Change } from '../../model/change.ts'
import type { AnyCommand } from '../access/authorize.ts'

/** The moments are of the same form, so the later text is the later moment. */
const later = (a: string, b: string): string => (a > b ? a : b)

const oldest = (now: string): string => new Date(Date.parse(now) - serverLimits.deedMsMax).toISOString()

const saidOf = (command: AnyCommand): string | undefined => ('doneAt' in command ? command.doneAt : undefined)

/** It is what the sender said, if anything, not in the future by the server's clock, and not too long ago. */
export function deedOf(command: AnyCommand, now: string): string | null {
  const doneAt = saidOf(command)
  if (doneAt === undefined) return null
  return later(doneAt > now ? now : doneAt, oldest(now))
}

/** It is true for a deed so long ago that earlier entries of the journal must be read for its lower limit. */
export function isOfBefore(command: AnyCommand, now: string): boolean {
  const doneAt = saidOf(command)
  return doneAt !== undefined && Date.parse(now) - Date.parse(doneAt) > serverLimits.deedMsClose
}

/** A deed can not be before the todo's latest earlier change. */
export const behind = (deed: string, last: string | undefined): string => (last ? later(deed, last) : deed)

/**
 * A person may correct when something was finished.
 * @throws AppError `finished_at_wrong` where it is not finished, or can not have been then
 */
export function checkFinishedAt(command: AnyCommand, changes: readonly Change[], now: string): void {
  if (command.type !== 'updateTodo' || command.changes.finishedAt === undefined) return
  const [change] = changes
  if (change?.kind !== 'todo') return
  const { finished, finishedAt, createdAt } = change.after
  if (!finished) throw new AppError('finished_at_wrong', { params: { why: 'open' } })
  const from = later(createdAt, oldest(now))
  if (finishedAt !== null && (finishedAt < from || finishedAt > now))
    throw new AppError('finished_at_wrong', { params: { why: 'range', from, to: now } })
}
