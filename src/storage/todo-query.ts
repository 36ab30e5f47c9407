/** Pages of todos, by filters and in an order: which way the database goes to them. */
import type { Step } from '../core/index-store.ts'
import type { Sort, TodoQuery } from '../core/store.ts'
import type { Sight } from '../model/access.ts'
import { AppError } from '../model/errors.ts'
import { filterLimits } from '../model/filter/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Connection, Dialect, Driver, Row, Value } from './driver.ts'
import { asksTexts, countOf, testSql, wishOf, wishText, type Fresh } from './filter-sql.ts'
import { indexed, indexStep, textOf } from './texts.ts'

interface Sql {
  sql: string
  params: Value[]
}

/** The columns of each order; `backwards`: the largest first. */
const orders: Record<Sort, { columns: string[]; backwards?: boolean }> = {
  position: { columns: ['list', 'position', 'id'] },
  number: { columns: ['list', 'number'] },
  due: { columns: ['due', 'id'] },
  priority: { columns: ['priority', 'created_at', 'id'], backwards: true },
  created: { columns: ['created_at', 'id'], backwards: true },
  updated: { columns: ['updated_at', 'id'], backwards: true },
}

/** Rows of a page, as `rowToTodo` takes them. */
export async function readTodos(driver: Driver, by: Sight, query: TodoQuery): Promise<Row[]> {
  const { dialect } = driver
  if (!query.test || !asksTexts(query.test)) {
    const { sql, params } = pageSql(dialect, by, query, { tail: [] })
    return driver.all(sql, params)
  }
  const deadline = performance.now() + serverLimits.statementTimeoutMs
  for (;;) {
    const { rows, stale } = await driver.snapshot((connection) => search(connection, dialect, by, query))
    if (rows) return rows
    await bringUp(driver, stale, deadline)
  }
}

interface Found {
  /** Unless too much has changed since the index of these lists was brought up. */
  rows?: Row[]
  stale: string[]
}

type Reader = Pick<Connection, 'all'>

/** All of one moment: what is in the index, what has changed since, and what is found. */
async function search(connection: Reader, dialect: Dialect, by: Sight, query: TodoQuery): Promise<Found> {
  const params: Value[] = []
  const sight = ofSight(dialect, by, query, (value) => params.push(value)).join(' and ')
  const lists = await connection.all(
    `select members.list, lists.id, spaces.version, texts_at.version as texts_at
    from members join lists on lists.key = members.list join spaces on spaces.key = members.list
    left join texts_at on texts_at.list = members.list where ${sight}`,
    params,
  )
  const stale = lists
    .filter((row) => Number(row['texts_at'] ?? 0) < Number(row['version']))
    .map((row) => row['id'] as string)
  const tail = stale.length === 0 ? [] : await tailOf(connection, sight, params)
  if (tail.length > serverLimits.searchTailMax) return { stale }
  const hits = await hitsOf(connection, dialect, query, lists)
  const { sql, params: all } = pageSql(dialect, by, query, { tail, hits })
  return { rows: await connection.all(sql, all), stale }
}

async function tailOf(connection: Reader, sight: string, params: Value[]): Promise<Fresh[]> {
  const rows = await connection.all(
    `select todos.id, todos.list, todos.number, todos.name, todos.notes, todos.labels
    from members cross join lists left join texts_at on texts_at.list = members.list cross join todos
    where lists.key = members.list and todos.list = members.list and todos.version > coalesce(texts_at.version, 0)
    and ${sight} limit ${serverLimits.searchTailMax + 1}`,
    params,
  )
  return rows.length > serverLimits.searchTailMax
    ? (rows as unknown as Fresh[])
    : rows.map((row) => ({ id: row['id'] as string, ...textOf(row) }))
}

/** @throws AppError `query_too_slow` */
async function bringUp(driver: Driver, lists: readonly string[], deadline: number): Promise<void> {
  for (const list of lists) {
    for (let step: Step = 'more'; step !== 'done';) {
      step = await indexStep(driver, list)
      if (performance.now() > deadline) throw new AppError('query_too_slow')
      if (step !== 'done') await Bun.sleep(step === 'taken' ? serverLimits.pruneStepMs : 0)
    }
  }
}

interface Known {
  tail: readonly Fresh[]
  /** What the index is asked for, if it is. */
  hits?: string | undefined
}

/**
 * The statement for a page. Where a filter wants words or labels that few todos have, those are taken from the index; else
 * the lists are walked along in their order until the page is full.
 */
