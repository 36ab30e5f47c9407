/** The tables of plain kinds, whose rows are kept as they are: all that is done with them follows from their fields. */
import type { AnySavedRow, PlainRow } from '../core/ports/rows.ts'
import { filterFields, viewFields, type Fields } from '../model/fields.ts'
import type { RowKind } from '../model/row-kinds.ts'
import { columnsOf, type Connection, type Dialect, type Row, type Table } from './driver.ts'
import { columnsFor, rowReader, rowWriter } from './fields.ts'
import { saveRows, type StoredKind } from './stored-kind.ts'

export interface PlainTable extends StoredKind {
  /** What `read` needs. */
  select: string
}

/**
 * @param owner - the column of the space's key: that of an account, or the field `list` of the rows
 * @param since - the schema that brought it
 * @param isPruned - whether its rows go for good when they are long in the trash
 */
export function plainTable<Thing extends PlainRow['row']>(
  name: string,
  fields: Fields<Thing>,
  owner: 'account' | 'list',
  since: number,
  isPruned = false,
): PlainTable {
  const own = columnsFor(fields)
  const table: Table = { name, columns: { [owner]: 'integer', ...own } }
  const read = rowReader(fields)
  const write = rowWriter(fields)
  const select = `select ${columnsOf(table)} from ${name}`
  return {
    table,
    select,
    columns: Object.keys(table.columns).join(', '),
    spaceColumn: owner,
    changed: (limit) => `${select} where ${owner} = $1 and version > $2 order by version limit ${limit}`,
    read,
    versions: () => `select id, version from ${name} where ${owner} = $1`,
    since,
    ...(isPruned && {
      // Not what an undo has just put back there as of long ago.
      trash: {
        table: name,
        order: [owner, 'id'],
        condition: 'updatedAt' in fields ? 'and updated_at < $3' : '',
      },
    }),
    save: (connection, rows: readonly (AnySavedRow & { account: string })[], keys) =>
      saveRows(
        connection,
        table,
        [owner, 'id'],
        rows,
        ({ account, after }: { account: string; after: Thing }) => ({
          [owner]: keys(account),
          ...write(after, keys),
        }),
      ),
  }
}

/** The first schema with filters is the one that brought search. */
export const filters: PlainTable = plainTable('filters', filterFields, 'account', 10, true)

export const views: PlainTable = plainTable('views', viewFields, 'account', 28)

/** As `Transaction.plainRows`. */
export async function loadPlain(
  connection: Pick<Connection, 'all'>,
  { isIn, array }: Dialect,
  { select, spaceColumn, read }: PlainTable,
  kind: RowKind,
  space: string,
  ids: readonly string[],
): Promise<PlainRow[]> {
  const rows = await connection.all(
    `${select} where ${spaceColumn} = (select key from spaces where spaces.id = $1) and (deleted_at is null or ${isIn('id', 2)})`,
    [space, array(ids)],
  )
  return rows.map((row: Row) => ({ kind, space, row: read(row, space) as PlainRow['row'] }))
}
