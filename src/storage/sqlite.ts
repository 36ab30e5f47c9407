/**
 * SQLite, inside the process: one connection that writes, and three that read what is committed: the one for walking
 * along whole lists with a cache of its own, the one for searches with a transaction each. Its calls are synchronous;
 * the promises are for the port, and add no turn of the event loop.
 */
import { constants, Database, type Statement } from 'bun:sqlite'
import { StoreError } from '../core/ports/store.ts'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { createCheckpointer } from './checkpointer.ts'
import { MissingRowsError } from './damage.ts'
import { sqliteKind } from './error-kinds.ts'
import { createFilePlace } from './file-place.ts'
import type { Connection, Dialect, Driver, Reader, Row, Table, Value } from './driver.ts'
import { beginSoon, isLocked } from './write-lock.ts'

const dialect: Dialect = {
  engine: 'sqlite',
  array: JSON.stringify,
  isIn: (column, parameter) => `${column} in (select value from json_each($${parameter}))`,
  isAmong: (column, subselect) => `${column} in (${subselect})`,
  elements: (parameter) => `json_each($${parameter})`,
  elementsOf: (column) => `json_each(${column})`,
  arrayHas: (column, parameter) => `exists (select 1 from json_each(${column}) where value = $${parameter})`,
  holds: (column, parameter) => `instr(${column}, $${parameter}) > 0`,
  number: (parameter) => `$${parameter}`,
  forUpdate: '',
  claim: '',
  strict: 'strict',
  clustered: 'strict, without rowid',
  byCodeUnit: 'collate binary',
  journalOrder: ['rowid'],
  type: (type) => (type === 'uuid' || type === 'text' ? 'text' : 'integer'),
}

/** Statements are kept prepared; their texts are few, and this bounds what odd column sets may add. */
const statementsMax = 256

/** Of the file, for single reads. It counts as the process's memory, but the system takes it back when it likes. */
const mappedBytesMax = 1024 * 1024 * 1024

class SqliteConnection implements Connection, Reader {
  readonly database: Database
  #statements = new Map<string, Statement>()

  constructor(database: Database) {
    this.database = database
  }

  // eslint-disable-next-line require-await -- what SQLite throws must arrive as a rejection
  async all(sql: string, params: readonly Value[]): Promise<Row[]> {
    try {
      return this.prepared(sql).all(...(params as Value[])) as Row[]
    } catch (error) {
      throw translated(error)
    }
  }

  async walk(sql: string, params: readonly Value[], take: (row: Row) => boolean): Promise<void> {
    try {
      let begun = performance.now()
      for (const row of this.prepared(sql).iterate(...(params as Value[]))) {
        if (!take(row as Row)) return
        if (performance.now() - begun < serverLimits.walkTurnMs) continue
        await new Promise<void>((resolve) => void setImmediate(resolve))
        begun = performance.now()
      }
    } catch (error) {
      throw translated(error)
    }
  }

  async insert(table: Table, rows: readonly Record<string, Value>[]): Promise<void> {
    const names = Object.keys(rows[0] ?? {})
    const sql = `insert into ${table.name} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`
    this.#each(sql, names, rows)
  }

  async update(table: Table, keys: readonly string[], rows: readonly Record<string, Value>[]): Promise<void> {
    const names = [...Object.keys(rows[0] ?? {}).filter((name) => !keys.includes(name)), ...keys]
    const terms = names.map((name, index) => `${name} = $${index + 1}`)
    const sets = terms.slice(0, -keys.length)
    this.#each(
      `update ${table.name} set ${sets.join(', ')} where ${terms.slice(-keys.length).join(' and ')}`,
      names,
      rows,
    )
  }

  #each(sql: string, names: readonly string[], rows: readonly Record<string, Value>[]): void {
    try {
      const statement = this.prepared(sql)
      for (const row of rows) {
        const { changes } = statement.run(...names.map((name) => row[name] as Value))
        if (changes !== 1) throw new MissingRowsError(`${changes} rows changed instead of one: ${sql}`)
      }
    } catch (error) {
      throw translated(error)
    }
  }

  prepared(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      const [oldest] = this.#statements
      if (oldest && this.#statements.size >= statementsMax) {
        oldest[1].finalize()
        this.#statements.delete(oldest[0])
      }
      statement = this.database.prepare(sql.replaceAll(/\$(\d+)/g, '?$1'))
      this.#statements.set(sql, statement)
    }
    return statement
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.finalize()
    this.database.close()
  }
}

function openConnections(
  path: string | undefined,
): Record<'writer' | 'reader' | 'scanner' | 'searcher', SqliteConnection> {
  const writer = new SqliteConnection(openDatabase(path))
  const reader = path === undefined ? writer : new SqliteConnection(openDatabase(path))
  const scanner = path === undefined ? writer : new SqliteConnection(openDatabase(path))
  const searcher = path === undefined ? writer : new SqliteConnection(openDatabase(path))
  if (path !== undefined) {
    for (const { database } of [reader, scanner, searcher]) database.run('pragma query_only = on')
    scanner.database.run('pragma cache_size = -2048')
    // What is read here and there in a database larger than the cache need not be copied out of the system's.
    for (const { database } of [reader, searcher]) database.run(`pragma mmap_size = ${mappedBytesMax}`)
    assertDurable(writer.database, path)
    // Who writes waits by itself: see write-lock.ts.
    writer.database.run('pragma busy_timeout = 0')
  }
  return { writer, reader, scanner, searcher }
}

