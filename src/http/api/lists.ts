/** The operations on lists, and on the account they belong to. */
import { z } from 'zod'
import { Zone } from '../../model/due.ts'
import { AppError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { List, ListInput, ListPatch } from '../../model/list.ts'
import { Id } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { routes, urlFor } from '../routes.ts'
import { deletedAnswer, etagOf, run, thingAnswer } from './commands.ts'
import { isKnown, operation, type Operation } from './operation.ts'
import { flag, pageAnswer, pageOf, pageQuery, readCursor } from './page.ts'

const ListsQuery = z.strictObject({
  deleted: flag.optional().describe('The trash instead of what is live.'),
  ...pageQuery,
})
const AccountAnswer = z
  .strictObject({ id: Id, name: z.string(), defaultList: Id, zone: Zone.nullable() })
  .meta({ id: 'Account' })
const found = { 200: { description: 'The list, with its version as ETag.', schema: List } }

export function listOperations(deps: HttpDeps): Operation[] {
  const locationOf = (id: string) => urlFor(deps.prefix, `${routes.api}/lists/:id`, { id })
  return [
    operation({
      method: 'get',
      path: '/account',
      id: 'readAccount',
      summary: 'The account, and which list is its default one',
      conditional: false,
      answers: { 200: { description: 'The account.', schema: AccountAnswer } },
      handle: async ({ caller: { id, name, defaultList, zone = null } }) =>
        jsonAnswer({ id, name, defaultList, zone }),
    }),
    operation({
      method: 'get',
      path: '/lists',
      id: 'listLists',
      summary: 'A page of lists',
      query: ListsQuery,
      answers: {
        200: { description: 'A page of lists.', schema: pageOf(List) },
        304: { description: 'Nothing has changed.' },
      },
      problems: ['bad_cursor'],
      async handle({ caller, query, known, url }) {
        const { limit = limits.pageSizeDefault, deleted = false } = query
        const [after] = readCursor(query.cursor, query, z.tuple([Id]), deps.hash) ?? []
        const etag = `W/"${await deps.reads.versionOf(caller, undefined)}"`
        if (isKnown(known, etag)) return emptyAnswer(304, { etag })
        const rows = await deps.reads.lists(caller, {
          deleted,
          after,
          limit: limit + 1,
        })
        return pageAnswer(rows, { limit, query, keyOf: (list) => [list.id], hash: deps.hash, url, etag })
      },
    }),
    operation({
      method: 'post',
      path: '/lists',
      id: 'createList',
      summary: 'Make a list',
      body: ListInput,
      conditional: false,
      answers: { 201: { description: 'The new list, its address in Location.', schema: List } },
      problems: ['id_taken', 'too_many_lists'],
      handle: async ({ body, ...headers }) =>
        thingAnswer(await run(deps, { type: 'createList', list: body }, headers), locationOf),
    }),
    operation({
      method: 'get',
      path: '/lists/{id}',
      id: 'readList',
      summary: 'One list, live or in the trash',
      answers: { ...found, 304: { description: 'It has not changed.' } },
      problems: ['list_not_found'],
      async handle({ caller, id, known: tag }) {
        const list = await deps.reads.list(caller, known(id))
        if (!list) throw new AppError('list_not_found')
        const etag = etagOf(list)
        return isKnown(tag, etag) ? emptyAnswer(304, { etag }) : jsonAnswer(list, 200, { etag })
      },
    }),
    operation({
      method: 'patch',
      path: '/lists/{id}',
      id: 'updateList',
      summary: 'Change what the body names',
      body: ListPatch,
      answers: found,
      problems: ['list_not_found', 'list_in_trash', 'version_mismatch'],
      handle: async ({ id, body, ...headers }) =>
        thingAnswer(
          await run(deps, { type: 'updateList', list: known(id), changes: body }, headers),
          locationOf,
        ),
    }),
    operation({
      method: 'delete',
      path: '/lists/{id}',
      id: 'deleteList',
      summary: 'Put a list, with its todos, in the trash',
      answers: { 204: { description: 'It is in the trash.' } },
      problems: ['list_not_found', 'default_list', 'version_mismatch'],
      handle: async ({ id, ...headers }) =>
        deletedAnswer(await run(deps, { type: 'deleteList', list: known(id) }, headers)),
    }),
    operation({
      method: 'post',
      path: '/lists/{id}/restore',
      id: 'restoreList',
      summary: 'Take a list out of the trash',
      answers: found,
      problems: ['list_not_found', 'too_many_lists', 'version_mismatch'],
      handle: async ({ id, ...headers }) =>
        thingAnswer(await run(deps, { type: 'restoreList', list: known(id) }, headers), locationOf),
    }),
  ]
}

/** What is no id is not there. */
function known(id: string): string {
  if (Id.safeParse(id).success) return id
  throw new AppError('list_not_found')
}
