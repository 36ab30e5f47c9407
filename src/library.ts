/**
 * A program on Bun has the whole server as one function from requests to answers: it serves it alone, mounts it under a
 * prefix, or asks it without a socket. docs/embedding.md shows each.
 *
 *     import { createApp } from 'aiotodo'
 *
 *     const app = await createApp({ database: 'memory:', makeTable: true })
 *     const answer = await app.fetch(new Request('http://localhost/todos/1'))
 *     await app.close()
 */
import { createApp as createWholeApp, version as ownVersion } from './app.ts'
import { createLog } from './log.ts'
import { namedRoutes, pathOf, type RouteName } from './http/routes.ts'
import type { Change } from './model/change.ts'
import type { Account } from './model/access.ts'
import { makeTable } from './make-table.ts'
import { parseDatabaseName, type DatabaseName } from './storage/database-name.ts'

export { AppError, type ErrorCode } from './model/errors.ts'
export type { Account } from './model/access.ts'
export type { Change } from './model/change.ts'
export type { List } from './model/list.ts'
export type { SavedFilter } from './model/saved-filter.ts'
export type { View } from './model/view.ts'
export type { Todo } from './model/todo.ts'
export type { RouteName } from './http/routes.ts'

export const version: string = ownVersion

type Awaitable = void | Promise<void>

export interface AppOptions {
  /** `memory:`, `sqlite:PATH` or `postgres://user:password@host/name`, as the command has it; or the same in parts. */
  database: string | DatabaseName
  /** All paths begin with this, such as '/todo-server'; it is mounted at the root unless given. */
  prefix?: string
  /** Requests must name this computer as their Host, unless this is false. */
  localOnly?: boolean
  /** X-Forwarded-For and X-Forwarded-Proto are believed of these proxies alone; of none unless given. */
  trustedProxies?: readonly string[]
  /** One account may send so many requests a second to this process. */
  requestsPerSecond?: number
  /**
   * People reach it at this address, prefix included, such as 'https://todo.example.org'; unless given, as each request
   * says.
   */
  publicUrl?: string
  /** People may sign in by this OpenID provider; by none unless given. */
  oidc?: {
    issuer: string
    clientId: string
    clientSecret: string
    /** The button says this. */
    name: string
    /** Whether whoever the provider knows may make an account. */
    signUp: boolean
  }
  /** Under which secrets of one-time codes are kept, the newest key first: beside the file of SQLite unless given. */
  secretKey?: { file: string } | { text: string }
  /** How long history and trash are kept; 365 and 90 unless given. */
  keepHistoryDays?: number
  keepTrashDays?: number
  /** It is a file or an https address that has newer public holidays of China: see docs/repeats.md. */
  holidays?: string
  /** The default list begins anew with the tutorial's two todos, as by `--make-table`: all that is in it is dropped. */
  makeTable?: boolean
  /** Is called when the database is open, before the first request; when it fails, `createApp` does. */
  onStart?: (app: TodoApp) => Awaitable
  /** Is called when the application begins to stop, while the database is open and requests in flight are answered. */
  onStop?: (app: TodoApp) => Awaitable
  /** Is called last, when the database is closed. */
  onCleanUp?: () => Awaitable
  /** Takes the lines of the log, each a JSON object; there is none unless given. */
  log?: (line: string) => void
}

/** `Bun.serve({ websocket })` takes these handlers of sockets. */
export interface SocketHandlers {
  open(socket: any): Awaitable
  message(socket: any, message: any): Awaitable
  close(socket: any, code: number, reason: string): Awaitable
  drain(socket: any): Awaitable
  [option: string]: any
}

export interface TodoApp {
  /**
   * Answers a request, or makes a socket of it; never rejects.
   * @param server - Bun's, where there are to be sockets: it must have been given `websocket` as well
   */
  fetch(request: Request, server?: unknown): Promise<Response>
  readonly websocket: SocketHandlers
  /** It is the one account of local mode, or the oldest one. */
  readonly account: Account
  /**
   * The address of a route by its name, under the prefix: `urlFor('tutorialTodo', { id: 1 })`.
   * @throws TypeError for a name that there is not, and for a parameter that is missing
   */
  urlFor(name: RouteName, params?: Readonly<Record<string, string | number>>): string
  /**
   * Hears of each commit of this process, behind the answer to who asked for it: what was changed, as it was and as it
   * is. (What other nodes on one database change, the client and `/api/v1/changes` tell.)
   * @returns stops it
   */
  onChange(listener: (changes: readonly Change[]) => void): () => void
  /** From now on sockets are told to come back later, and the application says that it is stopping. */
  drain(): void
  /** Finishes what is waiting to be written, and closes the database. To be called once. */
  close(): Promise<void>
}

/**
 * Opens the database, and makes the application on it.
 * @throws AppError that says why the database can't be used; `bad_argument` where its name is none, with what is
 * allowed
 */
export async function createApp(options: AppOptions): Promise<TodoApp> {
  const { database, makeTable: isNew = false, onStart, onStop, onCleanUp, log, ...rest } = options
  const whole = await createWholeApp({
    ...rest,
    database: typeof database === 'string' ? parseDatabaseName(database) : database,
    ...(log && { log: createLog('info', false, (text) => (log(text), Buffer.byteLength(text))) }),
  })
  const prefix = options.prefix ?? ''
  const app: TodoApp = {
    fetch: (request, server) => whole.fetch(server === undefined ? withHost(request) : request, server),
    websocket: whole.websocket as unknown as SocketHandlers,
    account: whole.account,
    urlFor: (name, params) => pathOf(prefix, name, params),
    onChange: whole.onChange,
    drain: whole.drain,
    async close() {
      whole.drain()
      try {
        await onStop?.(app)
      } finally {
        await whole.close()
      }
      await onCleanUp?.()
    },
  }
  try {
    if (isNew) await makeTable(whole)
    await onStart?.(app)
  } catch (error) {
    await whole.close()
    throw error
  }
  return app
}

/** A request that was made here has no Host, by which it is told whom it is for: its address says it as well. */
function withHost(request: Request): Request {
  if (request.headers.has('host')) return request
  const headers = new Headers(request.headers)
  headers.set('host', new URL(request.url).host)
  return new Request(request, { headers })
}

/** `urlFor` knows the routes of these names. */
export const routeNames: readonly RouteName[] = Object.keys(namedRoutes) as RouteName[]
