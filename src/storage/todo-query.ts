/** The statements for pages of todos, by filters and in an order. */
import type { Sort, TodoQuery } from '../core/ports/rows.ts'
import type { Sight } from '../model/access.ts'
import { spellings } from '../model/spellings.ts'
import type { Dialect, Value } from './driver.ts'
import { dueRangesOf, testSql, type Facts, type Fresh } from './filter-sql.ts'
import { indexed } from './texts.ts'
import { todoColumns } from './todo-rows.ts'

/**
 * With `isRanked` the page has only todos with a priority, which an index has in the order of it; with `isUndated` only
 * todos without a due date.
 */
export interface PageQuery extends TodoQuery {
  isRanked?: boolean
  isUndated?: boolean
}

export interface Sql {
  sql: string
  params: Value[]
}

/** The columns of each order; `backwards`: the largest first; `isWalked`: an index has each list in it. */
export const orders: Record<Sort, { columns: string[]; backwards?: boolean; isWalked?: boolean }> = {
  position: { columns: ['list', 'position', 'id'], isWalked: true },
  number: { columns: ['list', 'number'], isWalked: true },
  due: { columns: ['due', 'id'], isWalked: true },
  priority: { columns: ['priority', 'created_at', 'id'], backwards: true },
  created: { columns: ['created_at', 'id'], backwards: true },
  updated: { columns: ['updated_at', 'id'], backwards: true },
}

/** The statement for a page: the lists are walked along in their order until it is full. */
export function pageSql(dialect: Dialect, by: Sight, query: PageQuery, facts: Facts): Sql {
  const params: Value[] = []
  const bind = (value: Value) => params.push(value)
  const sight = ofSight(dialect, by, query, bind)
  const { columns, backwards } = orders[query.sort]
  const wanted = [...placesOf(dialect, query, bind, columns), ...wantedOf(dialect, query, bind, facts)]
  const orderOf = (names: string[]) =>
    names.map((name) => `${columnOf(name)}${backwards ? ' desc' : ''}`).join(', ')
  const limit = `limit $${bind(query.limit)}`
  const lists = 'lists on lists.key = members.list'
  let from = `members join ${lists} join todos on todos.list = members.list where ${[...sight, ...wanted].join(' and ')}`
  if (dialect.engine === 'postgres') {
    // It can't tell how many there are of what, and must not try: each list is read in its order.
    const ofList = `${wanted.join(' and ')} order by ${orderOf(columns.filter((name) => name !== 'list'))} ${limit}`
    from = `(select account, list from members where account = (select key from accounts where id = $${bind(by.id)}) order by list) members
      join ${lists} cross join lateral (select ${todoColumns} from todos where todos.list = members.list and ${ofList}) todos
      where ${sight.join(' and ')}`
  }
  const sql = `select ${todoColumns}, lists.id as list_id from ${from} order by ${orderOf(columns)} ${limit}`
  return { sql, params }
}

/**
 * The statement for a page of those that the index gives, each of which is looked up.
 * @param hits - what it is asked for, in lists that the caller sees
 */
export function hitsSql(dialect: Dialect, query: TodoQuery, hits: string, facts: Facts): Sql {
  const params: Value[] = []
  const bind = (value: Value) => params.push(value)
  const given = `${indexSql(dialect, bind(hits))}${freshSql(dialect, facts.tail, bind)}`
  const { columns, backwards } = orders[query.sort]
  const wanted = [
    ...placesOf(dialect, query, bind, columns, 'todos.list'),
    ...wantedOf(dialect, query, bind, { ...facts, isIndexed: true }),
  ].join(' and ')
  const place = 'todos.list = hits.list and todos.number = hits.number'
  // PostgreSQL must not take another way: it can't tell how many there are.
  const found =
    dialect.engine === 'sqlite'
      ? `todos on ${place} where ${wanted}`
      : `lateral (select ${todoColumns} from todos where ${place} offset 0) todos where ${wanted}`
  const order = columns.map((name) => `todos.${name}${backwards ? ' desc' : ''}`).join(', ')
  const sql = `with hits as materialized (${given})
    select ${todoColumns}, (select id from lists where key = todos.list) as list_id
    from hits cross join ${found} order by ${order} limit $${bind(query.limit)}`
  return { sql, params }
}

/** Whether an index has each list in the order. */
export const isWalked = ({ sort, deleted, isRanked = false }: PageQuery): boolean =>
  // Those in the trash and the others have an index each.
  sort === 'position' ? deleted !== undefined : (orders[sort].isWalked ?? isRanked)

const columnOf = (name: string, list = 'members.list'): string => (name === 'list' ? list : `todos.${name}`)

