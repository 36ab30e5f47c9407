/** What is written beside the data, and who may read it (SPEC.md, S20, S21). */
import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '../../src/client/client.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

const main = join(import.meta.dir, '..', '..', 'src', 'main.ts')
/** As for somebody whose files are everybody's. */
const program = ['sh', '-c', 'umask 0; exec "$@"', 'sh', process.execPath, main]

/** The files below a folder that others than their owner can read, write or run. */
const open = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0)

/** A folder that was there before, as `mkdir` makes it. */
function folderThere(parent: string, mode: number): string {
  const folder = join(parent, 'there')
  mkdirSync(folder)
  chmodSync(folder, mode)
  return folder
}

const post = (url: string, name: string) =>
  fetch(`${url}/todos/`, { method: 'POST', body: JSON.stringify({ name }), redirect: 'manual' })

test('[S20] the database and what SQLite puts beside it can be read by their owner alone, in a folder that was there before', async () => {
  using parent = tempFolder()
  const data = folderThere(parent.path, 0o755)
  await using server = await startServer({ args: ['--data', data], program })
  expect((await post(server.url, 'one')).status).toBe(303)
  expect(readdirSync(data).toSorted()).toEqual(['aiotodo.sqlite', 'aiotodo.sqlite-shm', 'aiotodo.sqlite-wal'])
  expect(open(data)).toEqual([])
})

test('[S20] a database that was open to others is closed when it is opened, also under a process that has it open', async () => {
  using parent = tempFolder()
  const data = folderThere(parent.path, 0o755)
  await using server = await startServer({ args: ['--data', data], program })
  await post(server.url, 'one')
  for (const name of readdirSync(data)) chmodSync(join(data, name), 0o666)
  expect((await runCommand(['ls', '--data', data], {}, { program })).stdout).toContain('one')
  expect(open(data)).toEqual([])
})

test('[S20] the rights of a file that is no database of aiotodo are left as they are', async () => {
  using parent = tempFolder()
  const file = join(parent.path, 'notes.txt')
  writeFileSync(file, 'These are notes, and no database at all.\n'.repeat(100))
  chmodSync(file, 0o644)
  expect((await runCommand(['ls', '--database', `sqlite:${file}`], {}, { program })).code).not.toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o644)
})

test('[S20] exports, logins and replicas can be read by their owner alone, also where a file of theirs was left open', async () => {
  using parent = tempFolder()
  const [data, out] = [join(parent.path, 'data'), folderThere(parent.path, 0o755)]
  await using server = await startServer({ args: ['--data', data], program })
  await post(server.url, 'one')
  for (const name of ['all.zip', 'all.zip.part', 'todos.replica.new']) {
    writeFileSync(join(out, name), '')
    chmodSync(join(out, name), 0o666)
  }
  for (const name of ['all.zip', 'all.jsonl', 'empty.csv'])
    expect(
      (await runCommand(['export', join(out, name), '--server', server.url], {}, { program })).code,
    ).toBe(0)
  const env = { XDG_CONFIG_HOME: out }
  expect((await runCommand(['login', server.url, '--token', 'aiotodo_x'], env, { program })).code).toBe(0)
  const before = process.umask(0)
  try {
    const storage = await fileStorage(join(out, 'todos.replica'))
    const replica = await createClient(server.url).connect({ storage })
    await replica.synced()
    await replica.close()
    const below = await fileStorage(join(out, 'below', 'deeper', 'todos.replica'))
    await below.close()
  } finally {
    process.umask(before)
  }
  expect(readdirSync(out).toSorted()).toEqual([
    'aiotodo',
    'all.jsonl',
    'all.zip',
    'below',
    'empty.csv',
    'todos.replica',
  ])
  expect(open(out)).toEqual([])
  for (const folder of ['aiotodo', 'below', 'below/deeper'])
    expect([folder, statSync(join(out, folder)).mode & 0o777]).toEqual([folder, 0o700])
})

test.each([
  [0o755, 'can see which files there are'],
  [0o1777, 'can see which files there are'],
  [0o775, 'can remove and replace the database'],
  [0o777, 'can remove and replace the database'],
])(
  '[S21] that the folder is open to others (%o) is told at the start, and what to do',
  async (mode, others) => {
    using parent = tempFolder()
    const data = folderThere(parent.path, mode)
    await using server = await startServer({ args: ['--data', data, '--log-level', 'warn'] })
    await server.stop()
    const [line, ...rest] = server.stderr().trim().split('\n')
    expect(rest).toEqual([])
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'warn',
      message: 'the folder of the database is open to others',
      folder: data,
      mode: mode.toString(8),
      others,
      fix: expect.stringContaining(`chmod 700 ${data}`),
    })
  },
)

test('[S21] of a folder that is its owner’s alone, and of one that the server makes, nothing is told', async () => {
  using parent = tempFolder()
  for (const data of [folderThere(parent.path, 0o700), join(parent.path, 'new')]) {
    await using server = await startServer({ args: ['--data', data, '--log-level', 'warn'], program })
    await server.stop()
    expect([data, server.stderr(), statSync(data).mode & 0o777]).toEqual([data, '', 0o700])
  }
})
