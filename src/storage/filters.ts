/** The rows of saved filters, which are an account's own. */
import type { Reads } from '../core/ports/store.ts'
import type { Saved, SavedFilterRow } from '../core/ports/rows.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import {
  columnsOf,
  type Connection,
  type Dialect,
  type Driver,
  type Row,
  type Table,
  type Value,
} from './driver.ts'
import { toMoment, toMs, type Keys } from './tables.ts'

const filters = {
  name: 'filters',
  columns: {
    account: 'integer',
    id: 'uuid',
    name: 'text',
    filter: 'text',
    colour: 'text',
    position: 'text',
    version: 'bigint',
    created_at: 'bigint',
    updated_at: 'bigint',
    deleted_at: 'bigint',
  },
} as const satisfies Table

/** What `rowToFilter` needs. */
export const selectFilters = `select ${columnsOf(filters)} from filters`

export const rowToFilter = (row: Row): SavedFilter => ({
  id: row['id'] as string,
  name: row['name'] as string,
  filter: row['filter'] as string,
  colour: row['colour'] as SavedFilter['colour'],
  position: row['position'] as string | null,
  createdAt: toMoment(row['created_at']),
  updatedAt: toMoment(row['updated_at']),
  version: Number(row['version']),
  deletedAt: row['deleted_at'] === null ? null : toMoment(row['deleted_at']),
})

const filterToRow = (account: string, filter: SavedFilter, keys: Keys): Record<string, Value> => ({
  account: keys(account),
  id: filter.id,
  name: filter.name,
  filter: filter.filter,
  colour: filter.colour,
  position: filter.position,
  version: filter.version,
  created_at: toMs(filter.createdAt),
  updated_at: toMs(filter.updatedAt),
  deleted_at: toMs(filter.deletedAt),
})

const ofAccount = 'account = (select key from accounts where id = $1)'

/** As `Transaction.filters`. */
export async function loadFilters(
  connection: Connection,
  { isIn, array }: Dialect,
  account: string,
  ids: readonly string[],
): Promise<SavedFilterRow[]> {
  const rows = await connection.all(
    `${selectFilters} where ${ofAccount} and (deleted_at is null or ${isIn('id', 2)})`,
    [account, array(ids)],
  )
  return rows.map((row) => ({ account, filter: rowToFilter(row) }))
}

export async function saveFilters(connection: Connection, saved: Saved, keys: Keys): Promise<void> {
  const rowsOf = (isNew: boolean) =>
    saved.filters
      .filter(({ before }) => !before === isNew)
      .map(({ account, after }) => filterToRow(account, after, keys))
  const [made, changed] = [rowsOf(true), rowsOf(false)]
  if (made.length > 0) await connection.insert(filters, made)
  if (changed.length > 0) await connection.update(filters, ['account', 'id'], changed)
}

/** A key that is for chosen lists does not see them. */
export function createFilterReads({ all }: Driver): Pick<Reads, 'filter' | 'filters'> {
  return {
    async filter({ id: account, credential }, id) {
      if (credential?.lists) return undefined
      const [row] = await all(`${selectFilters} where ${ofAccount} and id = $2`, [account, id])
      return row && rowToFilter(row)
    },
    async filters({ id: account, credential }, { deleted, after, limit }) {
      if (credential?.lists) return []
      const rows = await all(
        `${selectFilters} where ${ofAccount} and deleted_at is ${deleted ? 'not' : ''} null
        ${after ? 'and id > $3' : ''} order by id limit $2`,
        after ? [account, limit, after] : [account, limit],
      )
      return rows.map(rowToFilter)
    },
  }
}
