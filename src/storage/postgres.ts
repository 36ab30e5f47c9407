/**
 * PostgreSQL, through a pool of connections. Statements of a transaction that are sent together travel together, so a
 * batch costs a handful of round trips however many commands it carries.
 */
import { SQL } from 'bun'
import { StoreError } from '../core/store.ts'
import { limits } from '../model/limits.ts'
import type { Connection, Dialect, Driver, Row, Table, Value } from './driver.ts'

const dialect: Dialect = {
  engine: 'postgres',
  isIn: (column, parameter, type = 'uuid') =>
    `${column} = any(array(select value::${type} from json_array_elements_text($${parameter}::text::json)))`,
  arrayHas: (column, parameter) => `${column}::jsonb ? $${parameter}`,
  contains: (column, parameter) =>
    `lower(${column} collate "C") like lower($${parameter} collate "C") escape '\\'`,
  forUpdate: 'for update',
  strict: '',
  byCodeUnit: 'collate "C"',
  type: (type) => type,
}

/** Any number will do, as long as every aiotodo takes the same. */
const migrationLock = 7_463_031

type Runner = Pick<SQL, 'unsafe'>

class PostgresConnection implements Connection {
  readonly runner: Runner

  constructor(runner: Runner) {
    this.runner = runner
  }

  async all(sql: string, params: readonly Value[]): Promise<Row[]> {
    try {
      return (await this.runner.unsafe(sql, params as Value[])) as Row[]
    } catch (error) {
      throw translated(error)
    }
  }

  async insert(table: Table, rows: readonly Record<string, Value>[]): Promise<void> {
    const names = Object.keys(rows[0] ?? {})
    const columns = names.join(', ')
    await this.all(
      `insert into ${table.name} (${columns}) select ${columns} from ${recordset(table, names)}`,
      [JSON.stringify(rows)],
    )
  }

  async update(table: Table, keys: readonly string[], rows: readonly Record<string, Value>[]): Promise<void> {
    const names = Object.keys(rows[0] ?? {})
    const sets = names.filter((name) => !keys.includes(name)).map((name) => `${name} = v.${name}`)
    const matches = keys.map((key) => `${table.name}.${key} = v.${key}`)
    await this.all(
      `update ${table.name} set ${sets.join(', ')} from ${recordset(table, names)} where ${matches.join(' and ')}`,
      [JSON.stringify(rows)],
    )
  }
}

function recordset(table: Table, names: readonly string[]): string {
  return `json_to_recordset($1::text::json) as v(${names.map((name) => `${name} ${table.columns[name]}`).join(', ')})`
}

export function openPostgres(url: string): Driver {
  const connect = () =>
    new SQL(url, {
      max: limits.postgresConnectionsMax,
      connectionTimeout: limits.connectTimeoutMs / 1_000,
      connection: {
        application_name: 'aiotodo',
        statement_timeout: limits.statementTimeoutMs,
        lock_timeout: limits.lockTimeoutMs,
        idle_in_transaction_session_timeout: 2 * limits.statementTimeoutMs,
      },
    })
  let pool = connect()

  /** A server that has fallen silent does not even time out: then the whole pool is given up. */
  async function guarded<T>(work: (pool: SQL) => Promise<T>): Promise<T> {
    const used = pool
    let timer: ReturnType<typeof setTimeout> | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        if (pool === used) pool = connect()
        void used.close({ timeout: 0 }).catch(() => {})
        reject(new StoreError('away', 'the server does not answer'))
      }, limits.statementTimeoutMs + limits.connectTimeoutMs)
    })
    try {
      return await Promise.race([work(used), silence])
    } finally {
      clearTimeout(timer)
    }
  }

  function transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return guarded((used) => inTransaction(used, work))
  }

  return {
    dialect,
    all: (sql, params) => guarded((used) => readAgain(() => new PostgresConnection(used).all(sql, params))),
    insert: (table, rows) => transaction((connection) => connection.insert(table, rows)),
    update: (table, keys, rows) => transaction((connection) => connection.update(table, keys, rows)),
    transaction,
    exclusively: (work) =>
      transaction(async (connection) => {
        await connection.all(`set local lock_timeout = 0`, [])
        await connection.all(`select pg_advisory_xact_lock(${migrationLock})`, [])
        return work(connection)
      }),
    close: () => pool.close({ timeout: 5 }),
  }
}

/** After a restart of the server each pooled connection fails once; a read may simply be asked again. */
async function readAgain<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read()
    } catch (error) {
      if (attempt === 3 || !(error instanceof StoreError) || error.kind !== 'away') throw error
      await Bun.sleep(20 * attempt)
    }
  }
}

async function inTransaction<T>(pool: SQL, work: (connection: Connection) => Promise<T>): Promise<T> {
  const reserved = await pool.reserve().catch((error: unknown) => {
    throw translated(error)
  })
  const connection = new PostgresConnection(reserved)
  try {
    // Not awaited: it travels with the first statements.
    const begun = connection.all('begin', [])
    begun.catch(() => {})
    const result = await work(connection)
    await begun
    await connection.all('commit', [])
    return result
  } catch (error) {
    await connection.all('rollback', []).catch(() => {})
    throw error
  } finally {
    reserved.release()
  }
}

/** Classes of SQLSTATE (PostgreSQL's Appendix A), by their beginning. */
const kinds: [RegExp, StoreError['kind']][] = [
  [/^(40001|40P01|55P03|57014)/, 'busy'],
  [/^23505/, 'conflict'],
  [/^53100/, 'full'],
  [/^(08|57P|53|28|25006|3D000)/, 'away'],
]

function translated(error: unknown): unknown {
  const { code = '', errno = '' } = (error ?? {}) as { code?: string; errno?: string }
  if (code === 'ERR_POSTGRES_SERVER_ERROR') {
    const kind = kinds.find(([pattern]) => pattern.test(String(errno)))?.[1]
    return kind ? new StoreError(kind, error) : error
  }
  return /^(ERR_POSTGRES_|ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOST|FailedToOpenSocket)/.test(code)
    ? new StoreError('away', error)
    : error
}
