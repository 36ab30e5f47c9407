/** How high items are, in pixels: as they were when they were in the document, or guessed. */
const guessedPx = 37

export class Heights {
  readonly #measured = new Map<string, number>()
  #guess: number | undefined
  /** Another one when heights are. */
  revision = 0

  of(key: string): number {
    return this.#measured.get(key) ?? this.#guess ?? guessedPx
  }

  /** To be called before rows leave the document, so that what is scrolled does not jump. */
  measure(root: HTMLElement | null): void {
    for (const row of (root?.children ?? []) as Iterable<HTMLElement>) {
      const { todo, heading } = row.dataset
      const key = todo ?? heading
      if (key === undefined) continue
      const height = row.offsetHeight
      if (this.#measured.get(key) === height) continue
      // What was guessed right needs no new look at the whole list.
      if (this.of(key) !== height) this.revision++
      this.#measured.set(key, height)
    }
    // Once: another guess for all that was not seen would move all of it.
    if (this.#guess !== undefined || this.#measured.size === 0) return
    this.#guess = median([...this.#measured.values()])
    this.revision++
  }

  /** Such as when names get another number of lines. */
  forget(): void {
    this.#measured.clear()
    this.#guess = undefined
    this.revision++
  }
}

/** Nearly all rows have one line: so nearly all are guessed right, and stay where they are. */
const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[values.length >> 1]
