/** PostgreSQL that goes away and comes back, and several nodes on one PostgreSQL (SPEC.md, F2 to F4). */
import { expect, test } from 'bun:test'
import { openDatabase } from '../../src/app.ts'
import { allTodos, brokenPromises, newLedger, startWriters } from '../support/load.ts'
import { freshDatabase, startPostgres } from '../support/postgres.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const rounds = Math.ceil(Number(process.env['AIOTODO_SOAK_ROUNDS'] ?? 50) / 15)

test(`[F2] PostgreSQL killed and restarted ${rounds} times under load: nothing acknowledged is lost, nothing acts twice`, async () => {
  const postgres = await startPostgres()
  await using server = await startServer({ args: ['--database', postgres.url] })
  const ledger = newLedger()
  const writers = startWriters(16, () => server.url, ledger)
  for (let round = 0; round < rounds; round++) {
    await Bun.sleep(100 + Math.random() * 300)
    await postgres.kill9()
    await Bun.sleep(Math.random() * 300)
    await postgres.start()
  }
  await Bun.sleep(300)
  await writers.finish()
  expect(await brokenPromises(server.url, ledger)).toEqual([])
  expect(ledger.created.size).toBeGreaterThan(10)
  expect(await server.stop()).toBe(0)
  await postgres.stop()
})

test('[F3] while the database is away: 503 with Retry-After, not ready but alive; then on without a restart', async () => {
  const postgres = await startPostgres()
  await using server = await startServer({ args: ['--database', postgres.url] })
  const status = async (method: string, path: string, body?: string) => {
    const response = await fetch(server.url + path, { method, ...(body && { body }) })
    await response.text()
    return [response.status, response.headers.get('retry-after')]
  }
  expect(await status('GET', '/readyz')).toEqual([200, null])
  await postgres.kill9()
  const away = await Promise.all([
    status('GET', '/readyz'),
    status('GET', '/livez'),
    status('GET', '/todos/'),
    status('GET', '/api/v1/todos'),
    status('POST', '/todos/', '{"name":"while away"}'),
    status('PATCH', '/todos/1', '{"finished":true}'),
  ])
  expect(away).toEqual([
    [503, '1'],
    [200, null],
    [503, '1'],
    [503, '1'],
    [503, '1'],
    [503, '1'],
  ])
  await postgres.start()
  await until(async () => (await status('GET', '/readyz'))[0] === 200, 'ready')
  expect(
    (await fetch(`${server.url}/todos/`, { method: 'POST', body: '{"name":"back"}', redirect: 'manual' }))
      .status,
  ).toBe(303)
  expect((await status('GET', '/readyz'))[0]).toBe(200)
  await server.stop()
  await postgres.stop()
})

test('[F4] two nodes write one list: versions have no gap and no double, numbers are unique, both nodes show the same', async () => {
  const database = await freshDatabase()
  const args = ['--database', database.url]
  // Started at once, on an empty database: one of them migrates, the other waits for it.
  const nodes = await Promise.all([startServer({ args }), startServer({ args })])
  const ledger = newLedger()
  const writers = nodes.map(({ url }) => startWriters(8, () => url, ledger))
  await until(() => ledger.created.size > 60, 'what is written by both')
  await Promise.all(writers.map((writer) => writer.finish()))
  const [one, other] = await Promise.all(nodes.map(({ url }) => allTodos(url)))
  expect(one).toEqual(other as NonNullable<typeof other>)
  expect(await brokenPromises(nodes[0].url, ledger)).toEqual([])
  const sql = new Bun.SQL(database.url)
  const rows = (await sql`select version from journal where changes <> '{}' order by version`) as {
    version: string
  }[]
  expect(rows.map(({ version }) => Number(version))).toEqual(rows.map((_, index) => index + 2))
  expect(rows.length).toBeGreaterThan(50)
  expect(Number((await sql`select count(*) as count from accounts`)[0].count)).toBe(1)
  await sql.close()
  for (const node of nodes) expect(await node.stop()).toBe(0)
  await database.drop()
})

test('[F4] a todo that one node moves from list to list while another changes it: each change is carried out', async () => {
  const database = await freshDatabase()
  const args = ['--database', database.url]
  await using one = await startServer({ args })
  await using two = await startServer({ args })
  const send = async (node: { url: string }, method: string, path: string, body?: object) => {
    const response = await fetch(`${node.url}/api/v1${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as { id: string } }
  }
  const lists = [
    await send(one, 'POST', '/lists', { name: 'a' }),
    await send(one, 'POST', '/lists', { name: 'b' }),
  ]
  const todo = await send(one, 'POST', '/todos', { name: 'x', list: lists[0]?.body.id })
  const statuses = new Set<number>()
  const repeat = async (node: { url: string }, change: (round: number) => object) => {
    for (let round = 1; round <= 150; round++)
      statuses.add((await send(node, 'PATCH', `/todos/${todo.body.id}`, change(round))).status)
  }
  await Promise.all([
    repeat(one, (round) => ({ list: lists[round % 2]?.body.id })),
    repeat(two, (round) => ({ notes: `${round}` })),
  ])
  expect([...statuses]).toEqual([200])
  for (const node of [one, two]) expect(await node.stop()).toBe(0)
  const { differing } = await inspected(database.url)
  expect(differing).toEqual([])
  await database.drop()
})

async function inspected(url: string) {
  const store = await openDatabase({ engine: 'postgres', url })
  const findings = await store.examine(false)
  await store.close()
  return findings
}
