/** What the storage knows of each kind of row in a space (model/row-kinds.ts). */
import type { AnySavedRow } from '../core/ports/rows.ts'
import type { AnyRow } from '../model/row-kinds.ts'
import type { Connection, Row, Table, Value } from './driver.ts'
import type { Keys } from './fields.ts'

export interface StoredKind {
  table: Table
  /** The columns that `read` needs, as `changed` names them. */
  columns: string
  /**
   * The columns, and that of the space's key, of the rows of a space ($1) that changed after a version ($2), oldest
   * first.
   */
  changed: (limit: number) => string
  /** The column of the space's key in it. */
  spaceColumn: string
  /** @param space - the id of the space */
  read: (row: Row, space: string) => AnyRow
  /**
   * Selects ids and versions of all rows of a space ($1); of a kind that a space can have many of the next ones behind
   * a place ($2), as `place`.
   */
  versions: (limit: number) => string
  isWalked?: true
  /** The schema that brought its table, 0 unless it is said. */
  since?: number
  /** Of a kind whose rows go for good when they are long in the trash. */
  trash?: Trash
  /**
   * Writes the rows of a batch; the statements are sent at once.
   * @param defaults - the lists that are an account's default one
   */
  save: (
    connection: Connection,
    rows: readonly never[],
    keys: Keys,
    defaults: ReadonlySet<string>,
  ) => Promise<unknown>[]
}

export interface Trash {
  table: string
  /** The columns by whose index the trash is walked along: that of the space's key first, the id last. */
  order: readonly string[]
  /** What must hold besides of a row that goes, with the moment before which it came there as $3. */
  condition?: string
}

/** New rows in one statement; changed ones in one for each set of columns that changed, which are found by `ids`. */
export function saveRows(
  connection: Connection,
  table: Table,
  ids: readonly string[],
  rows: readonly AnySavedRow[],
  toRow: (row: never) => Record<string, Value>,
): Promise<unknown>[] {
  const rowsOf = (isNew: boolean) =>
    rows.filter(({ before, after }) => after && !before === isNew).map((row) => toRow(row as never))
  const [made, changed] = [rowsOf(true), rowsOf(false)]
  const writes: Promise<unknown>[] = []
  if (made.length > 0) writes.push(connection.insert(table, made))
  for (const group of Map.groupBy(changed, (row) => Object.keys(row).join()).values())
    writes.push(connection.update(table, ids, group))
  return writes
}
