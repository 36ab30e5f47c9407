/** The file of the database is taken away under the server that has it open (SPEC.md, L20, L21, L61). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand, startServer, tempFolder, type ServerProcess } from '../support/server.ts'
import { until } from '../support/until.ts'

interface Scene extends AsyncDisposable {
  server: ServerProcess
  folder: string
  file: string
}

async function scene(): Promise<Scene> {
  const folder = tempFolder()
  const server = await startServer({ args: ['--data', folder.path] })
  expect(await write(server, 'before')).toBe(303)
  return {
    server,
    folder: folder.path,
    file: join(folder.path, 'aiotodo.sqlite'),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

const write = async ({ url }: ServerProcess, name: string) =>
  (await fetch(`${url}/todos/`, { method: 'POST', body: JSON.stringify({ name }), redirect: 'manual' }))
    .status
const names = async ({ url }: ServerProcess) =>
  ((await (await fetch(`${url}/todos/`)).json()) as { name: string }[]).map(({ name }) => name)
const ready = async ({ url }: ServerProcess) => (await fetch(`${url}/readyz`)).status

/** How the file goes, and how it comes back. */
const ways: [name: string, take: (file: string) => void][] = [
  ['is removed', (file) => unlinkSync(file)],
  ['is moved away', (file) => renameSync(file, `${file}.elsewhere`)],
  [
    'has another database moved over it',
    (file) => {
      using other = new Database(`${file}.other`)
      other.run('create table meta (key text, value text)')
      renameSync(`${file}.other`, file)
    },
  ],
  [
    'has an empty file moved over it',
    (file) => (writeFileSync(`${file}.other`, ''), renameSync(`${file}.other`, file)),
  ],
  ['loses its log', (file) => unlinkSync(`${file}-wal`)],
  ['loses the index of its log', (file) => unlinkSync(`${file}-shm`)],
  ['goes with its folder', (file) => renameSync(join(file, '..'), `${join(file, '..')}.elsewhere`)],
]

test.each(ways)(
  '[L20] a database whose file %s takes no write from that moment on, and says what to do',
  async (_, take) => {
    await using there = await scene()
    const { server, file, folder } = there
    expect(await ready(server)).toBe(200)
    take(file)
    // Each by itself finds it at once.
    expect(await write(server, 'after')).toBe(503)
    expect(await ready(server)).toBe(503)
    for (const path of ['/api/v1/todos', '/api/v1/lists']) {
      const response = await fetch(`${server.url}${path}`, { method: 'POST', body: '{"name":"after"}' })
      expect([path, response.status, response.headers.has('retry-after')]).toEqual([path, 503, true])
    }
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    expect(await names(server)).toEqual(['before'])
    // What the line in the log says to do.
    const saved = `${folder}.jsonl`
    expect((await runCommand(['export', saved, '--server', server.url])).code).toBe(0)
    expect(await Bun.file(saved).text()).toContain('"before"')
    await server.stop()
    const lines = server
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
    expect(lines).toMatchObject([
      {
        level: 'error',
        message: 'trouble with the database',
        error: expect.stringContaining(folder),
        fix: expect.stringContaining('aiotodo export'),
      },
    ])
    for (const path of [saved, `${folder}.elsewhere`]) rmSync(path, { recursive: true, force: true })
  },
)

test('[L20] it is noticed while nobody asks for anything', async () => {
  await using there = await scene()
  unlinkSync(there.file)
  await until(() => there.server.stderr().includes('removed or moved away'))
})

test('[L20] that is looked for by ready checks too, when it was not met yet', async () => {
  await using there = await scene()
  unlinkSync(there.file)
  expect(await ready(there.server)).toBe(503)
})

test('[L21] when the file is back at its place it is written to again; nothing that was acknowledged is lost', async () => {
  await using there = await scene()
  const { server, file, folder } = there
  renameSync(file, `${file}.elsewhere`)
  expect(await write(server, 'refused')).toBe(503)
  renameSync(`${file}.elsewhere`, file)
  expect(await write(server, 'again')).toBe(303)
  expect(await ready(server)).toBe(200)
  await server.kill9()
  await using next = await startServer({ args: ['--data', folder] })
  expect(await names(next)).toEqual(['before', 'again'])
})

test('[L21] what was put in its place is not touched by the server that has the old one open', async () => {
  await using there = await scene()
  const { server, file } = there
  const other = tempFolder()
  using _ = other
  const another = await startServer({ args: ['--data', other.path] })
  expect(await write(another, 'of the other')).toBe(303)
  // With what is in its log alone.
  await another.kill9()
  for (const end of ['', '-wal']) renameSync(join(other.path, `aiotodo.sqlite${end}`), file + end)
  rmSync(`${file}-shm`)
  expect(await write(server, 'refused')).toBe(503)
  expect(await server.stop()).toBe(0)
  expect(existsSync(`${file}-wal`)).toBe(true)
  await using next = await startServer({ args: ['--data', there.folder] })
  expect(await names(next)).toEqual(['of the other'])
})

test('[L21] while many write, none is acknowledged that began after the file went', async () => {
  await using there = await scene()
  const { server, file } = there
  let isGone = false
  const late: number[] = []
  const writer = async (who: number) => {
    for (let count = 0; count < 60; count++) {
      const beganLate = isGone
      const status = await write(server, `${who} ${count}`)
      if (beganLate) late.push(status)
      if (count === 20 && who === 0) {
        renameSync(file, `${file}.elsewhere`)
        isGone = true
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, who) => writer(who)))
  expect(late.length).toBeGreaterThan(0)
  expect(new Set(late)).toEqual(new Set([503]))
})

test('[L61] when the log is cut in its place nothing is acknowledged any more, and one line says so', async () => {
  for (const bytes of [0, 5_000]) {
    await using there = await scene()
    const { server, file } = there
    for (let count = 0; count < 20; count++) expect(await write(server, `${count}`)).toBe(303)
    truncateSync(`${file}-wal`, bytes)
    expect(await write(server, 'after')).toBe(503)
    expect(await ready(server)).toBe(503)
    expect(await write(server, 'after that')).toBe(503)
    await server.stop()
    const lines = server
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
      .filter(({ trouble }) => trouble === 'damaged')
    expect(lines).toMatchObject([
      {
        level: 'error',
        error: expect.stringContaining('was cut to'),
        fix: expect.stringContaining('aiotodo export'),
      },
    ])
  }
})

test('[L61] it is noticed by ready checks too, while nobody writes', async () => {
  await using there = await scene()
  truncateSync(`${there.file}-wal`, 0)
  expect(await ready(there.server)).toBe(503)
})

test('[L61] what another program does to the log by SQLite is no damage: checkpoints that empty it, a vacuum', async () => {
  await using there = await scene()
  const { server, file } = there
  using other = new Database(file)
  other.run('pragma busy_timeout = 5000')
  let isOver = false
  const writing = Array.from({ length: 4 }, async (_, who) => {
    for (let count = 0; !isOver; count++) expect(await write(server, `${who} ${count}`)).toBe(303)
  })
  for (let round = 0; round < 100; round++) {
    other.query('pragma wal_checkpoint(truncate)').get()
    expect(await ready(server)).toBe(200)
    if (round % 25 === 0) other.run('vacuum')
    await Bun.sleep(1)
  }
  isOver = true
  await Promise.all(writing)
  expect(server.stderr()).toBe('')
})
