/** The journal read as a history: by the index of each list's versions, newest first. */
import type { ChangeRow, Gesture, HistoryReads, HistoryRow, Place } from '../core/ports/history-store.ts'
import type { KeyKind, Role, Sight } from '../model/access.ts'
import type { Driver, Row, Value } from './driver.ts'
import { readJson } from './damage.ts'
import { rowToHistory } from './journal.ts'

/** The answer that is kept beside a row is not read. */
const columns = [
  'version',
  'time',
  'type',
  'subject',
  'changes',
  'credential',
  'undoes',
  'visit',
  'done_at',
  'gesture',
]
  .map((column) => `journal.${column}`)
  .join(', ')

const selectEntries = `select ${columns}, accounts.id as account_id, accounts.name as account_name,
    coalesce(credentials.kind, former.kind) as key_kind, coalesce(credentials.name, former.name) as key_name,
    coalesce(todos.name, lists.name) as subject_name
  from journal join accounts on accounts.key = journal.account
  left join credentials on credentials.id = journal.credential
  left join former_credentials former on former.id = journal.credential
  left join todos on todos.id = journal.subject and todos.list = journal.space
  left join lists on lists.id = journal.subject and lists.key = journal.space`

/** These are the rows of a gesture ($2) of an account ($1) that a caller ($3) sees. */
function ofGesture({ array, isIn }: Driver['dialect'], by: Sight, { account, id }: Gesture) {
  const params: Value[] = [account, id, by.id]
  const only = by.credential?.lists
  const among = only ? `and ${isIn('own.id', params.push(array(only)))}` : ''
  const where = `journal.account = (select key from accounts where id = $1) and journal.gesture = $2
    and journal.changes <> '{}' and exists (select 1 from members join spaces own on own.key = members.list
      where members.list = journal.space and members.since <= journal.version ${among}
      and members.account = (select key from accounts where id = $3))`
  return { where, params }
}

export function createHistoryReads({ dialect, all }: Driver): HistoryReads {
  return {
    async historyHeads(by, list, after) {
      const { sql, params } = headsSql(dialect, by, list, after)
      return (await all(sql, params)).map((row) => ({
        list: row['id'] as string,
        version: Number(row['version']),
        time: Number(row['time']),
      }))
    },
    async historyOf(by, { list, version }, limit) {
      if (by.credential?.lists?.includes(list) === false) return []
      // The membership as a value, so that the index is walked in its order and no further than the limit.
      const member = `from members where members.list = (select key from lists where id = $1)
        and members.account = (select key from accounts where id = $2)`
      const sql = `${selectEntries} where journal.space = (select members.list ${member}) and journal.version <= $3
        and journal.version >= (select members.since ${member}) and journal.changes <> '{}'
        order by journal.version desc limit ${limit}`
      return (await all(sql, [list, by.id, version])).map((row) => rowToEntry({ ...row, space_id: list }))
    },
    async entriesAfter(by, { list, version }, limit) {
      if (by.credential?.lists?.includes(list) === false) return []
      const member = `from members where members.list = (select key from lists where id = $1)
        and members.account = (select key from accounts where id = $2)`
      const sql = `select version, type, subject, changes from journal where space = (select members.list ${member})
        and version > $3 and version >= (select members.since ${member}) and changes <> '{}'
        order by version limit ${limit}`
      return (await all(sql, [list, by.id, version])).map((row) => ({
        space: list,
        version: Number(row['version']),
        type: row['type'] as string,
        subject: row['subject'] as string,
        changes: readJson<ChangeRow['changes']>(row['changes']),
      }))
    },
    async gestureOf(by, gesture, after, limit) {
      const { where, params } = ofGesture(dialect, by, gesture)
      let behind = ''
      if (after) {
        const [time, list, version] = [after.time, after.list, after.version].map(
          (each) => `$${params.push(each)}`,
        )
        behind = `and (journal.time < ${time} or (journal.time = ${time} and (spaces.id > ${list}
          or (spaces.id = ${list} and journal.version < ${version}))))`
      }
      const sql = `${selectEntries.replace('select ', 'select spaces.id as space_id, ')}
        join spaces on spaces.key = journal.space where ${where} ${behind}
        order by journal.time desc, spaces.id, journal.version desc limit ${limit}`
      return (await all(sql, params)).map(rowToEntry)
    },
    async countGesture(by, gesture) {
      const { where, params } = ofGesture(dialect, by, gesture)
      const [row] = await all(`select count(*) as count from journal where ${where}`, params)
      return Number(row?.['count'])
    },
    namesOf: readNames({ dialect, all }),
    async roleIn(by, list) {
      if (by.credential?.lists?.includes(list) === false) return undefined
      const [row] = await all(
        `select members.role from lists join members on members.list = lists.key
        join accounts on accounts.key = members.account where lists.id = $1 and accounts.id = $2`,
        [list, by.id],
      )
      return row?.['role'] as Role | undefined
    },
  }
}

