/** The todos of a batch, by all that the rules ask for them by. */
import { holdsName } from '../../model/names.ts'
import type { Todo } from '../../model/todo.ts'
import { ByTwo } from './by-two.ts'
import { nameKey } from './needs.ts'

export class TodoIndex {
  readonly byId: Map<string, Todo>
  readonly #numbers: ByTwo<number>
  readonly #names: ByTwo<string>
  readonly #children: Map<string, Set<string>>
  /** This counts the live todos of each name that is asked for. */
  readonly #live: Map<string, number>

  /** @param asked - names whose live todos are counted, by `nameKey` */
  constructor(from?: TodoIndex, asked?: ReadonlySet<string>) {
    this.byId = new Map(from?.byId)
    this.#numbers = from ? from.#numbers.copy() : new ByTwo()
    this.#names = from ? from.#names.copy() : new ByTwo()
    this.#live = new Map(from ? from.#live : [...(asked ?? [])].map((key) => [key, 0]))
    this.#children = new Map()
    if (from) for (const [parent, children] of from.#children) this.#children.set(parent, new Set(children))
  }

  byNumber(list: string, number: number): Todo | undefined {
    return this.byId.get(this.#numbers.get(list, number) ?? '')
  }

  /** The todo that holds this name in a list whose names are unique. */
  named(list: string, name: string): Todo | undefined {
    return this.byId.get(this.#names.get(list, name) ?? '')
  }

  /** Tells whether a live todo has this name, which was asked for. */
  hasLive(list: string, name: string): boolean {
    return (this.#live.get(nameKey({ list, name })) ?? 0) > 0
  }

  /** From now on the todos of this list are found by their names. */
  nameHolders(list: string): void {
    for (const todo of this.byId.values())
      if (todo.list === list && holdsName(todo)) this.#names.set(list, todo.name, todo.id)
  }

  /** Finds the names of a list that more than one todo would hold. */
  sharedNames(list: string): string[] {
    const counts = new Map<string, number>()
    for (const todo of this.byId.values())
      if (todo.list === list && holdsName(todo)) counts.set(todo.name, (counts.get(todo.name) ?? 0) + 1)
    return [...counts].filter(([, count]) => count > 1).map(([name]) => name)
  }

  #count(todo: Todo, by: number): void {
    if (todo.deletedAt !== null) return
    const key = nameKey(todo)
    const count = this.#live.get(key)
    if (count !== undefined) this.#live.set(key, count + by)
  }

  put(before: Todo | undefined, after: Todo, uniqueNames: boolean): void {
    if (this.#live.size > 0) {
      if (before) this.#count(before, -1)
      this.#count(after, 1)
    }
    this.byId.set(after.id, after)
    const moves = before?.list !== after.list
    if (before && moves) this.#numbers.delete(before.list, before.number)
    if (moves) this.#numbers.set(after.list, after.number, after.id)
    if (moves || before?.name !== after.name || holdsName(before) !== holdsName(after)) {
      if (before && this.#names.get(before.list, before.name) === before.id)
        this.#names.delete(before.list, before.name)
      if (uniqueNames && holdsName(after)) this.#names.set(after.list, after.name, after.id)
    }
    if (before?.parent === after.parent) return
    if (before?.parent) this.#children.get(before.parent)?.delete(before.id)
    if (after.parent) {
      const children = this.#children.get(after.parent)
      if (children) children.add(after.id)
      else this.#children.set(after.parent, new Set([after.id]))
    }
  }

  /** All below this one in its own list, nearest first. Nothing of another list is below it, whatever a row says. */
  below(id: string): Todo[] {
    const list = this.byId.get(id)?.list
    // Each once: rows of an earlier version could be below themselves.
    const found = new Map<string, Todo>()
    for (let level = [id]; level.length > 0;) {
      const next = level.flatMap((parent) => [...(this.#children.get(parent) ?? [])])
      level = next.filter((child) => {
        const todo = this.byId.get(child) as Todo
        const isNew = todo.list === list && child !== id && !found.has(child)
        if (isNew) found.set(child, todo)
        return isNew
      })
    }
    return [...found.values()]
  }
}
