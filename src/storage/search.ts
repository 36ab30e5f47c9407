/** Pages of todos: which way the database goes to them, and what it must be told for the answer to be exact. */
import type { Step } from '../core/ports/index-store.ts'
import { StoreError } from '../core/ports/store.ts'
import type { TodoQuery } from '../core/ports/rows.ts'
import type { Sight } from '../model/access.ts'
import { AppError } from '../model/errors.ts'
import { columnName } from '../model/fields.ts'
import { filterLimits } from '../model/filter/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import { withTable, type Dialect, type Driver, type Reader, type Row, type Value } from './driver.ts'
import {
  asksTexts,
  countOf,
  partsOf,
  dueRangesOf,
  nowSomewhere,
  pastsOf,
  wantsPriority,
  wishOf,
  wishText,
  type Facts,
  type Fresh,
} from './filter-sql.ts'
import { tokenLengthMax as wordLengthMax, wasCut } from '../model/filter/words.ts'
import { indexStep, textOf } from './texts.ts'
import {
  hitsSql,
  indexSql,
  isWalked,
  ofSight,
  orders,
  pageSql,
  walkSql,
  type PageQuery,
} from './todo-query.ts'
import { selectTodos } from './todo-rows.ts'

/**
 * Rows of a page, as `rowToTodo` takes them.
 * @throws AppError `query_too_slow`
 */
export async function readTodos(
  driver: Driver,
  by: Sight,
  query: TodoQuery,
  timeoutMs: number,
): Promise<Row[]> {
  const { sort, deleted, after, test, limit } = query
  const isOrdered = sort === 'priority' && deleted === false && after?.[0] !== 0
  if (isOrdered && !(test && asksTexts(test))) {
    // Those without a priority are behind all others.
    const ranked = await readPage(driver, by, { ...query, isRanked: true }, timeoutMs)
    if (ranked.length === limit || (test && wantsPriority(test))) return ranked
  }
  if (sort === 'due') return readByDue(driver, by, query, timeoutMs)
  return readPage(driver, by, query, timeoutMs)
}

/** Todos with a due date come first, in its order; the others follow in the order of their numbers. */
async function readByDue(driver: Driver, by: Sight, query: TodoQuery, timeoutMs: number): Promise<Row[]> {
  const { after, limit, test } = query
  const isBehind = after?.[0] === ''
  const dated = isBehind ? [] : await readPage(driver, by, query, timeoutMs)
  const isOfDates = query.dueFrom ?? query.dueTo ?? (test && dueRangesOf(test)[0])
  if (dated.length === limit || isOfDates) return dated
  const undated: PageQuery = {
    ...query,
    sort: 'number',
    isUndated: true,
    after: isBehind ? after.slice(1) : undefined,
    limit: limit - dated.length,
  }
  return [...dated, ...(await readPage(driver, by, undated, timeoutMs))]
}

async function readPage(driver: Driver, by: Sight, query: PageQuery, timeoutMs: number): Promise<Row[]> {
  const { dialect } = driver
  const asks = query.test !== undefined && (asksTexts(query.test) || pastsOf(query.test).length > 0)
  // What one statement answers, and in this process soon.
  if (
    !asks &&
    (dialect.engine !== 'sqlite' ||
      (!query.test &&
        query.label === undefined &&
        query.finished === undefined &&
        query.sort !== 'due' &&
        isWalked(query)))
  ) {
    const { sql, params } = pageSql(dialect, by, query, { tail: [], zones: [] })
    return driver.all(sql, params)
  }
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const { rows, stale } = await driver.snapshot((reader) =>
      search(reader, dialect, { by, query, deadline }),
    )
    if (rows) return rows
    await bringUp(driver, stale, deadline)
  }
}

interface Search {
  by: Sight
  query: PageQuery
  /** It is a moment of `performance.now`. */
  deadline: number
}

interface Found {
  /** Unless too much has changed since the index of these lists was brought up. */
  rows?: Row[]
  stale: string[]
}

/** It reads all of one moment: what is in the index, what has changed since, and what is found. */
async function search(reader: Reader, dialect: Dialect, { by, query, deadline }: Search): Promise<Found> {
  const params: Value[] = []
  const sight = ofSight(dialect, by, query, (value) => params.push(value)).join(' and ')
  const lists = await reader.all(
    `select members.list, lists.id, spaces.version, texts_at.version as texts_at, texts_at.words_to
    from members join lists on lists.key = members.list join spaces on spaces.key = members.list
    left join texts_at on texts_at.list = members.list where ${sight} order by members.list`,
    params,
  )
  const stale = lists
    .filter((row) => Number(row['texts_at'] ?? 0) < Number(row['version']))
    .map((row) => row['id'] as string)
  const isStale = stale.length > 0 && query.test !== undefined && asksTexts(query.test)
  const tail = isStale ? await tailOf(reader, dialect, sight, params) : []
  if (tail.length > serverLimits.searchTailMax) return { stale }
  const facts = { tail, zones: await zonesOf(reader, sight, params, query) }
  const hits = await hitsOf(reader, dialect, query, lists)
  if (dialect.engine === 'sqlite' && hits === undefined)
    return { rows: await walk(reader, dialect, { query, deadline }, { lists, facts }), stale }
  const { sql, params: all } =
    hits === undefined ? pageSql(dialect, by, query, facts) : hitsSql(dialect, query, hits, facts)
  return { rows: await reader.all(sql, all), stale }
}

