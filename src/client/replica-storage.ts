/** Where a replica is kept between two runs: the port, and the one that forgets. */
import type { List, Membership } from '../model/list.ts'
import type { Account } from '../model/access.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Todo } from '../model/todo.ts'
import type { Pending } from './outbox.ts'

export interface PersistedSpace {
  cursor: number
  digest: string
}

/** The kinds of rows that a replica keeps. Of a new kind the compiler asks at each place that reads or writes them. */
export interface PersistedRows {
  spaces: PersistedSpace
  /** By list and id: one that was moved may be in both lists for a moment. */
  todos: Todo
  lists: List
  members: Membership
  filters: SavedFilter
  /** By the command's id. */
  outbox: Pending
}
export type PersistedKind = keyof PersistedRows

/** The version of what is kept that brought each kind: a new one is one higher, so that no older program drops its rows. */
export const persistedSince: Readonly<Record<PersistedKind, number>> = {
  spaces: 1,
  todos: 1,
  lists: 1,
  members: 1,
  filters: 2,
  outbox: 1,
}
export const persistedKinds = Object.keys(persistedSince) as PersistedKind[]
export const storageVersion: number = /* @__PURE__ */ Math.max(...Object.values(persistedSince))

export type PersistedMaps = { [K in PersistedKind]: Map<string, PersistedRows[K]> }

export interface Owner {
  account: Account
  epoch: string
}

/** All that is kept, by the keys under which it is. */
export type PersistedReplica = Owner & PersistedMaps

/** What changed; null: is gone. All of it or none must be kept. */
export type Patch = { of?: Owner } & { [K in PersistedKind]?: Map<string, PersistedRows[K] | null> }

export function noRows(): PersistedMaps {
  return {
    spaces: new Map(),
    todos: new Map(),
    lists: new Map(),
    members: new Map(),
    filters: new Map(),
    outbox: new Map(),
  }
}

/** Writes one row of what changed into a patch. */
export function note<K extends PersistedKind>(
  patch: Patch,
  kind: K,
  key: string,
  value: PersistedRows[K] | null,
): void {
  const rows = (patch[kind] ??= new Map() as NonNullable<Patch[K]>) as Map<string, PersistedRows[K] | null>
  rows.set(key, value)
}

/** Hands each row, by its kind, to what takes it. `Gone` is null in a patch, where a row may be gone. */
export function takeRows<Gone extends null>(
  rows: { [K in PersistedKind]?: ReadonlyMap<string, PersistedRows[K] | Gone> },
  take: { [K in PersistedKind]: (key: string, row: PersistedRows[K] | Gone) => unknown },
): void {
  for (const kind of persistedKinds)
    for (const [key, row] of rows[kind] ?? [])
      (take[kind] as (key: string, row: unknown) => unknown)(key, row)
}

export function putOrDrop<T>(rows: Map<string, T>, key: string, row: T | null): unknown {
  return row === null ? rows.delete(key) : rows.set(key, row)
}

export interface ReplicaStorage {
  /** What was kept; undefined when there is nothing. */
  load(): Promise<PersistedReplica | undefined>
  /** Resolves when the patch will survive a crash. They come one after another. */
  save(patch: Patch): Promise<void>
  close(): Promise<void>
}

/** Keeps nothing beyond this run. */
export const memoryStorage: ReplicaStorage = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
  close: () => Promise.resolve(),
}
