/** Searching is exact whatever the index of it has already (SPEC.md, G12). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createApp } from '../../src/app.ts'
import type { Command } from '../../src/model/command.ts'
import type { Filter } from '../../src/model/filter/filter.ts'
import { matches } from '../../src/model/filter/matches.ts'
import { resolve } from '../../src/model/filter/resolve.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import type { Todo } from '../../src/model/todo.ts'
import { engines, newDatabase, type Engine } from '../support/engines.ts'
import { labels, todoFields } from '../support/filters.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const newId = (): string => Bun.randomUUIDv7()

const words = ['milk', '牛', '牛奶', 'ä', 'wo', '하', 'x%_"\\', 'filler', 'nowhere']
const word = (field: 'name' | 'notes' | 'text'): fc.Arbitrary<Filter> =>
  fc
    .constantFrom(...words)
    .map((value) => ({ type: 'compare', field, operator: '~', values: [value] }) as const)
const label = fc
  .constantFrom(...labels)
  .map((value): Filter => ({ type: 'compare', field: 'label', operator: '=', values: [value] }))
/** Such as are answered by the index, and such as are not. */
const searches = fc.oneof(
  word('text'),
  label,
  fc.tuple(word('text'), word('name')).map((of): Filter => ({ type: 'and', of })),
  fc.tuple(word('notes'), label).map((of): Filter => ({ type: 'or', of })),
  word('text').map((of): Filter => ({ type: 'not', of })),
)

/** The nodes that write and search; on PostgreSQL two of them. */
async function start(engine: Engine) {
  const { name, drop } = await newDatabase(engine)
  const first = await createApp({ database: name })
  const apps = engine === 'postgres' ? [first, await createApp({ database: name })] : [first]
  return {
    apps,
    name,
    async close() {
      for (const app of apps) await app.close()
      await drop()
    },
  }
}

test.each(engines)(
  '[G12] %s: right after each write a search finds what the model says, whatever the index has, on each node',
  async (engine) => {
    const { apps, close } = await start(engine)
    const [{ account, store }] = apps as [(typeof apps)[0]]
    const lists = [account.defaultList, newId()]
    let turn = 0
    const commit = (commands: Command[]) => apps[turn % apps.length]?.committer.commit(account, commands)
    let hits = 0
    await commit([{ type: 'createList', id: newId(), list: { id: lists[1] as string, name: 'other' } }])
    const todos = async (test?: ReturnType<typeof resolve>): Promise<Todo[]> =>
      apps[(turn + 1) % apps.length]?.store.reads.todos(account, {
        test,
        deleted: undefined,
        sort: 'number',
        limit: 100_000,
      }) ?? []
    const one = fc.record({ what: fc.nat(9), fields: todoFields, at: fc.nat(1_000), list: fc.nat(1) })
    const round = fc.record({
      writes: fc.array(one, { minLength: 1, maxLength: 12 }),
      step: fc.nat(5),
      search: searches,
    })
    const rounds = fc.sample(round, { seed, numRuns: engine === 'postgres' ? 40 : 80 })
    const steps: Promise<unknown>[] = []
    for (const { writes, step, search } of rounds) {
      const [present, list] = [await todos(), lists[turn % 2] as string]
      const commands = writes.map(({ what, fields, at, list: where }): Command => {
        const [id, todo] = [newId(), present[at % (present.length || 1)]]
        if (!todo || what < 4)
          return { type: 'createTodo', id, todo: { id, list: lists[where] as string, ...fields } }
        if (what < 6)
          return {
            type: 'updateTodo',
            id,
            todo: todo.id,
            changes: { name: fields.name, labels: fields.labels },
          }
        if (what === 6)
          return { type: 'updateTodo', id, todo: todo.id, changes: { list: lists[where] as string } }
        if (what === 7)
          return { type: 'updateTodo', id, todo: todo.id, changes: { finished: !todo.finished } }
        return { type: what === 8 ? 'deleteTodo' : 'restoreTodo', id, todo: todo.id }
      })
      await commit(commands)
      if (turn % 20 === 10) {
        // More than one step takes, so that it is cut off in between.
        const fill = Array.from({ length: serverLimits.indexStepRows + 60 }, (_, index): Command => {
          const id = newId()
          return { type: 'createTodo', id, todo: { id, list, name: `filler ${index}` } }
        })
        await commit(fill)
      }
      // Not at all, one step on one node, or on both at once; beside the search, or before it.
      if (step >= 2) for (const app of apps) steps.push(app.store.indexStep(list))
      if (step >= 4) await Promise.all(steps)
      const wanted = resolve(search, { now: new Date().toISOString(), zone: 'UTC', lists: [] })
      const expected = (await todos()).filter((todo) => matches(wanted, todo, { hasSubtodos: () => false }))
      const found = await todos(wanted)
      expect(found.map(({ id }) => id).toSorted(), `seed ${seed}, round ${turn}`).toEqual(
        expected.map(({ id }) => id).toSorted(),
      )
      hits += found.length
      turn++
    }
    expect(hits).toBeGreaterThan(100)
    expect(await Promise.all(steps)).toContain('done')
    for (const list of lists) while ((await store.indexStep(list)) !== 'done');
    expect((await store.staleLists(undefined)).lists).toEqual([])
    await close()
  },
)
