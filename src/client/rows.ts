/** Todos, lists and memberships by their ids, with the indexes that the rules and the queries need. */
import type { List, Membership } from '../model/list.ts'
import type { Todo } from '../model/todo.ts'

const none: ReadonlySet<string> = new Set()

export class Rows {
  readonly todos = new Map<string, Todo>()
  readonly lists = new Map<string, List>()
  /** The lists that the account has. */
  readonly members = new Map<string, Membership>()
  readonly #byList = new Index()
  readonly #byParent = new Index()
  readonly #byName = new Index()
  /** What was given out in each list, also to todos that are gone. */
  readonly #last = new Map<string, { number: number; position: string | null }>()

  put(todo: Todo): void {
    this.remove(todo.id)
    this.todos.set(todo.id, todo)
    this.#byList.add(todo.list, todo.id)
    if (todo.parent) this.#byParent.add(todo.parent, todo.id)
    if (!todo.deletedAt) this.#byName.add(`${todo.list} ${todo.name}`, todo.id)
    const { number, position } = this.last(todo.list)
    this.#last.set(todo.list, {
      number: Math.max(number, todo.number),
      position: position !== null && position > todo.position ? position : todo.position,
    })
  }

  remove(id: string): void {
    const todo = this.todos.get(id)
    if (!todo) return
    this.todos.delete(id)
    this.#byList.delete(todo.list, id)
    if (todo.parent) this.#byParent.delete(todo.parent, id)
    this.#byName.delete(`${todo.list} ${todo.name}`, id)
  }

  /** The ids of a list's todos, those in the trash as well. */
  inList(list: string): ReadonlySet<string> {
    return this.#byList.get(list)
  }

  below(parent: string): ReadonlySet<string> {
    return this.#byParent.get(parent)
  }

  /** The ids of the list's live todos of this name. */
  named(list: string, name: string): ReadonlySet<string> {
    return this.#byName.get(`${list} ${name}`)
  }

  last(list: string): { number: number; position: string | null } {
    return this.#last.get(list) ?? { number: 0, position: null }
  }
}

class Index {
  readonly #sets = new Map<string, Set<string>>()

  get(key: string): ReadonlySet<string> {
    return this.#sets.get(key) ?? none
  }

  add(key: string, id: string): void {
    const set = this.#sets.get(key)
    if (set) set.add(id)
    else this.#sets.set(key, new Set([id]))
  }

  delete(key: string, id: string): void {
    const set = this.#sets.get(key)
    if (set?.delete(id) && set.size === 0) this.#sets.delete(key)
  }
}
