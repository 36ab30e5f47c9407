/** Keeps a replica in the browser's IndexedDB: each patch one transaction. */
import { openDB, type IDBPDatabase } from 'idb'
import type { Keep, Kept, Patch } from './keep.ts'

/** One higher when there is a store more. */
const version = 2
const stores = ['spaces', 'todos', 'lists', 'members', 'filters', 'outbox'] as const

/**
 * @param name - of the database; one for each server and account
 * @throws what the browser throws when it refuses storage, as private windows may
 */
export async function keepInIndexedDb(name: string): Promise<Keep> {
  const database = await openDB(name, version, {
    upgrade(upgraded) {
      for (const store of ['of', ...stores])
        if (!upgraded.objectStoreNames.contains(store)) upgraded.createObjectStore(store)
    },
    // Another tab deletes it, or is of a later version: waiting for this one it would wait for long.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  })
  return {
    load: () => load(database),
    save: (patch) => save(database, patch),
    close: () => Promise.resolve(database.close()),
  }
}

async function load(database: IDBPDatabase): Promise<Kept | undefined> {
  const transaction = database.transaction(['of', ...stores])
  const values = (name: string) => transaction.objectStore(name).getAll()
  const [of, ids, spaces, todos, lists, members, filters, outbox] = await Promise.all([
    transaction.objectStore('of').get('of') as Promise<Patch['of']>,
    transaction.objectStore('spaces').getAllKeys() as Promise<string[]>,
    values('spaces'),
    values('todos'),
    values('lists'),
    values('members'),
    values('filters'),
    values('outbox'),
  ])
  return (
    of && { ...of, spaces: ids.map((id, at) => [id, spaces[at]]), todos, lists, members, filters, outbox }
  )
}

async function save(database: IDBPDatabase, patch: Patch): Promise<void> {
  const names = ['of', ...stores].filter((name) => name in patch)
  // On the disk before it counts, where the browser can.
  const transaction = database.transaction(names, 'readwrite', { durability: 'strict' })
  if (patch.of) void transaction.objectStore('of').put(patch.of, 'of')
  for (const name of stores) {
    const store = transaction.objectStore.bind(transaction)
    for (const [key, value] of patch[name] ?? []) {
      if (value === null) void store(name).delete(key)
      else void store(name).put(value, key)
    }
  }
  // Said now, it counts even if the page is closed in the same moment.
  transaction.commit()
  await transaction.done
}
