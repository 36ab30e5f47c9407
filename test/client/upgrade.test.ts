/** A client that was there before the server was upgraded, with things waiting (SPEC.md, K50 and K51). */
import { expect, test } from 'bun:test'
import { createClient, newId, type Client, type ReplicaStorage } from '../../src/client/client.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import { startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'
import { createClient as createOldClient } from './before-0.2/client.min.mjs'
import { keepInFile } from './before-0.2/keep-file.min.mjs'

type OldConnect = (options: { keep?: ReplicaStorage }) => ReturnType<Client['connect']>
const connectOld = (url: string, path: string, WebSocket = globalThis.WebSocket) =>
  (keepInFile(path) as Promise<ReplicaStorage>).then((keep) =>
    (createOldClient(url, { WebSocket }) as { connect: OldConnect }).connect({ keep }),
  )

/** A socket that loses the next delta when it is told to, and what the client said over it. */
function losingSocket() {
  const said: string[] = []
  const state = { losesNextDelta: false }
  class Losing extends WebSocket {
    override send(frame: string) {
      said.push(JSON.parse(frame).type)
      super.send(frame)
    }
    override set onmessage(hear: (event: MessageEvent) => void) {
      super.onmessage = (event) => {
        if (state.losesNextDelta && JSON.parse(event.data).type === 'delta') state.losesNextDelta = false
        else hear(event)
      }
    }
  }
  return { Losing: Losing as typeof WebSocket, said, state }
}

test('[K50] a tab of before goes on with an upgraded server: what waits is sent, and what it missed it asks for', async () => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  const before = await startServer({ args })
  const { Losing, said, state } = losingSocket()
  const old = await connectOld(before.url, `${folder.path}/old.replica`, Losing)
  await old.synced()
  const { id } = old.createTodo({ name: 'made before' })
  await old.synced()
  await before.stop()
  old.updateTodo(id, { finished: true })
  // Names are made right of what waits as well: a client of before sends them as they were typed.
  old.createTodo({ name: ' waited for\nthe\u0007 upgrade ' })

  await using after = await startServer({ args: [...args, '-P', String(before.port)] })
  old.reconnect()
  await until(() => old.status.phase === 'in sync' && old.status.waiting === 0)
  const client = createClient(after.url)
  const names = async () => (await client.todos.page({})).items.map(({ name }) => name)
  expect(await names()).toEqual(['made before', 'waited for the upgrade'])
  expect(await client.todos.get(id)).toMatchObject({ finished: true })

  state.losesNextDelta = true
  await client.todos.create({ name: 'lost on the way' })
  await until(() => !state.losesNextDelta)
  await client.todos.create({ name: 'shows the gap' })
  await until(() => said.includes('again'))
  await until(() => old.todos({}).length === 4)
  expect(old.status as unknown).toEqual({ phase: 'in sync', waiting: 0, aside: 0 })
  await old.close()
})

test('[K51] the file of a replica of before, with things waiting, is one of today', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/my.replica`
  await using server = await startServer({ args: ['--data', folder.path] })
  const old = await connectOld(server.url, path)
  await old.synced()
  await old.createTodo({ name: 'made before' }).settled
  await old.close()
  const offline = await connectOld('http://127.0.0.1:1', path)
  offline.createTodo({ name: 'waited for the upgrade' })
  await offline.flush()
  await offline.close()

  const today = await createClient(server.url).connect({ storage: await fileStorage(path) })
  expect(today.todos({}).map(({ name }) => name)).toEqual(['made before', 'waited for the upgrade'])
  await today.synced()
  await until(() => today.outbox.length === 0)
  expect((await createClient(server.url).todos.page({})).items).toHaveLength(2)
  await today.close()
})

test('[A102] a client of before stays in sync while views change, and knows nothing of them', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--data', folder.path] })
  const { Losing, said } = losingSocket()
  const old = await connectOld(server.url, `${folder.path}/old.replica`, Losing)
  await old.synced()
  const client = createClient(server.url)
  const list = old.account?.defaultList ?? ''
  await client.views.update(list, { sortBy: 'due' })
  await client.views.update(list, { sortBy: 'name' })
  await client.lists.create({ name: 'comes by the same space' })
  await until(() => old.lists().length === 2)
  expect([old.status.phase, old.healed, said.includes('again')]).toEqual(['in sync', 0, false])
  await old.close()
})

test('[F73] what a tab of before saves as a filter means what it means there; a program of today is read as it writes', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--data', folder.path] })
  const old = await connectOld(server.url, `${folder.path}/old.replica`)
  await old.synced()
  const [first, second] = [newId(), newId()]
  const make = (id: string, filter: string) => ({
    type: 'createFilter' as const,
    filter: { id, name: 'x', filter },
  })
  await old.send(first, make(first, 'overdue or today')).settled
  await old.send(newId(), { type: 'updateFilter', filter: first, changes: { filter: 'due soon' } }).settled
  await old.send(second, make(second, 'today')).settled
  const client = createClient(server.url)
  const texts = async () => (await Array.fromAsync(client.filters.all())).map(({ filter }) => filter)
  expect((await texts()).toSorted()).toEqual(['"due" and soon', '"today"'].toSorted())
  const today = await client.connect()
  await today.synced()
  const third = newId()
  await today.send(third, make(third, 'overdue or today')).settled
  expect(await client.filters.get(third)).toMatchObject({ filter: 'overdue or today' })
  await old.close()
  await today.close()
})
