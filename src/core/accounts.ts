/** Accounts: the first one, which takes over what was there in local mode, and those after it. */
import { normalName } from '../model/account.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { checkPassword } from '../model/password.ts'
import type { AccessStore, AccessWrites, AccountRow, Invitation } from './access-store.ts'
import type { Committer } from './commit.ts'
import { handOver } from './hand-over.ts'
import type { OneTimeCodes } from './second-factor.ts'
import type { PasskeyCheck } from './passkeys.ts'
import { invite, openInvitation } from './invitations.ts'
import type { Secrets } from './secrets.ts'
import { countSignUp } from './attempts.ts'

export interface Hashing {
  /** A slow hash of a password. @throws AppError `too_many_requests` */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
}

export interface AccountsDeps extends Secrets {
  access: AccessStore
  committer: Pick<Committer, 'commit'>
  hashing: Hashing
  codes: OneTimeCodes
  passkeyCheck: PasskeyCheck
  newId: () => string
  nowMs: () => number
  /** After each change of accounts or keys, with the new version of the access space. */
  onChanged: (version: number) => Promise<void>
}

/** By whom, and from where, something is done: for the audit. */
export interface By {
  account: string | null
  address: string
}

/** The administrator at the terminal. */
export const atTheTerminal: By = { account: null, address: 'terminal' }

export interface NewAccount {
  name: string
  password: string
}

/** Changes accounts or keys in one transaction, and tells all nodes. */
export async function changeAccess<T>(
  { access, onChanged }: Pick<AccountsDeps, 'access' | 'onChanged'>,
  work: (tables: AccessWrites) => Promise<T>,
): Promise<T> {
  const { result, version } = await access.change(work)
  await onChanged(version)
  return result
}

export class Accounts {
  readonly #deps: AccountsDeps

  constructor(deps: AccountsDeps) {
    this.#deps = deps
  }

  async add(input: NewAccount & { isAdmin?: boolean }, by: By = atTheTerminal): Promise<AccountRow> {
    const name = normalName(input.name)
    const password = await this.#hashed(input.password, name)
    return this.#change((tables) =>
      putAccount(this.#deps, tables, { name, password }, input.isAdmin ?? false, by),
    )
  }

