/** Opens a replica and its connection. It is apart from the client, as the page has no use for the rest of that. */
import type { Account } from '../model/access.ts'
import { subprotocol } from '../model/subprotocol.ts'
import type { Socket, SocketEvents } from './connection.ts'
import { newId } from './id.ts'
import { LiveReplica } from './live-replica.ts'
import { memoryStorage, type ReplicaStorage } from './replica-storage.ts'
import { Replica } from './replica.ts'
import type { Tabs } from './tabs.ts'

/** This is used of the class that browsers have. */
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
   * It has other tabs with the same `storage` share one connection. It is from `shareTabs`, which is called before the
   * storage is opened.
   */
  tabs?: Tabs
  /** It follows only these lists; else all that the account has, also those to come. */
  lists?: readonly string[]
  /** Asked at each connection which list is to be sent before all others; `default`: that of the account. */
  first?: () => string | undefined
  /**
   * Asked when the server says whose session or token it is, and whose replica this was before. Unless it answers true,
   * the replica is left as it is, and its phase is `signed out`.
   */
  isMine?: (account: Account, before: Account | undefined) => boolean
  /** It hears of trouble that heals itself. */
  onFault?: (error: unknown) => void
  /** A change at which the server fails for so long, tried less and less often, is set aside: 20 s unless given. */
  patienceMs?: number
}

/** @param options - those of the client that a connection needs */
export async function connect(
  url: string,
  options: { token?: string; WebSocket?: WebSocketClass },
  how: ConnectOptions,
): Promise<LiveReplica> {
  const Class = options.WebSocket ?? (globalThis.WebSocket as WebSocketClass | undefined)
  if (!Class) throw new TypeError('There is no WebSocket here: give createClient one')
  const { storage = memoryStorage, tabs, lists, first, isMine, patienceMs, onFault = () => {} } = how
  const address = `${url.replace(/^http/, 'ws').replace(/\/*$/, '')}/api/v1/sync?filters=2&first=`
  const replica = new LiveReplica({
    replica: new Replica(await storage.load(), lists === undefined),
    storage,
    tabs,
    spaces: lists,
    isMine,
    patienceMs,
    openSocket: (events) => openSocket(Class, address + (first?.() ?? ''), options.token, events),
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
