/**
 * This makes pages that hold each todo once, whatever changes meanwhile. Their cursor has the version that each list
 * had at the first page: what has changed since comes where it would have come then, as it is now.
 */
import { z } from 'zod'
import { changedSince, TooMuchChanged, type Changed } from '../../core/history/steady.ts'
import { sortKey, type ListVersion, type Sort, type TodoQuery } from '../../core/ports/rows.ts'
import type { Caller } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Todo } from '../../model/todo.ts'
import type { HttpDeps } from '../deps.ts'
import { badCursor, type Key } from './page.ts'

/** Any change may move a todo in these orders, whose values of before are known. */
export const isSteady = (sort: Sort): boolean => sort === 'due' || sort === 'updated' || sort === 'priority'

const backwards: ReadonlySet<Sort> = new Set(['updated', 'priority'])

/** When the first page was made, and the versions of the lists then, each by a part of its id's hash. */
export const Base = z.strictObject({
  at: z.int().min(0).max(8.64e15),
  versions: z.record(z.string().max(8), z.int().nonnegative()),
})
export type Base = z.infer<typeof Base>

type Deps = Pick<HttpDeps, 'reads' | 'hash' | 'nowMs'>
type Place = readonly (string | number)[]

export interface SteadyPage {
  items: Todo[]
  next: Key | null
}

/** One request for such a page. */
export class Steady {
  readonly #deps: Deps
  readonly #caller: Caller
  readonly #query: TodoQuery
  /** The lists as they were before anything was read. */
  readonly #lists: readonly ListVersion[]
  readonly #base: Base | undefined
  readonly #order = new Map<string, number>()

  /**
   * It makes the first page or a later one.
   * @param base - that of the cursor; without one this is the first page, or the cursor is of a version before
   * @throws AppError `bad_cursor` where the base is not of this database as it is, or too old
   */
  constructor(
    { deps, caller, query }: { deps: Deps; caller: Caller; query: TodoQuery },
    lists: readonly ListVersion[],
    base: Base | undefined,
  ) {
    this.#deps = deps
    this.#caller = caller
    this.#query = query
    this.#lists = lists
    this.#base = base ?? (query.after ? undefined : baseOf(lists, deps))
    for (const [at, { list }] of lists.entries()) this.#order.set(list, at)
    if (!base) return
    if (deps.nowMs() - base.at > serverLimits.steadyMs) throw tooOld('its first page is older than a day')
    if (lists.some(({ list, version }) => version < (base.versions[shortOf(list, deps)] ?? 0)))
      throw badCursor()
  }

