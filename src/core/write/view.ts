/** What the rules may see of a batch's state for one caller. */
import type { Caller } from '../../model/access.ts'
import type { Holidays } from '../../model/holidays.ts'
import type { List, Member } from '../../model/list.ts'
import { createSeries } from '../../model/series.ts'
import type { PlainKind, PlainTypes, RowKind } from '../../model/row-kinds.ts'
import type { Spaces } from '../../model/spaces.ts'
import type { Todo } from '../../model/todo.ts'
import type { Seen } from '../access/authorize.ts'
import type { ByTwo } from './by-two.ts'
import { type PlainRows } from './plain-rows.ts'
import { plainKind } from '../../model/plain-commands.ts'
import type { TodoIndex } from './todo-index.ts'

interface Parts {
  spaces: Pick<Spaces, 'get'>
  lists: ReadonlyMap<string, List>
  /** They go by the list and the account. */
  members: Pick<ByTwo<string, Member>, 'get'>
  todos: TodoIndex
  listCounts: ReadonlyMap<string, number>
  plain: PlainRows
  newId: () => string
  holidays: Holidays
}

/** A thing that the caller has no access to is not there. */
export function viewOf(
  { spaces, lists, members, todos, listCounts, plain, newId, holidays }: Parts,
  account: Caller,
): Seen {
  const only = account.credential?.lists
  const role = (list: string) =>
    only && !only.includes(list) ? undefined : members.get(list, account.id)?.role
  const sees = (list: string) => role(list) !== undefined
  const seen = <T extends Todo | undefined>(todo: T) => (todo && sees(todo.list) ? todo : undefined)
  const state = {
    role,
    list: (id: string) => (sees(id) ? lists.get(id) : undefined),
    todo: (id: string) => seen(todos.byId.get(id)),
    todoByNumber: (list: string, number: number) => seen(todos.byNumber(list, number)),
    named: (list: string, name: string) => seen(todos.named(list, name)),
    descendants: (id: string) => (seen(todos.byId.get(id)) ? todos.below(id).filter(seen) : []),
    next: (list: string) => {
      const space = spaces.get(list)
      return { number: space?.nextNumber ?? 1, lastPosition: space?.lastPosition ?? null }
    },
    listCount: () => listCounts.get(account.id) ?? 0,
    row: <K extends PlainKind>(word: K, space: string, id: string) =>
      space === account.id || sees(space)
        ? (plain.get(plainKind(word) as RowKind, space, id) as PlainTypes[K] | undefined)
        : undefined,
    rowCount: (word: PlainKind, space: string) => plain.count(plainKind(word) as RowKind, space),
    account: () => account.id,
    defaultList: () => account.defaultList,
  }
  // What a socket was opened with may be older than what the account says now.
  const own = <Name extends 'zone' | 'defaultReminders'>(name: Name) => {
    return (list: string) => {
      const value = members.get(list, account.id)?.[name]
      return (value === undefined ? account[name] : value) ?? null
    }
  }
  const asking = { zone: own('zone'), reminders: own('defaultReminders') }
  return { ...state, series: createSeries(state, asking, newId, (id) => todos.byId.has(id), holidays) }
}