/** Opens the file, made if need be. `undefined` keeps everything in memory. */
export function openSqlite(
  path: string | undefined,
  { noCheckpoints = false }: { noCheckpoints?: boolean } = {},
): Driver {
  const { writer, reader, scanner, searcher } = openConnections(path)
  if (noCheckpoints) for (const { database } of [writer, reader, scanner, searcher]) leaveLog(database)
  const place = path === undefined ? undefined : createFilePlace(path, () => bytesInLog(writer.database))
  const checkpointer =
    path === undefined || noCheckpoints ? undefined : createCheckpointer(writer.database, path)
  // With one connection in memory, reads wait for the transaction that is open.
  let open: Promise<unknown> = Promise.resolve()

  function transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const result = open.then(() => {
      place?.check()
      return inTransaction(writer, work)
    })
    open = result.then(
      () => checkpointer?.committed(),
      () => {},
    )
    return result
  }

  /** One search after the other. */
  let searching: Promise<unknown> = Promise.resolve()

  function snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const result =
      searcher === writer
        ? transaction(() => work(writer))
        : searching.then(() => inTransaction(searcher, () => work(searcher), 'begin'))
    searching = result.catch(() => {})
    return result
  }

  const readingFrom = (connection: SqliteConnection): Driver['all'] =>
    connection === writer
      ? (sql, params) => open.then(() => connection.all(sql, params))
      : (sql, params) => connection.all(sql, params)

  return {
    dialect,
    all: readingFrom(reader),
    scan: readingFrom(scanner),
    insert: (table, rows) => transaction((connection) => connection.insert(table, rows)),
    update: (table, keys, rows) => transaction((connection) => connection.update(table, keys, rows)),
    snapshot,
    transaction,
    exclusively: transaction,
    // eslint-disable-next-line require-await -- what it throws must arrive as a rejection
    async probe() {
      place?.check({ thoroughly: true })
    },
    apart: (sql) => readingFrom(reader)(sql, []),
    async obstacleToWriting() {
      place?.check({ thoroughly: true })
      await readingFrom(reader)('select version from spaces limit 1', [])
      // While a transaction of this process is open it is this one that has the lock.
      const take = () => {
        if (writer.database.inTransaction) return
        writer.prepared('begin immediate').run()
        writer.prepared('rollback').run()
      }
      return (await isLocked(take)) ? 'locked by another process' : undefined
    },
    // The number counts commits of all connections but the one it is asked of, and of ours no other one writes.
    foreignCommits: async () => Number((await writer.all('pragma data_version', []))[0]?.['data_version']),
    announce() {},
    // Another process on the same file is found by polling.
    listen: () => Promise.resolve(false),
    async close() {
      await searching
      await open
      await checkpointer?.close()
      for (const connection of new Set([reader, scanner, searcher, writer])) connection.close()
    },
  }
}

function openDatabase(path: string | undefined): Database {
  const database = new Database(path ?? ':memory:', { create: true, readwrite: true, strict: true })
  for (const pragma of [
    // Commits write whole pages to the log, so small ones make scattered changes cheaper:
    // see docs/decisions/0004-what-a-durable-write-costs.md.
    'page_size = 2048',
    'busy_timeout = 5000',
    ...(path === undefined ? [] : ['journal_mode = wal']),
    'synchronous = full',
    'foreign_keys = on',
    'trusted_schema = off',
    'cache_size = -65536',
    // Before that, the checkpointer does it.
    'wal_autocheckpoint = 65536',
    'journal_size_limit = 67108864',
    'temp_store = memory',
  ]) {
    database.run(`pragma ${pragma}`)
  }
  return database
}

/** The program that copies the log has it open too, so that it is not written back when this one closes either. */
function leaveLog(database: Database): void {
  database.run('pragma wal_autocheckpoint = 0')
  database.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1)
}

/** An acknowledged write must be on the disk; a file system that can't do that is found out now. */
function assertDurable(database: Database, path: string): void {
  const value = (name: string) => Object.values(database.query(`pragma ${name}`).get() as Row)[0]
  const facts = {
    journal_mode: value('journal_mode'),
    synchronous: value('synchronous'),
    foreign_keys: value('foreign_keys'),
  }
  if (facts.journal_mode === 'wal' && facts.synchronous === 2 && facts.foreign_keys === 1) return
  throw new AppError('database_unsafe', {
    detail: `SQLite at ${path} runs with ${JSON.stringify(facts)}; expected journal_mode wal, synchronous 2, foreign_keys 1.`,
  })
}

/**
 * Tells how long SQLite's log must be by its index, which all connections share (https://sqlite.org/fileformat.html,
 * 4.1); undefined where that can't be told now.
 */
function bytesInLog(database: Database): number | undefined {
  if (database.inTransaction) return undefined
  try {
    const value = (pragma: string) => database.query(`pragma ${pragma}`).get() as Record<string, number>
    const { log = 0 } = value('wal_checkpoint(noop)')
    const { page_size: pageSize = 0 } = value('page_size')
    return log > 0 ? 32 + log * (24 + pageSize) : 0
  } catch {
    return undefined
  }
}

async function inTransaction<T>(
  connection: SqliteConnection,
  work: (connection: Connection) => Promise<T>,
  begin = 'begin immediate',
): Promise<T> {
  try {
    // One that could not be rolled back, as the disk failed, would be in the way of all that follow.
    if (connection.database.inTransaction) connection.prepared('rollback').run()
    await beginSoon(() => void connection.prepared(begin).run())
    const result = await work(connection)
    connection.prepared('commit').run()
    return result
  } catch (error) {
    try {
      // A full disk ends the transaction by itself.
      if (connection.database.inTransaction) connection.prepared('rollback').run()
    } catch {
      // The first failure is the one to tell of; the next transaction rolls this one back.
    }
    throw translated(error)
  }
}

function translated(error: unknown): unknown {
  const kind = sqliteKind((error ?? {}) as object)
  return kind && !(error instanceof StoreError) ? new StoreError(kind, error) : error
}
