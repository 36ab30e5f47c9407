/** Tells listeners inside this process of each commit, behind the answers to those who asked for it. */
import type { Saved } from '../core/ports/rows.ts'
import type { Change } from '../model/change.ts'

export type ChangeListener = (changes: readonly Change[]) => void

export class ChangeListeners {
  readonly #listeners = new Set<ChangeListener>()
  readonly #onFault: (error: unknown) => void

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault
  }

  /** @returns stops it */
  add(listener: ChangeListener): () => void {
    // The same function may listen twice.
    const own: ChangeListener = (changes) => listener(changes)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  saved(saved: Saved): void {
    if (this.#listeners.size === 0) return
    const changes = changesOf(saved)
    if (changes.length > 0) setImmediate(() => this.#tell(changes))
  }

  #tell(changes: readonly Change[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(changes)
      } catch (error) {
        this.#onFault(error)
      }
    }
  }
}

const changesOf = ({ todos, lists, filters }: Saved): Change[] => [
  ...todos.map(({ before, after }): Change => ({ kind: 'todo', space: after.list, before, after })),
  ...lists.map(({ before, after }): Change => ({ kind: 'list', space: after.id, before, after })),
  ...filters.map(({ account, before, after }): Change => ({ kind: 'filter', space: account, before, after })),
]
