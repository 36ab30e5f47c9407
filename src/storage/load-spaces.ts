/** A commit reads and locks spaces, lists and members by these statements of its transaction. */
import type { Deletions } from '../core/ports/rows.ts'
import type { List, Member } from '../model/list.ts'
import type { Space } from '../model/spaces.ts'
import { readJson } from './damage.ts'
import { columnsOf, type Connection, type Dialect, type Row } from './driver.ts'
import { rowToSpace, spaceColumns } from './spaces.ts'
import * as tables from './tables.ts'

/** The statements of a transaction are run by this. */
export interface TransactionContext {
  connection: Connection
  dialect: Dialect
  /** It has the keys of the spaces that were locked or made, and of the accounts that are members. */
  keysById: Map<string, number>
  /** The ids of locked lists that are an account's default one: the tutorial's API finds their todos by name. */
  defaults: Set<string>
}

/** Makes a condition on a column of list ids: parameter 1 has lists, parameter 2 (if any) todos in lists. */
export const listIsIn = ({ isIn }: Dialect, column: string, hasTodos: boolean): string =>
  hasTodos
    ? `(${isIn(column, 1)} or ${column.replace(/id$/, 'key')} in (select list from todos where ${isIn('todos.id', 2)}))`
    : isIn(column, 1)

/** Makes its parameters. */
export const listParams = ({ array }: Dialect, lists: string[], todos: string[]): string[] =>
  todos.length > 0 ? [array(lists), array(todos)] : [array(lists)]

export async function lockSpaces(
  { connection, dialect, keysById, defaults }: TransactionContext,
  spaces: string[],
  todos: string[],
): Promise<Space[]> {
  if (spaces.length + todos.length === 0) return []
  const rows = await connection.all(
    `select ${spaceColumns}, spaces.is_default from spaces
    where ${listIsIn(dialect, 'spaces.id', todos.length > 0)} order by id ${dialect.forUpdate}`,
    listParams(dialect, spaces, todos),
  )
  for (const row of rows) {
    keysById.set(row['id'] as string, Number(row['key']))
    if (row['is_default']) defaults.add(row['id'] as string)
  }
  return rows.map(rowToSpace)
}

export async function loadLists(
  { connection, dialect }: TransactionContext,
  lists: string[],
  todos: string[],
): Promise<List[]> {
  if (lists.length + todos.length === 0) return []
  const rows = await connection.all(
    `select ${columnsOf(tables.lists)} from lists where ${listIsIn(dialect, 'lists.id', todos.length > 0)}`,
    listParams(dialect, lists, todos),
  )
  return rows.map(tables.rowToList)
}

export async function loadMembers(
  { connection, dialect, keysById }: TransactionContext,
  accounts: string[],
  lists: string[],
  todos: string[],
): Promise<Member[]> {
  if (lists.length + todos.length === 0) return []
  const params = listParams(dialect, lists, todos)
  const rows = await connection.all(
    // It begins at the lists, since SQLite would look at all lists of each account.
    `select accounts.key, accounts.id as account, lists.id as list, members.role, members.version, members.since, accounts.zone, accounts.default_reminders
    from lists cross join members cross join accounts
    where ${listIsIn(dialect, 'lists.id', todos.length > 0)} and members.list = lists.key
    and accounts.key = members.account and ${dialect.isIn('accounts.id', params.length + 1)}`,
    [...params, dialect.array(accounts)],
  )
  for (const row of rows) keysById.set(row['account'] as string, Number(row['key']))
  return rows.map(tables.rowToMember)
}

export async function loadCredentials(
  { connection, dialect }: TransactionContext,
  ids: string[],
  capped: boolean,
): Promise<Map<string, Deletions>> {
  if (ids.length === 0) return new Map()
  const rows = await connection.all(
    `select credentials.id, credentials.deletions from credentials join accounts on accounts.key = credentials.account
    where ${dialect.isIn('credentials.id', 1, 'text')} and accounts.disabled_at is null and accounts.removed_at is null
    order by credentials.id ${capped && dialect.forUpdate ? 'for update of credentials' : ''}`,
    [dialect.array(ids)],
  )
  return new Map(rows.map((row) => [row['id'] as string, readJson<Deletions>(row['deletions'] ?? '[]')]))
}

const countOf = ([row]: Row[]): number => Number(row?.['count'])

export const countLiveLists = async ({ connection }: TransactionContext, account: string): Promise<number> =>
  countOf(
    await connection.all(
      `select count(*) as count from members join lists on lists.key = members.list
      join accounts on accounts.key = members.account where accounts.id = $1 and lists.deleted_at is null`,
      [account],
    ),
  )

export const countMembers = async ({ connection }: TransactionContext, list: string): Promise<number> =>
  countOf(
    await connection.all(
      'select count(*) as count from members join lists on lists.key = members.list where lists.id = $1',
      [list],
    ),
  )

export const countLiveTodos = async ({ connection }: TransactionContext, list: string): Promise<number> =>
  countOf(
    await connection.all(
      'select count(*) as count from todos join lists on lists.key = todos.list where lists.id = $1 and todos.deleted_at is null',
      [list],
    ),
  )
