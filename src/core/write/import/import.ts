/**
 * Brings in lists by the thousands of todos, all or nothing. New lists are filled while nobody is a member of them, in
 * short transactions between which others write; the last transaction makes the account their owner, and with that all
 * of them are there at once. What an interrupted import left has no members, and is removed. See
 * docs/decisions/0016-in-and-out.md.
 */
import { type ImportPlan, IdsTaken, type ImportTransaction } from './plan.ts'
import type { Caller } from '../../../model/access.ts'
import { AppError } from '../../../model/errors.ts'
import type { Draft, Drafts, ImportReport, Tell } from '../../../model/import.ts'
import { serverLimits } from '../../../model/server-limits.ts'
import type { List } from '../../../model/list.ts'
import { newSpace, Spaces } from '../../../model/spaces.ts'
import type { Todo } from '../../../model/todo.ts'
import { planRows } from './account-rows.ts'
import { countDifferent } from './different.ts'
import { finishImport } from './end.ts'
import { keepOwnParents } from './parents.ts'
import { importRunning, placed, savedNothing } from './rows.ts'
import { StoreError, type Store } from '../../ports/store.ts'
import type { Saved } from '../../ports/rows.ts'

export interface ImportDeps {
  store: Pick<Store, 'reads' | 'importing'>
  /** The present moment, as RFC 3339 text. */
  now: () => string
  newId: () => string
  sleep: (ms: number) => Promise<void>
  /** Calls back after a while, unless the function it returns was called. */
  later: (ms: number, callback: () => void) => () => void
  /** Lets others have a turn. */
  turn: () => Promise<void>
  onCommitted: (saved: Saved) => void
}

export class Importer {
  readonly #deps: ImportDeps
  /** Those whose files come or are being imported. */
  readonly #accounts = new Set<string>()
  #isRunning = false
  /** Those that wait for the place, in the order in which their files were there. */
  readonly #line: (() => void)[] = []

  constructor(deps: ImportDeps) {
    this.#deps = deps
  }

