/** It has ids of todos, or other values, by something that only one of a list has. */
export class ByList<Key, Value = string> {
  readonly #lists = new Map<string, Map<Key, Value>>()

  copy(): ByList<Key, Value> {
    const copy = new ByList<Key, Value>()
    for (const [list, ids] of this.#lists) copy.#lists.set(list, new Map(ids))
    return copy
  }

  get(list: string, key: Key): Value | undefined {
    return this.#lists.get(list)?.get(key)
  }

  set(list: string, key: Key, value: Value): void {
    const ids = this.#lists.get(list)
    if (ids) ids.set(key, value)
    else this.#lists.set(list, new Map([[key, value]]))
  }

  delete(list: string, key: Key): void {
    this.#lists.get(list)?.delete(key)
  }
}
