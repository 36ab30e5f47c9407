/** Where a replica is kept between two runs: the port, and the one that forgets. */
import type { Account } from '../model/access.ts'
import { rowKinds, type RowTypes } from '../model/row-kinds.ts'
import type { Pending } from './outbox.ts'

export interface PersistedSpace {
  cursor: number
  digest: string
  /** More of it was still to come. */
  more?: boolean | undefined
}

/**
 * What a replica keeps: rows of spaces, todos by list and id, as one that was moved may be in both lists for a moment;
 * and besides:
 */
export interface PersistedRows extends RowTypes {
  spaces: PersistedSpace
  /** By the command's id. */
  outbox: Pending
}
export type PersistedKind = keyof PersistedRows

export const persistedKinds = (): PersistedKind[] => ['spaces', ...rowKinds.map(({ name }) => name), 'outbox']

/** The version of what is kept: one higher with each new kind, so that no older program drops its rows. */
export const storageVersion = (): number => Math.max(...rowKinds.map(({ since = 1 }) => since))

export type PersistedMaps = { [K in PersistedKind]: Map<string, PersistedRows[K]> }

export interface Owner {
  account: Account
  epoch: string
}

/** All that is kept, by the keys under which it is. */
export type PersistedReplica = Owner & PersistedMaps

/** What changed; null: is gone. All of it or none must be kept. */
export type Patch = { of?: Owner } & { [K in PersistedKind]?: Map<string, PersistedRows[K] | null> }

export const noRows = (): PersistedMaps =>
  Object.fromEntries(persistedKinds().map((kind) => [kind, new Map()])) as unknown as PersistedMaps

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
