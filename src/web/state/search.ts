/** Looking through all todos: each one's text is folded once, and looked at for each key that is pressed. */
import type { Todo } from '../../client/client.ts'
import { folded } from './folded.ts'

interface Text {
  name: string
  labels?: string
  notes?: string
}

/** Rows are never changed in place: a todo that changed is another one. */
const texts = new WeakMap<Todo, Text>()

function textOf(todo: Todo): Text {
  let text = texts.get(todo)
  if (!text) texts.set(todo, (text = { name: folded(todo.name) }))
  return text
}

export const namesOf = (todo: Todo): string => textOf(todo).name

/** Those that have each word of the query; by where it is: the name's beginning, the name, labels, notes. */
export function searchTodos(todos: readonly Todo[], query: string): Todo[] {
  const whole = folded(query.trim())
  if (whole === '') return []
  const queryWords = whole.split(/\s+/)
  const tiers: Todo[][] = [[], [], [], []]
  for (const todo of todos) {
    const tier = tierOf(todo, whole, queryWords)
    if (tier !== undefined) tiers[tier]?.push(todo)
  }
  return tiers.flatMap((tier) => [
    ...tier.filter((todo) => !todo.finished),
    ...tier.filter((todo) => todo.finished),
  ])
}

function tierOf(todo: Todo, whole: string, queryWords: readonly string[]): number | undefined {
  const text = textOf(todo)
  if (text.name.startsWith(whole)) return 0
  let tier = 1
  for (const word of queryWords) {
    if (text.name.includes(word)) continue
    if ((text.labels ??= folded(todo.labels.join('\n'))).includes(word)) tier = Math.max(tier, 2)
    else if ((text.notes ??= folded(todo.notes)).includes(word)) tier = 3
    else return undefined
  }
  return tier
}