function pageSql(dialect: Dialect, by: Sight, query: TodoQuery, { tail, hits }: Known): Sql {
  const params: Value[] = []
  const bind = (value: Value) => params.push(value)
  const known =
    hits && `with hits as materialized (${hitsSql(dialect, bind(hits))}${freshSql(dialect, tail, bind)})`
  const sight = ofSight(dialect, by, query, bind)
  const wanted = wantedOf(dialect, query, bind, tail)
  const { columns, backwards } = orders[query.sort]
  const orderOf = (names: string[]) =>
    names.map((name) => `${columnOf(name)}${backwards ? ' desc' : ''}`).join(', ')
  const limit = `limit $${bind(query.limit)}`
  const place = known ? 'todos.list = hits.list and todos.number = hits.number' : 'todos.list = members.list'
  const lists = 'lists on lists.key = members.list'
  let from: string
  if (dialect.engine === 'sqlite') {
    from = known
      ? `hits cross join todos on ${place} join members on members.list = todos.list join ${lists}`
      : `members join ${lists} join todos on ${place}`
    from += ` where ${[...sight, ...wanted].join(' and ')}`
  } else {
    // It can't tell how many there are of what, and must not try: each hit is looked up, or each list read in its order.
    const inner = (rest: string) => `lateral (select * from todos where ${place} ${rest}) todos`
    from = known
      ? `hits cross join ${inner('offset 0')} join members on members.list = todos.list join ${lists} where ${[...sight, ...wanted].join(' and ')}`
      : `(select * from members where account = (select key from accounts where id = $${bind(by.id)}) order by list) members
        join ${lists} cross join ${inner(
          `and ${wanted.join(' and ')} order by ${orderOf(columns.filter((name) => name !== 'list'))} ${limit}`,
        )} where ${sight.join(' and ')}`
  }
  const sql = `${known ?? ''} select todos.*, lists.id as list_id from ${from} order by ${orderOf(columns)} ${limit}`
  return { sql, params }
}

const columnOf = (name: string): string => (name === 'list' ? 'members.list' : `todos.${name}`)

/** Conditions on a todo; one at least. */
function wantedOf(
  dialect: Dialect,
  query: TodoQuery,
  bind: (value: Value) => number,
  tail: readonly Fresh[],
): string[] {
  const conditions = [
    query.deleted === undefined ? '1 = 1' : `todos.deleted_at is ${query.deleted ? 'not' : ''} null`,
  ]
  if (query.finished !== undefined)
    conditions.push(`todos.finished_at is ${query.finished ? 'not' : ''} null`)
  if (query.dueFrom) conditions.push(`todos.due >= $${bind(query.dueFrom)}`)
  // Behind every time of that day, before the next day.
  if (query.dueTo) conditions.push(`todos.due < $${bind(`${query.dueTo}~`)}`)
  if (query.sort === 'due') conditions.push('todos.due is not null')
  if (query.label !== undefined) conditions.push(dialect.arrayHas('todos.labels', bind(query.label)))
  if (query.test) conditions.push(testSql(query.test, dialect, bind, tail))
  if (query.after) {
    const { columns, backwards } = orders[query.sort]
    const values = query.after.map((value, index) => {
      if (columns[index] === 'list') return `(select key from lists where id = $${bind(value)})`
      return typeof value === 'number' ? dialect.number(bind(value)) : `$${bind(value)}`
    })
    conditions.push(`(${columns.map(columnOf).join(', ')}) ${backwards ? '<' : '>'} (${values.join(', ')})`)
  }
  return conditions
}

/** Conditions on the lists: those of the caller, few, so that each is read in the order of its index. */
function ofSight(dialect: Dialect, by: Sight, { list }: TodoQuery, bind: (value: Value) => number): string[] {
  const conditions = [`members.account = (select key from accounts where id = $${bind(by.id)})`]
  if (by.credential?.lists)
    conditions.push(dialect.isIn('lists.id', bind(dialect.array(by.credential.lists))))
  // The todos of a list in the trash are in the trash with it.
  conditions.push(
    list ? `members.list = (select key from lists where id = $${bind(list)})` : 'lists.deleted_at is null',
  )
  return conditions
}

/** What the index is asked for; undefined where so many have it that walking along the lists finds enough of them sooner. */
async function hitsOf(
  connection: Reader,
  dialect: Dialect,
  { test }: TodoQuery,
  lists: readonly Row[],
): Promise<string | undefined> {
  const wish = test && wishOf(test)
  if (!wish || lists.length === 0 || lists.length * countOf(wish) > filterLimits.indexWordsMax)
    return undefined
  const text = wishText(
    wish,
    lists.map((row) => Number(row['list'])),
    dialect,
  )
  const hitsMax = countOf(wish) === 1 ? filterLimits.hitsOfOneMax : filterLimits.hitsOfSeveralMax
  const [found] = await connection.all(
    `select count(*) as count from (${hitsSql(dialect, 1)} limit ${hitsMax + 1}) as hits`,
    [text],
  )
  return Number(found?.['count']) > hitsMax ? undefined : text
}

const hitsSql = ({ engine }: Dialect, parameter: number): string =>
  engine === 'sqlite'
    ? `select ${indexed} from text_index where text_index match $${parameter}`
    : `select list, number from texts where tokens @@ $${parameter}::text::tsquery`

/** Those that the index has no say in are candidates as well. */
const freshSql = ({ isIn, array }: Dialect, tail: readonly Fresh[], bind: (value: Value) => number): string =>
  tail.length === 0
    ? ''
    : ` union select list, number from todos where ${isIn('id', bind(array(tail.map(({ id }) => id))))}`
