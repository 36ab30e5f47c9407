/** Names may repeat in default lists from now on. It is made a change, so that all who follow such a list get it. */
import type { Connection, Dialect } from './driver.ts'
import type { Ids } from './ids.ts'
import { changeSpace } from './spaces.ts'

/** @param ids - makes the ids of lines of the history: the change is told as the owner's */
export async function letNamesRepeat(
  connection: Connection,
  dialect: Pick<Dialect, 'forUpdate'>,
  ids: Pick<Ids, 'newId' | 'now'>,
): Promise<void> {
  const rows = await connection.all(
    `select lists.id, lists.version, accounts.key as account from accounts join lists on lists.key = accounts.default_list
    where lists.unique_names order by lists.id`,
    [],
  )
  const now = ids.now()
  for (const row of rows) {
    const [list, before] = [row['id'] as string, Number(row['version'])]
    await changeSpace(connection, dialect, 'id', list, async (spaces, _, key) => {
      const version = spaces.raise(list)
      spaces.put(list, { id: list, version }, { id: list, version: before })
      await connection.all(
        'update lists set unique_names = false, version = $1, updated_at = $2 where key = $3',
        [version, now, key],
      )
      const changes = { '': { version: [before, version], uniqueNames: [true, false] } }
      await connection.all(
        `insert into journal (account, id, space, version, time, type, subject, changes)
        values ($1, $2, $3, $4, $5, 'updateList', $6, $7)`,
        [Number(row['account']), ids.newId(), key, version, now, list, JSON.stringify(changes)],
      )
    })
  }
}
