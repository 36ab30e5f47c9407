/** The application behind a real listening socket, and plain WebSocket clients that speak the protocol by hand. */
import { connect, type Socket } from 'node:net'
import type { App } from '../../src/app.ts'

/** The headers of a handshake, for asking how it is answered where that is no socket. */
export const handshake: Readonly<Record<string, string>> = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'aiotodo.v1',
}

export interface Listening extends AsyncDisposable {
  url: string
}

export function listen(app: Pick<App, 'fetch' | 'websocket'>): Listening {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    development: false,
    fetch: (request, server) => app.fetch(request, server),
    websocket: app.websocket,
  })
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server.stop(true) }
}

export class Plain implements Disposable {
  readonly frames: any[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  #taken = 0
  #arrived: () => void = () => {}
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.frames.push(JSON.parse(String(data)))
      this.#arrived()
    })
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => {
        resolve({ code, reason })
        this.#arrived()
      })
    })
  }

  /** @param query - of its address, such as `?first=default` */
  static async open(url: string, headers: Record<string, string> = {}, query = ''): Promise<Plain> {
    // Bun's takes headers, which browsers do not.
    const options = { protocols: ['aiotodo.v1'], headers } as unknown as string[]
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/sync${query}`, options)
    const plain = new Plain(socket)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', reject, { once: true })
    })
    return plain
  }

  /** Says hello, and takes all frames up to "ready". */
  static async greeted(
    url: string,
    hello: object = {},
    headers: Record<string, string> = {},
  ): Promise<{ plain: Plain; first: any[] }> {
    const plain = await Plain.open(url, headers)
    plain.send({ type: 'hello', ...hello })
    const first = [await plain.next()]
    while (first.at(-1).type !== 'ready') first.push(await plain.next())
    return { plain, first }
  }

  send(frame: object | string): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  /** The next frame, of a type if given (those before it are passed over). */
  async next(type?: string): Promise<any> {
    for (const deadline = performance.now() + 45_000; ;) {
      while (this.#taken < this.frames.length) {
        const frame = this.frames[this.#taken++]
        if (type === undefined || frame.type === type) return frame
      }
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error('the socket was closed')
      if (performance.now() > deadline) throw new Error(`no frame ${type ?? ''} came`)
      await Promise.race([new Promise<void>((resolve) => (this.#arrived = resolve)), Bun.sleep(1_000)])
    }
  }

  /** Sends commands and answers their outcomes. */
  async push(commands: object[], push = 1): Promise<any[]> {
    this.send({ type: 'push', push, commands })
    return (await this.next('outcomes')).outcomes
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}

/** Opens a socket of which each byte is written by the test. */
export async function openByHand(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    'GET /api/v1/sync HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: aiotodo.v1\r\n\r\n',
  )
  await new Promise((resolve) => socket.once('data', resolve))
  return socket
}
