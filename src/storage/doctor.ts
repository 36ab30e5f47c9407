/** Looks whether a database is what it says it is. */
import type { Findings } from '../core/ports/store.ts'
import { accessSpace } from '../model/access.ts'
import { digestText } from '../model/digest.ts'
import { digestOf } from './digests.ts'
import type { Driver, Row } from './driver.ts'
import type { Ids } from './ids.ts'
import { cutWrongParents, wrongParents } from './parents.ts'

/** As `Store.examine`. */
export async function examine(driver: Driver, ids: Ids, repair: boolean): Promise<Findings> {
  const { engine, forUpdate } = driver.dialect
  const spaces = await driver.all('select id from spaces where id <> $1 order by id', [accessSpace])
  const parents: Findings['parents'] = []
  const differing: Findings['differing'] = []
  for (const { id } of spaces) {
    await driver.transaction(async (connection) => {
      const select = `select key, version, digest, digest_at from spaces where id = $1 ${forUpdate}`
      let [space] = await connection.all(select, [id as string])
      // Of an import that was interrupted, and was removed meanwhile.
      if (!space) return
      const wrong = await wrongParents(connection, Number(space['key']), id as string)
      parents.push(...wrong)
      if (repair && wrong.length > 0) {
        await cutWrongParents(connection, driver.dialect, id as string, ids)
        ;[space] = (await connection.all(select, [id as string])) as [Row]
      }
      const isCurrent = Number(space['digest_at']) === Number(space['version'])
      const kept = isCurrent ? (space['digest'] as string | null) : null
      const computed = digestText(await digestOf(connection, Number(space['key'])))
      if (kept === computed) return
      differing.push({ space: id as string, kept, computed })
      if (!repair) return
      // A version of its own, so that every replica asks, and sees that it differs.
      await connection.all(
        'update spaces set version = version + 1, digest = $1, digest_at = version + 1 where id = $2',
        [computed, id as string],
      )
    })
  }
  const [count] = await driver.all('select count(*) as count from todos', [])
  return {
    spaces: spaces.length,
    todos: Number(count?.['count']),
    engine: engine === 'sqlite' ? await sqliteCheck(driver) : [],
    differing,
    parents,
  }
}

async function sqliteCheck(driver: Driver): Promise<string[]> {
  const rows = [
    ...(await driver.all('pragma integrity_check', [])),
    ...(await driver.all('pragma foreign_key_check', [])),
  ]
  return rows.map((row) => Object.values(row).join(' ')).filter((line) => line !== 'ok')
}
