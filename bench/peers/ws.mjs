// What many would pick for sockets: the package ws on Node. It sends what it is told to, to all, as often as it is told to.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const server = createServer((_, response) => response.end('ok'))
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket) => {
  socket.on('message', async (data) => {
    const { count, frame } = JSON.parse(String(data))
    for (let sent = 0; sent < count; sent++) {
      for (const client of sockets.clients) client.send(frame)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
