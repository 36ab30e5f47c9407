/** The WebSocket endpoint: sockets of the runtime on the one side, sessions on the other. */
import type { Server, ServerWebSocket, WebSocketHandler } from 'bun'
import type { Keyring } from '../core/access/keyring.ts'
import type { Account, Caller } from '../model/access.ts'
import { closeCodes } from '../model/close-codes.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import { subprotocol } from '../model/subprotocol.ts'
import { createChannels, type ChannelDeps } from './channels.ts'
import { Sockets } from './sockets.ts'
import { createTurns } from './turns.ts'
import { Session, type SessionDeps, type Wire } from './session.ts'

export interface SyncDeps extends Omit<SessionDeps, 'channels' | 'inTurn' | 'reads' | 'stillIn'> {
  keyring: Pick<Keyring, 'stillIn' | 'onChange' | 'isRemembered' | 'pending' | 'local'>
  /** It reads the account as it is now. */
  readAccount: (id: string) => Promise<Account | undefined>
  reads: SessionDeps['reads'] & ChannelDeps['reads']
  sleep: (ms: number) => Promise<void>
  every: (ms: number, callback: () => void) => () => void
  random: () => number
  /** Resolves when what waits in the event loop has had its turn. */
  turn: () => Promise<void>
  /** Asks the runtime to collect what is not used any more, without waiting for it. */
  collect: () => void
}

/** What a socket carries: nothing until it is open, then its session. */
export interface SocketData {
  /** Undefined: nobody known, who is told so and closed. */
  caller: Caller | undefined
  /** A client of version 0.2 sends filters in the language of version 0.2. */
  isBefore: boolean
  /** The client wants this list before all others. */
  first: string | undefined
  session?: Session
  /** A socket gets its beats together with the others of its share. */
  share?: number
}

type Socket = ServerWebSocket<SocketData>

export interface Sync {
  /**
   * Makes a socket of the request.
   * @throws AppError `upgrade_required`, `overloaded`, `too_many_requests`, `stopping`
   */
  upgrade(request: Request, server: Server<SocketData> | undefined, caller: Caller | undefined): void
  /** For `Bun.serve`, next to `fetch`. */
  websocket: WebSocketHandler<SocketData>
  /** Says good-bye to all sockets. */
  stop(): void
}

const beatTopic = (share: number) => `beat ${share}`

export function createSync(deps: SyncDeps): Sync {
  const sockets = new Sockets<Socket>()
  let server: Server<SocketData> | undefined
  let isStopping = false
  const publish = (topic: string, frame: string) => void server?.publish(topic, frame)
  const sessionDeps: SessionDeps = {
    ...deps,
    channels: createChannels({ ...deps, publish, accessPending: () => deps.keyring.pending() }),
    stillIn: async (caller) => (await deps.keyring.stillIn([caller])).has(caller),
    inTurn: createTurns(deps.turn, deps.collect),
  }
  let beats = 0
  const stopBeat = deps.every(limits.beatMs / serverLimits.beatShares, () => {
    const share = beats++ % serverLimits.beatShares
    publish(beatTopic(share), '{"type":"beat"}')
    void sockets.signOut(deps.keyring, sockets.inShare(share))
  })
  const stopListening = deps.keyring.onChange((accounts) => takeIn(sockets, deps, accounts))

  return {
    upgrade(request, from, caller) {
      if (isStopping) throw new AppError('stopping')
      checkProtocol(request)
      checkRoom(sockets, caller)
      server = from
      const { searchParams } = new URL(request.url)
      const isBefore = searchParams.get('filters') !== '2'
      const first = searchParams.get('first') ?? undefined
      const headers = { 'sec-websocket-protocol': subprotocol }
      if (from?.upgrade(request, { data: { caller, isBefore, first }, headers })) return
      throw new AppError('upgrade_required', {
        params: { why: from ? 'no_handshake' : 'no_sockets' },
      })
    },
    websocket: {
      perMessageDeflate: false,
      maxPayloadLength: limits.frameBytesMax,
      backpressureLimit: limits.socketBufferBytesMax,
      closeOnBackpressureLimit: true,
      idleTimeout: limits.socketIdleMs / 1_000,
      open(socket) {
        const { caller, isBefore, first } = socket.data
        if (!caller) {
          socket.close(closeCodes.signedOut.code, 'a key is needed')
          return
        }
        socket.subscribe(beatTopic(sockets.add(socket)))
        socket.data.session = new Session({ ...sessionDeps, isBefore, first }, wireOf(socket), caller)
        // Its key may have been taken back during the handshake, when this socket could not be told yet.
        if (!deps.keyring.isRemembered(caller))
          void sockets.signOut(deps.keyring, sockets.ofAccounts(new Set([caller.id])))
      },
      message: (socket, data) => socket.data.session?.receive(data),
      drain: (socket) => socket.data.session?.drained(),
      close(socket) {
        sockets.delete(socket)
        socket.data.session?.closed()
      },
    },
    stop() {
      isStopping = true
      stopBeat()
      stopListening()
      for (const socket of sockets.all) {
        socket.send(
          JSON.stringify({ type: 'bye', retryMs: Math.round(deps.random() * limits.returnSpreadMs) }),
        )
        socket.close(closeCodes.restart.code, 'the server is stopping')
      }
    },
  }
}

/** Sockets of keys that are over are closed, and the others of these accounts told how those are now. */
async function takeIn(
  sockets: Sockets<Socket>,
  deps: Pick<SyncDeps, 'keyring' | 'readAccount' | 'onFault'>,
  accounts: ReadonlySet<string> | undefined,
): Promise<void> {
  const { keyring, onFault } = deps
  await sockets.signOut(keyring, accounts ? sockets.ofAccounts(accounts) : [...sockets.all])
  // Nobody need wait until they are told.
  for (const id of accounts ?? (keyring.local ? [keyring.local.id] : []))
    void sockets.tell(id, deps).catch(onFault)
}

/** @throws AppError `upgrade_required` */
function checkProtocol(request: Request): void {
  const offered = request.headers.get('sec-websocket-protocol')?.split(',') ?? []
  if (offered.some((protocol) => protocol.trim() === subprotocol)) return
  throw new AppError('upgrade_required', {
    params: { why: 'protocol', protocol: subprotocol },
  })
}

/** @throws AppError `overloaded`, `too_many_requests` */
function checkRoom(sockets: Sockets<Socket>, caller: Caller | undefined): void {
  if (sockets.all.size >= limits.socketsMax) throw new AppError('overloaded')
  if (!caller?.credential || sockets.of(caller) < limits.socketsPerAccountMax) return
  throw new AppError('too_many_requests', { retryAfter: 5, params: { why: 'sockets' } })
}

/** A frame that was dropped because the buffer is full (0) has closed the socket; -1 says that it waits. */
function wireOf(socket: Socket): Wire {
  return {
    send: (frame) => socket.send(frame) !== -1,
    subscribe: (topic) => socket.subscribe(topic),
    unsubscribe: (topic) => socket.unsubscribe(topic),
    close: (code, reason) => socket.close(code, shortened(reason)),
  }
}

/** A reason is at most 123 bytes of UTF-8 (RFC 6455, 5.5). */
function shortened(reason: string): string {
  const text = reason.slice(0, 120)
  return Buffer.byteLength(text) <= 123 ? text : text.replaceAll(/[^\x20-\x7e]/g, '?')
}
