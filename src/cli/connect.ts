/** Where commands find the todos: on a server, or in a data folder of this computer. */
import { createClient, type Client, type LiveReplica } from '../client/client.ts'
import { AppError } from '../model/errors.ts'
import type { List } from '../model/list.ts'
import { readLogin } from './saved-login.ts'

export interface ServerArguments {
  server?: string
  token?: string
  /** A data folder, or a database, to be used without a server. */
  data?: string
  database?: string
  list?: string
}

/** How long to wait for a server before giving up. */
const patienceMs = 10_000

const defaultServer = 'http://localhost:8080'

/**
 * The server's address and key: of the arguments, of the environment, of the saved login.
 * @throws AppError `bad_argument`
 */
export function addressOf({ server, token }: ServerArguments): { url: string; token: string } {
  const login = readLogin()
  const url = server ?? (process.env['AIOTODO_SERVER'] || login?.server || defaultServer)
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new AppError('bad_argument', {
      detail: `The server is "${url}"; expected an address such as ${defaultServer}.`,
    })
  // A key is for the server that gave it.
  const saved = login?.server === url ? login.token : undefined
  return { url, token: token ?? process.env['AIOTODO_TOKEN'] ?? saved ?? '' }
}

/** @throws AppError `bad_argument` */
export function clientOf(args: ServerArguments): Client {
  const { url, token } = addressOf(args)
  return createClient(url, { token })
}

/**
 * Runs a command's work by the public client, on a server or, where a data folder or a database is named, on that: the
 * same application inside this process, which a server may be running on at the same time.
 */
export async function withClient(
  args: ServerArguments,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  if (args.data === undefined && args.database === undefined) return work(clientOf(args))
  const [{ createApp }, { readDatabaseName }] = await Promise.all([
    import('../app.ts'),
    import('../config.ts'),
  ])
  const app = await createApp({ database: readDatabaseName(args, process.env) })
  try {
    const fetch = (url: string, init: RequestInit) => {
      const request = new Request(url, init)
      request.headers.set('host', 'localhost')
      return app.fetch(request)
    }
    await work(createClient('http://localhost', { fetch, token: args.token ?? '' }))
  } finally {
    await app.close()
  }
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
 * The list by its id or its name, in any case where no list has it as it is written; the default one unless named.
 * @throws AppError `list_not_found` when there is none, `bad_argument` when there is more than one
 */
export async function findList(
  client: Client,
  named: string | undefined,
  deleted = false,
): Promise<Pick<List, 'id' | 'name'>> {
  if (named === undefined) {
    const { defaultList } = await client.account({ retries: 0 })
    return client.lists.get(defaultList)
  }
  const [exact, alike]: [List[], List[]] = [[], []]
  for await (const list of client.lists.all({ deleted }, { retries: 0 }))
    if (list.id === named || list.name === named) exact.push(list)
    else if (folded(list.name) === folded(named)) alike.push(list)
  const found = exact.length > 0 ? exact : alike
  const [list] = found
  if (list && found.length === 1) return list
  if (list)
    throw new AppError('bad_argument', { detail: `"${named}" are several lists; expected the id of one.` })
  throw new AppError('list_not_found', { detail: `"${named}" is no list; expected its name or id.` })
}

const folded = (name: string): string => name.normalize('NFC').toLowerCase()
