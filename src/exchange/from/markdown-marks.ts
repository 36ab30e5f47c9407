/**
 * This reads what programs of notes write behind the name of an item: signs of Obsidian's Tasks (📅 2026-12-10), fields
 * of Dataview ([due:: 2026-12-10]), tags, and Logseq's priorities.
 */
import type { Todo } from '../../model/todo.ts'
import { toDay } from '../dates.ts'
import type { FileFacts, FoundFields, FoundRule } from '../found.ts'
import { inWords } from '../in-words.ts'
import { markdownSigns, type MarkedField as Field } from '../markdown-signs.ts'
import { foundRule, toRule, wordsRule } from '../rules.ts'
import type { Values } from '../values.ts'

const sign = Object.keys(markdownSigns).join('|')
/** A date stands behind its sign, a repetition up to the next one. */
const signed = new RegExp(
  `\\s*(${sign})\\uFE0F?(?:\\s*(\\d{4}-\\d{2}-\\d{2})|(?<=🔁\\uFE0F?)\\s*([^\\[(#]*?)(?=\\s*(?:${sign}|[[(#]|$)))?`,
  'gu',
)
const keys: Record<string, Field> = {
  due: 'due',
  deadline: 'due',
  scheduled: 'scheduled',
  start: 'start',
  created: 'created',
  completion: 'done',
  completed: 'done',
  done: 'done',
  cancelled: 'cancelled',
  repeat: 'repeat',
  recurrence: 'repeat',
  priority: 'priority',
}
const dataview = /\s*(?:\[([a-z-]+)::\s*([^\]]*)\]|\(([a-z-]+)::\s*([^)]*)\))/gi
/** A tag has a letter in it. A backslash before it makes it a word. */
const tag = /(?<=^|\s)#(?=[^\s#]*\p{L})([^\s#,;!?.()[\]]+)/gu
const logseqPriority = /(?<=^|\s)\[#([ABC])\]\s*/g

export interface Marked {
  name: string
  fields: FoundFields
  rule: FoundRule | undefined
}

/** @param text - of an item, behind its box */
export function marksOf(text: string, values: Values, facts: FileFacts): Marked {
  const fields: FoundFields = {}
  const rules: string[] = []
  const take = (field: Field, value: string): string => {
    if (field === 'repeat') rules.push(value.trim())
    else setField(fields, field, value.trim(), values)
    return ' '
  }
  let rest = text
    .replaceAll(logseqPriority, (_, letter: string) =>
      take('priority', ({ A: 'high', B: 'medium', C: 'low' } as Record<string, string>)[letter] as string),
    )
    .replaceAll(dataview, (all, key?: string, value?: string, other?: string, worth?: string) => {
      const field = keys[(key ?? other ?? '').toLowerCase()]
      return field === undefined ? all : take(field, value ?? worth ?? '')
    })
    .replaceAll(signed, (all, mark: string, date?: string, words?: string) => {
      const [field, value] = markdownSigns[mark] as [Field, string?]
      if (value !== undefined) return take(field, value) + (date ?? '')
      if (field === 'repeat') return words?.trim() ? take(field, words) : all
      return date === undefined ? all : take(field, date)
    })
  const labels: string[] = []
  rest = rest.replaceAll(tag, (_, label: string) => {
    labels.push(label)
    return ' '
  })
  if (labels.length > 0) fields.labels = labels
  const isChanged = labels.length > 0 || rules.length > 0 || Object.keys(fields).length > 0
  const [words] = rules
  const rule = words === undefined ? undefined : ruleOf(words, fields.due, facts)
  return { name: isChanged ? rest.replaceAll(/\s+/g, ' ').trim() : text, fields, rule }
}

function setField(fields: FoundFields, field: Exclude<Field, 'repeat'>, text: string, values: Values): void {
  if (field === 'due') fields.due = values.read('due', text, toDay)
  else if (field === 'start') fields.start = values.read('start', text, toDay)
  else if (field === 'scheduled') fields.start ??= values.read('scheduled', text, toDay)
  else if (field === 'created') fields.createdAt = values.moment('created', text)
  else if (field === 'priority') fields.priority = values.read('priority', text, priorityOf)
  else fields.finishedAt = values.moment(field, text)
}

const levels: Record<string, Todo['priority']> = {
  highest: 'high',
  high: 'high',
  medium: 'medium',
  normal: 'none',
  low: 'low',
  lowest: 'low',
  none: 'none',
}
const priorityOf = (text: string): Todo['priority'] => levels[text.toLowerCase()] ?? 'none'

/** It reads words such as `every week when done`. */
export function ruleOf(
  text: string,
  due: string | null | undefined,
  { zone, now }: FileFacts,
): FoundRule | undefined {
  const isWhenDone = / when done$/i.test(text)
  const words = text.replace(/ when done$/i, '')
  const nowMs = Date.parse(due?.slice(0, 10) ?? now)
  const read = wordsRule(words) ?? inWords(words, { zone, nowMs })
  const repeat = read?.repeat ? toRule(read.repeat, due) : undefined
  return foundRule(text, repeat, isWhenDone ? 'finished' : (read?.repeatFrom ?? 'due'))
}
