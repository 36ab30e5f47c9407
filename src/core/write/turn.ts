/**
 * A batch, and the one before it. On a database that other processes write to as well, the next batch begins while this
 * one commits: it waits there for the lock, so that no time passes between the two. It is decided when this one is
 * committed; where this one must be tried again, the next gives its locks back and comes behind it.
 */

/** What a batch has done on the state before it is undone: the one before it is not committed. */
export class TooEarly extends Error {}

export class Turn {
  /** Until it is over: else each would keep all before it. */
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
   * A try failed: the next one comes when the batch before is over.
   * @returns whether the database was away for that one until it gave up
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
