/** The rows of plain kinds (model/row-kinds.ts) that a batch is about. */
import { kindOf, rowKinds, type RowKind } from '../model/row-kinds.ts'
import type { FilterCommand } from '../model/decide-filter.ts'
import type { PlainRow, SavedRow } from './ports/rows.ts'

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

/** The plain kind of this word, such as `filter`. */
export const plainKind = (word: string | undefined): RowKind | undefined =>
  rowKinds.find(({ name, isPlain }) => isPlain && name === `${word}s`)

/** Whether the command is about a row of a plain kind. */
export function isOfPlain<T extends { type: string }>(
  command: T,
): command is Extract<T, { type: FilterCommand['type'] }> {
  return plainKind(kindOf(command.type)) !== undefined
}

/** The row that such a command names: an account's own, or one of the list that the command, or the new row, names. */
export function plainTarget(
  command: { type: string },
  account: string,
): { kind: RowKind; space: string; id: string } {
  const word = kindOf(command.type) as string
  const kind = plainKind(word) as RowKind
  const fields = command as unknown as Record<string, string | { id: string; list?: string }>
  const named = fields[word] as string | { id: string; list?: string }
  const [id, list] = typeof named === 'string' ? [named, fields['list']] : [named.id, named.list]
  return { kind, space: kind.in === 'account' ? account : (list as string), id }
}
