/** Digests computed anew from the rows: for databases that had none yet, after nodes of the version before, and to check. */
import { emptyDigest, withRow, type Digest } from '../model/digest.ts'
import { limits } from '../model/limits.ts'
import type { Connection } from './driver.ts'

/**
 * The digest of a space's rows: of a list and its todos, or of the lists that an account has.
 * @param withFilters - whether the schema has filters yet
 */
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