async function tailOf(
  reader: Reader,
  { engine }: Pick<Dialect, 'engine'>,
  sight: string,
  params: Value[],
): Promise<Fresh[]> {
  const columns = withTable('todos', 'id, list, number, name, notes, labels')
  const isBehind = 'todos.list = members.list and todos.version > coalesce(texts_at.version, 0)'
  // PostgreSQL must not take another way: of empty tables it thinks that walking along the whole list is as good.
  const todos =
    engine === 'sqlite'
      ? 'todos'
      : `lateral (select ${columns} from todos where ${isBehind} order by todos.version offset 0) todos`
  const rows = await reader.all(
    `select ${columns} from members cross join lists
    left join texts_at on texts_at.list = members.list cross join ${todos}
    where lists.key = members.list ${engine === 'sqlite' ? `and ${isBehind}` : ''}
    and ${sight} limit ${serverLimits.searchTailMax + 1}`,
    params,
  )
  return rows.map((row) => ({ id: row['id'] as string, ...textOf(row) }))
}

/** Reads the zones in which the date alone does not tell what is past, where that is asked. */
async function zonesOf(
  reader: Reader,
  sight: string,
  params: Value[],
  { test }: TodoQuery,
): Promise<string[]> {
  const zones = new Set<string>()
  for (const { field, now } of distinctPasts(test)) {
    const { from, below } = nowSomewhere(now)
    const column = `todos.${columnName(field)}`
    const rows = await reader.all(
      `select distinct substr(${column}, 17) as zone from members cross join lists cross join todos
      where lists.key = members.list and todos.list = members.list and ${sight}
      and ${column} >= $${params.length + 1} and ${column} < $${params.length + 2} and length(${column}) > 10`,
      [...params, from, below],
    )
    for (const row of rows) zones.add((row['zone'] as string).slice(1, -1))
  }
  return [...zones]
}

/** Each field is asked for once, as within a query all are asked of one moment. */
const distinctPasts = (test: TodoQuery['test']) =>
  test ? [...new Map(pastsOf(test).map((past) => [past.field, past])).values()] : []

/**
 * SQLite runs in the thread of the server. So a walk along whole lists takes its rows one by one, with turns of the
 * event loop in between: the first ones, or those that come first among all.
 */
async function walk(
  reader: Reader,
  dialect: Dialect,
  { query, deadline }: Omit<Search, 'by'>,
  { lists, facts }: { lists: readonly Row[]; facts: Facts },
): Promise<Row[]> {
  const { columns, backwards = false } = orders[query.sort]
  const isInOrder = isWalked(query)
  const compare = (a: Row, b: Row) => (backwards ? compareBy(columns, b, a) : compareBy(columns, a, b))
  let found: Row[] = []
  let last: Row | undefined
  const cut = () => {
    found = found.toSorted(compare).slice(0, query.limit)
    last = found.length === query.limit ? found.at(-1) : undefined
  }
  const take = (row: Row): boolean => {
    if (performance.now() > deadline) throw new StoreError('busy', 'the walk takes too long')
    if (row['is_wanted'] !== 1) return true
    // In an order of the index, all that follow in this list are behind as well.
    if (last && compare(row, last) >= 0) return !isInOrder
    found.push(row)
    if (found.length >= 2 * query.limit || (isInOrder && found.length === query.limit)) cut()
    return true
  }
  const isByList = columns[0] === 'list'
  const place = isByList && query.after ? lists.findIndex(({ id }) => id === query.after?.[0]) : 0
  for (const [index, row] of lists.entries()) {
    if (index < place) continue
    const after = isByList ? (index === place ? query.after?.slice(1) : undefined) : query.after
    const { sql, params } = walkSql(dialect, query, { key: Number(row['list']), after }, facts)
    await reader.walk(sql, params, take)
    cut()
    if (last && isByList) break
  }
  const ids = dialect.array(found.map((row) => row['id'] as string))
  const rows = await reader.all(`${selectTodos} where ${dialect.isIn('todos.id', 1)}`, [ids])
  return rows.toSorted(compare)
}

