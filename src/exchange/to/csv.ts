/** A table of all todos that are not in the trash (RFC 4180), for programs that calculate. */
import type { Todo } from '../../model/todo.ts'
import type { ExportSource } from './export.ts'
import { guarded } from './csv-guard.ts'

const columns: Record<string, (todo: Todo, list: string) => string> = {
  id: ({ id }) => id,
  list: (_, list) => list,
  number: ({ number }) => String(number),
  name: ({ name }) => name,
  notes: ({ notes }) => notes,
  due: ({ due }) => due ?? '',
  priority: ({ priority }) => priority,
  labels: ({ labels }) => labels.join(', '),
  finished: ({ finished }) => String(finished),
  finished_at: ({ finishedAt }) => finishedAt ?? '',
  created_at: ({ createdAt }) => createdAt,
  parent: ({ parent }) => parent ?? '',
  repeat: ({ repeat }) => repeat ?? '',
  repeat_from: ({ repeatFrom }) => repeatFrom,
  reminders: ({ reminders }) => reminders.join(' '),
}

export async function* toCsv(source: ExportSource): AsyncGenerator<string> {
  yield rowOf(Object.keys(columns))
  const values = Object.values(columns)
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
