/** These statements read accounts, credentials, invitations, attempts and the audit. */
import type {
  AccessReads,
  AccountRow,
  Attempts,
  AuditRow,
  CredentialRow,
  Invitation,
  ListMember,
} from '../core/ports/access-store.ts'
import { accessSpace, type KeyKind, type Role } from '../model/access.ts'
import { readJson } from './damage.ts'
import { defaultRemindersIn, settingsIn } from './tables.ts'
import { withTable, type Connection, type Dialect, type Row, type Value } from './driver.ts'
import { createIdentityReads } from './identities.ts'
import { createFactorReads } from './factors.ts'
import { createNameReads } from './skeletons.ts'

const accountColumns = withTable(
  'accounts',
  'id, name, zone, default_reminders, settings, is_admin, password, disabled_at, created_at',
)
const credentialColumns = withTable(
  'credentials',
  'id, kind, hash, name, lists, deletions_per_hour, address, way, created_at, used_at, proven_at, expires_at',
)
const invitationColumns = withTable('invitations', 'id, hash, role, name, created_at, expires_at')
const auditColumns = withTable('audit', 'key, at, event, address, about')

const selectAccounts = `select ${accountColumns}, lists.id as default_list_id
  from accounts join lists on lists.key = accounts.default_list`
const selectCredentials = `select ${credentialColumns}, accounts.id as account_id
  from credentials join accounts on accounts.key = credentials.account`
const selectInvitations = `select ${invitationColumns}, lists.id as list_id, lists.name as list_name, invited.id as account_id,
  maker.id as maker_id, maker.name as maker_name, taker.id as taker_id from invitations
  left join lists on lists.key = invitations.list left join accounts invited on invited.key = invitations.account
  left join accounts maker on maker.key = invitations.made_by left join accounts taker on taker.key = invitations.used_by`

/** The functions below read by this: rows as `map` words them, and conditions as the engine has them. */
interface Query extends Pick<Dialect, 'isIn' | 'array'> {
  rows<T>(map: (row: Row) => T, sql: string, params?: Value[]): Promise<T[]>
  first<T>(map: (row: Row) => T, sql: string, params?: Value[]): Promise<T | undefined>
}

export function createAccessReads(
  connection: Pick<Connection, 'all'>,
  { isIn, array }: Dialect,
): AccessReads {
  const rows: Query['rows'] = async (map, sql, params = []) => (await connection.all(sql, params)).map(map)
  const first: Query['first'] = async (map, sql, params) => (await rows(map, sql, params))[0]
  const query: Query = { rows, first, isIn, array }
  return {
    ...createIdentityReads(connection),
    ...createFactorReads(connection),
    ...createNameReads(connection, { isIn, array }),
    ...createAccountReads(query),
    ...createCredentialReads(query),
    ...createInvitationReads(query),
    ...createMemberReads(query),
    ...createAttemptReads(query),
  }
}

const createAccountReads = ({
  rows,
  first,
}: Query): Pick<AccessReads, 'mode' | 'account' | 'firstAccount' | 'accounts' | 'changesSince'> => ({
  async mode() {
    const row = await first((each) => each['value'], "select value from meta where key = 'mode'")
    return row === 'accounts' ? 'accounts' : 'local'
  },
  account: (by) =>
    'id' in by
      ? first(rowToAccount, `${selectAccounts} where accounts.id = $1 and removed_at is null`, [by.id])
      : first(rowToAccount, `${selectAccounts} where accounts.name = $1 and removed_at is null`, [by.name]),
  firstAccount: () =>
    first(rowToAccount, `${selectAccounts} where removed_at is null order by accounts.key limit 1`),
  accounts: (after, limit) =>
    rows(
      rowToAccount,
      `${selectAccounts} where accounts.name > $1 and removed_at is null order by accounts.name limit $2`,
      [after, limit],
    ),
  async changesSince(since) {
    const version = await first((row) => Number(row['version']), 'select version from spaces where id = $1', [
      accessSpace,
    ])
    const sql = 'select id from accounts where access_version > $1'
    const changed = since === undefined ? [] : await rows((row) => row['id'] as string, sql, [since])
    return { version: version ?? 0, accounts: changed }
  },
})

const createCredentialReads = ({
  rows,
  first,
  isIn,
  array,
}: Query): Pick<AccessReads, 'credential' | 'living' | 'credentials'> => ({
  credential: (id) => first(rowToCredential, `${selectCredentials} where credentials.id = $1`, [id]),
  living: (ids) =>
    rows(
      (row) => row['id'] as string,
      `select credentials.id from credentials join accounts on accounts.key = credentials.account
        where ${isIn('credentials.id', 1, 'text')} and disabled_at is null and removed_at is null`,
      [array(ids)],
    ),
  credentials: (account, kinds) =>
    rows(
      rowToCredential,
      `${selectCredentials} where accounts.id = $1 and ${isIn('credentials.kind', 2, 'text')} order by credentials.created_at desc, credentials.id`,
      [account, array(kinds)],
    ),
})

