/** What a view shows, line by line: todos in their tree, and headings. Pure, so that it is quick to try and to test. */
import type { Todo } from '../../client/client.ts'
import type { Filter } from './route.ts'

export type Item =
  | { kind: 'todo'; key: string; todo: Todo; depth: number; below: { all: number; finished: number } }
  | { kind: 'heading'; key: string; text: string; isOpen?: boolean; tone?: 'overdue' }

export interface ListOptions {
  filter: Filter
  /** Just finished: they stay where they are for a moment, so that a slip is easy to take back. */
  lingering: ReadonlySet<string>
  /** The heading of the finished ones, and whether they are shown below it. */
  finished: (count: number) => string
  isFinishedShown: boolean
}

/** A list's todos in their order, finished ones (of the top, with all below them) last. */
export function listItems(todos: readonly Todo[], options: ListOptions): Item[] {
  const { filter, lingering, isFinishedShown } = options
  const children = childrenOf(todos)
  const isPut = (todo: Todo) => todo.finished && !lingering.has(todo.id)
  const shows = (todo: Todo) =>
    filter === 'all' || lingering.has(todo.id) || todo.finished === (filter === 'finished')
  const tops = children.get(null) ?? []
  const items: Item[] = []
  if (filter !== 'all') {
    for (const top of tops) walk(top, 0, children, shows, items)
    return items
  }
  for (const top of tops) if (!isPut(top)) walk(top, 0, children, shows, items)
  const put = tops.filter(isPut)
  if (put.length === 0) return items
  items.push({
    kind: 'heading',
    key: 'finished',
    text: options.finished(put.length),
    isOpen: isFinishedShown,
  })
  if (isFinishedShown) for (const top of put.toSorted(byFinishedAt)) walk(top, 0, children, shows, items)
  return items
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

function walk(
  todo: Todo,
  depth: number,
  children: ReadonlyMap<string | null, Todo[]>,
  shows: (todo: Todo) => boolean,
  items: Item[],
): void {
  const below = children.get(todo.id)
  const isShown = shows(todo)
  if (isShown) items.push({ kind: 'todo', key: todo.id, todo, depth, below: below ? counted(below) : none })
  for (const each of below ?? []) walk(each, isShown ? depth + 1 : depth, children, shows, items)
}

/** Long lists have it often, and are made anew for each change. */
const none = { all: 0, finished: 0 }

const counted = (todos: readonly Todo[]) => ({
  all: todos.length,
  finished: todos.filter((todo) => todo.finished).length,
})

/** Todos of many lists under headings, without their tree. */
export function groupedItems(
  groups: readonly { text: string; tone?: 'overdue'; todos: readonly Todo[] }[],
): Item[] {
  return groups.flatMap(({ text, tone, todos }): Item[] =>
    todos.length === 0
      ? []
      : [
          { kind: 'heading', key: text, text, ...(tone && { tone }) },
          ...todos.map((todo): Item => ({
            kind: 'todo',
            key: todo.id,
            todo,
            depth: 0,
            below: none,
          })),
        ],
  )
}
