/**
 * Two batches may overlap on a database that other processes write to as well. The next batch begins while this one
 * commits, and waits in the database for the locks, so that no round trip is lost between the two. It decides only
 * after this one is committed; when this one must be tried again, the next releases its locks and runs after it.
 */

/** The batch before is not committed, so this one rolls back and runs again. */
export class TooEarly extends Error {}

export class Turn {
  /** It is cleared when that batch is over, as otherwise each batch would keep all earlier ones in memory. */
  #before: Turn | undefined
  readonly #saved = Promise.withResolvers<void>()
  readonly #committed = Promise.withResolvers<boolean>()
  readonly #over = Promise.withResolvers<boolean>()
  #hasFailed = false
  #isOver = false

  constructor(before: Turn | undefined) {
    if (before && !before.#isOver) this.#before = before
  }

  /** The next one may begin. */
  get mayBeFollowed(): Promise<void> {
    return this.#saved.promise
  }

  /** Under its locks, before it is decided. @throws TooEarly */
  async mayDecide(): Promise<void> {
    if (this.#before && !(await this.#before.#committed.promise)) throw new TooEarly()
  }

  /** All is written that is to be committed. */
  saved(): void {
    if (!this.#hasFailed) this.#saved.resolve()
  }

  committed(): void {
    this.#committed.resolve(!this.#hasFailed)
  }

  /**
   * It is called when a try failed, and waits until the batch before is over.
   * @returns whether that batch gave up because the database was away
   */
  async failed(): Promise<boolean> {
    this.#hasFailed = true
    this.#committed.resolve(false)
    const before = this.#before
    this.#before = undefined
    return before ? before.#over.promise : false
  }

  /** All in it are answered. */
  over(wasAway: boolean): void {
    this.#isOver = true
    this.#before = undefined
    this.#committed.resolve(false)
    this.#saved.resolve()
    this.#over.resolve(wasAway)
  }
}
