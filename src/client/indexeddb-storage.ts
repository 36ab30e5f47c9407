/** Keeps a replica in the browser's IndexedDB: each patch one transaction. */
import { AppError } from '../model/errors.ts'
import { answerOf, endOf } from './indexed-db.ts'
import {
  persistedKinds,
  storageVersion,
  noRows,
  type ReplicaStorage,
  type PersistedReplica,
  type Owner,
  type Patch,
} from './replica-storage.ts'

/**
 * @param name - of the database; one for each server and account
 * @throws what the browser throws when it refuses storage, as private windows may; or that the database is no replica
 */
export async function indexedDbStorage(name: string): Promise<ReplicaStorage> {
  let isOther = false
  const opening = indexedDB.open(name, storageVersion())
  opening.onupgradeneeded = ({ oldVersion }) => {
    const { result: upgraded, transaction } = opening
    // Another program's of the same site: its stores may have the names of ours.
    isOther = oldVersion > 0 && !upgraded.objectStoreNames.contains('of')
    if (isOther) return transaction?.abort()
    for (const store of ['of', ...persistedKinds()])
      if (!upgraded.objectStoreNames.contains(store)) upgraded.createObjectStore(store)
  }
  const database = await answerOf(opening).catch((error: unknown) => {
    throw isOther ? noReplica(name) : error
  })
  // Another tab deletes it, or is of a later version: waiting for this one it would wait for long.
  database.onversionchange = () => database.close()
  if (['of', ...persistedKinds()].some((store) => !database.objectStoreNames.contains(store))) {
    database.close()
    throw noReplica(name)
  }
  return {
    load: () => load(database),
    save: (patch) => save(database, patch),
    close: () => Promise.resolve(database.close()),
  }
}

const noReplica = (name: string): AppError =>
  new AppError('not_a_replica', {
    detail: `The database "${name}" of this site is no replica of aiotodo; it was left as it is. Expected the name of a replica, or a new one.`,
  })

async function load(database: IDBDatabase): Promise<PersistedReplica | undefined> {
  const transaction = database.transaction(['of', ...persistedKinds()])
  const rows = noRows()
  const read = persistedKinds().map(async (kind) => {
    const store = transaction.objectStore(kind)
    const [keys, values] = await Promise.all([
      answerOf(store.getAllKeys()) as Promise<string[]>,
      answerOf(store.getAll()),
    ])
    for (const [at, key] of keys.entries()) rows[kind].set(key, values[at])
  })
  const [of] = await Promise.all([
    answerOf(transaction.objectStore('of').get('of')) as Promise<Owner | undefined>,
    ...read,
  ])
  return of && { ...of, ...rows }
}

async function save(database: IDBDatabase, patch: Patch): Promise<void> {
  const names = ['of', ...persistedKinds()].filter((name) => name in patch)
  // On the disk before it counts, where the browser can.
  const transaction = database.transaction(names, 'readwrite', { durability: 'strict' })
  if (patch.of) transaction.objectStore('of').put(patch.of, 'of')
  for (const kind of persistedKinds()) {
    for (const [key, value] of patch[kind] ?? []) {
      if (value === null) transaction.objectStore(kind).delete(key)
      else transaction.objectStore(kind).put(value, key)
    }
  }
  // Said now, it counts even if the page is closed in the same moment.
  const end = endOf(transaction)
  transaction.commit()
  await end
}
