/** One socket's conversation: hello, then deltas of what it follows, and pushes with their outcomes. */
import type { Feed } from '../core/feed/feed.ts'
import type { Committer } from '../core/write/commit.ts'
import type { Reads } from '../core/ports/store.ts'
import { check } from '../model/check.ts'
import { closeCodes } from '../model/close-codes.ts'
import { AppError } from '../model/errors.ts'
import { sentenceOf } from '../model/problem-of.ts'
import { parseJson } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { Account, Caller } from '../model/access.ts'
import {
  ClientFrame,
  type Resync,
  type Delta,
  type Hello,
  type Push,
  type ServerFrame,
  type Welcome,
} from '../model/messages.ts'
import type { FillIn } from '../model/sent-command.ts'
import type { Channels, Member } from './channels.ts'
import { planCopy } from './first-copy.ts'
import { frameOf } from './frames.ts'
import { carryOut } from './push.ts'
import type { InTurn } from './turns.ts'

export interface SessionDeps extends Pick<FillIn, 'newId' | 'hash'> {
  feed: Feed
  reads: Pick<Reads, 'spaces' | 'versions' | 'sees' | 'sizes'>
  committer: Pick<Committer, 'commit'>
  channels: Channels
  inTurn: InTurn
  /** Whether the caller's key still holds, asked of the database. */
  stillIn: (caller: Caller) => Promise<boolean>
  /** Calls back after a while, unless the function it returns was called. */
  later: (ms: number, callback: () => void) => () => void
  onFault: (error: unknown) => void
  /** What is deleted stays in the trash for so many days. */
  trashDays: number
  /** The client wants this list before all others; `default`: that of the account. */
  first?: string | undefined
  /** A client of version 0.2 sends filters in the language of version 0.2. */
  isBefore?: boolean
  /** A client's copy of a space differs (cursor 0), or missed a delta. */
  onResync: (space: string, cursor: number) => void
}

/** The socket under a session. */
export interface Wire {
  /** @returns false when the frame waits for those before it to be read; `Session.drained` tells when to go on */
  send(frame: string): boolean
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  close(code: number, reason: string): void
}

export class Session implements Member {
  readonly #deps: SessionDeps
  readonly #wire: Wire
  readonly #caller: Caller
  readonly #cancelHello: () => void
  /** The spaces that it follows, with what lets go of each. */
  readonly #following = new Map<string, () => void>()
  /** How far those spaces are sent that it is behind in. */
  readonly #catching = new Map<string, { since: number; end: Promise<void> }>()
  #followsAll = false
  #isGreeted = false
  #isWelcomed = false
  #news = 0
  /** It is the account as it was heard of last. */
  #known: Account | undefined
  #isClosed = false
  #asked = 0
  /** Who waits for the client to read. */
  #waiting: (() => void)[] = []

  constructor(deps: SessionDeps, wire: Wire, caller: Caller) {
    this.#deps = deps
    this.#wire = wire
    this.#caller = caller
    this.#cancelHello = deps.later(limits.helloMs, () => this.#close('silent', 'no hello'))
  }

  get account(): string {
    return this.#caller.id
  }

  /** The caller's key is not valid any more. */
  signOut(): void {
    this.#close('signedOut', 'signed out')
  }

  /** The account has changed, or an invitation for it, or of it. */
  tell(account: Account): void {
    this.#known = account
    this.#news++
    if (this.#isWelcomed) {
      const { epoch } = this.#deps.feed
      void this.#send({ type: 'account', epoch, account: this.#wordAccount() })
    }
  }

