/** Forgets what is old: rows of the journal, what is in the trash, names of keys. */
import type { JournalPlace, PruneStore, TrashPlace } from '../core/ports/prune-store.ts'
import type { SpaceVersions } from '../core/ports/rows.ts'
import { rowKinds, type RowName } from '../model/row-kinds.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Connection, Driver, Row } from './driver.ts'
import { storedKinds } from './row-kinds.ts'
import { changeSpace, raiseFloor } from './spaces.ts'
import type { Trash } from './stored-kind.ts'
import { departures } from './tables.ts'
import { pruneTexts, pruneWords } from './texts.ts'

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
    pruneJournal: (before, after) => pruneJournal(driver, before, after),
    pruneTrash: (before, place) => pruneTrash(driver, before, place),
    pruneTexts: (after) => pruneTexts(driver, after),
    pruneWords: (after) => pruneWords(driver, after),
    async pruneKeys(before) {
      await driver.transaction((connection) =>
        connection.all('delete from former_credentials where over_at < $1', [before]),
      )
    },
  }
}

async function pruneJournal(
  driver: Driver,
  before: number,
  after: JournalPlace | undefined,
): Promise<JournalPlace | undefined> {
  const order = driver.dialect.journalOrder
  const columns = order.join(', ')
  const place = (from: number) => `(${order.map((_, index) => `$${from + index}`).join(', ')})`
  const behind = after ? `where (${columns}) > ${place(1)}` : ''
  const rows = await driver.scan(
    `select ${columns}, time from journal ${behind} order by ${columns} limit ${serverLimits.pruneStepRows}`,
    [...(after ?? [])],
  )
  const placeOf = (row: Row) => order.map((column) => plainValue(row[column]))
  const [first, last] = [rows[0], rows.at(-1)]
  if (first && last && rows.some((row) => Number(row['time']) < before))
    await driver.transaction((connection) =>
      connection.all(
        `delete from journal where (${columns}) >= ${place(1)} and (${columns}) <= ${place(1 + order.length)}
        and time < $${1 + 2 * order.length}`,
        [...placeOf(first), ...placeOf(last), before],
      ),
    )
  return last && rows.length === serverLimits.pruneStepRows ? placeOf(last) : undefined
}

async function pruneTrash(
  driver: Driver,
  before: number,
  place: TrashPlace | undefined,
): ReturnType<PruneStore['pruneTrash']> {
  const kinds = rowKinds.map(({ name }) => name).filter((name) => storedKinds[name].trash)
  const at = place ? kinds.indexOf(place.kind) : 0
  const kind = kinds[at] as RowName
  const trash = storedKinds[kind].trash as Trash
  const { table, order } = trash
  const [spaceColumn = ''] = order
  const { after } = place ?? {}
  const behind = after
    ? `and (${order.join(', ')}) > (${order.map((_, index) => `$${index + 1}`).join(', ')})`
    : ''
  const rows = await driver.scan(
    `select ${order.join(', ')}, deleted_at from ${table} where deleted_at is not null ${behind}
    order by ${order.join(', ')} limit ${serverLimits.pruneStepRows}`,
    [...(after ?? [])],
  )
  const old = rows.filter((row) => Number(row['deleted_at']) < before)
  const versions: SpaceVersions = {}
  for (const [space, group] of Map.groupBy(old, (row) => Number(row[spaceColumn]))) {
    const ids = group.map((row) => row['id'] as string)
    const done = await driver.transaction((connection) =>
      removeRows(connection, driver, trash, space, ids, before),
    )
    if (done) versions[done.space] = done.version
  }
  const last = rows.length === serverLimits.pruneStepRows ? rows.at(-1) : undefined
  const nextKind = kinds[at + 1]
  if (last) return { versions, next: { kind, after: order.map((column) => plainValue(last[column])) } }
  return { versions, next: nextKind && { kind: nextKind, after: undefined } }
}

const plainValue = (value: unknown): number | string => (typeof value === 'string' ? value : Number(value))

/** Those of them that are still in the trash of the space. */
async function removeRows(
  connection: Connection,
  { dialect }: Pick<Driver, 'dialect'>,
  { table, order: [spaceColumn], condition = '' }: Trash,
  key: number,
  ids: readonly string[],
  before: number,
): Promise<{ space: string; version: number } | undefined> {
  // There is no space of an import that was interrupted, and was removed meanwhile.
  return changeSpace(connection, dialect, 'key', key, async (spaces, space) => {
    const gone: Row[] = []
    for (;;) {
      const rows = await connection.all(
        `select id, version from ${table} where ${dialect.isIn('id', 1)} and ${spaceColumn} = $2 and deleted_at < $3 ${condition}`,
        [dialect.array(ids), key, before],
      )
      if (rows.length === 0) break
      const found = rows.map((row) => row['id'] as string)
      await connection.all(`delete from ${table} where ${dialect.isIn('id', 1)}`, [dialect.array(found)])
      gone.push(...rows)
    }
    if (gone.length === 0) return undefined
    const version = spaces.raise(space)
    for (const row of gone) spaces.remove(space, { id: row['id'] as string, version: Number(row['version']) })
    await connection.insert(
      departures,
      gone.map((row) => ({ space: key, version, id: row['id'] as string })),
    )
    await forgetDepartures(connection, key, space)
    return { space, version }
  })
}

/** Readers that were away for longer than the last departures tell fetch the space anew. */
async function forgetDepartures(connection: Connection, key: number, id: string): Promise<void> {
  const [row] = await connection.all(
    `select version from departures where space = $1 order by version desc, id desc limit 1 offset ${serverLimits.departuresKept}`,
    [key],
  )
  if (!row) return
  const floor = Number(row['version'])
  await connection.all('delete from departures where space = $1 and version <= $2', [key, floor])
  await raiseFloor(connection, id, floor)
}
