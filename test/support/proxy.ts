/** A TCP proxy that cuts connections, and whose target may change. */
import { connect, createServer, type Socket } from 'node:net'

export interface Proxy extends AsyncDisposable {
  url: string
  /** Where new connections go. */
  target: number
  /** Cuts all connections that there are, or each by this chance. */
  cut(chance?: number): void
}

export async function startProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(proxy.target, '127.0.0.1')
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    target,
    cut(chance = 1) {
      for (const socket of open) if (Math.random() < chance) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      this.cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
