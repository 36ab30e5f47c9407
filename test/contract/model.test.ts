/** Random commands against a plain model in memory: after each, every read must agree (SPEC.md, M1). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createApp } from '../../src/app.ts'
import { clientOf, engines, newDatabase, type Client } from '../support/engines.ts'

/** A todo as the model keeps it; the server's own times and versions are not its business. */
interface Plain {
  id: string
  list: string
  number: number
  name: string
  finished: boolean
  notes: string
  due: string | null
  labels: readonly string[]
  parent: string | null
  deleted: number | null
}

const names = ['a', 'b', 'c', 'd']
const ids = Array.from({ length: 6 }, (_, i) => `0000000${i}-0000-7000-8000-000000000000`)

const fields = fc.record(
  {
    name: fc.constantFrom(...names),
    finished: fc.boolean(),
    notes: fc.constantFrom('', 'n', '😀'),
    due: fc.constantFrom(null, '2026-12-01', '2026-12-01T09:00[UTC]'),
    labels: fc.constantFrom([], ['x'], ['x', 'y']),
    parent: fc.option(fc.constantFrom(...ids)),
  },
  { requiredKeys: [] },
)
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('create' as const),
      id: fc.constantFrom(...ids),
      list: fc.boolean(),
      name: fc.constantFrom(...names),
      fields,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('update' as const), id: fc.constantFrom(...ids), fields }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('put' as const),
      id: fc.constantFrom(...ids),
      name: fc.constantFrom(...names),
      fields,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('delete' as const), id: fc.constantFrom(...ids) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('restore' as const), id: fc.constantFrom(...ids) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The rules once more, as plainly as can be. Answers whether the step is accepted, and carries it out if so. */
class Model {
  todos = new Map<string, Plain>()
  next = new Map<string, number>()
  clock = 0
  readonly unique: string
  readonly lists: readonly string[]

  constructor(lists: readonly [string, string]) {
    this.lists = lists
    this.unique = lists[0]
  }

  run(s: Step): boolean {
    this.clock++
    const old = this.todos.get(s.id)
    switch (s.type) {
      case 'create':
        return old
          ? false
          : this.create(s.id, this.lists[s.list ? 0 : 1] as string, { ...s.fields, name: s.name })
      case 'put': {
        if (!old) return this.create(s.id, this.unique, { ...s.fields, name: s.name })
        return this.update(old, {
          finished: false,
          notes: '',
          due: null,
          labels: [],
          parent: null,
          ...s.fields,
          name: s.name,
        })
      }
      case 'update':
        return old ? this.update(old, s.fields) : false
      case 'delete':
        if (!old) return false
        if (old.deleted === null)
          for (const todo of [old, ...this.below(old.id)])
            if (todo.deleted === null) todo.deleted = this.clock
        return true
      case 'restore':
        return old ? this.restore(old) : false
    }
  }

  create(id: string, list: string, input: Partial<Plain> & { name: string }): boolean {
    const number = this.next.get(list) ?? 1
    const todo: Plain = {
      id,
      list,
      number,
      finished: false,
      notes: '',
      due: null,
      labels: [],
      parent: null,
      deleted: null,
      ...input,
    }
    if (this.taken(list, todo.name, id) || !this.parentFits(todo)) return false
    this.todos.set(id, todo)
    this.next.set(list, number + 1)
    return true
  }

  update(old: Plain, changes: Partial<Plain>): boolean {
    if (old.deleted !== null) return false
    const todo = { ...old, ...changes }
    if (todo.name !== old.name && this.taken(old.list, todo.name, old.id)) return false
    if (todo.parent !== old.parent && !this.parentFits(todo)) return false
    this.todos.set(old.id, todo)
    return true
  }

  restore(old: Plain): boolean {
    if (old.deleted === null) return true
    const back = [old, ...this.below(old.id)].filter((todo) => todo.deleted === old.deleted)
    const named = back.map(({ name }) => name)
    if (back.some(({ list, name, id }) => this.taken(list, name, id))) return false
    if (old.list === this.unique && new Set(named).size < named.length) return false
    for (const todo of back) todo.deleted = null
    if (old.parent && this.todos.get(old.parent)?.deleted !== null) old.parent = null
    return true
  }

  taken(list: string, name: string, self: string): boolean {
    return (
      list === this.unique &&
      [...this.todos.values()].some(
        (todo) => todo.list === list && todo.name === name && todo.deleted === null && todo.id !== self,
      )
    )
  }

  parentFits({ id, list, parent }: Plain): boolean {
    if (parent === null) return true
    const above = this.todos.get(parent)
    if (!above || above.list !== list || above.deleted !== null) return false
    for (let at: Plain | undefined = above; at; at = at.parent ? this.todos.get(at.parent) : undefined)
      if (at.id === id) return false
    return true
  }

  below(id: string): Plain[] {
    return [...this.todos.values()]
      .filter(({ parent }) => parent === id)
      .flatMap((todo) => [todo, ...this.below(todo.id)])
  }
}

function request(s: Step, lists: readonly string[]): [method: string, path: string, body?: unknown] {
  const path = `/api/v1/todos/${s.id}`
  switch (s.type) {
    case 'create':
      return ['POST', '/api/v1/todos', { ...s.fields, id: s.id, list: lists[s.list ? 0 : 1], name: s.name }]
    case 'put':
      return ['PUT', path, { ...s.fields, name: s.name }]
    case 'update':
      return ['PATCH', path, s.fields]
    case 'delete':
      return ['DELETE', path]
    case 'restore':
      return ['POST', `${path}/restore`]
  }
}

async function compare(client: Client, model: Model): Promise<void> {
  for (const list of model.lists) {
    for (const deleted of [false, true]) {
      const { items } = await client.json('GET', `/api/v1/todos?list=${list}&deleted=${deleted}&sort=number`)
      const expected = [...model.todos.values()].filter(
        (todo) => todo.list === list && (todo.deleted !== null) === deleted,
      )
      const shown = items.map(({ id, number, name, finished, notes, due, labels, parent }: Plain) => ({
        id,
        number,
        name,
        finished,
        notes,
        due,
        labels,
        parent,
      }))
      const plain = expected
        .map(({ list: _, deleted: __, ...todo }) => todo)
        .toSorted((a, b) => a.number - b.number)
      expect(shown).toEqual(plain)
    }
  }
  const lines = await client.json('GET', '/todos/')
  expect(lines.length).toBe(
    [...model.todos.values()].filter(({ list, deleted }) => list === model.unique && deleted === null).length,
  )
}

const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)

test.each([...engines])(
  '[M1] random commands leave %s as the plain model says (AIOTODO_SEED repeats a run)',
  async (engine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const database = await newDatabase(engine)
        const app = await createApp({ database: database.name })
        try {
          const client = clientOf(app, database.name)
          const other = (await client.json('POST', '/api/v1/lists', { name: 'other' })).id as string
          const lists = [app.account.defaultList, other] as const
          const model = new Model(lists)
          for (const s of steps) {
            const response = await client.send(...request(s, lists))
            expect(response.status).toBeLessThan(500)
            expect([s, response.ok]).toEqual([s, model.run(s)])
            // What is binned in one millisecond is restored together; the model's clock has no such ties.
            if (s.type === 'delete') await Bun.sleep(2)
          }
          await compare(client, model)
        } finally {
          await app.close()
          await database.drop()
        }
      }),
      { seed, numRuns: engine === 'postgres' ? 25 : 150, verbose: true },
    )
  },
)
