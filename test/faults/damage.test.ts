/** A database that is damaged, or not as it must be: 503 at every door, never a refusal and never a fault (SPEC.md, F13 to F15). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { createClient } from '../../src/client/client.ts'
import { freshDatabase, startPostgres, type PostgresServer } from '../support/postgres.ts'
import { startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { Plain } from '../support/sockets.ts'

const uuid = () => Bun.randomUUIDv7()

interface Answer {
  door: string
  status: number
  retryAfter: string | null
  code: string | undefined
}

async function ask(
  url: string,
  method: string,
  path: string,
  body?: object,
): Promise<Answer & { body: any }> {
  const init = { method, redirect: 'manual', ...(body && { body: JSON.stringify(body) }) } as const
  const response = await fetch(url + path, init)
  const text = await response.text()
  const answer = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text
  const retryAfter = response.headers.get('retry-after')
  return { door: `${method} ${path}`, status: response.status, retryAfter, code: answer.code, body: answer }
}

/** All that reads or writes todos, by each door. */
const reads = ['/todos/', '/todos/1', '/api/v1/todos', '/api/v1/changes', '/api/v1/todos?q=todo']
async function throughDoors(url: string, id: string, which: 'reads' | 'writes'): Promise<Answer[]> {
  const asked =
    which === 'reads'
      ? [...reads, `/api/v1/todos/${id}`].map((path) => ask(url, 'GET', path))
      : [
          ask(url, 'POST', '/todos/', { name: uuid() }),
          ask(url, 'PATCH', '/todos/1', { finished: true }),
          ask(url, 'DELETE', '/todos/2'),
          ask(url, 'POST', '/api/v1/todos', { name: uuid() }),
          ask(url, 'PATCH', `/api/v1/todos/${id}`, { notes: uuid() }),
        ]
  return (await Promise.all(asked)).map(({ body: _, ...answer }) => answer)
}

/** The answers that are not 503, with a time to come back and, where problems have one, the code. */
const others = (answers: Answer[]): Answer[] =>
  answers.filter(
    ({ door, status, retryAfter, code }) =>
      status !== 503 || !retryAfter || (door.includes('/api/') && code !== 'database_unusable'),
  )

/** What a push by the socket is told of a command, and a batch. */
async function pushed(url: string): Promise<{ status: number; code: string }[]> {
  const account = await ownSpace(url)
  const { plain } = await Plain.greeted(url, { spaces: [account] })
  using _ = plain
  const command = { type: 'createTodo', id: uuid(), todo: { name: uuid() } }
  plain.send({ type: 'push', push: 1, commands: [command] })
  const { outcomes } = await plain.next('outcomes')
  const batch = await ask(url, 'POST', '/api/v1/batch', { commands: [{ ...command, id: uuid() }] })
  return [...outcomes, ...batch.body.outcomes].map(({ problem }) => ({
    status: problem?.status,
    code: problem?.code,
  }))
}

async function ownSpace(url: string): Promise<string> {
  using plain = await Plain.open(url)
  plain.send({ type: 'hello', spaces: [] })
  return (await plain.next('welcome')).account.id
}

/** How a socket ends that follows what can't be read. */
async function endOfSocket(url: string): Promise<number> {
  using plain = await Plain.open(url)
  plain.send({ type: 'hello' })
  return (await plain.closed).code
}

async function makeTodos(url: string): Promise<string> {
  const { body } = await ask(url, 'POST', '/api/v1/todos', { name: 'todo' })
  for (let round = 0; round < 3; round++) {
    const commands = Array.from({ length: 100 }, () => ({
      type: 'createTodo',
      todo: { name: `todo ${uuid()}`, notes: 'n'.repeat(500) },
    }))
    expect((await ask(url, 'POST', '/api/v1/batch', { commands })).status).toBe(200)
  }
  return body.id
}

const isReady = async (server: ServerProcess) => (await ask(server.url, 'GET', '/readyz')).status
const troubles = (server: ServerProcess) =>
  server
    .stderr()
    .split('\n')
    // The runtime's own lines are not of the log.
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, string>)

/** Overwrites the page where the table, or the index, begins. */
function damage(path: string, name: string): void {
  const database = new Database(path)
  database.run('pragma wal_checkpoint(truncate)')
  const [page] = database.query('select rootpage from sqlite_master where name = ?').values(name)[0] ?? []
  const [size] = database.query('pragma page_size').values()[0] ?? []
  database.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(Number(size), 0xfe), 0, Number(size), (Number(page) - 1) * Number(size))
  closeSync(file)
}

