/**
 * Takes the todos of the tutorial's own table into the default list, with their ids as numbers. It goes in pieces, each
 * one transaction that notes how far it came: a start that is killed goes on from there. The old table stays as it was,
 * under another name.
 */
import type { Saved } from '../core/ports/rows.ts'
import { newRow } from '../model/new-row.ts'
import { keptName } from '../model/fit-name.ts'
import { warningSentences } from '../model/import-texts.ts'
import { sentenceFor } from '../model/sentences.ts'
import type { List } from '../model/list.ts'
import { positionAfter } from '../model/position.ts'
import { serverLimits } from '../model/server-limits.ts'
import { Spaces } from '../model/spaces.ts'
import type { Todo } from '../model/todo.ts'
import type { Connection, Dialect, Driver, Row } from './driver.ts'
import { quoted, type AsideTable } from './foreign.ts'
import type { Ids } from './ids.ts'
import { createTransaction } from './transaction.ts'

/** What is told of an adoption, as it goes on and when it is done. */
export interface Adoption {
  /** The old table is called so now. */
  table: string
  adopted: number
  rows: number
  isDone: boolean
  /** Only the old table has these columns. */
  otherColumns: string[]
  /** What could not be kept as it was, and of how many: whole it is in the notes, or in the old table. */
  changed: Record<string, number>
}

/** How far it is, as the database keeps it. Those whose ids can be no numbers come last. */
interface Progress extends AsideTable {
  adopted: number
  after: number | null
  isOfOddIds: boolean
  changed: Record<string, number>
}

const key = 'adoption'

/** Notes, in the transaction that put the table aside, that it is to be adopted. */
export const beginAdoption = (connection: Connection, aside: AsideTable): Promise<void> =>
  write(connection, { ...aside, adopted: 0, after: null, isOfOddIds: false, changed: {} })

/** Adopts what is left to be adopted, if anything. */
export async function adopt(driver: Driver, ids: Ids, tell: (adoption: Adoption) => void): Promise<void> {
  for (;;) {
    const progress = await driver.exclusively(async (connection) => {
      const before = await read(connection)
      if (!before || before.isDone) return undefined
      const after = await adoptSome(connection, driver.dialect, ids, before)
      await write(connection, after)
      return after
    })
    if (!progress) return
    const { table, adopted, rows, otherColumns, changed, isDone } = progress
    tell({ table, adopted, rows, otherColumns, changed, isDone })
  }
}

/** The table that the tutorial's todos were in, while it is still there. */
export async function oldTable(driver: Pick<Driver, 'all'>): Promise<{ table: string } | undefined> {
  const progress = await read(driver)
  return progress && { table: progress.table }
}

/** Drops that table for good. */
export async function dropOldTable(connection: Connection): Promise<void> {
  const progress = await read(connection)
  if (!progress) return
  await connection.all(`drop table if exists ${quoted(progress.table)}`, [])
  await connection.all('delete from meta where key = $1', [key])
}

type Kept = Progress & { isDone: boolean }

async function read(connection: Pick<Connection, 'all'>): Promise<Kept | undefined> {
  const [row] = await connection.all('select value from meta where key = $1', [key])
  return row && (JSON.parse(row['value'] as string) as Kept)
}

async function write(connection: Connection, progress: Progress & { isDone?: boolean }): Promise<void> {
  await connection.all('delete from meta where key = $1', [key])
  const value = JSON.stringify({ isDone: false, ...progress })
  await connection.all('insert into meta (key, value) values ($1, $2)', [key, value])
}

/** Whether an id can be a todo's number; beyond it no later todo would find one. */
const isNumber = `id between 1 and ${serverLimits.importNumberMax}`

async function adoptSome(connection: Connection, dialect: Dialect, ids: Ids, progress: Kept): Promise<Kept> {
  const { table, after, isOfOddIds } = progress
  const rows = await connection.all(
    `select id, name, finished from ${quoted(table)} where ${isOfOddIds ? `not (${isNumber})` : isNumber}
    ${after === null ? '' : 'and id > $1'} order by id limit ${serverLimits.importChunkTodos}`,
    after === null ? [] : [after],
  )
  if (rows.length === 0)
    return isOfOddIds ? { ...progress, isDone: true } : { ...progress, isOfOddIds: true, after: null }
  const changed = { ...progress.changed }
  const count = (what: string) => (changed[what] = (changed[what] ?? 0) + 1)
  await saveAll(connection, dialect, ids, { rows, isOfOddIds, count })
  return {
    ...progress,
    adopted: progress.adopted + rows.length,
    after: Number(rows.at(-1)?.['id']),
    changed,
  }
}

interface Piece {
  rows: readonly Row[]
  isOfOddIds: boolean
  count: (what: string) => void
}

async function saveAll(
  connection: Connection,
  dialect: Dialect,
  ids: Ids,
  { rows, isOfOddIds, count }: Piece,
): Promise<void> {
  const transaction = createTransaction(connection, dialect)
  const [account] = await connection.all(
    'select lists.id from accounts join lists on lists.key = accounts.default_list order by accounts.key limit 1',
    [],
  )
  const listId = account?.['id'] as string
  const spaces = new Spaces(await transaction.lock([listId], []))
  const [list] = (await transaction.lists([listId], [])) as [List]
  const now = new Date(ids.now()).toISOString()
  const fitted = rows.map((row) => fit(row, count))
  const todos: Saved['todos'] = []
  let version = 0
  for (const [index, { id, name, notes, finished }] of fitted.entries()) {
    if (index % serverLimits.importVersionTodos === 0) version = spaces.raise(listId)
    const space = spaces.get(listId)
    if (isOfOddIds) count('ids that can be no numbers (they have new ones)')
    const after: Todo = newRow('todo', {
      id: ids.newId(),
      list: listId,
      number: isOfOddIds ? (space?.nextNumber ?? 1) : id,
      name,
      notes,
      finished,
      position: positionAfter(space?.lastPosition ?? null),
      finishedAt: finished ? now : null,
      createdAt: now,
      updatedAt: now,
      version,
    })
    spaces.putTodo(after)
    todos.push({ before: undefined, after, uniqueNames: list.uniqueNames })
  }
  await transaction.save({
    spaces: spaces.changed(),
    todos,
    ...{
      lists: [],
      filters: [],
      views: [],
      members: [],
      membersAt: [],
      invitations: [],
      deletions: [],
      departures: [],
    },
    ...{ journal: [], merged: [] },
  })
}

interface Fitted {
  id: number
  name: string
  notes: string
  finished: boolean
}

function fit({ id, name: text, finished }: Row, count: (what: string) => void): Fitted {
  const { name, rest } = keptName(typeof text === 'string' ? text : '', '', (code, params) =>
    count(sentenceFor(warningSentences, code, params) ?? code),
  )
  if (finished === null) count('"finished" that is null (they are not finished)')
  return { id: Number(id), name, notes: rest, finished: Boolean(finished) }
}
