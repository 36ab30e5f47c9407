/**
 * Signing in, and the keys that one has. Who fails waits, longer each time: by address, and by account and address together.
 * An account as a whole makes only strangers wait, only shortly, and not those who come first from their part of the internet:
 * nobody locks out someone else. See docs/security.md.
 */
import type { Caller, Scope } from '../model/access.ts'
import { normalName } from '../model/account.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import type { AccessStore, AccessWrites, AccountRow, CredentialRow, Way } from './access-store.ts'
import { changeAccess, type AccountsDeps, type By } from './accounts.ts'
import { countAttempt, forgive, subjectsOf } from './attempts.ts'
import { isNeeded, useCode } from './second-factor.ts'
import { writeKey } from './secrets.ts'

export interface NewToken {
  name: string
  scope: Scope
  lists: readonly string[] | null
  deletionsPerHour: number | null
  expiresAt: number | null
}

export interface SignIn {
  name: string
  password: string
  /** Of the second factor, or a recovery code. */
  code?: string | undefined
  /** From where, and for limits the network that it is in. */
  address: string
  network: string
  device: string
}

/** What was made, with the key itself, which is shown this once. */
export interface Made {
  key: string
  credential: CredentialRow
}

/** The hash of no password, for names that nobody has: the answer takes as long. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

const tokenKinds = ['read', 'write', 'admin'] as const

export class Keys {
  readonly #deps: AccountsDeps

  constructor(deps: AccountsDeps) {
    this.#deps = deps
  }

  /** @throws AppError as `checkPassword` */
  async signIn(input: SignIn): Promise<Made & { account: AccountRow }> {
    const { account, way } = await this.checkPassword({ ...input, name: normalName(input.name) })
    return { ...(await this.open(account.id, input.device, input.address, way)), account }
  }

  /** A session, for whoever has shown who they are. */
  async open(account: string, device: string, address: string, way: Way | null = null): Promise<Made> {
    const { access } = this.#deps
    const { length } = await access.credentials(account, ['session'])
    const work = async (tables: AccessWrites) => {
      const sessions = await tables.credentials(account, ['session'])
      await tables.removeCredentials(sessions.slice(limits.sessionsPerAccountMax - 1).map(({ id }) => id))
      const row = {
        way,
        lists: null,
        deletionsPerHour: null,
        expiresAt: this.#deps.nowMs() + limits.sessionMs,
      }
      const made = await this.#add(tables, account, { ...row, kind: 'session', name: device, address })
      await this.#audit(tables, 'signed in', account, address, { device, way })
      return made
    }
    // Nobody needs to hear of a key that is new: nothing is remembered of it.
    return length < limits.sessionsPerAccountMax ? access.note(work) : changeAccess(this.#deps, work)
  }

  /**
   * As one who signs in: for what asks for the password once more, too. That a code is needed is told behind the right
   * password alone, which can be guessed no more often than where there is no second factor.
   * @throws AppError `wrong_password`, `second_factor_needed`, `wrong_code`, `too_many_requests`
   */
  async checkPassword(input: Omit<SignIn, 'device'>): Promise<{ account: AccountRow; way: Way }> {
    const { name, password, code, network, address } = input
    const { access, hashing, nowMs } = this.#deps
    const subjects = subjectsOf(this.#deps.hashSecret(name), network)
    await countAttempt(this.#deps, subjects)
    const account = await access.account({ name })
    const isRight = await hashing.verify(password, account?.password ?? nobodysHash)
    if (!account || !account.password || !isRight || account.disabledAt !== null) {
      // Not the name, where nobody has it: it may be a password that was typed in the wrong field.
      await access.note((tables) => this.#audit(tables, 'sign-in failed', account?.id ?? null, address))
      throw new AppError('wrong_password')
    }
    const isTwofold = await isNeeded(access, account.id)
    if (isTwofold && code === undefined) {
      await access.note((tables) => forgive(tables, subjects, nowMs(), false))
      throw new AppError('second_factor_needed')
    }
    if (isTwofold) await useCode(this.#deps, account.id, code ?? '', address)
    await access.note((tables) => forgive(tables, subjects, nowMs()))
    return { account, way: isTwofold ? 'second factor' : 'password' }
  }

  list(account: string, kind: 'session' | 'token'): Promise<CredentialRow[]> {
    return this.#deps.access.credentials(account, kind === 'session' ? ['session'] : tokenKinds)
  }

  async addToken(account: string, input: NewToken, by: By): Promise<Made> {
    return this.#deps.access.note(async (tables) => {
      const tokens = await tables.credentials(account, tokenKinds)
      if (tokens.length >= limits.tokensPerAccountMax) throw new AppError('too_many_keys')
      await checkLists(tables, account, input.lists)
      const { scope, ...rest } = input
      const made = await this.#add(tables, account, {
        ...rest,
        kind: scope,
        address: by.address,
        way: null,
      })
      const about = { token: made.credential.id, name: input.name, scope, by: by.account }
      await this.#audit(tables, 'token made', account, by.address, about)
      return made
    })
  }

  /** Ends a session or takes a token back: from now on it opens nothing. */
  async remove(account: string, kind: 'session' | 'token', id: string, by: By): Promise<void> {
    await changeAccess(this.#deps, async (tables) => {
      const rows = await tables.credentials(account, kind === 'session' ? ['session'] : tokenKinds)
      const found = rows.find((row) => row.id === id)
      if (!found) throw new AppError('key_not_found')
      await tables.removeCredentials([id])
      const event = kind === 'session' ? 'signed out' : 'token removed'
      await this.#audit(tables, event, account, by.address, { [kind]: id, name: found.name, by: by.account })
    })
  }

  /** All of its sessions but the one that asks. */
  async endOthers({ id: account, credential }: Caller, address: string): Promise<void> {
    await changeAccess(this.#deps, async (tables) => {
      const sessions = await tables.credentials(account, ['session'])
      await tables.removeCredentials(sessions.map(({ id }) => id).filter((id) => id !== credential?.id))
      await this.#audit(tables, 'signed out elsewhere', account, address)
    })
  }

  async #add(
    tables: AccessWrites,
    account: string,
    row: Omit<CredentialRow, 'id' | 'account' | 'hash' | 'createdAt' | 'usedAt'>,
  ): Promise<Made> {
    const { newKeyId, newSecret, hashSecret, nowMs } = this.#deps
    const [id, secret, at] = [newKeyId(), newSecret(), nowMs()]
    const credential = { ...row, id, account, hash: hashSecret(secret), createdAt: at, usedAt: at }
    await tables.addCredential(credential)
    return { key: writeKey('aiotodo', id, secret), credential }
  }

  #audit(
    tables: AccessWrites,
    event: string,
    account: string | null,
    address: string,
    about: Record<string, unknown> = {},
  ): Promise<void> {
    return tables.addAudit({ at: this.#deps.nowMs(), event, account, address, about })
  }
}

/** @throws AppError `list_not_found` when the account does not have one of them */
async function checkLists(
  tables: Pick<AccessStore, 'memberships'>,
  account: string,
  lists: readonly string[] | null,
): Promise<void> {
  const had = new Set((await tables.memberships(account)).map(({ list }) => list))
  for (const list of lists ?? [])
    if (!had.has(list)) throw new AppError('list_not_found', { detail: `There is no list ${list}.` })
}
