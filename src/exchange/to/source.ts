/** What an export is made from. */
import type { AnyRow, RowKind } from '../../model/row-kinds.ts'
import type { List } from '../../model/list.ts'
import type { Todo } from '../../model/todo.ts'

export interface ExportSource {
  defaultList: string
  /** The default list first, the others in the order of their ids; those in the trash as well where it is asked for. */
  lists(withTrash: boolean): AsyncIterable<List>
  /** Live todos, by position or by number, or those in the trash; page by page. */
  todos(list: string, how: 'position' | 'number' | 'trash'): AsyncIterable<readonly Todo[]>
  /** Reads the account's rows of a plain kind, the deleted ones too, in the order of their ids; page by page. */
  rows(kind: RowKind): AsyncIterable<readonly AnyRow[]>
  /** Of these ids those of live todos of the list. */
  live(list: string, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** All todos below these, by their parents; undefined where there are too many to be held at once. */
  below(list: string, todos: readonly string[]): Promise<Below | undefined>
  /** The todos right below one, by position, however many; page by page. */
  children(list: string, parent: string): AsyncIterable<readonly Todo[]>
}

export type Below = ReadonlyMap<string, readonly Todo[]>
