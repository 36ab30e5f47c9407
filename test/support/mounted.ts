/** Somebody else's server, with the application mounted in it under a prefix. */
import { createApp } from '../../src/app.ts'

export interface MountedServer extends AsyncDisposable {
  /** Where the application is, without a slash at its end. */
  url: string
}

export async function startMounted(prefix: string): Promise<MountedServer> {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, prefix })
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request, server) {
      const mounted = `${new URL(request.url).pathname}/`.startsWith(`${prefix}/`)
      return mounted ? app.fetch(request, server) : new Response('Somebody else', { status: 404 })
    },
    websocket: app.websocket,
  })
  return {
    url: `http://127.0.0.1:${server.port}${prefix}`,
    async [Symbol.asyncDispose]() {
      await server.stop(true)
      await app.close()
    },
  }
}
