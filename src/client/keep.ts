/** Where a replica is kept between two runs: the port, and the one that forgets. */
import type { List, Membership } from '../model/list.ts'
import type { Account } from '../model/access.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Todo } from '../model/todo.ts'
import type { Pending } from './outbox.ts'

export interface KeptSpace {
  cursor: number
  digest: string
}

/** The kinds of rows that a replica keeps. Of a new kind the compiler asks at each place that reads or writes them. */
export interface KeptRows {
  spaces: KeptSpace
  /** By list and id: one that was moved may be in both lists for a moment. */
  todos: Todo
  lists: List
  members: Membership
  filters: SavedFilter
  /** By the command's id. */
  outbox: Pending
}
export type KeptKind = keyof KeptRows

/** The version of what is kept that brought each kind: a new one is one higher, so that no older program drops its rows. */
export const keptSince: Readonly<Record<KeptKind, number>> = {
  spaces: 1,
  todos: 1,
  lists: 1,
  members: 1,
  filters: 2,
  outbox: 1,
}
export const keptKinds = Object.keys(keptSince) as KeptKind[]
export const keptVersion: number = /* @__PURE__ */ Math.max(...Object.values(keptSince))

export type KeptMaps = { [K in KeptKind]: Map<string, KeptRows[K]> }

export interface Owner {
  account: Account
  epoch: string
}

/** All that is kept, by the keys under which it is. */
export type Kept = Owner & KeptMaps

/** What changed; null: is gone. All of it or none must be kept. */
export type Patch = { of?: Owner } & { [K in KeptKind]?: Map<string, KeptRows[K] | null> }

export function noRows(): KeptMaps {
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
export function note<K extends KeptKind>(
  patch: Patch,
  kind: K,
  key: string,
  value: KeptRows[K] | null,
): void {
  const rows = (patch[kind] ??= new Map() as NonNullable<Patch[K]>) as Map<string, KeptRows[K] | null>
  rows.set(key, value)
}

/** Hands each row, by its kind, to what takes it. `Gone` is null in a patch, where a row may be gone. */
export function takeRows<Gone extends null>(
  rows: { [K in KeptKind]?: ReadonlyMap<string, KeptRows[K] | Gone> },
  take: { [K in KeptKind]: (key: string, row: KeptRows[K] | Gone) => unknown },
): void {
  for (const kind of keptKinds)
    for (const [key, row] of rows[kind] ?? [])
      (take[kind] as (key: string, row: unknown) => unknown)(key, row)
}

export function putOrDrop<T>(rows: Map<string, T>, key: string, row: T | null): unknown {
  return row === null ? rows.delete(key) : rows.set(key, row)
}

export interface Keep {
  /** What was kept; undefined when there is nothing. */
  load(): Promise<Kept | undefined>
  /** Resolves when the patch will survive a crash. They come one after another. */
  save(patch: Patch): Promise<void>
  close(): Promise<void>
}

/** Keeps nothing beyond this run. */
export const forgetful: Keep = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
  close: () => Promise.resolve(),
}
