/** Where a replica is kept between two runs: the port, and the one that forgets. */
import type { Account, List, Membership } from '../model/list.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Todo } from '../model/todo.ts'
import type { Pending } from './outbox.ts'

export interface KeptSpace {
  cursor: number
  digest: string
}

export interface Kept {
  account: Account
  epoch: string
  spaces: [id: string, KeptSpace][]
  todos: Todo[]
  lists: List[]
  members: Membership[]
  /** Not in what was kept before there were any. */
  filters?: SavedFilter[]
  outbox: Pending[]
}

/** What changed; null: is gone. All of it or none must be kept. */
export interface Patch {
  of?: { account: Account; epoch: string }
  spaces?: Map<string, KeptSpace | null>
  /** By list and id: one that was moved may be in both lists for a moment. */
  todos?: Map<string, Todo | null>
  lists?: Map<string, List | null>
  members?: Map<string, Membership | null>
  filters?: Map<string, SavedFilter | null>
  /** By the command's id. */
  outbox?: Map<string, Pending | null>
}

type Notes = { [K in keyof Patch]-?: NonNullable<Patch[K]> extends Map<string, infer V> ? V : never }

/** Writes one row of what changed into a patch. */
export function note<K extends Exclude<keyof Patch, 'of'>>(
  patch: Patch,
  name: K,
  key: string,
  value: Notes[K],
): void {
  const rows = (patch[name] ??= new Map() as NonNullable<Patch[K]>) as Map<string, Notes[K]>
  rows.set(key, value)
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
