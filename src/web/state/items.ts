/** What a view shows, line by line: todos in their tree, and headings. Pure, so that it is quick to try and to test. */
import type { Todo, TodoPatch } from '../../client/client.ts'
import type { Filter } from './route.ts'

export type Item =
  | {
      kind: 'todo'
      key: string
      todo: Todo
      depth: number
      below: { all: number; finished: number }
      /** What is below it is not shown. */
      isFolded?: boolean
    }
  | {
      kind: 'heading'
      key: string
      text: string
      isOpen?: boolean
      tone?: 'overdue'
      /** It says what a todo becomes that is dropped below it. */
      drop?: (todo: Todo) => TodoPatch
    }

export interface ListOptions {
  filter: Filter
  /** Among all todos it keeps those that were just finished in their place, so that a slip is easy to take back. */
  lingering: ReadonlySet<string>
  /** The heading of the finished ones, and whether they are shown below it. */
  finished: (count: number) => string
  isFinishedShown: boolean
  /** It has the ids of todos whose subtodos are not shown, and keys of groups. */
  folded: ReadonlySet<string>
}

/** A list's todos in their order, finished ones (of the top, with all below them) last. */
export function listItems(todos: readonly Todo[], options: ListOptions): Item[] {
  const { filter, lingering, folded } = options
  const children = childrenOf(todos)
  const isPut = (todo: Todo) => filter === 'all' && isDone(todo, children, lingering)
  const shows = (todo: Todo) => filter === 'all' || todo.finished === (filter === 'finished')
  const tops = children.get(null) ?? []
  const items: Item[] = []
  const put = (todo: Todo) => walk(todo, 0, { children, shows, folded, items })
  for (const top of tops) if (!isPut(top)) put(top)
  addFinished(items, tops.filter(isPut), options, put)
  return items
}

/** What is open below a finished one is not finished: that one stays with it. */
export const isDone = (
  todo: Todo,
  children: ReadonlyMap<string | null, readonly Todo[]>,
  lingering: ReadonlySet<string>,
): boolean =>
  todo.finished &&
  !lingering.has(todo.id) &&
  (children.get(todo.id) ?? []).every((below) => isDone(below, children, lingering))

/** Adds the heading of the finished ones and, where they are shown, them. */
export function addFinished(
  items: Item[],
  finished: readonly Todo[],
  options: Pick<ListOptions, 'finished' | 'isFinishedShown'>,
  put: (todo: Todo) => void,
): void {
  if (finished.length === 0) return
  const isOpen = options.isFinishedShown
  items.push({ kind: 'heading', key: 'finished', text: options.finished(finished.length), isOpen })
  if (isOpen) finished.toSorted(byFinishedAt).forEach(put)
}

function byFinishedAt(a: Todo, b: Todo): number {
  return (a.finishedAt ?? '') < (b.finishedAt ?? '') ? 1 : -1
}

/** By their parents; those whose parent is not here stand at the top. */
export function childrenOf(todos: readonly Todo[]): Map<string | null, Todo[]> {
  const tops: Todo[] = []
  const children = new Map<string | null, Todo[]>([[null, tops]])
  // Most todos are neither above nor below others: to look up all of them would take longer than all the rest.
  const below = todos.filter((todo) => todo.parent !== null)
  if (below.length === 0) return children.set(null, [...todos])
  const wanted = new Set(below.map((todo) => todo.parent))
  for (const { id } of todos) if (wanted.has(id)) children.set(id, [])
  for (const todo of todos) (children.get(todo.parent) ?? tops).push(todo)
  return children
}

interface Walk {
  children: ReadonlyMap<string | null, Todo[]>
  shows: (todo: Todo) => boolean
  folded: ReadonlySet<string>
  items: Item[]
}

/** Adds a todo, and all that is below it. */
export function walk(todo: Todo, depth: number, to: Walk): void {
  const below = to.children.get(todo.id)
  const isShown = to.shows(todo)
  const isFolded = isShown && below !== undefined && to.folded.has(todo.id)
  if (isShown)
    to.items.push({
      kind: 'todo',
      key: todo.id,
      todo,
      depth,
      below: below ? counted(below) : none,
      ...(isFolded && { isFolded }),
    })
  if (!isFolded) for (const each of below ?? []) walk(each, isShown ? depth + 1 : depth, to)
}

/** Long lists have it often, and are made anew for each change. */
const none = { all: 0, finished: 0 }

const counted = (todos: readonly Todo[]) => ({
  all: todos.length,
  finished: todos.filter((todo) => todo.finished).length,
})

/** It gives all that is below a todo, in its tree. */
export function itemsBelow(todos: readonly Todo[], parent: string): Item[] {
  const children = childrenOf(todos)
  const items: Item[] = []
  const to = { children, shows: () => true, folded: new Set<string>(), items }
  for (const each of children.get(parent) ?? []) walk(each, 0, to)
  return items
}

export interface Group {
  text: string
  tone?: 'overdue'
  todos: readonly Todo[]
  /** A heading with it stands there without todos as well, as a place to drop them. */
  drop?: (todo: Todo) => TodoPatch
}

/** Todos of many lists under headings, without their tree. */
export function groupedItems(groups: readonly Group[]): Item[] {
  return groups.flatMap(({ text, tone, todos, drop }): Item[] =>
    todos.length === 0 && !drop
      ? []
      : [
          { kind: 'heading', key: text, text, ...(tone && { tone }), ...(drop && { drop }) },
          ...todos.map((todo): Item => ({ kind: 'todo', key: todo.id, todo, depth: 0, below: none })),
        ],
  )
}
