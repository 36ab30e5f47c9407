/**
 * Signing in, and the keys that one has. Who fails waits, longer each time: by address, and by account and address
 * together. An account as a whole makes only strangers wait, only shortly, and not those who come first from their part
 * of the internet: nobody locks out someone else. See docs/security.md.
 */
import type { Caller, Scope } from '../../model/access.ts'
import { normalName } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type {
  AccessStore,
  AccessWrites,
  AccountRow,
  CredentialRow,
  DoorWrites,
} from '../ports/access-store.ts'
import { endSessions } from './accounts.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { stranger, type Actor } from './actor.ts'
import { countAttempt, forgive, subjectsOf } from './attempts.ts'
import { isNeeded, useCode } from './second-factor.ts'
import { writeKey } from './secrets.ts'
import { checkShown, type Shown } from './shown.ts'

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
    const { account, shown } = await this.checkPassword({ ...input, name: normalName(input.name) })
    return { ...(await this.open(account.id, input.device, input.address, shown)), account }
  }

  /**
   * A session, for whoever has shown who they are.
   * @param shown - it must still open the account when the session is made: a password may be another one by then
   * @throws AppError `account_disabled`, and as `checkShown`
   */
  async open(account: string, device: string, address: string, shown: Shown = { way: null }): Promise<Made> {
    const { access, changes, nowMs } = this.#deps
    const { length } = await access.credentials(account, ['session'])
    const work = async (tables: AccessWrites) => {
      await checkShown(tables, account, shown)
      const sessions = await tables.credentials(account, ['session'])
      await tables.removeCredentials(sessions.slice(limits.sessionsPerAccountMax - 1).map(({ id }) => id))
      const expiresAt = nowMs() + limits.sessionMs
      const row = { way: shown.way, lists: null, deletionsPerHour: null, expiresAt }
      const made = await this.#add(tables, account, { ...row, kind: 'session', name: device, address })
      await this.#audit(tables, 'signed in', account, address, { device, way: shown.way })
      return made
    }
    const by = stranger(address)
    // Nobody needs to hear of a key that is new: nothing is remembered of it.
    return length < limits.sessionsPerAccountMax ? changes.inTurn(by, work) : changes.change(by, work)
  }

  /**
   * As one who signs in: for what asks for the password once more, too. That a code is needed is told behind the right
   * password alone, which can be guessed no more often than where there is no second factor.
   * @throws AppError `wrong_password`, `second_factor_needed`, `wrong_code`, `too_many_requests`
   */
  async checkPassword(input: Omit<SignIn, 'device'>): Promise<{ account: AccountRow; shown: Shown }> {
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
    if (isTwofold)
      await useCode(this.#deps, account.id, code ?? '', address).catch(async (error: unknown) => {
        // Whoever came can do nothing about that.
        if (error instanceof AppError && error.code === 'codes_sealed')
          await access.note((tables) => forgive(tables, subjects, nowMs(), false))
        throw error
      })
    await access.note((tables) => forgive(tables, subjects, nowMs()))
    return { account, shown: { way: isTwofold ? 'second factor' : 'password', hash: account.password } }
  }

  list(account: string, kind: 'session' | 'token'): Promise<CredentialRow[]> {
    return this.#deps.access.credentials(account, kind === 'session' ? ['session'] : tokenKinds)
  }

  async addToken(account: string, input: NewToken, by: Actor): Promise<Made> {
    return this.#deps.changes.inTurn(by, async (tables) => {
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
  async remove(account: string, kind: 'session' | 'token', id: string, by: Actor): Promise<void> {
    await this.#deps.changes.change(by, async (tables) => {
      const rows = await tables.credentials(account, kind === 'session' ? ['session'] : tokenKinds)
      const found = rows.find((row) => row.id === id)
      if (!found) throw new AppError('key_not_found')
      await tables.removeCredentials([id])
      const event = kind === 'session' ? 'signed out' : 'token removed'
      await this.#audit(tables, event, account, by.address, { [kind]: id, name: found.name, by: by.account })
    })
  }

  /** All of its sessions but the one that asks. */
  async endOthers({ id: account, credential }: Caller, by: Actor): Promise<void> {
    await this.#deps.changes.change(by, async (tables) => {
      await endSessions(tables, account, credential?.id)
      await this.#audit(tables, 'signed out elsewhere', account, by.address)
    })
  }

  /**
   * The session's owner has shown once more who they are: it counts as a sign-in does.
   * @throws AppError `sign_in_again`
   */
  async prove(by: Actor): Promise<void> {
    // That they signed in lately was shown by nothing but that: it would never end.
    const session = by.holding?.proof === 'shown' ? by.holding.caller.credential?.id : undefined
    if (session === undefined) throw new AppError('sign_in_again')
    await this.#deps.changes.inTurn(by, async (tables) => {
      await tables.proveCredential(session, this.#deps.nowMs())
      await this.#audit(tables, 'proof shown', by.account, by.address)
    })
  }

  async #add(
    tables: AccessWrites,
    account: string,
    row: Omit<CredentialRow, 'id' | 'account' | 'hash' | 'createdAt' | 'usedAt' | 'provenAt'>,
  ): Promise<Made> {
    const { newKeyId, newSecret, hashSecret, nowMs } = this.#deps
    const [id, secret, at] = [newKeyId(), newSecret(), nowMs()]
    const times = { createdAt: at, usedAt: at, provenAt: null }
    const credential = { ...row, ...times, id, account, hash: hashSecret(secret) }
    await tables.addCredential(credential)
    return { key: writeKey('aiotodo', id, secret), credential }
  }

  #audit(
    tables: DoorWrites,
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
    if (!had.has(list)) throw new AppError('list_not_found', { params: { list } })
}
