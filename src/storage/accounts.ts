/** An account's rows: made with its default list, and removed for good. */
import { firstListName } from '../model/first-list.ts'
import { rowKinds, type RowKind } from '../model/row-kinds.ts'
import type { Connection, Dialect, Value } from './driver.ts'
import type { Ids } from './ids.ts'
import { removeTexts, removeWords } from './texts.ts'
import { storedKinds } from './row-kinds.ts'
import { insertFirstSpaces, markDefault, restartSpaces } from './spaces.ts'
import { accounts, lists, members } from './tables.ts'

/**
 * Inserts an account with its default list, and returns the ids of both. Migrations call it too, so it must work in
 * each older schema.
 * @param namesAreUnique - is true for schemas that kept names unique in default lists, and had no column for these
 */
export async function insertAccount(
  connection: Connection,
  { newId }: Pick<Ids, 'newId'>,
  name: string,
  at: number,
  namesAreUnique = false,
): Promise<{ account: string; list: string }> {
  const [account, list] = [newId(), newId()]
  await insertFirstSpaces(connection, [account, list])
  const keyOf = async (id: string) =>
    Number((await connection.all('select key from spaces where id = $1', [id]))[0]?.['key'])
  const [accountKey, listKey] = [await keyOf(account), await keyOf(list)]
  const times = { created_at: at, updated_at: at, deleted_at: null }
  await connection.insert(lists, [
    { key: listKey, id: list, name: firstListName, unique_names: namesAreUnique, version: 1, ...times },
  ])
  await connection.insert(accounts, [
    { key: accountKey, id: account, name, default_list: listKey, created_at: at },
  ])
  await connection.insert(members, [{ account: accountKey, list: listKey, role: 'owner', version: 1 }])
  if (!namesAreUnique) await markDefault(connection, listKey)
  return { account, list }
}

/** The rows of the account and of its lists stay, without a name, for what names them: the journal and the audit. */
export async function removeAccount(
  connection: Connection,
  dialect: Dialect,
  id: string,
  at: number,
): Promise<void> {
  const own = '(select key from accounts where id = $1)'
  const sole = await connection.all(
    `select lists.id from members join lists on lists.key = members.list where members.account = ${own}
    and not exists (select 1 from members others where others.list = members.list and others.account <> members.account)`,
    [id],
  )
  const ids = dialect.array(sole.map((row) => row['id'] as string))
  const inSole = `in (select key from lists where ${dialect.isIn('id', 1)})`
  await connection.all(`update todos set parent = null where list ${inSole} and parent is not null`, [ids])
  await removeTexts(connection, dialect, `list ${inSole}`, [ids])
  await removeWords(connection, `list ${inSole}`, [ids])
  for (const [table, column] of [
    ...tablesIn('list'),
    ['journal', 'space'],
    ['departures', 'space'],
    ['invitations', 'list'],
  ])
    await connection.all(`delete from ${table} where ${column} ${inSole}`, [ids])
  await connection.all(`update lists set name = '-', deleted_at = ${at} where key ${inSole}`, [ids])
  await keepNames(connection, at, `account = ${own}`, [id])
  for (const statement of [
    ...tablesIn('account').map(([table, column]) => `delete from ${table} where ${column} = ${own}`),
    `delete from credentials where account = ${own}`,
    `delete from identities where account = ${own}`,
    `delete from second_factors where account = ${own}`,
    `delete from recovery_codes where account = ${own}`,
    `delete from passkeys where account = ${own}`,
    `delete from invitations where account = ${own} or made_by = ${own}`,
    `update accounts set name = 'removed ' || id, skeleton = null, password = null, is_admin = false, removed_at = ${at} where id = $1`,
  ])
    await connection.all(statement, [id])
  // What replicas have of them is of no use any more.
  await restartSpaces(connection, dialect, [id, ...sole.map((row) => row['id'] as string)])
}

/**
 * The tables of the kinds of rows in such spaces, with the column of the space's key. Of lists the rows themselves
 * stay.
 */
const tablesIn = (space: RowKind['in']): [table: string, column: string][] =>
  rowKinds
    .filter((kind) => kind.in === space && kind.name !== 'lists')
    .map(({ name }) => [storedKinds[name].table.name, storedKinds[name].spaceColumn])

/** Keeps the names of credentials that go at this moment: the history tells them. */
export async function keepNames(
  connection: Connection,
  at: number,
  which: string,
  params: Value[],
): Promise<void> {
  await connection.all(
    `insert into former_credentials (id, kind, name, over_at)
    select id, kind, name, ${at} from credentials where ${which} on conflict (id) do nothing`,
    params,
  )
}
