/**
 * Signing in by an OpenID provider. An account is found by issuer and subject, never by an e-mail address or a name,
 * which change hands. What a sign-in needs until it comes back stands sealed in a cookie of the browser that began it:
 * any node can finish it, also after a restart, and another browser can not.
 */
import type { Caller } from '../../model/access.ts'
import { AccountName, normalName } from '../../model/account.ts'
import { isMixed } from '../../model/alike-names.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AccessWrites, AccountRow, DoorWrites, IdentityRow } from '../ports/access-store.ts'
import { existing } from './accounts.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { freeName } from './account-names.ts'
import { acting, stranger, type Actor } from './actor.ts'
import { checkInvitation, firstToCome, putAccount } from './new-account.ts'
import { isSame } from './secrets.ts'
import type { Keys, Made } from './sign-in.ts'

/** What a sign-in at the provider is held to when it comes back (OpenID Connect Core 3.1.2, RFC 7636). */
export interface Checks {
  state: string
  nonce: string
  verifier: string
  redirectUri: string
}

/** Whom the provider vouches for. */
export interface Claims {
  issuer: string
  subject: string
  /** What they are called there. */
  name: string | null
}

export interface IdentityProvider {
  /** What people know it by. */
  readonly name: string
  /** Whether whom it vouches for gets an account without an invitation. */
  readonly signsUp: boolean
  /** Where the browser is sent. @throws AppError `provider_away`, `too_many_requests` */
  address(checks: Checks, network: string): Promise<string>
  /**
   * Takes the answer that the browser brought, for which all of the checks must hold.
   * @param search - the query of the address at which it came back
   * @throws AppError `provider_away`, `provider_refused`, `sign_in_cancelled`, `too_many_requests`
   */
  redeem(search: string, checks: Checks, network: string): Promise<Claims>
  /** Encrypts, so that only a node with the same provider can read it, and nobody else can make it. */
  seal(text: string): string
  /** Undefined for what was not sealed so. */
  unseal(sealed: string): string | undefined
}

/** A sign-in that was begun. */
export interface Flow extends Checks {
  /** To make an account by this, to link to this account; without either, to sign in. */
  invitation?: string
  account?: string
  /** The page's path to go back to. */
  returnTo: string
  expiresAt: number
}

export interface Visitor {
  /** Whoever is signed in already. */
  caller: Caller | undefined
  address: string
  network: string
  device: string
}

export type Finished = { kind: 'linked' } | { kind: 'signed in' | 'signed up'; key: string }

export class Identities {
  readonly #deps: AccountsDeps
  readonly #keys: Keys
  readonly #provider: IdentityProvider | undefined

  constructor(deps: AccountsDeps, keys: Keys, provider: IdentityProvider | undefined) {
    this.#deps = deps
    this.#keys = keys
    this.#provider = provider
  }

