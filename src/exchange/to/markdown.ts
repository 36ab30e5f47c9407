/** Checklists to be read: a heading for each list, what is below a todo indented. Holds one list at a time. */
import type { Todo } from '../../model/todo.ts'
import type { ExportSource } from './export.ts'

export async function* toMarkdown(source: ExportSource): AsyncGenerator<string> {
  let isFirst = true
  for await (const list of source.lists(false)) {
    yield `${isFirst ? '' : '\n'}# ${oneLine(list.name)}\n\n`
    isFirst = false
    const below = new Map<string | null, Todo[]>()
    for await (const todos of source.todos(list.id, 'position')) {
      for (const todo of todos) {
        const siblings = below.get(todo.parent)
        if (siblings) siblings.push(todo)
        else below.set(todo.parent, [todo])
      }
    }
    for (const todo of below.get(null) ?? []) yield branch(todo, below, 0)
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function branch(todo: Todo, below: ReadonlyMap<string | null, readonly Todo[]>, depth: number): string {
  const indent = '  '.repeat(depth)
  const facts = [
    todo.due === null ? '' : `due ${todo.due}`,
    todo.repeat === null ? '' : `repeats ${todo.repeat}`,
    todo.priority === 'none' ? '' : `${todo.priority} priority`,
    ...todo.labels.map((label) => `#${oneLine(label)}`),
  ].filter(Boolean)
  let text = `${indent}- [${todo.finished ? 'x' : ' '}] ${oneLine(todo.name)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}\n`
  if (todo.notes !== '')
    for (const line of todo.notes.split('\n')) text += line === '' ? '\n' : `${indent}  ${line}\n`
  for (const child of below.get(todo.id) ?? []) text += branch(child, below, depth + 1)
  return text
}
