/** What is read of saved filters, which are an account's own. A key that is for chosen lists does not see them. */
import type { Reads } from '../core/ports/store.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Driver, Row } from './driver.ts'
import { filters } from './plain-tables.ts'

const ofAccount = 'account = (select key from accounts where id = $1)'

const toFilter = filters.read as (row: Row) => SavedFilter

export function createFilterReads({ all }: Driver): Pick<Reads, 'filter' | 'filters'> {
  return {
    async filter({ id: account, credential }, id) {
      if (credential?.lists) return undefined
      const [row] = await all(`${filters.select} where ${ofAccount} and id = $2`, [account, id])
      return row && toFilter(row)
    },
    async filters({ id: account, credential }, { deleted, after, limit }) {
      if (credential?.lists) return []
      const rows = await all(
        `${filters.select} where ${ofAccount} and deleted_at is ${deleted ? 'not' : ''} null
        ${after ? 'and id > $3' : ''} order by id limit $2`,
        after ? [account, limit, after] : [account, limit],
      )
      return rows.map(toFilter)
    },
  }
}
