/** What is counted of spaces: their versions and digests (SPEC.md, S51, S52). */
import { describe, expect, test } from 'bun:test'
import { createPruner } from '../../src/core/history/pruner.ts'
import { emptyDigest, withRow } from '../../src/model/digest.ts'
import { newSpace, Spaces } from '../../src/model/spaces.ts'
import { onEachEngine } from '../support/engines.ts'
import { importFile } from '../support/exchange.ts'
import { ownFile, ownList, ownTodo } from '../support/own-file.ts'
import { randomOf } from '../support/random.ts'

const uuid = () => Bun.randomUUIDv7()
const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

describe('spaces', () => {
  const start = () =>
    new Spaces([
      { ...newSpace('a'), version: 4 },
      { ...newSpace('b'), digest: null },
    ])
  const todo = (list: string, id: string, version: number, number = 1, position = 'a0') => {
    return { id, list, version, number, position }
  }

  test('[S11] a space that was not loaded is neither raised nor changed, and one that is there is not made', () => {
    const spaces = start()
    const fault = 'space c would be changed, which was not loaded'
    expect(() => spaces.raise('c')).toThrow(fault)
    expect(() => spaces.put('c', { id: 'x', version: 0 })).toThrow(fault)
    expect(() => spaces.remove('c', { id: 'x', version: 0 })).toThrow(fault)
    expect(() => spaces.recount('c', emptyDigest)).toThrow(fault)
    expect(() => spaces.putTodo(todo('c', 'x', 1))).toThrow(fault)
    expect(() => spaces.make('a')).toThrow('space a would be made, which is there')
    expect(spaces.changed()).toEqual([])
  })

  test('[S51] a row has the version of its space when it is put there: another one is a fault', () => {
    const spaces = start()
    expect(spaces.raise('a')).toBe(5)
    for (const version of [4, 6])
      expect(() => spaces.put('a', { id: 'x', version })).toThrow(
        `row x has version ${version}; space a is at 5`,
      )
    spaces.put('a', { id: 'x', version: 5 })
    expect(spaces.get('a')?.digest).toEqual(withRow(emptyDigest, 'x', 5))
  })

  test('[S51] the digest is of the rows that are there, and is not kept up where it was not known', () => {
    const spaces = start()
    spaces.make('c')
    for (const [at, id] of ['x', 'y', 'z'].entries())
      spaces.putTodo(todo('a', id, spaces.raise('a'), at + 7, `a${at}`))
    expect(spaces.get('a')).toMatchObject({ version: 7, nextNumber: 10, lastPosition: 'a2' })
    spaces.putTodo(todo('a', 'x', spaces.raise('a'), 7), todo('a', 'x', 5))
    spaces.raise('a')
    spaces.putTodo(todo('c', 'y', spaces.raise('c')), todo('a', 'y', 6))
    spaces.remove('a', { id: 'z', version: 7 })
    expect(spaces.get('a')).toMatchObject({ version: 9, digest: withRow(emptyDigest, 'x', 8) })
    expect(spaces.get('c')?.digest).toEqual(withRow(emptyDigest, 'y', 1))
    spaces.putTodo(todo('b', 'w', spaces.raise('b')))
    spaces.remove('b', { id: 'v', version: 1 })
    expect(spaces.get('b')).toMatchObject({ version: 1, digest: null })
    expect(spaces.changed().map(({ before, after }) => [before?.version, after.id])).toEqual([
      [4, 'a'],
      [0, 'b'],
      [undefined, 'c'],
    ])
  })

  test('[S51] a copy and what it was made of do not change one another', () => {
    const spaces = start()
    spaces.raise('a')
    const copy = spaces.copy()
    expect([copy.raise('a'), copy.raise('a'), spaces.raise('a'), copy.get('a')?.version]).toEqual([
      6, 7, 6, 7,
    ])
    expect(copy.changed().map(({ before }) => before?.version)).toEqual([4])
  })
})

