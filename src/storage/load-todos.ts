/** A commit reads todos, and the entries of the journal that changed them, by these statements. */
import type { JournalRow, Saved } from '../core/ports/rows.ts'
import type { Todo } from '../model/todo.ts'
import { columnsOf, type Connection } from './driver.ts'
import type { Keys } from './fields.ts'
import { isFoundById, rowToJournal, selectJournal } from './journal.ts'
import { listIsIn, listParams, type TransactionContext } from './load-spaces.ts'
import { journal } from './tables.ts'
import { rowToTodo, rowToTodoOf, selectTodos, todoColumns } from './todo-rows.ts'

export async function loadTodos({ connection, dialect }: TransactionContext, ids: string[]): Promise<Todo[]> {
  if (ids.length === 0) return []
  const sql = `${selectTodos} where ${dialect.isIn('todos.id', 1)}`
  return (await connection.all(sql, [dialect.array(ids)])).map(rowToTodo)
}

export async function loadByNumber(
  context: TransactionContext,
  refs: readonly { list: string; number: number }[],
): Promise<Todo[]> {
  if (refs.length === 0) return []
  const [list, another] = new Set(refs.map((ref) => ref.list))
  if (list !== undefined && another === undefined) {
    const numbers = refs.map(({ number }) => number)
    return loadOfList(context, list, numbers)
  }
  const { connection, dialect } = context
  const rows = await connection.all(
    // A list's id has 36 characters.
    `select ${todoColumns}, lists.id as list_id from ${dialect.elements(1)} as refs cross join lists cross join todos
      where lists.id = cast(substr(refs.value, 1, 36) as ${dialect.type('uuid')}) and todos.list = lists.key
      and todos.number = cast(substr(refs.value, 38) as integer)`,
    [dialect.array(refs.map(({ list, number }) => `${list} ${number}`))],
  )
  return rows.map(rowToTodo)
}

/** Most requests name todos of one list. Looking that list up only once takes half the time. */
async function loadOfList(
  { connection, dialect }: TransactionContext,
  list: string,
  numbers: number[],
): Promise<Todo[]> {
  const rows = await connection.all(
    `select ${todoColumns} from todos
      where list = (select key from lists where id = $1) and ${dialect.isIn('number', 2, 'integer')}`,
    [list, dialect.array(numbers)],
  )
  return rows.map((row) => rowToTodoOf(list, row))
}

export async function loadByName(
  { connection, dialect }: TransactionContext,
  names: string[],
  lists: string[],
  todos: string[],
): Promise<Todo[]> {
  if (names.length === 0) return []
  const params = listParams(dialect, lists, todos)
  // One look into the index for each name, whatever the planner knows of the table.
  const ids = `select (select id from todos where list = lists.key and name = names.value and ${isByName} and ${holdsNameSql} limit 1)
    from ${dialect.elements(params.length + 1)} as names cross join lists
    where lists.unique_names and ${listIsIn(dialect, 'lists.id', todos.length > 0)}`
  const sql = `${selectTodos} where ${dialect.isAmong('todos.id', ids)}`
  return (await connection.all(sql, [...params, dialect.array(names)])).map(rowToTodo)
}

/** The index of names has exactly the rows of which this is true. */
const isByName = 'deleted_at is null and by_name is not false'

/** It is `holdsName` of model/names.ts. */
const holdsNameSql = 'deleted_at is null and finished_at is null and (next is null or repeat is not null)'

/** Makes a reference's text: a list's id has 36 characters. */
const nameRef = ({ list, name }: { list: string; name: string }): string => `${list} ${name}`

/** One live todo of each name, in default lists. */
export async function loadNamesake(
  { connection, dialect }: TransactionContext,
  refs: readonly { list: string; name: string }[],
): Promise<Todo[]> {
  if (refs.length === 0) return []
  const ids = `select (select id from todos where list = lists.key and name = substr(refs.value, 38) and ${isByName} limit 1)
    from ${dialect.elements(1)} as refs cross join lists
    where lists.id = cast(substr(refs.value, 1, 36) as ${dialect.type('uuid')})`
  const sql = `${selectTodos} where ${dialect.isAmong('todos.id', ids)}`
  return (await connection.all(sql, [dialect.array(refs.map(nameRef))])).map(rowToTodo)
}

/** Live todos of one name, in a default list. */
export async function loadNamesakes(
  { connection }: TransactionContext,
  list: string,
  name: string,
  limit: number,
): Promise<Todo[]> {
  const sql = `${selectTodos} where todos.list = (select key from lists where id = $1) and todos.name = $2 and ${isByName} limit $3`
  return (await connection.all(sql, [list, name, limit])).map(rowToTodo)
}

