/**
 * Each TZID of a calendar needs a definition of the zone (RFC 5545, 3.6.5): some readers refuse a time whose zone
 * they only have a name of.
 */
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { Todo } from '../../model/todo.ts'
import { line, text, verbatim } from './ical-lines.ts'

/** Zones that a calendar has not defined yet are defined here. @returns their definitions; `defined` grows by them */
export function newZones(todos: readonly Todo[], defined: Set<string>): string {
  let lines = ''
  for (const { start, due } of todos)
    for (const date of [start, due]) {
      const zone = zoneIn(date)
      if (zone === undefined || zone === 'UTC' || defined.has(zone)) continue
      defined.add(zone)
      lines += definitionOf(zone)
    }
  return lines
}

export const zoneIn = (date: string | null): string | undefined => date?.match(/\[(.*)\]$/)?.[1]

/** An older name of a zone has the rules of the one of today, and stays the name. A zone that has none is left out. */
function definitionOf(zone: string): string {
  const [block = ''] = tzlib_get_ical_block(zone)
  return block
    .split('\r\n')
    .filter((each) => each !== '')
    .map((each) => (each.startsWith('TZID:') ? line('TZID', text(zone)) : verbatim(each)))
    .join('')
}
