/**
 * The rules: which changes a command makes to a state, or why it is refused. Pure, so that the server and every client
 * decide alike; the state is asked, never changed.
 */
import type { Change } from './change.ts'
import type { Command } from './command.ts'
import { decideFilter } from './decide-filter.ts'
import { decideList } from './decide-list.ts'
import { decideTodo } from './decide-todo.ts'
import { decideView } from './decide-view.ts'
import { kindOf } from './row-kinds.ts'
import type { State } from './state.ts'

/**
 * The changes that the command makes; none when everything is already so. New rows carry version 0 and changed ones
 * their old version, until the commit gives them theirs.
 * @param now - the moment of the commit, as RFC 3339 text
 * @throws AppError when it is refused
 */
export function decide(state: State, command: Command, now: string): Change[] {
  return (deciders[kindOf(command.type) as string] as Decider)(state, command, now)
}

type Decider = (state: State, command: Command, now: string) => Change[]

/** The rules of each kind of thing, by the word that its commands end with. */
export const deciders: Record<string, (state: State, command: never, now: string) => Change[]> = {
  todo: decideTodo,
  list: decideList,
  filter: decideFilter,
  view: decideView,
}
