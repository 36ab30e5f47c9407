/** A bare Bun.serve that publishes what it is told to, as often as it is told to: what our deltas are measured against. */
const server = Bun.serve({
  port: Number(process.env['PORT']),
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response('ok')
  },
  websocket: {
    perMessageDeflate: false,
    open: (socket) => void socket.subscribe('all'),
    async message(_socket, data) {
      const { count, frame } = JSON.parse(String(data)) as { count: number; frame: string }
      for (let sent = 0; sent < count; sent++) {
        server.publish('all', frame)
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  },
})
