/** Several nodes on one PostgreSQL (SPEC.md, Y20 to Y22). */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { createNotifier } from '../../src/storage/notify.ts'
import { joinNodes } from '../../src/core/feed/nodes.ts'
import { createFeed } from '../../src/core/feed/feed.ts'
import { createApp } from '../support/app.ts'
import { newDatabase } from '../support/engines.ts'
import { listen, Plain, type Listening } from '../support/sockets.ts'
import { until } from '../support/until.ts'

let database: Awaited<ReturnType<typeof newDatabase>>
let apps: App[]
let servers: Listening[]
beforeEach(async () => {
  database = await newDatabase('postgres')
  apps = [await createApp({ database: database.name }), await createApp({ database: database.name })]
  servers = apps.map(listen)
})
afterEach(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]()
  for (const app of apps) await app.close()
  await database.drop()
})

const create = async (node: number, name: string) => {
  const response = await fetch(`${servers[node]?.url}/todos/`, {
    method: 'POST',
    body: JSON.stringify({ name }),
    redirect: 'manual',
  })
  expect(response.status).toBe(303)
}
const sql = async (statement: string) => {
  const connection = new Bun.SQL((database.name as { url: string }).url, { max: 1 })
  const rows = await connection.unsafe(statement)
  await connection.close()
  return rows
}

test('[Y20] what one node commits is told by the others, in both directions', async () => {
  const [one, two] = [await Plain.greeted(servers[0]?.url ?? ''), await Plain.greeted(servers[1]?.url ?? '')]
  await create(0, 'by the first')
  expect((await two.plain.next('delta')).todos[0].name).toBe('by the first')
  await create(1, 'by the second')
  await one.plain.next('delta')
  expect((await one.plain.next('delta')).todos[0].name).toBe('by the second')
  one.plain[Symbol.dispose]()
  two.plain[Symbol.dispose]()
})

test('[Y20] a notification that is none of a node ends nothing, and what it may have hidden is looked for', async () => {
  const { plain } = await Plain.greeted(servers[1]?.url ?? '')
  using _ = plain
  const list = apps[1]?.account.defaultList
  for (const payload of ['garbage', 'null', '5', '[]', `{"${list}":"1"}`, `{"${list}":{}}`])
    await sql(`notify aiotodo, '${payload}'`)
  await create(0, 'after it')
  expect((await plain.next('delta')).todos[0].name).toBe('after it')
})

test('[Y21] a node whose LISTEN connection broke catches up', async () => {
  const { plain } = await Plain.greeted(servers[1]?.url ?? '')
  using _ = plain
  await sql(
    "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()",
  )
  const names = ['a', 'b', 'c', 'd', 'e']
  for (const name of names) await create(0, name)
  const seen: string[] = []
  while (seen.length < names.length)
    seen.push(...(await plain.next('delta')).todos.map((todo: any) => todo.name))
  expect(seen).toEqual(names)
})

/** What whoever listens beside the nodes has heard of a write to one of them, when they are closed. */
async function heardBeside(node: number): Promise<string[]> {
  const heard: string[] = []
  await using beside = new Bun.SQL((database.name as { url: string }).url, { max: 1 })
  await beside.listen('aiotodo', (payload) => heard.push(payload))
  const { plain } = await Plain.greeted(servers[node]?.url ?? '')
  using _ = plain
  await create(node, `written to ${node}`)
  await plain.next('delta')
  for (const app of apps.splice(0)) await app.close()
  await sql("notify aiotodo, 'the end'")
  await until(() => heard.includes('the end'))
  return heard
}

test('[S80] a node that is alone notifies nobody, and one that is not does', async () => {
  const list = apps[0]?.account.defaultList as string
  const both = await heardBeside(0)
  expect(both).toEqual([JSON.stringify({ [list]: 2 }), 'the end'])

  apps = [await createApp({ database: database.name })]
  await using alone = listen(apps[0] as App)
  servers.push(alone)
  expect(await heardBeside(2)).toEqual(['the end'])
})

test('[S80] a node is told again when the connection broke that says it listens', async () => {
  const held = async () =>
    (
      await sql(
        "select pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted and database = (select oid from pg_database where datname = current_database())",
      )
    ).map(({ pid }: { pid: number }) => pid)
  const before = await held()
  expect(before.length).toBe(2)
  await sql(`select pg_terminate_backend(${before[1]})`)
  const isBack = async () => {
    const now = await held()
    return now.length === 2 && !now.includes(before[1])
  }
  while (!(await isBack())) await Bun.sleep(5)
})

test('[Y22] where nodes can not tell each other, versions are polled', async () => {
  const [app] = apps as [App]
  const { reads } = app.store
  const feed = createFeed(reads, app.store.epoch)
  const woken: number[] = []
  feed.subscribe(app.account.defaultList, (version) => woken.push(version))
  const nodes = await joinNodes({
    store: { ...app.store, listen: () => Promise.resolve(false) },
    feed,
    turn: () => Bun.sleep(0),
    every(ms, callback) {
      const timer = setInterval(callback, ms)
      return () => clearInterval(timer)
    },
  })
  await create(1, 'x')
  await until(() => woken.includes(2))
  expect(woken.at(-1)).toBe(2)
  nodes.stop()
})

test('[Y22] a database that refuses LISTEN is one without', async () => {
  const notifier = createNotifier('postgres://nobody:nothing@127.0.0.1:1/nowhere')
  expect(await notifier.listen(() => {})).toBe(false)
  notifier.announce({ a: 1 })
  await notifier.close()
})
