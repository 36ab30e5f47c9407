/** The table of todos, and how its rows and the model's todos become one another. */
import type { Saved } from '../core/ports/rows.ts'
import { todoFields } from '../model/fields.ts'
import { holdsName } from '../model/names.ts'
import type { Todo } from '../model/todo.ts'
import { columnsOf, type Connection, type Row, type Table, type Value } from './driver.ts'
import { changeWriter, columnsFor, rowReader, rowWriter, type Keys } from './fields.ts'
import type { StoredKind } from './stored-kind.ts'

export const todos: Table = {
  name: 'todos',
  // Whether the name must be the only one among those of its list.
  columns: { ...columnsFor(todoFields), unique_name: 'boolean' },
}

export const todoColumns: string = columnsOf(todos)

/** What `rowToTodo` needs: a todo's row with its list's id. (A join takes SQLite twice as long for one row.) */
export const selectTodos = `select ${todoColumns}, (select id from lists where key = todos.list) as list_id from todos`

export const rowToTodo = (row: Row): Todo => readTodo(row, row['list_id'] as string)

/** For where the list is known anyhow. */
export const rowToTodoOf = (list: string, row: Row): Todo => readTodo(row, list)

const readTodo = rowReader(todoFields)

/** Whether the todo's name must be the only one of the list now. */
export const hasUniqueName = (todo: Todo, uniqueNames: boolean): boolean => uniqueNames && holdsName(todo)

const writeTodo = rowWriter(todoFields)

/** A new todo's row. */
function todoToRow(todo: Todo, uniqueNames: boolean, keys: Keys): Record<string, Value> {
  const row = writeTodo(todo, keys)
  row['unique_name'] = hasUniqueName(todo, uniqueNames)
  return row
}

const writeChange = changeWriter(todoFields, ['id', 'list', 'number', 'version'])

/**
 * The columns of a changed todo that differ from what they were: the others' indexes are not touched. It is found by
 * its number, whose index is a third of the ids' and was often just looked into; by its id where it got another number.
 * @param gaveUpName - whether it was made to give up its name, so that another could take it
 */
function changedTodoToRow(
  before: Todo,
  after: Todo,
  uniqueNames: boolean,
  gaveUpName: boolean,
  keys: Keys,
): Record<string, Value> {
  const row: Record<string, Value> = {
    version: after.version,
    list: keys(after.list),
    number: after.number,
  }
  if (after.list !== before.list || after.number !== before.number) row['id'] = after.id
  writeChange(row, before, after)
  if (gaveUpName || holdsName(after) !== holdsName(before) || after.list !== before.list)
    row['unique_name'] = hasUniqueName(after, uniqueNames)
  return row
}

/**
 * The todos whose old names others take in the same batch: the engines check that names are unique row by row, so these
 * must give theirs up first.
 */
function namesFreed(todos: readonly Saved['todos'][number][]): Set<string> {
  const nameOf = ({ list, name }: Todo) => `${list} ${name}`
  const leaving = todos.filter(
    ({ before, after }) =>
      before && holdsName(before) && (!holdsName(after) || nameOf(before) !== nameOf(after)),
  ) as (Saved['todos'][number] & { before: Todo })[]
  if (leaving.length === 0) return new Set()
  const live = todos.filter(({ after, uniqueNames }) => hasUniqueName(after, uniqueNames))
  const taken = new Set(live.map(({ after }) => nameOf(after)))
  return new Set(leaving.filter(({ before }) => taken.has(nameOf(before))).map(({ before }) => before.id))
}

export const todoKind: StoredKind = {
  table: todos,
  columns: Object.keys(todos.columns).join(', '),
  changed: (limit) =>
    `select ${todoColumns} from todos where list = $1 and version > $2 order by version limit ${limit}`,
  spaceColumn: 'list',
  read: readTodo,
  versions: (limit) =>
    `select id, version, number as place from todos where list = $1 and number > $2 order by number limit ${limit}`,
  isWalked: true,
  trash: {
    table: 'todos',
    order: ['list', 'position', 'id'],
    // Not what an undo has just put back there as of long ago. What is below goes first: it may be of a later step.
    condition: `and updated_at < $3 and not exists (select 1 from todos below where below.parent = todos.id)`,
  },
  save: saveTodos,
}

/** Changed ones in one statement for each set of columns that changed, touching no other index. */
function saveTodos(
  connection: Connection,
  saved: readonly Saved['todos'][number][],
  keys: Keys,
): Promise<unknown>[] {
  const writes: Promise<unknown>[] = []
  const freed = namesFreed(saved)
  if (freed.size > 0)
    writes.push(
      connection.update(
        todos,
        ['id'],
        [...freed].map((id) => ({ id, unique_name: false })),
      ),
    )
  const [made, changed] = [[], []] as [Record<string, Value>[], Record<string, Value>[]]
  for (const { before, after, uniqueNames } of saved)
    if (before) changed.push(changedTodoToRow(before, after, uniqueNames, freed.has(after.id), keys))
    else made.push(todoToRow(after, uniqueNames, keys))
  if (made.length > 0) writes.push(connection.insert(todos, made))
  for (const [names, group] of Map.groupBy(changed, (row) => Object.keys(row).join())) {
    const ids = names.split(',').includes('id') ? ['id'] : ['list', 'number']
    writes.push(connection.update(todos, ids, group))
  }
  return writes
}