test('[F13] a damaged file of SQLite: 503 with Retry-After at every door, not ready, one line that names doctor and backups', async () => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  const first = await startServer({ args })
  const id = await makeTodos(first.url)
  await first.stop()
  damage(`${folder.path}/aiotodo.sqlite`, 'todos')
  await using server = await startServer({ args })
  expect(others(await throughDoors(server.url, id, 'reads'))).toEqual([])
  expect(others(await throughDoors(server.url, id, 'writes'))).toEqual([])
  expect(await pushed(server.url)).toEqual([
    { status: 503, code: 'database_unusable' },
    { status: 503, code: 'database_unusable' },
  ])
  expect(await endOfSocket(server.url)).toBe(4503)
  expect(await isReady(server)).toBe(503)
  expect((await ask(server.url, 'GET', '/livez')).status).toBe(200)
  expect(troubles(server)).toMatchObject([
    {
      level: 'error',
      message: 'trouble with the database',
      trouble: 'damaged',
      error: expect.stringContaining('SQLITE_CORRUPT'),
      fix: expect.stringMatching(/aiotodo doctor.*backup/),
    },
  ])
  // What is not damaged goes on, and does not make it well.
  expect((await ask(server.url, 'POST', '/api/v1/lists', { name: 'sound' })).status).toBe(201)
  expect(await isReady(server)).toBe(503)
  expect(await server.stop()).toBe(0)
})

test('[F13] a file of SQLite that is cut off under the server: the same', async () => {
  using folder = tempFolder()
  const args = ['--data', folder.path]
  const first = await startServer({ args })
  const id = await makeTodos(first.url)
  await first.stop()
  await using server = await startServer({ args })
  const path = `${folder.path}/aiotodo.sqlite`
  truncateSync(path, 40 * 2048)
  expect(readFileSync(path).length).toBe(40 * 2048)
  const answers = [
    ...(await throughDoors(server.url, id, 'reads')),
    ...(await throughDoors(server.url, id, 'writes')),
  ]
  // What is in its memory it may still tell, but whatever it can't is no fault of the program.
  expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([])
  expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(0)
  expect(await isReady(server)).toBe(503)
  expect(troubles(server).filter(({ message }) => message !== 'trouble with the database')).toEqual([])
})

test('[F14] a table of SQLite that is gone: 503, and on without a restart when it is back', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--data', folder.path] })
  const id = await makeTodos(server.url)
  const database = new Database(`${folder.path}/aiotodo.sqlite`)
  database.run('alter table todos rename to gone')
  expect(others(await throughDoors(server.url, id, 'reads'))).toEqual([])
  expect(others(await throughDoors(server.url, id, 'writes'))).toEqual([])
  expect(await isReady(server)).toBe(503)
  database.run('alter table gone rename to todos')
  database.close()
  expect((await ask(server.url, 'POST', '/todos/', { name: uuid() })).status).toBe(303)
  expect(await isReady(server)).toBe(200)
  expect(troubles(server)).toMatchObject([
    { trouble: 'unusable', fix: expect.stringMatching(/doctor.*backup/) },
  ])
})

/** A node whose role owns nothing. */
async function withRole() {
  const database = await freshDatabase()
  const role = `role_${uuid().replaceAll('-', '')}`
  const sql = new Bun.SQL(database.url, { max: 1 })
  // The tables are made by who owns them.
  await (await startServer({ args: ['--database', database.url] })).stop()
  await sql.unsafe(`create role ${role} login password 'test'`)
  await sql.unsafe(
    `grant all on schema public to ${role}; grant all on all tables in schema public to ${role}`,
  )
  await sql.unsafe(`grant all on all sequences in schema public to ${role}`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'test'
  const server = await startServer({ args: ['--database', url.href] })
  return {
    sql,
    role,
    server,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await sql.unsafe(`drop owned by ${role}; drop role ${role}`)
      await sql.close()
      await database.drop()
    },
  }
}

/** The socket of a client, which counts how often it pushed. */
class Counting extends WebSocket {
  static pushes = 0
  override send(frame: string): void {
    if (frame.startsWith('{"type":"push"')) Counting.pushes++
    super.send(frame)
  }
}

