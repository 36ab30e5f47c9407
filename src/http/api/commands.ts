/** How a request's command is carried out and its outcome worded. */
import { thingOf, type Accepted } from '../../model/outcome.ts'
import type { Caller } from '../../model/access.ts'
import type { CommandInput, IfVersion } from '../../model/command.ts'
import { AppError } from '../../model/errors.ts'
import { toCommand } from '../../model/to-command.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

/**
 * The outcome of one command.
 * @throws AppError when it is refused
 */
export async function run(
  deps: HttpDeps,
  input: WithoutId<CommandInput>,
  { caller, key, ifVersion }: { caller: Caller; key: string | undefined; ifVersion: IfVersion | undefined },
): Promise<Accepted> {
  const withId = (key === undefined ? input : { ...input, id: key }) as CommandInput
  const [outcome] = await deps.committer.commit(caller, [
    toCommand(withId, { newId: deps.newId, hash: deps.hash, account: caller }, ifVersion),
  ])
  if (outcome?.accepted) return outcome
  throw outcome?.error ?? new AppError('internal')
}

export const etagOf = (thing: { version: number }): string => `"${thing.version}"`

const replayHeader = ({ replayed }: Accepted): Record<string, string> =>
  replayed ? { 'idempotency-replayed': 'true' } : {}

/** 201 with its Location for what was made, else 200; the thing itself with its ETag. */
export function thingAnswer(outcome: Accepted, locationOf: (id: string) => string): Response {
  const { subject, created } = outcome
  const thing = thingOf(subject)
  const headers = { etag: etagOf(thing), ...replayHeader(outcome) }
  return created
    ? jsonAnswer(thing, 201, { ...headers, location: locationOf(thing.id) })
    : jsonAnswer(thing, 200, headers)
}

export function deletedAnswer(outcome: Accepted): Response {
  const { subject } = outcome
  return emptyAnswer(204, {
    etag: etagOf(thingOf(subject)),
    ...replayHeader(outcome),
  })
}
