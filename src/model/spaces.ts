/**
 * The counters of spaces, as a transaction has them under its locks. Whatever changes rows raises the space's version
 * here and puts or removes the rows, so that its digest stays that of its rows: commands, imports, pruning and the
 * doctor alike.
 */
import { emptyDigest, withRow, withoutRow, type Digest } from './digest.ts'
import { lastAfter } from './position.ts'

/** A space's counters, held under its lock until the transaction ends. */
export interface Space {
  readonly id: string
  readonly version: number
  readonly nextNumber: number
  readonly lastPosition: string | null
  /** Null where a node of an older version has written: then it is not kept up. */
  readonly digest: Digest | null
}

interface Row {
  readonly id: string
  readonly version: number
}

interface TodoRow extends Row {
  readonly list: string
  readonly number: number
  readonly position: string
}

type OwnSpace = { -readonly [Field in keyof Space]: Space[Field] }

/** One that has no rows yet. */
export const newSpace = (id: string): Space => ({
  id,
  version: 0,
  nextNumber: 1,
  lastPosition: null,
  digest: emptyDigest,
})

export class Spaces {
  readonly #loaded: ReadonlyMap<string, Space>
  #now: Map<string, Space>
  /** Those that are changed already, and may be changed in place. */
  readonly #own = new Set<Space>()

  /** @param loaded - those that the transaction has locked */
  constructor(loaded: readonly Space[]) {
    this.#loaded = new Map(loaded.map((space) => [space.id, space]))
    this.#now = new Map(this.#loaded)
  }

  /** The same spaces, to try something on. What both have is changed in place by neither. */
  copy(): Spaces {
    const copy = new Spaces([...this.#loaded.values()])
    copy.#now = new Map(this.#now)
    this.#own.clear()
    return copy
  }

  get(id: string): Space | undefined {
    return this.#now.get(id)
  }

  has(id: string): boolean {
    return this.#now.has(id)
  }

  /** Makes a space that was not there. */
  make(id: string): void {
    if (this.#now.has(id)) throw new Error(`space ${id} would be made, which is there`)
    this.#now.set(id, newSpace(id))
  }

  /**
   * Gives the space its next version: for rows that come, change or go.
   * @throws Error when the space was not loaded
   */
  raise(id: string): number {
    return ++this.#ownSpace(id).version
  }

  /**
   * Takes a row in that came into the space, or that changed in it.
   * @param before - the row as the space had it
   * @throws Error when the row has not the version of the space
   */
  put(id: string, after: Row, before?: Row): void {
    const space = this.#ownSpace(id)
    if (after.version !== space.version)
      throw new Error(`row ${after.id} has version ${after.version}; space ${id} is at ${space.version}`)
    if (!space.digest) return
    const others = before ? withoutRow(space.digest, before.id, before.version) : space.digest
    space.digest = withRow(others, after.id, after.version)
  }

  /**
   * As `put`, of a todo: of its list, which it may have come to from another one. What it has of the list is given out.
   */
  putTodo(after: TodoRow, before?: TodoRow): void {
    const stays = before?.list === after.list
    if (before && !stays) this.remove(before.list, before)
    this.put(after.list, after, stays ? before : undefined)
    const space = this.#ownSpace(after.list)
    space.nextNumber = Math.max(space.nextNumber, after.number + 1)
    space.lastPosition = lastAfter(space.lastPosition, after.position)
  }

  /** Takes a row out that left the space. */
  remove(id: string, before: Row): void {
    const space = this.#ownSpace(id)
    space.digest = space.digest && withoutRow(space.digest, before.id, before.version)
  }

  /** Sets the digest to what was computed of the rows anew. */
  recount(id: string, digest: Digest): void {
    this.#ownSpace(id).digest = digest
  }

  /** Those that differ from what was loaded, and the new ones. */
  changed(): { before: Space | undefined; after: Space }[] {
    return [...this.#now]
      .map(([id, after]) => ({ before: this.#loaded.get(id), after }))
      .filter(({ before, after }) => before !== after)
  }

  /**
   * The space, to be changed in place. One that was not loaded is not locked: what its version is, others may just be
   * deciding.
   */
  #ownSpace(id: string): OwnSpace {
    const space = this.#now.get(id)
    if (!space) throw new Error(`space ${id} would be changed, which was not loaded`)
    if (this.#own.has(space)) return space
    const own = { ...space }
    this.#now.set(id, own)
    this.#own.add(own)
    return own
  }
}
