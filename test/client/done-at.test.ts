/** A replica says when its commands were done, where the server takes that (SPEC.md, E100, E101). */
import { expect, test } from 'bun:test'
import { createClient } from '../../src/client/client.ts'
import { Connection, type SocketEvents } from '../../src/client/connection.ts'
import { Persister } from '../../src/client/persister.ts'
import { memoryStorage, noRows } from '../../src/client/replica-storage.ts'
import { Replica } from '../../src/client/replica.ts'
import { startServer } from '../support/server.ts'

const account = { id: 'me', name: 'me', defaultList: 'list', zone: null }

/** The commands of the first push to a server that welcomes so. */
function pushed(welcome: object): { id: string; doneAt?: string }[] {
  const replica = new Replica({ account, epoch: 'e', ...noRows() })
  const saving = new Persister({ replica, storage: memoryStorage, onFault: () => {} })
  saving.durableSeq = Number.MAX_SAFE_INTEGER
  let events: SocketEvents | undefined
  let commands: { id: string; doneAt?: string }[] = []
  const connection = new Connection({
    ...{ replica, saving, random: () => 1, onChange() {}, onDiverged() {}, onSettled() {} },
    openSocket(given) {
      events = given
      return { send: (frame) => (commands = JSON.parse(frame).commands ?? commands), close() {} }
    },
    later: () => () => {},
  })
  for (const at of ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'])
    replica.enqueue({ type: 'createList', id: at, list: { id: at, name: 'x' } }, at)
  connection.open()
  events?.opened()
  const said = { type: 'welcome', epoch: 'e', account, missing: [], beatMs: 15_000, ...welcome }
  events?.received(JSON.stringify(said))
  return commands
}

test('[E100] each command of a push says when it was done', () => {
  const commands = pushed({ takes: ['doneAt'] })
  expect(commands.map(({ doneAt }) => doneAt)).toEqual(commands.map(({ id }) => id))
  expect(commands.length).toBe(2)
})

test('[E101] a server of before, which would refuse it, is sent none', () => {
  const commands = pushed({})
  expect(commands.map((command) => 'doneAt' in command)).toEqual([false, false])
})

test('[E100] what a replica finishes is finished as of then at the server', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const replica = await createClient(server.url).connect()
  await replica.synced()
  const { id } = replica.createTodo({ name: 'x' })
  replica.updateTodo(id, { finished: true })
  const at = replica.todo(id)?.finishedAt
  await replica.synced()
  const history = await (await fetch(`${server.url}/api/v1/todos/${id}/history`)).json()
  expect((history as { items: { doneAt: string }[] }).items[0]?.doneAt).toBe(at as string)
  await replica.close()
})
