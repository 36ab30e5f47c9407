/** How a replica gets to the server: by a connection of its own, or through the tab that leads (tabs.ts). */
import type { PushOutcome } from '../model/messages.ts'
import type { OutboxChanges } from './aside.ts'
import { Connection, type ConnectionDeps, type Phase } from './connection.ts'
import type { ReplicaStorage } from './replica-storage.ts'
import type { Pending } from './outbox.ts'
import { Persister } from './persister.ts'
import type { TabMessage, Tabs } from './tabs.ts'

export interface LinkDeps extends Omit<ConnectionDeps, 'saving' | 'onSettled'> {
  storage: ReplicaStorage
  /** With whom this one shares the replica and the connection; with nobody unless given. */
  tabs?: Tabs | undefined
  onSettled: (pending: Pending, outcome: PushOutcome) => void
  onFault: (error: unknown) => void
}

export class Link {
  readonly #deps: LinkDeps
  readonly #saving: Persister
  /** Only who leads has one. */
  #connection: Connection | undefined
  /** Of who leads, as told. */
  #phase: Phase = 'connecting'

  constructor(deps: LinkDeps) {
    this.#deps = deps
    this.#saving = new Persister(deps)
    if (!deps.tabs) {
      this.#lead()
      return
    }
    deps.tabs.listen((message) => this.#hear(message))
    deps.tabs.post({ type: 'hello' })
    void deps.tabs.leads.then(() => this.#takeOver())
  }

  get phase(): Phase {
    return this.#connection?.phase ?? this.#phase
  }

  /** To be called for what was put in the outbox, and taken out of it. */
  sent(outbox: OutboxChanges): void {
    // At once, and kept here as well: whichever of the two tabs is closed now, the other or the disk has it.
    if (!this.#connection) this.#deps.tabs?.post({ type: 'patch', patch: { outbox } })
    void this.#saving.flush()
  }

  /** Resolves when a crash loses nothing of what the replica has now. */
  flush(): Promise<void> {
    return this.#saving.flush()
  }

  reconnect(): void {
    if (this.#connection) this.#connection.open()
    else this.#deps.tabs?.post({ type: 'reconnect' })
  }

  /** To be called when the phase may have changed. */
  tellPhase(): void {
    if (this.#connection) this.#deps.tabs?.post({ type: 'phase', phase: this.#connection.phase })
  }

  async close(): Promise<void> {
    this.#phase = 'closed'
    this.#connection?.close()
    await this.#saving.flush()
    this.#deps.tabs?.close()
    await this.#deps.storage.close()
  }

  /** What the tab that led before was asked last it may not have told: that is kept. */
  async #takeOver(): Promise<void> {
    const { storage, replica } = this.#deps
    const kept = await storage.load().catch(() => undefined)
    if (this.#phase === 'closed') return
    const known = new Set(replica.outbox.map(({ command }) => command.id))
    const unknown = [...(kept?.outbox ?? [])].filter(([id]) => !known.has(id))
    replica.adopt({ outbox: new Map(unknown) }, true)
    this.#lead()
    void this.#saving.flush()
  }

  #lead(): void {
    const { tabs, onSettled, replica } = this.#deps
    // What waits may have been sent before a crash, or by the tab that led before.
    for (const pending of replica.outbox) if (!pending.aside) pending.isUnsure = true
    const connection = new Connection({
      ...this.#deps,
      saving: this.#saving,
      onSettled(pending, outcome) {
        tabs?.post({ type: 'settled', pending, outcome })
        onSettled(pending, outcome)
      },
    })
    this.#connection = connection
    this.#saving.onSaved = (patch) => {
      tabs?.post({ type: 'patch', patch })
      connection.push()
    }
    connection.open()
  }

  #hear(message: TabMessage): void {
    switch (message.type) {
      case 'hello':
        this.tellPhase()
        break
      case 'patch':
        this.#deps.replica.adopt(message.patch, this.#connection !== undefined)
        if (this.#connection) void this.#saving.flush()
        break
      case 'phase':
        this.#phase = message.phase
        break
      case 'settled':
        this.#deps.onSettled(message.pending, message.outcome)
        break
      case 'reconnect':
        this.#connection?.open()
    }
    this.#deps.onChange()
  }
}
