/** Keeps what a replica takes in: one save after another, and what comes while one runs goes with the next. */
import type { Keep, Patch } from './keep.ts'
import type { Replica } from './replica.ts'

export interface SavingDeps {
  replica: Replica
  keep: Keep
  onFault: (error: unknown) => void
}

export class Saving {
  readonly #deps: SavingDeps
  /** Called with what is kept now; or could not be, which `onFault` has heard of. */
  onSaved: (patch: Patch) => void = () => {}
  /** Commands up to this one will survive a crash: only those are sent, so that none acts that its sender forgot. */
  keptSeq: number
  #running: Promise<void> = Promise.resolve()
  #isWaiting = false

  constructor(deps: SavingDeps) {
    this.#deps = deps
    this.keptSeq = deps.replica.outbox.at(-1)?.seq ?? 0
  }

  /** Resolves when a crash loses nothing of what the replica has now. */
  flush(): Promise<void> {
    if (this.#isWaiting) return this.#running
    this.#isWaiting = true
    return (this.#running = this.#running.then(() => this.#save()))
  }

  async #save(): Promise<void> {
    this.#isWaiting = false
    const { replica, keep, onFault } = this.#deps
    const patch = replica.takePatch()
    if (Object.keys(patch).length === 0) return
    const last = replica.outbox.at(-1)?.seq ?? 0
    // Where nothing can be kept it works all the same, while this run lasts.
    await keep.save(patch).catch(onFault)
    this.keptSeq = Math.max(this.keptSeq, last)
    this.onSaved(patch)
  }
}
