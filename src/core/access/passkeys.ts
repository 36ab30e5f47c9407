/**
 * Passkeys (WebAuthn level 3): discoverable credentials that verify their user, so that one of them is both factors. A
 * challenge is signed and not kept, so that strangers fill nothing up and any node takes the answer; what is kept is
 * that it was answered. Each passkey is for the name of the host that it was made at.
 */
import { type Site, type Registration, type Assertion, passkeyAlgorithms } from '../ports/passkey-check.ts'
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AccessStore, AccessWrites, AccountRow, DoorWrites } from '../ports/access-store.ts'
import { existing } from './accounts.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import type { Actor } from './actor.ts'
import type { PasskeyRow } from '../ports/factor-store.ts'
import { isSame } from './secrets.ts'
import { countAttempt, forgive, subjectsOf } from './attempts.ts'

/** For whom a challenge was made: a session that makes a passkey, or anyone (or a session) that shows one. */
type Purpose = `make ${string}` | `show ${string}`

/** PublicKeyCredentialCreationOptionsJSON and PublicKeyCredentialRequestOptionsJSON. */
export interface CreationOptions {
  challenge: string
  rp: { id: string; name: string }
  user: { id: string; name: string; displayName: string }
  pubKeyCredParams: { type: 'public-key'; alg: number }[]
  timeout: number
  excludeCredentials: { type: 'public-key'; id: string; transports: string[] }[]
  authenticatorSelection: {
    residentKey: 'required'
    requireResidentKey: true
    userVerification: 'required'
  }
  attestation: 'none'
}
export interface RequestOptions {
  challenge: string
  rpId: string
  timeout: number
  userVerification: 'required'
}

export class Passkeys {
  readonly #deps: AccountsDeps

  constructor(deps: AccountsDeps) {
    this.#deps = deps
  }

  list(account: string): Promise<PasskeyRow[]> {
    return this.#deps.access.passkeys(account)
  }

  /** What a browser needs to make one. @throws AppError `too_many_keys` */
  async creation(caller: Caller, { host }: Site): Promise<CreationOptions> {
    const had = await this.list(caller.id)
    if (had.length >= serverLimits.passkeysPerAccountMax) throw new AppError('too_many_keys')
    return {
      challenge: await this.#challenge(`make ${sessionOf(caller)}`),
      rp: { id: host, name: 'aiotodo' },
      user: { id: handleOf(caller.id), name: caller.name, displayName: caller.name },
      pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
      timeout: serverLimits.challengeMs,
      excludeCredentials: had
        .filter(({ site }) => site === host)
        .map(({ credential, transports }) => ({
          type: 'public-key',
          id: credential,
          transports: [...transports],
        })),
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'none',
    }
  }

  /** @throws AppError `passkey_refused`, `too_many_keys` */
  async add(caller: Caller, name: string, answer: Registration, site: Site, by: Actor): Promise<PasskeyRow> {
    const { changes, passkeyCheck, newKeyId, nowMs } = this.#deps
    const challenge = await this.#expect(`make ${sessionOf(caller)}`)
    const expected = { ...site, isChallenge: challenge.isIt }
    const made = await passkeyCheck.registered(answer, expected)
    if (!made) throw new AppError('passkey_refused')
    return changes.inTurn(by, async (tables) => {
      if (!(await challenge.use(tables))) throw new AppError('passkey_refused')
      if ((await tables.passkeys(caller.id)).length >= serverLimits.passkeysPerAccountMax)
        throw new AppError('too_many_keys')
      const transports = answer.response.transports ?? []
      const row = { id: newKeyId(), account: caller.id, site: site.host, name, transports }
      const passkey = { ...row, ...made, createdAt: nowMs(), usedAt: null }
      if (!(await tables.addPasskey(passkey))) throw new AppError('passkey_refused')
      await this.#audit(tables, 'passkey made', caller.id, by, { passkey: row.id, name, site: site.host })
      return passkey
    })
  }

