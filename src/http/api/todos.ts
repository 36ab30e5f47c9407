/** This file has the operations on todos. */
import { z } from 'zod'
import { sortKey, sorts, type Sort, type TodoQuery } from '../../core/ports/rows.ts'
import { ParentOr } from '../../model/command.ts'
import { Due, LocalDate, Zone } from '../../model/due.ts'
import { AppError, type ErrorCode } from '../../model/errors.ts'
import { filterLimits } from '../../model/filter/limits.ts'
import { limits } from '../../model/limits.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { shortText } from '../../model/text.ts'
import { Id, Position, Todo, TodoFields, TodoInput, TodoPatch } from '../../model/todo.ts'
import { emptyAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { wantedBy } from './wanted.ts'
import { changeAnswer, deleteAnswer, readAnswer } from './commands.ts'
import { idOrNotFound } from './ids.ts'
import { matches, operation, type Operation } from './operation.ts'
import { repeatOperations } from './repeats.ts'
import { Base, isSteady, Steady } from './steady.ts'
import { badCursor, pageAnswerOf, pageOf, pageQuery, readCursor, type Key } from './page.ts'
import { flag } from './params.ts'

const TodosQuery = z.strictObject({
  list: Id.optional().describe('Only of this list; of all lists unless given.'),
  finished: flag.optional(),
  label: shortText(limits.labelLengthMax).optional(),
  due_from: LocalDate.optional().describe('Due on this date or later.'),
  due_to: LocalDate.optional().describe('Due on this date or earlier.'),
  q: shortText(limits.queryLengthMax)
    .optional()
    .describe(
      'Words that are in the name or the notes, as a filter finds them, and behind those todos that have them within words; any text may stand here.',
    ),
  filter: shortText(filterLimits.lengthMax)
    .optional()
    .describe('Such as "due <= today and not finished and #home"; see docs/filters.md.'),
  zone: Zone.optional().describe(
    'Where it is "today", for the filter: an IANA zone. The account\'s unless given.',
  ),
  deleted: flag.optional().describe('The trash instead of what is live.'),
  sort: z
    .enum(sorts)
    .optional()
    .describe(
      '"position" unless given; "due" has what has no due date at the end; "priority", "created" and "updated" begin with the highest and the latest.',
    ),
  ...pageQuery,
})

const AlongQuery = z.strictObject({
  withSubtodos: flag
    .optional()
    .describe(
      'Where the change finishes the todo, what is open below it is finished as well; where it reopens the todo, what was finished below it in the same moment is reopened.',
    ),
})

const OrTop = z.strictObject({ parentOr: ParentOr.optional() })

type Place = readonly (string | number)[]

const Ms = z.int().min(0).max(8.64e15)

/** `sortKey` answers such keys. */
const sortKeys: Record<Sort, z.ZodType<Place>> = {
  position: z.tuple([Id, Position, Id]),
  number: z.tuple([Id, z.int().positive().max(limits.numberMax)]),
  due: z.union([z.tuple([Due, Id]), z.tuple([z.literal(''), Id, z.int().positive().max(limits.numberMax)])]),
  priority: z.tuple([z.int().min(0).max(3), Ms, Id]),
  created: z.tuple([Ms, Id]),
  updated: z.tuple([Ms, Id]),
}

/** In steady orders a key stands behind what the lists were at the first page; before version 0.3 it stood alone. */
function cursorOf(sort: Sort): z.ZodType<Key> {
  const key = sortKeys[sort]
  return isSteady(sort) ? z.union([key, z.tuple([Base, key])]) : key
}

const problemsOfLists: ErrorCode[] = ['list_not_found', 'list_in_trash']
const problemsOfParents: ErrorCode[] = ['parent_not_found', 'too_deep']
const problemsOfDates: ErrorCode[] = ['repeat_needs_due', 'start_after_due']
const FoundTodos = pageOf(Todo).extend({
  withinWords: z
    .int()
    .min(0)
    .optional()
    .describe('With "q": how many of the items, the last ones, have one of its words only within words.'),
})
const found = { 200: { description: 'The todo, with its version as ETag.', schema: Todo } }

export function todoOperations(deps: HttpDeps): Operation[] {
  return [
    listTodos(deps),
    createTodo(deps),
    readTodo(deps),
    putTodo(deps),
    updateTodo(deps),
    deleteTodo(deps),
    restoreTodo(deps),
    ...repeatOperations(deps),
  ]
}

const listTodos = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/todos',
    id: 'listTodos',
    summary: 'A page of todos',
    query: TodosQuery,
    answers: {
      200: { description: 'A page of todos.', schema: FoundTodos },
      304: { description: 'Nothing has changed.' },
    },
    problems: ['bad_cursor', 'bad_filter', 'list_not_found', 'query_too_slow'],
    async handle({ caller, query, ifNoneMatch, url }) {
      const { list, limit = limits.pageSizeDefault, sort = 'position' } = query
      const { after, base, isWithin } = placeOf(query, sort, deps)
      const isOfLists = isSteady(sort) && query.q === undefined
      // The version is read first: at worst the page is newer than its tag, and is fetched once more.
      const [version, lists] = await Promise.all([
        deps.reads.versionOf(caller, list),
        isOfLists ? deps.reads.listVersions(caller, list, serverLimits.steadyListsMax + 1) : [],
      ])
      if (version === undefined) throw new AppError('list_not_found')
      const { within, ...wanted } = await wantedBy(deps, caller, query)
      // A todo becomes overdue, or due today, without a new version.
      const etag = `W/"${version}${wanted.test ? `.${deps.hash(JSON.stringify(wanted.test))}` : ''}"`
      if (matches(ifNoneMatch, etag)) return emptyAnswer(304, { etag })
      // Where a list stands among others that are not to be seen would tell whether there is such a list.
      if (
        after &&
        (sort === 'position' || sort === 'number' || after[0] === '') &&
        !(await deps.reads.versionOf(caller, String(after[0] === '' ? after[1] : after[0])))
      )
        throw badCursor()
      const { finished, label, due_from: dueFrom, due_to: dueTo } = query
      const asked: TodoQuery = { list, finished, label, dueFrom, dueTo, ...wanted, sort, limit: limit + 1 }
      const answered = { query, hash: deps.hash, url, etag }
      if (isOfLists) {
        const steady = new Steady({ deps, caller, query: { ...asked, after, limit } }, lists, base)
        const { items, next } = await steady.page()
        return pageAnswerOf(items, next, answered)
      }
      const rows = isWithin ? [] : await deps.reads.todos(caller, { ...asked, after })
      const more = limit + 1 - rows.length
      const parts =
        within && more > 0
          ? await deps.reads.todos(caller, {
              ...asked,
              test: within,
              after: isWithin ? after : undefined,
              limit: more,
            })
          : []
      const ids = new Set(rows.map(({ id }) => id))
      // One that was renamed between the two is shown once.
      const all = [...rows, ...parts.filter(({ id }) => !ids.has(id))]
      const items = all.slice(0, limit)
      const last = all.length > limit ? items.at(-1) : undefined
      const count = Math.max(0, items.length - rows.length)
      return pageAnswerOf(items, last ? sortKey(sort, last) : null, {
        ...answered,
        ...((isWithin || count > 0) && { query: { ...query, ...withinMark } }),
        ...(query.q !== undefined && { more: { withinWords: count } }),
      })
    },
  })

