/** Looks whether a database is what it says it is. */
import type { Findings } from '../core/ports/store.ts'
import { accessSpace } from '../model/access.ts'
import { digestText } from '../model/digest.ts'
import { digestOf } from './digests.ts'
import type { Connection, Driver } from './driver.ts'
import type { Ids } from './ids.ts'
import { cutWrongParents, wrongParents } from './parents.ts'
import { changeSpace } from './spaces.ts'

/** As `Store.examine`. */
export async function examine(driver: Driver, ids: Ids, repair: boolean): Promise<Findings> {
  const { engine } = driver.dialect
  const spaces = await driver.all('select id from spaces where id <> $1 order by id', [accessSpace])
  const parents: Findings['parents'] = []
  const differing: Findings['differing'] = []
  for (const { id } of spaces) {
    const space = id as string
    await driver.transaction(async (connection) => {
      const found = await findingsIn(connection, driver, space, ids, repair)
      parents.push(...(found?.parents ?? []))
      if (found && found.kept !== found.computed)
        differing.push({ space, kept: found.kept, computed: found.computed })
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

/** Undefined where there is no space: it was of an import that was interrupted, and was removed meanwhile. */
async function findingsIn(
  connection: Connection,
  { dialect }: Driver,
  id: string,
  ids: Ids,
  repair: boolean,
): Promise<(Pick<Findings, 'parents'> & { kept: string | null; computed: string }) | undefined> {
  const parents = await changeSpace(connection, dialect, 'id', id, (_, __, key) =>
    wrongParents(connection, key, id),
  )
  if (repair && parents && parents.length > 0) await cutWrongParents(connection, dialect, id, ids)
  return changeSpace(connection, dialect, 'id', id, async (spaces, _, key) => {
    const digest = spaces.get(id)?.digest
    const kept = digest ? digestText(digest) : null
    const anew = await digestOf(connection, key)
    const computed = digestText(anew)
    if (repair && kept !== computed) {
      // A version of its own, so that every replica asks, and sees that it differs.
      spaces.raise(id)
      spaces.recount(id, anew)
    }
    return { parents: parents ?? [], kept, computed }
  })
}

async function sqliteCheck(driver: Driver): Promise<string[]> {
  const rows = [
    ...(await driver.all('pragma integrity_check', [])),
    ...(await driver.all('pragma foreign_key_check', [])),
  ]
  return rows.map((row) => Object.values(row).join(' ')).filter((line) => line !== 'ok')
}
