/** Puts patches together again. */
import type { Kept, Patch } from './keep.ts'

type Maps = { [key in Exclude<keyof Patch, 'of'>]: Map<string | number, unknown> }

export interface Merged extends Maps {
  of: Patch['of']
  /** What all of it amounts to; undefined before it is known whose it is. */
  finish(): Kept | undefined
}

export function emptyKept(): Merged {
  return {
    of: undefined,
    spaces: new Map(),
    todos: new Map(),
    lists: new Map(),
    members: new Map(),
    filters: new Map(),
    outbox: new Map(),
    finish() {
      if (!this.of) return undefined
      const { spaces, todos, lists, members, filters, outbox } = this
      return {
        ...this.of,
        spaces: [...spaces] as Kept['spaces'],
        todos: [...todos.values()] as Kept['todos'],
        lists: [...lists.values()] as Kept['lists'],
        members: [...members.values()] as Kept['members'],
        filters: [...filters.values()] as NonNullable<Kept['filters']>,
        outbox: [...outbox.values()] as Kept['outbox'],
      }
    },
  }
}

export function mergePatch(merged: Merged, { of, ...maps }: Patch): void {
  merged.of = of ?? merged.of
  for (const [name, changes] of Object.entries(maps) as [keyof Maps, Map<string | number, unknown>][])
    mergeRows(merged[name], changes)
}

/** Puts in the rows that changed, and takes out those that are gone. */
export function mergeRows<K, T>(
  rows: Map<K, T>,
  changes: ReadonlyMap<K, T | null> = new Map<K, null>(),
): void {
  for (const [key, row] of changes) {
    if (row === null) rows.delete(key)
    else rows.set(key, row)
  }
}
