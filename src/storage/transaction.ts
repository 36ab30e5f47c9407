/** The statements of the write path. */
import type { Transaction } from '../core/ports/store.ts'
import { savedRows, type Deletions, type Saved } from '../core/ports/rows.ts'
import type { Member } from '../model/list.ts'
import { rowKinds } from '../model/row-kinds.ts'
import type { Space } from '../model/spaces.ts'
import { saveAlarms } from './alarms.ts'
import { readJson, underLock } from './damage.ts'
import { columnsOf, type Connection, type Dialect, type Row, type Value } from './driver.ts'
import { journalToRow, rowToJournal, selectJournal } from './journal.ts'
import { openInvitations, saveAccess } from './members.ts'
import { loadPlain, type PlainTable } from './plain-tables.ts'
import { storedKinds } from './row-kinds.ts'
import { checkParents, checkSpaces } from './save-checks.ts'
import { rowToSpace, saveSpaces, selectSpaces } from './spaces.ts'
import * as tables from './tables.ts'
import { rowToTodo, selectTodos, todoColumns } from './todo-rows.ts'

export function createTransaction(connection: Connection, dialect: Dialect): Transaction {
  const { array, isIn } = dialect
  /** The rows, without asking when there is nothing to ask for. */
  const all = async <T>(
    map: (row: Row) => T,
    asked: number,
    sql: () => string,
    params: Value[],
  ): Promise<T[]> => (asked === 0 ? [] : (await connection.all(sql(), params)).map(map))
  /** A condition on a column of list ids: parameter 1 has lists, parameter 2 todos that are in lists. */
  const listIsIn = (column: string, hasTodos: boolean) =>
    hasTodos
      ? `(${isIn(column, 1)} or ${column.replace(/id$/, 'key')} in (select list from todos where ${isIn('todos.id', 2)}))`
      : isIn(column, 1)
  /** The keys of the spaces that were locked or made, and of the accounts that are members. */
  const keysById = new Map<string, number>()
  const toSpace = (row: Row): Space => {
    keysById.set(row['id'] as string, Number(row['key']))
    return rowToSpace(row)
  }
  const toMember = (row: Row): Member => {
    keysById.set(row['account'] as string, Number(row['key']))
    return tables.rowToMember(row)
  }
  const listParams = (lists: string[], todos: string[]) =>
    todos.length > 0 ? [array(lists), array(todos)] : [array(lists)]

  return {
    lock: (spaces, todos) =>
      all(
        toSpace,
        spaces.length + todos.length,
        () =>
          `${selectSpaces} where ${listIsIn('spaces.id', todos.length > 0)} order by id ${dialect.forUpdate}`,
        listParams(spaces, todos),
      ),
    lists: (lists, todos) =>
      all(
        tables.rowToList,
        lists.length + todos.length,
        () => `select ${columnsOf(tables.lists)} from lists where ${listIsIn('lists.id', todos.length > 0)}`,
        listParams(lists, todos),
      ),
    members: (accounts, lists, todos) => {
      const params = listParams(lists, todos)
      const sql = () =>
        `select accounts.key, accounts.id as account, lists.id as list, members.role, members.version, members.since, accounts.zone from members
        join accounts on accounts.key = members.account join lists on lists.key = members.list
        where ${listIsIn('lists.id', todos.length > 0)} and ${isIn('accounts.id', params.length + 1)}`
      return all(toMember, lists.length + todos.length, sql, [...params, array(accounts)])
    },
    async credentials(ids, capped) {
      if (ids.length === 0) return new Map()
      const rows = await connection.all(
        `select credentials.id, credentials.deletions from credentials join accounts on accounts.key = credentials.account
        where ${isIn('credentials.id', 1, 'text')} and accounts.disabled_at is null and accounts.removed_at is null
        order by credentials.id ${capped && dialect.forUpdate ? 'for update of credentials' : ''}`,
        [dialect.array(ids)],
      )
      return new Map(rows.map((row) => [row['id'] as string, readJson<Deletions>(row['deletions'] ?? '[]')]))
    },
    openInvitations: (ids) => openInvitations(connection, dialect, ids),
    plainRows: (kind, space, ids) =>
      loadPlain(connection, dialect, storedKinds[kind.name] as PlainTable, kind, space, ids),
    todos: (ids) =>
      all(rowToTodo, ids.length, () => `${selectTodos} where ${isIn('todos.id', 1)}`, [array(ids)]),
    todosByNumber: (refs) =>
      all(
        rowToTodo,
        refs.length,
        // A list's id has 36 characters.
        () => `select ${todoColumns}, lists.id as list_id from ${dialect.elements(1)} as refs cross join lists cross join todos
          where lists.id = cast(substr(refs.value, 1, 36) as ${dialect.type('uuid')}) and todos.list = lists.key
          and todos.number = cast(substr(refs.value, 38) as integer)`,
        [array(refs.map(({ list, number }) => `${list} ${number}`))],
      ),
    named: (names, lists, todos) => {
      const params = listParams(lists, todos)
      // One look into the index for each name, whatever the planner knows of the table.
      const ids =
        () => `select (select id from todos where list = lists.key and name = names.value and unique_name)
        from ${dialect.elements(params.length + 1)} as names cross join lists
        where lists.unique_names and ${listIsIn('lists.id', todos.length > 0)}`
      const sql = () => `${selectTodos} where ${dialect.isAmong('todos.id', ids())}`
      return all(rowToTodo, names.length, sql, [...params, array(names)])
    },
    ancestors: (ids) =>
      all(
        rowToTodo,
        ids.length,
        () => `with recursive above (id, parent, list) as (
            select id, parent, list from todos where ${isIn('id', 1)}
            union select todos.id, todos.parent, todos.list from todos
            join above on todos.id = above.parent and +todos.list = above.list
          ) ${selectTodos} where todos.id in (select id from above)`,
        [array(ids)],
      ),
    descendants: (ids, limit) =>
      all(
        rowToTodo,
        ids.length,
        // The plus keeps the planner from walking along the list's index.
        () => `with recursive below (id, list, depth) as (
            select id, list, 1 from todos where ${isIn('parent', 1)}
              and list = (select root.list from todos root where root.id = todos.parent)
            union all select todos.id, todos.list, depth + 1 from todos
            join below on todos.parent = below.id and +todos.list = below.list
          ) select ${todoColumns}, lists.id as list_id from (select id, depth from below limit $2) nearest
          join todos on todos.id = nearest.id join lists on lists.key = todos.list order by depth`,
        [array(ids), limit],
      ),
    async liveListCount(account) {
      const [row] = await connection.all(
        `select count(*) as count from members join lists on lists.key = members.list
        join accounts on accounts.key = members.account where accounts.id = $1 and lists.deleted_at is null`,
        [account],
      )
      return Number(row?.['count'])
    },
    async memberCount(list) {
      const [row] = await connection.all(
        'select count(*) as count from members join lists on lists.key = members.list where lists.id = $1',
        [list],
      )
      return Number(row?.['count'])
    },
    async liveTodoCount(list) {
      const [row] = await connection.all(
        'select count(*) as count from todos join lists on lists.key = todos.list where lists.id = $1 and todos.deleted_at is null',
        [list],
      )
      return Number(row?.['count'])
    },
    journal: (account, ids) =>
      all(
        rowToJournal,
        ids.length,
        () => `${selectJournal} where accounts.id = $1 and ${isIn('journal.id', 2, 'text')}`,
        [account, array(ids)],
      ),
    lastEntries: (todos) =>
      all(
        rowToJournal,
        todos.length,
        () => `select ${columnsOf(tables.journal)}, accounts.id as account_id, lists.id as space_id from todos
          cross join lists cross join journal cross join accounts
          where ${isIn('todos.id', 1)} and lists.key = todos.list and lists.members_at < todos.version
          and journal.space = todos.list and journal.version = todos.version and journal.changes <> '{}'
          and accounts.key = journal.account`,
        [array(todos)],
      ),
    save: (saved) => underLock(save(connection, dialect, saved, keysById)),
  }
}

