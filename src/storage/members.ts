/** The rows of who is a member of a list, and what goes with them. */
import type { Saved, SavedRow } from '../core/ports/rows.ts'
import type { Member, Membership } from '../model/list.ts'
import type { Keys } from './fields.ts'
import type { Connection, Dialect, Row } from './driver.ts'
import { saveRows, type StoredKind } from './stored-kind.ts'
import * as tables from './tables.ts'

/** As `Transaction.openInvitations`. */
export async function openInvitations(
  connection: Connection,
  dialect: Dialect,
  ids: string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await connection.all(
    `select id from invitations where ${dialect.isIn('id', 1, 'text')} and used_by is null order by id ${dialect.forUpdate}`,
    [dialect.array(ids)],
  )
  return rows.map((row) => row['id'] as string)
}

const rowToMembership = (row: Row): Membership => ({
  id: row['id'] as string,
  role: row['role'] as Membership['role'],
  version: Number(row['version']),
})

/** Who comes, who changes, who goes. */
export const memberKind: StoredKind = {
  table: tables.members,
  columns: 'id, role, version',
  changed: (limit) =>
    `select lists.id, members.role, members.version, members.account from members join lists on lists.key = members.list
    where members.account = $1 and members.version > $2 order by members.version limit ${limit}`,
  spaceColumn: 'account',
  read: rowToMembership,
  versions: () =>
    'select lists.id, members.version from members join lists on lists.key = members.list where members.account = $1',
  save: (connection, rows: readonly (SavedRow<Member | undefined> & { account: string })[], keys) => [
    ...rows
      .filter(({ after }) => !after)
      .map(({ account, before }) =>
        connection.all('delete from members where account = $1 and list = $2', [
          keys(account),
          keys((before as Member).id),
        ]),
      ),
    ...saveRows(connection, tables.members, ['account', 'list'], rows, ({ after }: { after: Member }) =>
      tables.memberToRow(after, keys),
    ),
  ],
}

/** What goes with members: for readers of the lists, that something of it happened; and what keys did. */
export function saveAccess(connection: Connection, saved: Saved, keys: Keys): Promise<unknown>[] {
  const writes: Promise<unknown>[] = []
  for (const { list, version } of saved.membersAt)
    writes.push(connection.all('update lists set members_at = $1 where key = $2', [version, keys(list)]))
  for (const { id, account } of saved.invitations)
    writes.push(connection.all('update invitations set used_by = $1 where id = $2', [keys(account), id]))
  for (const { credential, deletions } of saved.deletions)
    writes.push(
      connection.all('update credentials set deletions = $1 where id = $2', [
        JSON.stringify(deletions),
        credential,
      ]),
    )
  return writes
}
