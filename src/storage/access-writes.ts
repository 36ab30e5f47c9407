/** These statements write accounts, credentials, invitations, attempts and the audit. */
import type { AccessReads, AccessStore, AccessWrites, AccountRow } from '../core/ports/access-store.ts'
import { accessSpace } from '../model/access.ts'
import { limits } from '../model/limits.ts'
import { createAccessReads } from './access.ts'
import { insertAccount, keepNames, removeAccount } from './accounts.ts'
import type { Connection, Driver, Dialect, Table, Value } from './driver.ts'
import { createIdentityWrites } from './identities.ts'
import { createFactorWrites } from './factors.ts'
import type { Ids } from './ids.ts'
import { setSkeleton } from './skeletons.ts'
import { digestAnew, raiseEmptySpace } from './spaces.ts'

const credentials = {
  name: 'credentials',
  columns: {
    id: 'text',
    account: 'integer',
    kind: 'text',
    hash: 'text',
    name: 'text',
    lists: 'text',
    deletions_per_hour: 'integer',
    address: 'text',
    way: 'text',
    created_at: 'bigint',
    used_at: 'bigint',
    proven_at: 'bigint',
    expires_at: 'bigint',
  },
} as const satisfies Table

const invitations = {
  name: 'invitations',
  columns: {
    id: 'text',
    hash: 'text',
    list: 'integer',
    role: 'text',
    account: 'integer',
    name: 'text',
    made_by: 'integer',
    created_at: 'bigint',
    expires_at: 'bigint',
    used_by: 'integer',
  },
} as const satisfies Table

const audit = {
  name: 'audit',
  columns: { account: 'integer', at: 'bigint', event: 'text', address: 'text', about: 'text' },
} as const satisfies Table

export function createAccessStore(driver: Driver, ids: Ids): AccessStore {
  const { dialect } = driver
  const tables = (connection: Connection) => createAccessWrites(connection, dialect, ids)
  return {
    ...createAccessReads(driver, dialect),
    change: (work) =>
      driver.transaction(async (connection) => {
        // They take its row as the lock under which all of them go, one after another.
        const version = await raiseEmptySpace(connection, accessSpace)
        if (version === undefined) throw new Error('the access space is not there')
        return { result: await work(tables(connection)), version }
      }),
    inTurn: (work) =>
      driver.transaction(async (connection) => {
        if (dialect.forUpdate)
          await connection.all(`select version from spaces where id = $1 ${dialect.forUpdate}`, [accessSpace])
        return work(tables(connection))
      }),
    note: (work) => driver.transaction((connection) => work(tables(connection))),
  }
}

/** It is what the functions below write by. */
interface Writer {
  connection: Connection
  dialect: Dialect
  ids: Ids
  reads: AccessReads
  /** Reads the integer key of an account or list. */
  keyOf(id: string | null): Promise<number | null>
}

function createAccessWrites(connection: Connection, dialect: Dialect, ids: Ids): AccessWrites {
  const reads = createAccessReads(connection, dialect)
  const keyOf = async (id: string | null): Promise<number | null> => {
    if (id === null) return null
    const [row] = await connection.all('select key from spaces where id = $1', [id])
    return Number(row?.['key'])
  }
  const writer: Writer = { connection, dialect, ids, reads, keyOf }
  return {
    ...reads,
    ...createIdentityWrites(connection, keyOf),
    ...createFactorWrites(connection, dialect, keyOf),
    ...createAccountWrites(writer),
    ...createCredentialWrites(writer),
    ...createInvitationWrites(writer),
    ...createAttemptWrites(writer),
    prune: (now) => prune(connection, now),
  }
}

const createAccountWrites = ({
  connection,
  dialect,
  ids,
  reads,
}: Writer): Pick<
  AccessWrites,
  'setMode' | 'addAccount' | 'updateAccount' | 'markAccounts' | 'removeAccount'
> => ({
  async setMode(mode) {
    await connection.all("delete from meta where key = 'mode'", [])
    await connection.all("insert into meta (key, value) values ('mode', $1)", [mode])
  },
  async addAccount({ name, password, isAdmin }, at) {
    const { account: id, list } = await insertAccount(connection, ids, name, at)
    await digestAnew(connection, dialect, [id, list])
    await connection.all('update accounts set password = $1, is_admin = $2 where id = $3', [
      password,
      isAdmin,
      id,
    ])
    await setSkeleton(connection, id, name)
    return (await reads.account({ id })) as AccountRow
  },
  async updateAccount(id, changes) {
    const columns: Record<keyof typeof changes, string> = {
      name: 'name',
      password: 'password',
      isAdmin: 'is_admin',
      disabledAt: 'disabled_at',
      zone: 'zone',
      defaultReminders: 'default_reminders',
      settings: 'settings',
    }
    for (const [name, value] of Object.entries(changes))
      await connection.all(
        `update accounts set ${columns[name as keyof typeof changes]} = $1 where id = $2`,
        [value !== null && typeof value === 'object' ? JSON.stringify(value) : (value as Value), id],
      )
    if (changes.name !== undefined) await setSkeleton(connection, id, changes.name)
    await mark(connection, 'id = $1', [id])
  },
  async markAccounts(which) {
    await mark(connection, dialect.isIn('id', 1), [dialect.array([...which])])
  },
  async removeAccount(id, at) {
    await removeAccount(connection, dialect, id, at)
    await mark(connection, 'id = $1', [id])
  },
})