onEachEngine('digests', (client) => {
  const dayMs = 24 * 60 * 60 * 1_000
  let day = 0
  /** Forgets what is in the trash by now. */
  async function prune() {
    day += 40
    const at = Date.now() + day * dayMs
    const faults: unknown[] = []
    const pruner = createPruner({
      store: client().app.store,
      keepHistoryMs: day * 2 * dayMs,
      // What is in the trash is a moment old on its day.
      keepTrashMs: day * dayMs - 1,
      nowMs: () => at,
      every: () => () => {},
      sleep: async () => {},
      onPruned: () => {},
      onFault: (error) => faults.push(error),
    })
    await Bun.sleep(2)
    await pruner.run()
    await pruner.stop()
    expect(faults).toEqual([])
  }

  test(`[S52] whatever is written, imported, taken back and forgotten, the digests kept are those of the rows (seed ${seed})`, async () => {
    const random = randomOf(seed)
    const below = (count: number) => Math.floor(random() * count)
    const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T
    const { send, done } = client()
    const lists = [uuid(), uuid(), uuid()]
    const todos = Array.from({ length: 12 }, uuid)
    const filters = [uuid(), uuid()]
    const name = () => pick(['a', 'b', 'c', 'd'])
    const commands: (() => object)[] = [
      () => ({ type: 'createTodo', todo: { id: pick(todos), list: pick(lists), name: name() } }),
      () => ({ type: 'createTodo', todo: { list: pick(lists), name: name(), parent: pick(todos) } }),
      () => ({ type: 'updateTodo', todo: pick(todos), changes: { name: name(), finished: random() < 0.5 } }),
      () => ({ type: 'updateTodo', todo: pick(todos), changes: { list: pick(lists) } }),
      () => ({ type: 'updateTodo', todo: pick(todos), changes: { parent: pick([null, ...todos]) } }),
      () => ({ type: 'updateTodo', todo: pick(todos), changes: { due: '2026-12-01', repeat: 'FREQ=DAILY' } }),
      () => ({ type: 'deleteTodo', todo: pick(todos) }),
      () => ({ type: 'restoreTodo', todo: pick(todos) }),
      () => ({ type: 'createList', list: { id: pick(lists), name: name() } }),
      () => ({ type: 'updateList', list: pick(lists), changes: { name: name(), colour: 'red' } }),
      () => ({ type: 'deleteList', list: pick(lists) }),
      () => ({ type: 'restoreList', list: pick(lists) }),
      () => ({ type: 'createFilter', filter: { id: pick(filters), name: name(), filter: 'finished' } }),
      () => ({ type: 'updateFilter', filter: pick(filters), changes: { name: name() } }),
      () => ({ type: 'deleteFilter', filter: pick(filters) }),
    ]
    const happened = { written: 0, imported: 0, undone: 0, pruned: 0 }
    const steps: (() => Promise<unknown>)[] = [
      async () => {
        const batch = {
          atomic: random() < 0.3,
          commands: Array.from({ length: 1 + below(6) }, () => pick(commands)()),
        }
        const response = await send('POST', '/api/v1/batch', batch)
        if (response.ok) happened.written++
        await response.text()
      },
      async () => {
        const list = pick([uuid(), ...lists])
        const rows = Array.from({ length: 1 + below(5) }, (_, at) =>
          ownTodo(list, uuid(), { number: at + 1 }),
        )
        const response = await send('POST', '/api/v1/import?', ownFile(ownList(list), ...rows))
        if (response.ok) happened.imported++
        await response.text()
      },
      async () => {
        const { items } = await done('GET', '/api/v1/history?limit=10')
        if (items.length === 0) return
        const response = await send('POST', `/api/v1/history/${pick(items as { id: string }[]).id}/undo`)
        if (response.ok) happened.undone++
        await response.text()
      },
    ]
    for (let step = 1; step <= 150; step++) {
      await pick([steps[0], ...steps] as typeof steps)()
      if (step % 25 === 0) {
        const before = await client().app.store.examine(false)
        await prune()
        const after = await client().app.store.examine(false)
        happened.pruned += before.todos - after.todos
        expect([before.differing, before.parents, after.differing]).toEqual([[], [], []])
      }
    }
    // A default list that has no todo yet takes the looks of an imported one.
    await importFile(client(), ownFile(ownList('default', { name: 'Mine' })))
    expect((await client().app.store.examine(false)).differing).toEqual([])
    for (const [what, count] of Object.entries(happened)) expect([what, count > 0]).toEqual([what, true])
  })
})
