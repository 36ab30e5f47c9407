/**
 * Keeps a replica in step with the server, for as long as it is open: connects, says how far the replica is, takes
 * deltas in, and sends the outbox in its order, one push at a time. Time, chance and the socket are handed in.
 */
import { mayRetry, signedOutCode } from '../model/close-codes.ts'
import * as clientLimits from '../model/client-limits.ts'
import type { Problem } from '../model/errors.ts'
import type { Account } from '../model/access.ts'
import type { ClientFrame, Outcomes, PushOutcome, ServerFrame } from '../model/messages.ts'
import { dropOlder, setAside } from './aside.ts'
import { bytesOf, frameRoom, type Pending } from './outbox.ts'
import type { Replica } from './replica.ts'
import type { Persister } from './persister.ts'

/** A socket that is being opened; `listen` is called once, before anything is received. */
export interface Socket {
  send(frame: string): void
  close(): void
}

export interface SocketEvents {
  opened(): void
  received(frame: string): void
  closed(code: number): void
}

export interface ConnectionDeps {
  replica: Replica
  saving: Persister
  openSocket: (events: SocketEvents) => Socket
  /** Calls back after a while, unless the function it returns was called. */
  later: (ms: number, callback: () => void) => () => void
  /** A number from 0 to 1. */
  random: () => number
  /** A command at which the server fails for so long, tried less and less often, is set aside: 20 s unless given. */
  patienceMs?: number | undefined
  /** Only these spaces; all of the account unless given. */
  spaces?: readonly string[] | undefined
  /** Whether a replica may go on as this account's; not asked unless given. */
  isMine?: ((account: Account, before: Account | undefined) => boolean) | undefined
  onChange: () => void
  /** The server settled a command; with a problem: it was refused, or set aside, and what it showed is taken back. */
  onSettled: (pending: Pending, outcome: PushOutcome) => void
  /** A space differed from the server's, and is fetched anew. */
  onDiverged: (space: string) => void
}

/**
 * `stopped`: the server does not want this client; it is of another version, or faulty. `signed out`: it asks for a
 * key, or the key is another account's; `open` tries again.
 */
export type Phase = 'offline' | 'connecting' | 'catching up' | 'in sync' | 'stopped' | 'signed out' | 'closed'

const firstPauseMs = 250
const pauseMsMax = 30_000
/** How long the outcomes of a push may take: longer than the server tries while its database is away. */
const outcomesMs = 30_000
/** What ends by itself, such as a lock, takes seconds: a fault that lasts longer sets a command aside. */
const patienceMsDefault = 20_000

export class Connection {
  readonly #deps: ConnectionDeps
  phase: Phase = 'offline'
  #socket: Socket | undefined
  #failures = 0
  /** It has the optional members of commands known to the server. */
  #takes: readonly string[] | undefined
  /** How long silence means that the connection lives. */
  #watchMs = 2.5 * clientLimits.beatMs
  #pauseMs: number | undefined
  #pushed: { push: number; sent: Pending[]; cancel: () => void } | undefined
  #nextPush = 1
  /** Commands at which the server failed are here, with how long each has waited for its next tries. */
  readonly #waited = new Map<string, number>()
  /** Spaces whose snapshot differed as well: that is the server's fault, and asking again would not end. */
  readonly #hopeless = new Set<string>()
  #cancelRetry: (() => void) | undefined
  #cancelWatch: (() => void) | undefined
  #cancelPush: (() => void) | undefined

  constructor(deps: ConnectionDeps) {
    this.#deps = deps
  }

