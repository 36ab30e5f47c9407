/** This file describes the operations on views, which say how an account has lists, filters and labels shown. */
import { z } from 'zod'
import { rowKindOf, type RowKind } from '../../model/row-kinds.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { Id } from '../../model/todo.ts'
import { View, ViewPatch } from '../../model/view.ts'
import { emptyAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { changeAnswer, readAnswer } from './commands.ts'
import { idOrNotFound } from './ids.ts'
import { matches, operation, type Operation } from './operation.ts'
import { pageAnswer, pageOf, pageQuery, readCursor } from './page.ts'

const CursorKey = z.tuple([Id])
const found = { 200: { description: 'The view, with its version as ETag.', schema: View } }

export const viewOperations = (deps: HttpDeps): Operation[] => [
  listViews(deps),
  readView(deps),
  updateView(deps),
]

const listViews = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/views',
    id: 'listViews',
    summary: 'A page of how the account has lists, filters and labels shown',
    query: z.strictObject(pageQuery),
    answers: {
      200: { description: 'A page of views.', schema: pageOf(View) },
      304: { description: 'Nothing has changed.' },
    },
    problems: ['bad_cursor'],
    async handle({ caller, query, ifNoneMatch, url }) {
      const { limit = limits.pageSizeDefault } = query
      const [after] = readCursor(query.cursor, query, CursorKey, deps.hash) ?? []
      const etag = `W/"${await deps.reads.versionOf(caller, undefined)}"`
      if (matches(ifNoneMatch, etag)) return emptyAnswer(304, { etag })
      const rows = await deps.reads.accountRows(caller, rowKindOf('view') as RowKind, {
        deleted: undefined,
        after,
        limit: limit + 1,
      })
      return pageAnswer(rows, { limit, query, keyOf: ({ id }) => [id], hash: deps.hash, url, etag })
    },
  })

const readView = (deps: HttpDeps): Operation =>
  operation({
    method: 'get',
    path: '/views/{id}',
    id: 'readView',
    summary: 'How a list, a filter or a label is shown',
    answers: { ...found, 304: { description: 'It has not changed.' } },
    problems: ['view_not_found'],
    async handle({ caller, id, ifNoneMatch }) {
      const view = await deps.reads.view(caller, idOrNotFound(id, 'view_not_found'))
      if (!view) throw new AppError('view_not_found')
      return readAnswer(view, ifNoneMatch)
    },
  })

const updateView = (deps: HttpDeps): Operation =>
  operation({
    method: 'patch',
    path: '/views/{id}',
    id: 'updateView',
    summary: 'Change what the body names; of what has no view yet, one is made',
    body: ViewPatch,
    answers: { ...found, 201: { description: 'The new view.', schema: View } },
    problems: ['view_not_found', 'too_many_views', 'version_mismatch'],
    handle: async ({ id, body, ...sender }) =>
      changeAnswer(
        deps,
        { type: 'updateView', view: idOrNotFound(id, 'view_not_found'), changes: body },
        sender,
      ),
  })
