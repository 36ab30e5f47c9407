/** What is shown: the server's rows, and over them what the commands that wait make of them. */
import type { Change } from '../model/change.ts'
import type { List } from '../model/list.ts'
import type { State } from '../model/state.ts'
import type { Todo } from '../model/todo.ts'
import { Rows } from './rows.ts'

export class View implements State {
  readonly #base: Rows
  #over = new Rows()
  readonly defaultList: () => string

  constructor(base: Rows, defaultList: () => string) {
    this.#base = base
    this.defaultList = defaultList
  }

  /** Shows the server's rows alone. */
  clear(): void {
    this.#over = new Rows()
  }

  /** The lists in which something is shown over the server's rows. */
  overlaid(): Set<string> {
    return new Set([...this.#over.lists.keys(), ...[...this.#over.todos.values()].map((todo) => todo.list)])
  }

  /** Shows these changes as well. */
  put(changes: readonly Change[]): void {
    for (const { kind, after } of changes) {
      if (kind === 'todo') this.#over.put(after)
      else this.#over.lists.set(after.id, after)
    }
  }

  list(id: string): List | undefined {
    return this.#over.lists.get(id) ?? this.#base.lists.get(id)
  }

  todo(id: string): Todo | undefined {
    return this.#over.todos.get(id) ?? this.#base.todos.get(id)
  }

  todoByNumber(list: string, number: number): Todo | undefined {
    return this.todosOf(list).find((todo) => todo.number === number)
  }

  named(list: string, name: string): Todo | undefined {
    for (const todo of this.#both((rows) => rows.named(list, name))) return todo
    return undefined
  }

  descendants(id: string): Todo[] {
    const found = [...this.#both((rows) => rows.below(id))]
    // What is found grows while it is walked: nearest first.
    for (const todo of found) found.push(...this.#both((rows) => rows.below(todo.id)))
    return found
  }

  next(list: string): { number: number; lastPosition: string | null } {
    const [base, over] = [this.#base.last(list), this.#over.last(list)]
    const isOver = over.position !== null && (base.position === null || over.position > base.position)
    return {
      number: Math.max(base.number, over.number) + 1,
      lastPosition: isOver ? over.position : base.position,
    }
  }

  listCount(): number {
    return this.lists().filter((list) => !list.deletedAt).length
  }

  /** Those in the trash as well. */
  lists(): List[] {
    return [...new Map([...this.#base.lists, ...this.#over.lists]).values()]
  }

  /** The list's todos, those in the trash as well, in no order. */
  todosOf(list: string): Todo[] {
    return [...this.#both((rows) => rows.inList(list))]
  }

  /** Of both, where a row that is over the server's hides it. */
  *#both(idsOf: (rows: Rows) => ReadonlySet<string>): Iterable<Todo> {
    for (const id of idsOf(this.#over)) yield this.#over.todos.get(id) as Todo
    for (const id of idsOf(this.#base)) if (!this.#over.todos.has(id)) yield this.#base.todos.get(id) as Todo
  }
}