  get #first(): string | undefined {
    const { first } = this.#deps
    return first === 'default' ? this.#caller.defaultList : first
  }

  #wordAccount(): Welcome['account'] {
    const { id, name, defaultList, zone = null, settings } = this.#known ?? this.#caller
    const { trashDays } = this.#deps
    return { id, name, defaultList, zone, settings: settings ?? {}, news: this.#news, trashDays }
  }

  /** Takes a frame of the client. */
  receive(data: string | Uint8Array): void {
    if (this.#isClosed) return
    try {
      if (typeof data !== 'string') throw new AppError('bad_request', { params: { why: 'frame_not_text' } })
      const frame = check(ClientFrame, parseJson(data))
      if (frame.type === 'hello') this.#hello(frame)
      else if (!this.#isGreeted) throw new AppError('bad_request', { params: { why: 'no_hello' } })
      else if (this.#asked >= limits.asksPerSocketMax)
        this.#close('tooMuch', `more than ${limits.asksPerSocketMax} frames wait for their answers`)
      else this.#answer(frame)
    } catch (error) {
      if (error instanceof AppError) this.#close('badFrame', sentenceOf(error))
      else this.#fail(error)
    }
  }

  /** What waited has been read. */
  drained(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const goOn of waiting) goOn()
  }

  /** The socket is gone. */
  closed(): void {
    this.#isClosed = true
    this.#cancelHello()
    this.drained()
    for (const space of this.#following.keys()) this.#leave(space)
  }

  heard(delta: Delta): void {
    if (delta.space !== this.account || !this.#followsAll) return
    for (const space of delta.gone) this.#leave(space)
    for (const { id } of delta.lists) void this.#follow(id, 0).catch((error: unknown) => this.#fail(error))
  }

  lost(space: string): void {
    // Its own space tells of it; who does not follow that comes back, and is told then.
    if (this.#following.has(this.account) && this.#followsAll) this.#leave(space)
    else this.#close('lost', 'a list is not to be seen any more')
  }

  #hello(hello: Hello): void {
    if (this.#isGreeted) throw new AppError('bad_request', { params: { why: 'hello_twice' } })
    this.#isGreeted = true
    this.#cancelHello()
    this.#followsAll = hello.spaces === undefined
    this.#greet(hello).catch((error: unknown) => this.#fail(error))
  }

  async #greet(hello: Hello): Promise<void> {
    const { feed, reads } = this.#deps
    const { id } = this.#caller
    const cursors = hello.epoch === feed.epoch ? (hello.cursors ?? {}) : {}
    // Its own space is held first, so that a list which comes meanwhile is heard of.
    const release = this.#deps.channels.hold(id)
    try {
      const spaces = await reads.spaces(this.#caller, hello.spaces)
      const missing = hello.spaces?.filter((space) => !spaces.includes(space)) ?? []
      const { order, todos } = await planCopy(reads, id, spaces, cursors, this.#first)
      this.#isWelcomed = true
      await this.#send({
        type: 'welcome',
        epoch: feed.epoch,
        account: { ...this.#wordAccount(), ...(todos !== undefined && { todos }) },
        takes: ['doneAt', 'gesture', 'withSubtodos'],
        beatMs: limits.beatMs,
        missing,
      })
      // Those at the newest version need no delta.
      for (const space of spaces) this.#hold(space)
      const versions = await reads.versions(spaces)
      for (const space of order) {
        const cursor = cursors[space] ?? 0
        if (cursor > 0 && cursor === versions[space] && this.#join(space, cursor)) continue
        await this.#catchUp(space, cursor)
      }
      await this.#send({ type: 'ready' })
    } finally {
      release()
    }
  }

  async #follow(space: string, cursor: number): Promise<void> {
    if (this.#following.has(space) || this.#isClosed) return
    this.#hold(space)
    await this.#catchUp(space, cursor)
  }

  #hold(space: string): void {
    if (this.#isClosed || this.#following.has(space)) return
    this.#following.set(space, this.#deps.channels.hold(space))
  }

  /**
   * Sends what the client lacks, page by page at its own pace, until it can join those who are told of changes
   * together. Asked for once more meanwhile, it goes back to there: so much as one socket asks, one delta at a time is
   * on its way.
   */
  #catchUp(space: string, cursor: number): Promise<void> {
    const running = this.#catching.get(space)
    if (running) {
      running.since = Math.min(running.since, cursor)
      return running.end
    }
    const place = { since: cursor, end: Promise.resolve() }
    this.#catching.set(space, place)
    place.end = this.#sendPages(space, place).finally(() => this.#catching.delete(space))
    return place.end
  }

  async #sendPages(space: string, place: { since: number }): Promise<void> {
    for (;;) {
      const { feed, inTurn, reads, later, stillIn } = this.#deps
      const { since } = place
      const delta = await inTurn(() => feed.changesSince(space, since))
      if (!(await stillIn(this.#caller))) return this.signOut()
      if (this.#isClosed || !delta || !this.#following.has(space)) return
      const { credential } = this.#caller
      if (credential && !(await reads.sees(this.#caller, space, feed.origin(delta).version))) {
        if (await this.#has(space)) {
          // What was read is of before it came: the next is not.
          await new Promise<void>((resolve) => void later(5, resolve))
          continue
        }
        this.lost(space)
        return
      }
      if (place.since === since && (delta.to !== since || delta.snapshot)) {
        await this.#send(delta)
        this.heard(delta)
      }
      if (place.since !== since) continue
      place.since = delta.to
      if (!delta.more && this.#join(space, delta.to)) return
    }
  }

  async #has(space: string): Promise<boolean> {
    return (await this.#deps.reads.spaces(this.#caller, [space])).length > 0
  }

  #join(space: string, version: number): boolean {
    if (this.#isClosed || !this.#following.has(space)) return true
    if (!this.#deps.channels.join(space, this, version)) return false
    this.#wire.subscribe(space)
    return true
  }

  #leave(space: string): void {
    if (!this.#isClosed) this.#wire.unsubscribe(space)
    this.#deps.channels.leave(space, this)
    this.#following.get(space)?.()
    this.#following.delete(space)
  }

  #answer(frame: Push | Resync): void {
    this.#asked++
    const answered = frame.type === 'push' ? this.#push(frame) : this.#resync(frame)
    answered.then(
      () => this.#asked--,
      (error: unknown) => this.#fail(error),
    )
  }

  async #push(push: Push): Promise<void> {
    const outcomes = await carryOut(push, this.#caller, this.#deps)
    await this.#send({ type: 'outcomes', push: push.push, outcomes })
  }

  async #resync({ space, cursor }: Resync): Promise<void> {
    if (!this.#following.has(space)) return
    this.#deps.onResync(space, cursor)
    this.#wire.unsubscribe(space)
    this.#deps.channels.leave(space, this)
    await this.#catchUp(space, cursor)
  }

  /** Resolves when the client is ready for more. */
  async #send(frame: ServerFrame): Promise<void> {
    if (this.#isClosed) return
    if (this.#wire.send(frame.type === 'delta' ? frameOf(frame) : JSON.stringify(frame))) return
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
    })
  }

  #fail(error: unknown): void {
    this.#deps.onFault(error)
    this.#close('away', 'it can not be read now')
  }

  #close(why: keyof typeof closeCodes, reason: string): void {
    if (this.#isClosed) return
    this.#wire.close(closeCodes[why].code, reason)
    this.closed()
  }
}
