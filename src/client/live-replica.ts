/** The replica as programs use it: queries that stay current, commands that show at once, and what became of them. */
import type { CommandInput } from '../model/command.ts'
import type { Problem } from '../model/errors.ts'
import type { List, ListInput, ListPatch, Membership } from '../model/list.ts'
import type { Account } from '../model/access.ts'
import type { PushOutcome } from '../model/messages.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Todo, TodoInput, TodoPatch } from '../model/todo.ts'
import type { View } from '../model/view.ts'
import { asideWith, retryAside, type OutboxChanges } from './aside.ts'
import { Link, type LinkDeps } from './link.ts'
import type { Pending } from './outbox.ts'
import { RefusedError, SetAsideError, type Refusal, type Sent, type Settle, type Status } from './sent.ts'
import { isMeant, type ReplicaQuery } from './query.ts'
import type { Replica } from './replica.ts'

export interface LiveDeps extends Omit<LinkDeps, 'onChange' | 'onSettled' | 'onDiverged'> {
  newId: () => string
  /** The device's clock, as RFC 3339 text. */
  now: () => string
  /** Calls back soon, once for all that happens until then. */
  soon: (callback: () => void) => void
}

interface Watch {
  lists: (changed: ReadonlySet<string>) => boolean
  run: () => void
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

export class LiveReplica {
  readonly #deps: LiveDeps
  readonly #replica: Replica
  readonly #link: Link
  readonly #watches = new Set<Watch>()
  readonly #settles = new Map<string, Settle>()
  readonly #statusListeners = new Set<(status: Status) => void>()
  readonly #refusalListeners = new Set<(refusal: Refusal) => void>()
  readonly #asideListeners = new Set<(aside: Refusal) => void>()
  readonly #placedListeners = new Set<(command: CommandInput) => void>()
  #isTelling = false
  #lastStatus = ''
  /** How many spaces differed from the server's and were fetched anew. */
  healed = 0

