/** Digests computed anew from the rows: for databases that had none yet, after nodes of the version before, and to check. */
import { digestText, emptyDigest, withRow, type Digest } from '../model/digest.ts'
import { limits } from '../model/limits.ts'
import type { Connection, Dialect } from './driver.ts'

/**
 * Gives each space whose digest is unknown, or of an older version, its digest.
 * @param withFilters - whether the schema has filters yet
 */
export async function refreshDigests(
  connection: Connection,
  { forUpdate }: Dialect,
  withFilters = true,
): Promise<void> {
  const stale = await connection.all(
    'select id from spaces where digest is null or digest_at <> version order by id',
    [],
  )
  for (const { id } of stale) {
    const [space] = await connection.all(`select key, version from spaces where id = $1 ${forUpdate}`, [
      id as string,
    ])
    const digest = await digestOf(connection, Number(space?.['key']), withFilters)
    await connection.all('update spaces set digest = $1, digest_at = version where id = $2', [
      digestText(digest),
      id as string,
    ])
  }
}

/** The digest of a space's rows: of a list and its todos, or of the lists that an account has. */
export async function digestOf(
  connection: Pick<Connection, 'all'>,
  key: number,
  withFilters = true,
): Promise<Digest> {
  let digest = emptyDigest
  const own = await connection.all(
    `select id, version from lists where key = $1
    union all select lists.id, members.version from members join lists on lists.key = members.list where members.account = $1
    ${withFilters ? 'union all select id, version from filters where account = $1' : ''}`,
    [key],
  )
  for (const row of own) digest = withRow(digest, row['id'] as string, Number(row['version']))
  for (let after = 0; ;) {
    const rows = await connection.all(
      `select id, version, number from todos where list = $1 and number > $2 order by number limit ${limits.streamChunkTodos}`,
      [key, after],
    )
    for (const row of rows) digest = withRow(digest, row['id'] as string, Number(row['version']))
    if (rows.length < limits.streamChunkTodos) return digest
    after = rows.at(-1)?.['number'] as number
  }
}