function createCredentialWrites(
  writer: Writer,
): Pick<AccessWrites, 'addCredential' | 'proveCredential' | 'removeCredentials' | 'touch'> {
  const { connection, dialect, ids, keyOf } = writer
  return {
    async addCredential({ account, deletionsPerHour, createdAt, usedAt, provenAt, expiresAt, ...row }) {
      await connection.insert(credentials, [
        {
          ...row,
          account: await keyOf(account),
          lists: row.lists && JSON.stringify(row.lists),
          deletions_per_hour: deletionsPerHour,
          created_at: createdAt,
          used_at: usedAt,
          proven_at: provenAt,
          expires_at: expiresAt,
        },
      ])
    },
    async proveCredential(id, at) {
      await connection.update(credentials, ['id'], [{ id, proven_at: at }])
    },
    async removeCredentials(which) {
      if (which.length === 0) return
      await mark(
        connection,
        `key in (select account from credentials where ${dialect.isIn('id', 1, 'text')})`,
        [dialect.array(which)],
      )
      const those = dialect.isIn('id', 1, 'text')
      await keepNames(connection, ids.now(), those, [dialect.array(which)])
      await remove(writer, credentials, 'id', which)
    },
    async touch(uses) {
      // Some may have been taken back since: they are no reason to forget the others.
      const rows = await connection.all(
        `select id from credentials where ${dialect.isIn('id', 1, 'text')} order by id ${dialect.forUpdate}`,
        [dialect.array(uses.map(({ id }) => id))],
      )
      const there = new Set(rows.map((row) => row['id']))
      const left = uses.filter(({ id }) => there.has(id))
      if (left.length === 0) return
      await connection.update(
        credentials,
        ['id'],
        left.map(({ usedAt, ...row }) => ({ ...row, used_at: usedAt })),
      )
    },
  }
}

function createInvitationWrites(
  writer: Writer,
): Pick<AccessWrites, 'addInvitation' | 'useInvitation' | 'removeInvitations'> {
  const { connection, keyOf } = writer
  return {
    async addInvitation({ list, account, madeBy, createdAt, expiresAt, usedBy, ...row }) {
      await connection.insert(invitations, [
        {
          ...row,
          list: await keyOf(list),
          account: await keyOf(account),
          made_by: await keyOf(madeBy),
          created_at: createdAt,
          expires_at: expiresAt,
          used_by: await keyOf(usedBy),
        },
      ])
    },
    async useInvitation(id, account) {
      await connection.update(invitations, ['id'], [{ id, used_by: await keyOf(account) }])
    },
    removeInvitations: (which) => remove(writer, invitations, 'id', which),
  }
}

/** What was tried at the door is kept here, and what happened to accounts and keys. */
const createAttemptWrites = ({
  connection,
  dialect,
  keyOf,
}: Writer): Pick<AccessWrites, 'lockAttempts' | 'setAttempts' | 'addAudit'> => ({
  async lockAttempts(subjects) {
    // A row that is not there can't be locked: it is made, and whoever makes the same one waits.
    for (const subject of subjects.toSorted())
      await connection.all(
        'insert into attempts (subject, failures, last_at) values ($1, 0, 0) on conflict (subject) do nothing',
        [subject],
      )
    if (dialect.forUpdate)
      await connection.all(
        `select subject from attempts where ${dialect.isIn('subject', 1, 'text')} order by subject ${dialect.forUpdate}`,
        [dialect.array(subjects)],
      )
  },
  async setAttempts(rows) {
    // In one order, so that nobody waits for one who waits for them.
    for (const { subject, failures, lastAt } of rows.toSorted((a, b) => (a.subject < b.subject ? -1 : 1)))
      await connection.all(
        `insert into attempts (subject, failures, last_at) values ($1, $2, $3)
          on conflict (subject) do update set failures = excluded.failures, last_at = excluded.last_at`,
        [subject, failures, lastAt],
      )
  },
  async addAudit({ account, about, ...row }) {
    await connection.insert(audit, [{ ...row, account: await keyOf(account), about: JSON.stringify(about) }])
  },
})

async function prune(connection: Connection, now: number): Promise<void> {
  await keepNames(connection, now, 'expires_at <= $1', [now])
  await connection.all('delete from credentials where expires_at <= $1', [now])
  await connection.all('delete from returns where expires_at <= $1', [now])
  await connection.all('delete from invitations where expires_at <= $1', [now - limits.invitationKeptMs])
  await connection.all('delete from used_challenges where expires_at <= $1', [now])
  await connection.all('delete from attempts where last_at <= $1', [now - limits.attemptsKeptMs])
  await connection.all('delete from audit where at <= $1', [now - limits.auditKeptMs])
}

async function remove(
  { connection, dialect }: Writer,
  table: Table,
  column: string,
  values: readonly string[],
): Promise<void> {
  if (values.length === 0) return
  await connection.all(`delete from ${table.name} where ${dialect.isIn(column, 1, 'text')}`, [
    dialect.array(values),
  ])
}

/** Says whose rights or keys change at this version. */
const mark = (connection: Connection, which: string, params: Value[]) =>
  connection.all(
    `update accounts set access_version = (select version from spaces where id = '${accessSpace}') where ${which}`,
    params,
  )
