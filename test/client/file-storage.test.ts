/** A replica in a file: all of it is there however often it is opened, and nobody else's file is touched (SPEC.md, K30, K31, K60). */
import { expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { createApp } from '../../src/app.ts'
import { createClient } from '../../src/client/client.ts'
import { fileStorage } from '../../src/client/file-storage.ts'
import type { PersistedRows, Patch } from '../../src/client/replica-storage.ts'
import { listen } from '../support/sockets.ts'
import { tempFolder } from '../support/server.ts'

test('[K30] what is kept in a file is all there at every opening, without the server', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  await using server = listen(app)
  using folder = tempFolder()
  const path = `${folder.path}/replica`
  const first = await createClient(server.url).connect({ storage: await fileStorage(path) })
  await first.synced()
  const list = first.createList({ name: 'Home' })
  first.createTodo({ list: list.id, name: 'Milk' })
  const id = Bun.randomUUIDv7()
  await first.send(id, { type: 'createFilter', filter: { id, name: 'Soon', filter: 'due < +7d' } }).settled
  await first.synced()
  const shown = [first.filters(), first.lists(), first.todos()]
  await first.close()
  for (let opening = 2; opening <= 5; opening++) {
    const again = await createClient('http://127.0.0.1:1').connect({ storage: await fileStorage(path) })
    expect([again.filters(), again.lists(), again.todos()]).toEqual(shown)
    expect(again.healed).toBe(0)
    await again.close()
  }
  await app.close()
})

test('[K30] each kind of row comes back from the file, at every opening', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/replica`
  const of = { account: { id: 'account', name: 'local', defaultList: 'list' }, epoch: 'epoch' }
  const row = (id: string) => ({ id, version: 1 }) as never
  // Of a kind that is new, the compiler asks for a row here.
  const rows: { [K in keyof PersistedRows]: Map<string, PersistedRows[K]> } = {
    spaces: new Map([['list', { cursor: 3, digest: '0000000000000001' }]]),
    todos: new Map([['list todo', row('todo')]]),
    lists: new Map([['list', row('list')]]),
    members: new Map([['list', row('list')]]),
    filters: new Map([['filter', row('filter')]]),
    views: new Map([['view', row('view')]]),
    outbox: new Map([
      ['command', { seq: 1, at: 'now', command: { type: 'deleteTodo', id: 'command', todo: 'todo' } }],
    ]),
  }
  const patch: Patch = { of, ...rows }
  const first = await fileStorage(path)
  await first.save(patch)
  await first.close()
  for (let opening = 2; opening <= 5; opening++) {
    const storage = await fileStorage(path)
    expect(await storage.load()).toEqual({ ...of, ...rows })
    await storage.close()
  }
})

test('[K30] a file of the version before there were filters is read, and what waits in it is there', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/replica`
  const command = { type: 'deleteTodo', id: 'command', todo: 'todo' }
  const lines = [
    'aiotodo replica 1',
    { of: { account: { id: 'account', name: 'local', defaultList: 'list' }, epoch: 'epoch' } },
    { outbox: [['command', { seq: 1, at: 'now', command }]] },
  ]
  await Bun.write(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  for (let opening = 1; opening <= 3; opening++) {
    const storage = await fileStorage(path)
    const kept = await storage.load()
    expect([kept?.epoch, kept?.filters.size, kept?.outbox.get('command')?.command]).toEqual([
      'epoch',
      0,
      command as never,
    ])
    await storage.close()
  }
})

const strangers = {
  'a note': 'something else\n',
  'a file without a line': 'x',
  'an export of aiotodo': '{"aiotodo":"export","version":1}\n',
  'a replica of a later version': '"aiotodo replica 999"\n{"outbox":[["what waits",{}]]}\n',
  'bytes that are no text': '\xff\xfe\0\0',
}
test.each(Object.entries(strangers))(
  '[K31] %s is no replica: it is refused and stays as it is',
  async (_, text) => {
    using folder = tempFolder()
    const path = `${folder.path}/mine`
    await Bun.write(path, Buffer.from(text, 'latin1'))
    const refused = await fileStorage(path).catch((error: Error & { code?: string }) => error)
    expect(refused).toMatchObject({ code: 'not_a_replica', message: expect.stringContaining(path) })
    expect(Buffer.from(await Bun.file(path).bytes()).toString('latin1')).toBe(text)
    expect(await readdir(folder.path)).toEqual(['mine'])
  },
)

