// Follows all todos on Node, with the client and the sockets of the package `ws` (Node 22 and later have their own).
//
//     npm run build:client && npm install ws
//     AIOTODO_SERVER=http://localhost:8080 AIOTODO_TOKEN=aiotodo_… node examples/node-live.mjs
//
// It prints each todo that comes, changes or goes, through restarts of the server; Ctrl+C ends it.
import { createClient } from 'aiotodo/client'
import { WebSocket } from 'ws'

const { AIOTODO_SERVER = 'http://localhost:8080', AIOTODO_TOKEN: token } = process.env
const client = createClient(AIOTODO_SERVER, { WebSocket, ...(token && { token }) })
const replica = await client.connect()
const say = (line) => process.stdout.write(`${line}\n`)

await replica.synced()
const versions = new Map(replica.todos().map(({ id, version }) => [id, version]))
say(`following ${versions.size} todos`)

replica.watch({}, (todos) => {
  const now = new Set(todos.map(({ id }) => id))
  for (const { id, name, finished, version } of todos) {
    if (versions.get(id) === version) continue
    say(`${versions.has(id) ? 'changed' : 'new'}: ${finished ? '[x]' : '[ ]'} ${name}`)
    versions.set(id, version)
  }
  for (const id of versions.keys()) if (!now.has(id) && versions.delete(id)) say(`gone: ${id}`)
})
replica.onStatus(({ phase }) => {
  if (phase === 'stopped' || phase === 'signed out') process.exit(1)
})
process.once('SIGINT', () => replica.close().then(() => process.exit(0)))
