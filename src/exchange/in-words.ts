/** Dates and repetitions in words, as Todoist keeps them, by the reader of quick add. */
import { quickAdd, type QuickTodo } from '../model/quick-add/quick-add.ts'

type Worded = Pick<QuickTodo, 'due' | 'repeat' | 'repeatFrom'>

interface WordsOptions {
  zone: string | undefined
  /** Words such as "tomorrow" count from here: milliseconds since 1970. */
  nowMs: number
  /** It is the language of the words, where the file says it; words of others than ours are not read. */
  language?: string | undefined
}

/** It tells what the words say, if all of them are understood. */
export function inWords(
  text: string,
  { zone = 'UTC', nowMs, language = '' }: WordsOptions,
): Worded | undefined {
  const locale = language.slice(0, 2).toLowerCase()
  if (locale !== '' && locale !== 'en' && locale !== 'zh') return undefined
  const { chips, todo } = quickAdd(`todo ${text}`, { now: nowMs, zone, ...(locale !== '' && { locale }) })
  if (todo.name !== 'todo' || chips.some(({ kind }) => !/^(due|repeat|start)$/.test(kind))) return undefined
  return todo.due === null && todo.repeat === null ? undefined : todo
}
