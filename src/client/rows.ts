/** Todos, lists and memberships by their ids, with the indexes that the rules and the queries need. */
import type { List, Membership } from '../model/list.ts'
import { holdsName } from '../model/names.ts'
import { lastAfter } from '../model/position.ts'
import type { SavedFilter } from '../model/saved-filter.ts'
import type { Todo } from '../model/todo.ts'

const none: ReadonlySet<string> = new Set()

export class Rows {
  readonly todos = new Map<string, Todo>()
  readonly lists = new Map<string, List>()
  /** The lists that the account has. */
  readonly members = new Map<string, Membership>()
  readonly filters = new Map<string, SavedFilter>()
  readonly #byList = new Index()
  readonly #byParent = new Index()
  readonly #byName = new Index()
  /** What was given out in each list, also to todos that are gone. */
  readonly #last = new Map<string, { number: number; position: string | null }>()

  /** Called with each todo that comes, or goes. */
  onTodo: (todo: Todo) => void = () => {}

  /** Of todos that came to another list before the old one told that they are gone: the old lists' copies. */
  readonly #hidden = new Map<string, Todo[]>()

  put(todo: Todo): void {
    const shown = this.todos.get(todo.id)
    if (shown) this.#hide(shown)
    if (shown && shown.list !== todo.list) {
      const others = this.#hidden.get(todo.id)?.filter((copy) => copy.list !== todo.list) ?? []
      this.#hidden.set(todo.id, [...others, shown])
    }
    this.#show(todo)
    const { number, position } = this.last(todo.list)
    this.#last.set(todo.list, {
      number: Math.max(number, todo.number),
      position: lastAfter(position, todo.position),
    })
  }

  /** Takes the todo out of a list; where another list has a copy of it, that one is shown. */
  remove(list: string, id: string): void {
    const shown = this.todos.get(id)
    const copies = this.#hidden.get(id)?.filter((copy) => copy.list !== list) ?? []
    if (shown?.list === list) {
      this.#hide(shown)
      const other = copies.pop()
      if (other) this.#show(other)
    }
    if (copies.length > 0) this.#hidden.set(id, copies)
    else this.#hidden.delete(id)
  }

  /** Puts in the todo that is kept under this key, or takes it out (null). @returns the list that the key names */
  putKept(key: string, todo: Todo | null): string {
    const [list = '', id = ''] = key.split(' ')
    if (todo) this.put(todo)
    else this.remove(list, id)
    return list
  }

  /** What a list has of a todo. */
  copy(list: string, id: string): Todo | undefined {
    const shown = this.todos.get(id)
    return shown?.list === list ? shown : this.#hidden.get(id)?.find((todo) => todo.list === list)
  }

  /** The ids of all that a list has. */
  copies(list: string): string[] {
    const hidden = [...this.#hidden].filter(([, copies]) => copies.some((todo) => todo.list === list))
    return [...this.inList(list), ...hidden.map(([id]) => id)]
  }

  #show(todo: Todo): void {
    this.onTodo(todo)
    this.todos.set(todo.id, todo)
    this.#byList.add(todo.list, todo.id)
    if (todo.parent) this.#byParent.add(todo.parent, todo.id)
    if (holdsName(todo)) this.#byName.add(`${todo.list} ${todo.name}`, todo.id)
  }

  #hide(todo: Todo): void {
    this.onTodo(todo)
    this.todos.delete(todo.id)
    this.#byList.delete(todo.list, todo.id)
    if (todo.parent) this.#byParent.delete(todo.parent, todo.id)
    this.#byName.delete(`${todo.list} ${todo.name}`, todo.id)
  }

  /** The ids of a list's todos, those in the trash as well. */
  inList(list: string): ReadonlySet<string> {
    return this.#byList.get(list)
  }

  below(parent: string): ReadonlySet<string> {
    return this.#byParent.get(parent)
  }

  /** The ids of the list's todos that hold this name. */
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
