/** The statements of the write path. */
import type { Saved, Transaction } from '../core/store.ts'
import type { Connection, Dialect, Row, Table, Value } from './driver.ts'
import * as tables from './tables.ts'

export function createTransaction(connection: Connection, dialect: Dialect): Transaction {
  const { isIn } = dialect
  /** The rows, without asking when there is nothing to ask for. */
  const all = async <T>(
    map: (row: Row) => T,
    asked: number,
    sql: () => string,
    params: Value[],
  ): Promise<T[]> => (asked === 0 ? [] : (await connection.all(sql(), params)).map(map))
  const json = (values: readonly unknown[]) => JSON.stringify(values)
  /** A condition on a column of list ids: parameter 1 has lists, parameter 2 todos that are in lists. */
  const listIsIn = (column: string, hasTodos: boolean) =>
    hasTodos
      ? `(${isIn(column, 1)} or ${column} in (select list from todos where ${isIn('todos.id', 2)}))`
      : isIn(column, 1)
  const listParams = (lists: string[], todos: string[]) =>
    todos.length > 0 ? [json(lists), json(todos)] : [json(lists)]

  return {
    lock: (spaces, todos) =>
      all(
        tables.rowToSpace,
        spaces.length + todos.length,
        () =>
          `select * from spaces where ${listIsIn('id', todos.length > 0)} order by id ${dialect.forUpdate}`,
        listParams(spaces, todos),
      ),
    lists: (lists, todos) =>
      all(
        tables.rowToList,
        lists.length + todos.length,
        () => `select * from lists where ${listIsIn('id', todos.length > 0)}`,
        listParams(lists, todos),
      ),
    members: (accounts, lists, todos) => {
      const params = listParams(lists, todos)
      const sql = () =>
        `select * from members where ${listIsIn('list', todos.length > 0)} and ${isIn('account', params.length + 1)}`
      return all(tables.rowToMember, lists.length + todos.length, sql, [...params, json(accounts)])
    },
    todos: (ids) =>
      all(tables.rowToTodo, ids.length, () => `select * from todos where ${isIn('id', 1)}`, [json(ids)]),
    todosByNumber: (list, numbers) =>
      all(
        tables.rowToTodo,
        numbers.length,
        () => `select * from todos where list = $1 and ${isIn('number', 2, 'integer')}`,
        [list, json(numbers)],
      ),
    named: (names, lists, todos) => {
      const params = listParams(lists, todos)
      const sql = () =>
        `select * from todos where ${listIsIn('list', todos.length > 0)} and ${isIn('name_key', params.length + 1, 'text')}`
      return all(tables.rowToTodo, names.length, sql, [...params, json(names)])
    },
    ancestors: (ids) =>
      all(
        tables.rowToTodo,
        ids.length,
        () => `with recursive above (id, parent) as (
            select id, parent from todos where ${isIn('id', 1)}
            union select todos.id, todos.parent from todos join above on todos.id = above.parent
          ) select * from todos where id in (select id from above)`,
        [json(ids)],
      ),
    descendants: (ids, limit) =>
      all(
        tables.rowToTodo,
        ids.length,
        () => `with recursive below (id, depth) as (
            select id, 1 from todos where ${isIn('parent', 1)}
            union all select todos.id, depth + 1 from todos join below on todos.parent = below.id limit $2
          ) select todos.* from below join todos on todos.id = below.id order by depth`,
        [json(ids), limit],
      ),
    async liveListCount(account) {
      const [row] = await connection.all(
        `select count(*) as count from members join lists on lists.id = members.list
        where members.account = $1 and lists.deleted_at is null`,
        [account],
      )
      return Number(row?.['count'])
    },
    journal: (account, ids) =>
      all(
        tables.rowToJournal,
        ids.length,
        () => `select * from journal where account = $1 and ${isIn('journal.id', 2, 'text')}`,
        [account, json(ids)],
      ),
    journalAfter: (subject, version) =>
      all(
        tables.rowToJournal,
        1,
        () => 'select * from journal where subject = $1 and version > $2 order by version desc',
        [subject, version],
      ),
    save: (saved) => save(connection, saved),
  }
}

/** New rows in one statement a table; changed ones in one for each set of columns that changed, touching no other index. */
async function save(connection: Connection, saved: Saved): Promise<void> {
  const writes: Promise<void>[] = []
  const insert = (table: Table, rows: Record<string, Value>[]) => {
    if (rows.length > 0) writes.push(connection.insert(table, rows))
  }
  const put = <T>(
    table: Table,
    rows: { before: T | undefined; after: T }[],
    toRow: (thing: T) => Record<string, Value>,
  ) => {
    insert(
      table,
      rows.filter(({ before }) => !before).map(({ after }) => toRow(after)),
    )
    const groups = new Map<string, Record<string, Value>[]>()
    for (const { before, after } of rows) {
      if (!before) continue
      const row = difference(toRow(before), toRow(after))
      const columns = Object.keys(row).join()
      const group = groups.get(columns)
      if (group) group.push(row)
      else groups.set(columns, [row])
    }
    for (const group of groups.values()) writes.push(connection.update(table, ['id'], group))
  }
  // In this order, for the foreign keys.
  put(tables.spaces, saved.spaces, tables.spaceToRow)
  put(tables.lists, saved.lists, tables.listToRow)
  insert(tables.members, saved.members.map(tables.memberToRow))
  const unique = new Map(saved.todos.map(({ after, uniqueNames }) => [after.list, uniqueNames]))
  put(tables.todos, saved.todos, (todo) => tables.todoToRow(todo, unique.get(todo.list) ?? false))
  insert(tables.journal, saved.journal.map(tables.journalToRow))
  await Promise.all(writes)
}

/** The columns of `after` that differ, with the id. */
function difference(before: Record<string, Value>, after: Record<string, Value>): Record<string, Value> {
  const row: Record<string, Value> = { id: after['id'] ?? null }
  for (const name in after) if (after[name] !== before[name]) row[name] = after[name] ?? null
  return row
}
