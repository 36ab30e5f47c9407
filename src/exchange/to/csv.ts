/** A table of all todos that are not in the trash (RFC 4180), for programs that calculate. */
import { columnName } from '../../model/fields.ts'
import type { Todo } from '../../model/todo.ts'
import { guarded } from './csv-guard.ts'
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
  start: ({ start }) => start ?? '',
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
  yield rowOf(Object.keys(fields).map(columnName))
  const values = Object.values(fields)
  for await (const list of source.lists(false))
    for await (const todos of source.todos(list.id, 'position')) {
      let text = ''
      for (const todo of todos) text += rowOf(values.map((value) => value(todo, list.name)))
      yield text
    }
}

/** Each cell is guarded, and in quotes whether it needs them or not: that is for the reader's settings to say. */
const rowOf = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join()}\r\n`
