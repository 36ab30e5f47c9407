/** These functions carry out a request's command and word its outcome. */
import { thingOf, type Accepted, type Subject } from '../../model/outcome.ts'
import type { CommandInput } from '../../model/command.ts'
import { AppError } from '../../model/errors.ts'
import { sentCommand } from '../../model/sent-command.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { routes, urlFor } from '../routes.ts'
import { matches, type ApiRequest } from './operation.ts'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

/** The id is the request's Idempotency-Key, or a new one. */
export type CommandOfRequest = WithoutId<CommandInput>

type Sender = Pick<ApiRequest, 'caller' | 'key' | 'ifVersion'>

/**
 * Carries one command out.
 * @throws AppError when it is refused
 */
async function run(
  deps: HttpDeps,
  input: CommandOfRequest,
  { caller, key, ifVersion }: Sender,
): Promise<Accepted> {
  const withId = (key === undefined ? input : { ...input, id: key }) as CommandInput
  const [outcome] = await deps.committer.commit(caller, [
    sentCommand(withId, { newId: deps.newId, hash: deps.hash, account: caller }, ifVersion),
  ])
  if (outcome?.accepted) return outcome
  throw outcome?.error ?? new AppError('internal')
}

export const etagOf = (thing: { version: number }): string => `"${thing.version}"`

const replayHeader = ({ replayed }: Accepted): Record<string, string> =>
  replayed ? { 'idempotency-replayed': 'true' } : {}

/** Answers the address of a todo, list or filter. */
export const locationOf = (prefix: string, kind: Subject['kind'], id: string): string =>
  urlFor(prefix, `${routes.api}/${kind}s/:id`, { id })

/** Answers a read with the thing and its ETag; with 304 where the client has it already. */
export function readAnswer(thing: { version: number }, ifNoneMatch: string | undefined): Response {
  const etag = etagOf(thing)
  return matches(ifNoneMatch, etag) ? emptyAnswer(304, { etag }) : jsonAnswer(thing, 200, { etag })
}

/**
 * Carries a command out, and answers with the thing and its ETag: 201 with its Location where it was made, else 200.
 * @throws AppError when it is refused
 */
export async function changeAnswer(
  deps: HttpDeps,
  input: CommandOfRequest,
  sender: Sender,
): Promise<Response> {
  const outcome = await run(deps, input, sender)
  const { subject, created } = outcome
  const thing = thingOf(subject)
  const headers = { etag: etagOf(thing), ...replayHeader(outcome) }
  return created
    ? jsonAnswer(thing, 201, { ...headers, location: locationOf(deps.prefix, subject.kind, thing.id) })
    : jsonAnswer(thing, 200, headers)
}

/**
 * Carries out a command that deletes; the answer has the ETag alone.
 * @throws AppError when it is refused
 */
export async function deleteAnswer(
  deps: HttpDeps,
  input: CommandOfRequest,
  sender: Sender,
): Promise<Response> {
  const outcome = await run(deps, input, sender)
  return emptyAnswer(204, { etag: etagOf(thingOf(outcome.subject)), ...replayHeader(outcome) })
}
