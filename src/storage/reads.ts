/** What is read outside a transaction: one statement for each question. */
import type { Reads, Sort, TodoQuery } from '../core/store.ts'
import type { Driver, Value } from './driver.ts'
import { rowToAccount, rowToLine, rowToList, rowToTodo } from './tables.ts'

const orders: Record<Sort, string[]> = {
  position: ['list', 'position', 'id'],
  number: ['list', 'number'],
  due: ['due', 'id'],
}

export function createReads(driver: Driver): Reads {
  const first = async (sql: string, params: Value[]) => (await driver.all(sql, params))[0]
  return {
    async account(name) {
      const row = await first('select id, name, default_list from accounts where name = $1', [name])
      return row && rowToAccount(row)
    },
    async list(account, id) {
      const row = await first(
        'select lists.* from lists join members on members.list = lists.id where lists.id = $1 and members.account = $2',
        [id, account],
      )
      return row && rowToList(row)
    },
    async lists(account, { deleted, after, limit }) {
      const sql = `select lists.* from members join lists on lists.id = members.list where members.account = $1
        and lists.deleted_at is ${deleted ? 'not' : ''} null ${after ? 'and members.list > $3' : ''} order by members.list limit $2`
      return (await driver.all(sql, after ? [account, limit, after] : [account, limit])).map(rowToList)
    },
    async todo(account, id) {
      const row = await first(
        'select todos.* from todos join members on members.list = todos.list where todos.id = $1 and members.account = $2',
        [id, account],
      )
      return row && rowToTodo(row)
    },
    async todos(account, query) {
      const { sql, params } = todosSql(driver, account, query)
      return (await driver.all(sql, params)).map(rowToTodo)
    },
    async versionOf(account, list) {
      if (list === undefined) {
        const row = await first(
          `select max(own.version) as own, sum(spaces.version) as all_lists from members
          join spaces on spaces.id = members.list join spaces own on own.id = members.account where members.account = $1`,
          [account],
        )
        return `${row?.['own']}.${row?.['all_lists']}`
      }
      const row = await first(
        'select spaces.version from members join spaces on spaces.id = members.list where members.account = $1 and members.list = $2',
        [account, list],
      )
      return row && String(row['version'])
    },
    async lines(list, after, limit) {
      const rows = await driver.all(
        `select number, name, finished_at from todos where list = $1 and number > $2 and deleted_at is null order by number limit ${limit}`,
        [list, after],
      )
      return rows.map(rowToLine)
    },
    async line(list, number) {
      const row = await first(
        'select number, name, finished_at from todos where list = $1 and number = $2 and deleted_at is null',
        [list, number],
      )
      return row && rowToLine(row)
    },
    async count(list) {
      return Number((await first('select count(*) as count from todos where list = $1', [list]))?.['count'])
    },
    async ping() {
      await driver.all('select version from spaces limit 1', [])
    },
  }
}

function todosSql({ dialect }: Driver, account: string, query: TodoQuery): { sql: string; params: Value[] } {
  const params: Value[] = []
  const bind = (value: Value) => params.push(value)
  // Driven by the few lists of the account, so that each is read in the order of its index.
  const conditions = [`members.account = $${bind(account)}`]
  if (query.list) conditions.push(`members.list = $${bind(query.list)}`)
  conditions.push(`todos.deleted_at is ${query.deleted ? 'not' : ''} null`)
  // The todos of a list in the trash are in the trash with it.
  if (!query.list)
    conditions.push('exists (select 1 from lists where lists.id = members.list and lists.deleted_at is null)')
  if (query.finished !== undefined)
    conditions.push(`todos.finished_at is ${query.finished ? 'not' : ''} null`)
  if (query.dueFrom) conditions.push(`todos.due >= $${bind(query.dueFrom)}`)
  // Behind every time of that day, before the next day.
  if (query.dueTo) conditions.push(`todos.due < $${bind(`${query.dueTo}~`)}`)
  if (query.sort === 'due') conditions.push('todos.due is not null')
  if (query.label !== undefined) conditions.push(dialect.arrayHas('todos.labels', bind(query.label)))
  if (query.q) {
    const pattern = bind(`%${query.q.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`)
    conditions.push(
      `(${dialect.contains('todos.name', pattern)} or ${dialect.contains('todos.notes', pattern)})`,
    )
  }
  const columns = orders[query.sort].map((name) => (name === 'list' ? 'members.list' : `todos.${name}`))
  if (query.after) {
    conditions.push(`(${columns.join(', ')}) > (${query.after.map((value) => `$${bind(value)}`).join(', ')})`)
  }
  const sql = `select todos.* from members join todos on todos.list = members.list
    where ${conditions.join(' and ')} order by ${columns.join(', ')} limit $${bind(query.limit)}`
  return { sql, params }
}
