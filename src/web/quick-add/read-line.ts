/** It reads a line of the field for todos: docs/quick-add.md tells what is understood. */
import { newId } from '../../client/client.ts'
import { quickAdd as parse, type QuickAdd, type QuickAddOptions } from '../../model/quick-add/quick-add.ts'
import { holidays, wantHolidays } from '../state/holidays.ts'
import type { QuickAddLine } from '../state/later.ts'
import { placeAtEnd } from '../state/list-actions.ts'
import { may } from '../state/roles.ts'
import { listNames } from '../state/todos.ts'
import { localZone } from '../words/due.ts'
import { madeId, toMake } from './marks.ts'

/**
 * @param ignored - the texts of chips that were taken away
 * @param labels - those that it has anyhow, as where a label's todos are shown
 */
export function readLine(
  text: string,
  ignored: readonly string[],
  labels: readonly string[] = [],
): QuickAddLine {
  const line = lineOf(read(text, ignored))
  return { ...line, fields: withLabels(line.fields, labels) }
}

/** A line that names labels has these besides. */
export const withLabels = (
  fields: QuickAddLine['fields'],
  labels: readonly string[] = [],
): QuickAddLine['fields'] =>
  fields.labels ? { ...fields, labels: [...new Set([...labels, ...fields.labels])] } : fields

export function lineOf({ todo }: QuickAdd): QuickAddLine {
  const { name, list, start, due, repeat, repeatFrom, reminders, priority, labels } = todo
  return {
    name,
    ...inList(list),
    fields: {
      ...(start !== null && { start }),
      ...(due !== null && { due }),
      ...(repeat !== null && { repeat, repeatFrom }),
      ...(reminders.length > 0 && { reminders }),
      ...(priority !== 'none' && { priority }),
      ...(labels.length > 0 && { labels }),
    },
  }
}

/** A list that is not there yet is made with the todo, in the same gesture. */
function inList(list: string | undefined): Pick<QuickAddLine, 'list' | 'before'> {
  if (!list?.startsWith(madeId)) return { list }
  const id = newId()
  const made = { id, name: list.slice(madeId.length), position: placeAtEnd() }
  return { list: id, before: [{ type: 'createList', list: made }] }
}

/** It reads a line that has its place already, so that an @ is a word of its name. */
export const readInPlace = (text: string): QuickAddLine =>
  lineOf(parsed(text, { ...optionsOfLine([]), lists: [] }))

export const read = (text: string, ignored: readonly string[]): QuickAdd =>
  parsed(text, optionsOfLine(ignored))

export function optionsOfLine(ignored: readonly string[]): QuickAddOptions {
  const known = listNames().filter(({ id }) => may(id, 'change'))
  const made = toMake.value.map((name) => ({ id: madeId + name, name }))
  return {
    now: Date.now(),
    zone: localZone(),
    holidays: holidays.value,
    lists: [...known, ...made],
    ignored,
  }
}

function parsed(text: string, options: QuickAddOptions): QuickAdd {
  const found = parse(text, options)
  wantHolidays([found.todo.repeat])
  return found
}
