/** Puts patches together again. */
import {
  persistedKinds,
  noRows,
  putOrDrop,
  type PersistedReplica,
  type PersistedMaps,
  type Owner,
  type Patch,
} from './replica-storage.ts'

export interface Merged {
  /** Undefined before it is known whose rows they are. */
  of: Owner | undefined
  readonly rows: PersistedMaps
}

export const nothingPersisted = (): Merged => ({ of: undefined, rows: noRows() })

export function mergePatch(merged: Merged, patch: Patch): void {
  merged.of = patch.of ?? merged.of
  for (const kind of persistedKinds())
    for (const [key, row] of patch[kind] ?? []) putOrDrop<unknown>(merged.rows[kind], key, row)
}

/** What all of it amounts to; undefined before it is known whose it is. */
export const persistedOf = ({ of, rows }: Merged): PersistedReplica | undefined => of && { ...of, ...rows }
