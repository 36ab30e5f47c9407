/** Todos are put on the days of a calendar here. Pure, so that it is quick to try and to test. */
import type { Todo } from '../../client/client.ts'
import type { Holidays } from '../../model/holidays.ts'
import { datesAfter } from '../../model/series.ts'
import { placeOf } from '../state/move-day.ts'

/** A todo on the day on which it is due, or will be due again. */
export interface Entry {
  todo: Todo
  day: string
  /** It is the local time, or empty for the whole day. */
  time: string
  /** It comes by the rule, and is no todo yet. */
  isComing: boolean
}

export interface Span {
  /** These are the first and the last day that are shown. */
  from: string
  to: string
}

/** So many dates to come are drawn of one rule. */
const comingMax = 400

/** Answers what each day has, in the order of times; finished ones are left out. */
export function spread(
  todos: readonly Todo[],
  { from, to }: Span,
  zone: string,
  now: string,
  holidays: Holidays,
): ReadonlyMap<string, Entry[]> {
  const days = new Map<string, Entry[]>()
  const add = (todo: Todo, due: string, isComing: boolean): boolean => {
    const { day, time } = placeOf(due, zone)
    if (day >= from && day <= to) {
      const entries = days.get(day)
      const entry = { todo, day, time, isComing }
      if (entries) entries.push(entry)
      else days.set(day, [entry])
    }
    return day <= to
  }
  for (const todo of todos) {
    if (todo.due === null || todo.finished) continue
    add(todo, todo.due, false)
    if (todo.repeat === null || todo.due.slice(0, 10) > to) continue
    let left = comingMax
    for (const { due } of datesAfter(todo, now, zone, 'skipped', holidays))
      if (!add(todo, due, true) || --left === 0) break
  }
  for (const entries of days.values()) entries.sort(byTime)
  return days
}

/** What is of the whole day comes first, and what comes by a rule behind what is there. */
function byTime(a: Entry, b: Entry): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1
  return Number(a.isComing) - Number(b.isComing)
}

/** These are entries beside one another, as their times overlap: each has its place, and how many there are. */
export function lanes(
  entries: readonly Entry[],
  minutes: number,
): { entry: Entry; lane: number; of: number }[] {
  const placed: { entry: Entry; lane: number; of: number }[] = []
  let open: typeof placed = []
  let end = -1
  for (const entry of entries) {
    const begin = minutesOf(entry.time)
    if (begin >= end) open = []
    const taken = new Set(
      open.filter((each) => minutesOf(each.entry.time) + minutes > begin).map(({ lane }) => lane),
    )
    let lane = 0
    while (taken.has(lane)) lane++
    const one = { entry, lane, of: 1 }
    open.push(one)
    placed.push(one)
    const most = Math.max(...open.map((each) => each.lane)) + 1
    for (const each of open) each.of = most
    end = Math.max(end, begin + minutes)
  }
  return placed
}

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
