/**
 * These statements read the rows of plain kinds that are an account's own, such as saved filters. A key that is for
 * chosen lists does not see them.
 */
import type { Reads } from '../core/ports/store.ts'
import type { Sight } from '../model/access.ts'
import type { AnyPlainRow } from '../model/row-kinds.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { View } from '../model/view.ts'
import type { Driver } from './driver.ts'
import { filters, views, type PlainTable } from './plain-tables.ts'
import { storedKinds } from './row-kinds.ts'

const ofAccount = 'account = (select key from accounts where id = $1)'

type PlainReads = Pick<Reads, 'filter' | 'filters' | 'view' | 'accountRows'>

export function createFilterReads({ all }: Driver): PlainReads {
  const page = async (
    { select, read }: PlainTable,
    ...[{ id: account, credential }, { deleted, after, limit }]: Parameters<Reads['filters']>
  ) => {
    if (credential?.lists) return []
    const which = deleted === undefined ? '' : `and deleted_at is ${deleted ? 'not' : ''} null`
    const rows = await all(
      `${select} where ${ofAccount} ${which}
      ${after ? 'and id > $3' : ''} order by id limit $2`,
      after ? [account, limit, after] : [account, limit],
    )
    return rows.map((row) => read(row, account))
  }
  const one = async ({ select, read }: PlainTable, { id: account, credential }: Sight, id: string) => {
    if (credential?.lists) return undefined
    const [row] = await all(`${select} where ${ofAccount} and id = $2`, [account, id])
    return row && read(row, account)
  }
  return {
    filter: (by, id) => one(filters, by, id) as Promise<SavedFilter | undefined>,
    view: (by, id) => one(views, by, id) as Promise<View | undefined>,
    filters: (by, query) => page(filters, by, query) as Promise<SavedFilter[]>,
    accountRows: (by, { name }, query) =>
      page(storedKinds[name] as PlainTable, by, query) as Promise<AnyPlainRow[]>,
  }
}
