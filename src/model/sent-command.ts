/** A command may have members that tell about it (`doneAt`, `gesture`) and are no part of what it asks for. */
import type { Command, CommandInput, IfVersion } from './command.ts'
import { toCommand, type FillIn } from './to-command.ts'

/**
 * It makes a command as `toCommand` does, and adds what the sender says about it. A sender may leave that out for an
 * older server, and the command is still the same one.
 */
export function sentCommand(input: CommandInput, fillIn: FillIn, ifVersion?: IfVersion): Command {
  const { doneAt, gesture, ...asked } = input
  const command = toCommand(asked as CommandInput, fillIn, ifVersion)
  if (doneAt !== undefined) command.doneAt = doneAt
  if (gesture !== undefined) command.gesture = gesture
  return command
}
