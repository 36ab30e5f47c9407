/** Accounts: the first one, which takes over what was there in local mode, and those after it. */
import type { AccountsDeps } from './accounts-deps.ts'
import type { SomeSettings } from '../../model/account-settings.ts'
import { normalName } from '../../model/account.ts'
import { noReminders, type DefaultReminders } from '../../model/default-reminders.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { checkPassword } from '../../model/password.ts'
import { checkNewName } from './account-names.ts'
import type { AccessStore, AccessWrites, AccountRow } from '../ports/access-store.ts'
import { atTheTerminal, onBehalfOf, stranger, type Actor } from './actor.ts'
import { checkOthersGovern, governor } from './administrators.ts'
import { countSignUp } from './attempts.ts'
import { handOver } from './hand-over.ts'
import { invite } from './invitations.ts'
import { checkInvitation, firstToCome, putAccount } from './new-account.ts'

export interface NewAccount {
  name: string
  password: string
}

export interface AccountChanges {
  name?: string | undefined
  zone?: string | null | undefined
  /** Settings that are not named stay as they are. */
  defaultReminders?: { [Kind in keyof DefaultReminders]?: DefaultReminders[Kind] | undefined } | undefined
  /** Those that are not named stay as they are. */
  settings?: SomeSettings | undefined
  isAdmin?: boolean | undefined
  isDisabled?: boolean | undefined
  password?: string | undefined
}

export class Accounts {
  readonly #deps: AccountsDeps

  constructor(deps: AccountsDeps) {
    this.#deps = deps
  }

  async add(input: NewAccount & { isAdmin?: boolean }, by: Actor = atTheTerminal): Promise<AccountRow> {
    const name = normalName(input.name)
    const password = await this.#hashed(input.password, name)
    return this.#deps.changes.change(by, (tables) =>
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
    const { access, changes } = this.#deps
    const { id } = await checkInvitation(this.#deps, access, invitation)
    await countSignUp(this.#deps, id, network)
    const name = normalName(input.name)
    const password = await this.#hashed(input.password, name)
    const by = stranger(address)
    return changes.change(by, async (tables) => {
      const { id } = await checkInvitation(this.#deps, tables, invitation)
      const account = await putAccount(this.#deps, tables, { name, password }, false, by)
      await tables.useInvitation(id, account.id)
      return account
    })
  }

  /** From now on there are accounts. Answers the invitation to be the first one, while there is none. */
  begin(): Promise<string | undefined> {
    return this.#deps.changes.change(atTheTerminal, async (tables) => {
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

  invite(by: Actor): Promise<string> {
    return this.#deps.changes.inTurn(by, async (tables) => {
      if (await firstToCome(tables)) throw new AppError('local_mode')
      if ((await tables.invitations({ list: null }, this.#deps.nowMs())).length >= limits.invitationsMax)
        throw new AppError('too_many_members')
      const maker = by.account ?? (await governor(tables))?.id ?? null
      await this.#audit(tables, 'account invited', maker, by)
      return invite(this.#deps, tables, toHaveAnAccount(maker))
    })
  }

  /**
   * All of it or nothing. A new password ends the account's sessions.
   * @param session - the one that asks, which goes on
   */
  async update(
    id: string,
    changes: AccountChanges,
    by: Actor = atTheTerminal,
    session: string | undefined = undefined,
  ): Promise<AccountRow> {
    const { access, nowMs } = this.#deps
    const { password, ...rest } = changes
    const name = changes.name === undefined ? undefined : normalName(changes.name)
    const hash =
      password === undefined
        ? undefined
        : await this.#hashed(password, name ?? (await existing(access, id)).name)
    return this.#deps.changes.change(by, async (tables) => {
      const account = await existing(tables, id)
      const row: Parameters<AccessWrites['updateAccount']>[1] = {}
      if (name !== undefined) {
        row.name = name
        if (name !== account.name) await checkNewName(tables, name, id)
      }
      if (changes.zone !== undefined) row.zone = changes.zone
      if (changes.defaultReminders)
        row.defaultReminders = withChanges(account.defaultReminders, changes.defaultReminders)
      if (changes.settings) row.settings = { ...account.settings, ...changes.settings }
      if (changes.isAdmin !== undefined) row.isAdmin = changes.isAdmin
      if (changes.isDisabled !== undefined) row.disabledAt = changes.isDisabled ? nowMs() : null
      if (changes.isAdmin === false || changes.isDisabled) await checkOthersGovern(tables, account)
      if (hash !== undefined) row.password = hash
      await tables.updateAccount(id, row)
      if (hash !== undefined || changes.isDisabled)
        await endSessions(tables, id, changes.isDisabled ? undefined : session)
      if (hash !== undefined) await this.#audit(tables, 'password set', id, by)
      // What one wants of the page is of no interest to who looks after accounts.
      const { settings: _, ...told } = rest
      if (Object.values(told).some((value) => value !== undefined))
        await this.#audit(tables, 'account changed', id, by, told)
      return existing(tables, id)
    })
  }

  async setPassword(id: string, password: string, by: Actor = atTheTerminal): Promise<void> {
    await this.update(id, { password }, by)
  }

  /** Lists that others are members of go to one of them who may sign in; the others go with the account, for good. */
  async remove(id: string, by: Actor = atTheTerminal): Promise<void> {
    const { changes, nowMs } = this.#deps
    const now = nowMs()
    const account = await changes.change(by, async (tables) => {
      const found = await existing(tables, id)
      await checkOthersGovern(tables, found)
      await tables.updateAccount(id, { disabledAt: now })
      return found
    })
    // It was allowed when it began, and is not left half done: that may have been the last of one's own account.
    const server = onBehalfOf(by)
    const removeIfAlone = () =>
      changes.change(server, async (tables) => {
        if ((await tables.memberships(id)).some(({ members }) => members > 1)) return false
        await tables.removeAccount(id, now)
        await this.#audit(tables, 'account removed', null, server, { name: account.name, id })
        return true
      })
    // Someone may have joined meanwhile by an invitation that they took before.
    do await handOver(this.#deps, account)
    while (!(await removeIfAlone()))
  }

  async #hashed(password: string, name: string): Promise<string> {
    checkPassword(password, name)
    return this.#deps.hashing.hash(password)
  }

  #audit(
    tables: AccessWrites,
    event: string,
    account: string | null,
    { account: by, address }: Actor,
    about: object = {},
  ): Promise<void> {
    return tables.addAudit({ at: this.#deps.nowMs(), event, account, address, about: { ...about, by } })
  }
}

/** @throws AppError `account_not_found` */
export async function existing(tables: Pick<AccessStore, 'account'>, id: string): Promise<AccountRow> {
  const account = await tables.account({ id })
  if (!account) throw new AppError('account_not_found')
  return account
}

export async function endSessions(tables: AccessWrites, account: string, but?: string): Promise<void> {
  const sessions = await tables.credentials(account, ['session'])
  await tables.removeCredentials(sessions.map(({ id }) => id).filter((id) => id !== but))
}

const toHaveAnAccount = (madeBy: string | null) => ({
  list: null,
  role: null,
  account: null,
  name: null,
  madeBy,
})

function withChanges(
  before: DefaultReminders | null | undefined,
  { timed, day }: NonNullable<AccountChanges['defaultReminders']>,
): DefaultReminders {
  const known = before ?? noReminders
  return { timed: timed === undefined ? known.timed : timed, day: day === undefined ? known.day : day }
}
