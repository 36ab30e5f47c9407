/** From what a sender wrote to the command that was meant, alike at every door and in every client. */
import type { Command, CommandInput, IfVersion } from './command.ts'
import type { Account } from './access.ts'
import { kindOf } from './row-kinds.ts'

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
  const kind = kindOf(input.type)
  const given = (input as unknown as Record<string, { id?: string; list?: string }>)[kind]
  if (input.type.startsWith('create')) {
    const list = input.type === 'createTodo' && { list: given?.list ?? defaultList }
    return { ...input, [kind]: { ...given, id: given?.id ?? newId(), ...list }, ...identity } as Command
  }
  const own = (input as { ifVersion?: number }).ifVersion
  const asked = ifVersion ?? (own === undefined ? undefined : [own])
  const condition = asked === undefined ? {} : { ifVersion: asked }
  const { ifVersion: _, ...rest } = input as { ifVersion?: number }
  return { ...rest, ...(input.type === 'putTodo' && { defaultList }), ...condition, ...identity } as Command
}
