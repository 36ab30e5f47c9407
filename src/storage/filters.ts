/** The rows of saved filters, which are an account's own. */
import type { Reads } from '../core/ports/store.ts'
import type { Saved, SavedFilterRow } from '../core/ports/rows.ts'
import { filterFields } from '../model/fields.ts'
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
import { columnsFor, rowReader, rowWriter, type Keys } from './fields.ts'

const filters: Table = { name: 'filters', columns: { account: 'integer', ...columnsFor(filterFields) } }

/** What `rowToFilter` needs. */
export const selectFilters = `select ${columnsOf(filters)} from filters`

export const rowToFilter: (row: Row) => SavedFilter = rowReader(filterFields)

const filterRow = rowWriter(filterFields)

const filterToRow = (account: string, filter: SavedFilter, keys: Keys): Record<string, Value> => ({
  account: keys(account),
  ...filterRow(filter, keys),
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
