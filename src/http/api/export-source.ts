/** An export reads by this: each page in one statement, then others have their turn. */
import type { TodoPlace } from '../../core/ports/subtodo-store.ts'
import type { Below, ExportSource } from '../../exchange/to/source.ts'
import type { Caller } from '../../model/access.ts'
import { limits } from '../../model/limits.ts'
import type { List } from '../../model/list.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { AnyPlainRow, RowKind } from '../../model/row-kinds.ts'
import type { Todo } from '../../model/todo.ts'
import type { HttpDeps } from '../deps.ts'

const { exportPageTodos, exportBelowMax, exportPlacesMax } = serverLimits

export class Source implements ExportSource {
  readonly #deps: Pick<HttpDeps, 'reads' | 'turn'>
  readonly #caller: Caller
  readonly #reading: (list: string) => void
  readonly defaultList: string

  /** @param reading - is told of which list each page is, before it is read */
  constructor(deps: Pick<HttpDeps, 'reads' | 'turn'>, caller: Caller, reading: (list: string) => void) {
    this.#deps = deps
    this.#caller = caller
    this.#reading = reading
    this.defaultList = caller.defaultList
  }

  /**
   * It gives each once, also one that comes into the trash or out of it while the others are written: the live ones are
   * looked through again.
   */
  async *lists(withTrash: boolean): AsyncGenerator<List> {
    const written = new Set([this.defaultList])
    const first = await this.#deps.reads.list(this.#caller, this.defaultList)
    if (first) yield first
    for (const deleted of withTrash ? [false, true, false] : [false]) {
      const pages = this.#pages<List>(limits.pageSizeMax, (last, limit) =>
        this.#deps.reads.lists(this.#caller, { deleted, after: last?.id, limit }),
      )
      for await (const page of pages) {
        for (const list of page) {
          if (written.has(list.id)) continue
          written.add(list.id)
          yield list
        }
      }
    }
  }

  todos(list: string, how: 'position' | 'number' | 'trash'): AsyncGenerator<Todo[]> {
    const sort = how === 'position' ? how : 'number'
    return this.#pages<Todo>(exportPageTodos, (last, limit) => {
      this.#reading(list)
      const after = last && (sort === 'number' ? [list, last.number] : [list, last.position, last.id])
      return this.#deps.reads.todos(this.#caller, { list, deleted: how === 'trash', sort, after, limit })
    })
  }

  rows(kind: RowKind): AsyncGenerator<AnyPlainRow[]> {
    return this.#pages<AnyPlainRow>(limits.pageSizeMax, (last, limit) =>
      this.#deps.reads.accountRows(this.#caller, kind, { deleted: undefined, after: last?.id, limit }),
    )
  }

  async live(list: string, ids: readonly string[]): Promise<Set<string>> {
    this.#reading(list)
    const rows = await this.#deps.reads.liveTodos(this.#caller, list, ids)
    return new Set(rows.map(({ id }) => id))
  }

  async below(list: string, todos: readonly string[]): Promise<Below | undefined> {
    this.#reading(list)
    const below = new Map<string, Todo[]>()
    let left: number = exportBelowMax
    let level = todos
    for (let depth = 1; level.length > 0 && depth < limits.depthMax; depth++) {
      const rows = await this.#deps.reads.subtodos(this.#caller, list, level, left + 1)
      left -= rows.length
      if (left < 0) return undefined
      for (const todo of rows) {
        const parent = todo.parent as string
        const siblings = below.get(parent)
        if (siblings) siblings.push(todo)
        else below.set(parent, [todo])
      }
      level = rows.map(({ id }) => id)
    }
    return below
  }

  async *children(list: string, parent: string): AsyncGenerator<Todo[]> {
    const { reads, turn } = this.#deps
    const pages = this.#pages<TodoPlace>(exportPlacesMax, (last, limit) => {
      this.#reading(list)
      return reads.subtodoPlaces(this.#caller, list, parent, last, limit)
    })
    for await (const places of pages)
      for (let at = 0; at < places.length; at += exportPageTodos) {
        const ids = places.slice(at, at + exportPageTodos).map(({ id }) => id)
        const rows = new Map(
          (await reads.liveTodos(this.#caller, list, ids)).map((todo) => [todo.id, todo] as const),
        )
        yield ids.flatMap((id) => rows.get(id) ?? [])
        await turn()
      }
  }

  /**
   * An export goes on by this one loop.
   * @param read - a page of what comes after a row; one that is not full is the last
   */
  async *#pages<T>(
    limit: number,
    read: (after: T | undefined, limit: number) => Promise<T[]>,
  ): AsyncGenerator<T[]> {
    for (let last: T | undefined; ;) {
      const page: T[] = await read(last, limit)
      yield page
      await this.#deps.turn()
      last = page.length === limit ? page.at(-1) : undefined
      if (last === undefined) return
    }
  }
}
