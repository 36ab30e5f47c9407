/** What is below todos, for exports: a few statements for many todos, and never more rows at once than asked for. */
import type { SubtodoReads } from '../core/ports/subtodo-store.ts'
import type { Sight } from '../model/access.ts'
import type { Driver, Value } from './driver.ts'
import { rowToTodoOf, todoColumns } from './todo-rows.ts'

/** @param keyOf - the integer key of a space; -1 where there is none */
export function createSubtodoReads(driver: Driver, keyOf: (space: string) => Promise<number>): SubtodoReads {
  const { array, isIn } = driver.dialect
  /** Live todos of the list, if the caller sees it. The plus keeps SQLite from walking along the whole list. */
  const live =
    'todos.deleted_at is null and +todos.list = $1 and (select 1 from members where list = $1 and account = $2) = 1'
  const inOrder = 'order by todos.position, todos.id'
  const isHidden = ({ credential }: Sight, list: string) => credential?.lists?.includes(list) === false
  const paramsOf = async (by: Sight, list: string): Promise<Value[]> => [
    await keyOf(list),
    await keyOf(by.id),
  ]
  return {
    async liveTodos(by, list, ids) {
      if (isHidden(by, list)) return []
      const params = [...(await paramsOf(by, list)), array(ids)]
      const rows = await driver.all(
        `select ${todoColumns} from todos where ${isIn('todos.id', 3)} and ${live}`,
        params,
      )
      return rows.map((row) => rowToTodoOf(list, row))
    },
    async subtodos(by, list, parents, limit) {
      if (isHidden(by, list)) return []
      const params = [...(await paramsOf(by, list)), array(parents), limit]
      const rows = await driver.all(
        `select ${todoColumns} from todos where ${isIn('todos.parent', 3)} and ${live} ${inOrder} limit $4`,
        params,
      )
      return rows.map((row) => rowToTodoOf(list, row))
    },
    async subtodoPlaces(by, list, parent, after, limit) {
      if (isHidden(by, list)) return []
      const params = [...(await paramsOf(by, list)), array([parent]), limit]
      const more = after
        ? `and (todos.position, todos.id) > ($${params.push(after.position)}, $${params.push(after.id)})`
        : ''
      const rows = await driver.all(
        `select id, position from todos where ${isIn('todos.parent', 3)} and ${live} ${more} ${inOrder} limit $4`,
        params,
      )
      return rows.map((row) => ({ id: row['id'] as string, position: row['position'] as string }))
    },
  }
}
