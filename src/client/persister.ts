/** Keeps what a replica takes in: one save after another, and what comes while one runs goes with the next. */
import type { ReplicaStorage, Patch } from './replica-storage.ts'
import type { Replica } from './replica.ts'

export interface PersisterDeps {
  replica: Replica
  storage: ReplicaStorage
  onFault: (error: unknown) => void
}

export class Persister {
  readonly #deps: PersisterDeps
  /** Called with what is kept now; or could not be, which `onFault` has heard of. */
  onSaved: (patch: Patch) => void = () => {}
  /** Commands up to this one will survive a crash: only those are sent, so that none acts that its sender forgot. */
  durableSeq: number
  #running: Promise<void> = Promise.resolve()
  /** What could not be kept: it goes with the next, or that would be kept over a gap. */
  #missed: Patch = {}
  #isWaiting = false

  constructor(deps: PersisterDeps) {
    this.#deps = deps
    this.durableSeq = deps.replica.outbox.at(-1)?.seq ?? 0
  }

  /** Resolves when a crash loses nothing of what the replica has now. */
  flush(): Promise<void> {
    if (this.#isWaiting) return this.#running
    this.#isWaiting = true
    return (this.#running = this.#running.then(() => this.#save()))
  }

  async #save(): Promise<void> {
    this.#isWaiting = false
    const { replica, storage, onFault } = this.#deps
    const patch = replica.takePatch()
    if (Object.keys(patch).length === 0) return
    const last = replica.outbox.at(-1)?.seq ?? 0
    const all = joined(this.#missed, patch)
    try {
      await storage.save(all)
      this.#missed = {}
    } catch (error) {
      // Where nothing can be kept it works all the same, while this run lasts.
      this.#missed = all
      onFault(error)
    }
    this.durableSeq = Math.max(this.durableSeq, last)
    this.onSaved(patch)
  }
}

/** One patch that does what both do. */
function joined(before: Patch, after: Patch): Patch {
  const all: Record<string, unknown> = { ...before, ...after }
  for (const name in before)
    if (name !== 'of') all[name] = new Map([...rowsOf(before, name), ...rowsOf(after, name)])
  return all
}

const rowsOf = (patch: Patch, name: string) => (patch as Record<string, Map<string, unknown>>)[name] ?? []
