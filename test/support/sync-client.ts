/**
 * A program that uses a replica kept in a file, and tells on standard output what it does, for tests that kill it:
 *   bun sync-client.ts URL FILE        `ready`, `sent <command>`, `ok <command> <space> <version>`, `no <command> <code>`
 * On SIGTERM it stops acting, waits until all it sent is settled, and prints `still`; then on each SIGUSR1 it prints
 * `rest <JSON of its todos>`; a second SIGTERM ends it.
 */
import { AppError, createClient } from '../../src/client/client.ts'
import { fileStorage } from '../../src/client/file-storage.ts'

const [url = '', file = ''] = process.argv.slice(2)
const replica = await createClient(url).connect({ storage: await fileStorage(file) })
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)]
let isStopping = false

function act(): { settled: Promise<{ space: string; version: number }> } | undefined {
  const list = pick(replica.lists())?.id
  const todo = pick(replica.todos(list === undefined ? {} : { list }))?.id
  const kind = Math.random()
  if (!list) return undefined
  if (kind < 0.02 && replica.lists().length < 3) return replica.createList({ name: pick(names) as string })
  if (kind < 0.4 || !todo)
    return replica.createTodo({ list, name: `${pick(names)}${pick(names)}${pick(names)}` })
  if (kind < 0.7) return replica.updateTodo(todo, { finished: Math.random() < 0.5 })
  if (kind < 0.8) return replica.updateTodo(todo, { name: `${pick(names)}${pick(names)}` })
  if (kind < 0.9) return replica.updateTodo(todo, { list: pick(replica.lists())?.id ?? list })
  return replica.deleteTodo(todo)
}

async function still(): Promise<void> {
  if (isStopping) {
    await replica.close()
    process.exit(0)
  }
  isStopping = true
  do {
    await replica.synced()
    await Bun.sleep(5)
  } while (replica.outbox.length > 0)
  console.log('still')
}

function rest(): void {
  const todos = replica.lists().flatMap((list) => replica.todos({ list: list.id }))
  const rows = todos.map(({ id, version, name, list }) => [id, version, name, list])
  console.log(`rest ${JSON.stringify({ rows: rows.toSorted(), healed: replica.healed })}`)
}

process.on('SIGTERM', () => void still())
process.on('SIGUSR1', rest)
console.log('ready')
while (!isStopping) {
  await Bun.sleep(Math.random() * 8)
  if (isStopping || replica.outbox.length > 200) continue
  try {
    const sent = act()
    const id = replica.outbox.at(-1)?.command.id
    if (!sent) continue
    console.log(`sent ${id}`)
    sent.settled.then(
      ({ space, version }) => console.log(`ok ${id} ${space} ${version}`),
      (error: { problem?: { code: string } }) => console.log(`no ${id} ${error.problem?.code}`),
    )
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
