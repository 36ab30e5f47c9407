/** What is read outside a transaction: one statement for each question. */
import { StoreError, type Reads } from '../core/ports/store.ts'
import type { Sight } from '../model/access.ts'
import { AppError } from '../model/errors.ts'
import { serverLimits } from '../model/server-limits.ts'
import { createFeedReads } from './changes.ts'
import { columnsOf, type Driver, type Value } from './driver.ts'
import { createHistoryReads } from './history.ts'
import { createLabelReads } from './labels.ts'
import { lists, rowToAccount, rowToLine, rowToList } from './tables.ts'
import { rowToTodo, selectTodos } from './todo-rows.ts'
import { createFilterReads } from './filter-reads.ts'
import { createSubtodoReads } from './subtodos.ts'
import { readTodos } from './search.ts'

/** What the account has no membership of is not there. */
const ofAccount = (list: string) =>
  `join members on members.list = ${list} join accounts on accounts.key = members.account`

/**
 * This is the same as a condition, of an account by its key, for what is read most. A join, or an "exists", which
 * SQLite makes a join of, would cost it more than the rest of the statement.
 */
const isOfAccount = (list: string, account: number) =>
  `(select 1 from members where members.list = ${list} and account = $${account}) = 1`

const first = async ({ all }: Driver, sql: string, params: Value[]) => (await all(sql, params))[0]

/** The lists that a limited caller sees, as a condition; `params` gets them. */
const isAmongLists = ({ dialect }: Driver, { credential }: Sight, params: Value[]): string =>
  credential?.lists ? `and ${dialect.isIn('lists.id', params.push(dialect.array(credential.lists)))}` : ''

type KeyOf = (space: string) => Promise<number>

/** @param searchMs - how long a search may take */
export function createReads(driver: Driver, searchMs: number = serverLimits.statementTimeoutMs): Reads {
  const keyOf = createSpaceKeys(driver)
  return {
    ...createFeedReads(driver),
    ...createFilterReads(driver),
    ...createHistoryReads(driver),
    ...createLabelReads(driver),
    ...createSubtodoReads(driver, keyOf),
    ...createListReads(driver),
    ...createTodoReads(driver, keyOf, searchMs),
    ...createSpaceReads(driver, keyOf),
    ...createSizeReads(driver),
    ...createLineReads(driver, keyOf),
  }
}

/** Keeps keys of lists and accounts, which never change; every request asks for the same few. */
function createSpaceKeys(driver: Driver): KeyOf {
  const keys = new Map<string, number>()
  return async (space) => {
    const known = keys.get(space)
    if (known !== undefined) return known
    const [row] = await driver.all('select key from spaces where id = $1', [space])
    const key = Number(row?.['key'] ?? -1)
    if (key !== -1 && keys.size < serverLimits.spaceKeysKept) keys.set(space, key)
    return key
  }
}

const createListReads = (driver: Driver): Pick<Reads, 'account' | 'list' | 'lists' | 'listVersions'> => ({
  async listVersions(by, list, limit) {
    const params: Value[] = [by.id]
    const one = list === undefined ? '' : `and lists.id = $${params.push(list)}`
    const sql = `select lists.id, spaces.version, members.since from lists ${ofAccount('lists.key')}
      join spaces on spaces.key = lists.key where accounts.id = $1 ${one} ${isAmongLists(driver, by, params)}
      order by members.list limit ${limit}`
    return (await driver.all(sql, params)).map((row) => ({
      list: row['id'] as string,
      version: Number(row['version']),
      since: Number(row['since']),
    }))
  },
  async account(name) {
    const row = await first(
      driver,
      'select accounts.id, accounts.name, accounts.zone, lists.id as default_list from accounts join lists on lists.key = accounts.default_list where accounts.name = $1',
      [name],
    )
    return row && rowToAccount(row)
  },
  async list(by, id) {
    const params: Value[] = [id, by.id]
    const row = await first(
      driver,
      `select ${columnsOf(lists)} from lists ${ofAccount('lists.key')} where lists.id = $1 and accounts.id = $2 ${isAmongLists(driver, by, params)}`,
      params,
    )
    return row && rowToList(row)
  },
  async lists(by, { deleted, after, limit: count }) {
    const params: Value[] = [by.id, count]
    const more = after ? `and lists.id > $${params.push(after)}` : ''
    const sql = `select ${columnsOf(lists)} from lists ${ofAccount('lists.key')} where accounts.id = $1
        and lists.deleted_at is ${deleted ? 'not' : ''} null ${more} ${isAmongLists(driver, by, params)} order by lists.id limit $2`
    return (await driver.all(sql, params)).map(rowToList)
  },
})

