/** What is shown: the server's rows, and over them what the commands that wait make of them. */
import type { Change } from '../model/change.ts'
import type { List, Membership } from '../model/list.ts'
import type { Account } from '../model/access.ts'
import type { AnyRow, PlainKind, PlainTypes, RowName, RowTypes } from '../model/row-kinds.ts'
import type { State } from '../model/state.ts'
import type { Todo } from '../model/todo.ts'
import { keyOf, Rows } from './rows.ts'

export class View implements State {
  readonly #base: Rows
  #over = new Rows()
  /** Of lists that were asked for, with the ids of what came or went since. */
  readonly #orders = new Map<string, { todos: Todo[]; moved: Set<string> }>()
  readonly #account: () => Account | undefined

  constructor(base: Rows, account: () => Account | undefined) {
    this.#base = base
    this.#account = account
    base.onTodo = this.#moved
    this.clear()
  }

  /** Shows the server's rows alone. */
  clear(): void {
    for (const todo of this.#over.todos.values()) this.#moved(todo)
    this.#over = new Rows()
    this.#over.onTodo = this.#moved
  }

  /** The lists in which something is shown over the server's rows. */
  overlaid(): Set<string> {
    return new Set([...this.#over.lists.keys(), ...[...this.#over.todos.values()].map((todo) => todo.list)])
  }

  /** Shows these changes as well. */
  put(changes: readonly Change[]): void {
    for (const { kind, after } of changes) this.#over.set(`${kind}s`, keyOf(after), after)
  }

  memberships(): Membership[] {
    return [...this.#base.members.values()]
  }

  list(id: string): List | undefined {
    return this.#over.lists.get(id) ?? this.#base.lists.get(id)
  }

  row<K extends PlainKind>(kind: K, space: string, id: string): PlainTypes[K] | undefined {
    const at = (rows: Rows) => rows.at(`${kind}s`, space, id) as PlainTypes[K] | undefined
    return at(this.#over) ?? at(this.#base)
  }

  rowCount(kind: PlainKind, space: string): number {
    return this.rows(`${kind}s`, space).length
  }

  /** The rows of a plain kind that are not deleted. */
  rows<Name extends `${PlainKind}s`>(name: Name, space?: string): RowTypes[Name][] {
    return this.#live(name).filter((row) => ((row as AnyRow).list ?? space) === space)
  }

  #live<Name extends `${PlainKind}s` | 'lists'>(name: Name): RowTypes[Name][] {
    return this.#all(name).filter((row) => !row.deletedAt)
  }

  account(): string {
    return this.#account()?.id ?? ''
  }

  defaultList(): string {
    return this.#account()?.defaultList ?? ''
  }

  todo(id: string): Todo | undefined {
    return this.#over.todos.get(id) ?? this.#base.todos.get(id)
  }

  named(list: string, name: string): Todo | undefined {
    return this.#both((rows) => rows.named(list, name))[0]
  }

  /** Of its own list: rows of two lists that are not of one moment could be in a ring. */
  descendants(id: string): Todo[] {
    const list = this.todo(id)?.list
    const below = (parent: string) =>
      this.#both((rows) => rows.below(parent)).filter((todo) => todo.list === list)
    const found = new Map<string, Todo>()
    // What is found grows while it is walked: nearest first, each once.
    const add = (parent: string) => {
      for (const todo of below(parent)) if (todo.id !== id && !found.has(todo.id)) found.set(todo.id, todo)
    }
    add(id)
    for (const each of found.keys()) add(each)
    return [...found.values()]
  }

  next(list: string): { number: number; lastPosition: string | null } {
    const [base, over] = [this.#base.last(list), this.#over.last(list)]
    const isOver = over.position !== null && (base.position === null || over.position > base.position)
    return {
      number: Math.max(base.number, over.number) + 1,
      lastPosition: isOver ? over.position : base.position,
    }
  }

  #all<Name extends RowName>(name: Name): RowTypes[Name][] {
    return [...new Map([...this.#base.of(name), ...this.#over.of(name)]).values()]
  }

  listCount(): number {
    return this.#live('lists').length
  }

  /** Those in the trash as well. */
  lists(): List[] {
    return this.#all('lists')
  }

  /**
   * The list's todos in their order, those in the trash as well. Nearly all of it was in order before, and is quickly
   * put into it again: sorting a long list anew for each change would be felt.
   */
  todosOf(list: string): readonly Todo[] {
    const order = this.#orders.get(list) ?? {
      todos: [],
      moved: new Set([...this.#over.inList(list), ...this.#base.inList(list)]),
    }
    const { moved } = order
    if (moved.size > 0) {
      const found = [...moved].map((id) => this.todo(id)).filter((todo) => todo?.list === list) as Todo[]
      order.todos = [...order.todos.filter(({ id }) => !moved.has(id)), ...found].toSorted(byPosition)
      moved.clear()
      this.#orders.set(list, order)
    }
    return order.todos
  }

  /** Over the server's row it may be in another list. */
  readonly #moved = ({ id, list }: Todo): void => {
    for (const each of [list, this.#base.todos.get(id)?.list]) this.#orders.get(each as string)?.moved.add(id)
  }

  /** Of both, where a row that is over the server's hides it. */
  #both(idsOf: (rows: Rows) => ReadonlySet<string>): Todo[] {
    const found: Todo[] = []
    for (const id of idsOf(this.#over)) found.push(this.#over.todos.get(id) as Todo)
    for (const id of idsOf(this.#base))
      if (!this.#over.todos.has(id)) found.push(this.#base.todos.get(id) as Todo)
    return found
  }
}

function byPosition(a: Todo, b: Todo): number {
  const isBefore = a.position === b.position ? a.id < b.id : a.position < b.position
  return isBefore ? -1 : 1
}