  /** Before anything else is looked at. @throws AppError `no_provider` */
  checkProvider(): IdentityProvider {
    if (this.#provider) return this.#provider
    throw new AppError('no_provider')
  }

  /** What people know the provider by; undefined without one. */
  get providerName(): string | undefined {
    return this.#provider?.name
  }

  /** Where to send the browser, and what it is to keep until it comes back. */
  async begin(
    { redirectUri, ...about }: Pick<Flow, 'redirectUri' | 'returnTo' | 'invitation' | 'account'>,
    network: string,
  ): Promise<{ url: string; sealed: string }> {
    const { newSecret, nowMs } = this.#deps
    const provider = this.checkProvider()
    const checks = { state: newSecret(), nonce: newSecret(), verifier: newSecret(), redirectUri }
    const url = await provider.address(checks, network)
    const flow: Flow = { ...checks, ...about, expiresAt: nowMs() + serverLimits.providerSignInMs }
    return { url, sealed: provider.seal(JSON.stringify(flow)) }
  }

  /** What was begun in this browser; undefined: nothing, or too long ago. */
  begun(sealed: string | undefined): Flow | undefined {
    const text = sealed === undefined ? undefined : this.checkProvider().unseal(sealed)
    const flow = text === undefined ? undefined : (JSON.parse(text) as Flow)
    return flow && flow.expiresAt > this.#deps.nowMs() ? flow : undefined
  }

  /** @throws AppError that says why nobody is signed in, and nothing linked */
  async finish(flow: Flow | undefined, search: string, visitor: Visitor): Promise<Finished> {
    const state = new URLSearchParams(search).get('state') ?? ''
    if (!flow || !isSame(state, flow.state)) throw new AppError('sign_in_expired')
    const claims = await this.checkProvider().redeem(search, flow, visitor.network)
    try {
      if (flow.account !== undefined) return await this.#link(flow.account, flow, claims, visitor)
      const { account, isNew } = await this.#accountOf(flow, claims, visitor.address)
      // The provider answers for how it knows them: a second factor of this server guards the password
      // (docs/security.md).
      const { device, address } = visitor
      const { key }: Made = await this.#keys.open(account.id, device, address, {
        way: 'provider',
        identity: claims,
      })
      return { kind: isNew ? 'signed up' : 'signed in', key }
    } catch (error) {
      if (error instanceof AppError)
        await this.#deps.access.note((tables) =>
          this.#audit(tables, 'sign-in failed', null, visitor, claims, { reason: error.code }),
        )
      throw error
    }
  }

  list(account: string): Promise<IdentityRow[]> {
    return this.#deps.access.identities(account)
  }

  /** @throws AppError `identity_not_found`; `last_way_in`, unless an administrator does it */
  unlink(account: string, id: string, by: Actor): Promise<void> {
    return this.#deps.changes.change(by, async (tables) => {
      const { password } = await existing(tables, account)
      const all = await tables.identities(account)
      const found = all.find((row) => row.id === id)
      if (!found) throw new AppError('identity_not_found')
      const isLast = password === null && all.length === 1 && (await tables.passkeys(account)).length === 0
      if (by.account === account && isLast) throw new AppError('last_way_in')
      await tables.removeIdentity(id)
      await this.#audit(tables, 'identity unlinked', account, by, found, { by: by.account })
    })
  }

  async #accountOf(
    flow: Flow,
    claims: Claims,
    address: string,
  ): Promise<{ account: AccountRow; isNew: boolean }> {
    const { access, changes } = this.#deps
    const isKnown = (await access.identity(claims)) !== undefined
    if (!isKnown && flow.invitation === undefined && !this.checkProvider().signsUp)
      throw new AppError('identity_unknown')
    const work = async (tables: AccessWrites) => {
      await this.#once(tables, flow)
      const identity = await tables.identity(claims)
      if (!identity && isKnown) throw new AppError('identity_unknown')
      if (!identity) return { account: await this.#signUp(tables, flow, claims, address), isNew: true }
      const account = await existing(tables, identity.account)
      if (account.disabledAt !== null) throw new AppError('account_disabled')
      await tables.useIdentity(identity.id, this.#deps.nowMs())
      return { account, isNew: false }
    }
    const by = stranger(address)
    // Other nodes need not hear of a sign-in; they do of a new account.
    return isKnown ? changes.inTurn(by, work) : changes.change(by, work)
  }

  async #signUp(
    tables: AccessWrites,
    { invitation: text }: Flow,
    claims: Claims,
    address: string,
  ): Promise<AccountRow> {
    const invitation = text === undefined ? undefined : await checkInvitation(this.#deps, tables, text)
    // The first one has all that is here and governs the others: that takes the server's own link.
    if (!invitation && (await firstToCome(tables))) throw new AppError('identity_unknown')
    const name = (await freeName(tables, namesFor(claims.name))) ?? `user-${this.#deps.newKeyId()}`
    const by = stranger(address)
    const account = await putAccount(this.#deps, tables, { name, password: null }, false, by)
    if (invitation) await tables.useInvitation(invitation.id, account.id)
    await this.#add(tables, account.id, claims, by)
    return account
  }

  async #link(account: string, flow: Flow, claims: Claims, { caller, address }: Visitor): Promise<Finished> {
    if (caller?.id !== account || caller.credential?.kind !== 'session') throw new AppError('sign_in_expired')
    const by = acting(caller, address, 'keys')
    const work = async (tables: AccessWrites) => {
      await this.#once(tables, flow)
      const identity = await tables.identity(claims)
      if (identity?.account === account) return
      if (identity) throw new AppError('identity_taken')
      if ((await tables.identities(account)).length >= serverLimits.identitiesPerAccountMax)
        throw new AppError('too_many_keys', {
          params: { what: 'identities' },
        })
      await this.#add(tables, account, claims, by)
    }
    await this.#deps.changes.change(by, work).catch((error: unknown) => {
      // The session that began it is over.
      const isOver = error instanceof AppError && error.code === 'unauthenticated'
      throw isOver ? new AppError('sign_in_expired') : error
    })
    return { kind: 'linked' }
  }

  /** Each comes back once. @throws AppError `sign_in_expired` */
  async #once(tables: AccessWrites, { state, expiresAt }: Flow): Promise<void> {
    if (!(await tables.addReturn(this.#deps.hashSecret(state), expiresAt)))
      throw new AppError('sign_in_expired')
  }

  async #add(tables: AccessWrites, account: string, claims: Claims, by: Actor): Promise<void> {
    const { newKeyId, nowMs } = this.#deps
    await tables.addIdentity({ ...claims, id: newKeyId(), account, createdAt: nowMs() })
    await this.#audit(tables, 'identity linked', account, by, claims, { by: by.account })
  }

  #audit(
    tables: DoorWrites,
    event: string,
    account: string | null,
    { address }: Pick<Actor, 'address'>,
    { issuer, subject }: Pick<Claims, 'issuer' | 'subject'>,
    about: object = {},
  ): Promise<void> {
    return tables.addAudit({
      at: this.#deps.nowMs(),
      event,
      account,
      address,
      about: { issuer, subject, ...about },
    })
  }
}

/**
 * What the provider calls them, as an account may be called; where somebody else has that name, with a number behind
 * it.
 */
function* namesFor(wished: string | null): Generator<string> {
  const plain = normalName(wished?.split('@')[0] ?? '')
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replaceAll(/^[^\p{L}\p{N}]+|[._-]+$/gu, '')
  const base = [...plain].slice(0, limits.accountNameLengthMax / 2 - 4).join('')
  // One that can't stand beside others with a number either gives none.
  const start = base === '' || isMixed(base) ? 'user' : base
  for (let number = 1; number < 100; number++) {
    const name = number === 1 ? start : `${start}-${number}`
    if (AccountName.safeParse(name).success) yield name
  }
}
