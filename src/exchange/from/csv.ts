/** This reads CSV with a header: as we export it, as spreadsheets and people make it. */
import type { Todo } from '../../model/todo.ts'
import { priorities } from '../../model/priorities.ts'
import { toMoment } from '../dates.ts'
import {
  createKeys,
  loss,
  wrong,
  type Chunks,
  type FileFacts,
  type Found,
  type FoundFields,
} from '../found.ts'
import { rowsOf, type Row } from '../rows.ts'
import { foundRule, toRule, wordsRule } from '../rules.ts'
import { isOpen, orderShownBy, tableDate, type DayOrder } from '../table-dates.ts'
import { unguarded } from '../to/csv-guard.ts'
import { Values } from '../values.ts'
import { zoneNamed } from '../zones.ts'
import { columnOf, type Column } from './columns.ts'

const dateColumns = ['due', 'start', 'finished_at', 'created_at'] as const

/** It is a row by what its columns are; `others` are those that nobody knows. */
interface Cells {
  of: (column: Column) => string
  others: string[]
  rest: string[]
  at: string
}

function cellsOf({ cells, rest, at }: Row): Cells {
  const known = new Map<Column, string>()
  const others: string[] = []
  for (const name of Object.keys(cells)) {
    const column = columnOf(name)
    if (column === undefined || known.has(column)) {
      if (name !== '' && name !== 'number') others.push(name)
    } else known.set(column, name)
  }
  return { of: (column) => unguarded(cells[known.get(column) ?? ''] ?? ''), others, rest, at }
}

/** Holds rows back while a date of theirs could be either of two, until a later one shows which comes first. */
async function* inOrder(
  rows: AsyncIterable<Row>,
): AsyncGenerator<{ cells: Cells; order: DayOrder | undefined }> {
  let order: DayOrder | undefined
  let held: Cells[] = []
  for await (const row of rows) {
    const cells = cellsOf(row)
    const dates = dateColumns.map((column) => cells.of(column))
    order ??= dates.map(orderShownBy).find((shown) => shown !== undefined)
    if (order === undefined && (held.length > 0 || dates.some(isOpen))) {
      held.push(cells)
      continue
    }
    for (const each of held) yield { cells: each, order }
    held = []
    yield { cells, order }
  }
  for (const cells of held) yield { cells, order: undefined }
}

/**
 * It reads a table with a column of names; of the others those are read that a todo has. A parent is named by its `id`,
 * or else by its name.
 */
export async function* readCsv(chunks: Chunks, facts: FileFacts): AsyncGenerator<Found> {
  const keyOf = createKeys(facts.stem)
  const lists = new Map<string, string>()
  const byName = new Map<string, string>()
  const told: Found[] = []
  const rows = rowsOf(chunks, {
    isNeeded: (name) => columnOf(name) === 'name',
    needed: 'name',
    tell: (each) => told.push(each),
  })
  let isFirst = true
  for await (const { cells, order } of inOrder(rows)) {
    yield* told.splice(0)
    const { of, at } = cells
    if (isFirst) for (const name of cells.others) yield loss('column', { name: name.slice(0, 60) }, at)
    isFirst = false
    const name = of('list') || undefined
    let list = name === undefined ? undefined : lists.get(name)
    if (name !== undefined && list === undefined) {
      list = facts.stem === '' || of('id') ? name : keyOf('list', name)
      lists.set(name, list)
      yield { kind: 'list', key: list, at, name }
    }
    const key = of('id') || keyOf(name, of('name'))
    const inList = `${list} ${of('name')}`
    if (!byName.has(inList)) byName.set(inList, key)
    const values = new Values(at, facts)
    const fields = fieldsOf(cells, values, { ...facts, order })
    for (const cell of cells.rest) values.keep('a cell without a column', cell)
    const parent = of('parent')
    const from = of('repeat_from').trim().toLowerCase()
    const repeatFrom = from === '' ? undefined : from === 'finished' ? 'finished' : 'due'
    yield* values.found({
      key,
      list,
      parent: parent === '' ? undefined : (byName.get(`${list} ${parent}`) ?? parent),
      name: of('name'),
      fields,
      rule: foundRule(of('repeat'), toRule(of('repeat'), fields.due) ?? wordsRule(of('repeat')), repeatFrom),
    })
  }
  yield* told
}

const yes =
  /^(true|yes|y|1|x|✓|✔|☑|100 ?%|done|finished|completed?|closed|resolved|ja|erledigt|是|完成|已完成)$/i
const no =
  /^(|false|no|n|0|-|☐|0 ?%|open|to ?do|pending|not started|in progress|started|active|new|next|waiting|on hold|needs ?action|nein|offen|否|未完成|待办|进行中)$/i

function fieldsOf(
  { of }: Cells,
  values: Values,
  facts: FileFacts & { order: DayOrder | undefined },
): FoundFields {
  const date = (column: 'due' | 'start') =>
    values.read(column, of(column), (text, at) => {
      const [, time, zone] = /^(.*)\[([^\]]+)\]$/.exec(text) ?? []
      const known = zone === undefined ? facts.zone : zoneNamed(zone)
      return tableDate(time ?? text, at, { ...facts, zone: known })
    })
  const moment = (column: 'finished_at' | 'created_at') =>
    values.read(column, of(column), (text, at) => {
      if (/^\d{4}-?\d\d-?\d\d/.test(text)) return toMoment(text, at)
      return toMoment(tableDate(text, at, facts).slice(0, 10), at)
    })
  const state = of('finished').trim()
  if (!yes.test(state) && !no.test(state)) values.keep('finished', state)
  return {
    notes: of('notes'),
    finished: yes.test(state) || of('finished_at').trim() !== '',
    labels: of('labels').split(/\s*[,;，；、\n]\s*/),
    reminders: of('reminders') ? of('reminders').split(/\s+/) : [],
    priority: values.read('priority', of('priority'), priorityOf) ?? 'none',
    start: date('start'),
    due: date('due'),
    finishedAt: moment('finished_at'),
    createdAt: moment('created_at'),
  }
}

/** The number of a priority is its place among ours; `P1` is the highest, as elsewhere. */
const levels: Record<string, Todo['priority']> = Object.fromEntries(
  (
    [
      ['high', 'h a p1 urgent highest critical important !!! ! hoch dringend 高 紧急'],
      ['medium', 'm b p2 med mid moderate !! mittel 中'],
      ['low', 'l c p3 lowest minor niedrig gering 低'],
      ['none', 'n p4 normal - no keine 无 普通'],
    ] as const
  ).flatMap(([level, words]) => words.split(' ').map((word) => [word, level])),
)

function priorityOf(text: string, at: string): Todo['priority'] {
  const name = text.trim().toLowerCase()
  const found = priorities.find((each) => each === name || String(priorities.indexOf(each)) === name)
  const level = found ?? levels[name]
  if (!level) throw wrong(at, 'no_priority', { text: text.slice(0, 40), expected: priorities })
  return level
}
