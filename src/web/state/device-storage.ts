/**
 * Keeps the replica in IndexedDB, through what a device does to that: no room, a database that is wiped while the page
 * is open, one that can't be read. What could not be saved comes again with the next save; the outbox is tried alone as
 * well.
 */
import { answerOf } from '../../client/indexed-db.ts'
import {
  noRows,
  type ReplicaStorage,
  type PersistedReplica,
  type Patch,
} from '../../client/replica-storage.ts'
import { indexedDbStorage } from '../../client/indexeddb-storage.ts'
import type { Pending } from '../../client/outbox.ts'
import { AppError } from '../../model/errors.ts'

/** `full`: no more than what is kept already; `lost`: what was kept is gone, and can't be put back as a whole. */
export type DeviceTrouble = 'none' | 'full' | 'lost'

/** Browsers have been known to never answer. */
const answerMs = 5_000

/**
 * @param tell - called when it gets into trouble, and out of it
 * @throws what the browser throws when it refuses storage
 */
export async function deviceStorage(
  name: string,
  tell: (trouble: DeviceTrouble) => void,
): Promise<ReplicaStorage> {
  const storage = new DeviceStorage(name, tell)
  await storage.open()
  return storage
}

class DeviceStorage implements ReplicaStorage {
  readonly #name: string
  readonly #tell: (trouble: DeviceTrouble) => void
  #inner: ReplicaStorage | undefined
  /** What a new database has to begin with. */
  #of: Patch['of']
  readonly #outbox = new Map<string, Pending>()
  #isFull = false

  constructor(name: string, tell: (trouble: DeviceTrouble) => void) {
    this.#name = name
    this.#tell = tell
  }

  async open(): Promise<void> {
    const opening = indexedDbStorage(this.#name)
    try {
      this.#inner = await inTime(opening)
    } catch (error) {
      // It may open yet, and nobody would close it.
      void opening.then((storage) => storage.close()).catch(() => {})
      // It is no replica, under a name that is this page's own: what a crash or an old version left is made whole.
      if (!(error instanceof AppError)) throw error
      await this.#renew()
    }
  }

  async load(): Promise<PersistedReplica | undefined> {
    const kept = await this.#inner?.load().catch(() => this.#rebuild())
    if (!kept) return undefined
    this.#of = { account: kept.account, epoch: kept.epoch }
    for (const [id, pending] of kept.outbox) this.#outbox.set(id, pending)
    return kept
  }

  async save(patch: Patch): Promise<void> {
    this.#of = patch.of ?? this.#of
    for (const [id, pending] of patch.outbox ?? []) {
      if (pending) this.#outbox.set(id, pending)
      else this.#outbox.delete(id)
    }
    try {
      // To the database in this very task: the page may be closed in the next.
      await this.#write(patch)
      if (this.#isFull) this.#tell('none')
      this.#isFull = false
    } catch (error) {
      await this.#recover(patch, error as Error)
    }
  }

  async close(): Promise<void> {
    await this.#inner?.close()
  }

  async #write(patch: Patch): Promise<void> {
    if (!this.#inner) throw new DOMException('It is not open', 'InvalidStateError')
    await this.#inner.save(patch)
  }

  /** @throws the error when what failed is to be saved with what comes next */
  async #recover(failed: Patch, error: Error): Promise<void> {
    if (error.name === 'QuotaExceededError') {
      this.#isFull = true
      this.#tell('full')
      // Small as it is, it may still find room.
      if (failed.outbox) await this.#write({ outbox: failed.outbox }).catch(() => {})
      throw error
    }
    this.#tell('lost')
    await this.#inner?.close()
    await this.open()
    // Rows that are not there are noticed when it is loaded next, and fetched anew.
    await this.#write({ ...failed, ...(this.#of && { of: this.#of }), outbox: new Map(this.#outbox) })
  }

  /** Makes a database that can't be read anew, with as much of the outbox as is found. */
  async #rebuild(): Promise<PersistedReplica | undefined> {
    this.#tell('lost')
    try {
      await this.#inner?.close()
      const kept = await this.#renew()
      this.#tell('none')
      return kept
    } catch {
      return undefined
    }
  }

  async #renew(): Promise<PersistedReplica | undefined> {
    const found = await salvage(this.#name)
    await inTime(answerOf(indexedDB.deleteDatabase(this.#name)))
    await this.open()
    const outbox = new Map(found.outbox.map((pending) => [pending.command.id, pending]))
    await this.#write({ ...(found.of && { of: found.of }), outbox })
    return found.of && { ...found.of, ...noRows(), outbox }
  }
}

async function salvage(name: string): Promise<{ of: Patch['of']; outbox: Pending[] }> {
  const database = await answerOf(indexedDB.open(name))
  const of = await read<Patch['of']>(database, 'of', (store) => store.get('of'))
  const outbox = (await read<Pending[]>(database, 'outbox', (store) => store.getAll())) ?? []
  database.close()
  return { of, outbox }
}

/** Either store may be missing, which is thrown at once; then there is nothing in it. */
async function read<T>(
  database: IDBDatabase,
  store: string,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  try {
    return (await answerOf(ask(database.transaction(store).objectStore(store)))) as T
  } catch {
    return undefined
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), answerMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