  constructor(deps: LiveDeps) {
    this.#deps = deps
    this.#replica = deps.replica
    const onDiverged = (space: string) => {
      this.healed++
      deps.onFault(new Error(`space ${space} differed from the server, and is fetched anew`))
    }
    for (const space of deps.replica.damaged) onDiverged(space)
    this.#link = new Link({
      ...deps,
      onChange: () => this.#tellSoon(),
      onSettled: (pending, outcome) => this.#settled(pending, outcome),
      onDiverged,
    })
  }

  get account(): Account | undefined {
    return this.#replica.account
  }

  get status(): Status {
    const waiting = this.outbox.filter((pending) => !pending.settled).length
    const { account, fetching } = this.#replica
    return { phase: this.#link.phase, waiting, aside: this.aside.length, fetching, account }
  }

  /** The commands that wait for the server, in their order. */
  get outbox(): readonly Pending[] {
    return this.#replica.outbox.filter((pending) => !pending.aside)
  }

  /**
   * Commands at which the server failed again and again, and those that can't be carried out without them: kept, but
   * neither shown nor sent until they are tried again or discarded.
   */
  get aside(): readonly Pending[] {
    return this.#replica.outbox.filter((pending) => pending.aside)
  }

  /**
   * Sends what is set aside with this command once more, as new commands.
   * @throws AppError when the rules refuse it now
   */
  retryAside(command: string): void {
    this.#sent(retryAside(this.#replica, command, this.#deps.newId))
  }

  /** Forgets what is set aside with this command. @returns what takes that back */
  discardAside(command: string): () => void {
    const gone = asideWith(this.#replica, command).map((pending) => [pending.command.id, pending] as const)
    for (const [, pending] of gone) this.#replica.drop(pending)
    this.#sent(new Map(gone.map(([id]) => [id, null])))
    return () => {
      const outbox = new Map(gone)
      this.#replica.adopt({ outbox }, true)
      this.#sent(outbox)
    }
  }

  #sent(changes: OutboxChanges): void {
    this.#link.sent(changes)
    this.#tellSoon()
  }

  /** Connects now rather than after the pause that follows failures; for when the network is known to be back. */
  reconnect(): void {
    this.#link.reconnect()
  }

  todo(id: string): Todo | undefined {
    return this.#replica.view.todo(id)
  }

  /** In the order of the list, lists one after another. */
  todos(query: ReplicaQuery = {}): Todo[] {
    const { view } = this.#replica
    const lists = query.list === undefined ? this.lists().map((list) => list.id) : [query.list]
    return lists.flatMap((list) => view.todosOf(list)).filter((todo) => isMeant(todo, query))
  }

  /** By when they were made. */
  lists({ deleted = false }: { deleted?: boolean } = {}): List[] {
    const lists = this.#replica.view.lists().filter((list) => (list.deletedAt !== null) === deleted)
    return lists.toSorted(byId)
  }

  /** By when they were made. They are changed by `send`. */
  filters(): SavedFilter[] {
    return this.#replica.view.rows('filters').toSorted(byId)
  }

  watchFilters(callback: (filters: SavedFilter[]) => void): () => void {
    return this.#watch(() => this.filters(), callback)
  }

  /** Answers how the account has lists, filters and labels shown, which `send` changes. */
  views(): View[] {
    return this.#replica.view.rows('views')
  }

  watchViews(callback: (views: View[]) => void): () => void {
    return this.#watch(() => this.views(), callback)
  }

  /**
   * Calls back with the todos of a query now and whenever they have changed, until the function it returns is called.
   */
  watch(query: ReplicaQuery, callback: (todos: Todo[]) => void): () => void {
    const isOf: Watch['lists'] = (changed) => query.list === undefined || changed.has(query.list)
    return this.#watch(() => this.todos(query), callback, isOf)
  }

  watchLists(callback: (lists: List[]) => void, query?: { deleted?: boolean }): () => void {
    return this.#watch(() => this.lists(query), callback)
  }

  /** The lists that the account has, also those in the trash, and what it is in each. */
  watchMemberships(callback: (memberships: Membership[]) => void): () => void {
    return this.#watch(() => this.#replica.view.memberships(), callback)
  }

  onStatus(listener: (status: Status) => void): () => void {
    this.#statusListeners.add(listener)
    listener(this.status)
    return () => this.#statusListeners.delete(listener)
  }

  /** Hears of commands that were refused, also of those made before a restart. */
  onRefused(listener: (refusal: Refusal) => void): () => void {
    this.#refusalListeners.add(listener)
    return () => this.#refusalListeners.delete(listener)
  }

  /** Hears of commands that were set aside. */
  onSetAside(listener: (aside: Refusal) => void): () => void {
    this.#asideListeners.add(listener)
    return () => this.#asideListeners.delete(listener)
  }

  /** Hears of commands whose todo came to the top of its list: its parent was moved or deleted before it got there. */
  onPlaced(listener: (command: CommandInput) => void): () => void {
    this.#placedListeners.add(listener)
    return () => this.#placedListeners.delete(listener)
  }

  /** @throws AppError when the rules refuse it; as all of these do */
  createTodo(todo: TodoInput): Sent {
    const id = todo.id ?? this.#deps.newId()
    const list = todo.list ?? this.account?.defaultList
    return this.send(id, { type: 'createTodo', todo: { ...todo, id, ...(list && { list }) } })
  }

  updateTodo(todo: string, changes: TodoPatch): Sent {
    return this.send(todo, { type: 'updateTodo', todo, changes })
  }

  deleteTodo(todo: string): Sent {
    return this.send(todo, { type: 'deleteTodo', todo })
  }

  restoreTodo(todo: string): Sent {
    return this.send(todo, { type: 'restoreTodo', todo })
  }

  createList(list: ListInput): Sent {
    const id = list.id ?? this.#deps.newId()
    return this.send(id, { type: 'createList', list: { ...list, id } })
  }

  updateList(list: string, changes: ListPatch): Sent {
    return this.send(list, { type: 'updateList', list, changes })
  }

  deleteList(list: string): Sent {
    return this.send(list, { type: 'deleteList', list })
  }

  restoreList(list: string): Sent {
    return this.send(list, { type: 'restoreList', list })
  }

  /** Resolves when all that the server had at the time of connecting is here, and nothing waits. */
  async synced({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stop = this.onStatus(({ phase, waiting }) => {
        // "stopped": the server does not want this client; "signed out": it asks for a key.
        if (['stopped', 'signed out', 'closed'].includes(phase)) reject(new Error(`The replica is ${phase}.`))
        else if (phase !== 'in sync' || waiting > 0) return
        else resolve()
        queueMicrotask(() => stop())
      })
      const cancel = () => {
        stop()
        reject(signal?.reason as Error)
      }
      if (signal?.aborted) cancel()
      signal?.addEventListener('abort', cancel)
    })
  }

  /** Resolves when what is here is kept, where it is kept. */
  flush(): Promise<void> {
    return this.#link.flush()
  }

  close(): Promise<void> {
    return this.#link.close()
  }

  /**
   * Sends any command; it gets an id of its own unless it has one.
   * @param subject - the id of the todo or list that it is about
   * @param gesture - a UUID of all that one gesture of a person does
   */
  send(subject: string, wish: CommandInput, gesture?: string): Sent {
    const command = { ...wish, id: wish.id ?? this.#deps.newId() }
    const pending = this.#replica.enqueue(command, this.#deps.now(), gesture)
    const settled = new Promise<{ space: string; version: number }>((resolve, reject) => {
      this.#settles.set(command.id, (outcome, isAside) => {
        if (outcome.accepted) resolve({ space: outcome.space, version: outcome.version })
        else reject(new (isAside ? SetAsideError : RefusedError)(outcome.problem as Problem))
      })
    })
    // Who does not care need not catch; `onRefused` tells as well.
    settled.catch(() => {})
    this.#sent(new Map([[command.id, pending]]))
    return { id: subject, settled }
  }

  #settled({ command, aside }: Pending, outcome: PushOutcome): void {
    this.#settles.get(command.id)?.(outcome, aside !== undefined)
    this.#settles.delete(command.id)
    if (!outcome.accepted)
      for (const listener of aside ? this.#asideListeners : this.#refusalListeners)
        listener({ command, problem: aside?.problem ?? (outcome.problem as Problem) })
    else if (outcome.placed) for (const listener of this.#placedListeners) listener(command)
  }

  #watch<T>(read: () => T[], callback: (rows: T[]) => void, lists: Watch['lists'] = () => true): () => void {
    let last: T[] | undefined
    const run = () => {
      const rows = read()
      // Rows are never changed in place.
      if (last?.length === rows.length && rows.every((row, index) => row === last?.[index])) return
      last = rows
      callback(rows)
    }
    const watch = { lists, run }
    this.#watches.add(watch)
    run()
    return () => this.#watches.delete(watch)
  }

  #tellSoon(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    this.#deps.soon(() => {
      this.#isTelling = false
      const changed = this.#replica.takeChanged()
      if (changed.size > 0) for (const watch of this.#watches) if (watch.lists(changed)) watch.run()
      const status = this.status
      const text = JSON.stringify(status)
      if (text === this.#lastStatus) return
      this.#lastStatus = text
      this.#link.tellPhase()
      for (const listener of this.#statusListeners) listener(status)
    })
  }
}
