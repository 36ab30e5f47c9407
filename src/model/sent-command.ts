/** A command may have members that tell about it (`doneAt`, `gesture`) and are no part of what it asks for. */
import type { Account } from './access.ts'
import type { Command, CommandInput, IfVersion } from './command.ts'
import { kindOf } from './row-kinds.ts'
import { toCommand } from './to-command.ts'

export interface FillIn {
  account: Account
  newId: () => string
  /** A short hash of a text, for telling commands apart that came under one id. */
  hash: (text: string) => string
}

/**
 * It makes a command as `toCommand` does, with the ids that its sender left out, and adds what the sender says about
 * it. A sender may leave that out for an older server, and the command is still the same one. What tells it apart is
 * taken of what was sent, before names are made right: so it is the same for an older server, too.
 * @param ifVersion - what a request's headers ask for, instead of the input's own `ifVersion`
 */
export function sentCommand(
  input: CommandInput,
  { account, newId, hash }: FillIn,
  ifVersion?: IfVersion,
): Command {
  const { doneAt, gesture, ...asked } = input
  const command = toCommand(asked as CommandInput, account)
  command.id = input.id ?? newId()
  if (input.id !== undefined) command.fingerprint = hash(JSON.stringify([asked, ifVersion]))
  if (input.type.startsWith('create')) {
    const row = (command as unknown as Record<string, { id?: string }>)[kindOf(input.type)]
    if (row) row.id ??= newId()
  }
  if (ifVersion !== undefined) Object.assign(command, { ifVersion })
  if (doneAt !== undefined) command.doneAt = doneAt
  if (gesture !== undefined) command.gesture = gesture
  return command
}