test('[F14] PostgreSQL takes rights away: 503, nothing of a client is taken back; with them it goes on without a restart', async () => {
  await using scene = await withRole()
  const { sql, role, server } = scene
  const id = await makeTodos(server.url)
  const replica = await createClient(server.url, { WebSocket: Counting }).connect()
  await replica.synced()
  const refusals: unknown[] = []
  replica.onRefused((refusal) => refusals.push(refusal))
  await sql.unsafe(`revoke insert, update on all tables in schema public from ${role}`)
  expect(others(await throughDoors(server.url, id, 'writes'))).toEqual([])
  expect((await throughDoors(server.url, id, 'reads')).map(({ status }) => status)).toEqual([
    200, 200, 200, 200, 200, 200,
  ])
  expect(await pushed(server.url)).toEqual([
    { status: 503, code: 'database_unusable' },
    { status: 503, code: 'database_unusable' },
  ])
  // An import has told its status by then: its last line says why.
  const imported = await fetch(`${server.url}/api/v1/import`, {
    method: 'POST',
    headers: { accept: 'application/jsonl' },
    body: '- [ ] from a file\n',
  })
  const [last = ''] = (await imported.text()).trimEnd().split('\n').slice(-1)
  expect(JSON.parse(last)).toMatchObject({ problem: { status: 503, code: 'database_unusable' } })
  expect(await isReady(server)).toBe(503)
  Counting.pushes = 0
  const name = uuid()
  const made = replica.createTodo({ name })
  while (Counting.pushes < 4) await Bun.sleep(5)
  expect(replica.status.waiting).toBe(1)
  await sql.unsafe(`grant all on all tables in schema public to ${role}`)
  await made.settled
  expect(refusals).toEqual([])
  expect(await isReady(server)).toBe(200)
  expect((await ask(server.url, 'GET', `/api/v1/todos/${made.id}`)).body).toMatchObject({ name })
  await replica.close()
  expect(troubles(server)).toMatchObject([{ trouble: 'unusable', error: expect.stringContaining('42501') }])
})

test('[F14] a table of PostgreSQL that is gone: the same', async () => {
  await using scene = await withRole()
  const { sql, server } = scene
  const id = await makeTodos(server.url)
  await sql.unsafe('alter table todos rename to gone')
  expect(others(await throughDoors(server.url, id, 'reads'))).toEqual([])
  expect(others(await throughDoors(server.url, id, 'writes'))).toEqual([])
  expect(await endOfSocket(server.url)).toBe(4503)
  expect(await isReady(server)).toBe(503)
  await sql.unsafe('alter table gone rename to todos')
  expect((await ask(server.url, 'POST', '/todos/', { name: uuid() })).status).toBe(303)
  expect(await isReady(server)).toBe(200)
  expect(troubles(server)).toMatchObject([{ trouble: 'unusable', error: expect.stringContaining('42P01') }])
})

/** Overwritten while it was down. */
async function overwrite(postgres: PostgresServer, sql: Bun.SQL, file: string): Promise<void> {
  // With all marks of what is visible made now, nobody's reading writes its pages to the log, from which they would be made whole.
  await sql.unsafe('vacuum (freeze, analyze) todos')
  await sql.unsafe('checkpoint')
  await postgres.kill9()
  const opened = openSync(file, 'r+')
  writeSync(opened, Buffer.alloc(readFileSync(file).length, 0xfe))
  closeSync(opened)
  await postgres.start()
}

/** Taken away, and opened anew by nobody before. */
async function remove(_: PostgresServer, sql: Bun.SQL, file: string): Promise<void> {
  rmSync(file)
  await sql.unsafe(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'aiotodo'",
  )
}

test.each([
  ['overwritten', overwrite, /XX00[12]/],
  ['gone', remove, /58P01/],
] as const)(
  '[F15] the file of a table is %s on the disk of PostgreSQL: 503 at every door, not ready, one line',
  async (_, harm, code) => {
    const postgres = await startPostgres()
    await using server = await startServer({ args: ['--database', postgres.url] })
    const id = await makeTodos(server.url)
    const sql = new Bun.SQL(postgres.url, { max: 1 })
    const [{ data_directory: folder }] = await sql.unsafe('show data_directory')
    const [{ path }] = await sql.unsafe("select pg_relation_filepath('todos') as path")
    await harm(postgres, sql, `${folder}/${path}`)
    await sql.close()
    while ((await ask(server.url, 'GET', '/readyz')).body.status === 'database away') await Bun.sleep(20)
    const answers = [
      ...(await throughDoors(server.url, id, 'reads')),
      ...(await throughDoors(server.url, id, 'writes')),
    ]
    expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([])
    expect(others(answers.filter(({ door }) => door === `GET /api/v1/todos/${id}`))).toEqual([])
    expect(await isReady(server)).toBe(503)
    const lines = troubles(server)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.['error']).toMatch(code)
    await server.stop()
    await postgres.stop()
  },
)
