/** Whether a node should get requests, and how it starts, while its database can not be written to (SPEC.md, L39 to L42). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import { createLog } from '../../src/log.ts'
import { startPostgres, type PostgresServer } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { runCommand, startServer } from '../support/server.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

const get = (app: App, path: string) =>
  app.fetch(new Request(`http://localhost${path}`, { headers: { host: 'localhost' } }))
const ready = async (app: App) => {
  const response = await get(app, '/readyz')
  return [response.status, ((await response.json()) as { status: string }).status]
}
const add = (app: App) =>
  app.fetch(
    new Request('http://localhost/api/v1/todos', {
      method: 'POST',
      headers: { host: 'localhost' },
      body: JSON.stringify({ name: Bun.randomUUIDv7() }),
    }),
  )

test('[L39] a node whose database takes only reads answers them, and is not ready; and is again when it takes writes', async () => {
  const app = await createApp({ database: { engine: 'postgres', url: postgres.url } })
  expect(await ready(app)).toEqual([200, 'ok'])
  const sql = new Bun.SQL(postgres.url, { max: 1 })
  // By an operator's hand.
  await sql.unsafe('alter system set default_transaction_read_only = on')
  await sql.unsafe('select pg_reload_conf()')
  await until(async () => (await ready(app))[0] === 503)
  expect(await ready(app)).toEqual([503, 'database read-only'])
  expect((await get(app, '/todos/')).status).toBe(200)
  expect((await add(app)).status).toBe(503)
  await sql.unsafe('set default_transaction_read_only = off')
  await sql.unsafe('alter system reset default_transaction_read_only')
  await sql.unsafe('select pg_reload_conf()')
  await until(async () => (await ready(app))[0] === 200)
  await sql.close()
  // As a standby.
  await postgres.halt()
  await postgres.startStandby('hot')
  await until(async () => (await get(app, '/todos/')).status === 200)
  expect(await ready(app)).toEqual([503, 'database read-only'])
  await postgres.promote()
  await until(async () => (await ready(app))[0] === 200)
  expect((await add(app)).status).toBe(201)
  await app.close()
})

test('[L40] while the database is silent it is said to be, before a statement that waits for it ends; and it is asked anew after that', async () => {
  const { port } = new URL(postgres.url)
  await using proxy = await startProxy(Number(port))
  const url = postgres.url.replace(port, new URL(proxy.url).port)
  const app = await createApp({ database: { engine: 'postgres', url } })
  expect(await ready(app)).toEqual([200, 'ok'])
  proxy.stall(true)
  let isRead = false
  const reading = get(app, '/todos/').then(({ status }) => {
    isRead = true
    return status
  })
  // More than there are connections: none of them is waited for.
  const many = await Promise.all(Array.from({ length: 30 }, () => ready(app)))
  expect(new Set(many.map(String))).toEqual(new Set(['503,database silent']))
  expect(await ready(app)).toEqual([503, 'database silent'])
  expect(isRead).toBe(false)
  proxy.stall(false)
  await until(async () => (await ready(app))[0] === 200)
  expect(await reading).toBe(200)
  await app.close()
})

test.each(['closed', 'hot'] as const)(
  '[L41] a node that starts while PostgreSQL recovers (%s) says so, and goes on when it takes writes',
  async (kind) => {
    await postgres.halt()
    await postgres.startStandby(kind)
    let lines = ''
    const log = createLog('info', false, (text) => {
      lines += text
      return text.length
    })
    let isStarted = false
    const onWait = (why: string) => log.warn('waiting for the database', { why })
    const starting = createApp({ database: { engine: 'postgres', url: postgres.url }, onWait }).then(
      (app) => {
        isStarted = true
        return app
      },
    )
    await until(() => {
      log.flush()
      return lines.includes('waiting for the database')
    })
    const line = JSON.parse(lines.split('\n')[0] ?? '') as Record<string, string>
    expect(line).toMatchObject({
      level: 'warn',
      why: expect.stringContaining(kind === 'hot' ? 'only reads' : 'the database system is'),
    })
    expect(isStarted).toBe(false)
    // A command that is not to wait is told the same at once.
    await expect(createApp({ database: { engine: 'postgres', url: postgres.url } })).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining(kind === 'hot' ? 'only reads' : 'the database system is'),
    })
    await postgres.promote()
    const app = await starting
    expect((await add(app)).status).toBe(201)
    await app.close()
  },
)

test('[L41] what refuses a start for good is still told at once', async () => {
  const { code, stderr } = await runCommand([
    'serve',
    '-P',
    '0',
    '--database',
    postgres.url.replace(':test@', ':wrong@'),
  ])
  expect(code).not.toBe(0)
  expect(stderr).toContain('PostgreSQL at')
  expect(stderr).not.toContain('waiting')
})

test('[L42] each line of the log is JSON, those of the runtime too, while the database goes and comes back', async () => {
  await using server = await startServer({ args: ['--database', postgres.url, '--log-level', 'info'] })
  await postgres.kill9()
  await until(() => server.stderr().includes('LISTEN'))
  await postgres.start()
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200)
  await server.stop()
  const lines = server.stderr().trim().split('\n')
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
  expect(lines.map((line) => JSON.parse(line) as { message: string })).toContainEqual(
    expect.objectContaining({ level: 'warn', text: expect.stringContaining('LISTEN') }),
  )
})
