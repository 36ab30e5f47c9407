/**
 * Brings a database to the newest schema when it is opened: forward only, under a lock, all or nothing. A migration that
 * has been released is never edited; a change is a new one at the end of the list.
 */
import { AppError } from '../model/errors.ts'
import type { Connection, Dialect, Driver } from './driver.ts'
import { first } from './migrations/0001-first.ts'
import { accounts, lists, members, spaces } from './tables.ts'

/** The statements of each migration; the schema's version is how many have run. */
export const migrations: readonly ((dialect: Dialect) => string[])[] = [first]

export interface Ids {
  newId: () => string
  /** Milliseconds since 1970. */
  now: () => number
}

/**
 * Runs what is missing, up to `target`, and makes what every database has: its epoch, the local account, its default list.
 * @throws AppError `database_newer`
 */
export async function migrate(driver: Driver, ids: Ids, target: number = migrations.length): Promise<void> {
  if ((await schemaVersion(driver)) === target) return
  await driver.exclusively(async (connection) => {
    const { strict, type } = driver.dialect
    await connection.all(
      `create table if not exists meta (key ${type('text')} primary key, value ${type('text')} not null) ${strict}`,
      [],
    )
    const from = await schemaVersion(connection)
    if (from > target) {
      throw new AppError('database_newer', {
        detail: `Its schema is ${from}; this version knows schemas up to ${target}.`,
      })
    }
    for (const migration of migrations.slice(from, target)) {
      for (const statement of migration(driver.dialect)) await connection.all(statement, [])
    }
    if (from === 0) await begin(connection, ids)
    await connection.all("delete from meta where key = 'schema'", [])
    await connection.all("insert into meta (key, value) values ('schema', $1)", [String(target)])
  })
}

/** How many migrations have run; 0 for an empty database. */
async function schemaVersion(connection: Connection): Promise<number> {
  try {
    const [row] = await connection.all("select value from meta where key = 'schema'", [])
    return Number(row?.['value'] ?? 0)
  } catch (error) {
    if (error instanceof Error && /meta/.test(error.message)) return 0
    throw error
  }
}

async function begin(connection: Connection, { newId, now }: Ids): Promise<void> {
  const [account, list, at] = [newId(), newId(), now()]
  const space = { next_number: 1, last_position: null }
  await connection.insert(spaces, [
    { id: account, version: 1, ...space },
    { id: list, version: 1, ...space },
  ])
  const keyOf = async (id: string) =>
    Number((await connection.all('select key from spaces where id = $1', [id]))[0]?.['key'])
  const [accountKey, listKey] = [await keyOf(account), await keyOf(list)]
  const times = { created_at: at, updated_at: at, deleted_at: null }
  await connection.insert(lists, [
    { key: listKey, id: list, name: 'Todos', unique_names: true, version: 1, ...times },
  ])
  await connection.insert(accounts, [
    { key: accountKey, id: account, name: 'local', default_list: listKey, created_at: at },
  ])
  await connection.insert(members, [{ account: accountKey, list: listKey, role: 'owner', version: 1 }])
  await connection.all("insert into meta (key, value) values ('epoch', $1)", [newId()])
}
