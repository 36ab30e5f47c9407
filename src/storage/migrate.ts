/**
 * Brings a database to the newest schema when it is opened: forward only, under a lock, all or nothing. A migration
 * that has been released is never edited; a change is a new one at the end of the list.
 */
import type { Ids } from './ids.ts'
import { AppError } from '../model/errors.ts'
import type { Connection, Dialect, Driver } from './driver.ts'
import { refreshDigests } from './spaces.ts'
import type { Migration } from './migration.ts'
import { first } from './migrations/0001-first.ts'
import { sync } from './migrations/0002-sync.ts'
import { listLooks } from './migrations/0003-list-looks.ts'
import { fewerLookUps } from './migrations/0004-fewer-look-ups.ts'
import { accounts } from './migrations/0005-accounts.ts'
import { factors } from './migrations/0006-factors.ts'
import { identities } from './migrations/0007-identities.ts'
import { repeats } from './migrations/0008-repeats.ts'
import { whoseKeysChanged } from './migrations/0009-whose-keys-changed.ts'
import { search } from './migrations/0010-search.ts'
import { history } from './migrations/0011-history.ts'
import { imports } from './migrations/0012-imports.ts'
import { reminders } from './migrations/0013-reminders.ts'
import { textsApart } from './migrations/0014-texts-apart.ts'
import { visits } from './migrations/0015-visits.ts'
import { parentsInList } from './migrations/0016-parents-in-list.ts'
import { proofs } from './migrations/0017-proofs.ts'
import { skeletons } from './migrations/0018-skeletons.ts'
import { sealed } from './migrations/0019-sealed.ts'
import { skeletonsFolded } from './migrations/0020-skeletons-folded.ts'
import { start } from './migrations/0021-start.ts'
import { namesRepeat } from './migrations/0022-names-repeat.ts'
import { doneAt } from './migrations/0023-done-at.ts'
import { gestures } from './migrations/0024-gestures.ts'
import { filterWords } from './migrations/0025-filter-words.ts'
import { journalAsItCame } from './migrations/0026-journal-as-it-came.ts'
import { accountSettings } from './migrations/0032-account-settings.ts'
import { defaultReminders } from './migrations/0027-default-reminders.ts'
import { views } from './migrations/0028-views.ts'
import { words } from './migrations/0029-words.ts'
import { rulesOfMore } from './migrations/0030-rules-of-more.ts'
import { ownOrder } from './migrations/0031-own-order.ts'
import { insertAccount } from './accounts.ts'
import { beginAdoption } from './adopt.ts'
import { fillAlarms } from './alarms.ts'
import { clearTheWay } from './foreign.ts'
import { letNamesRepeat } from './names-repeat.ts'
import { cutAllWrongParents } from './parents.ts'
import { quoteSavedWords } from './saved-filter-texts.ts'
import { refreshSkeletons } from './skeletons.ts'
import { refreshFolding } from './texts.ts'

/**
 * In their order; the schema's version is how many have run, and each file has the number of the schema that it makes.
 */
export const migrations: readonly Migration[] = [
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
  skeletons,
  sealed,
  skeletonsFolded,
  start,
  namesRepeat,
  doneAt,
  gestures,
  filterWords,
  journalAsItCame,
  defaultReminders,
  views,
  words,
  rulesOfMore,
  ownOrder,
  accountSettings,
]

/** The one that knows which names look alike. */
const skeletonsSchema = migrations.indexOf(skeletons) + 1

/** This schema is the first that knows up to which version of a list its texts were written. */
const textsSchema = migrations.indexOf(textsApart) + 1

/** The oldest schema that a node must know, so that it may run on a database of this one. */
export const oldestFor = (schema: number): number =>
  migrations.slice(0, schema).findLastIndex(({ olderNodes }) => olderNodes === 'must stop') + 1

/** Whether a newer node has brought the database to a schema that this version must not go on with. */
export async function isTooNew(driver: Pick<Driver, 'apart'>, gone: AbortSignal): Promise<boolean> {
  const [row] = await driver.apart("select value from meta where key = 'compatible'", gone)
  return Number(row?.['value'] ?? 0) > migrations.length
}

/**
 * Runs what is missing, up to `target`, and makes what every database has: its epoch, the local account, its default
 * list.
 * @returns why nodes that know none of what was run must stop: nothing where they may go on, or there were none
 * @throws AppError `database_newer`
 */
