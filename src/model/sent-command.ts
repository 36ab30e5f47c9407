/** A command as it came by a door: what is said of it is no part of what is asked. */
import type { Command, CommandInput, IfVersion } from './command.ts'
import { toCommand, type FillIn } from './to-command.ts'

/**
 * It does what `toCommand` does. A sender that meets a server of before leaves out when a command was done: said or not,
 * it is the same command.
 */
export function sentCommand(input: CommandInput, fillIn: FillIn, ifVersion?: IfVersion): Command {
  const { doneAt, ...asked } = input
  const command = toCommand(asked as CommandInput, fillIn, ifVersion)
  return doneAt === undefined ? command : { ...command, doneAt }
}
