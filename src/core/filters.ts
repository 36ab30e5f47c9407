/** The saved filters of a batch's accounts. */
import type { SavedFilter } from '../model/saved-filter.ts'
import type { SavedFilterRow } from './ports/rows.ts'

export class Filters {
  readonly #loaded: ReadonlyMap<string, SavedFilterRow>
  #now: Map<string, SavedFilterRow>

  constructor(rows: readonly SavedFilterRow[]) {
    this.#loaded = new Map(rows.map((row) => [keyOf(row.account, row.filter.id), row]))
    this.#now = new Map(this.#loaded)
  }

  copy(): Filters {
    const copy = new Filters([...this.#loaded.values()])
    copy.#now = new Map(this.#now)
    return copy
  }

  get(account: string, id: string): SavedFilter | undefined {
    return this.#now.get(keyOf(account, id))?.filter
  }

  /** How many the account has, without those deleted. */
  count(account: string): number {
    return [...this.#now.values()].filter((row) => row.account === account && !row.filter.deletedAt).length
  }

  put(account: string, filter: SavedFilter): void {
    this.#now.set(keyOf(account, filter.id), { account, filter })
  }

  /** Those that differ from what was loaded. */
  changed(): { account: string; before: SavedFilter | undefined; after: SavedFilter }[] {
    const rows = [...this.#now].filter(([key, row]) => this.#loaded.get(key) !== row)
    return rows.map(([key, { account, filter }]) => ({
      account,
      before: this.#loaded.get(key)?.filter,
      after: filter,
    }))
  }
}

const keyOf = (account: string, id: string): string => `${account} ${id}`
