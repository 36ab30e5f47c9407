/**
 * Digests computed anew from the rows: for databases that had none yet, after nodes of the version before, and to
 * check.
 */
import { emptyDigest, withRow, type Digest } from '../model/digest.ts'
import { limits } from '../model/limits.ts'
import { rowKinds } from '../model/row-kinds.ts'
import type { Connection } from './driver.ts'
import { storedKinds } from './row-kinds.ts'

/**
 * The digest of a space's rows: of a list and what is in it, or of what an account has.
 * @param schema - of the database: kinds that came later have no table in it
 */
export async function digestOf(
  connection: Pick<Connection, 'all'>,
  key: number,
  schema: number = Number.POSITIVE_INFINITY,
): Promise<Digest> {
  const limit = limits.streamChunkTodos
  let digest = emptyDigest
  for (const { name, isUncounted } of rowKinds) {
    if (isUncounted) continue
    const { versions, isWalked, since = 0 } = storedKinds[name]
    if (since > schema) continue
    for (let place = 0; ;) {
      const rows = await connection.all(versions(limit), isWalked ? [key, place] : [key])
      for (const row of rows) digest = withRow(digest, row['id'] as string, Number(row['version']))
      if (!isWalked || rows.length < limit) break
      place = rows.at(-1)?.['place'] as number
    }
  }
  return digest
}
