/** What was done here and can be taken back: for each thing, the command that takes it back. */
import type { LiveReplica, Todo, TodoInput, TodoPatch } from '../../client/client.ts'

type Step = { undo: () => void; redo: () => void }

/** How many steps are kept. */
const stepsMax = 200

export class Doing {
  readonly #replica: LiveReplica
  #done: Step[] = []
  #undone: Step[] = []

  constructor(replica: LiveReplica) {
    this.#replica = replica
  }

  /** @returns the new todo's id */
  create(todo: TodoInput): string {
    const { id } = this.#replica.createTodo(todo)
    this.#did({ undo: () => this.#replica.deleteTodo(id), redo: () => this.#replica.restoreTodo(id) })
    return id
  }

  update(todo: Todo, changes: TodoPatch): void {
    const before = Object.fromEntries(
      Object.keys(changes).map((name) => [name, todo[name as keyof Todo]]),
    ) as TodoPatch
    const set = (values: TodoPatch) => () => void this.#replica.updateTodo(todo.id, values)
    set(changes)()
    this.#did({ undo: set(before), redo: set(changes) })
  }

  remove({ id }: Todo): void {
    this.#replica.deleteTodo(id)
    this.#did({ undo: () => this.#replica.restoreTodo(id), redo: () => this.#replica.deleteTodo(id) })
  }

  /** @returns whether there was something */
  undo(): boolean {
    const step = this.#done.pop()
    if (!step) return false
    step.undo()
    this.#undone.push(step)
    return true
  }

  redo(): boolean {
    const step = this.#undone.pop()
    if (!step) return false
    step.redo()
    this.#done.push(step)
    return true
  }

  #did(step: Step): void {
    this.#done.push(step)
    if (this.#done.length > stepsMax) this.#done.shift()
    this.#undone = []
  }
}
