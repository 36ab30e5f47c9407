/**
 * Who comes with which key. What was looked up is remembered until anything changes of accounts or keys: at once on the node
 * that changed it, on others when they hear of it (see nodes.ts).
 */
import { accessSpace, type Caller } from '../model/access.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Account } from '../model/list.ts'
import type { AccessStore } from './access-store.ts'
import type { Feed } from './feed.ts'
import { isSame, readKey, type Secrets } from './secrets.ts'

export interface KeyringDeps extends Pick<Secrets, 'hashSecret'> {
  access: Pick<AccessStore, 'mode' | 'credential' | 'account' | 'firstAccount' | 'living' | 'note'>
  feed: Pick<Feed, 'subscribe'>
  /** Milliseconds since 1970. */
  nowMs: () => number
  every: (ms: number, callback: () => void) => () => void
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
  /** Whether all of it still holds: the key, its account, and that there are accounts at all. */
  stillIn(callers: readonly Caller[]): Promise<Set<Caller>>
  /** Calls back when what callers may could have changed. */
  onChange(callback: () => void): () => void
  /** After a change on this node. */
  changed(): Promise<void>
  stop(): Promise<void>
}

interface Entry {
  caller: Caller
  usedAt: number
}

export async function createKeyring(deps: KeyringDeps): Promise<Keyring> {
  return new Ring(deps, await localAccount(deps.access))
}

async function localAccount(access: KeyringDeps['access']): Promise<Account | undefined> {
  if ((await access.mode()) === 'accounts') return undefined
  const first = await access.firstAccount()
  if (!first) throw new Error('The database has no account')
  const { id, name, defaultList, zone } = first
  return { id, name, defaultList, zone }
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
  readonly #uses = new Map<string, { id: string; usedAt: number; address: string }>()
  readonly #listeners = new Set<() => void>()
  readonly #stops: (() => void)[]
  #generation = 0
  /** The database was away when something had changed: it is asked again. */
  #isStale = false

  constructor(deps: KeyringDeps, local: Account | undefined) {
    this.local = local
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
    const begun = this.#generation
    const entry = await this.#read(key)
    if (!entry || isOver(entry, this.#deps.nowMs()) || !cameAs(entry.caller, way)) return undefined
    // What changed while it was read may have been of it. Where changes do not end it counts for this once: it was so
    // after the request came.
    if (begun !== this.#generation) return triesLeft > 0 ? this.find(key, way, triesLeft - 1) : entry.caller
    if (this.#entries.size >= limits.callersKept) this.#entries.clear()
    this.#entries.set(key, entry)
    return entry.caller
  }

  used({ credential }: Caller, from: { address: string }): void {
    if (!credential || this.#uses.has(credential.id)) return
    this.#uses.set(credential.id, { id: credential.id, usedAt: this.#deps.nowMs(), address: from.address })
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

  onChange(callback: () => void): () => void {
    this.#listeners.add(callback)
    return () => void this.#listeners.delete(callback)
  }

  async changed(): Promise<void> {
    this.#generation++
    this.#entries.clear()
    this.#isStale = true
    // There is no way back from accounts.
    if (this.local) this.local = await localAccount(this.#deps.access)
    this.#isStale = false
    for (const listener of this.#listeners) listener()
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
    const { name, defaultList, zone, isAdmin } = account
    const credential = { id, kind, lists, deletionsPerHour, expiresAt }
    return { caller: { id: account.id, name, defaultList, zone, isAdmin, credential }, usedAt: row.usedAt }
  }

  async #keepUses(): Promise<void> {
    if (this.#uses.size === 0) return
    const rows = [...this.#uses.values()]
    this.#uses.clear()
    await this.#deps.access.note((tables) => tables.touch(rows)).catch(this.#deps.onFault)
  }
}
