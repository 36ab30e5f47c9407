/** The operations on saved filters. */
import { z } from 'zod'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { FilterInput, FilterPatch, SavedFilter } from '../../model/saved-filter.ts'
import { Id } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { routes, urlFor } from '../routes.ts'
import { deletedAnswer, etagOf, run, thingAnswer } from './commands.ts'
import { isKnown, operation, type Operation } from './operation.ts'
import { flag, pageAnswer, pageOf, pageQuery, readCursor } from './page.ts'

const FiltersQuery = z.strictObject({
  deleted: flag.optional().describe('Those that are deleted instead.'),
  ...pageQuery,
})
const found = { 200: { description: 'The filter, with its version as ETag.', schema: SavedFilter } }

export function filterOperations(deps: HttpDeps): Operation[] {
  const locationOf = (id: string) => urlFor(deps.prefix, `${routes.api}/filters/:id`, { id })
  return [
    operation({
      method: 'get',
      path: '/filters',
      id: 'listFilters',
      summary: "A page of the account's filters",
      query: FiltersQuery,
      answers: {
        200: { description: 'A page of filters.', schema: pageOf(SavedFilter) },
        304: { description: 'Nothing has changed.' },
      },
      problems: ['bad_cursor'],
      async handle({ caller, query, known: tag, url }) {
        const { limit = limits.pageSizeDefault, deleted = false } = query
        const [after] = readCursor(query.cursor, query, z.tuple([Id]), deps.hash) ?? []
        const etag = `W/"${await deps.reads.versionOf(caller, undefined)}"`
        if (isKnown(tag, etag)) return emptyAnswer(304, { etag })
        const rows = await deps.reads.filters(caller, { deleted, after, limit: limit + 1 })
        return pageAnswer(rows, { limit, query, keyOf: ({ id }) => [id], hash: deps.hash, url, etag })
      },
    }),
    operation({
      method: 'post',
      path: '/filters',
      id: 'createFilter',
      summary: 'Save a filter',
      body: FilterInput,
      conditional: false,
      answers: { 201: { description: 'The new filter, its address in Location.', schema: SavedFilter } },
      problems: ['id_taken', 'too_many_filters'],
      handle: async ({ body, ...headers }) =>
        thingAnswer(await run(deps, { type: 'createFilter', filter: body }, headers), locationOf),
    }),
    operation({
      method: 'get',
      path: '/filters/{id}',
      id: 'readFilter',
      summary: 'One filter',
      answers: { ...found, 304: { description: 'It has not changed.' } },
      problems: ['filter_not_found'],
      async handle({ caller, id, known: tag }) {
        const filter = await deps.reads.filter(caller, known(id))
        if (!filter) throw new AppError('filter_not_found')
        const etag = etagOf(filter)
        return isKnown(tag, etag) ? emptyAnswer(304, { etag }) : jsonAnswer(filter, 200, { etag })
      },
    }),
    operation({
      method: 'patch',
      path: '/filters/{id}',
      id: 'updateFilter',
      summary: 'Change what the body names',
      body: FilterPatch,
      answers: found,
      problems: ['filter_not_found', 'version_mismatch'],
      handle: async ({ id, body, ...headers }) =>
        thingAnswer(
          await run(deps, { type: 'updateFilter', filter: known(id), changes: body }, headers),
          locationOf,
        ),
    }),
    operation({
      method: 'delete',
      path: '/filters/{id}',
      id: 'deleteFilter',
      summary: 'Delete a filter',
      answers: { 204: { description: 'It is deleted.' } },
      problems: ['filter_not_found', 'version_mismatch'],
      handle: async ({ id, ...headers }) =>
        deletedAnswer(await run(deps, { type: 'deleteFilter', filter: known(id) }, headers)),
    }),
    operation({
      method: 'post',
      path: '/filters/{id}/restore',
      id: 'restoreFilter',
      summary: 'Take back that a filter was deleted',
      answers: found,
      problems: ['filter_not_found', 'too_many_filters', 'version_mismatch'],
      handle: async ({ id, ...headers }) =>
        thingAnswer(await run(deps, { type: 'restoreFilter', filter: known(id) }, headers), locationOf),
    }),
  ]
}

/** What is no id is not there. */
function known(id: string): string {
  if (Id.safeParse(id).success) return id
  throw new AppError('filter_not_found')
}
