/** By what names of accounts are looked at for those that look alike. */
import { isMixed, skeletonOf, skeletonVersion } from '../model/alike-names.ts'
import type { AccessReads } from '../core/ports/access-store.ts'
import type { Connection, Dialect } from './driver.ts'

const stepRows = 1_000
const namesMax = 1_000

/**
 * Fills in what is not there: after its migration, behind a node of a version before, and where it was made in another
 * way.
 */
export async function refreshSkeletons(connection: Connection): Promise<void> {
  const [version] = await connection.all("select value from meta where key = 'skeletons'", [])
  if (version?.['value'] !== skeletonVersion) {
    await connection.all('update accounts set skeleton = null where skeleton is not null', [])
    await connection.all("delete from meta where key = 'skeletons'", [])
    await connection.all("insert into meta (key, value) values ('skeletons', $1)", [skeletonVersion])
  }
  const sql = `select id, name from accounts where skeleton is null and removed_at is null limit ${stepRows}`
  for (;;) {
    const rows = await connection.all(sql, [])
    for (const { id, name } of rows) await setSkeleton(connection, id as string, name as string)
    if (rows.length < stepRows) return
  }
}

export async function setSkeleton(connection: Connection, id: string, name: string): Promise<void> {
  await connection.all('update accounts set skeleton = $1 where id = $2', [skeletonOf(name), id])
}

export function createNameReads(
  connection: Pick<Connection, 'all'>,
  { isIn, array }: Pick<Dialect, 'isIn' | 'array'>,
): Pick<AccessReads, 'namesLike' | 'alike'> {
  return {
    async namesLike(skeleton) {
      const sql = `select id, name from accounts where skeleton = $1 and removed_at is null limit ${namesMax}`
      const rows = await connection.all(sql, [skeleton])
      return rows.map(({ id, name }) => ({ id: id as string, name: name as string }))
    },
    async alike(ids) {
      const rows = await connection.all(
        `select id, name, exists (select 1 from accounts others where others.skeleton = accounts.skeleton
          and others.key <> accounts.key and others.removed_at is null) as has_twin
        from accounts where ${isIn('id', 1)} and removed_at is null`,
        [array(ids)],
      )
      const alike = rows.filter((row) => Boolean(row['has_twin']) || isMixed(row['name'] as string))
      return new Set(alike.map(({ id }) => id as string))
    },
  }
}
