/** A TCP proxy that cuts connections, and whose target may change. */
import { connect, createServer, type Socket } from 'node:net'

export interface Proxy extends AsyncDisposable {
  url: string
  /** Where new connections go; nowhere, they are cut. A port that is free now may be somebody's a moment later. */
  target: number | 'nowhere'
  /** How often a client spoke after it had been answered: round trips, where it waits for what it asks. */
  readonly trips: number
  /** Whether nothing passes any more, and nothing is cut: as of a machine that has fallen silent. */
  stall(isStalled: boolean): void
  /** Cuts all connections that there are, or each by this chance. */
  cut(chance?: number): void
}

export async function startProxy(target: Proxy['target']): Promise<Proxy> {
  const open = new Set<Socket>()
  let isSilent = false
  let trips = 0
  const server = createServer((client) => {
    if (proxy.target === 'nowhere') return void client.on('error', () => {}).destroy()
    const upstream = connect(proxy.target, '127.0.0.1')
    let isAnswered = true
    client.on('data', () => {
      if (isAnswered) trips++
      isAnswered = false
    })
    upstream.on('data', () => (isAnswered = true))
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
      if (isSilent) one.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    target,
    get trips() {
      return trips
    },
    stall(isStalled) {
      isSilent = isStalled
      for (const socket of open) {
        if (isStalled) socket.pause()
        else socket.resume()
      }
    },
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
