/** Opens the store that a database's name asks for, brought to the newest schema. */
import type { DatabaseName } from './database-name.ts'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { StoreError, type Store, type StoreWatcher } from '../core/ports/store.ts'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { createAccessStore } from './access-writes.ts'
import { adopt, dropOldTable, oldTable, type Adoption } from './adopt.ts'
import { databaseProblem } from './database-problem.ts'
import { restartSpaces } from './spaces.ts'
import { examine } from './doctor.ts'
import { importStatements } from './imports.ts'
import type { Connection, Dialect, Driver } from './driver.ts'
import { isTooNew, migrate } from './migrate.ts'
import type { Ids } from './ids.ts'
import { openPostgres } from './postgres.ts'
import { keepPrivate, makePrivate } from './private-files.ts'
import { createPruneStore } from './prune.ts'
import { createReads } from './reads.ts'
import { createReminderStore } from './reminders.ts'
import { openSqlite } from './sqlite.ts'
import { indexStep, removeTexts, removeWords, staleLists } from './texts.ts'
import { createTransaction } from './transaction.ts'
import { watched, watchedMethods } from './watched.ts'

export interface OpenOptions {
  /** Of failures once it is open. */
  watcher?: StoreWatcher | undefined
  /**
   * Is told why it waits for a database that says that it will be there, again and again; without it, it does not wait.
   */
  onWait?: ((why: string) => void) | undefined
  /** Is told why servers of versions before must be stopped, where the schema that was brought in says so. */
  onStops?: ((because: string) => void) | undefined
  /** Another program writes SQLite's log back: this one leaves it alone. */
  noCheckpoints?: boolean | undefined
  /** Is told, again and again, how the todos of the tutorial's own table are adopted, where that was there. */
  onAdopt?: ((adoption: Adoption) => void) | undefined
}

/** @throws AppError that says why the database can't be used */
export async function openStore(name: DatabaseName, ids: Ids, options: OpenOptions = {}): Promise<Store> {
  const { onWait } = options
  const end = performance.now() + serverLimits.databaseWaitMs
  for (let saidAt = Number.NEGATIVE_INFINITY; ; await Bun.sleep(serverLimits.databaseWaitStepMs)) {
    try {
      return await openNow(name, ids, options)
    } catch (error) {
      const problem = databaseProblem(error, name)
      if (!onWait || !isNotYet(error) || performance.now() > end) throw problem
      if (performance.now() - saidAt < serverLimits.databaseWaitSaidMs) continue
      saidAt = performance.now()
      onWait((problem as Error).message)
    }
  }
}

/**
 * Whether it is there, and takes no writes yet: it starts, recovers, or is a standby (cannot_connect_now,
 * read_only_sql_transaction).
 */
function isNotYet(error: unknown): boolean {
  const cause = error instanceof StoreError ? error.cause : error
  return ['57P03', '25006'].includes((cause as { errno?: string } | undefined)?.errno ?? '')
}

/** @throws StoreError where it takes only reads: nothing of a start would go well */
async function assertWritable(driver: Driver): Promise<void> {
  if (!(await driver.obstacleToWriting(AbortSignal.timeout(2 * serverLimits.connectTimeoutMs)))) return
  const message = 'it takes only reads, as a standby does, or where default_transaction_read_only is on'
  throw new StoreError('away', Object.assign(new Error(message), { errno: '25006' }))
}

async function openNow(
  name: DatabaseName,
  ids: Ids,
  { watcher, onStops, onAdopt, noCheckpoints = false }: OpenOptions,
): Promise<Store> {
  let driver: Driver | undefined
  try {
    const path = name.engine === 'sqlite' ? name.path : undefined
    if (path !== undefined) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      makePrivate(path)
    }
    driver = name.engine === 'sqlite' ? openSqlite(name.path, { noCheckpoints }) : openPostgres(name.url)
    if (path !== undefined) await assertOurs(driver, path)
    if (name.engine === 'postgres') await assertWritable(driver)
    const stops = await migrate(driver, ids)
    if (stops.length > 0) onStops?.(stops.join(' '))
    await adopt(driver, ids, (adoption) => onAdopt?.(adoption))
    if (path !== undefined) keepPrivate(path)
    if (!watcher) return await createStore(driver, ids)
    return watchedMethods(await createStore(watched(driver, watcher), ids), watcher)
  } catch (error) {
    await driver?.close().catch(() => {})
    throw error
  }
}

/**
 * A file of another program is not brought to our schema; one that may be the tutorial's is looked at more closely
 * then.
 * @throws AppError `not_a_database`
 */
async function assertOurs(driver: Driver, path: string): Promise<void> {
  const rows = await driver.all(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    [],
  )
  const names = rows.map(({ name }) => name as string)
  if (names.length === 0 || names.includes('meta') || names.join(' ') === 'todos') return
  const shown = names.slice(0, 5).join(', ')
  throw new AppError('not_a_database', { detail: `${path} has the tables of another program: ${shown}.` })
}

async function createStore(driver: Driver, ids: Ids): Promise<Store> {
  const [meta] = await driver.all("select value from meta where key = 'epoch'", [])
  return {
    reads: createReads(driver),
    access: createAccessStore(driver, ids),
    ...createPruneStore(driver),
    reminders: createReminderStore(driver),
    indexStep: (list) => indexStep(driver, list),
    staleLists: (after) => staleLists(driver, after),
    epoch: meta?.['value'] as string,
    overlaps: driver.dialect.engine === 'postgres',
    transaction: (work) =>
      driver.transaction((connection) => work(createTransaction(connection, driver.dialect))),
    importing: (work) =>
      driver.transaction((connection) =>
        work({
          ...createTransaction(connection, driver.dialect),
          ...importStatements(connection, driver.dialect),
        }),
      ),
    oldTable: () => oldTable(driver),
    dropOldTable: () => driver.transaction(dropOldTable),
    emptyList: (list) => driver.transaction((connection) => emptyList(connection, driver.dialect, list)),
    examine: (repair) => examine(driver, ids, repair),
    async renewEpoch() {
      await driver.transaction((connection) =>
        connection.all("update meta set value = $1 where key = 'epoch'", [Bun.randomUUIDv7()]),
      )
    },
    probe: () => driver.probe(),
    obstacleToWriting: async (gone) =>
      (await driver.obstacleToWriting(gone)) ?? ((await isTooNew(driver, gone)) ? 'newer' : undefined),
    foreignCommits: () => driver.foreignCommits(),
    announce: (versions) => driver.announce(versions),
    listen: (heard) => driver.listen(heard),
    close: () => driver.close(),
  }
}

async function emptyList(connection: Connection, dialect: Dialect, list: string): Promise<void> {
  const key = '(select key from spaces where id = $1)'
  const [space] = await connection.all(`select id from spaces where id = $1 ${dialect.forUpdate}`, [list])
  if (!space) throw new Error(`there is no list ${list}`)
  await connection.all(`update todos set parent = null where list = ${key} and parent is not null`, [list])
  await removeTexts(connection, dialect, `list = ${key}`, [list])
  await removeWords(connection, `list = ${key}`, [list])
  await connection.all(`delete from todos where list = ${key}`, [list])
  await connection.all(`delete from journal where space = ${key}`, [list])
  await connection.all(`delete from departures where space = ${key}`, [list])
  // Copies that clients keep can't be told what is gone for good: they are replaced.
  await restartSpaces(connection, dialect, [list], true)
}