/** Each kind writes its rows (row-kinds.ts): new ones in one statement, changed ones in few. */
async function save(
  connection: Connection,
  dialect: Dialect,
  saved: Saved,
  keysById: Map<string, number>,
): Promise<void> {
  checkSpaces(saved)
  const writes: Promise<unknown>[] = []
  const write = (...written: Promise<unknown>[]) => {
    writes.push(...written)
    // They are awaited at the end; when something else fails before that, these have nobody to tell.
    for (const each of written) each.catch(() => {})
  }
  // In this order, for the foreign keys.
  write(...saveSpaces(connection, saved.spaces))
  const made = saved.spaces.filter(({ before }) => !before).map(({ after }) => after.id)
  if (made.length > 0) {
    const rows = await connection.all(`select key, id from spaces where ${dialect.isIn('id', 1)}`, [
      dialect.array(made),
    ])
    for (const row of rows) keysById.set(row['id'] as string, Number(row['key']))
  }
  const keys = (id: string): number => {
    const key = keysById.get(id)
    if (key === undefined) throw new Error(`space ${id} was not locked`)
    return key
  }
  for (const kind of rowKinds)
    write(...storedKinds[kind.name].save(connection, savedRows(saved, kind) as never[], keys))
  write(...saveAccess(connection, saved, keys))
  write(saveAlarms(connection, dialect, saved.todos))
  if (saved.departures.length > 0) {
    const rows = saved.departures.map((departure) => tables.departureToRow(departure, keys))
    write(connection.insert(tables.departures, rows))
  }
  if (saved.merged.length > 0) {
    const rows = saved.merged.map(({ account, id }) => ({ account: keys(account), id, changes: '{}' }))
    write(connection.update(tables.journal, ['account', 'id'], rows))
  }
  if (saved.journal.length > 0) {
    const rows = saved.journal.map((row) => journalToRow(row, keys))
    write(connection.insert(tables.journal, rows))
  }
  write(...checkParents(connection, dialect, saved.todos, keys))
  await Promise.all(writes)
}
