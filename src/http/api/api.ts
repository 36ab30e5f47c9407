/** Version 1 of the API: its operations on the router. */
import type { Hono } from 'hono'
import { AppError } from '../../model/errors.ts'
import { jsonAnswer, problemAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { routes } from '../routes.ts'
import { batchOperations } from './batch.ts'
import { changesOperations } from './changes.ts'
import { listOperations } from './lists.ts'
import { openApiDocument } from './openapi.ts'
import { readRequest, type Operation } from './operation.ts'
import { todoOperations } from './todos.ts'

export function apiOperations(deps: HttpDeps): Operation[] {
  return [
    ...todoOperations(deps),
    ...listOperations(deps),
    ...batchOperations(deps),
    ...changesOperations(deps),
  ]
}

export function api(app: Hono, deps: HttpDeps): void {
  const operations = apiOperations(deps)
  const methods = new Map<string, string[]>()
  for (const operation of operations) {
    const path = routes.api + operation.path.replace('{id}', ':id')
    app.on(operation.method.toUpperCase(), path, async (context) => {
      const id = context.req.param('id') ?? ''
      return operation.handle(await readRequest(operation, id, context.req.raw))
    })
    const allowed = operation.method === 'get' ? ['GET', 'HEAD'] : [operation.method.toUpperCase()]
    methods.set(path, [...(methods.get(path) ?? []), ...allowed])
  }
  const documentPath = `${routes.api}/openapi.json`
  let document: object | undefined
  app.get(documentPath, () =>
    jsonAnswer((document ??= openApiDocument(operations, deps.prefix + routes.api, deps.version))),
  )
  for (const [path, allowed] of [
    ...methods,
    [documentPath, ['GET', 'HEAD']],
    [routes.sync, ['GET']],
  ] as const) {
    app.all(path, () =>
      problemAnswer(new AppError('method_not_allowed'), { allow: allowed.toSorted().join(', ') }),
    )
  }
}