export async function migrate(
  driver: Driver,
  ids: Ids,
  target: number = migrations.length,
): Promise<string[]> {
  const schema = await numberOf(driver, 'schema')
  // A database may say of itself that it is compatible with less than it is.
  const isToDo = schema !== target || (await numberOf(driver, 'compatible')) < oldestFor(target)
  const stops = isToDo
    ? await driver.exclusively((connection) => migrateTo(connection, driver.dialect, ids, target))
    : []
  // Also when nothing was to be done: the last node of the version before may have been replaced just now.
  if (target >= 2)
    await driver.exclusively(async (connection) => {
      await refreshDigests(connection, driver.dialect, target)
      if (target >= skeletonsSchema) await refreshSkeletons(connection)
      if (target >= textsSchema) await refreshFolding(connection)
    })
  return stops
}

async function migrateTo(
  connection: Connection,
  dialect: Dialect,
  ids: Ids,
  target: number,
): Promise<string[]> {
  const { strict, type } = dialect
  const aside = (await isOurs(connection, dialect))
    ? undefined
    : await clearTheWay(connection, dialect, tableNames(dialect))
  await connection.all(
    `create table if not exists meta (key ${type('text')} primary key, value ${type('text')} not null) ${strict}`,
    [],
  )
  const from = await numberOf(connection, 'schema')
  if (from > target) {
    const oldest = await numberOf(connection, 'compatible')
    if (oldest <= target) return []
    throw new AppError('database_newer', {
      detail: `Its schema is ${from}, for versions that know ${oldest < from ? `${oldest} or later` : 'it'}; this one knows schemas up to ${target}, and would read or write it wrongly.`,
    })
  }
  const missing = migrations.slice(from, target)
  for (const migration of missing) {
    for (const statement of migration.statements(dialect)) await connection.all(statement, [])
  }
  if (missing.includes(reminders)) await fillAlarms(connection, ids.now())
  if (missing.includes(parentsInList) && from > 0) await cutAllWrongParents(connection, dialect, ids)
  if (missing.includes(namesRepeat) && from > 0) await letNamesRepeat(connection, dialect, ids)
  if (missing.includes(filterWords) && from > 0) await quoteSavedWords(connection, dialect)
  if (from === 0) await begin(connection, ids, target)
  if (aside) await beginAdoption(connection, aside)
  // It never goes down.
  const kept = from === 0 ? 0 : await numberOf(connection, 'compatible')
  const oldest = Math.max(Number.isFinite(kept) ? kept : 0, oldestFor(target))
  for (const [key, value] of Object.entries({ schema: target, compatible: oldest })) {
    await connection.all('delete from meta where key = $1', [key])
    await connection.all('insert into meta (key, value) values ($1, $2)', [key, String(value)])
  }
  const stops = missing.filter(({ olderNodes }) => olderNodes === 'must stop')
  return from === 0 ? [] : stops.map(({ because }) => because)
}

/**
 * A number that the database knows of itself: its schema's version, how many migrations have run. 0 for an empty
 * database.
 */
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

/** The tables and indexes that the migrations make. */
export function tableNames(dialect: Dialect): ReadonlySet<string> {
  const statements = migrations.flatMap((migration) => migration.statements(dialect)).join('\n')
  const made = statements.matchAll(
    /create (?:virtual |unlogged )?(?:table|unique index|index) (?:if not exists )?(\w+)/g,
  )
  return new Set(['meta', ...[...made].map(([, name]) => name as string)])
}

/**
 * Whether it has a schema of ours. Asked of the catalogue: in PostgreSQL a statement that fails ends the transaction.
 */
async function isOurs(connection: Connection, { engine }: Dialect): Promise<boolean> {
  const columns = await connection.all(
    engine === 'sqlite'
      ? "select name from pragma_table_info('meta') where name in ('key', 'value')"
      : "select column_name from information_schema.columns where table_schema = current_schema() and table_name = 'meta' and column_name in ('key', 'value')",
    [],
  )
  if (columns.length < 2) return false
  return (await connection.all("select 1 from meta where key = 'schema'", [])).length > 0
}

async function begin(connection: Connection, ids: Ids, schema: number): Promise<void> {
  const namesAreUnique = schema <= migrations.indexOf(namesRepeat)
  await insertAccount(connection, ids, 'local', ids.now(), namesAreUnique)
  await connection.all("insert into meta (key, value) values ('epoch', $1)", [ids.newId()])
}
