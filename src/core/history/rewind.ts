/**
 * A list as it was: its todos as they are, taken back through the entries of its history since then. What left the list
 * is taken back through the lists that it went to, as far as the caller sees those.
 */
import type { Sight } from '../../model/access.ts'
import { AppError } from '../../model/errors.ts'
import { kindOf } from '../../model/row-kinds.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Todo } from '../../model/todo.ts'
import { isMade, type Fields } from '../../model/undo-command.ts'
import { fieldsOf, readEntry, readHistory } from './history.ts'
import type { HistoryRow, Place } from '../ports/history-store.ts'
import type { Reads } from '../ports/store.ts'
import type { Entry } from '../ports/rows.ts'

type Rewinding = Pick<Reads, 'historyHeads' | 'historyOf' | 'todo' | 'todos' | 'list' | 'versionOf'>

/** Where the next page goes on: among what is live now, what is in the trash now, or what is in other lists. */
export type RewindPlace = readonly [stage: 'live' | 'trash' | 'away', after: string | number]
export interface RewindPage {
  todos: Todo[]
  /** Todos that were there and can't be shown: they are gone for good, or where the caller does not see them. */
  missing: string[]
  next: RewindPlace | null
}

/** What is known of one todo at that moment. */
interface Then {
  isIn: boolean
  /** The entry by which it left the list, first of all since then: what it was is found from there. */
  leftAt: Entry | undefined
  fields: Record<string, unknown>
}

/** @throws AppError `list_not_found`, `history_too_short`, `history_too_long` */
export async function readListAt(
  reads: Rewinding,
  by: Sight,
  list: string,
  time: number,
  after: RewindPlace | undefined,
  limit: number,
): Promise<RewindPage> {
  const then = await rewind(reads, by, list, time)
  const [stage = 'live', from] = after ?? []
  const page: RewindPage = { todos: [], missing: [], next: null }
  if (stage === 'away') return readAway(reads, by, list, then, String(from), limit)
  const rows = await reads.todos(by, {
    list,
    deleted: stage === 'trash',
    sort: 'number',
    after: from === undefined || from === 0 ? undefined : [list, from],
    limit,
  })
  for (const row of rows) {
    const its = then.get(row.id)
    const todo = its ? asThen(row, its) : row
    if (its?.isIn !== false && !its?.leftAt && todo.deletedAt === null) page.todos.push(todo)
  }
  const last = rows.at(-1)
  if (last && rows.length === limit) page.next = [stage, last.number]
  else page.next = stage === 'live' ? ['trash', 0] : ['away', '']
  return page
}

/** What left the list since, in the order of the ids; and what is no more. */
async function readAway(
  reads: Rewinding,
  by: Sight,
  list: string,
  then: ReadonlyMap<string, Then>,
  after: string,
  limit: number,
): Promise<RewindPage> {
  const page: RewindPage = { todos: [], missing: [], next: null }
  const ids = [...then].filter(([id, { isIn }]) => isIn && id > after).map(([id]) => id)
  const some = ids.toSorted().slice(0, limit)
  for (const id of some) {
    const now = await reads.todo(by, id)
    const its = then.get(id) as Then
    // It is there still, and was on the pages before.
    if (now && !its.leftAt) continue
    const left = now && its.leftAt && (await backTo(reads, by, now, its.leftAt))
    const todo = left && asThen({ ...left, list }, its)
    if (!todo) page.missing.push(id)
    else if (todo.deletedAt === null) page.todos.push(todo)
  }
  const last = some.at(-1)
  if (last !== undefined && some.length < ids.length) page.next = ['away', last]
  return page
}

/** What all entries since then changed. */
async function rewind(reads: Rewinding, by: Sight, list: string, time: number): Promise<Map<string, Then>> {
  const now = await reads.list(by, list)
  if (!now) throw new AppError('list_not_found')
  if (Date.parse(now.createdAt) > time) throw new AppError('history_too_short')
  const then = new Map<string, Then>()
  let [entries, bytes] = [0, 0]
  let oldest: HistoryRow | undefined
  let after: Required<Place> | undefined
  do {
    const page = await readHistory(reads, by, list, { since: time + 1 }, after, serverLimits.historyChunk)
    for (const row of page.rows) {
      takeBack(then, list, row)
      oldest = row
      bytes += JSON.stringify(row.changes).length
      if (++entries > serverLimits.rewindEntriesMax || bytes > serverLimits.rewindBytesMax)
        throw new AppError('history_too_long')
    }
    after = page.next ?? undefined
  } while (after)
  // A list is made with version 1; else an entry of before shows that none since was forgotten, or is not to be seen.
  const version = oldest ? oldest.version - 1 : Number(await reads.versionOf(by, list))
  const [before] = await reads.historyOf(by, { list, version }, 1)
  if (version > 1 && !before) throw new AppError('history_too_short')
  return then
}

function takeBack(then: Map<string, Then>, list: string, row: HistoryRow): void {
  if (kindOf(row.type) !== 'todo') return
  for (const [key, fields] of Object.entries(row.changes)) {
    const id = key || row.subject
    const its: Then = then.get(id) ?? { isIn: true, leftAt: undefined, fields: {} }
    then.set(id, its)
    const [from, to] = fields['list'] ?? []
    if (from === list) {
      const [, version = 0] = (fields['version'] ?? []) as number[]
      // What was known of a later stay is found from here as well.
      Object.assign(its, { leftAt: { list: to as string, version }, fields: {} })
    }
    if (isMade(fields) || (fields['list'] && from !== list)) Object.assign(its, { isIn: false, fields: {} })
    else Object.assign(its, { isIn: true, fields: { ...its.fields, ...valuesBefore(fields) } })
  }
}

function valuesBefore(fields: Fields): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, [from]] of Object.entries(fields)) if (name !== 'list') values[name] = from
  return values
}

function asThen(todo: Todo, { fields }: Then): Todo {
  const then = { ...todo, ...fields } as Todo
  return { ...then, finished: then.finishedAt !== null }
}

/** The todo as it was when it came to another list, by its entries since. */
async function backTo(reads: Rewinding, by: Sight, now: Todo, until: Entry): Promise<Todo | undefined> {
  const todo: Todo = { ...now }
  let at: Entry | undefined = { list: now.list, version: now.version }
  for (let steps = 0; at && steps < serverLimits.historyScanMax; steps++) {
    if (at.list === until.list && at.version === until.version) return todo
    const row = await readEntry(reads, by, at)
    const fields = row && fieldsOf(row, now.id)
    const [version] = (fields?.['version'] ?? []) as number[]
    if (!fields || version === undefined) return undefined
    Object.assign(todo, valuesBefore(fields))
    at = { list: (fields['list']?.[0] as string | undefined) ?? at.list, version }
  }
  return undefined
}
