/**
 * Who comes with which key. What was looked up is remembered until the rights or the keys of that account change: at
 * once on the node that changed them, on others when they hear of it (see nodes.ts). Nobody else is forgotten, however
 * often that is.
 */
import { accessSpace, type Caller, type Account } from '../../model/access.ts'
import { limits } from '../../model/limits.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AccessStore } from '../ports/access-store.ts'
import type { Feed } from '../feed/feed.ts'
import { isSame, readKey, type Secrets } from './secrets.ts'

export interface KeyringDeps extends Pick<Secrets, 'hashSecret'> {
  access: Pick<
    AccessStore,
    'mode' | 'credential' | 'account' | 'firstAccount' | 'living' | 'changesSince' | 'note'
  >
  feed: Pick<Feed, 'subscribe'>
  /** Milliseconds since 1970. */
  nowMs: () => number
  every: (ms: number, callback: () => void) => () => void
  /** Resolves when what waits in the event loop has had its turn. */
  turn: () => Promise<void>
  onFault: (error: unknown) => void
}

/** How a key came: a session's only as a cookie, a token never as one. */
export type Way = 'cookie' | 'bearer'

export interface Keyring {
  /** The one account of local mode; undefined when there are accounts. */
  readonly local: Account | undefined
  /** Who has this key, when that is known without asking the database. */
  known(key: string, way: Way): Caller | undefined
  find(key: string, way: Way): Promise<Caller | undefined>
  /** Remembers that the caller was here, and from where. */
  used(caller: Caller, from: { address: string }): void
  /** Whether nothing was heard against the caller since it was found; where not, `stillIn` tells. */
  isRemembered(caller: Caller): boolean
  /** Whether all of it still holds: the key, its account, and that there are accounts at all. */
  stillIn(callers: readonly Caller[]): Promise<Set<Caller>>
  /**
   * Calls back when what callers of these accounts may, or of all of them (undefined), could have changed. What it
   * answers is waited for before the change counts as taken in.
   */
  onChange(callback: ChangeListener): () => void
  /**
   * What was heard of changes and is not taken in yet: nobody is told anything new before. Undefined when there is
   * nothing.
   */
  pending(): Promise<void> | undefined
  /** After a change on this node. */
  changed(): Promise<void>
  stop(): Promise<void>
}

export type ChangeListener = (accounts: ReadonlySet<string> | undefined) => unknown

interface Entry {
  caller: Caller
  usedAt: number
}

export async function createKeyring(deps: KeyringDeps): Promise<Keyring> {
  // Before the mode, so that no change after reading it is missed.
  const { version } = await deps.access.changesSince(undefined)
  return new Ring(deps, await localAccount(deps.access), version)
}

async function localAccount(access: KeyringDeps['access']): Promise<Account | undefined> {
  if ((await access.mode()) === 'accounts') return undefined
  const first = await access.firstAccount()
  if (!first) throw new Error('The database has no account')
  const { id, name, defaultList, zone, defaultReminders, settings } = first
  return { id, name, defaultList, zone, defaultReminders, settings }
}

const cameAs = ({ credential }: Caller, way: Way) => (credential?.kind === 'session') === (way === 'cookie')

function isOver({ caller: { credential }, usedAt }: Entry, now: number): boolean {
  if (credential?.expiresAt && credential.expiresAt <= now) return true
  return credential?.kind === 'session' && usedAt + limits.sessionIdleMs <= now
}

class Ring implements Keyring {
  local: Account | undefined
  readonly #deps: KeyringDeps
  readonly #entries = new Map<string, Entry>()
  /** The keys of them, by account. */
  readonly #keys = new Map<string, Set<string>>()
  #remembered = new WeakSet<Caller>()
  /** For each look-up under way the accounts that changed meanwhile; undefined stands for all. */
  readonly #lookUps = new Set<Set<string | undefined>>()
  readonly #uses = new Map<string, { id: string; usedAt: number; address: string }>()
  readonly #listeners = new Set<ChangeListener>()
  readonly #stops: (() => void)[]
  /** The version of the access space up to which changes are taken in. */
  #version: number
  /** Something has changed that was not read yet; where the database is away it is asked again. */
  #isStale = false
  #taking: Promise<void> | undefined
  #keeping = Promise.resolve()

