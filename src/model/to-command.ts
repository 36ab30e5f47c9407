/** From what a sender wrote to the command that was meant, alike at every door and in every client. */
import type { Command, CommandInput, IfVersion } from './command.ts'
import type { Account } from './access.ts'

export interface FillIn {
  account: Account
  newId: () => string
  /** A short hash of a text, for telling commands apart that came under one id. */
  hash: (text: string) => string
}

/**
 * The command that was meant: what its sender left out is made up here, once, so that every door does it alike.
 * @param ifVersion - what a request's headers ask for, instead of the input's own `ifVersion`
 */
export function toCommand(
  input: CommandInput,
  { account, newId, hash }: FillIn,
  ifVersion?: IfVersion,
): Command {
  const id = input.id ?? newId()
  const identity =
    input.id === undefined ? { id } : { id, fingerprint: hash(JSON.stringify([input, ifVersion])) }
  const { defaultList } = account
  if (input.type === 'createTodo') {
    const todo = { ...input.todo, id: input.todo.id ?? newId(), list: input.todo.list ?? defaultList }
    return { ...input, todo, ...identity } as Command
  }
  if (input.type === 'createFilter')
    return { type: 'createFilter', filter: { ...input.filter, id: input.filter.id ?? newId() }, ...identity }
  if (input.type === 'createList')
    return { type: 'createList', list: { ...input.list, id: input.list.id ?? newId() }, ...identity }
  const asked = ifVersion ?? (input.ifVersion === undefined ? undefined : [input.ifVersion])
  const condition = asked === undefined ? {} : { ifVersion: asked }
  const { ifVersion: _, ...rest } = input
  return { ...rest, ...(input.type === 'putTodo' && { defaultList }), ...condition, ...identity } as Command
}
