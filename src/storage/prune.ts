/** Forgets what is old: rows of the journal, todos in the trash, names of keys. */
import type { FilterPlace, PruneStore, TrashPlace } from '../core/ports/prune-store.ts'
import type { SpaceVersions } from '../core/ports/rows.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Spaces } from '../model/spaces.ts'
import type { Connection, Driver, Row } from './driver.ts'
import { changeSpace, raiseFloor } from './spaces.ts'
import { departures } from './tables.ts'
import { pruneTexts } from './texts.ts'

export function createPruneStore(driver: Driver): PruneStore {
  const { dialect } = driver
  return {
    async claimPruning(now, notAfter) {
      const rows = await driver.transaction((connection) =>
        connection.all(
          `update meta set value = $1 where key = 'pruned_at' and cast(value as ${dialect.type('bigint')}) <= $2 returning key`,
          [String(now), notAfter],
        ),
      )
      return rows.length > 0
    },
    async pruneJournal(before, after = [-1, '']) {
      const rows = await driver.scan(
        `select account, id, time from journal where (account, id) > ($1, $2) order by account, id limit ${serverLimits.pruneStepRows}`,
        [...after],
      )
      const old = rows.filter((row) => Number(row['time']) < before)
      for (const [account, group] of Map.groupBy(old, (row) => Number(row['account']))) {
        const ids = dialect.array(group.map((row) => row['id'] as string))
        await driver.transaction((connection) =>
          connection.all(`delete from journal where account = $1 and ${dialect.isIn('id', 2, 'text')}`, [
            account,
            ids,
          ]),
        )
      }
      const last = rows.at(-1)
      return last && rows.length === serverLimits.pruneStepRows
        ? [Number(last['account']), last['id'] as string]
        : undefined
    },
    async pruneTrash(before, after = [-1, '', '00000000-0000-0000-0000-000000000000']) {
      const rows = await driver.scan(
        `select id, list, position, deleted_at from todos where deleted_at is not null
        and (list, position, id) > ($1, $2, $3) order by list, position, id limit ${serverLimits.pruneStepRows}`,
        [...after],
      )
      const old = rows.filter((row) => Number(row['deleted_at']) < before)
      const versions: SpaceVersions = {}
      for (const [list, group] of Map.groupBy(old, (row) => Number(row['list']))) {
        const ids = group.map((row) => row['id'] as string)
        const done = await driver.transaction((connection) =>
          removeTodos(connection, driver, list, ids, before),
        )
        if (done) versions[done.space] = done.version
      }
      const last = rows.at(-1)
      return {
        versions,
        next: last && rows.length === serverLimits.pruneStepRows ? placeOf(last) : undefined,
      }
    },
    pruneFilters: (before, after) => pruneFilters(driver, before, after),
    pruneTexts: (after) => pruneTexts(driver, after),
    async pruneKeys(before) {
      await driver.transaction((connection) =>
        connection.all('delete from former_credentials where over_at < $1', [before]),
      )
    },
  }
}

async function pruneFilters(
  driver: Driver,
  before: number,
  after: FilterPlace = [-1, '00000000-0000-0000-0000-000000000000'],
): ReturnType<PruneStore['pruneFilters']> {
  const rows = await driver.scan(
    `select account, id, deleted_at from filters where deleted_at is not null
    and (account, id) > ($1, $2) order by account, id limit ${serverLimits.pruneStepRows}`,
    [...after],
  )
  const old = rows.filter((row) => Number(row['deleted_at']) < before)
  const versions: SpaceVersions = {}
  for (const [account, group] of Map.groupBy(old, (row) => Number(row['account']))) {
    const ids = group.map((row) => row['id'] as string)
    const done = await driver.transaction((connection) =>
      removeFilters(connection, driver, account, ids, before),
    )
    if (done) versions[done.space] = done.version
  }
  const last = rows.at(-1)
  const isMore = last && rows.length === serverLimits.pruneStepRows
  return { versions, next: isMore ? [Number(last['account']), last['id'] as string] : undefined }
}

const placeOf = (row: Row): TrashPlace => [
  Number(row['list']),
  row['position'] as string,
  row['id'] as string,
]

/**
 * Those of them that are still in the trash of the list; not what an undo has just put back there as of long ago. What is
 * below goes first: it may be of a later step.
 */
async function removeTodos(
  connection: Connection,
  { dialect }: Pick<Driver, 'dialect'>,
  list: number,
  ids: readonly string[],
  before: number,
): Promise<{ space: string; version: number } | undefined> {
  // There is no space of an import that was interrupted, and was removed meanwhile.
  return changeSpace(connection, dialect, 'key', list, async (spaces, space) => {
    const gone: Row[] = []
    for (;;) {
      const rows = await connection.all(
        `select id, version from todos where ${dialect.isIn('id', 1)} and list = $2 and deleted_at < $3 and updated_at < $3
        and not exists (select 1 from todos below where below.parent = todos.id)`,
        [dialect.array(ids), list, before],
      )
      if (rows.length === 0) break
      const found = rows.map((row) => row['id'] as string)
      await connection.all(`delete from todos where ${dialect.isIn('id', 1)}`, [dialect.array(found)])
      gone.push(...rows)
    }
    return tellGone(connection, spaces, space, list, gone)
  })
}

/** Removes those of them that are still deleted. */
const removeFilters = (
  connection: Connection,
  { dialect }: Pick<Driver, 'dialect'>,
  account: number,
  ids: readonly string[],
  before: number,
): Promise<{ space: string; version: number } | undefined> =>
  changeSpace(connection, dialect, 'key', account, async (spaces, space) => {
    const gone = await connection.all(
      `delete from filters where ${dialect.isIn('id', 1)} and account = $2 and deleted_at < $3 and updated_at < $3
      returning id, version`,
      [dialect.array(ids), account, before],
    )
    return tellGone(connection, spaces, space, account, gone)
  })

/** Gives the space its next version, by which readers are told of the rows that left it. */
async function tellGone(
  connection: Connection,
  spaces: Spaces,
  space: string,
  key: number,
  gone: readonly Row[],
): Promise<{ space: string; version: number } | undefined> {
  if (gone.length === 0) return undefined
  const version = spaces.raise(space)
  for (const row of gone) spaces.remove(space, { id: row['id'] as string, version: Number(row['version']) })
  await connection.insert(
    departures,
    gone.map((row) => ({ space: key, version, id: row['id'] as string })),
  )
  await forgetDepartures(connection, key, space)
  return { space, version }
}

/** Readers that were away for longer than the last departures tell fetch the list anew. */
async function forgetDepartures(connection: Connection, list: number, id: string): Promise<void> {
  const [row] = await connection.all(
    `select version from departures where space = $1 order by version desc, id desc limit 1 offset ${serverLimits.departuresKept}`,
    [list],
  )
  if (!row) return
  const floor = Number(row['version'])
  await connection.all('delete from departures where space = $1 and version <= $2', [list, floor])
  await raiseFloor(connection, id, floor)
}
