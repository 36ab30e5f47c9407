/** A table of all todos that are not in the trash (RFC 4180), for programs that calculate. */
import { columnName } from '../../model/fields.ts'
import type { Todo } from '../../model/todo.ts'
import type { ExportSource } from './source.ts'

/** Fields that say nothing to programs that calculate. */
type LeftOut = 'position' | 'anchor' | 'series' | 'next' | 'updatedAt' | 'version' | 'deletedAt'

/** A field of a todo that stands neither here nor above does not compile. */
const fields: Record<Exclude<keyof Todo, LeftOut>, (todo: Todo, list: string) => string> = {
  id: ({ id }) => id,
  list: (_, list) => list,
  number: ({ number }) => String(number),
  name: ({ name }) => name,
  notes: ({ notes }) => notes,
  due: ({ due }) => due ?? '',
  priority: ({ priority }) => priority,
  labels: ({ labels }) => labels.join(', '),
  finished: ({ finished }) => String(finished),
  finishedAt: ({ finishedAt }) => finishedAt ?? '',
  createdAt: ({ createdAt }) => createdAt,
  parent: ({ parent }) => parent ?? '',
  repeat: ({ repeat }) => repeat ?? '',
  repeatFrom: ({ repeatFrom }) => repeatFrom,
  reminders: ({ reminders }) => reminders.join(' '),
}

export async function* toCsv(source: ExportSource): AsyncGenerator<string> {
  yield `${Object.keys(fields).map(columnName).join()}\r\n`
  const values = Object.values(fields)
  for await (const list of source.lists(false))
    for await (const todos of source.todos(list.id, 'position')) {
      let text = ''
      for (const todo of todos) text += `${values.map((value) => cellOf(value(todo, list.name))).join()}\r\n`
      yield text
    }
}

/** Programs that calculate take these for the beginning of a formula; one who shares a list could have it run at another's. */
const formula = /^[=+\-@\t\r]/

function cellOf(text: string): string {
  const guarded = formula.test(text) || /^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** The text of a cell that was guarded so. */
export const unguarded = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)