/** Conditions on a todo that its indexes know of; one at least. */
function placesOf(
  dialect: Dialect,
  query: PageQuery,
  bind: (value: Value) => number,
  columns: readonly string[],
  list?: string,
): string[] {
  const conditions = [
    query.deleted === undefined ? '1 = 1' : `todos.deleted_at is ${query.deleted ? 'not' : ''} null`,
  ]
  if (query.among) conditions.push(dialect.isIn('todos.id', bind(dialect.array(query.among))))
  if (query.dueFrom) conditions.push(`todos.due >= $${bind(query.dueFrom)}`)
  // Behind every time of that day, before the next day.
  if (query.dueTo) conditions.push(`todos.due < $${bind(`${query.dueTo}~`)}`)
  if (query.isRanked) conditions.push('todos.priority > 0')
  if (query.isUndated) conditions.push('todos.due is null')
  if (query.sort === 'due') {
    conditions.push('todos.due is not null')
    // The filter says it as well, but the index is to begin and end there.
    for (const { from, below } of query.test ? dueRangesOf(query.test) : []) {
      if (from !== undefined) conditions.push(`todos.due >= $${bind(from)}`)
      if (below !== undefined) conditions.push(`todos.due < $${bind(below)}`)
    }
  }
  if (query.after) {
    const { backwards } = orders[query.sort]
    // Within one list the place begins behind it: only then an index is entered there, and not walked along up to it.
    const isWithin = columns[0] === 'list' && query.after[0] === query.list
    const names = isWithin ? columns.slice(1) : columns
    const values = (isWithin ? query.after.slice(1) : query.after).map((value, index) => {
      if (names[index] === 'list') return `(select key from lists where id = $${bind(value)})`
      return typeof value === 'number' ? dialect.number(bind(value)) : `$${bind(value)}`
    })
    conditions.push(
      `(${names.map((name) => columnOf(name, list)).join(', ')}) ${backwards ? '<' : '>'} (${values.join(', ')})`,
    )
  }
  return conditions
}

/** The others. */
function wantedOf(
  dialect: Dialect,
  { finished, label, test }: TodoQuery,
  bind: (value: Value) => number,
  facts: Facts,
): string[] {
  const conditions: string[] = []
  if (finished !== undefined) conditions.push(`todos.finished_at is ${finished ? 'not' : ''} null`)
  if (label !== undefined) conditions.push(labelSql(dialect, label, bind))
  if (test) conditions.push(testSql(test, dialect, bind, facts))
  return conditions
}

function labelSql(dialect: Dialect, label: string, bind: (value: Value) => number): string {
  const all = spellings(label).map((each) => dialect.arrayHas('todos.labels', bind(each)))
  return `(${all.join(' or ')})`
}

/** One in so many todos is a row of a walk whether it is wanted or not, so that who walks is asked now and then. */
const walkedBetween = 256

/**
 * The keys of a list's todos that are wanted, and now and then of another one, in the order asked for if an index has
 * it.
 */
export function walkSql(
  dialect: Dialect,
  query: PageQuery,
  { key, after }: { key: number; after: TodoQuery['after'] },
  facts: Facts,
): Sql {
  const params: Value[] = []
  const bind = (value: Value) => params.push(value)
  const at = `$${bind(key)}`
  const { columns, backwards } = orders[query.sort]
  const own = columns.filter((name) => name !== 'list')
  const places = placesOf(dialect, { ...query, after }, bind, own)
  const wanted = wantedOf(dialect, query, bind, facts).join(' and ') || '1 = 1'
  const isPassed = `todos.number % ${walkedBetween} = 0`
  const sql = `select todos.id, todos.list, ${own.map((name) => `todos.${name}`).join(', ')},
    case when ${isPassed} then ${wanted} else 1 end as is_wanted
    from lists cross join todos on todos.list = lists.key
    where lists.key = ${at} and ${places.join(' and ')} and (${isPassed} or (${wanted}))
    ${isWalked(query) ? `order by ${own.map((name) => `todos.${name}${backwards ? ' desc' : ''}`).join(', ')}` : ''}`
  return { sql, params }
}

/** Conditions on the lists: those of the caller, few, so that each is read in the order of its index. */
export function ofSight(
  dialect: Dialect,
  by: Sight,
  { list }: TodoQuery,
  bind: (value: Value) => number,
): string[] {
  const conditions = [`members.account = (select key from accounts where id = $${bind(by.id)})`]
  if (by.credential?.lists)
    conditions.push(dialect.isIn('lists.id', bind(dialect.array(by.credential.lists))))
  // The todos of a list in the trash are in the trash with it.
  conditions.push(
    list ? `members.list = (select key from lists where id = $${bind(list)})` : 'lists.deleted_at is null',
  )
  return conditions
}

export const indexSql = ({ engine }: Dialect, parameter: number): string =>
  engine === 'sqlite'
    ? `select ${indexed} from text_index where text_index match $${parameter}`
    : `select list, number from texts where tokens @@ $${parameter}::text::tsquery`

/** Those that the index has no say in are candidates as well. */
const freshSql = ({ isIn, array }: Dialect, tail: readonly Fresh[], bind: (value: Value) => number): string =>
  tail.length === 0
    ? ''
    : ` union select list, number from todos where ${isIn('id', bind(array(tail.map(({ id }) => id))))}`
