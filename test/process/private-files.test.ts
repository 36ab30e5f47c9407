/** What is written beside the data, and who may read it (SPEC.md, S20, S21, S60, S61). */
import { expect, test } from 'bun:test'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
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

test('[S60] behind a symbolic link, to a file that is there or not, all of it is its owner’s alone as well', async () => {
  using parent = tempFolder()
  const data = folderThere(parent.path, 0o700)
  const far = join(parent.path, 'far')
  mkdirSync(far)
  symlinkSync(join('..', 'far', 'real.sqlite'), join(data, 'aiotodo.sqlite'))
  for (const name of ['one', 'two']) {
    await using server = await startServer({ args: ['--data', data], program })
    expect((await post(server.url, name)).status).toBe(303)
    expect(readdirSync(far).toSorted()).toEqual(['real.sqlite', 'real.sqlite-shm', 'real.sqlite-wal'])
    expect(open(parent.path)).toEqual([])
    for (const file of readdirSync(far)) chmodSync(join(far, file), 0o666)
    expect((await runCommand(['ls', '--data', data], {}, { program })).code).toBe(0)
    expect(open(parent.path)).toEqual([])
  }
})

test('[S60] where the files behind a symbolic link are taken away, or it leads elsewhere, no write is acknowledged', async () => {
  using parent = tempFolder()
  const data = folderThere(parent.path, 0o700)
  const [link, far] = [join(data, 'aiotodo.sqlite'), join(parent.path, 'real.sqlite')]
  symlinkSync(far, link)
  await using server = await startServer({ args: ['--data', data] })
  for (const [take, giveBack] of [
    [() => renameSync(`${far}-wal`, `${far}-wal.away`), () => renameSync(`${far}-wal.away`, `${far}-wal`)],
    [() => renameSync(far, `${far}.away`), () => renameSync(`${far}.away`, far)],
    [
      () => {
        unlinkSync(link)
        symlinkSync('/dev/null', link)
      },
      () => {
        unlinkSync(link)
        symlinkSync(far, link)
      },
    ],
  ] as const) {
    expect((await post(server.url, crypto.randomUUID())).status).toBe(303)
    take()
    expect((await post(server.url, crypto.randomUUID())).status).toBe(503)
    giveBack()
  }
})

test('[S61] a file of keys that was made beside the database is closed at the start; of any other one that is open it is told', async () => {
  using parent = tempFolder()
  const data = folderThere(parent.path, 0o700)
  const key = 'k'.repeat(40)
  const [made, given] = [join(data, 'aiotodo.key'), join(parent.path, 'given.key')]
  for (const file of [made, given]) {
    writeFileSync(file, key)
    chmodSync(file, 0o644)
  }
  const warnings = async (args: string[]) => {
    await using server = await startServer({ args: ['--data', data, '--log-level', 'warn', ...args] })
    await server.stop()
    return server
      .stderr()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }
  expect(await warnings(['--secret-key-file', given])).toMatchObject([
    {
      message: 'the file of keys can be read by others',
      file: given,
      mode: '644',
      fix: expect.stringContaining('chmod 600'),
    },
  ])
  expect([statSync(made).mode & 0o777, statSync(given).mode & 0o777]).toEqual([0o644, 0o644])
  expect(await warnings([])).toEqual([])
  expect(statSync(made).mode & 0o777).toBe(0o600)
  const env = { AIOTODO_SECRET_KEY_FILE: given }
  expect((await runCommand(['doctor', '--data', data], env)).stdout).toContain(
    `The file of keys ${given} can be read by others (mode 644). chmod 600 ${given}`,
  )
  expect((await runCommand(['doctor', '--data', data])).stdout).not.toContain('file of keys')
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
