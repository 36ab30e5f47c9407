/**
 * Brings a database to the newest schema when it is opened: forward only, under a lock, all or nothing. A migration that
 * has been released is never edited; a change is a new one at the end of the list.
 */
import { AppError } from '../model/errors.ts'
import type { Connection, Dialect, Driver } from './driver.ts'
import { refreshDigests } from './digests.ts'
import { first } from './migrations/0001-first.ts'
import { sync } from './migrations/0002-sync.ts'
import { listLooks } from './migrations/0003-list-looks.ts'
import { fewerLookUps } from './migrations/0004-fewer-look-ups.ts'
import { accounts } from './migrations/0005-accounts.ts'
import { factors } from './migrations/0006-factors.ts'
import { identities } from './migrations/0007-identities.ts'
import { repeats } from './migrations/0008-repeats.ts'
import { whoseKeysChanged } from './migrations/0010-whose-keys-changed.ts'
import { search } from './migrations/0009-search.ts'
import { history } from './migrations/0011-history.ts'
import { imports } from './migrations/0016-imports.ts'
import { reminders } from './migrations/0012-reminders.ts'
import { textsApart } from './migrations/0013-texts-apart.ts'
import { visits } from './migrations/0017-visits.ts'
import { parentsInList } from './migrations/0018-parents-in-list.ts'
import { proofs } from './migrations/0019-proofs.ts'
import { insertAccount } from './accounts.ts'
import { fillAlarms } from './alarms.ts'
import { cutAllWrongParents } from './parents.ts'

/** The statements of each migration; the schema's version is how many have run. */
export const migrations: readonly ((dialect: Dialect) => string[])[] = [
  first,
  sync,
  listLooks,
  fewerLookUps,
  accounts,
  factors,
  identities,
  repeats,
  whoseKeysChanged,
  search,
  history,
  imports,
  reminders,
  textsApart,
  visits,
  parentsInList,
  proofs,
]

/** The schema that has filters. */
const filtersSchema = migrations.indexOf(search) + 1

export interface Ids {
  newId: () => string
  /** Milliseconds since 1970. */
  now: () => number
}

/**
 * Programs that know the schema up to this one may go on with the newest: in a rolling restart the nodes of the version
 * before run beside the new ones until they are replaced.
 */
export const compatible = 1

/**
 * Runs what is missing, up to `target`, and makes what every database has: its epoch, the local account, its default list.
 * @throws AppError `database_newer`
 */
export async function migrate(driver: Driver, ids: Ids, target: number = migrations.length): Promise<void> {
  if ((await numberOf(driver, 'schema')) !== target) {
    await driver.exclusively((connection) => migrateTo(connection, driver.dialect, ids, target))
  }
  // Also when nothing was to be done: the last node of the version before may have been replaced just now.
  if (target >= 2)
    await driver.exclusively((connection) =>
      refreshDigests(connection, driver.dialect, target >= filtersSchema),
    )
}

async function migrateTo(connection: Connection, dialect: Dialect, ids: Ids, target: number): Promise<void> {
  const { strict, type } = dialect
  await connection.all(
    `create table if not exists meta (key ${type('text')} primary key, value ${type('text')} not null) ${strict}`,
    [],
  )
  const from = await numberOf(connection, 'schema')
  if (from > target) {
    if ((await numberOf(connection, 'compatible')) <= target) return
    throw new AppError('database_newer', {
      detail: `Its schema is ${from}; this version knows schemas up to ${target}.`,
    })
  }
  const missing = migrations.slice(from, target)
  for (const migration of missing) {
    for (const statement of migration(dialect)) await connection.all(statement, [])
  }
  if (missing.includes(reminders)) await fillAlarms(connection, ids.now())
  if (missing.includes(parentsInList) && from > 0) await cutAllWrongParents(connection, dialect, ids)
  if (from === 0) await begin(connection, ids)
  // It never goes down: where there are accounts, what knows of none must not start.
  const kept = from === 0 ? 0 : await numberOf(connection, 'compatible')
  const oldest = Math.max(Number.isFinite(kept) ? kept : 0, Math.min(compatible, target))
  for (const [key, value] of Object.entries({ schema: target, compatible: oldest })) {
    await connection.all('delete from meta where key = $1', [key])
    await connection.all('insert into meta (key, value) values ($1, $2)', [key, String(value)])
  }
}

/** A number that the database knows of itself: its schema's version, how many migrations have run. 0 for an empty database. */
async function numberOf(connection: Pick<Connection, 'all'>, key: 'schema' | 'compatible'): Promise<number> {
  try {
    const [row] = await connection.all('select value from meta where key = $1', [key])
    // A schema that says nothing of it is compatible with none.
    return Number(row?.['value'] ?? (key === 'schema' ? 0 : Number.POSITIVE_INFINITY))
  } catch (error) {
    if (error instanceof Error && /meta/.test(error.message)) return 0
    throw error
  }
}

async function begin(connection: Connection, ids: Ids): Promise<void> {
  await insertAccount(connection, ids, 'local', ids.now())
  await connection.all("insert into meta (key, value) values ('epoch', $1)", [ids.newId()])
}
