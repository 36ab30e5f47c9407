/**
 * What is saved is looked at once more, as a fault of the rules here would be somebody else's loss: rows are in spaces
 * that were locked and raised, and each todo is below one of its own list.
 */
import { savedRows, spaceOfSaved, type Saved } from '../core/ports/rows.ts'
import { rowKinds } from '../model/row-kinds.ts'
import type { Todo } from '../model/todo.ts'
import type { Connection, Dialect } from './driver.ts'

/**
 * Looks whether each row's space has its next version, and whether only new lists make spaces.
 * @throws Error
 */
export function checkSpaces(saved: Saved): void {
  const made = new Set(saved.lists.filter(({ before }) => !before).map(({ after }) => after.id))
  const raised = new Set<string>()
  for (const { before, after } of saved.spaces) {
    if (!before && !made.has(after.id)) throw new Error(`space ${after.id} was raised but not loaded`)
    if (after.version > (before?.version ?? 0)) raised.add(after.id)
  }
  const check = (space: string | undefined): void => {
    if (space !== undefined && !raised.has(space))
      throw new Error(`a row of space ${space} was changed without its version`)
  }
  for (const kind of rowKinds) for (const row of savedRows(saved, kind)) check(spaceOfSaved(kind, row))
  for (const { before } of saved.todos) check(before?.list)
  for (const { list } of saved.membersAt) check(list)
  for (const { space } of saved.departures) check(space)
}

/**
 * Looks, when all is written, whether the parents of these todos are in their lists, and whether what is below those
 * that moved came along. Nothing is asked for the others.
 * @throws Error
 */
export function checkParents(
  connection: Pick<Connection, 'all'>,
  { array, isIn }: Dialect,
  todos: Saved['todos'],
  keys: (list: string) => number,
): Promise<void>[] {
  const checks: Promise<void>[] = []
  const find = async (sql: string, params: string[]) => {
    const [wrong] = await connection.all(`${sql} limit 1`, params)
    if (wrong) throw new Error(`todo ${String(wrong['id'])} has a parent that is not in its list`)
  }
  const placed: Saved['todos'][number][] = []
  const moved: Todo[] = []
  for (const each of todos) {
    const { before, after } = each
    const isMoved = before !== undefined && before.list !== after.list
    if (isMoved) moved.push(before)
    if (after.parent !== null && (isMoved || before?.parent !== after.parent)) placed.push(each)
  }
  if (placed.length > 0)
    checks.push(
      find(
        `select todos.id from todos left join todos above on above.id = todos.parent
        where ${isIn('todos.id', 1)} and (above.id is null or above.list <> todos.list)`,
        [array(placed.map(({ after }) => after.id))],
      ),
    )
  if (moved.length > 0)
    checks.push(
      find(
        `select todos.id from todos join todos above on above.id = todos.parent
        where ${isIn('todos.parent', 1)} and above.list <> todos.list and ${isIn('todos.list', 2, 'integer')}`,
        [array(moved.map(({ id }) => id)), array([...new Set(moved.map(({ list }) => keys(list)))])],
      ),
    )
  return checks
}
