/** This file puts the operations of version 1 of the API on the router. */
import { AppError } from '../../model/errors.ts'
import { jsonAnswer, problemAnswer } from '../answer.ts'
import { compressed } from '../compress.ts'
import type { HttpDeps } from '../deps.ts'
import { sendLong } from '../long-answer.ts'
import type { Router } from '../router.ts'
import { routes } from '../routes.ts'
import { authorize } from '../../core/access/authorize.ts'
import { callerOf, type Visit } from '../visit.ts'
import { accountOperations } from './accounts.ts'
import { batchOperations } from './batch.ts'
import { changesOperations } from './changes.ts'
import { readHolidays } from './holidays.ts'
import { historyOperations } from './history.ts'
import { identityOperations } from './identities.ts'
import { invitationOperations } from './invitations.ts'
import { filterOperations } from './filters.ts'
import { labelOperations } from './labels.ts'
import { viewOperations } from './views.ts'
import { keyOperations } from './keys.ts'
import { exchangeOperations } from './exchange.ts'
import { listOperations } from './lists.ts'
import { openApiDocument } from './openapi.ts'
import { subscriptionOperations } from './subscriptions.ts'
import { quickAddOperations } from './quick-add.ts'
import { readAccount, updateAccount } from './own-account.ts'
import { passkeyOperations } from './passkeys.ts'
import { actorOf } from './proof.ts'
import { secondFactorOperations } from './second-factors.ts'
import { readRequest, type Operation } from './operation.ts'
import { sessionOperations } from './sessions.ts'
import { signUpOperations } from './sign-up.ts'
import { memberOperations } from './members.ts'
import { todoOperations } from './todos.ts'
import { undoOperations } from './undo.ts'

export function apiOperations(deps: HttpDeps): Operation[] {
  return [
    ...todoOperations(deps),
    ...quickAddOperations(deps),
    readHolidays(deps),
    readAccount(),
    ...listOperations(deps),
    ...filterOperations(deps),
    ...viewOperations(deps),
    ...labelOperations(deps),
    ...batchOperations(deps),
    ...changesOperations(deps),
    ...historyOperations(deps),
    ...undoOperations(deps),
    ...sessionOperations(deps),
    ...signUpOperations(deps),
    updateAccount(deps),
    ...identityOperations(deps),
    ...keyOperations(deps),
    ...secondFactorOperations(deps),
    ...passkeyOperations(deps),
    ...subscriptionOperations(deps),
    ...memberOperations(deps),
    ...invitationOperations(deps),
    ...accountOperations(deps),
    ...exchangeOperations(deps),
  ]
}

/**
 * Before anything of the request is read.
 * @throws AppError `unauthenticated`, `not_allowed`, `local_mode`
 */
function admit({ demand, ofAccounts }: Operation, visit: Visit, { keyring }: HttpDeps): void {
  if (ofAccounts && keyring.local) throw new AppError('local_mode')
  if (demand !== 'open') authorize(callerOf(visit), demand)
}

/**
 * The actor is needed only by what changes accounts, keys or members, or asks for a proof: it takes a question to the
 * runtime where the request came from.
 */
const needsActor = ({ demand, proof }: Operation): boolean =>
  proof !== 'none' || (demand !== 'read' && demand !== 'write')

/** @returns what answers the OpenAPI document of it, which is made once */
export function api(router: Router, deps: HttpDeps): () => object {
  const operations = apiOperations(deps)
  const methods = new Map<string, string[]>()
  for (const operation of operations) {
    const path = routes.api + operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    router.on(operation.method.toUpperCase(), path, async (visit, params) => {
      admit(operation, visit, deps)
      const read = await readRequest(operation, params, visit, deps.bodies)
      // With a body that does not end a key could go on behind its own end, and make itself another.
      if (operation.body && operation.demand !== 'open') {
        read.caller = await visit.again()
        admit(operation, visit, deps)
      }
      if (needsActor(operation)) read.actor = await actorOf(operation, read, deps)
      const answer = await operation.handle(read)
      if (!(answer instanceof Response)) {
        if (!operation.long) throw new Error(`${operation.id} is not said to be long`)
        return sendLong(answer, visit, deps)
      }
      if (operation.method === 'get' && operation.demand !== 'open') await visit.checkAnswered()
      return compressed(visit.request, answer)
    })
    const allowed = operation.method === 'get' ? ['GET', 'HEAD'] : [operation.method.toUpperCase()]
    methods.set(path, [...(methods.get(path) ?? []), ...allowed])
  }
  const documentPath = `${routes.api}/openapi.json`
  let document: object | undefined
  const describe = () => (document ??= openApiDocument(operations, deps.prefix + routes.api, deps.version))
  router.on('GET', documentPath, ({ request }) => compressed(request, jsonAnswer(describe())))
  for (const [path, allowed] of [
    ...methods,
    [documentPath, ['GET', 'HEAD']],
    [routes.sync, ['GET']],
  ] as const) {
    router.on('ALL', path, () =>
      problemAnswer(new AppError('method_not_allowed'), { allow: allowed.toSorted().join(', ') }),
    )
  }
  return describe
}