test('[K31] a file beside it that is no half-written replica stays as it is too', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/mine`
  await Bun.write(`${path}.new`, 'a new plan\n')
  expect(await fileStorage(path).catch((error: Error & { code?: string }) => error.code)).toBe(
    'not_a_replica',
  )
  expect(await Bun.file(`${path}.new`).text()).toBe('a new plan\n')
})

test.each(['', '"aiotodo rep', '"aiotodo replica 1"\n{"of":{'])(
  '[K31] an empty file is begun, and what a crash left of the last beginning (%j) is in nobody’s way',
  async (left) => {
    using folder = tempFolder()
    const path = `${folder.path}/mine`
    await Bun.write(path, '')
    await Bun.write(`${path}.new`, left)
    const storage = await fileStorage(path)
    expect(await storage.load()).toBeUndefined()
    await storage.close()
    expect(await readdir(folder.path)).toEqual(['mine'])
  },
)

const state = {
  of: { account: { id: 'account', name: 'local', defaultList: 'list' }, epoch: 'epoch' },
  outbox: [['command', { seq: 1, at: 'now', command: { type: 'deleteTodo', id: 'command', todo: 'todo' } }]],
}
const head = '"aiotodo replica 2"'
const later = JSON.stringify({
  outbox: [['other', { seq: 2, at: 'now', command: { type: 'deleteTodo', id: 'other', todo: 'x' } }]],
})

test.each([
  ['the first line cut off', [head, JSON.stringify(state).slice(0, 120)], 0],
  ['notes behind the head', [head, 'these are my notes', 'and more of them'], 0],
  ['a line written over in between', [head, JSON.stringify(state), '', '\0\0\0\0\0', '', later, ''], 2],
  ['bytes that are no text at its end', [head, JSON.stringify(state), '\xff\xfe garbage'], 1],
])(
  '[K60] of a replica with %s a copy stays beside it, and what can be read is there',
  async (_, lines, waiting) => {
    using folder = tempFolder()
    const path = `${folder.path}/mine`
    const text = Buffer.from(lines.join('\n'), 'latin1')
    await Bun.write(path, text)
    await Bun.write(`${path}.damaged`, 'of an earlier damage')
    const warned: string[] = []
    const hear = (warning: Error) => warned.push(warning.message)
    process.on('warning', hear)
    for (let opening = 1; opening <= 3; opening++) {
      const storage = await fileStorage(path)
      expect((await storage.load())?.outbox.size ?? 0).toBe(waiting)
      await storage.close()
    }
    while (warned.length === 0) await Bun.sleep(1)
    process.off('warning', hear)
    expect(warned).toEqual([expect.stringContaining(`${path}.damaged-2`)])
    expect(Buffer.from(await Bun.file(`${path}.damaged-2`).bytes()).equals(text)).toBe(true)
    expect(await Bun.file(`${path}.damaged`).text()).toBe('of an earlier damage')
    expect((await readdir(folder.path)).toSorted()).toEqual(['mine', 'mine.damaged', 'mine.damaged-2'])
  },
)

test('[K60] lines that a crash or a full disk cut off are no damage: they did not count', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/mine`
  await Bun.write(
    path,
    [head, JSON.stringify(state), later.slice(0, 30), later, later.slice(0, 40)].join('\n'),
  )
  const storage = await fileStorage(path)
  expect((await storage.load())?.outbox.size).toBe(2)
  await storage.close()
  expect(await readdir(folder.path)).toEqual(['mine'])
})

test('[K60] a folder in the place of the file is said to be one', async () => {
  using folder = tempFolder()
  const refused = await fileStorage(folder.path).catch((error: Error & { code?: string }) => error)
  expect(refused).toMatchObject({ code: 'not_a_replica', message: expect.stringContaining('is a folder') })
})
