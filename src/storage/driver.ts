/** What the SQL store asks of an engine: to run statements. All SQL outside the drivers is written once, for both. */

import type { SpaceVersions } from '../core/ports/rows.ts'

export type Value = string | number | boolean | null
export type Row = Record<string, unknown>

/** A column's type, as PostgreSQL names it; in SQLite the three kinds of numbers are INTEGER, and the others TEXT. */
export type ColumnType = 'uuid' | 'text' | 'integer' | 'bigint' | 'boolean'

export interface Table {
  name: string
  columns: Record<string, ColumnType>
}

/** Columns, each with its table's name before it. */
export const withTable = (table: string, columns: string): string =>
  columns.replaceAll(/\w+/g, (column) => `${table}.${column}`)

/**
 * The columns of a table as a statement names them. A node never asks for all there are: a newer node may add some
 * while it runs, and PostgreSQL refuses a prepared statement whose result has other columns than before.
 * @param alias - what the statement calls the table
 */
export const columnsOf = ({ name, columns }: Table, alias: string = name): string =>
  withTable(alias, Object.keys(columns).join(', '))

export interface Connection {
  /** The rows of a statement whose parameters are written $1, $2, … in the order of their first use. */
  all(sql: string, params: readonly Value[]): Promise<Row[]>
  insert(table: Table, rows: readonly Record<string, Value>[]): Promise<void>
  /**
   * Sets the other columns of the rows that have these values in the columns of `keys`; all rows name the same columns.
   * @throws unless each finds its row
   */
  update(table: Table, keys: readonly string[], rows: readonly Record<string, Value>[]): Promise<void>
}

/** What reads of one moment are made by. */
export interface Reader extends Pick<Connection, 'all'> {
  /** Gives rows one by one, with turns of the event loop in between, until `take` answers false. */
  walk(sql: string, params: readonly Value[], take: (row: Row) => boolean): Promise<void>
}

export interface Dialect {
  engine: 'sqlite' | 'postgres'
  /** Values as the one parameter that `isIn` and `elements` take. */
  array(values: readonly (string | number)[]): string
  /** A condition on a column (of ids, unless a type is given): its value is in the array that is parameter $n. */
  isIn(column: string, parameter: number, type?: ColumnType): string
  /** A condition on a column: it is among what the subselect finds, which is run first, on its own. */
  isAmong(column: string, subselect: string): string
  /** The elements of the array of strings that is parameter $n, as rows with a column `value`. */
  elements(parameter: number): string
  /** It gives the elements of the JSON array of strings in this column, as rows with a column `value`. */
  elementsOf(column: string): string
  /** A condition: the JSON array of strings in this column has the string that is parameter $n. */
  arrayHas(column: string, parameter: number): string
  /** A condition: the text of the column has that of parameter $n in it, character by character. */
  holds(column: string, parameter: number): string
  /** Parameter $n, where it may be larger than 32 bits. */
  number(parameter: number): string
  /** Locks the selected rows until the transaction ends. */
  forUpdate: string
  /** The same, leaving out those that another transaction has. */
  claim: string
  /** Ends a table's or a column's definition. */
  strict: string
  /** The same for a table that is kept in the order of its primary key, where the engine can. */
  clustered: string
  byCodeUnit: string
  /** A walk along the journal follows these columns, which differ by engine. */
  journalOrder: readonly string[]
  /** `key`: an integer that the engine gives out. */
  type(type: ColumnType | 'key'): string
}

export interface Driver extends Connection {
  readonly dialect: Dialect
  /** As `all`, for walking along a whole table: what it reads does not push out what others read often. */
  scan(sql: string, params: readonly Value[]): Promise<Row[]>
  /** Reads of one moment; the slow ones. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /** @throws StoreError when the engine did not do it */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** The migrations' transaction, however long: no other process runs its own at the same time. */
  exclusively<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** Looks for what nobody would be told of who asks it something. @throws StoreError */
  probe(): Promise<void>
  /** Rows of a short statement, which wait for no other: also while all other statements do. */
  apart(sql: string, gone: AbortSignal): Promise<Row[]>
  /** As those of `Store`. */
  obstacleToWriting(gone: AbortSignal): Promise<string | undefined>
  foreignCommits(): Promise<number | undefined>
  announce(versions: SpaceVersions): void
  listen(heard: (versions: SpaceVersions | undefined) => void): Promise<boolean>
  close(): Promise<void>
}
