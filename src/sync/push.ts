/** Carries out the commands of a push, and words their outcomes. */
import { z } from 'zod'
import { expectedError } from '../core/write/store-health.ts'
import type { Committer } from '../core/write/commit.ts'
import { spaceOf, type Accepted, type Outcome } from '../model/outcome.ts'
import type { Caller } from '../model/access.ts'
import { check } from '../model/check.ts'
import { CommandInput, type Command } from '../model/command.ts'
import { statusOf } from '../model/error-table.ts'
import { AppError } from '../model/errors.ts'
import { fromBefore } from '../model/filter/before.ts'
import { problemOf } from '../model/problem-of.ts'
import type { Push, PushOutcome } from '../model/messages.ts'
import { sentCommand, type FillIn } from '../model/sent-command.ts'

interface PushDeps extends Pick<FillIn, 'newId' | 'hash'> {
  committer: Pick<Committer, 'commit'>
  onFault: (error: unknown) => void
  /** A client of version 0.2 sends filters in the language of version 0.2. */
  isBefore?: boolean
}

/**
 * Each command has an outcome, whatever goes wrong: one that closed its socket instead would come back and close it for
 * ever.
 */
export async function carryOut(push: Push, account: Caller, deps: PushDeps): Promise<PushOutcome[]> {
  const read = untilFault(push.commands.map((input) => readCommand(input, { account, ...deps }, deps)))
  const commands = read.filter((command): command is Command => !(command instanceof AppError))
  const outcomes = await commit(commands, account, deps)
  let next = 0
  return push.commands.map((input, index) => {
    const command = read[index] as Command | AppError
    if (command instanceof AppError) return refused(idOf(input), command)
    const outcome = outcomes[next++] as Outcome
    return outcome.accepted ? accepted(command, outcome, account.id) : refused(command.id, outcome.error)
  })
}

/** Who sends a command over a socket knows its outcome by the id, and sends it again under it. */
const Identified = z.looseObject({
  id: z.string('is missing; expected text of your making, never used again').min(1, 'is empty'),
})

function idOf(input: unknown): string | null {
  const read = Identified.safeParse(input)
  return read.success ? read.data.id : null
}

function readCommand(input: unknown, fillIn: FillIn, deps: PushDeps): Command | AppError {
  try {
    check(Identified, input)
    return sentCommand(check(CommandInput, deps.isBefore ? withFilterOfToday(input) : input), fillIn)
  } catch (error) {
    return toAppError(error, deps)
  }
}

/** A client of version 0.2 may send a filter, which is translated into the language of today. */
function withFilterOfToday(input: unknown): unknown {
  const { type, filter, changes } = input as Record<string, unknown>
  if (type === 'createFilter') return { ...(input as object), filter: ofToday(filter) }
  return type === 'updateFilter' ? { ...(input as object), changes: ofToday(changes) } : input
}

function ofToday(fields: unknown): unknown {
  const text = (fields as { filter?: unknown } | undefined)?.filter
  return typeof text === 'string' ? { ...(fields as object), filter: fromBefore(text) ?? text } : fields
}

/** Behind a command at which the server failed nothing is carried out, as in the committer. */
function untilFault(read: (Command | AppError)[]): (Command | AppError)[] {
  const fault = read.findIndex((each) => each instanceof AppError && statusOf(each.code) >= 500)
  return read.map((each, index) => (fault !== -1 && index > fault ? new AppError('behind_a_fault') : each))
}

function toAppError(error: unknown, { onFault }: PushDeps): AppError {
  const expected = expectedError(error)
  if (!expected) onFault(error)
  return expected ?? new AppError('internal', { cause: error })
}

async function commit(commands: readonly Command[], account: Caller, deps: PushDeps): Promise<Outcome[]> {
  try {
    return await deps.committer.commit(account, commands, 'in order')
  } catch (error) {
    const told = toAppError(error, deps)
    return commands.map(() => ({ accepted: false, error: told }))
  }
}

/** Whether the command names a parent that the todo may be without. */
function asksForTop(command: Command): boolean {
  if (!('parentOr' in command)) return false
  return Boolean(command.type === 'createTodo' ? command.todo.parent : command.fields.parent)
}

function refused(id: string | null, error: AppError): PushOutcome {
  // What it acted on comes by the feed.
  const { current: _, ...problem } = problemOf(error)
  return { id, accepted: false, problem }
}

function accepted(command: Command, { subject, version, replayed }: Accepted, account: string): PushOutcome {
  const isTop = asksForTop(command) && subject.kind === 'todo' && subject.todo.parent === null
  const space = spaceOf(subject, account)
  return { id: command.id, accepted: true, space, version, replayed, ...(isTop && { placed: 'top' }) }
}
