/** The six operations that lists and saved filters have alike, made from what tells the two apart. */
import { z } from 'zod'
import type { Reads } from '../../core/ports/store.ts'
import type { Caller } from '../../model/access.ts'
import { AppError, type ErrorCode } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { Id } from '../../model/todo.ts'
import { emptyAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { changeAnswer, deleteAnswer, readAnswer, type CommandOfRequest } from './commands.ts'
import { idOrNotFound } from './ids.ts'
import { matches, operation, type Operation } from './operation.ts'
import { pageAnswer, pageOf, pageQuery, readCursor } from './page.ts'
import { flag } from './params.ts'

const CursorKey = z.tuple([Id])

type Thing = z.ZodType<{ id: string; version: number }>

export interface Crud<T extends Thing, Input extends z.ZodType, Patch extends z.ZodType> {
  /** This word stands for one of them, such as `list`: paths, ids of operations and sentences are made of it. */
  noun: string
  schemas: { thing: T; input: Input; patch: Patch }
  /** The document says these: `deletedOnly` of the parameter `deleted`, `deleted` of the answer to a DELETE. */
  words: Record<'page' | 'deletedOnly' | 'create' | 'read' | 'delete' | 'deleted' | 'restore', string>
  problems: { notFound: ErrorCode; tooMany: ErrorCode; update: ErrorCode[]; delete: ErrorCode[] }
  commands: {
    create(input: z.infer<Input>): CommandOfRequest
    update(id: string, changes: z.infer<Patch>): CommandOfRequest
    delete(id: string): CommandOfRequest
    restore(id: string): CommandOfRequest
  }
  read(reads: Reads, caller: Caller, id: string): Promise<z.infer<T> | undefined>
  page(
    reads: Reads,
    caller: Caller,
    query: { deleted: boolean; after: string | undefined; limit: number },
  ): Promise<z.infer<T>[]>
}

/** The functions below are given this; `found` is the answer that has the thing. */
type Given = Crud<Thing, z.ZodType, z.ZodType> & {
  deps: HttpDeps
  /** The noun as ids of operations have it. */
  name: string
  found: Operation['answers']
  idOf(id: string): string
}

/** In this order: a page, create, read, change, delete, restore. */
export function crudOperations(crud: Crud<Thing, z.ZodType, z.ZodType>, deps: HttpDeps): Operation[] {
  const given: Given = {
    ...crud,
    deps,
    name: crud.noun.charAt(0).toUpperCase() + crud.noun.slice(1),
    found: {
      200: { description: `The ${crud.noun}, with its version as ETag.`, schema: crud.schemas.thing },
    },
    idOf: (id) => idOrNotFound(id, crud.problems.notFound),
  }
  return [pages(given), create(given), read(given), update(given), remove(given), restore(given)]
}

function pages({ noun, name, schemas, words, page, deps }: Given): Operation {
  const query = z.strictObject({ deleted: flag.optional().describe(words.deletedOnly), ...pageQuery })
  return operation({
    method: 'get',
    path: `/${noun}s`,
    id: `list${name}s`,
    summary: words.page,
    query,
    answers: {
      200: { description: `A page of ${noun}s.`, schema: pageOf(schemas.thing) },
      304: { description: 'Nothing has changed.' },
    },
    problems: ['bad_cursor'],
    async handle({ caller, query, ifNoneMatch, url }) {
      const { limit = limits.pageSizeDefault, deleted = false } = query
      const [after] = readCursor(query.cursor, query, CursorKey, deps.hash) ?? []
      const etag = `W/"${await deps.reads.versionOf(caller, undefined)}"`
      if (matches(ifNoneMatch, etag)) return emptyAnswer(304, { etag })
      const rows = await page(deps.reads, caller, { deleted, after, limit: limit + 1 })
      return pageAnswer(rows, { limit, query, keyOf: ({ id }) => [id], hash: deps.hash, url, etag })
    },
  })
}

const create = ({ noun, name, schemas, words, problems, commands, deps }: Given): Operation =>
  operation({
    method: 'post',
    path: `/${noun}s`,
    id: `create${name}`,
    summary: words.create,
    body: schemas.input,
    conditional: false,
    answers: {
      201: { description: `The new ${noun}, its address in Location.`, schema: schemas.thing },
    },
    problems: ['id_taken', problems.tooMany],
    handle: ({ body, ...sender }) => changeAnswer(deps, commands.create(body), sender),
  })

function read(given: Given): Operation {
  const { noun, name, words, problems, found, deps, idOf } = given
  return operation({
    method: 'get',
    path: `/${noun}s/{id}`,
    id: `read${name}`,
    summary: words.read,
    answers: { ...found, 304: { description: 'It has not changed.' } },
    problems: [problems.notFound],
    async handle({ caller, id, ifNoneMatch }) {
      const thing = await given.read(deps.reads, caller, idOf(id))
      if (!thing) throw new AppError(problems.notFound)
      return readAnswer(thing, ifNoneMatch)
    },
  })
}

const update = ({ noun, name, schemas, problems, commands, found, deps, idOf }: Given): Operation =>
  operation({
    method: 'patch',
    path: `/${noun}s/{id}`,
    id: `update${name}`,
    summary: 'Change what the body names',
    body: schemas.patch,
    answers: found,
    problems: [problems.notFound, ...problems.update, 'version_mismatch'],
    handle: async ({ id, body, ...sender }) => changeAnswer(deps, commands.update(idOf(id), body), sender),
  })

const remove = ({ noun, name, words, problems, commands, deps, idOf }: Given): Operation =>
  operation({
    method: 'delete',
    path: `/${noun}s/{id}`,
    id: `delete${name}`,
    summary: words.delete,
    answers: { 204: { description: words.deleted } },
    problems: [problems.notFound, ...problems.delete, 'version_mismatch'],
    handle: async ({ id, ...sender }) => deleteAnswer(deps, commands.delete(idOf(id)), sender),
  })

const restore = ({ noun, name, words, problems, commands, found, deps, idOf }: Given): Operation =>
  operation({
    method: 'post',
    path: `/${noun}s/{id}/restore`,
    id: `restore${name}`,
    summary: words.restore,
    answers: found,
    problems: [problems.notFound, problems.tooMany, 'version_mismatch'],
    handle: async ({ id, ...sender }) => changeAnswer(deps, commands.restore(idOf(id)), sender),
  })
