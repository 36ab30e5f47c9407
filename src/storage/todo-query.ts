/** Pages of todos, by filters and in an order: which way the database goes to them. */
import type { Sort, TodoQuery } from '../core/store.ts'
import type { Sight } from '../model/access.ts'
import { filterLimits } from '../model/filter/limits.ts'
import type { Dialect, Driver, Value } from './driver.ts'
import { countOf, testSql, wishOf, wishText, type Wish } from './filter-sql.ts'
import { indexed } from './texts.ts'

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

/**
 * The statement for a page. Where a filter wants words or labels that few todos have, those are taken from the index; else
 * the lists are walked along in their order until the page is full.
 */
export async function todosSql(driver: Driver, by: Sight, query: TodoQuery): Promise<Sql> {
  const { dialect } = driver
  const wish = query.test && wishOf(query.test)
  const hits = wish && (await hitsOf(driver, by, query, wish))
  const params: Value[] = []
  const bind = (value: Value) => params.push(value)
  const known = hits && `with hits as materialized (${hitsSql(dialect, bind(hits))})`
  const sight = ofSight(dialect, by, query, bind)
  const wanted = wantedOf(dialect, query, bind)
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
function wantedOf(dialect: Dialect, query: TodoQuery, bind: (value: Value) => number): string[] {
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
  if (query.test) conditions.push(testSql(query.test, dialect, bind))
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
async function hitsOf(driver: Driver, by: Sight, query: TodoQuery, wish: Wish): Promise<string | undefined> {
  const { dialect } = driver
  const params: Value[] = []
  const rows = await driver.all(
    `select members.list from members join lists on lists.key = members.list
    where ${ofSight(dialect, by, query, (value) => params.push(value)).join(' and ')}`,
    params,
  )
  if (rows.length === 0 || rows.length * countOf(wish) > filterLimits.indexWordsMax) return undefined
  const text = wishText(
    wish,
    rows.map((row) => Number(row['list'])),
    dialect,
  )
  const hitsMax = countOf(wish) === 1 ? filterLimits.hitsOfOneMax : filterLimits.hitsOfSeveralMax
  const [found] = await driver.all(
    `select count(*) as count from (${hitsSql(dialect, 1)} limit ${hitsMax + 1}) as hits`,
    [text],
  )
  return Number(found?.['count']) > hitsMax ? undefined : text
}

const hitsSql = ({ engine }: Dialect, parameter: number): string =>
  engine === 'sqlite'
    ? `select ${indexed} from text_index where text_index match $${parameter}`
    : `select list, number from texts where tokens @@ $${parameter}::text::tsquery`