  /** @throws AppError `key_not_found` */
  rename(account: string, id: string, name: string, by: Actor): Promise<PasskeyRow> {
    return this.#deps.changes.inTurn(by, async (tables) => {
      const found = await ownPasskey(tables, account, id)
      await tables.renamePasskey(id, name)
      await this.#audit(tables, 'passkey renamed', account, by, { passkey: id, name })
      return { ...found, name }
    })
  }

  /** @throws AppError `key_not_found`, `last_way_in` */
  async remove(account: string, id: string, by: Actor): Promise<void> {
    await this.#deps.changes.change(by, async (tables) => {
      const { name } = await ownPasskey(tables, account, id)
      await tables.removePasskeys([id])
      await checkWayIn(tables, account)
      await this.#audit(tables, 'passkey removed', account, by, { passkey: id, name })
    })
  }

  /** From now on passkeys alone open the account. @throws AppError `last_way_in` without one */
  async removePassword(account: string, by: Actor): Promise<void> {
    await this.#deps.changes.change(by, async (tables) => {
      await tables.updateAccount(account, { password: null })
      await checkWayIn(tables, account)
      await this.#audit(tables, 'password removed', account, by)
    })
  }

  /**
   * What a browser needs to show one, whichever it has for this site: of nobody, or of a session that is asked once
   * more.
   */
  async request(caller: Caller | undefined, { host }: Site): Promise<RequestOptions> {
    const challenge = await this.#challenge(`show ${sessionOf(caller)}`)
    return { challenge, rpId: host, timeout: serverLimits.challengeMs, userVerification: 'required' }
  }

  /**
   * Whose passkey was shown. What fails counts as failed sign-ins do.
   * @param caller - the session for which the challenge was made, if one was
   * @throws AppError `passkey_refused`, `too_many_requests`
   */
  async check(
    caller: Caller | undefined,
    answer: Assertion,
    site: Site,
    { address, network }: { address: string; network: string },
  ): Promise<AccountRow> {
    const { access, hashSecret, nowMs } = this.#deps
    const subjects = subjectsOf(hashSecret(`passkey ${answer.id}`), network)
    await countAttempt(this.#deps, subjects)
    const account = await this.#shown(caller, answer, site)
    await access.note(async (tables) => {
      if (account) await forgive(tables, subjects, nowMs())
      else await this.#audit(tables, 'passkey refused', caller?.id ?? null, { account: null, address })
    })
    if (!account) throw new AppError('passkey_refused')
    return account
  }

  /**
   * As one who signs in: for what asks for the password once more.
   * @throws AppError `passkey_refused`, `too_many_requests`
   */
  async confirm(
    caller: Caller,
    answer: Assertion,
    site: Site,
    from: { address: string; network: string },
  ): Promise<void> {
    const { id } = await this.check(caller, answer, site, from)
    if (id !== caller.id) throw new AppError('passkey_refused')
  }

  async #shown(caller: Caller | undefined, answer: Assertion, site: Site): Promise<AccountRow | undefined> {
    const { access, passkeyCheck, nowMs } = this.#deps
    const passkey = await access.passkey(answer.id)
    if (!passkey || passkey.site !== site.host) return undefined
    const { userHandle } = answer.response
    if (userHandle !== undefined && userHandle !== handleOf(passkey.account)) return undefined
    const challenge = await this.#expect(`show ${sessionOf(caller)}`)
    const expected = { ...site, isChallenge: challenge.isIt }
    const counter = await passkeyCheck.asserted(answer, expected, passkey)
    if (counter === undefined) return undefined
    return access.note(async (tables) => {
      if (!(await challenge.use(tables))) return undefined
      // Another use of it may have come in between, or its end.
      const now = await tables.passkey(answer.id)
      const account = await tables.account({ id: passkey.account })
      if (!now || !account || account.disabledAt !== null) return undefined
      if ((counter > 0 || now.counter > 0) && counter <= now.counter) return undefined
      await tables.usePasskey(passkey.id, counter, nowMs())
      return account
    })
  }

  /**
   * 108 hexadecimal digits, which are base64url as well: 128 random bits, until when it is good, and that it is ours.
   */
  async #challenge(purpose: Purpose): Promise<string> {
    const { newKeyId, nowMs, sign } = this.#deps
    const until = (nowMs() + serverLimits.challengeMs).toString(16).padStart(12, '0')
    const text = newKeyId() + newKeyId() + until
    return text + sign(await this.#key(), `${purpose} ${text}`)
  }

  /**
   * What says whether a challenge was made for this purpose; it is used up in the transaction that believes the answer.
   */
  async #expect(purpose: Purpose): Promise<{
    isIt: (challenge: string) => boolean
    use: (tables: DoorWrites) => Promise<boolean>
  }> {
    const { nowMs, sign } = this.#deps
    const key = await this.#key()
    let used: [text: string, until: number] | undefined
    return {
      isIt(challenge) {
        const text = challenge.slice(0, 44)
        const until = Number.parseInt(text.slice(32), 16)
        if (!isSame(challenge.slice(44), sign(key, `${purpose} ${text}`)) || until <= nowMs()) return false
        used = [text, until]
        return true
      },
      use: async (tables) => used !== undefined && tables.useChallenge(...used),
    }
  }

  async #key(): Promise<string> {
    const { access, newSecret } = this.#deps
    const key = await access.challengeKey()
    if (key !== undefined) return key
    // Of several nodes that make the first one, one is heard.
    await access.note((tables) => tables.setChallengeKey(newSecret()))
    return this.#key()
  }

  #audit(
    tables: DoorWrites,
    event: string,
    account: string | null,
    { account: by, address }: Pick<Actor, 'account' | 'address'>,
    about: object = {},
  ): Promise<void> {
    return tables.addAudit({ at: this.#deps.nowMs(), event, account, address, about: { ...about, by } })
  }
}

const sessionOf = (caller: Caller | undefined): string => caller?.credential?.id ?? ''

/** The account's id as WebAuthn's user handle: 32 hexadecimal digits, which are base64url as well. */
const handleOf = (account: string): string => account.replaceAll('-', '')

async function ownPasskey(
  tables: Pick<AccessStore, 'passkeys'>,
  account: string,
  id: string,
): Promise<PasskeyRow> {
  const found = (await tables.passkeys(account)).find((passkey) => passkey.id === id)
  if (!found) throw new AppError('key_not_found')
  return found
}

/** Nobody locks themselves out. @throws AppError `last_way_in` */
async function checkWayIn(tables: AccessWrites, account: string): Promise<void> {
  const { password } = await existing(tables, account)
  if (password !== null || (await tables.passkeys(account)).length > 0) return
  if ((await tables.identities(account)).length === 0) throw new AppError('last_way_in')
}
