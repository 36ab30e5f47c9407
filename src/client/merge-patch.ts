/** Puts patches together again. */
import { keptKinds, noRows, putOrDrop, type Kept, type KeptMaps, type Owner, type Patch } from './keep.ts'

export interface Merged {
  /** Undefined before it is known whose rows they are. */
  of: Owner | undefined
  readonly rows: KeptMaps
}

export const nothingKept = (): Merged => ({ of: undefined, rows: noRows() })

export function mergePatch(merged: Merged, patch: Patch): void {
  merged.of = patch.of ?? merged.of
  for (const kind of keptKinds)
    for (const [key, row] of patch[kind] ?? []) putOrDrop<unknown>(merged.rows[kind], key, row)
}

/** What all of it amounts to; undefined before it is known whose it is. */
export const keptOf = ({ of, rows }: Merged): Kept | undefined => of && { ...of, ...rows }
