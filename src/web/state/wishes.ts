/** Wishes: commands without their ids, and for each the one that takes it back (for undo and redo). */
import type { CommandInput, Todo } from '../../client/client.ts'
import { replica, viewOf } from './todos.ts'

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never
export type Wish = Exclude<Without<CommandInput, 'id' | 'ifVersion'>, { type: 'putTodo' }>

/** The id of the todo or list that a wish is about. */
export function subjectOf(wish: Wish | CommandInput): string {
  switch (wish.type) {
    case 'createTodo':
      return wish.todo.id ?? ''
    case 'createList':
      return wish.list.id ?? ''
    case 'createFilter':
      return wish.filter.id ?? ''
    case 'updateFilter':
    case 'deleteFilter':
    case 'restoreFilter':
      return wish.filter
    case 'updateList':
    case 'deleteList':
    case 'restoreList':
      return wish.list
    case 'updateView':
      return wish.view
    default:
      return wish.todo
  }
}

/** What takes a wish back; to be asked before it is carried out. undefined: there is nothing to take back. */
export function inverseOf(wish: Wish): Wish | undefined {
  const subject = subjectOf(wish)
  switch (wish.type) {
    case 'createFilter':
    case 'restoreFilter':
      return { type: 'deleteFilter', filter: subject }
    case 'deleteFilter':
      return { type: 'restoreFilter', filter: subject }
    case 'updateFilter': {
      const filter = replica()
        .filters()
        .find(({ id }) => id === subject)
      return filter && { type: 'updateFilter', filter: subject, changes: pick(filter, wish.changes) }
    }
    case 'updateView': {
      const changes = pick(viewOf(subject), wish.changes)
      return { type: 'updateView', view: subject, changes }
    }
    case 'createTodo':
      return { type: 'deleteTodo', todo: subject }
    case 'deleteTodo':
      return { type: 'restoreTodo', todo: subject }
    case 'restoreTodo':
      return { type: 'deleteTodo', todo: subject }
    case 'createList':
    case 'restoreList':
      return { type: 'deleteList', list: subject }
    case 'deleteList':
      return { type: 'restoreList', list: subject }
    case 'updateTodo': {
      const todo = replica().todo(subject)
      const { withSubtodos } = wish
      return todo && { type: 'updateTodo', todo: subject, changes: before(todo, wish.changes), withSubtodos }
    }
    case 'skipTodo': {
      const todo = replica().todo(subject)
      if (!todo) return undefined
      const { start, due, repeat, anchor, reminders } = todo
      return { type: 'updateTodo', todo: subject, changes: { start, due, repeat, anchor, reminders } }
    }
    case 'detachTodo':
      return undefined
    case 'updateList': {
      const list = replica()
        .lists()
        .find(({ id }) => id === subject)
      return list && { type: 'updateList', list: subject, changes: pick(list, wish.changes) }
    }
  }
}

/** What carries a wish out once more after it was taken back: what was made is in the trash then. */
export function againOf(wish: Wish): Wish {
  const subject = subjectOf(wish)
  if (wish.type === 'createTodo') return { type: 'restoreTodo', todo: subject }
  if (wish.type === 'createFilter') return { type: 'restoreFilter', filter: subject }
  if (wish.type === 'createList') return { type: 'restoreList', list: subject }
  return wish
}

type Changes = Extract<Wish, { type: 'updateTodo' }>['changes']

function before(todo: Todo, changes: Changes): Changes {
  const back = pick(todo, changes) as Changes
  // A move to another list takes a todo to its end, and to its top.
  if (changes.list !== undefined) Object.assign(back, { parent: todo.parent, position: todo.position })
  // On one day or the wrong way round, of a start and a due date one may take the other along.
  const { start = todo.start, due = todo.due } = changes
  if (start && due && start.slice(0, 10) >= due.slice(0, 10))
    Object.assign(back, { start: todo.start, due: todo.due })
  return back
}

function pick<T extends object>(from: T, names: object): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in names)) as Partial<T>
}
