/** Our own export: JSON Lines, of which the first says what it is. Everything is kept. */
import { z } from 'zod'
import { List } from '../../model/list.ts'
import { limits } from '../../model/limits.ts'
import { Id, Todo } from '../../model/todo.ts'
import { wrong, type Chunks, type Found } from '../found.ts'
import { isThing, readThing } from '../json.ts'
import { linesOf } from '../text.ts'

/** Of the account's default list: each account has one, with an id of its own. */
export const defaultKey = 'default'

/** The first line. A reader refuses a `version` that it does not know. */
export const ownHead = { aiotodo: 'export', version: 1 }

const Key = z.union([Id, z.literal(defaultKey)])
export const OwnList = List.omit({ version: true }).extend({ kind: z.literal('list'), id: Key })
export const OwnTodo = Todo.omit({ version: true, finished: true }).extend({
  kind: z.literal('todo'),
  list: Key,
})
const Line = z.discriminatedUnion('kind', [OwnList, OwnTodo])

export async function* readOwn(chunks: Chunks): AsyncGenerator<Found> {
  let isFirst = true
  for await (const lines of linesOf(chunks)) {
    for (const { text, number } of lines) {
      const at = `line ${number}`
      if (text === '') continue
      const value = readThing(text, at)
      if (!isFirst) {
        yield foundOf(value, at)
        continue
      }
      isFirst = false
      if (!isThing(value) || value['aiotodo'] !== ownHead.aiotodo)
        throw wrong(at, 'is not the head of an export of aiotodo')
      if (value['version'] !== ownHead.version)
        throw wrong(at, `is of version ${JSON.stringify(value['version'])}; expected ${ownHead.version}`)
    }
  }
}

function foundOf(value: unknown, at: string): Found {
  const read = Line.safeParse(value)
  if (!read.success) {
    const [issue] = read.error.issues
    throw wrong(at, `"${issue?.path.join('.') || 'kind'}" ${issue?.message ?? 'is not right'}`)
  }
  if (read.data.kind === 'list') {
    const { kind, id: key, name, ...fields } = read.data
    return { kind, key, at, name, fields, isDefault: key === defaultKey }
  }
  const { kind, id: key, list, name, parent, ...fields } = read.data
  if (fields.number > limits.numberMax) throw wrong(at, `"number" is over ${limits.numberMax}`)
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
