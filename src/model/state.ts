/** What the rules look at, and the one rule that all commands share. */
import type { Change } from './change.ts'
import type { IfVersion } from './command.ts'
import { AppError } from './errors.ts'
import type { List } from './list.ts'
import type { PlainKind, PlainTypes } from './row-kinds.ts'
import type { IsAfter } from './start.ts'
import type { Todo, TodoPatch } from './todo.ts'

/** What the rules need to know. All of it is there before they are asked. */
export interface State {
  list(id: string): List | undefined
  todo(id: string): Todo | undefined
  /** It is missing in a client's replica, which names todos by their ids. */
  todoByNumber?(list: string, number: number): Todo | undefined
  /** The todo that holds this name in a list whose names are unique. */
  named(list: string, name: string): Todo | undefined
  /** All todos below this one, live or in the trash. */
  descendants(todo: string): Todo[]
  /** What the list's next todo gets: numbers count up for ever, positions go behind the last one. */
  next(list: string): { number: number; lastPosition: string | null }
  /** How many lists the account has that are not in the trash. */
  listCount(): number
  /** A row of a plain kind, in a list or of the account. */
  row<K extends PlainKind>(kind: K, space: string, id: string): PlainTypes[K] | undefined
  /** How many rows of a plain kind a space has that are not deleted. */
  rowCount(kind: PlainKind, space: string): number
  /** Whose state it is. */
  account(): string
  /** Which list is the account's default one. */
  defaultList(): string
  /** The command was done then, where its sender says so, and its finishing is as of then. */
  readonly deed?: string | undefined
  /**
   * It knows the dates of rules, zones and default reminders. A client's replica has none, as such changes come from
   * the server.
   */
  readonly series?: Series
}

/** Carries a series on. Each answers the changes that are made, of other todos as well. */
export interface Series {
  /** It compares clocks of different zones as well. */
  isAfter: IsAfter
  /**
   * What comes of a change from `before` to `after`, which may be changed once more: when it was finished, the one that
   * follows; when it is not finished any more, that one goes again.
   * @param along - what is finished, or reopened, with it
   */
  turn(before: Todo, after: Todo, now: string, along: readonly Change[]): Change[]
  /** Sets the reminders that the account wants of what it gives a due date; `after` is changed in place. */
  remind(before: Todo | undefined, after: Todo, given: TodoPatch): void
  /** Puts it off to the next date of its rule. */
  skipTodo(todo: Todo, now: string): Change[]
  /** Takes it out of its series, which goes on with the one that follows. */
  detachTodo(todo: Todo, now: string): Change[]
}

/** @throws AppError `version_mismatch`, with the present state, when the thing is not as the sender last saw it */
export function checkVersion(
  ifVersion: IfVersion | undefined,
  current: Todo | List | PlainTypes[PlainKind] | undefined,
): void {
  if (ifVersion === undefined) return
  const matches =
    ifVersion === 'none'
      ? !current
      : !!current && (ifVersion === 'any' || ifVersion.includes(current.version))
  if (matches) return
  const params = { version: current?.version ?? null }
  throw new AppError('version_mismatch', current ? { params, current } : { params })
}
