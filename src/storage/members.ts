/** The rows of who is a member of a list, and what goes with them. */
import type { Saved } from '../core/ports/rows.ts'
import type { Keys } from './fields.ts'
import type { Connection, Dialect, Value } from './driver.ts'
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

/** Who comes, who changes, who goes; and for readers of the lists, that something of it happened. */
export function saveMembers(connection: Connection, saved: Saved, keys: Keys): Promise<unknown>[] {
  const writes: Promise<unknown>[] = []
  const [made, changed] = [[], []] as [Record<string, Value>[], Record<string, Value>[]]
  for (const { before, after } of saved.members) {
    if (after) (before ? changed : made).push(tables.memberToRow(after, keys))
    else if (before)
      writes.push(
        connection.all('delete from members where account = $1 and list = $2', [
          keys(before.account),
          keys(before.id),
        ]),
      )
  }
  if (made.length > 0) writes.push(connection.insert(tables.members, made))
  if (changed.length > 0) writes.push(connection.update(tables.members, ['account', 'list'], changed))
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
