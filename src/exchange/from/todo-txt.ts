/**
 * This reads todo.txt: a todo on each line (github.com/todotxt/todo.txt), with the extensions `due:`, `t:`, `rec:` and
 * `pri:` that most programs know.
 */
import { isDue } from '../../model/due-text.ts'
import { createKeys, type Chunks, type FileFacts, type Found, type FoundFields } from '../found.ts'
import type { FoundRule } from '../found.ts'
import { toDue } from '../dates.ts'
import { businessDayRule, durationRule, foundRule } from '../rules.ts'
import { linesOf } from '../text.ts'
import { Values } from '../values.ts'

const line = /^(?:(x) +)?(?:\(([A-Z])\) +)?(?:(\d{4}-\d\d-\d\d) +)?(?:(\d{4}-\d\d-\d\d) +)?(.*)$/s

export async function* readTodoTxt(chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const keyOf = createKeys(facts.stem)
  const lists = new Map<string, string>()
  for await (const lines of linesOf(chunks)) {
    for (const { text, number } of lines) {
      if (text.trim() === '') continue
      const at = `line ${number}`
      const values = new Values(at, facts)
      const { project, name, fields, rule } = todoOf(text.trim(), values)
      let list = project === undefined ? undefined : lists.get(project)
      if (project !== undefined && list === undefined) {
        list = facts.stem === '' ? project : keyOf('list', project)
        lists.set(project, list)
        yield { kind: 'list', key: list, at, name: project }
      }
      yield* values.found({ key: keyOf(project, name), list, name, fields, rule })
    }
  }
}

const priorityOf = (letter: string | undefined): 'high' | 'medium' | 'low' | 'none' =>
  letter === undefined ? 'none' : letter === 'A' ? 'high' : letter === 'B' ? 'medium' : 'low'

interface Read {
  project: string | undefined
  name: string
  fields: FoundFields
  rule: FoundRule | undefined
}

function todoOf(text: string, values: Values): Read {
  const [, done, letter, first, second, rest = ''] = line.exec(text) ?? []
  // It may only look like a date, and is a word of the name then.
  const dates = [first, second].filter((date) => date !== undefined && isDue(date)) as string[]
  const words = [first, second].filter((date) => date !== undefined && !isDue(date)) as string[]
  const [finished, created] = done ? dates : [undefined, dates[0]]
  const fields: FoundFields = { finished: done === 'x', priority: priorityOf(letter), labels: [] }
  if (finished) fields.finishedAt = values.moment('finished', finished)
  if (created) fields.createdAt = values.moment('created', created)
  let rule: FoundRule | undefined
  const projects: string[] = []
  const date = (field: string, value: string) =>
    values.read(field, value, (each, at) => toDue(each, at, values.zone('')))
  for (const word of rest.split(/\s+/)) {
    const [, key = '', value = ''] = /^([a-z]+):(\S+)$/.exec(word) ?? []
    if (/^\+\S/.test(word)) projects.push(word.slice(1))
    else if (/^@\S/.test(word)) fields.labels?.push(word.slice(1))
    else if (key === 'due') fields.due = date(key, value)
    else if (key === 't') fields.start = date(key, value)
    else if (key === 'pri' && /^[A-Z]$/.test(value)) fields.priority = priorityOf(value)
    else if (key === 'rec') rule = ruleOf(value)
    else words.push(word)
  }
  const [project, ...others] = projects
  fields.labels?.push(...others)
  return { project, name: words.join(' ').trim() || (project ?? ''), fields, rule }
}

/** With a plus it counts from the due date, without from the day it was finished. */
function ruleOf(value: string): FoundRule | undefined {
  const bare = value.replace(/^\+/, '')
  return foundRule(
    `rec:${value}`,
    businessDayRule(bare) ?? durationRule(bare),
    value.startsWith('+') ? 'due' : 'finished',
  )
}
