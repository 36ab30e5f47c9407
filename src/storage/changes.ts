/** What the feed reads: the versions of spaces, and what changed in one since a version. */
import type { Reads } from '../core/ports/store.ts'
import type { Changes, SpaceVersions } from '../core/ports/rows.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Membership } from '../model/list.ts'
import { columnsOf, withTable, type Driver, type Row } from './driver.ts'
import { rowToDigest } from './spaces.ts'
import { lists as listsTable, rowToList } from './tables.ts'
import { rowToTodoOf, todoColumns, todos as todosTable } from './todo-rows.ts'
import { rowToFilter, selectFilters } from './filters.ts'

type FeedReads = Pick<Reads, 'versions' | 'changes'>

interface SpaceKey {
  key: number
  isAccount: boolean
}

export function createFeedReads({ dialect, all, scan }: Driver): FeedReads {
  /** Neither its key nor its kind ever changes. */
  const keys = new Map<string, SpaceKey>()

  async function keyOf(id: string): Promise<SpaceKey | undefined> {
    const known = keys.get(id)
    if (known) return known
    const [row] = await all(
      'select spaces.key, accounts.key as account from spaces left join accounts on accounts.key = spaces.key where spaces.id = $1',
      [id],
    )
    if (!row) return undefined
    const found = { key: Number(row['key']), isAccount: row['account'] !== null }
    if (keys.size < serverLimits.spaceKeysKept) keys.set(id, found)
    return found
  }

  return {
    async versions(spaces) {
      const rows = await all(`select id, version from spaces where ${dialect.isIn('id', 1)}`, [
        dialect.array(spaces),
      ])
      return Object.fromEntries(
        rows.map((row) => [row['id'], Number(row['version'])]),
      ) as unknown as SpaceVersions
    },
    async changes(id, since, limit) {
      const space = await keyOf(id)
      if (!space) return undefined
      for (;;) {
        const changes = await read(id, space, since, limit)
        if (changes !== 'torn') return changes
      }
    },
  }

  /** What can change between the statements is seen by its version: then it is read once more. */
  async function read(
    id: string,
    { key, isAccount }: SpaceKey,
    since: number,
    limit: number,
  ): Promise<Changes | undefined | 'torn'> {
    const params = [key, since]
    // One statement for the space and its rows, so that they are of one moment.
    const rows = await scan(isAccount ? listsSql(limit) : todosSql(limit), params)
    const [first] = rows
    if (!first) return undefined
    // These are never changed, so what the later statement finds of that moment is complete.
    const gone = await scan(
      `select id, version from departures where space = $1 and version > $2 order by version, id limit ${limit}`,
      params,
    )
    const state = stateOf(first)
    const changes: Changes = {
      ...state,
      list: undefined,
      todos: [],
      lists: [],
      filters: [],
      gone: gone.map(rowToGone),
      membersAt: 0,
    }
    const changed = rows.filter((row) => row['id'] !== null)
    if (isAccount) {
      const filters = (await scan(filtersSql(limit), params)).map(rowToFilter)
      if (filters.some(({ version }) => version > state.version)) return 'torn'
      return { ...changes, lists: changed.map(rowToMembership).toSorted(byVersion), filters }
    }
    const [listRow] = await scan(listSql, [key])
    const list = rowToList(listRow as Row)
    const membersAt = Number(listRow?.['members_at'])
    if (list.version > state.version) return 'torn'
    const todos = changed.map((row) => rowToTodoOf(id, row))
    return { ...changes, membersAt, ...(list.version > since && { list }), todos: todos.toSorted(byVersion) }
  }
}

const spaceColumns = 'spaces.version as space_version, spaces.digest, spaces.digest_at, spaces.floor'

const listSql = `select ${columnsOf(listsTable)}, lists.members_at from lists where key = $1`

const todosSql = (limit: number) => `select ${spaceColumns}, ${columnsOf(todosTable, 'changed')}
  from spaces left join (
    select ${todoColumns} from todos where list = $1 and version > $2 order by version limit ${limit}
  ) changed on changed.list = spaces.key where spaces.key = $1`

const listsSql = (
  limit: number,
) => `select ${spaceColumns}, ${withTable('changed', 'id, role, version')} from spaces left join (
    select lists.id, members.role, members.version, members.account from members join lists on lists.key = members.list
    where members.account = $1 and members.version > $2 order by members.version limit ${limit}
  ) changed on changed.account = spaces.key where spaces.key = $1`

const filtersSql = (limit: number) =>
  `${selectFilters} where account = $1 and version > $2 order by version limit ${limit}`

const stateOf = (row: Row): Pick<Changes, 'version' | 'digest' | 'floor'> => ({
  version: Number(row['space_version']),
  digest: rowToDigest({ ...row, version: row['space_version'] }),
  floor: Number(row['floor']),
})

const byVersion = (a: { version: number }, b: { version: number }): number => a.version - b.version

const rowToMembership = (row: Row): Membership => ({
  id: row['id'] as string,
  role: row['role'] as Membership['role'],
  version: Number(row['version']),
})

const rowToGone = (row: Row) => ({ id: row['id'] as string, version: Number(row['version']) })
