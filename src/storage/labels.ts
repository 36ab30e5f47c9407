/** These statements count labels, which are words in a column of todos. */
import type { LabelReads } from '../core/ports/label-store.ts'
import { StoreError } from '../core/ports/store.ts'
import type { Role, Sight } from '../model/access.ts'
import { AppError } from '../model/errors.ts'
import { spellings } from '../model/spellings.ts'
import type { Driver, Row, Value } from './driver.ts'

export function createLabelReads(driver: Driver): LabelReads {
  const { dialect } = driver
  /** The live todos of the lists that are not in the trash, as far as the caller sees them. */
  const seen = ({ id, credential }: Sight, params: Value[]): string => {
    const own = `members.account = (select key from accounts where id = $${params.push(id)})
      and lists.deleted_at is null and todos.deleted_at is null and todos.labels <> '[]'`
    if (!credential?.lists) return own
    return `${own} and ${dialect.isIn('lists.id', params.push(dialect.array(credential.lists)))}`
  }
  const from = 'members join lists on lists.key = members.list join todos on todos.list = members.list'
  return {
    async labels(by, { after, limit }) {
      const params: Value[] = []
      const name = `word.value ${dialect.byCodeUnit}`
      const conditions = seen(by, params)
      const more = after === undefined ? '' : `and ${name} > $${params.push(after)}`
      const rows = await walked(
        driver,
        `select word.value as name, count(*) as todos, count(*) - count(todos.finished_at) as unfinished
          from ${from} cross join ${dialect.elementsOf('todos.labels')} word
          where ${conditions} ${more} group by ${name}, word.value order by ${name} limit $${params.push(limit)}`,
        params,
      )
      return rows.map((row) => ({
        name: row['name'] as string,
        todos: Number(row['todos']),
        unfinished: Number(row['unfinished']),
      }))
    },
    async labelLists(by, label) {
      const params: Value[] = []
      const conditions = seen(by, params)
      const has = spellings(label).map((each) => dialect.arrayHas('todos.labels', params.push(each)))
      const rows = await walked(
        driver,
        `select found.id, found.name, found.role, found.todos, (select count(*) from members where members.list = found.key) as members from (
          select lists.key, lists.id, lists.name, members.role, count(*) as todos from ${from}
          where ${conditions} and (${has.join(' or ')}) group by lists.key, lists.id, lists.name, members.role
        ) found order by found.id`,
        params,
      )
      return rows.map((row) => ({
        id: row['id'] as string,
        name: row['name'] as string,
        role: row['role'] as Role,
        members: Number(row['members']),
        todos: Number(row['todos']),
      }))
    },
  }
}

/** @throws AppError `query_too_slow` where it took longer than a statement may: nothing is locked by reading */
async function walked(driver: Driver, sql: string, params: Value[]): Promise<Row[]> {
  try {
    return await driver.scan(sql, params)
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'busy')
      throw new AppError('query_too_slow', { cause: error })
    throw error
  }
}
