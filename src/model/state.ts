/** What the rules look at, and the one rule that all commands share. */
import type { IfVersion } from './command.ts'
import { AppError } from './errors.ts'
import type { List } from './list.ts'
import type { Todo } from './todo.ts'

/** What the rules need to know. All of it is there before they are asked. */
export interface State {
  list(id: string): List | undefined
  todo(id: string): Todo | undefined
  todoByNumber(list: string, number: number): Todo | undefined
  /** The live todo that has this name in a list whose names are unique. */
  named(list: string, name: string): Todo | undefined
  /** All todos below this one, live or in the trash. */
  descendants(todo: string): Todo[]
  /** What the list's next todo gets: numbers count up for ever, positions go behind the last one. */
  next(list: string): { number: number; lastPosition: string | null }
  /** How many lists the account has that are not in the trash. */
  listCount(): number
  /** Which list is the account's default one. */
  defaultList(): string
}

/** @throws AppError `version_mismatch`, with the present state, when the thing is not as the sender last saw it */
export function checkVersion(ifVersion: IfVersion | undefined, current: Todo | List | undefined): void {
  if (ifVersion === undefined) return
  const matches =
    ifVersion === 'none'
      ? !current
      : !!current && (ifVersion === 'any' || ifVersion.includes(current.version))
  if (matches) return
  const detail = current ? `It is at version ${current.version} now.` : 'It does not exist.'
  throw new AppError('version_mismatch', current ? { detail, current } : { detail })
}
