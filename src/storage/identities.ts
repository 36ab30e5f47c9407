/** The rows of identities, and of sign-ins that have come back from a provider. */
import type { IdentityReads, IdentityRow, IdentityWrites } from '../core/ports/access-store.ts'
import { columnsOf, type Connection, type Row, type Table } from './driver.ts'

const identities = {
  name: 'identities',
  columns: {
    id: 'text',
    account: 'integer',
    issuer: 'text',
    subject: 'text',
    name: 'text',
    created_at: 'bigint',
    used_at: 'bigint',
  },
} as const satisfies Table

const selectIdentities = `select ${columnsOf(identities)}, accounts.id as account_id from identities
  join accounts on accounts.key = identities.account`

export function createIdentityReads(connection: Pick<Connection, 'all'>): IdentityReads {
  return {
    async identity({ issuer, subject }) {
      const sql = `${selectIdentities} where identities.issuer = $1 and identities.subject = $2`
      const [row] = await connection.all(sql, [issuer, subject])
      return row && rowToIdentity(row)
    },
    async identities(account) {
      const sql = `${selectIdentities} where accounts.id = $1 order by identities.created_at, identities.id`
      return (await connection.all(sql, [account])).map(rowToIdentity)
    },
  }
}

export function createIdentityWrites(
  connection: Connection,
  keyOf: (account: string) => Promise<number | null>,
): Omit<IdentityWrites, keyof IdentityReads> {
  return {
    async addIdentity({ account, createdAt, ...row }) {
      await connection.insert(identities, [
        { ...row, account: await keyOf(account), created_at: createdAt, used_at: createdAt },
      ])
    },
    useIdentity: (id, at) => connection.update(identities, ['id'], [{ id, used_at: at }]),
    async removeIdentity(id) {
      await connection.all('delete from identities where id = $1', [id])
    },
    async addReturn(state, expiresAt) {
      const rows = await connection.all(
        'insert into returns (state, expires_at) values ($1, $2) on conflict (state) do nothing returning state',
        [state, expiresAt],
      )
      return rows.length > 0
    },
  }
}

const rowToIdentity = (row: Row): IdentityRow => ({
  id: row['id'] as string,
  account: row['account_id'] as string,
  issuer: row['issuer'] as string,
  subject: row['subject'] as string,
  name: row['name'] as string | null,
  createdAt: Number(row['created_at']),
  usedAt: Number(row['used_at']),
})
