/** The drill: writes at a rate, a backup, kill -9, a restore; and the backups that a server makes (SPEC.md, B24 to B26). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { Command } from 'commander'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { makeBackup, newKeyPair, restoreBackup } from '../../src/backups.ts'
import { readSetting, settings, type SettingName } from '../../src/settings.ts'
import { createClient, type LiveReplica } from '../../src/client/client.ts'
import { clientOf } from '../support/engines.ts'
import { startProxy } from '../support/proxy.ts'
import { startServer, tempFolder } from '../support/server.ts'
import { until } from '../support/until.ts'

/** Writes on and on, some two hundred a second, and knows what was acknowledged. */
function writeWith(replica: LiveReplica, who: string) {
  const [sent, acknowledged] = [new Set<string>(), new Set<string>()] as const
  let isOver = false
  const list = replica.lists()[0]?.id as string
  const write = () => {
    const name = `${who} ${sent.size}`
    sent.add(name)
    replica.createTodo({ list, name }).settled.then(
      () => acknowledged.add(name),
      () => {},
    )
  }
  const writing = (async () => {
    for (; !isOver; await Bun.sleep(10)) write()
  })()
  const stop = () => {
    isOver = true
    return writing
  }
  const names = () => replica.todos({ list }).map(({ name }) => name)
  return { sent, acknowledged, write, stop, names, replica }
}

test('[B24] after a kill and a restore what was acknowledged before the backup is there, replicas heal, and what waited comes in once', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const database = { engine: 'sqlite', path: join(data, 'aiotodo.sqlite') } as const
  let server = await startServer({ args: ['--data', data] })
  await using proxy = await startProxy(server.port)
  const replicas = await Promise.all([1, 2].map(() => createClient(proxy.url).connect()))
  try {
    await Promise.all(replicas.map((replica) => replica.synced()))
    const writers = replicas.map((replica, index) => writeWith(replica, `writer ${index}`))
    await until(() => writers.every(({ acknowledged }) => acknowledged.size > 50))
    const before = writers.flatMap(({ acknowledged }) => [...acknowledged])
    const backups = join(folder.path, 'backups')
    await makeBackup({ database, target: `${backups}/`, keep: undefined, recipients: [] })
    const during = writers.map(({ acknowledged }) => acknowledged.size)
    await until(() =>
      writers.every(({ acknowledged }, index) => acknowledged.size > (during[index] ?? 0) + 50),
    )
    await server.kill9()
    await Promise.all(writers.map(({ stop }) => stop()))
    // They go on without it.
    const waiting = writers.flatMap(({ sent, write }) => {
      const known = new Set(sent)
      for (let count = 0; count < 10; count++) write()
      return [...sent].filter((name) => !known.has(name))
    })
    const lost = writers.flatMap(({ acknowledged }) => [...acknowledged])
    const { kept } = await restoreBackup({
      database,
      source: backups,
      keyFile: undefined,
      confirm: async () => {},
    })
    expect(statSync(kept as string).size).toBeGreaterThan(0)
    server = await startServer({ args: ['--data', data] })
    proxy.target = server.port
    await until(() => replicas.every((replica) => replica.outbox.length === 0), 'that what waited is sent')
    await Promise.all(replicas.map((replica) => replica.synced()))
    const truth = async (): Promise<string[]> => {
      const names: string[] = []
      for await (const todo of createClient(server.url).todos.all({})) names.push(todo.name)
      return names.toSorted()
    }
    const names = await truth()
    await until(
      () => writers.every((writer) => Bun.deepEquals(writer.names().toSorted(), names)),
      'that replicas heal',
    )
    expect(new Set(names).size).toBe(names.length)
    const there = new Set(names)
    expect([...before, ...waiting].filter((name) => !there.has(name))).toEqual([])
    // The backup was older than some of it: else nothing was put back.
    expect(lost.some((name) => !there.has(name))).toBe(true)
  } finally {
    await Promise.all(replicas.map((replica) => replica.close()))
    await server[Symbol.asyncDispose]()
  }
})

test('[B25] a server makes backups by itself, encrypted if asked, and says so; where it can not it says why, and serves', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const { file, recipient } = await newKeyPair(new Date())
  const at = (name: string) => join(folder.path, name)
  writeFileSync(at('key'), file)
  writeFileSync(at('letter.txt'), 'Dear Ann')
  const backups = at('backups')
  {
    const args = ['--data', data, '--log-level', 'info', '--backup', backups, '--backup-keep', '7d']
    await using server = await startServer({ args: [...args, '--backup-encrypt-for', recipient] })
    await until(() => server.stderr().includes('"backup made"'), server.stderr)
    expect(readdirSync(backups)).toEqual([expect.stringMatching(/^aiotodo-\d{8}T\d{6}Z\.sqlite\.age$/)])
    const line = server
      .stderr()
      .split('\n')
      .find((each) => each.includes('backup made')) as string
    expect(JSON.parse(line)).toMatchObject({ level: 'info', place: expect.stringContaining(backups) })
    expect(await server.stop()).toBe(0)
  }
  const to = { engine: 'sqlite', path: at('new.sqlite') } as const
  await restoreBackup({ database: to, source: backups, keyFile: at('key'), confirm: async () => {} })
  await using server = await startServer({ args: ['--data', data, '--backup', at('letter.txt')] })
  await until(() => server.stderr().includes('no backup could be made'))
  expect(server.stderr()).toContain('letter.txt is there and is no backup')
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
})

test('[B26] each switch of the server, --no-checkpoints too, is on where the command line has it, and off where it has not', () => {
  for (const [name, { flag }] of Object.entries(settings)) {
    if (flag.includes('<')) continue
    const optionsOf = (...given: string[]) => new Command().option(flag).parse(given, { from: 'user' }).opts()
    const read = (...given: string[]) => readSetting(name as SettingName, optionsOf(...given), {})
    expect([name, read(), read(flag.split(' ').at(-1) as string)]).toEqual([name, false, true])
  }
})

test.each([true, false])(
  '[B26] with --no-checkpoints (%p) the log is left to another program',
  async (noCheckpoints) => {
    using folder = tempFolder()
    const database = { engine: 'sqlite', path: join(folder.path, 'aiotodo.sqlite') } as const
    const app = await createApp({ database, noCheckpoints })
    using other = new Database(database.path, { readonly: true })
    const { done } = clientOf(app, database)
    const written = () =>
      other
        .query<{ log: number; checkpointed: number }, []>('pragma wal_checkpoint(noop)')
        .get() as never as {
        log: number
        checkpointed: number
      }
    let count = 0
    const write = async () => {
      const commands = Array.from({ length: 100 }, () => ({
        type: 'createTodo',
        todo: { name: `todo ${count++}`, notes: 'n'.repeat(9_000), list: app.account.defaultList },
      }))
      await done('POST', '/api/v1/batch', { commands })
    }
    // From 8,192 pages on it is written back, a look every sixteen commits.
    for (let commits = 0; commits < 40; commits++) await write()
    if (noCheckpoints) expect(written()).toMatchObject({ checkpointed: 0 })
    else
      await until(async () => {
        await done('POST', '/api/v1/todos', { name: `more ${count++}`, list: app.account.defaultList })
        return statSync(database.path).size > 8_192 * 2_048
      })
    if (noCheckpoints) expect(written().log).toBeGreaterThan(8_192)
    await app.close()
  },
)
