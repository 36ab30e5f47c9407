/** These operations tell what happened, the newest first: in all that the caller sees, in a list, to a todo. */
import { z } from 'zod'
import { describe } from '../../core/history/entry.ts'
import * as history from '../../core/history/history.ts'
import * as rewind from '../../core/history/rewind.ts'
import type { HistoryRow, Place } from '../../core/ports/history-store.ts'
import type { Entry } from '../../core/ports/rows.ts'
import { Gesture } from '../../model/command.ts'
import { AppError } from '../../model/errors.ts'
import { HistoryEntry } from '../../model/history.ts'
import { limits } from '../../model/limits.ts'
import { shortText } from '../../model/text.ts'
import { Id, Todo } from '../../model/todo.ts'
import type { HttpDeps } from '../deps.ts'
import { idOrNotFound } from './ids.ts'
import { operation, type ApiRequest, type Operation } from './operation.ts'
import { pageAnswerOf, pageOf, pageQuery, readCursor } from './page.ts'

/** Reads a moment in any zone, as milliseconds. */
export const AnyMoment = z.iso
  .datetime({ offset: true, error: 'is not a moment; expected one such as 2026-12-01T09:00:00Z' })
  .transform((text) => Date.parse(text))

export const KeyId = z.string().regex(/^[0-9a-f]{16}$/, 'is not the id of a session or token')

const HistoryQuery = z.strictObject({
  since: AnyMoment.optional().describe('Not what was done before.'),
  until: AnyMoment.optional().describe('Not what was done after.'),
  by: Id.optional().describe('Only what this account did.'),
  token: KeyId.optional().describe('Only what was done by this token or session.'),
  subject: Id.optional().describe('Only what changed this todo or list.'),
  gesture: Gesture.optional().describe(
    'Only what was done by this gesture, in all lists: by you, or by the account in "by".',
  ),
  gestures: z
    .literal('one')
    .optional()
    .describe('Of each gesture the newest entry alone; the same may be told once more on a later page.'),
  field: shortText(32).optional().describe('Only what changed this field: its values of before are there.'),
  ...pageQuery,
})
type HistoryQuery = z.infer<typeof HistoryQuery>

const answers = {
  200: {
    description: 'A page of entries, newest first; it may be short, or empty, although there is a next one.',
    schema: pageOf(HistoryEntry),
  },
}
const PlaceKey = z.tuple([z.int().nonnegative().max(8.64e15), Id, z.int().positive()])
const RewindKey = z.union([
  z.tuple([z.enum(['live', 'trash']), z.int().nonnegative().max(limits.numberMax)]),
  z.tuple([z.literal('away'), z.union([Id, z.literal('')])]),
])
/** What its number was, and when it was changed last, is not known. */
const TodoThen = Todo.omit({ number: true, updatedAt: true }).meta({ id: 'TodoThen' })
const ListThen = z.strictObject({
  ...pageOf(TodoThen).shape,
  missing: z
    .array(Id)
    .describe('Todos that were there, but are gone for good, or where they can not be seen.'),
})
const EntryKey = z.tuple([Id, z.int().positive()])

export const readPlace = (
  cursor: string | undefined,
  query: Record<string, unknown>,
  hash: HttpDeps['hash'],
): Place | undefined => {
  const key = readCursor(cursor, query, PlaceKey, hash)
  return key && { time: key[0], list: key[1], version: key[2] }
}

export const keyOfPlace = ({ time, list, version }: Required<Place>) => [time, list, version] as const

const filterOf = ({
  since,
  until,
  by,
  token,
  subject,
  field,
  gestures,
}: HistoryQuery): history.HistoryFilter => ({
  since,
  until,
  account: by,
  credential: token,
  subject,
  field,
  isOnce: gestures === 'one',
})

export function historyOperations(deps: HttpDeps): Operation[] {
  return [readHistory(deps), readListHistory(deps), readTodoHistory(deps), readListAt(deps)]
}

const common = { method: 'get', query: HistoryQuery, answers, conditional: false } as const

const readHistory = (deps: HttpDeps): Operation =>
  operation({
    ...common,
    path: '/history',
    id: 'readHistory',
    summary: 'What happened in all lists, the newest first',
    problems: ['bad_cursor'],
    handle: (request) =>
      request.query.gesture
        ? gestureAnswer(deps, request, request.query.gesture)
        : historyAnswer(deps, request),
  })

