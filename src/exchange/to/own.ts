/**
 * Everything, as JSON Lines that our import reads back to the letter. Versions are left out: the server counts them
 * anew. The default list has no id here, as each account has one of its own.
 */
import { accountKinds, plainWord } from '../../model/plain-commands.ts'
import { jsonLine } from '../../model/plain-text.ts'
import { defaultKey, ownHead } from '../from/own.ts'
import type { ExportSource } from './source.ts'

export async function* toOwn(source: ExportSource): AsyncGenerator<string> {
  yield `${jsonLine(ownHead)}\n`
  const end = { kind: 'end', lists: 0, todos: 0 }
  for await (const list of source.lists(true)) {
    const id = list.id === source.defaultList ? defaultKey : list.id
    const { version: _, ...fields } = list
    end.lists++
    yield `${jsonLine({ kind: 'list', ...fields, id })}\n`
    for (const how of ['number', 'trash'] as const)
      for await (const todos of source.todos(list.id, how)) {
        let text = ''
        for (const { version: _, finished: __, ...todo } of todos)
          text += `${jsonLine({ kind: 'todo', ...todo, list: id })}\n`
        end.todos += todos.length
        yield text
      }
  }
  const counts: Record<string, number> = {}
  for (const kind of accountKinds()) {
    counts[kind.name] = 0
    for await (const rows of source.rows(kind)) {
      let text = ''
      for (const { version: _, ...row } of rows) text += `${jsonLine({ kind: plainWord(kind), ...row })}\n`
      counts[kind.name] = (counts[kind.name] ?? 0) + rows.length
      yield text
    }
  }
  yield `${jsonLine({ ...end, ...counts })}\n`
}
