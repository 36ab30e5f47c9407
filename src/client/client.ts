/**
 * The client of aiotodo, for browsers, Bun and Node: typed requests, and a replica that works offline.
 *
 *     const client = createClient('http://localhost:8080')
 *     const todo = await client.todos.create({ name: 'Water the plants' })
 *     const replica = await client.connect()
 *     replica.watch({ finished: false }, (todos) => console.log(todos.map((each) => each.name)))
 *     replica.updateTodo(todo.id, { finished: true })
 */
import { createApi, type Api } from './api.ts'
import { connect, type ConnectOptions, type WebSocketClass } from './connect.ts'
import type { LiveReplica } from './live-replica.ts'
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
export type { ConnectOptions, WebSocketClass } from './connect.ts'
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
