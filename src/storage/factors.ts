/** Second factors, recovery codes, passkeys and spent challenges: what is read and written of them. */
import { readJson } from './damage.ts'
import type { FactorReads, FactorWrites, PasskeyRow, SecondFactorRow } from '../core/ports/factor-store.ts'
import { withTable, type Connection, type Dialect, type Row, type Value } from './driver.ts'

const passkeyColumns = withTable(
  'passkeys',
  'id, credential, site, name, public_key, counter, transports, created_at, used_at',
)

const ofAccount = 'account = (select key from accounts where id = $1)'

export function createFactorReads(connection: Pick<Connection, 'all'>): FactorReads {
  const selectPasskeys = `select ${passkeyColumns}, accounts.id as account_id
    from passkeys join accounts on accounts.key = passkeys.account`
  return {
    async secondFactor(account) {
      const [row] = await connection.all(
        `select secret, step, created_at, confirmed_at from second_factors where ${ofAccount}`,
        [account],
      )
      return row && rowToSecondFactor(row)
    },
    async recoveryCodes(account) {
      const sql = `select count(*) as count from recovery_codes where ${ofAccount}`
      return Number((await connection.all(sql, [account]))[0]?.['count'])
    },
    async passkeys(account) {
      const sql = `${selectPasskeys} where accounts.id = $1 order by passkeys.created_at, passkeys.id`
      return (await connection.all(sql, [account])).map(rowToPasskey)
    },
    async passkey(credential) {
      const [row] = await connection.all(`${selectPasskeys} where credential = $1`, [credential])
      return row && rowToPasskey(row)
    },
    async sealedCounts() {
      const rows = await connection.all(
        `select key_id, count(*) as accounts from (select case when secret like 'sealed.%'
          then substr(secret, 8, 16) else '' end as key_id from second_factors) kept group by key_id order by key_id`,
        [],
      )
      return rows.map((row) => ({
        keyId: (row['key_id'] as string) || null,
        accounts: Number(row['accounts']),
      }))
    },
    async secretKeyId() {
      const [row] = await connection.all("select value from meta where key = 'secret_key'", [])
      return row && (row['value'] as string)
    },
    async challengeKey() {
      const [row] = await connection.all("select value from meta where key = 'challenge_key'", [])
      return row && (row['value'] as string)
    },
  }
}

export function createFactorWrites(
  connection: Pick<Connection, 'all'>,
  { isIn, array }: Dialect,
  keyOf: (account: string) => Promise<number | null>,
): FactorWrites {
  const run = async (sql: string, params: Value[]) => void (await connection.all(sql, params))
  return {
    async setSecondFactor(account, { secret, step, createdAt, confirmedAt }) {
      await run(
        `insert into second_factors (account, secret, step, created_at, confirmed_at) values ($1, $2, $3, $4, $5)
        on conflict (account) do update set secret = excluded.secret, step = excluded.step,
        created_at = excluded.created_at, confirmed_at = excluded.confirmed_at`,
        [await keyOf(account), secret, step, createdAt, confirmedAt],
      )
    },
    useStep: (account, step, secret) =>
      run(
        'update second_factors set step = $1, secret = $2 where account = (select key from accounts where id = $3)',
        [step, secret, account],
      ),
    async setSecretKeyId(keyId) {
      const sql = "select value from meta where key = 'secret_key'"
      if ((await connection.all(sql, []))[0]?.['value'] === keyId) return
      await run(
        "insert into meta (key, value) values ('secret_key', $1) on conflict (key) do update set value = excluded.value",
        [keyId],
      )
    },
    async removeSecondFactor(account) {
      await run(`delete from recovery_codes where ${ofAccount}`, [account])
      await run(`delete from second_factors where ${ofAccount}`, [account])
    },
    async setRecoveryCodes(account, hashes) {
      await run(`delete from recovery_codes where ${ofAccount}`, [account])
      const key = await keyOf(account)
      for (const hash of hashes)
        await run('insert into recovery_codes (account, hash) values ($1, $2)', [key, hash])
    },
    async useRecoveryCode(account, hash) {
      const sql = `delete from recovery_codes where ${ofAccount} and hash = $2 returning hash`
      return (await connection.all(sql, [account, hash])).length > 0
    },
    async addPasskey({ account, publicKey, transports, createdAt, usedAt, ...row }) {
      const rows = await connection.all(
        `insert into passkeys (id, account, credential, site, name, public_key, counter, transports, created_at, used_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (credential) do nothing returning id`,
        [
          ...[row.id, await keyOf(account), row.credential, row.site, row.name, publicKey, row.counter],
          ...[JSON.stringify(transports), createdAt, usedAt],
        ],
      )
      return rows.length > 0
    },
    renamePasskey: (id, name) => run('update passkeys set name = $1 where id = $2', [name, id]),
    usePasskey: (id, counter, at) =>
      run('update passkeys set counter = $1, used_at = $2 where id = $3', [counter, at, id]),
    removePasskeys: (ids) => run(`delete from passkeys where ${isIn('id', 1, 'text')}`, [array(ids)]),
    async useChallenge(challenge, expiresAt) {
      const sql =
        'insert into used_challenges (challenge, expires_at) values ($1, $2) on conflict (challenge) do nothing returning challenge'
      return (await connection.all(sql, [challenge, expiresAt])).length > 0
    },
    setChallengeKey: (key) =>
      run("insert into meta (key, value) values ('challenge_key', $1) on conflict (key) do nothing", [key]),
  }
}

const rowToSecondFactor = (row: Row): SecondFactorRow => ({
  secret: row['secret'] as string,
  step: Number(row['step']),
  createdAt: Number(row['created_at']),
  confirmedAt: row['confirmed_at'] === null ? null : Number(row['confirmed_at']),
})

const rowToPasskey = (row: Row): PasskeyRow => ({
  id: row['id'] as string,
  account: row['account_id'] as string,
  credential: row['credential'] as string,
  site: row['site'] as string,
  name: row['name'] as string,
  publicKey: row['public_key'] as string,
  counter: Number(row['counter']),
  transports: readJson<string[]>(row['transports']),
  createdAt: Number(row['created_at']),
  usedAt: row['used_at'] === null ? null : Number(row['used_at']),
})
