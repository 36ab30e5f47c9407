/**
 * A copy of the account's spaces: the server's rows as the feed tells them, and the outbox of commands that the server
 * has not settled yet, decided once more on those rows whenever they change. It reads no clock and opens no socket.
 */
import type { CommandInput } from '../model/command.ts'
import { decide } from '../model/decide.ts'
import { digestText, emptyDigest, parseDigest } from '../model/digest.ts'
import { AppError } from '../model/errors.ts'
import { laterDefaults } from '../model/blanks.ts'
import type { Account } from '../model/access.ts'
import type { Delta } from '../model/messages.ts'
import { rowKinds, spaceOfRow, type AnyRow, type RowKind, type RowName } from '../model/row-kinds.ts'
import { toCommand } from '../model/to-command.ts'
import { note, putOrDrop, type PersistedReplica, type Owner, type Patch } from './replica-storage.ts'
import { type Read, isSomeoneElse, bytesOf, frameRoom, orTop, Outbox, type Pending } from './outbox.ts'
import { keyOf, Rows } from './rows.ts'
import { countRow, type Applied, type Space } from './space.ts'
import { View } from './view.ts'

export class Replica {
  readonly #rows = new Rows()
  readonly #spaces = new Map<string, Space>()
  readonly #outbox = new Outbox()
  /** Whose copy it is, and of which database. */
  #of: Owner | undefined
  #patch: Patch = {}
  /** Lists whose todos look different since this was last taken. */
  #changed = new Set<string>()
  readonly view: View
  /** The spaces of which other rows were kept than their digests say: they are fetched anew. */
  readonly damaged: readonly string[]
  readonly #followsAll: boolean

