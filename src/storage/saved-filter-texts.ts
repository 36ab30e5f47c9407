/**
 * Saved filters of version 0.2 are translated into the language of today here: words that are conditions now are put in
 * quotes. Each is a change of its account's space, so that replicas, which read filters themselves, get it.
 */
import { fromBefore } from '../model/filter/before.ts'
import type { Connection, Dialect } from './driver.ts'
import { changeSpace } from './spaces.ts'

const stepRows = 1_000

/** Deleted filters are changed as well, as they can be restored. */
export async function quoteSavedWords(
  connection: Connection,
  dialect: Pick<Dialect, 'forUpdate'>,
): Promise<void> {
  const changed: { account: number; id: string; text: string }[] = []
  let after: [number, string] | undefined
  for (;;) {
    const rows = await connection.all(
      `select account, id, filter from filters ${after ? 'where (account, id) > ($1, $2)' : ''}
      order by account, id limit ${stepRows}`,
      after ?? [],
    )
    for (const row of rows) {
      const text = fromBefore(row['filter'] as string)
      if (text !== undefined && text !== row['filter'])
        changed.push({ account: Number(row['account']), id: row['id'] as string, text })
    }
    const last = rows.at(-1)
    if (!last || rows.length < stepRows) break
    after = [Number(last['account']), last['id'] as string]
  }
  for (const [account, rows] of Map.groupBy(changed, (row) => row.account))
    await changeSpace(connection, dialect, 'key', account, async (spaces, space) => {
      for (const { id, text } of rows) {
        const [row] = await connection.all('select version from filters where account = $1 and id = $2', [
          account,
          id,
        ])
        const version = spaces.raise(space)
        spaces.put(space, { id, version }, { id, version: Number(row?.['version']) })
        await connection.all('update filters set filter = $1, version = $2 where account = $3 and id = $4', [
          text,
          version,
          account,
          id,
        ])
      }
    })
}