const readListHistory = (deps: HttpDeps): Operation =>
  operation({
    ...common,
    path: '/lists/{id}/history',
    id: 'readListHistory',
    summary: 'What happened in a list, the newest first',
    problems: ['bad_cursor', 'list_not_found'],
    async handle(request) {
      const list = await deps.reads.list(request.caller, idOrNotFound(request.id, 'list_not_found'))
      if (!list) throw new AppError('list_not_found')
      return historyAnswer(deps, request, list.id)
    },
  })

const readTodoHistory = (deps: HttpDeps): Operation =>
  operation({
    ...common,
    path: '/todos/{id}/history',
    id: 'readTodoHistory',
    summary: 'What happened to a todo, the newest first',
    problems: ['bad_cursor', 'todo_not_found'],
    async handle({ caller, id, query, url }) {
      const about = { ...query, of: id }
      const key = readCursor(query.cursor, about, EntryKey, deps.hash)
      const after: Entry | undefined = key && { list: key[0], version: key[1] }
      const { limit = limits.pageSizeDefault } = query
      const todo = idOrNotFound(id, 'todo_not_found')
      const page = await history.readTodoHistory(deps.reads, caller, todo, filterOf(query), after, limit)
      if (!page) throw new AppError('todo_not_found')
      const next = page.next && ([page.next.list, page.next.version] as const)
      return entriesAnswer(deps, { caller, url }, { rows: page.rows, next }, about)
    },
  })

const readListAt = ({ reads, hash }: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/lists/{id}/at',
    id: 'readListAt',
    summary: 'The todos of a list as they were at a moment',
    conditional: false,
    query: z.strictObject({ time: AnyMoment, ...pageQuery }),
    answers: {
      200: {
        description: 'A page of todos; it may be short although there is a next one.',
        schema: ListThen,
      },
    },
    problems: ['bad_cursor', 'list_not_found', 'history_too_short', 'history_too_long'],
    async handle({ caller, id, query, url }) {
      const about = { ...query, of: id }
      const after = readCursor(query.cursor, about, RewindKey, hash)
      const list = idOrNotFound(id, 'list_not_found')
      const { limit = limits.pageSizeDefault } = query
      const page = await rewind.readListAt(reads, caller, list, query.time, after, limit)
      const todos = page.todos.map(({ number: _, updatedAt: __, ...todo }) => todo)
      return pageAnswerOf(todos, page.next, { query: about, hash, url, more: { missing: page.missing } })
    },
  })

/** @param list - what happened in this one; in all that the caller sees unless given */
async function historyAnswer(
  deps: HttpDeps,
  { caller, query, url }: ApiRequest<HistoryQuery>,
  list?: string,
): Promise<Response> {
  const about = { ...query, of: list }
  const after = readPlace(query.cursor, about, deps.hash)
  const { limit = limits.pageSizeDefault } = query
  const { rows, next } = await history.readHistory(deps.reads, caller, list, filterOf(query), after, limit)
  return entriesAnswer(deps, { caller, url }, { rows, next: next && keyOfPlace(next) }, about)
}

async function gestureAnswer(
  deps: HttpDeps,
  { caller, query, url }: ApiRequest<HistoryQuery>,
  id: string,
): Promise<Response> {
  const after = readPlace(query.cursor, query, deps.hash) as Required<Place> | undefined
  const { limit = limits.pageSizeDefault, by: account = caller.id } = query
  const rows = await deps.reads.gestureOf(caller, { account, id }, after, limit)
  const last = rows.at(-1)
  const next =
    last && rows.length === limit ? ([Date.parse(last.time), last.space, last.version] as const) : null
  return entriesAnswer(deps, { caller, url }, { rows, next }, query)
}

async function entriesAnswer(
  { reads, hash }: HttpDeps,
  { caller, url }: Pick<ApiRequest, 'caller' | 'url'>,
  { rows, next }: { rows: readonly HistoryRow[]; next: readonly (string | number)[] | null },
  query: Record<string, unknown>,
): Promise<Response> {
  const items: HistoryEntry[] = await describe(reads, caller, rows)
  if (query['gestures'] === 'one')
    for (const entry of items) {
      const { gesture: id, account } = entry
      if (id !== null) entry.count = await reads.countGesture(caller, { account: account.id, id })
    }
  return pageAnswerOf(items, next, { query, hash, url })
}
