/** The part of the port in store.ts that reads what is below todos, for exports. */
import type { Sight } from '../../model/access.ts'
import type { Todo } from '../../model/todo.ts'

/** What is below the todos of a list, in the order of positions; in the trash there is nothing. */
export interface SubtodoReads {
  /** Of these todos those that are live and in this list, in no order. */
  liveTodos(by: Sight, list: string, ids: readonly string[]): Promise<Todo[]>
  /** The todos right below these; at most `limit`. */
  subtodos(by: Sight, list: string, parents: readonly string[], limit: number): Promise<Todo[]>
  /** Where the todos right below one stand, after `after`: for those that have more of them than fit into memory. */
  subtodoPlaces(
    by: Sight,
    list: string,
    parent: string,
    after: TodoPlace | undefined,
    limit: number,
  ): Promise<TodoPlace[]>
}

export type TodoPlace = Pick<Todo, 'id' | 'position'>
