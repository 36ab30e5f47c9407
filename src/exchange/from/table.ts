/**
 * Tables: CSV with a header, as we export it and as people make it; the backup of TickTick; the template of Todoist.
 */
import { parse } from 'csv-parse'
import { priorities } from '../../model/priorities.ts'
import type { Todo } from '../../model/todo.ts'
import { createKeys, loss, wrong, type Chunks, type Found, type FoundTodo } from '../found.ts'
import { toDue, toMoment } from '../dates.ts'
import { foundRule, tickTickRule, toRule, wordsRule } from '../rules.ts'
import { rawLinesOf } from '../text.ts'
import { unguarded } from '../to/csv-guard.ts'

type Row = { cells: Record<string, string>; at: string }

/** The rows below the header, by its names in lower case. Lines before a header with `needed` are passed over. */
async function* rowsOf(chunks: Chunks, needed: string): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1024 * 1024,
  })
  let failure: unknown
  const feed = async () => {
    for await (const lines of rawLinesOf(chunks)) {
      const text = lines.map((each) => `${each.text}\n`).join('')
      if (!parser.write(text))
        await new Promise<void>((resolve) => void parser.once('drain', resolve).once('close', resolve))
      if (parser.destroyed) return
    }
    parser.end()
  }
  const fed = feed().catch((error: unknown) => {
    failure = error
    parser.destroy()
  })
  let header: string[] | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      const at = `line ${info.lines}`
      if (!header) {
        const names = record.map((name) => name.trim().toLowerCase())
        if (names.includes(needed)) header = names
        else if (info.lines > 30) throw wrong('the file', 'no_column', { column: needed })
        continue
      }
      if (record.length > header.length && record.slice(header.length).some((cell) => cell !== ''))
        throw wrong(at, 'too_many_cells', { cells: record.length, expected: header.length })
      const cells = Object.create(null) as Record<string, string>
      for (const [index, name] of header.entries()) cells[name] = record[index] ?? ''
      yield { cells, at }
    }
  } catch (error) {
    if (failure) throw failure
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw wrong(`line ${(error as { lines?: number }).lines ?? '?'}`, 'not_csv', {
        message: error.message.slice(0, 200),
      })
    }
    throw error
  } finally {
    parser.destroy()
    await fed
  }
  if (failure) throw failure
  if (!header) throw wrong('the file', 'no_column', { column: needed })
}

const yes = /^(true|yes|1|x|done|finished|completed)$/i

/**
 * With a column `name`; of the others those are read that we export. A parent is named by its `id`, or else by its
 * name.
 */
export async function* readCsv(chunks: Chunks): AsyncGenerator<Found> {
  const keyOf = createKeys()
  const lists = new Set<string>()
  const byName = new Map<string, string>()
  const read = new Set(
    'id name notes start due priority labels list finished finished_at created_at parent repeat repeat_from reminders number'.split(
      ' ',
    ),
  )
  let isFirst = true
  for await (const { cells, at } of rowsOf(chunks, 'name')) {
    const cell = (name: string) => unguarded(cells[name] ?? '')
    if (isFirst)
      for (const name of Object.keys(cells))
        if (!read.has(name) && name !== '') yield loss('column', { name: name.slice(0, 60) }, at)
    isFirst = false
    const list = cell('list') || undefined
    if (list !== undefined && !lists.has(list)) {
      lists.add(list)
      yield { kind: 'list', key: list, at, name: list }
    }
    const key = cell('id') || keyOf(list, cell('name'))
    const parent = cell('parent')
    if (!byName.has(`${list} ${cell('name')}`)) byName.set(`${list} ${cell('name')}`, key)
    const fields: NonNullable<FoundTodo['fields']> = {
      notes: cell('notes'),
      finished: yes.test(cell('finished')) || cell('finished_at') !== '',
      labels: cell('labels').split(/\s*[,;\n]\s*/),
      reminders: cell('reminders') ? cell('reminders').split(/\s+/) : [],
      priority: priorityOf(cell('priority'), at),
    }
    if (cell('start')) fields.start = dueOf(cell('start'), at)
    if (cell('due')) fields.due = dueOf(cell('due'), at)
    if (cell('finished_at')) fields.finishedAt = toMoment(cell('finished_at'), at)
    if (cell('created_at')) fields.createdAt = toMoment(cell('created_at'), at)
    const repeat = cell('repeat')
    const from = cell('repeat_from').trim().toLowerCase()
    const repeatFrom = from === '' ? undefined : from === 'finished' ? 'finished' : 'due'
    yield {
      kind: 'todo',
      key,
      at,
      list,
      parent: parent === '' ? undefined : (byName.get(`${list} ${parent}`) ?? parent),
      name: cell('name'),
      fields,
      rule: foundRule(repeat, toRule(repeat, fields.due) ?? wordsRule(repeat), repeatFrom),
    }
  }
}

