/**
 * This brings together todos of a calendar that belong so: versions of one, and dates of a series that are kept on
 * their own.
 */
import { daysLater, dayOf } from '../model/days.ts'
import { occurrences } from '../model/occurrences.ts'
import { parseRule, ruleText } from '../model/repeat.ts'
import { loss, type FoundLoss } from './found.ts'
import { first, textIn, type Component } from './ical-text.ts'

export interface Occurrence {
  component: Component
  at: string
  /** Of a series these are its dates, by their begin, that stand in the file as todos of their own. */
  done?: string[]
}

/** It is the UID, and of a date of a series which one it is (3.8.4.4). */
export function occurrenceKey(component: Component): string | undefined {
  const uid = textIn(component, 'uid')
  if (uid === '') return undefined
  const date = dateOfSeries(component)
  return date === undefined ? uid : `${uid} ${date}`
}

const dateOfSeries = (component: Component): string | undefined => {
  const value = first(component, 'recurrence-id')?.values[0]
  return value === undefined ? undefined : String(value).replace(/T::$/, '')
}

/** Of several versions of one the latest is kept; each series learns which of its dates are there on their own. */
export function withoutRepeats(todos: readonly Occurrence[]): { todos: Occurrence[]; losses: FoundLoss[] } {
  const kept = new Map<string, Occurrence>()
  const losses: FoundLoss[] = []
  for (const [index, todo] of todos.entries()) {
    const key = occurrenceKey(todo.component) ?? `#${index}`
    const other = kept.get(key)
    const isOlder = other !== undefined && compare(todo.component, other.component) < 0
    if (other !== undefined) losses.push(loss('versions', {}, isOlder ? todo.at : other.at))
    if (!isOlder) kept.set(key, { ...todo, done: [] })
  }
  for (const { component } of kept.values()) {
    const date = dateOfSeries(component)
    if (date !== undefined) kept.get(textIn(component, 'uid'))?.done?.push(date.slice(0, 10))
  }
  return { todos: [...kept.values()], losses }
}

/** It goes by SEQUENCE, and then by the stamp. */
function compare(a: Component, b: Component): number {
  const sequence = (each: Component) => Number(textIn(each, 'sequence')) || 0
  const stamp = (each: Component) => textIn(each, 'last-modified') || textIn(each, 'dtstamp')
  return sequence(a) - sequence(b) || (stamp(a) < stamp(b) ? -1 : 1)
}

export interface Advanced {
  /** It is undefined where no date is left. */
  due: string | undefined
  repeat: string
  /** Whether dates are left that stand in the file on their own, behind one that does not. */
  hasMore: boolean
}

/**
 * The series goes on with the first of its dates that does not stand in the file on its own.
 * @param start - of the series, from which `done` are counted
 */
export function behindDone(repeat: string, start: string, due: string, done: readonly string[]): Advanced {
  const rule = parseRule(repeat)
  if (typeof rule === 'string' || done.length === 0) return { due, repeat, hasMore: false }
  const shift = dayOf(due) - dayOf(start)
  const left = new Set(done.map((date) => daysLater(date, shift)))
  const dates = occurrences(rule, due.slice(0, 10))
  let date: string | undefined = due.slice(0, 10)
  let passed = 0
  while (date !== undefined && left.delete(date)) {
    passed++
    const next = dates.next()
    date = next.done ? undefined : next.value
  }
  const count = rule.count === undefined ? undefined : rule.count - passed
  const isOver = date === undefined || (count !== undefined && count < 1)
  return {
    due: isOver ? undefined : `${date}${due.slice(10)}`,
    repeat: count === undefined || isOver ? repeat : ruleText({ ...rule, count }),
    hasMore: left.size > 0,
  }
}
