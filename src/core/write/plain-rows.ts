/** The rows of plain kinds (model/row-kinds.ts) that a batch is about. */
import { rowKinds, type RowKind } from '../../model/row-kinds.ts'
import type { PlainRow, SavedRow } from '../ports/rows.ts'

export class PlainRows {
  readonly #loaded: ReadonlyMap<string, PlainRow>
  #now: Map<string, PlainRow>

  constructor(rows: readonly PlainRow[]) {
    this.#loaded = new Map(rows.map((row) => [keyOf(row.kind, row.space, row.row.id), row]))
    this.#now = new Map(this.#loaded)
  }

  copy(): PlainRows {
    const copy = new PlainRows([...this.#loaded.values()])
    copy.#now = new Map(this.#now)
    return copy
  }

  get(kind: RowKind, space: string, id: string): PlainRow['row'] | undefined {
    return this.#now.get(keyOf(kind, space, id))?.row
  }

  /** How many the space has, without those deleted. */
  count(kind: RowKind, space: string): number {
    let count = 0
    for (const each of this.#now.values())
      if (each.kind === kind && each.space === space && !each.row.deletedAt) count++
    return count
  }

  put(kind: RowKind, space: string, row: PlainRow['row']): void {
    this.#now.set(keyOf(kind, space, row.id), { kind, space, row })
  }

  /** Those that differ from what was loaded, by the names of their kinds. */
  changed(): Record<string, (SavedRow<PlainRow['row']> & { account: string })[]> {
    const changed: ReturnType<PlainRows['changed']> = {}
    for (const kind of rowKinds) if (kind.isPlain) changed[kind.name] = []
    for (const [key, now] of this.#now) {
      const before = this.#loaded.get(key)
      if (before !== now)
        changed[now.kind.name]?.push({ account: now.space, before: before?.row, after: now.row })
    }
    return changed
  }
}

const keyOf = ({ name }: RowKind, space: string, id: string): string => `${name} ${space} ${id}`