function dueOf(text: string, at: string): string {
  const [, time, zone] = /^(.*)\[([^\]]+)\]$/.exec(text) ?? []
  return toDue(time ?? text, at, zone)
}

function priorityOf(text: string, at: string): Todo['priority'] {
  const name = text.trim().toLowerCase()
  if (name === '') return 'none'
  const found = priorities.find(
    (each) => each === name || each.slice(0, 1) === name || String(priorities.indexOf(each)) === name,
  )
  if (!found) throw wrong(at, 'no_priority', { text: text.slice(0, 40), expected: priorities })
  return found
}

export async function* readTickTick(chunks: Chunks): AsyncGenerator<Found> {
  const keyOf = createKeys()
  const lists = new Set<string>()
  const levels: Record<string, Todo['priority']> = { 1: 'low', 3: 'medium', 5: 'high' }
  for await (const { cells, at } of rowsOf(chunks, 'list name')) {
    const cell = (name: string) => cells[name] ?? ''
    const list = cell('list name') || undefined
    if (list !== undefined && !lists.has(list)) {
      lists.add(list)
      if (cell('folder name')) yield loss('list_folders', {}, at)
      yield { kind: 'list', key: list, at, name: list }
    }
    const zone = cell('timezone') || undefined
    const isDay = cell('is all day') === 'true'
    const due = cell('due date') || cell('start date')
    const fields: NonNullable<FoundTodo['fields']> = {
      notes: cell('content'),
      labels: cell('tags').split(/\s*,\s*/),
      priority: levels[cell('priority')] ?? 'none',
      finished: cell('status') === '1' || cell('status') === '2',
    }
    if (due) fields.due = toDue(due, at, zone)
    if (due && isDay) fields.due = fields.due?.slice(0, 10) ?? null
    if (cell('created time')) fields.createdAt = toMoment(cell('created time'), at)
    if (cell('completed time') && fields.finished) fields.finishedAt = toMoment(cell('completed time'), at)
    fields.reminders = cell('reminder')
      .split(/[\s,]+/)
      .map((each) => each.replace(/^TRIGGER:/, ''))
      .filter(Boolean)
    if (cell('column name')) yield loss('board_columns', {}, at)
    const [key, parent] = [
      cell('taskid') && `task ${cell('taskid')}`,
      cell('parentid') && `task ${cell('parentid')}`,
    ]
    yield {
      kind: 'todo',
      key: key || keyOf(list, cell('title')),
      at,
      list,
      parent: parent || undefined,
      name: cell('title'),
      fields,
      rule: foundRule(cell('repeat'), tickTickRule(cell('repeat'), fields.due, zone)),
    }
  }
}

/** The template of one project: indentation tells what is below what, `@word` in a name is a label. */
export async function* readTodoistCsv(chunks: Chunks): AsyncGenerator<Found> {
  const keyOf = createKeys()
  const levels: Record<string, Todo['priority']> = { 1: 'high', 2: 'medium', 3: 'low' }
  const open: string[] = []
  for await (const { cells, at } of rowsOf(chunks, 'content')) {
    const cell = (name: string) => cells[name] ?? ''
    const type = cell('type')
    if (type === '' || type === 'meta') continue
    if (type !== 'task') {
      if (type === 'note') yield loss('comments', {}, at)
      else if (type === 'section') yield loss('sections', {}, at)
      else yield loss('rows', { type: type.slice(0, 20) }, at)
      continue
    }
    const level = Math.max(1, Number(cell('indent')) || 1)
    open.length = Math.min(open.length, level - 1)
    const labels = [...cell('content').matchAll(/(?:^|\s)@(\S+)/g)].map(([, label]) => label as string)
    const name =
      cell('content')
        .replaceAll(/(^|\s)@\S+/g, '')
        .trim() || cell('content')
    const fields: NonNullable<FoundTodo['fields']> = {
      notes: cell('description'),
      labels,
      priority: levels[cell('priority')] ?? 'none',
    }
    const date = cell('date').trim()
    if (/^\d{4}-\d{2}-\d{2}/.test(date)) fields.due = toDue(date, at, cell('timezone') || undefined)
    else if (date !== '') yield loss('dates_in_words', { text: date.slice(0, 40) }, at)
    if (date !== '' && !fields.due) fields.notes = [fields.notes, date].filter(Boolean).join('\n\n')
    if (cell('responsible')) yield loss('assignees', {}, at)
    if (cell('duration')) yield loss('durations', {}, at)
    const key = keyOf(open.at(-1), name)
    yield { kind: 'todo', key, at, parent: open.at(-1), name, fields }
    open.push(key)
  }
}
