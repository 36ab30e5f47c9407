/**
 * A map goes by two keys, of which the first is the id of a list or an account. No text is made of the two, since each
 * command asks several times.
 */
export class ByTwo<Key, Value = string> {
  readonly #firsts = new Map<string, Map<Key, Value>>()

  copy(): ByTwo<Key, Value> {
    const copy = new ByTwo<Key, Value>()
    for (const [first, values] of this.#firsts) copy.#firsts.set(first, new Map(values))
    return copy
  }

  get(first: string, key: Key): Value | undefined {
    return this.#firsts.get(first)?.get(key)
  }

  set(first: string, key: Key, value: Value): void {
    const values = this.#firsts.get(first)
    if (values) values.set(key, value)
    else this.#firsts.set(first, new Map([[key, value]]))
  }

  delete(first: string, key: Key): void {
    this.#firsts.get(first)?.delete(key)
  }
}
