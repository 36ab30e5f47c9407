/** Todos, lists and memberships by their ids, with the indexes that the rules and the queries need. */
import type { List, Membership } from '../model/list.ts'
import { holdsName } from '../model/names.ts'
import { lastAfter } from '../model/position.ts'
import { spaceOfRow, type AnyRow, type RowKind, type RowName, type RowTypes } from '../model/row-kinds.ts'
import type { Todo } from '../model/todo.ts'
import { putOrDrop } from './replica-storage.ts'

/** Under what a row is: a list holds some by their ids, and a todo that was moved may be in two. */
export const keyOf = ({ list, id }: AnyRow): string => (list ? `${list} ${id}` : id)

const none: ReadonlySet<string> = new Set()

export class Rows {
  readonly todos = new Map<string, Todo>()
  /** The kinds that need no index, by the keys of their rows. */
  readonly #others: Record<string, Map<string, any>> = {}
  readonly lists: Map<string, List> = this.of('lists')
  /** The lists that the account has. */
  readonly members: Map<string, Membership> = this.of('members')
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

  /** The rows of a kind other than todos. */
  of<Name extends RowName>(name: Name): Map<string, RowTypes[Name]> {
    return (this.#others[name] ??= new Map())
  }

  /** What a space has under an id. */
  at(name: RowName, space: string, id: string): AnyRow | undefined {
    if (name === 'todos') return this.copy(space, id)
    return this.of(name).get(`${space} ${id}`) ?? this.of(name).get(id)
  }

  /** Puts in the row that has this key, or takes it out (null). */
  set(name: RowName, key: string, row: AnyRow | null): void {
    if (name !== 'todos') putOrDrop<unknown>(this.of(name), key, row)
    else if (row) this.put(row as Todo)
    else this.remove(...(key.split(' ') as [string, string]))
  }

  /** The keys of all rows of a kind that a space has. */
  keysIn(kind: RowKind, space: string, account: string): string[] {
    if (kind.name === 'todos') return this.copies(space).map((id) => `${space} ${id}`)
    const rows = [...this.of(kind.name)]
    return rows.flatMap(([key, row]) => (spaceOfRow(kind, row, account) === space ? key : []))
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
