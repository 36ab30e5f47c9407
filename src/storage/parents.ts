/**
 * Parents that can not be: of another list, or deeper than todos nest, which they are where they are below themselves.
 * Imports and undo of earlier versions could write them. What is found is put at the top of its list, as a change that
 * everybody who follows the list hears of.
 */
import type { Findings } from '../core/ports/store.ts'
import { limits } from '../model/limits.ts'
import type { Connection, Dialect, Row } from './driver.ts'
import type { Ids } from './ids.ts'
import { changeSpace } from './spaces.ts'

type WrongParent = Findings['parents'][number]

/** Todos whose parent can't be, with the reason; `filter` is on `todos`. */
function wrongSql(filter: string): string {
  // Deeper than the deepest: what is above it goes on that far. A chain that ends, as all do, costs a look-up for each
  // level.
  const levels = Array.from(
    { length: limits.depthMax - 2 },
    (_, level) => `join todos above${level + 2} on above${level + 2}.id = above${level + 1}.parent`,
  )
  const isElsewhere = 'above.id is null or above.list <> todos.list'
  return `select todos.id, todos.list, todos.number, todos.version, todos.parent,
    case when ${isElsewhere} then 'elsewhere' else 'too deep' end as why
    from todos left join todos above on above.id = todos.parent
    where todos.parent is not null and ${filter} and (${isElsewhere} or (above.parent is not null
      and exists (select 1 from todos above1 ${levels.join(' ')} where above1.id = above.parent)))`
}

/** Of a list, by its key. */
const wrongIn = (connection: Pick<Connection, 'all'>, list: number): Promise<Row[]> =>
  connection.all(
    `select id, version, parent, why from (${wrongSql('todos.list = $1')}) wrong order by number`,
    [list],
  )

/** Of a list, by its key and id. */
export async function wrongParents(
  connection: Pick<Connection, 'all'>,
  key: number,
  list: string,
): Promise<WrongParent[]> {
  return (await wrongIn(connection, key)).map((row) => ({
    list,
    todo: row['id'] as string,
    parent: row['parent'] as string,
    why: row['why'] as WrongParent['why'],
  }))
}

/** In all lists, in the order in which locks are taken. */
export async function cutAllWrongParents(
  connection: Connection,
  dialect: Dialect,
  ids: Pick<Ids, 'newId' | 'now'>,
): Promise<void> {
  const rows = await connection.all(
    `select distinct lists.id from (${wrongSql('true')}) wrong join lists on lists.key = wrong.list order by lists.id`,
    [],
  )
  for (const { id } of rows) await cutWrongParents(connection, dialect, id as string, ids)
}

/**
 * Puts the todos of a list at the top whose parent can not be. Each gets a version and a line of the history of its
 * own, as by the list's owner, as the history of a todo goes from one line to the one before.
 * @param ids - makes the ids of those lines
 */
export async function cutWrongParents(
  connection: Connection,
  dialect: Pick<Dialect, 'forUpdate'>,
  list: string,
  ids: Pick<Ids, 'newId' | 'now'>,
): Promise<void> {
  // Where there is no space, others have removed it meanwhile: it was one of an import that was interrupted.
  await changeSpace(connection, dialect, 'id', list, async (spaces, _, key) => {
    const rows = await wrongIn(connection, key)
    if (rows.length === 0) return
    const [owner] = await connection.all("select account from members where list = $1 and role = 'owner'", [
      key,
    ])
    for (const row of rows) {
      const [id, before] = [row['id'] as string, Number(row['version'])]
      const version = spaces.raise(list)
      spaces.put(list, { id, version }, { id, version: before })
      await connection.all('update todos set parent = null, version = $1 where id = $2', [version, id])
      if (!owner) continue
      const changes = { '': { version: [before, version], parent: [row['parent'], null] } }
      await connection.all(
        `insert into journal (account, id, space, version, time, type, subject, changes)
        values ($1, $2, $3, $4, $5, 'updateTodo', $6, $7)`,
        [Number(owner['account']), ids.newId(), key, version, ids.now(), id, JSON.stringify(changes)],
      )
    }
  })
}
