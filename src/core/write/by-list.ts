/** Ids of todos by something that only one todo of a list has. */
export class ByList<Key> {
  readonly #lists = new Map<string, Map<Key, string>>()

  copy(): ByList<Key> {
    const copy = new ByList<Key>()
    for (const [list, ids] of this.#lists) copy.#lists.set(list, new Map(ids))
    return copy
  }

  get(list: string, key: Key): string | undefined {
    return this.#lists.get(list)?.get(key)
  }

  set(list: string, key: Key, id: string): void {
    const ids = this.#lists.get(list)
    if (ids) ids.set(key, id)
    else this.#lists.set(list, new Map([[key, id]]))
  }

  delete(list: string, key: Key): void {
    this.#lists.get(list)?.delete(key)
  }
}