/** A cursor is of another query where it is behind todos that have a word of `q` only within words. */
const withinMark = { within: 'words' }

/** It reads what the page comes after, and whether that is such a todo. @throws AppError `bad_cursor` */
function placeOf(
  query: z.infer<typeof TodosQuery>,
  sort: Sort,
  { hash }: HttpDeps,
): { after: Place | undefined; base: Base | undefined; isWithin: boolean } {
  try {
    const key = readCursor(query.cursor, query, cursorOf(sort), hash)
    const [base, after] = Array.isArray(key?.[1])
      ? (key as unknown as [Base, Place])
      : [undefined, key as Place]
    return { after, base, isWithin: false }
  } catch (error) {
    if (query.q === undefined) throw error
    const marked = { ...query, ...withinMark }
    return { after: readCursor(query.cursor, marked, sortKeys[sort], hash), base: undefined, isWithin: true }
  }
}

const createTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/todos',
    id: 'createTodo',
    summary: 'Make a todo',
    query: OrTop,
    body: TodoInput,
    conditional: false,
    answers: { 201: { description: 'The new todo, its address in Location.', schema: Todo } },
    problems: [
      ...problemsOfLists,
      ...problemsOfParents,
      ...problemsOfDates,
      'name_taken',
      'id_taken',
      'list_full',
    ],
    handle: ({ body, query, ...sender }) =>
      changeAnswer(deps, { type: 'createTodo', todo: body, ...query }, sender),
  })

const readTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/todos/{id}',
    id: 'readTodo',
    summary: 'One todo, live or in the trash',
    answers: { ...found, 304: { description: 'It has not changed.' } },
    problems: ['todo_not_found'],
    async handle({ caller, id, ifNoneMatch }) {
      const todo = await deps.reads.todo(caller, idOrNotFound(id, 'todo_not_found'))
      if (!todo) throw new AppError('todo_not_found')
      return readAnswer(todo, ifNoneMatch)
    },
  })

const putTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'put',
    path: '/todos/{id}',
    id: 'putTodo',
    summary: 'Make a todo under an id of your own, or replace it',
    query: OrTop,
    body: TodoFields.extend({ list: Id.optional() }).meta({ id: 'TodoReplacement' }),
    answers: { ...found, 201: { description: 'The new todo.', schema: Todo } },
    problems: [
      ...problemsOfLists,
      ...problemsOfParents,
      ...problemsOfDates,
      'parent_cycle',
      'subtree_too_large',
      'name_taken',
      'id_taken',
      'list_full',
      'todo_in_trash',
      'version_mismatch',
    ],
    async handle({ id, body: { list, ...fields }, query, ...sender }) {
      if (!Id.safeParse(id).success) {
        throw new AppError('bad_request', {
          params: { why: 'id_not_uuid' },
        })
      }
      return changeAnswer(deps, { type: 'putTodo', todo: id, list, fields, ...query }, sender)
    },
  })

const updateTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'patch',
    path: '/todos/{id}',
    id: 'updateTodo',
    summary: 'Change what the body names',
    query: AlongQuery,
    body: TodoPatch,
    answers: found,
    problems: [
      'todo_not_found',
      ...problemsOfLists,
      ...problemsOfParents,
      ...problemsOfDates,
      'repeat_moves',
      'parent_cycle',
      'subtree_too_large',
      'name_taken',
      'list_full',
      'finished_at_wrong',
      'todo_in_trash',
      'version_mismatch',
    ],
    handle: async ({ id, body, query: { withSubtodos }, ...sender }) =>
      changeAnswer(
        deps,
        {
          type: 'updateTodo',
          todo: idOrNotFound(id, 'todo_not_found'),
          changes: body,
          ...(withSubtodos && { withSubtodos }),
        },
        sender,
      ),
  })

const deleteTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'delete',
    path: '/todos/{id}',
    id: 'deleteTodo',
    summary: 'Put a todo and all below it in the trash',
    answers: { 204: { description: 'It is in the trash.' } },
    problems: ['todo_not_found', 'list_in_trash', 'subtree_too_large', 'version_mismatch'],
    handle: async ({ id, ...sender }) =>
      deleteAnswer(deps, { type: 'deleteTodo', todo: idOrNotFound(id, 'todo_not_found') }, sender),
  })

const restoreTodo = (deps: HttpDeps): Operation =>
  operation({
    method: 'post',
    path: '/todos/{id}/restore',
    id: 'restoreTodo',
    summary: 'Take a todo, and what was deleted with it, out of the trash',
    answers: found,
    problems: ['todo_not_found', 'list_in_trash', 'name_taken', 'subtree_too_large', 'version_mismatch'],
    handle: async ({ id, ...sender }) =>
      changeAnswer(deps, { type: 'restoreTodo', todo: idOrNotFound(id, 'todo_not_found') }, sender),
  })
