/**
 * Our own export: JSON Lines, of which the first says what it is, and the last how many there are. Everything is kept.
 */
import { z } from 'zod'
import { laterDefaults } from '../../model/fields.ts'
import { List } from '../../model/list.ts'
import { limits } from '../../model/limits.ts'
import { isAfter } from '../../model/start-moments.ts'
import { Id, Todo } from '../../model/todo.ts'
import { wrong, type Chunks, type Found } from '../found.ts'
import { isThing, readThing } from '../json.ts'
import { linesOf } from '../text.ts'

/** Of the account's default list: each account has one, with an id of its own. */
export const defaultKey = 'default'

/** The first line. A reader refuses a `version` that it does not know. Those of version 1 have no last line. */
export const ownHead = { aiotodo: 'export', version: 2 }

const Key = z.union([Id, z.literal(defaultKey)])
export const OwnList = List.omit({ version: true }).extend({ kind: z.literal('list'), id: Key })
export const OwnTodo = Todo.omit({ version: true, finished: true }).extend({
  kind: z.literal('todo'),
  list: Key,
})
/** The last line: without it a file that was cut off between two lines would look like one that is whole. */
export const OwnEnd = z.strictObject({ kind: z.literal('end'), lists: z.int(), todos: z.int() })
const Line = z.discriminatedUnion('kind', [OwnList, OwnTodo, OwnEnd])

export async function* readOwn(chunks: Chunks): AsyncGenerator<Found> {
  const count = { list: 0, todo: 0 }
  let version = 0
  let isOver = false
  for await (const lines of linesOf(chunks)) {
    for (const { text, number } of lines) {
      const at = `line ${number}`
      if (text === '') continue
      const value = readThing(text, at)
      if (version === 0) {
        version = versionOf(value, at)
        continue
      }
      const line = lineOf(value, at)
      if (isOver || (line.kind === 'end' && version === 1)) throw wrong(at, 'behind_the_end', {})
      if (line.kind === 'end') {
        isOver = true
        if (line.lists !== count.list || line.todos !== count.todo)
          throw wrong(at, 'other_counts', {
            lists: line.lists,
            todos: line.todos,
            listsFound: count.list,
            todosFound: count.todo,
          })
        continue
      }
      count[line.kind]++
      yield foundOf(line, at)
    }
  }
  if (version > 1 && !isOver) throw wrong('the file', 'not_whole', {})
}

function versionOf(value: unknown, at: string): number {
  if (!isThing(value) || value['aiotodo'] !== ownHead.aiotodo) throw wrong(at, 'no_export', {})
  const { version } = value
  if (version === 1 || version === ownHead.version) return version
  throw wrong(at, 'other_version', { version: JSON.stringify(version), most: ownHead.version })
}

function lineOf(value: unknown, at: string): z.infer<typeof Line> {
  const isTodo = isThing(value) && value['kind'] === 'todo'
  const read = Line.safeParse(isTodo ? { ...laterDefaults, ...value } : value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw wrong(at, 'bad_field', {
    field: issue?.path.join('.') || 'kind',
    message: issue?.message ?? 'is not right',
  })
}

function foundOf(line: z.infer<typeof OwnList> | z.infer<typeof OwnTodo>, at: string): Found {
  if (line.kind === 'list') {
    const { kind, id: key, name, ...fields } = line
    return { kind, key, at, name, fields, isDefault: key === defaultKey }
  }
  const { kind, id: key, list, name, parent, ...fields } = line
  if (fields.number > limits.numberMax) throw wrong(at, 'number_over', { most: limits.numberMax })
  if (fields.start && fields.due && isAfter(fields.start, fields.due))
    throw wrong(at, 'start_after_due', { start: fields.start, due: fields.due })
  return {
    kind,
    key,
    at,
    list,
    name,
    parent: parent ?? undefined,
    fields: { ...fields, finished: fields.finishedAt !== null },
  }
}
