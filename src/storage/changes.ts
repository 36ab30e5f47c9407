/** What the feed reads: the versions of spaces, and what changed in one since a version. */
import type { Reads } from '../core/ports/store.ts'
import { noRows, type Changes, type SpaceVersions } from '../core/ports/rows.ts'
import { rowKinds, type RowKind, type RowName } from '../model/row-kinds.ts'
import { serverLimits } from '../model/server-limits.ts'
import { withTable, type Driver, type Row } from './driver.ts'
import { rowToDigest } from './spaces.ts'
import { storedKinds } from './row-kinds.ts'
import type { StoredKind } from './stored-kind.ts'

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
    const [first, ...others] = isAccount ? ofAccounts() : ofLists()
    // One statement for the space and the rows of one kind, so that they are of one moment.
    const rows = await scan(withSpaceSql(storedKinds[first], limit), params)
    const space = rows.find((row) => row['space_version'] !== null)
    if (!space) return undefined
    const state = stateOf(space)
    const changes: Changes = { ...state, ...noRows(), gone: [] }
    const put = (name: RowName, found: Row[]) => {
      const { read: toRow } = storedKinds[name]
      const kept = found.map((row) => toRow(row, id)).toSorted(byVersion)
      changes[name] = kept as never[]
      return kept
    }
    put(
      first,
      rows.filter((row) => row['id'] !== null),
    )
    for (const name of others) {
      const found = put(name, await scan(storedKinds[name].changed(limit), params))
      if ((found.at(-1)?.version ?? 0) > state.version) return 'torn'
    }
    // Read last, so that a row that another statement missed as it had just left is among these.
    const gone = await scan(
      `select id, version from departures where space = $1 and version > $2 order by version, id limit ${limit}`,
      params,
    )
    changes.gone = gone.map(rowToGone)
    return (changes.gone.at(-1)?.version ?? 0) > state.version ? 'torn' : changes
  }
}

/** The kinds in a space, of which one can have many rows in it: that one first. */
const ofAccounts = () => kindsIn('account', 'members')
const ofLists = () => kindsIn('list', 'todos')

function kindsIn(space: RowKind['in'], first: RowName): [RowName, ...RowName[]] {
  const others = rowKinds.filter((kind) => kind.in === space && kind.name !== first)
  return [first, ...others.map(({ name }) => name)]
}

/** The space has a row of its own: beside each todo its values would be made and thrown away once more. */
const withSpaceSql = ({ columns, changed }: StoredKind, limit: number) => {
  const none = (names: string) => names.replaceAll(/\w+/g, 'null as $&')
  const ofSpace = 'space_version, digest, digest_at, floor, members_at'
  return `select spaces.version as space_version, spaces.digest, spaces.digest_at, spaces.floor, lists.members_at, ${none(columns)}
  from spaces left join lists on lists.key = spaces.key where spaces.key = $1
  union all select ${none(ofSpace)}, ${withTable('changed', columns)} from (${changed(limit)}) changed`
}

const stateOf = (row: Row): Pick<Changes, 'version' | 'digest' | 'floor' | 'membersAt'> => ({
  version: Number(row['space_version']),
  digest: rowToDigest({ ...row, version: row['space_version'] }),
  floor: Number(row['floor']),
  // Null of an account's space.
  membersAt: Number(row['members_at']),
})

const byVersion = (a: { version: number }, b: { version: number }): number => a.version - b.version

const rowToGone = (row: Row) => ({ id: row['id'] as string, version: Number(row['version']) })
