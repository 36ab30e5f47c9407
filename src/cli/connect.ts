/** What the commands against a running server have in common. */
import { createClient, type Client, type LiveReplica } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import type { List } from '../model/list.ts'

export interface ServerArguments {
  server?: string
  list?: string
  token?: string
}

/** How long to wait for a server before giving up. */
const patienceMs = 10_000

/** @throws AppError `bad_argument` */
export function clientOf({ server, token }: ServerArguments): Client {
  const url = server ?? (process.env['AIOTODO_SERVER'] || 'http://localhost:8080')
  if (/^https?:\/\//.test(url) && URL.canParse(url))
    return createClient(url, { token: token ?? process.env['AIOTODO_TOKEN'] ?? '' })
  throw new AppError('bad_argument', {
    detail: `The server is "${url}"; expected an address such as http://localhost:8080.`,
  })
}

/** A replica that has all of the account, or of one list. @throws AppError `no_answer` */
export async function replicaOf(client: Client, lists?: readonly string[]): Promise<LiveReplica> {
  const replica = await client.connect(lists ? { lists } : {})
  try {
    await replica.synced({ signal: AbortSignal.timeout(patienceMs) })
    return replica
  } catch (error) {
    await replica.close()
    throw new AppError('no_answer', { detail: `Waited ${patienceMs / 1_000} s.`, cause: error })
  }
}

/**
 * The list by its id or its name; the default one unless named.
 * @throws AppError `bad_argument` when there is none, or more than one
 */
export async function findList(
  client: Client,
  named: string | undefined,
): Promise<Pick<List, 'id' | 'name'>> {
  if (named === undefined) {
    const { defaultList } = await client.account({ retries: 0 })
    return client.lists.get(defaultList)
  }
  const found: List[] = []
  for await (const list of client.lists.all({}, { retries: 0 }))
    if (list.id === named || list.name === named) found.push(list)
  const [list] = found
  if (list && found.length === 1) return list
  const detail = list ? 'are several lists; expected the id of one' : 'is no list; expected its name or id'
  throw new AppError('bad_argument', { detail: `"${named}" ${detail}.` })
}
