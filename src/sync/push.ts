/** Carries out the commands of a push, and words their outcomes. */
import type { Committer } from '../core/commit.ts'
import { spaceOf, type Outcome } from '../core/outcome.ts'
import type { Caller } from '../model/access.ts'
import { check } from '../model/check.ts'
import { CommandInput, type Command } from '../model/command.ts'
import { AppError, problemOf } from '../model/errors.ts'
import type { Push, PushOutcome } from '../model/messages.ts'
import { toCommand, type FillIn } from '../model/to-command.ts'

interface PushDeps extends Pick<FillIn, 'newId' | 'hash'> {
  committer: Pick<Committer, 'commit'>
}

export async function carryOut(push: Push, account: Caller, deps: PushDeps): Promise<PushOutcome[]> {
  const read = push.commands.map((input) => readCommand(input, { account, ...deps }))
  const commands = read.filter((command): command is Command => !(command instanceof AppError))
  const outcomes = await commit(commands, account, deps)
  let next = 0
  return push.commands.map(({ id }, index) => {
    const command = read[index]
    const outcome: Outcome =
      command instanceof AppError ? { accepted: false, error: command } : (outcomes[next++] as Outcome)
    return wordOutcome(id, outcome, account.id)
  })
}

function readCommand(input: unknown, fillIn: FillIn): Command | AppError {
  try {
    return toCommand(check(CommandInput, input), fillIn)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

async function commit(
  commands: readonly Command[],
  account: Caller,
  { committer }: PushDeps,
): Promise<Outcome[]> {
  try {
    return await committer.commit(account, commands, 'in order')
  } catch (error) {
    if (error instanceof AppError) return commands.map(() => ({ accepted: false, error }))
    throw error
  }
}

function wordOutcome(id: string, outcome: Outcome, account: string): PushOutcome {
  if (!outcome.accepted) {
    // What it acted on comes by the feed.
    const { current: _, ...problem } = problemOf(outcome.error)
    return { id, accepted: false, problem }
  }
  const { subject, version, replayed } = outcome
  return { id, accepted: true, space: spaceOf(subject, account), version, replayed }
}
