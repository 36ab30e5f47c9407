/** From what a sender wrote to what was meant, alike on the server and in every client. */
import type { Command, CommandInput } from './command.ts'
import type { Account } from './access.ts'
import { rightFields } from './right-name.ts'
import { kindOf } from './row-kinds.ts'

/**
 * Answers the command that was meant: what its sender left out is made up, names are made right, once, so that all do
 * it alike.
 */
export function toCommand(input: CommandInput, { defaultList }: Pick<Account, 'defaultList'>): Command {
  const command = { ...input } as Record<string, unknown>
  for (const part of [kindOf(input.type) as string, 'changes', 'fields'])
    if (typeof command[part] === 'object') command[part] = rightFields(command[part] as object)
  if (input.type === 'createTodo') (command['todo'] as { list?: string }).list ??= defaultList
  if (input.type === 'putTodo') command['defaultList'] = defaultList
  if (command['ifVersion'] !== undefined) command['ifVersion'] = [command['ifVersion']]
  return command as unknown as Command
}