const createTodoReads = (
  driver: Driver,
  keyOf: KeyOf,
  searchMs: number,
): Pick<Reads, 'todo' | 'todos' | 'listsOf'> => ({
  async todo(by, id) {
    const row = await first(driver, `${selectTodos} where id = $1 and ${isOfAccount('todos.list', 2)}`, [
      id,
      await keyOf(by.id),
    ])
    const todo = row && rowToTodo(row)
    return todo && by.credential?.lists?.includes(todo.list) === false ? undefined : todo
  },
  async todos(by, query) {
    try {
      return (await readTodos(driver, by, query, searchMs)).map(rowToTodo)
    } catch (error) {
      // Nothing is locked by reading: it took longer than a statement may.
      if (error instanceof StoreError && error.kind === 'busy')
        throw new AppError('query_too_slow', { cause: error })
      throw error
    }
  },
  async listsOf(todos) {
    const { array, isIn } = driver.dialect
    const rows = await driver.all(
      `select todos.id, (select id from lists where key = todos.list) as list_id from todos where ${isIn('todos.id', 1)}`,
      [array(todos)],
    )
    return new Map(rows.map((row) => [row['id'] as string, row['list_id'] as string]))
  },
})

/** These tell who sees which spaces, and how far they have come. */
const createSpaceReads = (
  driver: Driver,
  keyOf: KeyOf,
): Pick<Reads, 'versionOf' | 'spaces' | 'readers' | 'sees'> => ({
  async versionOf(by, list) {
    if (list === undefined) {
      const params: Value[] = [by.id]
      const only = isAmongLists(driver, by, params)
      const row = await first(
        driver,
        `select max(own.version) as own, sum(spaces.version) as all_lists from members
          join spaces on spaces.key = members.list join spaces own on own.key = members.account
          ${only && 'join lists on lists.key = members.list'} where own.id = $1 ${only}`,
        params,
      )
      return `${row?.['own']}.${row?.['all_lists']}`
    }
    if (by.credential?.lists && !by.credential.lists.includes(list)) return undefined
    const row = await first(
      driver,
      `select version from spaces where id = $1 and ${isOfAccount('spaces.key', 2)}`,
      [list, await keyOf(by.id)],
    )
    return row && String(row['version'])
  },
  async spaces({ id: account, credential }, among) {
    const params: Value[] = [account]
    const wanted = [among, credential?.lists]
      .filter((ids) => ids !== undefined && ids !== null)
      .map((ids) => driver.dialect.isIn('own.id', params.push(driver.dialect.array(ids))))
    const rows = await driver.all(
      `select id from (
          select lists.id from members join lists on lists.key = members.list join accounts on accounts.key = members.account
            where accounts.id = $1
          union all select id from accounts where id = $1
        ) own ${wanted.length > 0 ? `where ${wanted.join(' and ')}` : ''}`,
      params,
    )
    return rows.map((row) => row['id'] as string)
  },
  async readers(list) {
    const rows = await driver.all(
      `select accounts.id, members.since from lists join members on members.list = lists.key
        join accounts on accounts.key = members.account where lists.id = $1`,
      [list],
    )
    return new Map(rows.map((row) => [row['id'] as string, Number(row['since'])]))
  },
  async sees(by, space, version) {
    const only = by.credential?.lists
    if (space === by.id || only?.includes(space) === false) return space === by.id && !only
    const row = await first(
      driver,
      `select members.since from lists ${ofAccount('lists.key')} where lists.id = $1 and accounts.id = $2`,
      [space, by.id],
    )
    return row !== undefined && Number(row['since']) <= version
  },
})

/** They tell in which order a client is best sent what it has nothing of. */
const createSizeReads = (driver: Driver): Pick<Reads, 'sizes'> => ({
  async sizes(ids) {
    const { array, isIn } = driver.dialect
    const rows = await driver.scan(
      `select lists.id, count(*) as count, min(case when todos.finished_at is null then todos.due end) as due
        from lists join todos on todos.list = lists.key
        where ${isIn('lists.id', 1)} and todos.deleted_at is null group by lists.id`,
      [array([...ids])],
    )
    return new Map(
      rows.map((row) => [
        row['id'] as string,
        { todos: Number(row['count']), due: row['due'] as string | null },
      ]),
    )
  },
})

/** These are for the tutorial's API. */
const createLineReads = (driver: Driver, keyOf: KeyOf): Pick<Reads, 'lines' | 'line' | 'count'> => ({
  async lines(list, after, limit) {
    const read = after === 0 ? driver.all : driver.scan
    const rows = await read(
      `select number, name, finished_at from todos where list = $1 and number > $2 and deleted_at is null order by number limit ${limit}`,
      [await keyOf(list), after],
    )
    return rows.map(rowToLine)
  },
  async line(by, list, number) {
    const params: Value[] = [await keyOf(list), number]
    // In local mode there is one account, and nobody to keep out.
    const isMember = by.credential ? `and ${isOfAccount('todos.list', params.push(await keyOf(by.id)))}` : ''
    const row = await first(
      driver,
      `select number, name, finished_at from todos where list = $1 and number = $2 and deleted_at is null ${isMember}`,
      params,
    )
    return row && rowToLine(row)
  },
  async count(list) {
    return Number(
      (await first(driver, `select count(*) as count from todos where list = $1`, [await keyOf(list)]))?.[
        'count'
      ],
    )
  },
})