  constructor(deps: KeyringDeps, local: Account | undefined, version: number) {
    this.local = local
    this.#version = version
    this.#deps = deps
    const { access, feed, every, onFault, nowMs } = deps
    const refresh = () => void this.changed().catch(onFault)
    this.#stops = [
      feed.subscribe(accessSpace, refresh),
      every(serverLimits.nodesCheckMs, () => this.#isStale && refresh()),
      every(limits.touchMs, () => void this.#keepUses()),
      every(limits.pruneMs, () => void access.note((tables) => tables.prune(nowMs())).catch(onFault)),
    ]
  }

  known(key: string, way: Way): Caller | undefined {
    const entry = this.#entries.get(key)
    const now = this.#deps.nowMs()
    if (!entry || isOver(entry, now) || !cameAs(entry.caller, way)) return undefined
    entry.usedAt = now
    return entry.caller
  }

  async find(key: string, way: Way, triesLeft = 2): Promise<Caller | undefined> {
    const remembered = this.known(key, way)
    if (remembered) return remembered
    const changed = new Set<string | undefined>()
    this.#lookUps.add(changed)
    const entry = await this.#read(key).finally(() => this.#lookUps.delete(changed))
    if (!entry || isOver(entry, this.#deps.nowMs()) || !cameAs(entry.caller, way)) return undefined
    // What changed while it was read may not be in it. Where changes do not end it counts for this once: it was so
    // after the request came.
    if (changed.has(entry.caller.id) || changed.has(undefined))
      return triesLeft > 0 ? this.find(key, way, triesLeft - 1) : entry.caller
    if (this.#entries.size >= limits.callersKept) this.#forgetAll()
    this.#forgetKey(key)
    this.#entries.set(key, entry)
    this.#remembered.add(entry.caller)
    const keys = this.#keys.get(entry.caller.id) ?? new Set()
    this.#keys.set(entry.caller.id, keys.add(key))
    return entry.caller
  }

  used({ credential }: Caller, from: { address: string }): void {
    if (!credential || this.#uses.has(credential.id)) return
    this.#uses.set(credential.id, { id: credential.id, usedAt: this.#deps.nowMs(), address: from.address })
  }

  isRemembered(caller: Caller): boolean {
    return caller === this.local || this.#remembered.has(caller)
  }

  async stillIn(callers: readonly Caller[]): Promise<Set<Caller>> {
    const ids = new Set(callers.flatMap(({ credential }) => (credential ? [credential.id] : [])))
    const living = new Set(ids.size > 0 ? await this.#deps.access.living([...ids]) : [])
    const now = this.#deps.nowMs()
    const isIn = ({ id, credential }: Caller) =>
      credential
        ? living.has(credential.id) && (credential.expiresAt ?? Number.POSITIVE_INFINITY) > now
        : id === this.local?.id
    return new Set(callers.filter(isIn))
  }

  onChange(callback: ChangeListener): () => void {
    this.#listeners.add(callback)
    return () => void this.#listeners.delete(callback)
  }

  changed(): Promise<void> {
    this.#isStale = true
    const taken = this.#takeIn()
    const taking = Promise.allSettled([this.#taking, taken]).then(() => {
      if (this.#taking === taking) this.#taking = undefined
    })
    this.#taking = taking
    return taken
  }

  pending(): Promise<void> | undefined {
    return this.#taking ?? (this.#isStale ? this.changed() : undefined)
  }

  async #takeIn(): Promise<void> {
    const { access } = this.#deps
    const wasLocal = this.local !== undefined
    try {
      // There is no way back from accounts.
      if (wasLocal) this.local = await localAccount(access)
      const { version, accounts } = await access.changesSince(this.#version)
      this.#isStale = false
      if (version <= this.#version) return
      this.#version = version
      await this.#forget(wasLocal || accounts.length === 0 ? undefined : new Set(accounts))
    } catch (error) {
      // Whose it was is not known.
      await this.#forget(undefined)
      throw error
    }
  }

  /** Forgets what is remembered of these accounts, or of all, and says so. */
  async #forget(accounts: ReadonlySet<string> | undefined): Promise<void> {
    for (const account of accounts ?? [undefined]) {
      for (const changed of this.#lookUps) changed.add(account)
      if (account === undefined) this.#forgetAll()
      for (const key of this.#keys.get(account ?? '') ?? []) this.#forgetKey(key)
      this.#keys.delete(account ?? '')
    }
    await Promise.all([...this.#listeners].map((listener) => listener(accounts)))
  }

  #forgetKey(key: string): void {
    const entry = this.#entries.get(key)
    if (entry) this.#remembered.delete(entry.caller)
    this.#entries.delete(key)
  }

  #forgetAll(): void {
    this.#entries.clear()
    this.#keys.clear()
    this.#remembered = new WeakSet()
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop()
    await this.#keepUses()
  }

  async #read(key: string): Promise<Entry | undefined> {
    const { access, hashSecret } = this.#deps
    const parts = readKey('aiotodo', key)
    const row = parts && (await access.credential(parts.id))
    if (!parts || !row || !isSame(row.hash, hashSecret(parts.secret))) return undefined
    const account = await access.account({ id: row.account })
    if (!account || account.disabledAt !== null) return undefined
    const { id, kind, lists, deletionsPerHour, expiresAt } = row
    const { name, defaultList, zone, defaultReminders, settings, isAdmin } = account
    const credential = { id, kind, lists, deletionsPerHour, expiresAt }
    const known = { id: account.id, name, defaultList, zone, defaultReminders, settings, isAdmin }
    return { caller: { ...known, credential }, usedAt: row.usedAt }
  }

  /** It waits for what is being written, and so does a stop. */
  #keepUses(): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#writeUses())
    return this.#keeping
  }

  /** It writes some at a time, since ten thousand at once would hold up everybody for 50 ms and more. */
  async #writeUses(): Promise<void> {
    const { access, turn, onFault } = this.#deps
    const rows = [...this.#uses.values()]
    this.#uses.clear()
    const most = serverLimits.usesWrittenMax
    for (let from = 0; from < rows.length; from += most) {
      if (from > 0) await turn()
      await access.note((tables) => tables.touch(rows.slice(from, from + most))).catch(onFault)
    }
  }
}