  /**
   * It reads the page. @throws AppError `bad_cursor` where too much has changed since the first page, and what `todos`
   * throws
   */
  async page(): Promise<SteadyPage> {
    const { limit, sort } = this.#query
    try {
      for (let { after } = this.#query; ;) {
        const rows = await this.#deps.reads.todos(this.#caller, { ...this.#query, after, limit: limit + 1 })
        const last = rows.length > limit ? rows.at(-1) : undefined
        const end = last && sortKey(sort, last)
        // Where all fits one page it is of one moment, and where the cursor has no versions nothing is known.
        if (!this.#base || (!end && !this.#query.after)) return this.#plain(rows)
        const page = await this.#merged(rows, after, end)
        if (page.items.length > 0 || !page.next) return page
        after = end
      }
    } catch (error) {
      if (error instanceof TooMuchChanged) throw tooOld('too much has changed since its first page')
      throw error
    }
  }

  #plain(rows: Todo[]): SteadyPage {
    const items = rows.slice(0, this.#query.limit)
    const last = rows.length > items.length ? items.at(-1) : undefined
    return { items, next: last ? this.#keyed(sortKey(this.#query.sort, last)) : null }
  }

  /**
   * What has changed is read behind the rows, so that whatever of them is not as it was at the first page is among it.
   */
  async #merged(rows: Todo[], after: Place | undefined, end: Place | undefined): Promise<SteadyPage> {
    const { limit, sort } = this.#query
    const versions = this.#versions()
    const changed = await this.#changed(versions)
    const found = rows
      .filter(({ id, list, version }) => version <= (versions.get(list) ?? -1) && !changed.has(id))
      .map((todo) => ({ todo, key: sortKey(sort, todo) as Place }))
    found.push(...(await this.#moved(changed, after, end)))
    found.sort((a, b) => this.#compare(a.key, b.key))
    const items = found.slice(0, limit)
    const last = found.length > limit ? items.at(-1)?.key : end
    return { items: items.map(({ todo }) => todo), next: last ? this.#keyed(last) : null }
  }

  /** Those that have changed, as they are now: the first ones that were between the two places. */
  async #moved(
    changed: Changed,
    after: Place | undefined,
    end: Place | undefined,
  ): Promise<{ todo: Todo; key: Place }[]> {
    const { limit, sort } = this.#query
    let found: { todo: Todo; key: Place }[] = []
    const { ids } = changed
    let newer: Changed | undefined
    for (let at = 0; at < ids.length; at += serverLimits.steadyChunk) {
      const among = ids.slice(at, at + serverLimits.steadyChunk)
      // No index has this order, so that they are looked up by their ids.
      const query = { ...this.#query, after: undefined, sort: 'created', among, limit: among.length } as const
      for (const todo of await this.#deps.reads.todos(this.#caller, query)) {
        // It may have changed once more since the changes were read.
        const was = changed.was(todo) ?? (newer ??= await this.#changed(this.#versions())).was(todo)
        const key = was && sortKey(sort, { ...todo, ...was })
        if (!key || (key[0] === '' && !this.#order.has(String(key[1])))) continue
        if (after && this.#compare(key, after) <= 0) continue
        if (end && this.#compare(key, end) > 0) continue
        found.push({ todo, key })
      }
      found = found.toSorted((a, b) => this.#compare(a.key, b.key)).slice(0, limit + 1)
    }
    return found
  }

  async #changed(versions: ReadonlyMap<string, number>): Promise<Changed> {
    const { reads } = this.#deps
    const now = await reads.listVersions(this.#caller, this.#query.list, serverLimits.steadyListsMax + 1)
    return changedSince(reads, this.#caller, now, versions)
  }

  /** The versions at the first page, of the lists that there are still. */
  #versions(): Map<string, number> {
    const versions = new Map<string, number>()
    for (const { list } of this.#lists) {
      const version = this.#base?.versions[shortOf(list, this.#deps)]
      if (version !== undefined) versions.set(list, version)
    }
    return versions
  }

  /** It compares as the statements do: todos without a due date behind the others, lists by when they were made. */
  #compare(left: Place, right: Place): number {
    const [a, b] = [left, right].map((key) =>
      key[0] === '' ? ['~', this.#order.get(String(key[1])) ?? -1, Number(key[2])] : key,
    ) as [Place, Place]
    const way = backwards.has(this.#query.sort) ? -1 : 1
    for (const [at, value] of a.entries()) {
      const other = b[at] as typeof value
      if (value !== other) return (value < other ? -1 : 1) * way
    }
    return 0
  }

  #keyed = (key: Place): Key => (this.#base ? [this.#base, key] : key)
}

/** It is undefined where there are too many lists. */
function baseOf(lists: readonly ListVersion[], deps: Deps): Base | undefined {
  if (lists.length > serverLimits.steadyListsMax) return undefined
  const versions = Object.fromEntries(lists.map(({ list, version }) => [shortOf(list, deps), version]))
  return Object.keys(versions).length === lists.length ? { at: deps.nowMs(), versions } : undefined
}

const shortOf = (list: string, { hash }: Deps): string => hash(list).slice(0, 8)

const tooOld = (why: string): AppError =>
  new AppError('bad_cursor', {
    errors: [{ parameter: 'cursor', detail: `is not good any more: ${why}; begin anew without it` }],
  })
