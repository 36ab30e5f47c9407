/**
 * A replica of all one's todos, kept in a file: it answers at once, works without the server, and sends what was done
 * meanwhile when the server is back.
 *
 *     bun examples/offline.ts add Water the plants     # also while the server is down
 *     bun examples/offline.ts                          # prints the todos now and whenever they change; Ctrl+C ends it
 *
 * AIOTODO_SERVER and AIOTODO_TOKEN say where; AIOTODO_REPLICA names the file. One program at a time uses it.
 */
import { createClient } from 'aiotodo/client'
import { fileStorage } from 'aiotodo/client/file'

const {
  AIOTODO_SERVER: server = 'http://localhost:8080',
  AIOTODO_TOKEN: token,
  AIOTODO_REPLICA,
} = process.env
const client = createClient(server, token === undefined ? {} : { token })
const storage = await fileStorage(AIOTODO_REPLICA ?? 'todos.replica')
const replica = await client.connect({ storage })
const print = (...words: unknown[]) => process.stdout.write(`${words.join(' ')}\n`)

// The first time the server must be there: it says whose replica this is.
if (!replica.account) await replica.synced()

replica.onRefused(({ command, problem }) => print(`${command.type} was refused: ${problem.detail}`))

const [verb, ...words] = process.argv.slice(2)
if (verb === 'add') {
  const { settled } = replica.createTodo({ name: words.join(' ') })
  // It is in the replica now. `flush` resolves when it is on this disk, `settled` when the server has it.
  await replica.flush()
  const isSent = await Promise.race([settled.then(() => true), Bun.sleep(2_000).then(() => false)])
  print(isSent ? 'saved' : `kept here; ${replica.status.waiting} wait for the server`)
  await replica.close()
} else {
  replica.onStatus(({ phase, waiting }) => print(`-- ${phase}, ${waiting} waiting`))
  replica.watch({ finished: false }, (todos) => print(todos.map(({ name }) => `[ ] ${name}`).join('\n')))
  process.once('SIGINT', () => void replica.close().then(() => process.exit(0)))
}
