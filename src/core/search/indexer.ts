/**
 * Brings the index of search up behind the writes, when nobody writes: in small steps with pauses. Each node does it
 * for what it wrote itself; what a node that died has left is looked for at the start, and now and then.
 */
import type { IndexStore } from '../ports/index-store.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { StoreError } from '../ports/store.ts'
import type { SpaceVersions } from '../ports/rows.ts'

export interface IndexerDeps {
  store: IndexStore
  /** Counts milliseconds by a clock that nobody sets: a pause goes by how long a step took. */
  monotonicMs: () => number
  every: (ms: number, callback: () => void) => () => void
  sleep: (ms: number) => Promise<void>
  onFault: (error: unknown) => void
}

export class Indexer {
  readonly #deps: IndexerDeps
  /** Lists that are behind, and those that another node is at. */
  #behind = new Set<string>()
  /** Since when something is. */
  #since: number | undefined
  #hasCommitted = false
  #mustLook = true
  /** After a failure, such as that of a database that is away. */
  #notBefore = 0
  #isStopped = false
  readonly #stop = Promise.withResolvers<void>()
  #running: Promise<void> | undefined
  readonly #stopTimers: (() => void)[]

  constructor(deps: IndexerDeps) {
    this.#deps = deps
    this.#stopTimers = [
      deps.every(serverLimits.indexEveryMs, () => this.#tick()),
      deps.every(serverLimits.pruneCheckMs, () => (this.#mustLook = true)),
    ]
  }

  /** After commits of this node in these spaces. */
  committed(versions: SpaceVersions): void {
    this.#hasCommitted = true
    this.#add(Object.keys(versions))
  }

  /** Resolves when the step that runs is over; the pause behind it is cut short. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#stop.resolve()
    for (const stop of this.#stopTimers) stop()
    await this.#running
  }

  #tick(): void {
    const isQuiet = !this.#hasCommitted
    this.#hasCommitted = false
    if (this.#deps.monotonicMs() < this.#notBefore || (this.#behind.size === 0 && !this.#mustLook)) return
    if (!isQuiet && !this.#isOverdue()) return
    this.#running ??= this.#work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => (this.#running = undefined))
  }

  /** In a server that is never quiet it must be done as well. */
  #isOverdue(): boolean {
    return this.#since !== undefined && this.#deps.monotonicMs() - this.#since > serverLimits.indexOverdueMs
  }

  async #work(): Promise<void> {
    if (this.#mustLook) await this.#look()
    const lists = this.#behind
    this.#behind = new Set()
    try {
      for (const list of lists) {
        if (!(await this.#bringUp(list))) break
        lists.delete(list)
      }
    } finally {
      this.#add(lists)
    }
    if (this.#behind.size === 0) this.#since = undefined
  }

  /** Whether to go on with the next one. */
  async #bringUp(list: string): Promise<boolean> {
    const { store, sleep, monotonicMs } = this.#deps
    for (;;) {
      if (this.#isStopped || (this.#hasCommitted && !this.#isOverdue())) return false
      const begun = monotonicMs()
      const step = await store.indexStep(list)
      const tookMs = monotonicMs() - begun
      if (step === 'taken') this.#add([list])
      // Also behind the last one of a list: there may be thousands, and nobody else has a turn without a pause.
      const share = this.#hasCommitted ? serverLimits.indexOverdueShare : serverLimits.indexShare
      await Promise.race([sleep(Math.max(1, tookMs / share - tookMs)), this.#stop.promise])
      if (step !== 'more') return true
    }
  }

  async #look(): Promise<void> {
    this.#mustLook = false
    let after: number | undefined
    do {
      const { lists, next } = await this.#deps.store.staleLists(after)
      this.#add(lists)
      after = next
      if (after !== undefined) await this.#deps.sleep(serverLimits.pruneStepMs)
    } while (after !== undefined && !this.#isStopped)
  }

  #add(lists: Iterable<string>): void {
    for (const list of lists) {
      this.#since ??= this.#deps.monotonicMs()
      if (this.#behind.size >= serverLimits.indexListsMax) this.#mustLook = true
      else this.#behind.add(list)
    }
  }

  #failed(error: unknown): void {
    this.#mustLook = true
    this.#notBefore = this.#deps.monotonicMs() + serverLimits.indexRetryMs
    if (!(error instanceof StoreError)) this.#deps.onFault(error)
  }
}