  /** @param followsAll - whether all lists of the account come here, also those to be made */
  constructor(kept?: PersistedReplica, followsAll = true) {
    this.#followsAll = followsAll
    this.view = new View(this.#rows, () => this.account)
    this.damaged = kept ? this.#load(kept) : []
  }

  /** Answers the spaces whose rows are not those that were kept. */
  #load(kept: PersistedReplica): string[] {
    this.#of = { account: kept.account, epoch: kept.epoch }
    const of = (id: string): Space => this.#spaces.get(id) ?? { cursor: 0, digest: emptyDigest }
    for (const [id, { cursor, more }] of kept.spaces)
      this.#spaces.set(id, { cursor, digest: emptyDigest, more: !!more })
    for (const kind of rowKinds)
      for (const row of kept[kind.name].values())
        this.#put(kind, of(spaceOfRow(kind, row, kept.account.id)), {
          // In the order in which the server has its fields.
          ...row,
          ...(kind.name === 'todos' && laterDefaults),
          ...row,
        })
    for (const pending of kept.outbox.values()) this.#outbox.put(pending)
    this.#patch = {}
    this.rebase()
    const damaged = [...kept.spaces]
      .filter(([id, { digest }]) => this.digest(id) !== digest)
      .map(([id]) => id)
    // Their rows are shown until the server's come.
    for (const id of damaged) of(id).cursor = 0
    return damaged
  }

  get account(): Account | undefined {
    return this.#of?.account
  }

  /** The account's own space. */
  get #id(): string {
    return this.account?.id ?? ''
  }

  get epoch(): string | undefined {
    return this.#of?.epoch
  }

  get outbox(): readonly Pending[] {
    return this.#outbox.all
  }

  /** How far it has each space. */
  cursors(): Record<string, number> {
    return Object.fromEntries([...this.#spaces].map(([id, { cursor }]) => [id, cursor]))
  }

  digest(space: string): string {
    return digestText(this.#spaces.get(space)?.digest ?? emptyDigest)
  }

  /** The spaces of which more is to come before all that the server has of them is here. */
  get fetching(): string[] {
    return [this.#id, ...this.#rows.members.keys()].filter((id) => this.#spaces.get(id)?.more !== false)
  }

  /** Whose copy it is, and of which database: another one's rows are forgotten, and someone else's outbox. */
  begin(account: Account, epoch: string): void {
    if (isSomeoneElse(this.account, account, this.epoch === epoch))
      for (const pending of [...this.outbox]) this.drop(pending)
    if (this.epoch !== undefined && (this.epoch !== epoch || this.account?.id !== account.id))
      for (const space of [...this.#spaces.keys()]) this.forget(space)
    this.#of = this.#patch.of = { account, epoch }
  }

  /** Takes in what the server tells. */
  apply(delta: Delta): Applied {
    if (delta.snapshot) this.#empty(delta.space)
    const space = this.#spaces.get(delta.space) ?? { cursor: 0, digest: emptyDigest }
    if (!delta.snapshot && delta.from > space.cursor) return 'gap'
    if (!delta.snapshot && delta.to <= space.cursor) return 'known'
    this.#spaces.set(delta.space, space)
    for (const id of delta.gone) this.#remove(delta.space, space, id)
    // A server of the version before knows fewer kinds.
    for (const kind of rowKinds)
      for (const row of [delta[kind.frame] ?? []].flat()) this.#put(kind, space, row)
    space.cursor = delta.to
    space.more = delta.more
    this.#touch(delta.space)
    if (delta.space === this.#id && !delta.more) this.#forgetLost()
    const isOverlaid = this.outbox.length > 0
    this.#dropShown(delta.space)
    if (isOverlaid) this.rebase()
    return delta.digest === null || delta.digest === digestText(space.digest) ? 'applied' : 'diverged'
  }

  /** Drops all of a space: it is the account's no longer. */
  forget(space: string): void {
    this.#empty(space)
    this.#spaces.delete(space)
    note(this.#patch, 'spaces', space, null)
    this.#dropShown(space)
    this.rebase()
  }

  /**
   * Puts a command in the outbox, and shows what it does.
   * @throws AppError when the rules refuse it now, or when it is more than a frame holds: it would never get through
   */
  enqueue(command: Pending['command'], at: string, gesture?: string): Pending {
    if (!this.account) throw new AppError('not_connected')
    const asked = orTop(command)
    if (bytesOf(asked) > frameRoom) throw new AppError('body_too_large')
    this.#show(command, at)
    return this.keep(this.#outbox.make(asked, at, gesture))
  }

  /** The server accepted it. It stays until the change has come by the feed, so that nothing flickers. */
  accepted(pending: Pending, space: string, version: number): void {
    const known = this.#spaces.get(space)
    const comes = known ? known.cursor < version : this.#followsAll && pending.command.type === 'createList'
    if (!comes) return this.drop(pending)
    pending.settled = { space, version }
    this.keep(pending)
  }

  /** The server refused it, or it was given up: the state is shown without it. */
  drop(pending: Pending): void {
    if (this.#take(pending)) this.rebase()
  }

  /**
   * Takes in what another tab tells.
   * @param keeps - whether its commands are this one's to keep as well
   */
  adopt(patch: Patch, keeps: boolean): void {
    this.#of = patch.of ?? this.#of
    for (const [id, space] of patch.spaces ?? []) {
      this.#changed.add(id)
      putOrDrop(this.#spaces, id, space && { ...space, digest: parseDigest(space.digest) })
    }
    for (const { name } of rowKinds)
      for (const [key, row] of patch[name] ?? []) {
        this.#changed.add(key.split(' ')[0] as string)
        this.#rows.set(name, key, row)
      }
    for (const [id, pending] of patch.outbox ?? []) {
      this.#outbox.remove(id)
      if (pending) this.#outbox.put(pending)
      if (keeps) note(this.#patch, 'outbox', id, pending && { ...pending })
    }
    this.rebase()
  }

  /** What has changed since this was last asked, for keeping. */
  takePatch(): Patch {
    const patch = this.#patch
    this.#patch = {}
    return patch
  }

  /** The lists that may look different since this was last asked. */
  takeChanged(): Set<string> {
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }

  #put({ name, isUncounted }: RowKind, space: Space, row: AnyRow): void {
    if (!isUncounted) countRow(space, this.#rows.at(name, row.list as string, row.id), row)
    this.#set(name, keyOf(row), row)
  }

  #set(name: RowName, key: string, row: AnyRow | null): void {
    this.#rows.set(name, key, row)
    note(this.#patch, name, key, row as never)
  }

  /** Takes a row out of a space, whatever it is; a list that is the account's no longer goes with all that is in it. */
  #remove(id: string, space: Space, row: string): void {
    for (const kind of rowKinds) {
      // The id of a list that is gone may be that of its view as well, which stays.
      if (kind.isUncounted) continue
      const found = this.#rows.at(kind.name, id, row)
      if (!found || spaceOfRow(kind, found, this.#id) !== id) continue
      this.#set(kind.name, keyOf(found), null)
      countRow(space, found)
      if (kind.name === 'members') this.forget(row)
    }
  }

  /**
   * As it is before the first delta. The lists of an account stay: which of them are gone, the snapshot's end tells.
   */
  #empty(id: string): void {
    for (const kind of rowKinds)
      for (const key of this.#rows.keysIn(kind, id, this.#id)) this.#set(kind.name, key, null)
    this.#spaces.set(id, { cursor: 0, digest: emptyDigest })
    this.#touch(id)
  }

  /** Drops the spaces of lists that the account has no longer. */
  #forgetLost(): void {
    for (const id of [...this.#spaces.keys()])
      if (id !== this.#id && !this.#rows.members.has(id)) this.forget(id)
  }

  #touch(id: string): void {
    this.#changed.add(id)
    const space = this.#spaces.get(id)
    if (space) note(this.#patch, 'spaces', id, { ...space, digest: digestText(space.digest) })
  }

  /** To be called where a command of the outbox has changed. */
  keep(pending: Pending): Pending {
    note(this.#patch, 'outbox', pending.command.id, { ...pending })
    return pending
  }

  #take({ command: { id } }: Pending): boolean {
    note(this.#patch, 'outbox', id, null)
    return this.#outbox.remove(id)
  }

  /** Accepted commands whose change has come. */
  #dropShown(id: string): void {
    const cursor = this.#spaces.get(id)?.cursor
    for (const pending of [...this.outbox]) {
      const { settled } = pending
      if (settled?.space !== id || (cursor !== undefined && cursor < settled.version)) continue
      this.#take(pending)
    }
  }

  /**
   * Decides anew what is shown over the server's rows.
   * @returns what can't be decided on them, and waits without being shown
   */
  rebase(read: Read = (command) => command): Pending[] {
    const hidden: Pending[] = []
    for (const list of this.view.overlaid()) this.#changed.add(list)
    this.view.clear()
    for (const pending of this.outbox) {
      if (pending.aside) continue
      try {
        this.#show(read(pending.command), pending.at)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (!pending.settled) hidden.push(pending)
      }
    }
    return hidden
  }

  #show(input: CommandInput, at: string): void {
    const command = toCommand(input, this.account as Account)
    const changes = decide(this.view, command, at)
    this.view.put(changes)
    for (const change of changes) {
      this.#changed.add(change.space)
      if (change.kind === 'todo' && change.before) this.#changed.add(change.before.list)
    }
  }
}