const createInvitationReads = ({ rows, first }: Query): Pick<AccessReads, 'invitation' | 'invitations'> => ({
  invitation: (id) => first(rowToInvitation, `${selectInvitations} where invitations.id = $1`, [id]),
  invitations(of, now) {
    const open = 'invitations.used_by is null and invitations.expires_at > '
    const order = 'order by invitations.created_at desc, invitations.id'
    if ('account' in of)
      return rows(rowToInvitation, `${selectInvitations} where invited.id = $1 and ${open} $2 ${order}`, [
        of.account,
        now,
      ])
    return of.list === null
      ? rows(rowToInvitation, `${selectInvitations} where invitations.list is null and ${open} $1 ${order}`, [
          now,
        ])
      : rows(rowToInvitation, `${selectInvitations} where lists.id = $1 and ${open} $2 ${order}`, [
          of.list,
          now,
        ])
  },
})

const createMemberReads = ({ rows }: Query): Pick<AccessReads, 'members' | 'memberships'> => ({
  members: (list) =>
    rows(
      rowToListMember,
      `select accounts.id, accounts.name, members.role from lists join members on members.list = lists.key
        join accounts on accounts.key = members.account where lists.id = $1 order by accounts.name`,
      [list],
    ),
  memberships: (account) =>
    rows(
      (row) => ({
        list: row['id'] as string,
        role: row['role'] as Role,
        members: Number(row['members']),
      }),
      `select lists.id, members.role, (select count(*) from members others where others.list = members.list) as members
        from accounts join members on members.account = accounts.key join lists on lists.key = members.list
        where accounts.id = $1`,
      [account],
    ),
})

/** What was tried at the door is read here, and what happened to accounts and keys. */
const createAttemptReads = ({ rows, isIn, array }: Query): Pick<AccessReads, 'attempts' | 'audit'> => ({
  attempts: (subjects) =>
    rows(
      rowToAttempts,
      `select subject, failures, last_at from attempts where ${isIn('subject', 1, 'text')}`,
      [array(subjects)],
    ),
  audit(account, before = Number.MAX_SAFE_INTEGER, limit) {
    const sql = `select ${auditColumns}, accounts.id as account_id, accounts.name as account_name
        from audit left join accounts on accounts.key = audit.account where audit.key < $1`
    const end = 'order by audit.key desc limit $2'
    // The key is a 32-bit integer in PostgreSQL.
    const params = [Math.min(before, 2_147_483_647), limit]
    return account === undefined
      ? rows(rowToAudit, `${sql} ${end}`, params)
      : rows(rowToAudit, `${sql} and accounts.id = $3 ${end}`, [...params, account])
  },
})

const number = (value: unknown): number => Number(value)
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))

export const rowToAccount = (row: Row): AccountRow => ({
  id: row['id'] as string,
  name: row['name'] as string,
  defaultList: row['default_list_id'] as string,
  zone: row['zone'] as string | null,
  defaultReminders: defaultRemindersIn(row),
  settings: settingsIn(row),
  isAdmin: Boolean(row['is_admin']),
  password: row['password'] as string | null,
  disabledAt: numberOrNull(row['disabled_at']),
  createdAt: number(row['created_at']),
})

const rowToCredential = (row: Row): CredentialRow => ({
  id: row['id'] as string,
  account: row['account_id'] as string,
  kind: row['kind'] as KeyKind,
  hash: row['hash'] as string,
  name: row['name'] as string,
  lists: row['lists'] === null ? null : readJson<string[]>(row['lists']),
  deletionsPerHour: numberOrNull(row['deletions_per_hour']),
  address: row['address'] as string,
  way: row['way'] as CredentialRow['way'],
  createdAt: number(row['created_at']),
  usedAt: number(row['used_at']),
  provenAt: numberOrNull(row['proven_at']),
  expiresAt: numberOrNull(row['expires_at']),
})

const rowToInvitation = (row: Row): Invitation => ({
  id: row['id'] as string,
  hash: row['hash'] as string,
  list: row['list_id'] === null ? null : { id: row['list_id'] as string, name: row['list_name'] as string },
  role: row['role'] as Role | null,
  account: row['account_id'] as string | null,
  name: row['name'] as string | null,
  madeBy:
    row['maker_id'] === null ? null : { id: row['maker_id'] as string, name: row['maker_name'] as string },
  createdAt: number(row['created_at']),
  expiresAt: number(row['expires_at']),
  usedBy: row['taker_id'] as string | null,
})

const rowToListMember = (row: Row): ListMember => ({
  id: row['id'] as string,
  name: row['name'] as string,
  role: row['role'] as Role,
})

const rowToAttempts = (row: Row): Attempts => ({
  subject: row['subject'] as string,
  failures: number(row['failures']),
  lastAt: number(row['last_at']),
})

const rowToAudit = (row: Row): AuditRow => ({
  key: number(row['key']),
  account:
    row['account_id'] === null
      ? null
      : { id: row['account_id'] as string, name: row['account_name'] as string },
  at: number(row['at']),
  event: row['event'] as string,
  address: row['address'] as string,
  about: readJson<Record<string, unknown>>(row['about']),
})
