/** This reads Todoist: the table of one project, as its backups and templates are. */
import type { Todo } from '../../model/todo.ts'
import { createKeys, loss, type Chunks, type FileFacts, type Found, type FoundFields } from '../found.ts'
import { inWords } from '../in-words.ts'
import { rowsOf, type Row } from '../rows.ts'
import { foundRule, wordsRule } from '../rules.ts'
import { unknownFields, Values } from '../values.ts'

const levels: Record<string, Todo['priority']> = { 1: 'high', 2: 'medium', 3: 'low' }
const columns = unknownFields(
  'type content description priority indent author responsible date date_lang timezone duration duration_unit meta deadline ' +
    'deadline_lang is_collapsed',
)

/** It is a row that is a todo, to which the comments below it belong. */
interface Coming {
  values: Values
  todo: Parameters<Values['found']>[0]
}

/** Indentation tells what is below what, `@word` in a name is a label. */
export async function* readTodoistCsv(chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const keyOf = createKeys(facts.stem)
  const open: string[] = []
  const told: Found[] = []
  let section: string | undefined
  let last: Coming | undefined
  const rows = rowsOf(chunks, {
    isNeeded: (name) => name.trim().toLowerCase() === 'content',
    needed: 'content',
    tell: (each) => told.push(each),
  })
  for await (const row of rows) {
    yield* told.splice(0)
    const { cells, at } = row
    const type = cells['type'] ?? ''
    if (type === '' || type === 'meta') continue
    if (type === 'note') {
      if (last) last.values.note(cells['content'] ?? '')
      else yield loss('comments', {}, at)
      continue
    }
    if (last) yield* last.values.found(last.todo)
    last = undefined
    if (type === 'section') {
      section = (cells['content'] ?? '').trim() || undefined
      open.length = 0
      yield loss('sections_as_labels', {}, at)
    } else if (type === 'task') {
      const level = Math.max(1, Number(cells['indent']) || 1)
      open.length = Math.min(open.length, level - 1)
      last = todoOf(row, { parent: open.at(-1), section, facts, keyOf })
      open.push(last.todo.key)
    } else yield loss('rows', { type: type.slice(0, 20) }, at)
  }
  yield* told
  if (last) yield* last.values.found(last.todo)
}

interface Around {
  parent: string | undefined
  section: string | undefined
  facts: FileFacts
  keyOf: ReturnType<typeof createKeys>
}

function todoOf({ cells, rest, at }: Row, { parent, section, facts, keyOf }: Around): Coming {
  const cell = (name: string) => cells[name] ?? ''
  const values = new Values(at, facts)
  const labels = [...cell('content').matchAll(/(?:^|\s)@(\S+)/g)].map(([, label]) => label as string)
  const bare = cell('content')
    .replaceAll(/(^|\s)@\S+/g, '')
    .trim()
  const name = bare || cell('content')
  const fields: FoundFields = {
    notes: cell('description'),
    labels: section === undefined ? labels : [...labels, section],
    priority: levels[cell('priority')] ?? 'none',
  }
  const rule = dateInto(fields, cell, values, facts)
  const deadline = cell('deadline').trim()
  const day = values.due('deadline', deadline)
  if (fields.due === undefined) fields.due = day
  else if (day !== undefined) {
    values.note(`deadline: ${deadline}`)
    values.lose('deadlines', {})
  }
  if (cell('responsible')) values.lose('assignees', {})
  if (cell('duration')) values.lose('durations', {})
  for (const [column, text] of Object.entries(cells))
    if (text.trim() !== '' && column !== '' && !columns.has(column))
      values.lose('column', { name: column.slice(0, 60) })
  for (const each of rest) values.keep('a cell without a column', each)
  return { values, todo: { key: keyOf(parent, name), parent, name, fields, rule } }
}

/** The date is one, or words in the language that is told: of a template, they count from the day it is used. */
function dateInto(
  fields: FoundFields,
  cell: (name: string) => string,
  values: Values,
  { now }: FileFacts,
): ReturnType<typeof foundRule> {
  const text = cell('date').trim()
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    fields.due = values.due('date', text, cell('timezone'))
    return undefined
  }
  if (text === '') return undefined
  const zone = values.zone(cell('timezone'))
  const read = inWords(text, { zone, nowMs: Date.parse(now), language: cell('date_lang') })
  if (read) {
    fields.due = read.due
    return read.repeat === null ? undefined : foundRule(text, read.repeat, read.repeatFrom)
  }
  if (wordsRule(text)) return foundRule(text, wordsRule(text))
  values.note(text)
  values.lose('dates_in_words', { text: text.slice(0, 40) })
  return undefined
}
