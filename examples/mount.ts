/**
 * Todos inside a server of one's own, here one of Hono on Bun: the whole application below /todo, with its sockets, and a page
 * of one's own at / that uses the client.
 *
 *     npm run build:client
 *     bun examples/mount.ts            # http://localhost:3000; PORT and AIOTODO_DATA say otherwise
 *
 * Without accounts only this computer may ask: `localOnly: false` lets everyone ask, for when there are accounts.
 */
import { Hono } from 'hono'
import { createApp } from 'aiotodo'

const { PORT = '3000', AIOTODO_DATA = './data' } = process.env
const prefix = '/todo'
const todos = await createApp({
  database: `sqlite:${AIOTODO_DATA}/aiotodo.sqlite`,
  prefix,
})

const site = new Hono<{ Bindings: Bun.Server<never> }>()
site.get('/', () => new Response(Bun.file(new URL('page.html', import.meta.url))))
site.get('/client/:file{[a-z-]+\\.js}', async (context) => {
  const file = Bun.file(new URL(`../dist/client/${context.req.param('file')}`, import.meta.url))
  // It is not there before "npm run build:client".
  return (await file.exists()) ? new Response(file) : context.notFound()
})
// The second argument is Bun's server: what makes sockets of requests.
site.all(`${prefix}/*`, (context) => todos.fetch(context.req.raw, context.env))

const server = Bun.serve({
  port: Number(PORT),
  hostname: '127.0.0.1',
  fetch: (request, server) => site.fetch(request, server),
  websocket: todos.websocket,
})
process.stdout.write(
  `Todos at http://localhost:${server.port}${prefix}/, a page at http://localhost:${server.port}/\n`,
)

// Tells sockets when to come back, finishes what was begun, and closes the database.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    todos.drain()
    await server.stop()
    await todos.close()
    process.exit(0)
  })
