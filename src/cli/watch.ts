/** `aiotodo watch`, against a running server, through the public client. */
import type { LiveReplica, Todo } from '../client/client.ts'
import { clientOf, findList, replicaOf, type ServerArguments } from './connect.ts'
import { remark, sayEither } from './output.ts'

/** `aiotodo watch`: prints each change of a list, or of all, as it comes; ends by a signal. */
export async function watch(
  named: string | undefined,
  args: ServerArguments & { json?: boolean },
): Promise<void> {
  const client = clientOf(args)
  const list = named === undefined ? undefined : await findList(client, named)
  const replica = await replicaOf(client, list && [list.id])
  process.on('SIGINT', () => void replica.close().then(() => process.exit(0)))
  process.on('SIGTERM', () => void replica.close().then(() => process.exit(0)))
  remark(`Watching ${list ? `"${list.name}"` : 'all lists'}; Ctrl+C ends it.`)
  let wasInSync = true
  replica.onStatus(({ phase }) => {
    if (phase === 'offline' && wasInSync) remark('The connection is lost; trying again …')
    if (phase === 'in sync' && !wasInSync) remark('Connected again.')
    if (phase === 'stopped' || phase === 'signed out') {
      remark(
        'aiotodo: the server does not want this client; is its token valid, and is it of the same version?',
      )
      process.exit(1)
    }
    if (phase === 'offline' || phase === 'in sync') wasInSync = phase === 'in sync'
  })
  let before = snapshotOf(replica, list?.id)
  const print = () => {
    const after = snapshotOf(replica, list?.id)
    for (const [word, todo] of differences(before, after))
      sayEither(args, { change: word, todo }, `${word.padEnd(8)} ${lineOf(todo)}`)
    before = after
  }
  replica.watch(list ? { list: list.id } : {}, print)
}

type Snapshot = Map<string, Todo>

function snapshotOf(replica: LiveReplica, list: string | undefined): Snapshot {
  const todos = replica.todos(list === undefined ? {} : { list })
  return new Map(todos.map((todo) => [todo.id, todo]))
}

function* differences(before: Snapshot, after: Snapshot): Iterable<[word: string, todo: Todo]> {
  for (const [id, todo] of after) {
    const old = before.get(id)
    if (!old) yield ['added', todo]
    else if (old.version !== todo.version)
      yield [old.finished === todo.finished ? 'changed' : todo.finished ? 'finished' : 'reopened', todo]
  }
  for (const [id, todo] of before) if (!after.has(id)) yield ['deleted', todo]
}

const lineOf = ({ number, finished, name, due }: Todo): string =>
  `${String(number).padStart(4)} [${finished ? 'x' : ' '}] ${name}${due ? `  (due ${due})` : ''}`