  /** By an invitation to have an account here; or the very first, by the server's own. */
  async signUp(
    invitation: string,
    input: NewAccount,
    address: string,
    network: string = address,
  ): Promise<AccountRow> {
    const { id } = await checkInvitation(this.#deps, this.#deps.access, invitation)
    await countSignUp(this.#deps, id, network)
    const name = normalName(input.name)
    const password = await this.#hashed(input.password, name)
    return this.#change(async (tables) => {
      const { id } = await checkInvitation(this.#deps, tables, invitation)
      const by = { account: null, address }
      const account = await putAccount(this.#deps, tables, { name, password }, false, by)
      await tables.useInvitation(id, account.id)
      return account
    })
  }

  /** From now on there are accounts. Answers the invitation to be the first one, while there is none. */
  begin(): Promise<string | undefined> {
    return this.#change(async (tables) => {
      await tables.setMode('accounts')
      if (!(await firstToCome(tables))) return undefined
      const old = await tables.invitations({ list: null }, this.#deps.nowMs())
      await tables.removeInvitations(old.map(({ id }) => id))
      return invite(this.#deps, tables, toHaveAnAccount(null))
    })
  }

  /** Whether the one who comes first is still to come. */
  async isEmpty(): Promise<boolean> {
    const { access } = this.#deps
    return (await access.mode()) === 'accounts' && (await firstToCome(access)) !== undefined
  }

  invite(by: By): Promise<string> {
    return this.#deps.access.inTurn(async (tables) => {
      if (await firstToCome(tables)) throw new AppError('local_mode')
      if ((await tables.invitations({ list: null }, this.#deps.nowMs())).length >= limits.invitationsMax)
        throw new AppError('too_many_members')
      const maker = by.account ?? (await governor(tables))?.id ?? null
      await this.#audit(tables, 'account invited', maker, by)
      return invite(this.#deps, tables, toHaveAnAccount(maker))
    })
  }

  update(
    id: string,
    changes: {
      name?: string | undefined
      zone?: string | null | undefined
      isAdmin?: boolean | undefined
      isDisabled?: boolean | undefined
    },
    by: By = atTheTerminal,
  ): Promise<AccountRow> {
    return this.#change(async (tables) => {
      const account = await existing(tables, id)
      const row: Parameters<AccessWrites['updateAccount']>[1] = {}
      if (changes.name !== undefined) {
        row.name = normalName(changes.name)
        const other = await tables.account({ name: row.name })
        if (other && other.id !== id) throw new AppError('account_name_taken')
      }
      if (changes.zone !== undefined) row.zone = changes.zone
      if (changes.isAdmin !== undefined) row.isAdmin = changes.isAdmin
      if (changes.isDisabled !== undefined) row.disabledAt = changes.isDisabled ? this.#deps.nowMs() : null
      if (changes.isAdmin === false || changes.isDisabled) await checkOthersGovern(tables, account)
      await tables.updateAccount(id, row)
      if (changes.isDisabled) await endSessions(tables, id)
      await this.#audit(tables, 'account changed', id, by, changes)
      return existing(tables, id)
    })
  }

  /** Ends its sessions, but the one that asks. */
  async setPassword(
    id: string,
    password: string,
    by: By = atTheTerminal,
    session: string | undefined = undefined,
  ): Promise<void> {
    const { name } = await existing(this.#deps.access, id)
    const hash = await this.#hashed(password, name)
    await this.#change(async (tables) => {
      await tables.updateAccount(id, { password: hash })
      await endSessions(tables, id, session)
      await this.#audit(tables, 'password set', id, by)
    })
  }

  /** Lists that others are members of go to one of them who may sign in; the others go with the account, for good. */
  async remove(id: string, by: By = atTheTerminal): Promise<void> {
    const now = this.#deps.nowMs()
    const account = await this.#change(async (tables) => {
      const found = await existing(tables, id)
      await checkOthersGovern(tables, found)
      await tables.updateAccount(id, { disabledAt: now })
      return found
    })
    const removeIfAlone = () =>
      this.#change(async (tables) => {
        if ((await tables.memberships(id)).some(({ members }) => members > 1)) return false
        await tables.removeAccount(id, now)
        await this.#audit(tables, 'account removed', null, by, { name: account.name, id })
        return true
      })
    // Someone may have joined meanwhile by an invitation that they took before.
    do await handOver(this.#deps, account)
    while (!(await removeIfAlone()))
  }

  #change<T>(work: (tables: AccessWrites) => Promise<T>): Promise<T> {
    return changeAccess(this.#deps, work)
  }

  async #hashed(password: string, name: string): Promise<string> {
    checkPassword(password, name)
    return this.#deps.hashing.hash(password)
  }

  #audit(
    tables: AccessWrites,
    event: string,
    account: string | null,
    { account: by, address }: By,
    about: object = {},
  ): Promise<void> {
    return tables.addAudit({ at: this.#deps.nowMs(), event, account, address, about: { ...about, by } })
  }
}

/**
 * Takes over the local account, or makes one.
 * @param account - its password's hash; null where it is entered by a provider alone
 */
export async function putAccount(
  { nowMs }: Pick<AccountsDeps, 'nowMs'>,
  tables: AccessWrites,
  { name, password }: Pick<AccountRow, 'name' | 'password'>,
  isAdmin: boolean,
  by: By,
): Promise<AccountRow> {
  if (await tables.account({ name })) throw new AppError('account_name_taken')
  const first = await firstToCome(tables)
  let account: AccountRow
  if (first) {
    await tables.setMode('accounts')
    await tables.updateAccount(first.id, { name, password, isAdmin: true })
    account = { ...first, name, password, isAdmin: true }
  } else {
    account = await tables.addAccount({ name, password, isAdmin }, nowMs())
  }
  const about = { name, by: by.account }
  await tables.addAudit({
    at: nowMs(),
    event: 'account made',
    account: account.id,
    address: by.address,
    about,
  })
  return account
}

const toHaveAnAccount = (madeBy: string | null) => ({
  list: null,
  role: null,
  account: null,
  name: null,
  madeBy,
})

/** @throws AppError `account_not_found` */
export async function existing(tables: Pick<AccessStore, 'account'>, id: string): Promise<AccountRow> {
  const account = await tables.account({ id })
  if (!account) throw new AppError('account_not_found')
  return account
}

const isGoverning = ({ isAdmin, disabledAt }: AccountRow): boolean => isAdmin && disabledAt === null

/** An administrator, but not this one. */
async function governor(
  tables: Pick<AccessStore, 'accounts'>,
  but?: string,
): Promise<AccountRow | undefined> {
  for (let after = ''; ;) {
    const page = await tables.accounts(after, limits.pageSizeMax)
    const found = page.find((account) => isGoverning(account) && account.id !== but)
    if (found || page.length < limits.pageSizeMax) return found
    after = page.at(-1)?.name ?? ''
  }
}

/** There is always someone who can let others in. @throws AppError `last_administrator` */
async function checkOthersGovern(tables: AccessWrites, account: AccountRow): Promise<void> {
  if (isGoverning(account) && !(await governor(tables, account.id))) throw new AppError('last_administrator')
}

export async function endSessions(tables: AccessWrites, account: string, but?: string): Promise<void> {
  const sessions = await tables.credentials(account, ['session'])
  await tables.removeCredentials(sessions.map(({ id }) => id).filter((id) => id !== but))
}

/** The local account, as long as nobody has it. */
export async function firstToCome(
  tables: Pick<AccessStore, 'firstAccount'>,
): Promise<AccountRow | undefined> {
  const first = await tables.firstAccount()
  return first?.name === 'local' && first.password === null ? first : undefined
}

/** @throws AppError `invitation_not_found` unless it is one to have an account, and may still be used */
export async function checkInvitation(
  deps: Pick<AccountsDeps, 'hashSecret' | 'nowMs'>,
  tables: Pick<AccessStore, 'invitation' | 'account' | 'firstAccount'>,
  text: string,
): Promise<Invitation> {
  const invitation = await openInvitation(deps, tables, text)
  if (invitation.list) throw new AppError('invitation_not_found')
  // The server's own is for the first one; another is worth what its maker may do now.
  const { madeBy } = invitation
  const maker = madeBy && (await tables.account({ id: madeBy.id }))
  if (madeBy ? !maker || !isGoverning(maker) : !(await firstToCome(tables)))
    throw new AppError('invitation_not_found')
  return invitation
}