function compareBy(columns: readonly string[], a: Row, b: Row): number {
  for (const column of columns) {
    const [left, right] = [a[column] as string | number, b[column] as string | number]
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/**
 * Brings the index of these lists up, as far as the time goes.
 * @throws AppError `query_too_slow`, with how far the index has come and when to try again
 */
async function bringUp(driver: Driver, lists: readonly string[], deadline: number): Promise<void> {
  const begun = performance.now()
  const before = await progressOf(driver, lists)
  for (const list of lists) {
    for (let step: Step = 'more'; step !== 'done';) {
      step = await indexStep(driver, list, true)
      if (performance.now() > deadline) throw tooSlow(before, await progressOf(driver, lists), begun)
      if (step !== 'done') await Bun.sleep(step === 'taken' ? serverLimits.pruneStepMs : 0)
    }
  }
}

interface Progress {
  indexed: number
  all: number
}

/** It counts the versions of the lists, and those that the index has. */
async function progressOf({ all, dialect }: Driver, lists: readonly string[]): Promise<Progress> {
  const [row] = await all(
    `select sum(spaces.version) as versions, sum(coalesce(texts_at.version, 0)) as indexed
    from spaces left join texts_at on texts_at.list = spaces.key where ${dialect.isIn('spaces.id', 1)}`,
    [dialect.array(lists)],
  )
  return { indexed: Number(row?.['indexed'] ?? 0), all: Number(row?.['versions'] ?? 0) }
}

function tooSlow(before: Progress, { indexed, all }: Progress, begun: number): AppError {
  const perMs = Math.max(1, indexed - before.indexed) / Math.max(1, performance.now() - begun)
  // The indexer goes on with its share of the time until then.
  const seconds = Math.ceil((all - indexed) / (perMs * serverLimits.indexShare) / 1_000)
  return new AppError('query_too_slow', {
    params: { indexed: Math.floor((100 * indexed) / Math.max(1, all)) },
    retryAfter: Math.min(Math.max(1, seconds), serverLimits.searchRetryMaxSeconds),
  })
}

/**
 * What the index is asked for; undefined where so many have it that walking along the lists finds enough of them
 * sooner.
 */
async function hitsOf(
  reader: Reader,
  dialect: Dialect,
  { test }: TodoQuery,
  lists: readonly Row[],
): Promise<string | undefined> {
  const wish = test && wishOf(test)
  if (!wish || lists.length === 0 || lists.length * countOf(wish, 1) > filterLimits.indexWordsMax)
    return undefined
  const keys = lists.map((row) => Number(row['list']))
  const parts = partsOf(wish)
  // Words of before are still being gathered there.
  if (parts.length > 0 && lists.some((row) => row['words_to'] !== null && row['texts_at'] !== null))
    return undefined
  for (const part of parts) {
    const words = await wordsWith(reader, dialect, part.text, keys)
    if (!words) return undefined
    part.words = words
  }
  const count = countOf(wish, lists.length)
  if (count > filterLimits.indexWordsMax) return undefined
  const text = wishText(wish, keys, dialect)
  const isOne = countOf(wish, 1) === 1 && parts.length === 0
  const hitsMax = isOne ? filterLimits.hitsOfOneMax : filterLimits.hitsOfSeveralMax
  const [found] = await reader.all(
    `select count(*) as count from (${indexSql(dialect, 1)} limit ${hitsMax + 1}) as hits`,
    [text],
  )
  return Number(found?.['count']) > hitsMax ? undefined : text
}

/** The words of these lists that have the part in them, or may have it; undefined where there are too many. */
async function wordsWith(
  reader: Reader,
  dialect: Dialect,
  part: string,
  lists: readonly number[],
): Promise<Map<number, string[]> | undefined> {
  const words = new Map<number, string[]>(lists.map((list) => [list, []]))
  let count = 0
  // SQLite gives a row now and then that is not wanted, so that others have a turn.
  const isSqlite = dialect.engine === 'sqlite'
  const isPassed = isSqlite ? 'or (random() & 255) = 0' : ''
  const most = isSqlite ? '' : `limit ${filterLimits.indexWordsMax + 1}`
  await reader.walk(
    `select list, word from words where ${dialect.isIn('list', 1, 'integer')}
    and (${dialect.holds('word', 2)} or length(word) >= ${wordLengthMax} ${isPassed}) ${most}`,
    [dialect.array(lists), part],
    ({ list, word }) => {
      if (!String(word).includes(part) && !wasCut(String(word))) return true
      words.get(Number(list))?.push(String(word))
      return ++count <= filterLimits.indexWordsMax
    },
  )
  return count > filterLimits.indexWordsMax ? undefined : words
}
