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
  // `by_name` tells whether a todo is found by its name, see `isByName`; `unique_name` is the same for older nodes.
  columns: { ...columnsFor(todoFields), by_name: 'boolean', unique_name: 'boolean' },
}

export const todoColumns: string = columnsOf({ name: 'todos', columns: columnsFor(todoFields) })

/** What `rowToTodo` needs: a todo's row with its list's id. (A join takes SQLite twice as long for one row.) */
export const selectTodos = `select ${todoColumns}, (select id from lists where key = todos.list) as list_id from todos`

export const rowToTodo = (row: Row): Todo => readTodo(row, row['list_id'] as string)

/** For where the list is known anyhow. */
export const rowToTodoOf = (list: string, row: Row): Todo => readTodo(row, list)

const readTodo = rowReader(todoFields)

/** What the list of a todo has to do with its name. */
interface OfList {
  isDefault: boolean
  uniqueNames: boolean
}

/** Whether a todo is found by its name: live, in a default list; or open, where its name is unique. */
const isByName = (todo: Todo, { isDefault, uniqueNames }: OfList): boolean =>
  isDefault ? todo.deletedAt === null : uniqueNames && holdsName(todo)

const writeTodo = rowWriter(todoFields)

/** A new todo's row. */
function todoToRow(todo: Todo, ofList: OfList, keys: Keys): Record<string, Value> {
  const row = writeTodo(todo, keys)
  row['by_name'] = row['unique_name'] = isByName(todo, ofList)
  return row
}

const writeChange = changeWriter(todoFields, ['id', 'list', 'number', 'version'])

/**
 * The columns of a changed todo that differ from what they were: the others' indexes are not touched. It is found by
 * its number, whose index is a third of the ids' and was often just looked into; by its id where it got another number.
 */
function changedTodoToRow(before: Todo, after: Todo, ofList: OfList, keys: Keys): Record<string, Value> {
  const row: Record<string, Value> = {
    version: after.version,
    list: keys(after.list),
    number: after.number,
  }
  if (after.list !== before.list || after.number !== before.number) row['id'] = after.id
  writeChange(row, before, after)
  const byName = isByName(after, ofList)
  if (after.list !== before.list || byName !== isByName(before, ofList))
    row['by_name'] = row['unique_name'] = byName
  return row
}

export const todoKind: StoredKind = {
  table: todos,
  columns: Object.keys(columnsFor(todoFields)).join(', '),
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
  defaults: ReadonlySet<string>,
): Promise<unknown>[] {
  const writes: Promise<unknown>[] = []
  const [made, changed] = [[], []] as [Record<string, Value>[], Record<string, Value>[]]
  for (const { before, after, uniqueNames } of saved) {
    const ofList = { isDefault: defaults.has(after.list), uniqueNames }
    if (before) changed.push(changedTodoToRow(before, after, ofList, keys))
    else made.push(todoToRow(after, ofList, keys))
  }
  if (made.length > 0) writes.push(connection.insert(todos, made))
  for (const [names, group] of Map.groupBy(changed, (row) => Object.keys(row).join())) {
    const ids = names.split(',').includes('id') ? ['id'] : ['list', 'number']
    writes.push(connection.update(todos, ids, group))
  }
  return writes
}