/** Reads what things of entries are called now. */
const readNames =
  ({ dialect: { array, isIn }, all }: Pick<Driver, 'dialect' | 'all'>): HistoryReads['namesOf'] =>
  async (by, ids, accounts) => {
    const params: Value[] = [by.id, array([...ids]), array([...accounts])]
    const only = by.credential?.lists
    const among = only ? `and ${isIn('lists.id', params.push(array(only)))}` : ''
    const seen = `join members on members.list = lists.key
      and members.account = (select key from accounts where id = $1)`
    const rows = await all(
      `select lists.id, lists.name from lists ${seen} where ${isIn('lists.id', 2)} ${among}
      union all select todos.id, todos.name from todos join lists on lists.key = todos.list ${seen}
        where ${isIn('todos.id', 2)} ${among}
      union all select id, name from accounts where ${isIn('id', 3)}`,
      params,
    )
    return new Map(rows.map((row) => [row['id'] as string, row['name'] as string]))
  }

/** For each list one walk down its index to the first entry behind the place. */
function headsSql(
  dialect: Driver['dialect'],
  by: Sight,
  list: string | undefined,
  after: Place | undefined,
): { sql: string; params: Value[] } {
  const params: Value[] = [by.id]
  const bind = (value: Value) => `$${params.push(value)}`
  const conditions = ['members.account = (select key from accounts where id = $1)']
  if (list !== undefined) conditions.push(`lists.id = ${bind(list)}`)
  if (by.credential?.lists)
    conditions.push(dialect.isIn('lists.id', params.push(dialect.array(by.credential.lists))))
  let behind = ''
  if (after?.list !== undefined) {
    // Entries of one moment stand in the order of their lists.
    const [time, its, version] = [bind(after.time), bind(after.list), bind(after.version ?? 0)]
    behind = `and case when lists.id = ${its} then journal.version < ${version}
      else journal.time - (case when lists.id > ${its} then 1 else 0 end) < ${time} end`
  } else if (after) behind = `and journal.time <= ${bind(after.time)}`
  const sql = `select heads.id, journal.version, journal.time from (
      select lists.id, members.list, (
        select journal.version from journal where journal.space = members.list and journal.version >= members.since
        and journal.changes <> '{}' ${behind} order by journal.version desc limit 1
      ) as version from members join lists on lists.key = members.list where ${conditions.join(' and ')}
    ) heads join journal on journal.space = heads.list and journal.version = heads.version
    where journal.changes <> '{}'`
  return { sql, params }
}

const rowToEntry = (row: Row): HistoryRow => ({
  ...rowToHistory(row),
  accountName: row['account_name'] as string,
  key:
    row['key_kind'] === null ? null : { kind: row['key_kind'] as KeyKind, name: row['key_name'] as string },
  subjectName: row['subject_name'] as string | null,
})