/** Todos of a list, whatever it says of names, that would hold these names, or names that others would hold as well. */
export async function loadHolders(
  { connection, dialect }: TransactionContext,
  list: string,
  names: string[],
  limit: number,
): Promise<Todo[]> {
  const holders = `list = (select key from lists where id = $1) and ${holdsNameSql}`
  const sql = `${selectTodos} where ${holders} and (${dialect.isIn('name', 2, 'text')}
    or name in (select name from todos where ${holders} group by name having count(*) > 1)) order by name limit $3`
  return (await connection.all(sql, [list, dialect.array(names), limit])).map(rowToTodo)
}

/** When names become unique or may repeat from now on, the todos that are there enter or leave the index of names. */
export function switchNames(
  connection: Connection,
  lists: Saved['lists'],
  keys: Keys,
  defaults: ReadonlySet<string>,
): Promise<unknown>[] {
  return lists.flatMap(({ before, after: { id, uniqueNames } }) => {
    if (!before || before.uniqueNames === uniqueNames || defaults.has(id)) return []
    const which = uniqueNames ? `by_name is false and ${holdsNameSql}` : 'by_name is not false'
    const sql = `update todos set by_name = $2, unique_name = $2 where list = $1 and ${which}`
    return connection.all(sql, [keys(id), uniqueNames])
  })
}

export async function loadAncestors(
  { connection, dialect }: TransactionContext,
  ids: string[],
): Promise<Todo[]> {
  if (ids.length === 0) return []
  const rows = await connection.all(
    `with recursive above (id, parent, list) as (
      select id, parent, list from todos where ${dialect.isIn('id', 1)}
      union select todos.id, todos.parent, todos.list from todos
      join above on todos.id = above.parent and +todos.list = above.list
    ) ${selectTodos} where todos.id in (select id from above)`,
    [dialect.array(ids)],
  )
  return rows.map(rowToTodo)
}

export async function loadDescendants(
  { connection, dialect }: TransactionContext,
  ids: string[],
  limit: number,
): Promise<Todo[]> {
  if (ids.length === 0) return []
  const rows = await connection.all(
    // The plus keeps the planner from walking along the list's index.
    `with recursive below (id, list, depth) as (
      select id, list, 1 from todos where ${dialect.isIn('parent', 1)}
        and list = (select root.list from todos root where root.id = todos.parent)
      union all select todos.id, todos.list, depth + 1 from todos
      join below on todos.parent = below.id and +todos.list = below.list
    ) select ${todoColumns}, lists.id as list_id from (select id, depth from below limit $2) nearest
    join todos on todos.id = nearest.id join lists on lists.key = todos.list order by depth`,
    [dialect.array(ids), limit],
  )
  return rows.map(rowToTodo)
}

export async function loadJournal(
  { connection, dialect }: TransactionContext,
  account: string,
  ids: string[],
): Promise<JournalRow[]> {
  if (ids.length === 0) return []
  const sql = `${selectJournal} where accounts.id = $1 and ${dialect.isIn('journal.id', 2, 'text')} and ${isFoundById}`
  return (await connection.all(sql, [account, dialect.array(ids)])).map(rowToJournal)
}

export async function loadEntriesSince(
  { connection, dialect }: TransactionContext,
  versions: ReadonlyMap<string, number>,
  ids: string[],
): Promise<JournalRow[]> {
  if (versions.size === 0 || ids.length === 0) return []
  const rows = await connection.all(
    // A space's id has 36 characters.
    `select ${columnsOf(journal)}, accounts.id as account_id, spaces.id as space_id from ${dialect.elements(1)} as since
    cross join spaces cross join journal cross join accounts
    where spaces.id = cast(substr(since.value, 1, 36) as ${dialect.type('uuid')}) and journal.space = spaces.key
    and journal.version > cast(substr(since.value, 38) as ${dialect.type('bigint')}) and journal.changes <> '{}'
    and ${dialect.isIn('journal.id', 2, 'text')} and accounts.key = journal.account`,
    [dialect.array([...versions].map(([space, version]) => `${space} ${version}`)), dialect.array(ids)],
  )
  return rows.map(rowToJournal)
}

export async function loadLastEntries(
  { connection, dialect }: TransactionContext,
  todos: string[],
): Promise<JournalRow[]> {
  if (todos.length === 0) return []
  const rows = await connection.all(
    `select ${columnsOf(journal)}, accounts.id as account_id, lists.id as space_id from todos
    cross join lists cross join journal cross join accounts
    where ${dialect.isIn('todos.id', 1)} and lists.key = todos.list and lists.members_at < todos.version
    and journal.space = todos.list and journal.version = todos.version and journal.changes <> '{}'
    and accounts.key = journal.account`,
    [dialect.array(todos)],
  )
  return rows.map(rowToJournal)
}
