/**
 * todo.txt: a todo on each line (github.com/todotxt/todo.txt), with the extensions `due:`, `rec:` and `pri:` that most
 * programs know.
 */
import { createKeys, loss, wrong, type Chunks, type Found, type FoundRule, type FoundTodo } from '../found.ts'
import { toDay, toMoment } from '../dates.ts'
import { durationRule, foundRule } from '../rules.ts'
import { linesOf } from '../text.ts'

const line = /^(?:(x) +)?(?:\(([A-Z])\) +)?(?:(\d{4}-\d\d-\d\d) +)?(?:(\d{4}-\d\d-\d\d) +)?(.*)$/s

export async function* readTodoTxt(chunks: Chunks): AsyncGenerator<Found> {
  const keyOf = createKeys()
  const lists = new Set<string>()
  for await (const lines of linesOf(chunks)) {
    for (const { text, number } of lines) {
      if (text.trim() === '') continue
      const at = `line ${number}`
      const { list, found } = todoOf(text.trim(), at)
      if (list !== undefined && !lists.has(list)) {
        lists.add(list)
        yield { kind: 'list', key: list, at, name: list }
      }
      const todo = found.at(-1) as FoundTodo
      todo.key = keyOf(list, todo.name)
      yield* found
    }
  }
}

const priorityOf = (letter: string | undefined): 'high' | 'medium' | 'low' | 'none' =>
  letter === undefined ? 'none' : letter === 'A' ? 'high' : letter === 'B' ? 'medium' : 'low'

/** The last of what is found is the todo itself. */
function todoOf(text: string, at: string): { list: string | undefined; found: Found[] } {
  const found: Found[] = []
  const [, done, letter, first, second, rest = ''] = line.exec(text) ?? []
  const [finished, created] =
    done && second ? [first, second] : done ? [first, undefined] : [undefined, first]
  const fields: NonNullable<FoundTodo['fields']> = {
    finished: done === 'x',
    priority: priorityOf(letter),
    labels: [],
  }
  if (finished) fields.finishedAt = toMoment(finished, at)
  if (created) fields.createdAt = toMoment(created, at)
  let rule: FoundRule | undefined
  const projects: string[] = []
  const words: string[] = []
  for (const word of rest.split(/\s+/)) {
    const [, key = '', value = ''] = /^([a-z]+):(\S+)$/.exec(word) ?? []
    if (/^\+\S/.test(word)) projects.push(word.slice(1))
    else if (/^@\S/.test(word)) fields.labels?.push(word.slice(1))
    else if (key === 'due') fields.due = toDay(value, at)
    else if (key === 'pri' && /^[A-Z]$/.test(value)) fields.priority = priorityOf(value)
    else if (key === 'rec') rule = ruleOf(value)
    else {
      if (key === 't') found.push(loss('hidden_until', {}, at))
      words.push(word)
    }
  }
  const [list, ...others] = projects
  fields.labels?.push(...others)
  if (words.join(' ') === '' && projects.length === 0) throw wrong(at, 'no_text', {})
  found.push({ kind: 'todo', key: '', at, list, name: words.join(' '), fields, rule })
  return { list, found }
}

/** With a plus it counts from the due date, without from the day it was finished. */
const ruleOf = (value: string): FoundRule | undefined =>
  foundRule(
    `rec:${value}`,
    durationRule(value.replace(/^\+/, '')),
    value.startsWith('+') ? 'due' : 'finished',
  )
