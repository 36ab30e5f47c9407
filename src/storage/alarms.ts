/** When reminders are due, kept in step with their todos: in the transaction that changes these. */
import { alarmsOf, asUtcMs, firstZoneMs, isLocal, lastZoneMs, reminderId } from '../model/alarms.ts'
import type { Saved } from '../core/ports/rows.ts'
import type { Todo } from '../model/todo.ts'
import type { Connection, Dialect, Table, Value } from './driver.ts'

const alarms = {
  name: 'alarms',
  columns: { id: 'text', todo: 'uuid', moment: 'text', since: 'bigint', at: 'bigint' },
} as const satisfies Table

/** Only what differs; nothing at all of todos that have no reminders. */
export function saveAlarms(
  connection: Connection,
  dialect: Dialect,
  todos: Saved['todos'],
): Promise<unknown> {
  const gone: string[] = []
  const made: Record<string, Value>[] = []
  for (const { before, after } of todos) {
    if (after.reminders.length === 0 && !before?.reminders.length) continue
    const [old, now] = [before ? alarmsOf(before) : [], alarmsOf(after)]
    gone.push(...old.filter((each) => !now.includes(each)).map((each) => reminderId(after.id, each)))
    const fresh = now.filter((each) => !old.includes(each))
    made.push(...alarmRows(after, fresh, Date.parse(after.updatedAt)))
  }
  const writes: Promise<unknown>[] = []
  if (gone.length > 0) writes.push(remove(connection, dialect, gone))
  if (made.length > 0) writes.push(connection.insert(alarms, made))
  return Promise.all(writes)
}

const remove = (connection: Connection, { array, isIn }: Dialect, ids: string[]) =>
  connection.all(`delete from alarms where ${isIn('id', 1, 'text')}`, [array(ids)])

/** Those that are to come: nobody is reminded of a moment that was over when it was asked for. */
function alarmRows(
  { id: todo }: Pick<Todo, 'id'>,
  moments: readonly string[],
  since: number,
): Record<string, Value>[] {
  return moments.flatMap((moment) => {
    const ms = isLocal(moment) ? asUtcMs(moment) : Date.parse(moment)
    if (ms + (isLocal(moment) ? lastZoneMs : 0) < since) return []
    const at = isLocal(moment) ? ms - firstZoneMs : ms
    return [{ id: reminderId(todo, moment), todo, moment, since, at }]
  })
}

/**
 * For a database of the schema before, whose todos have reminders, but nobody to send them. Its columns are those of
 * then: no later ones are asked for.
 */
export async function fillAlarms(connection: Connection, now: number): Promise<void> {
  const rows = await connection.all(
    "select id, due, reminders from todos where reminders <> '[]' and finished_at is null and deleted_at is null",
    [],
  )
  const made = rows.flatMap((row) => {
    const [id, due] = [row['id'] as string, row['due'] as string | null]
    const reminders = JSON.parse(row['reminders'] as string) as string[]
    return alarmRows({ id }, alarmsOf({ reminders, due, finished: false, deletedAt: null }), now)
  })
  if (made.length > 0) await connection.insert(alarms, made)
}
