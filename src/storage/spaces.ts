/**
 * The rows of spaces: the one place that writes their versions and digests. Who changes rows locks their spaces, has
 * `Spaces` count (model/spaces.ts), and saves what it counted.
 */
import { digestText, parseDigest, type Digest } from '../model/digest.ts'
import { Spaces, type Space } from '../model/spaces.ts'
import { digestOf } from './digests.ts'
import { columnsOf, type Connection, type Dialect, type Row, type Table, type Value } from './driver.ts'

const spaces = {
  name: 'spaces',
  columns: {
    key: 'integer',
    id: 'uuid',
    version: 'bigint',
    next_number: 'bigint',
    last_position: 'text',
    digest: 'text',
    digest_at: 'bigint',
  },
} as const satisfies Table

/** What `rowToSpace` needs, and the space's key. */
export const spaceColumns: string = columnsOf(spaces)

export const selectSpaces = `select ${spaceColumns} from spaces`

export const rowToSpace = (row: Row): Space => ({
  id: row['id'] as string,
  version: Number(row['version']),
  nextNumber: Number(row['next_number']),
  lastPosition: row['last_position'] as string | null,
  digest: rowToDigest(row),
})

/** Null when a node of the version before, which does not keep it up, has written since. */
export function rowToDigest(row: Row): Digest | null {
  const text = row['digest'] as string | null
  return text !== null && Number(row['digest_at']) === Number(row['version']) ? parseDigest(text) : null
}

const spaceToRow = (space: Space): Record<string, Value> => ({
  id: space.id,
  version: space.version,
  next_number: space.nextNumber,
  last_position: space.lastPosition,
  digest: space.digest && digestText(space.digest),
  digest_at: space.digest && space.version,
})

/** Both statements are sent at once. */
export function saveSpaces(connection: Connection, changed: ReturnType<Spaces['changed']>): Promise<void>[] {
  const rowsOf = (isNew: boolean) =>
    changed.filter(({ before }) => !before === isNew).map(({ after }) => spaceToRow(after))
  const [made, raised] = [rowsOf(true), rowsOf(false)]
  const writes: Promise<void>[] = []
  if (made.length > 0) writes.push(connection.insert(spaces, made))
  if (raised.length > 0) writes.push(connection.update(spaces, ['id'], raised))
  return writes
}

/**
 * Locks one space and saves what `work` counts in it.
 * @param by - whether `value` is its id or its key
 * @returns what `work` answers; undefined when there is no such space
 */
export async function changeSpace<T>(
  connection: Connection,
  { forUpdate }: Pick<Dialect, 'forUpdate'>,
  by: 'id' | 'key',
  value: string | number,
  work: (counters: Spaces, id: string, key: number) => Promise<T>,
): Promise<T | undefined> {
  const [row] = await connection.all(`${selectSpaces} where ${by} = $1 ${forUpdate}`, [value])
  if (!row) return undefined
  const counters = new Spaces([rowToSpace(row)])
  const result = await work(counters, row['id'] as string, Number(row['key']))
  await Promise.all(saveSpaces(connection, counters.changed()))
  return result
}

/** The spaces of a new account and its first list, in any schema that there was: each has one row, of version 1. */
export async function insertFirstSpaces(connection: Connection, ids: readonly string[]): Promise<void> {
  const first = { version: 1, next_number: 1, last_position: null }
  await connection.insert(
    spaces,
    ids.map((id) => ({ id, ...first })),
  )
}

/** Says of a list that it is an account's default one. */
export async function markDefault(connection: Connection, key: number): Promise<void> {
  await connection.all('update spaces set is_default = true where key = $1', [key])
}

/** Raises a space of which nobody has rows; undefined when it is not there. Its row is locked by that. */
export async function raiseEmptySpace(connection: Connection, id: string): Promise<number | undefined> {
  const [row] = await connection.all(
    'update spaces set version = version + 1, digest_at = version + 1 where id = $1 returning version',
    [id],
  )
  return row && Number(row['version'])
}

/**
 * Has the replicas of these spaces fetch them anew, for what was removed without departures. They are locked in the
 * order in which commands lock them.
 * @param counts - whether numbers and positions begin anew too
 * @throws Error when one of them is not there
 */
export async function restartSpaces(
  connection: Connection,
  dialect: Dialect,
  ids: readonly string[],
  counts = false,
): Promise<void> {
  for (const id of ids.toSorted()) {
    const version = await changeSpace(connection, dialect, 'id', id, async (counters, _, key) => {
      counters.recount(id, await digestOf(connection, key))
      return counters.raise(id)
    })
    if (version === undefined) throw new Error(`space ${id} is not there`)
    await raiseFloor(connection, id, version)
    if (counts)
      await connection.all('update spaces set next_number = 1, last_position = null where id = $1', [id])
  }
}

/** Cursors below this version can't be served any more. */
export async function raiseFloor(connection: Connection, id: string, floor: number): Promise<void> {
  await connection.all('update spaces set floor = $1 where id = $2', [floor, id])
}

/** For an import that was interrupted: all that was in the space is gone already. */
export async function removeSpace(connection: Connection, key: number): Promise<void> {
  await connection.all('delete from spaces where key = $1', [key])
}

/**
 * Gives each space whose digest is unknown, or of an older version, its digest.
 * @param schema - of the database
 */
export async function refreshDigests(
  connection: Connection,
  { forUpdate }: Pick<Dialect, 'forUpdate'>,
  schema?: number,
): Promise<void> {
  const stale = await connection.all(
    'select id from spaces where digest is null or digest_at <> version order by id',
    [],
  )
  const ids = stale.map(({ id }) => id as string)
  await digestAnew(connection, { forUpdate }, ids, schema)
}

/** Gives these spaces the digests of their rows, at the versions that they have. */
export async function digestAnew(
  connection: Connection,
  { forUpdate }: Pick<Dialect, 'forUpdate'>,
  ids: readonly string[],
  schema?: number,
): Promise<void> {
  for (const id of ids) {
    const [space] = await connection.all(`select key from spaces where id = $1 ${forUpdate}`, [id])
    const digest = digestText(await digestOf(connection, Number(space?.['key']), schema))
    await connection.all('update spaces set digest = $1, digest_at = version where id = $2', [digest, id])
  }
}
