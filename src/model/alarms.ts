/**
 * When the reminders of a todo are due. A moment is a text: of all the world where its zone is known
 * (`2026-12-01T08:00:00Z`), else local (`2026-12-01T09:00:00`), and for each member so in the zone of the account.
 */
import { clockIn, daysLater } from './days.ts'
import { triggerOf } from './trigger.ts'
import type { Todo } from './todo.ts'

const hourMs = 60 * 60 * 1_000
const dayMs = 24 * hourMs

/** From where days begin first to where they begin last. */
export const firstZoneMs: number = 14 * hourMs
export const lastZoneMs: number = 12 * hourMs

/**
 * All its moments, past ones as well; none of a todo that is finished or in the trash. Two reminders of one moment are
 * one.
 */
export function alarmsOf({
  reminders,
  due,
  finished,
  deletedAt,
}: Pick<Todo, 'reminders' | 'due' | 'finished' | 'deletedAt'>): string[] {
  if (reminders.length === 0 || finished || deletedAt !== null) return []
  const moments = reminders.map((text) => alarmOf(text, due)).filter((moment) => moment !== undefined)
  return [...new Set(moments)]
}

function alarmOf(text: string, due: string | null): string | undefined {
  const trigger = triggerOf(text)
  if (!trigger) return worldText(momentOf(text))
  if (due === null) return undefined
  // RFC 5545, 3.3.6: days are those of the calendar, hours are as long as hours.
  const from = daysLater(due, trigger.days)
  if (due.length > 10) return worldText(momentIn(zoneOf(due), from.slice(0, 16)) + trigger.seconds * 1_000)
  return textOf(Date.parse(`${from}T00:00Z`) + trigger.seconds * 1_000)
}

const zoneOf = (text: string): string => text.slice(17, -1)

/** Without milliseconds; undefined where years have more than four digits. */
function textOf(ms: number): string | undefined {
  const text = Number.isNaN(new Date(ms).getTime()) ? '' : new Date(ms).toISOString()
  return text.length === 24 ? text.slice(0, 19) : undefined
}

function worldText(ms: number): string | undefined {
  const text = textOf(ms)
  return text && `${text}Z`
}

/** Milliseconds since 1970 of a moment, for an account in this zone. */
export function momentMs(moment: string, zone: string): number {
  return isLocal(moment) ? momentIn(zone, moment) : Date.parse(moment)
}

export const isLocal = (moment: string): boolean => !moment.endsWith('Z')

/** Of a local moment: as if it were one of UTC. */
export const asUtcMs = (local: string): number => Date.parse(`${local}Z`)

/**
 * When the clocks of a zone show this. Of a time that comes twice the first; one that is left out is read by the clock
 * of before (RFC 5545, 3.3.5).
 */
function momentIn(zone: string, local: string): number {
  const wall = asUtcMs(local)
  const before = offsetMs(zone, wall - dayMs)
  const after = offsetMs(zone, wall + dayMs)
  const isRight = (offset: number) => offsetMs(zone, wall - offset) === offset
  return wall - (isRight(before) || !isRight(after) ? before : after)
}

/** It takes a date and time with its zone, in the notation of due dates. */
export const momentOf = (text: string): number => momentIn(zoneOf(text), text.slice(0, 16))

/** How far the clocks of a zone are ahead of UTC. */
function offsetMs(zone: string, ms: number): number {
  if (zone === 'UTC' || Number.isNaN(ms)) return 0
  const minute = Math.floor(ms / 60_000) * 60_000
  return asUtcMs(clockIn(zone, new Date(minute).toISOString())) - minute
}

/** What tells one reminder from all others, on each device and in the database. */
export const reminderId = (todo: string, moment: string): string => `${todo} ${moment}`
