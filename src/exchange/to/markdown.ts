/**
 * Checklists to be read: a heading for each list, what is below a todo indented. A list comes in the order of
 * positions, so what is below its todos is read in between, for as many of them at a time as fit into memory.
 */
import { limits } from '../../model/limits.ts'
import type { Todo } from '../../model/todo.ts'
import { headingOf, itemOf, notesOf, onlyWords } from '../markdown-text.ts'
import type { Below, ExportSource } from './source.ts'

export async function* toMarkdown(source: ExportSource): AsyncGenerator<string> {
  let isFirst = true
  for await (const list of source.lists(false)) {
    yield `${isFirst ? '' : '\n'}# ${headingOf(list.name)}\n\n`
    isFirst = false
    for await (const todos of source.todos(list.id, 'position')) {
      // What is below something that is not there stands at the top: it is not to be missing.
      const parents = todos.flatMap(({ parent }) => parent ?? [])
      const live = parents.length > 0 ? await source.live(list.id, parents) : new Set<string>()
      const roots = todos.filter(({ parent }) => parent === null || !live.has(parent))
      yield* branches(source, list.id, roots, 0)
    }
  }
}

/** These todos, each with all that is below it. */
async function* branches(
  source: ExportSource,
  list: string,
  todos: readonly Todo[],
  depth: number,
): AsyncGenerator<string> {
  // Moved while the file is written, a todo could come to be below itself.
  if (depth >= limits.depthMax) return
  let count = todos.length
  for (let at = 0; at < todos.length;) {
    const some = todos.slice(at, at + count)
    const [only] = some as [Todo, ...Todo[]]
    const below = await source.below(
      list,
      some.map(({ id }) => id),
    )
    if (below) {
      yield some.map((todo) => branch(todo, below, depth)).join('')
      at += some.length
      count *= 2
    } else if (some.length > 1) {
      count = Math.ceil(some.length / 2)
    } else {
      yield item(only, depth)
      for await (const children of source.children(list, only.id))
        yield* branches(source, list, children, depth + 1)
      at++
    }
  }
}

function branch(todo: Todo, below: Below, depth: number): string {
  let text = item(todo, depth)
  for (const child of below.get(todo.id) ?? []) text += branch(child, below, depth + 1)
  return text
}

function item(todo: Todo, depth: number): string {
  const indent = '  '.repeat(depth)
  const facts = [
    todo.due === null ? '' : `due ${todo.due}`,
    todo.repeat === null ? '' : `repeats ${todo.repeat}`,
    todo.priority === 'none' ? '' : `${todo.priority} priority`,
    ...todo.labels.map((label) => `#${onlyWords(label)}`),
  ].filter(Boolean)
  let text = `${indent}- [${todo.finished ? 'x' : ' '}] ${itemOf(todo.name, facts)}\n`
  if (todo.notes !== '')
    for (const line of notesOf(todo.notes)) text += line.trim() === '' ? '\n' : `${indent}  ${line}\n`
  return text
}
