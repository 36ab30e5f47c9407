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

  /** Finishes a todo with what is open below it, or reopens what was finished so. @returns how many went along */
  turn(todo: Todo): number {
    const finished = !todo.finished
    // What repeats by itself goes over to the todo that follows.
    const goesAlong = (below: Todo) => below.finishedAt === todo.finishedAt && !(todo.repeat && below.repeat)
    const ids = this.#below(todo)
      .filter(goesAlong)
      .map(({ id }) => id)
    const set = (to: boolean) => () =>
      void this.#replica.send(todo.id, {
        type: 'updateTodo',
        todo: todo.id,
        changes: { finished: to },
        ...(ids.length > 0 && { withSubtodos: ids }),
      })
    set(finished)()
    this.#did({ undo: set(!finished), redo: set(finished) })
    return ids.length
  }

  #below({ id, list }: Todo): Todo[] {
    const children = Map.groupBy(this.#replica.todos({ list }), ({ parent }) => parent)
    const found = [...(children.get(id) ?? [])]
    // What is found grows while it is walked.
    for (const each of found) found.push(...(children.get(each.id) ?? []))
    return found
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
