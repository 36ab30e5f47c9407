/**
 * The client of aiotodo, for browsers, Bun and Node: typed requests, and a replica that works offline.
 *
 *     const client = createClient('http://localhost:8080')
 *     const todo = await client.todos.create({ name: 'Water the plants' })
 *     const replica = await client.connect()
 *     replica.watch({ finished: false }, (todos) => console.log(todos.map((each) => each.name)))
 *     replica.updateTodo(todo.id, { finished: true })
 */
import { subprotocol } from '../model/subprotocol.ts'
import { createApi, type Api } from './api.ts'
import type { Socket, SocketEvents } from './connection.ts'
import type { Account } from '../model/access.ts'
import { newId } from './id.ts'
import { memoryStorage, type ReplicaStorage } from './replica-storage.ts'
import { LiveReplica } from './live-replica.ts'
import { Replica } from './replica.ts'
import type { Tabs } from './tabs.ts'
import { createRequester, type Requester } from './request.ts'

export { AppError, type ErrorCode, type Problem } from '../model/errors.ts'
export type { CommandInput } from '../model/command.ts'
export type { List, ListInput, ListPatch, Membership } from '../model/list.ts'
export type { Account } from '../model/access.ts'
export type { FilterInput, FilterPatch, SavedFilter } from '../model/saved-filter.ts'
export type { View, ViewPatch } from '../model/view.ts'
export type { Todo, TodoInput, TodoPatch } from '../model/todo.ts'
export type { Api, BatchOutcome, Changes, Page, TodoQuery, Undone, UndoQuery } from './api.ts'
export type { HistoryEntry } from '../model/history.ts'
export type { Phase } from './connection.ts'
export { newId } from './id.ts'
export type { ReplicaStorage, PersistedReplica, Patch } from './replica-storage.ts'
export type { Aside } from './outbox.ts'
export type { LiveReplica } from './live-replica.ts'
export { RefusedError, SetAsideError, type Refusal, type Sent, type Status } from './sent.ts'
export type { Pending } from './outbox.ts'
export type { ReplicaQuery } from './query.ts'
export type { Tabs } from './tabs.ts'
export { errorOf, jsonOf, ResponseError, type Requester, type RequestOptions } from './request.ts'

export interface ClientOptions {
  /** Where the server has accounts: a token. Browsers send their session by themselves. */
  token?: string
  /** Sent with every request. */
  headers?: Record<string, string>
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** That of the runtime unless given; Node before 22 has none, and the one of the package `ws` will do. */
  WebSocket?: WebSocketClass
}

/** What is used of the class that browsers have. */
export type WebSocketClass = new (
  url: string,
  protocols: string[],
) => Pick<WebSocket, 'send' | 'close'> & {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
}

export interface ConnectOptions {
  /** Where the replica is kept between two runs; in memory only unless given. */
  storage?: ReplicaStorage
  /**
   * Other tabs with the same `storage`: they share one connection. From `shareTabs`, called before the storage is
   * opened.
   */
  tabs?: Tabs
  /** Follow only these lists; else all that the account has, also those to come. */
  lists?: readonly string[]
  /**
   * Asked when the server says whose session or token it is, and whose replica this was before. Unless it answers true,
   * the replica is left as it is, and its phase is `signed out`.
   */
  isMine?: (account: Account, before: Account | undefined) => boolean
  /** Hears of trouble that heals itself. */
  onFault?: (error: unknown) => void
  /** A change at which the server fails for so long, tried less and less often, is set aside: 20 s unless given. */
  patienceMs?: number
}

export interface Client extends Api {
  /** Any request to the server, as the requests of `fetch` but with time-outs and tries. */
  request: Requester
  /** Opens a replica. It is there at once, with what was kept; `synced()` waits for the server. */
  connect(options?: ConnectOptions): Promise<LiveReplica>
}

/** @param url - of the server, with the prefix it is mounted under if there is one */
export function createClient(url: string, options: ClientOptions = {}): Client {
  const request = createRequester({
    url,
    headers: { ...(options.token && { authorization: `Bearer ${options.token}` }), ...options.headers },
    fetch: options.fetch ?? ((...args) => fetch(...args)),
  })
  return { ...createApi(request), request, connect: (how = {}) => connect(url, options, how) }
}

async function connect(url: string, options: ClientOptions, how: ConnectOptions): Promise<LiveReplica> {
  const Class = options.WebSocket ?? (globalThis.WebSocket as WebSocketClass | undefined)
  if (!Class) throw new TypeError('There is no WebSocket here: give createClient one')
  const { storage = memoryStorage, tabs, lists, isMine, patienceMs, onFault = () => {} } = how
  const address = `${url.replace(/^http/, 'ws').replace(/\/*$/, '')}/api/v1/sync?filters=2`
  const replica = new LiveReplica({
    replica: new Replica(await storage.load(), lists === undefined),
    storage,
    tabs,
    spaces: lists,
    isMine,
    patienceMs,
    openSocket: (events) => openSocket(Class, address, options.token, events),
    later(ms, callback) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    soon: (callback) => queueMicrotask(callback),
    random: Math.random,
    newId,
    now: () => new Date().toISOString(),
    onFault,
  })
  globalThis.addEventListener?.('online', () => replica.reconnect())
  return replica
}

function openSocket(
  Class: WebSocketClass,
  address: string,
  token: string | undefined,
  events: SocketEvents,
): Socket {
  // Browsers can send no header with a handshake, but protocols that they offer.
  const socket = new Class(address, token ? [subprotocol, token] : [subprotocol])
  socket.onopen = () => events.opened()
  socket.onmessage = (event: { data: unknown }) => events.received(String(event.data))
  socket.onclose = (event: { code: number }) => events.closed(event.code)
  // A close follows.
  socket.onerror = () => {}
  return {
    send: (frame) => socket.send(frame),
    close: () => socket.close(),
  }
}