  /**
   * All of an import of an account, from the first byte of its file on: one at a time.
   * @throws AppError `import_running`
   */
  async ofAccount<T>(account: string, work: () => Promise<T>): Promise<T> {
    if (this.#accounts.has(account)) throw new AppError('import_running', { retryAfter: 5 })
    this.#accounts.add(account)
    try {
      return await work()
    } finally {
      this.#accounts.delete(account)
    }
  }

  /**
   * The part that holds the file in memory, which is bounded for one: one after another on this node, the first that
   * came first. So an account that imports all the time lets each other one in.
   * @param stopping - ends the waiting: what has not begun holds up no stop
   * @throws AppError `import_running` where it takes too long until it is one's turn, `stopping`
   */
  async alone<T>(stopping: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (stopping.aborted) throw new AppError('stopping')
    if (this.#isRunning) await this.#turnInLine(stopping)
    this.#isRunning = true
    try {
      return await work()
    } finally {
      const next = this.#line.shift()
      if (next) next()
      else this.#isRunning = false
    }
  }

  #turnInLine(stopping: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        cancel()
        stopping.removeEventListener('abort', stop)
      }
      const begin = () => {
        stopWaiting()
        resolve()
      }
      const giveUp = (why: AppError) => {
        stopWaiting()
        this.#line.splice(this.#line.indexOf(begin), 1)
        reject(why)
      }
      const stop = () => giveUp(new AppError('stopping'))
      const cancel = this.#deps.later(serverLimits.importWaitMs, () =>
        giveUp(new AppError('import_running', { retryAfter: 5 })),
      )
      stopping.addEventListener('abort', stop)
      this.#line.push(begin)
    })
  }

  /**
   * What of the drafts is not there yet.
   * @param tell - hears of what can't be kept
   * @throws IdsTaken
   * @throws AppError `list_in_trash`, `import_too_large`, `import_running`
   */
  async plan(
    caller: Caller,
    { lists: drafts, rows: allRows }: Drafts,
    tell: Tell,
  ): Promise<ImportPlan & Pick<ImportReport, 'lists' | 'known' | 'different' | 'others'>> {
    const { reads } = this.#deps.store
    await this.clean()
    const ids = drafts.map(({ list }) => list.id)
    const running = await this.#deps.store.importing((transaction) =>
      transaction.staged(Number.MAX_SAFE_INTEGER),
    )
    if (ids.some((id) => running.includes(id))) throw importRunning()
    const there = await reads.versions(ids)
    const visible = new Set(await reads.spaces(caller))
    // The account's own space is no list.
    visible.delete(caller.id)
    if (ids.some((id) => id in there && !visible.has(id))) throw new IdsTaken()
    const places = await this.#placesOf(drafts)
    for (const list of new Set(places.values())) if (!visible.has(list)) throw new IdsTaken()
    const plan: Planned[] = []
    for (const draft of drafts) {
      const isNew = !(draft.list.id in there)
      const todos = draft.todos.filter(({ id }) => !places.has(id))
      keepOwnParents(
        todos,
        (parent) => !isNew && places.get(parent) === draft.list.id,
        ({ name }) => tell('parents_elsewhere', {}, `the todo ${JSON.stringify(name)}`),
      )
      const list = isNew ? draft.list : await reads.list(caller, draft.list.id)
      if (list?.deletedAt && !isNew && todos.length > 0)
        throw new AppError('list_in_trash', { params: { list: list.name } })
      if (list?.deletedAt && !isNew && !draft.list.deletedAt)
        tell('in_trash', {}, `the list ${JSON.stringify(list.name)}`)
      plan.push({
        draft: { list: draft.isDefault || !list ? draft.list : list, isDefault: draft.isDefault },
        isNew,
        todos,
        known: draft.todos.length - todos.length,
        different: await countDifferent(
          this.#deps.store,
          draft.todos.filter(({ id }) => places.has(id)),
          (todo) => tell('in_trash', {}, `the todo ${JSON.stringify(todo.name)}`),
          this.#deps.turn,
        ),
      })
    }
    const into = plan.reduce((sum, { isNew, todos }) => sum + (isNew ? 0 : todos.length), 0)
    if (into > serverLimits.importIntoListsMax) {
      throw new AppError('import_too_large', {
        params: { what: 'into_lists', most: serverLimits.importIntoListsMax, count: into },
      })
    }
    const rows = await this.#deps.store.importing((transaction) =>
      planRows(transaction, caller.id, allRows, tell),
    )
    return { caller, drafts: plan, ...rows, ...summary(plan) }
  }

  async #placesOf(drafts: readonly Draft[]): Promise<Map<string, string>> {
    const ids = drafts.flatMap(({ todos }) => todos.map(({ id }) => id))
    const places = new Map<string, string>()
    for (let at = 0; at < ids.length; at += serverLimits.importChunkTodos) {
      const found = await this.#deps.store.reads.listsOf(ids.slice(at, at + serverLimits.importChunkTodos))
      for (const [todo, list] of found) places.set(todo, list)
      await this.#deps.turn()
    }
    return places
  }

  /**
   * Writes all of it, or nothing.
   * @param progress - hears how many todos are written
   * @throws AppError as commands do
   */
  async write(plan: ImportPlan, progress: (written: number) => void): Promise<void> {
    const made = plan.drafts.filter(({ isNew }) => isNew)
    // Not those that another node has begun meanwhile.
    const staged: string[] = []
    try {
      await this.#stage(
        made.map(({ draft }) => draft.list),
        staged,
      )
      let written = 0
      for (const { draft, todos } of made) {
        keepOwnParents(todos, () => false)
        const numbered = placed(todos, newSpace(draft.list.id), this.#deps.now())
        for (let at = 0; at < numbered.length; at += serverLimits.importChunkTodos) {
          const chunk = numbered.slice(at, at + serverLimits.importChunkTodos)
          await this.#again((transaction) => this.#fill(transaction, draft.list, chunk))
          progress((written += chunk.length))
          await this.#deps.turn()
        }
        // They are in the database, and need be nowhere else.
        todos.length = 0
      }
      this.#deps.onCommitted(await this.#again((transaction) => finishImport(transaction, plan, this.#deps)))
    } catch (error) {
      // What is left of it when this fails too is removed later, by its age.
      await this.#remove(staged).catch(() => {})
      if (error instanceof StoreError && error.kind === 'conflict')
        throw new AppError('id_taken', { cause: error })
      throw error
    }
  }

  /** Makes the new lists, without members. */
  async #stage(lists: readonly List[], staged: string[]): Promise<void> {
    const now = this.#deps.now()
    for (let at = 0; at < lists.length; at += serverLimits.importVersionTodos) {
      const some = lists
        .slice(at, at + serverLimits.importVersionTodos)
        .map((list) => ({ ...list, deletedAt: null }))
      await this.#again(async (transaction) => {
        const spaces = new Spaces([])
        const made = some.map((list) => {
          spaces.make(list.id)
          const after = { ...list, version: spaces.raise(list.id) }
          spaces.put(list.id, after)
          return { before: undefined, after }
        })
        await transaction.save({ ...savedNothing, spaces: spaces.changed(), lists: made })
        await transaction.stage(
          some.map(({ id }) => id),
          Date.parse(now),
        )
      })
      staged.push(...some.map(({ id }) => id))
    }
  }

  async #fill(transaction: ImportTransaction, list: List, chunk: readonly Todo[]): Promise<void> {
    const spaces = new Spaces(await transaction.lock([list.id], []))
    // Another node took it for one that was interrupted.
    if (!spaces.has(list.id)) throw importRunning()
    const todos: Saved['todos'] = []
    let version = 0
    for (const [index, todo] of chunk.entries()) {
      if (index % serverLimits.importVersionTodos === 0) version = spaces.raise(list.id)
      const after = { ...todo, version }
      spaces.putTodo(after)
      todos.push({ before: undefined, after, uniqueNames: list.uniqueNames })
    }
    await transaction.save({ ...savedNothing, spaces: spaces.changed(), todos })
    await transaction.stage([list.id], Date.parse(this.#deps.now()))
  }

  /** Removes what interrupted imports left. */
  async clean(): Promise<void> {
    const before = Date.parse(this.#deps.now()) - serverLimits.importIdleMs
    await this.#remove(await this.#deps.store.importing((transaction) => transaction.staged(before)))
  }

  async #remove(lists: readonly string[]): Promise<void> {
    for (const list of lists) {
      for (let isGone = false; !isGone; await this.#deps.turn())
        isGone = await this.#again((transaction) =>
          transaction.removeSome(list, serverLimits.importChunkTodos),
        )
    }
  }

  /** Where others were in the way, or the database was away for a moment, it is tried again. */
  async #again<T>(work: (transaction: ImportTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#deps.store.importing(work)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        if (error.kind === 'full') throw new AppError('storage_full', { cause: error })
        // Away, it may have been written all the same, and the same again would be a conflict with itself.
        if (error.kind !== 'busy' || attempt === 5) throw error
        await this.#deps.sleep(50 * attempt)
      }
    }
  }
}

type Planned = ImportPlan['drafts'][number] & { known: number; different: number }

function summary(plan: readonly Planned[]): Pick<ImportReport, 'lists' | 'known' | 'different'> {
  const lists = plan.map(({ draft: { list }, isNew, todos, known, different }) => ({
    id: list.id,
    name: list.name,
    isNew,
    todos: todos.length,
    finished: todos.filter(({ finished }) => finished).length,
    trash: todos.filter(({ deletedAt }) => deletedAt).length,
    known,
    different,
  }))
  const sum = (of: 'known' | 'different') => lists.reduce((all, list) => all + list[of], 0)
  return { lists, known: sum('known'), different: sum('different') }
}
