/**
 * Says of todos that they are not below another one, as they were made: that one was moved or deleted before they got
 * to the server.
 */
import type { CommandInput, Todo } from '../../client/client.ts'
import { todoWords } from '../words/later-words.ts'
import { openTodo } from './route.ts'
import { announce, showToast } from './toasts.ts'
import { listOf, replica } from './todos.ts'
import { subjectOf } from './wishes.ts'

const waiting: string[] = []

/** What comes together, after a time without the network, is told together. */
export function tellPlaced(command: CommandInput): void {
  waiting.push(subjectOf(command))
  if (waiting.length === 1) setTimeout(tellAll)
}

function tellAll(): void {
  const todos = waiting.splice(0).flatMap((id) => replica().todo(id) ?? [])
  for (const together of Map.groupBy(todos, ({ list }) => list).values()) {
    const [first] = together
    if (first) tell(first, together.length - 1)
  }
}

function tell({ id, name, list }: Todo, others: number): void {
  const { placed, placedMany, showPlaced } = todoWords.value
  const listName = listOf(list)?.name ?? ''
  const text = others === 0 ? placed(name, listName) : placedMany(name, others, listName)
  // Whoever comes back to the network need not look at the page in that moment.
  showToast({ text, stays: true, action: { name: showPlaced, run: () => openTodo(id) } })
  announce(text)
}
