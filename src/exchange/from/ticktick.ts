/** This reads TickTick and 滴答清单: the CSV of a backup. */
import type { Todo } from '../../model/todo.ts'
import { createKeys, type Chunks, type FileFacts, type Found, type FoundFields } from '../found.ts'
import { rowsOf } from '../rows.ts'
import { foundRule, tickTickRule } from '../rules.ts'
import { unknownFields, Values } from '../values.ts'

const levels: Record<string, Todo['priority']> = { 1: 'low', 3: 'medium', 5: 'high' }
const columns = unknownFields(
  'folder_name list_name title kind tags content is_check_list start_date due_date reminder repeat priority status created_time ' +
    'completed_time order timezone is_all_day is_floating column_name column_order view_mode taskid parentid projectkind',
)

/** It knows todos without an id by their lists and names, whatever the file is called: a backup's name is a date. */
export async function* readTickTick(chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const keyOf = createKeys()
  const lists = new Set<string>()
  const told: Found[] = []
  const rows = rowsOf(chunks, {
    isNeeded: (name) => name.trim().toLowerCase() === 'list name',
    needed: 'list name',
    tell: (each) => told.push(each),
  })
  for await (const { cells, rest, at } of rows) {
    yield* told.splice(0)
    const cell = (name: string) => cells[name] ?? ''
    const values = new Values(at, facts)
    const [folder, own] = [cell('folder name'), cell('list name')]
    // Lists of one name are told apart by their folders.
    const list = folder && own ? `${folder} / ${own}` : own || undefined
    if (list !== undefined && !lists.has(list)) {
      lists.add(list)
      yield { kind: 'list', key: list, at, name: list }
    }
    const { fields, steps } = fieldsOf(cell, values)
    if (cell('column name')) values.lose('board_columns', {})
    for (const [name, text] of Object.entries(cells))
      if (text.trim() !== '' && name !== '' && !columns.has(name.replaceAll(' ', '_')))
        values.lose('column', { name: name.slice(0, 60) })
    for (const each of rest) values.keep('a cell without a column', each)
    const key = cell('taskid') ? `task ${cell('taskid')}` : keyOf(list, cell('title'))
    const parent = cell('parentid') ? `task ${cell('parentid')}` : undefined
    const zone = cell('timezone') || undefined
    const rule = foundRule(cell('repeat'), tickTickRule(cell('repeat'), fields.due, zone))
    yield* values.found({ key, list, parent, name: cell('title'), fields, rule })
    for (const [index, { name, finished }] of steps.entries())
      yield {
        kind: 'todo',
        key: `${key}/${index} ${name}`,
        at,
        list,
        parent: key,
        name,
        fields: { finished },
      }
  }
  yield* told
}

type Cell = (name: string) => string

function fieldsOf(cell: Cell, values: Values): { fields: FoundFields; steps: Step[] } {
  const [zone, isDay] = [cell('timezone'), cell('is all day') === 'true']
  const date = (name: string): string | undefined => {
    const due = values.due(name, cell(name), zone)
    return isDay ? due?.slice(0, 10) : due
  }
  const [due, start] = [date('due date'), date('start date')]
  const { notes, steps } =
    cell('kind') === 'CHECKLIST' || cell('is check list') === 'Y'
      ? stepsOf(cell('content'))
      : { notes: cell('content').replaceAll('\r\n', '\n'), steps: [] }
  const isAbandoned = cell('status') === '-1'
  if (isAbandoned) values.lose('finished_as', { status: 'abandoned' })
  const fields: FoundFields = {
    notes,
    labels: cell('tags').split(/\s*,\s*/),
    priority: levels[cell('priority')] ?? 'none',
    finished: isAbandoned || cell('status') === '1' || cell('status') === '2',
    due: due ?? start,
    // Its programs write the day of what has one date as start and due alike.
    start: due !== undefined && start !== undefined && start < due ? start : undefined,
    createdAt: values.moment('created time', cell('created time')),
  }
  const finished = values.moment('completed time', cell('completed time'))
  if (fields.finished) fields.finishedAt = finished
  fields.reminders = cell('reminder')
    .split(/[\s,]+/)
    .map((each) => each.replace(/^TRIGGER:/, ''))
    .filter(Boolean)
  return { fields, steps }
}

interface Step {
  name: string
  finished: boolean
}

/** Lines of a check list have a small square before them, which is filled where it is done. */
function stepsOf(content: string): { notes: string; steps: Step[] } {
  const steps: Step[] = []
  const notes: string[] = []
  for (const line of content.split(/\r\n|\n|\r/)) {
    const [, box, name = ''] = /^\s*([▫▪])\s*(.*)$/u.exec(line) ?? []
    if (box === undefined) notes.push(line)
    else if (name.trim() !== '') steps.push({ name, finished: box === '▪' })
  }
  return { notes: notes.join('\n').trim(), steps }
}
