/**
 * Our own export: JSON Lines, of which the first says what it is, and the last how many there are. Everything is kept.
 */
import { z } from 'zod'
import { laterDefaults } from '../../model/blanks.ts'
import { List } from '../../model/list.ts'
import { limits } from '../../model/limits.ts'
import { rowSchemas } from '../../model/messages.ts'
import { accountKinds, plainKind, plainWord } from '../../model/plain-commands.ts'
import type { AnyPlainRow, PlainKind, RowKind } from '../../model/row-kinds.ts'
import { isAfter } from '../../model/start-moments.ts'
import { Id, Todo } from '../../model/todo.ts'
import { wrong, type Chunks, type Found } from '../found.ts'
import { isThing, readThing } from '../json.ts'
import { fromBefore } from '../../model/filter/before.ts'
import { linesOf } from '../text.ts'

/** Of the account's default list: each account has one, with an id of its own. */
export const defaultKey = 'default'

/**
 * This is the first line. A reader refuses a `version` that it does not know, so each new kind of line needs a new one.
 * Files of version 1 have no last line, those of version 2 no rows of plain kinds, up to version 3 filters are in
 * the language of version 0.2, and up to version 4 there are no views.
 */
export const ownHead = { aiotodo: 'export', version: 5 }

const Key = z.union([Id, z.literal(defaultKey)])
export const OwnList = List.omit({ version: true }).extend({ kind: z.literal('list'), id: Key })
export const OwnTodo = Todo.omit({ version: true, finished: true }).extend({
  kind: z.literal('todo'),
  list: Key,
})
/** The last line: without it a file that was cut off between two lines would look like one that is whole. */
const OwnEnd = z.strictObject({ kind: z.literal('end'), lists: z.int(), todos: z.int() })
type OwnRow = { kind: PlainKind } & Omit<AnyPlainRow, 'version'>
type Line = z.infer<typeof OwnList> | z.infer<typeof OwnTodo> | z.infer<typeof OwnEnd>

const isRow = (line: Line | OwnRow): line is OwnRow => plainKind(line.kind) !== undefined

/** Makes the schema of a line, for the kinds that there are. */
function ownSchema(): z.ZodType<Line | OwnRow> {
  const kinds = accountKinds()
  const rows = kinds.map((kind) =>
    schemaOf(kind)
      .omit({ version: true })
      .extend({ kind: z.literal(plainWord(kind)) }),
  )
  const counts = Object.fromEntries(kinds.map(({ name }) => [name, z.int().default(0)]))
  return z.discriminatedUnion('kind', [OwnList, OwnTodo, OwnEnd.extend(counts), ...rows]) as never
}

const schemaOf = ({ frame }: RowKind) => (rowSchemas[frame] as unknown as z.ZodArray<z.ZodObject>).element

export async function* readOwn(chunks: Chunks): AsyncGenerator<Found> {
  const schema = ownSchema()
  const count: Record<string, number> = { list: 0, todo: 0 }
  for (const kind of accountKinds()) count[plainWord(kind)] = 0
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
      const line = lineOf(schema, version < 4 ? withFilterOfToday(value) : value, at)
      if (isOver || (line.kind === 'end' && version === 1)) throw wrong(at, 'behind_the_end', {})
      if (line.kind === 'end') {
        isOver = true
        checkCounts(line, count, at)
        continue
      }
      count[line.kind] = (count[line.kind] ?? 0) + 1
      yield isRow(line) ? rowOf(line, at) : foundOf(line, at)
    }
  }
  if (version > 1 && !isOver) throw wrong('the file', 'not_whole', {})
}

function checkCounts(
  end: z.infer<typeof OwnEnd>,
  { list: listsFound = 0, todo: todosFound = 0, ...found }: Readonly<Record<string, number>>,
  at: string,
): void {
  const { lists, todos } = end
  if (lists !== listsFound || todos !== todosFound)
    throw wrong(at, 'other_counts', { lists, todos, listsFound, todosFound })
  for (const kind of accountKinds()) {
    const word = plainWord(kind)
    const count = (end as unknown as Record<string, number>)[kind.name] ?? 0
    if (count !== found[word]) throw wrong(at, 'other_count', { kind: word, count, found: found[word] ?? 0 })
  }
}

function versionOf(value: unknown, at: string): number {
  if (!isThing(value) || value['aiotodo'] !== ownHead.aiotodo) throw wrong(at, 'no_export', {})
  const { version } = value
  if (typeof version === 'number' && [1, 2, 3, 4, ownHead.version].includes(version)) return version
  throw wrong(at, 'other_version', { version: JSON.stringify(version), most: ownHead.version })
}

function withFilterOfToday(value: unknown): unknown {
  if (!isThing(value) || value['kind'] !== 'filter' || typeof value['filter'] !== 'string') return value
  return { ...value, filter: fromBefore(value['filter']) ?? value['filter'] }
}

function lineOf(schema: z.ZodType<Line | OwnRow>, value: unknown, at: string): Line | OwnRow {
  const isTodo = isThing(value) && value['kind'] === 'todo'
  const read = schema.safeParse(isTodo ? { ...laterDefaults, ...value } : value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw wrong(at, 'bad_field', {
    field: issue?.path.join('.') || 'kind',
    message: issue?.message ?? 'is not right',
  })
}

const rowOf = ({ kind, ...row }: OwnRow, at: string): Found => ({
  kind: 'row',
  of: plainKind(kind) as RowKind,
  at,
  row: { ...row, version: 1 },
})

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