  /** Connects now, unless it is connected. */
  open(): void {
    if (this.#socket || this.phase === 'closed' || this.phase === 'stopped') return
    this.#cancelRetry?.()
    this.#enter('connecting')
    // What an earlier socket still says is not for this one.
    const socket: Socket = this.#deps.openSocket({
      opened: () => this.#socket === socket && this.#hello(),
      received: (text) => this.#socket === socket && this.#receive(JSON.parse(text) as ServerFrame),
      closed: (code) => this.#socket === socket && this.#closed(code),
    })
    this.#socket = socket
    this.#watch(clientLimits.helloMs)
  }

  close(): void {
    this.#cancelRetry?.()
    this.#leave('closed')
  }

  #leave(phase: Phase): void {
    const socket = this.#socket
    this.#lose()
    this.#enter(phase)
    socket?.close()
  }

  #enter(phase: Phase): void {
    this.phase = phase
    this.#deps.onChange()
  }

  #send(frame: ClientFrame): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #hello(): void {
    const { replica, spaces } = this.#deps
    this.#send({
      type: 'hello',
      ...(replica.epoch !== undefined && { epoch: replica.epoch, cursors: replica.cursors() }),
      ...(spaces && { spaces: [...spaces] }),
    })
  }

  #receive(frame: ServerFrame): void {
    const { replica, onChange } = this.#deps
    switch (frame.type) {
      case 'welcome':
        if (this.#deps.isMine?.(frame.account, replica.account) === false) return this.#leave('signed out')
        replica.begin(frame.account, frame.epoch)
        for (const space of frame.missing) replica.forget(space)
        this.#watchMs = 2.5 * frame.beatMs
        this.#takes = frame.takes
        this.#enter('catching up')
        this.push()
        break
      case 'account':
        replica.begin(frame.account, frame.epoch)
        break
      case 'delta':
        this.#apply(frame)
        break
      case 'outcomes':
        this.#settle(frame)
        break
      case 'ready':
        this.#failures = 0
        this.#enter('in sync')
        break
      case 'bye':
        this.#pauseMs = frame.retryMs
        break
      default:
      // A beat only shows that the connection lives; frames of later versions are not for this one.
    }
    this.#watch(this.#watchMs)
    void this.#deps.saving.flush()
    onChange()
  }

  #apply(delta: Extract<ServerFrame, { type: 'delta' }>): void {
    const { replica, onDiverged } = this.#deps
    const { space } = delta
    const applied = replica.apply(delta)
    if (applied === 'gap') this.#send({ type: 'resync', space, cursor: replica.cursors()[space] ?? 0 })
    if (applied !== 'diverged') return
    onDiverged(space)
    if (this.#hopeless.has(space)) return
    if (delta.snapshot) this.#hopeless.add(space)
    else this.#send({ type: 'resync', space, cursor: 0 })
  }

  /** Sends the first commands of the outbox that are kept, when none are on their way. */
  push(): void {
    const isOpen = this.phase === 'catching up' || this.phase === 'in sync'
    if (!isOpen || this.#pushed || this.#cancelPush) return
    const sent: Pending[] = []
    let bytes = 0
    for (const pending of this.#deps.replica.outbox) {
      if (pending.settled || pending.aside) continue
      if (pending.seq > this.#deps.saving.durableSeq) break
      bytes += bytesOf(pending.command)
      if (bytes > frameRoom || sent.length === clientLimits.commandsPerBatchMax) break
      sent.push(pending)
    }
    if (sent.length === 0) return
    const push = this.#nextPush++
    // A connection that lives but never answers is as good as a dead one.
    this.#pushed = { push, sent, cancel: this.#deps.later(outcomesMs, () => this.#giveUp()) }
    const commands = sent.map(({ command, at, gesture }) =>
      this.#takes ? { ...command, doneAt: at, gesture } : command,
    )
    this.#send({ type: 'push', push, commands })
  }

  #settle({ push, outcomes }: Outcomes): void {
    if (this.#pushed?.push !== push) return
    const { sent, cancel } = this.#pushed
    const { replica, onSettled, patienceMs: patience = patienceMsDefault } = this.#deps
    cancel()
    this.#pushed = undefined
    for (const [index, pending] of sent.entries()) {
      const outcome = outcomes[index]
      if (!outcome) break
      const { id } = pending.command
      const { status = 0, code } = outcome.accepted ? {} : outcome.problem
      const waited = this.#waited.get(id) ?? 0
      // It can do nothing now, at this command or any other, and may not know what it did.
      const holds = status === 503 || status === 507
      if (holds) for (const each of sent) each.isUnsure = true
      if (holds || (status >= 500 && waited < patience)) {
        const pause = Math.min(this.#nextPauseMs(), holds ? pauseMsMax : patience / 2)
        if (!holds) this.#waited.set(id, waited)
        // In order: those behind it wait as well.
        this.#cancelPush = this.#deps.later(pause, () => {
          if (!holds) this.#waited.set(id, waited + pause)
          this.#cancelPush = undefined
          this.push()
        })
        return
      }
      const hasFailed = this.#waited.delete(id)
      if (outcome.accepted) {
        replica.accepted(pending, outcome.space, outcome.version)
        dropOlder(replica, pending)
      } else if (status >= 500 || (hasFailed && code === 'refused_before')) {
        // It is set aside as well where an older server refuses it, as it carried out one behind it (`refused_before`).
        for (const each of setAside(replica, pending, outcome.problem as Problem)) onSettled(each, outcome)
        // Those behind it were not carried out: they go at once. Where the server fails at all of them, it is asked
        // less and less.
        return this.push()
      } else replica.drop(pending)
      onSettled(pending, outcome)
    }
    this.#failures = 0
    this.push()
  }

  #closed(code: number): void {
    this.#lose()
    if (code === signedOutCode) return this.#enter('signed out')
    if (!mayRetry(code)) return this.#enter('stopped')
    this.#enter('offline')
    this.#cancelRetry = this.#deps.later(this.#nextPauseMs(), () => this.open())
  }

  #lose(): void {
    this.#socket = undefined
    this.#pushed?.cancel()
    for (const pending of this.#pushed?.sent ?? []) pending.isUnsure = true
    this.#pushed = undefined
    this.#hopeless.clear()
    this.#cancelWatch?.()
    this.#cancelPush?.()
    this.#cancelPush = undefined
  }

  /** Longer with each failure, and spread over all of that time, so that many clients do not come back at once. */
  #nextPauseMs(): number {
    const told = this.#pauseMs
    this.#pauseMs = undefined
    if (told !== undefined) return told
    return this.#deps.random() * Math.min(pauseMsMax, firstPauseMs * 2 ** this.#failures++)
  }

  /** When nothing is heard for so long: half-open connections live for minutes otherwise. */
  #watch(ms: number): void {
    this.#cancelWatch?.()
    if (this.#socket) this.#cancelWatch = this.#deps.later(ms, () => this.#giveUp())
  }

  #giveUp(): void {
    const socket = this.#socket
    socket?.close()
    if (socket && this.#socket === socket) this.#closed(1006)
  }
}
