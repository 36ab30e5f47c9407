/** Random commands against a plain model in memory: after each, every read must agree (SPEC.md, M1). */
import { expect } from 'bun:test'
import fc from 'fast-check'
import { createApp } from '../../src/app.ts'
import { clientOf, newDatabase, type Client, type Engine } from '../support/engines.ts'

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
  /** It came along with its parent from another list: in which order such get their numbers is not said. */
  cameAlong?: boolean
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
      orTop: fc.boolean(),
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
      orTop: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('move' as const),
      id: fc.constantFrom(...ids),
      list: fc.boolean(),
      fields: fc.record({ name: fc.constantFrom(...names) }, { requiredKeys: [] }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('delete' as const), id: fc.constantFrom(...ids) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('restore' as const), id: fc.constantFrom(...ids) }) },
)
/** Those of a group are sent as one batch. */
const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 20 })
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The rules once more, as plainly as can be. Answers whether the step is accepted, and carries it out if so. */
class Model {
  todos = new Map<string, Plain>()
  next = new Map<string, number>()
  /** What is binned by one batch was binned at one moment. */
  clock = 0
  readonly unique: string
  readonly lists: readonly [first: string, other: string]

  constructor(lists: readonly [string, string], unique: string) {
    this.lists = lists
    this.unique = unique
  }

  run(s: Step): boolean {
    const old = this.todos.get(s.id)
    switch (s.type) {
      case 'create':
        return old
          ? false
          : this.create(s.id, this.lists[s.list ? 0 : 1] as string, { ...s.fields, name: s.name }, s.orTop)
      case 'put': {
        if (!old) return this.create(s.id, this.lists[0], { ...s.fields, name: s.name }, s.orTop)
        const changes = {
          finished: false,
          notes: '',
          due: null,
          labels: [],
          parent: null,
          ...s.fields,
          name: s.name,
        }
        if (s.orTop && changes.parent !== old.parent && !this.parentFits({ ...old, ...changes }))
          changes.parent = null
        return this.update(old, changes)
      }
      case 'update':
        return old ? this.update(old, s.fields) : false
      case 'move':
        return old ? this.move(old, this.lists[s.list ? 0 : 1] as string, s.fields) : false
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

  create(id: string, list: string, input: Partial<Plain> & { name: string }, orTop: boolean): boolean {
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
    if (orTop && !this.parentFits(todo)) todo.parent = null
    if (this.taken(todo) || !this.parentFits(todo)) return false
    this.todos.set(id, todo)
    this.next.set(list, number + 1)
    return true
  }

  update(old: Plain, changes: Partial<Plain>): boolean {
    if (old.deleted !== null) return false
    const todo = { ...old, ...changes }
    if (this.taken(todo)) return false
    if (todo.parent !== old.parent && !this.parentFits(todo)) return false
    this.todos.set(old.id, todo)
    return true
  }

  move(old: Plain, list: string, changes: { name?: string }): boolean {
    if (old.deleted !== null || list === old.list) return this.update(old, changes)
    const moved = [{ ...old, ...changes }, ...this.below(old.id)]
    if (!this.fitTogether(moved.map((todo) => ({ ...todo, list })))) return false
    let number = this.next.get(list) ?? 1
    for (const todo of moved) {
      const parent = todo.id === old.id ? null : todo.parent
      this.todos.set(todo.id, { ...todo, list, parent, number: number++, cameAlong: todo.id !== old.id })
    }
    this.next.set(list, number)
    return true
  }

  restore(old: Plain): boolean {
    if (old.deleted === null) return true
    const back = [old, ...this.below(old.id)].filter((todo) => todo.deleted === old.deleted)
    if (!this.fitTogether(back.map((todo) => ({ ...todo, deleted: null })))) return false
    for (const todo of back) todo.deleted = null
    if (old.parent && this.todos.get(old.parent)?.deleted !== null) old.parent = null
    return true
  }

  /** Whether another one holds its name, where it is to be unique. */
  taken(todo: Plain): boolean {
    return (
      this.holds(todo) &&
      [...this.todos.values()].some(
        (other) => other.id !== todo.id && this.holds(other) && other.name === todo.name,
      )
    )
  }

  fitTogether(todos: readonly Plain[]): boolean {
    const names = todos.filter((todo) => this.holds(todo)).map(({ name }) => name)
    return new Set(names).size === names.length && !todos.some((todo) => this.taken(todo))
  }

  holds({ list, deleted, finished }: Plain): boolean {
    return list === this.unique && deleted === null && !finished
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

const orTop = (s: { orTop: boolean }): object => (s.orTop ? { parentOr: 'top' } : {})

function command(s: Step, lists: readonly string[]): object {
  switch (s.type) {
    case 'create': {
      const todo = { ...s.fields, id: s.id, list: lists[s.list ? 0 : 1], name: s.name }
      return { type: 'createTodo', todo, ...orTop(s) }
    }
    case 'put':
      return { type: 'putTodo', todo: s.id, fields: { ...s.fields, name: s.name }, ...orTop(s) }
    case 'update':
      return { type: 'updateTodo', todo: s.id, changes: s.fields }
    case 'move':
      return { type: 'updateTodo', todo: s.id, changes: { ...s.fields, list: lists[s.list ? 0 : 1] } }
    default:
      return { type: `${s.type}Todo`, todo: s.id }
  }
}

function request(s: Step, lists: readonly string[]): [method: string, path: string, body?: unknown] {
  const path = `/api/v1/todos/${s.id}`
  const query = 'orTop' in s && s.orTop ? '?parentOr=top' : ''
  switch (s.type) {
    case 'create': {
      const body = { ...s.fields, id: s.id, list: lists[s.list ? 0 : 1], name: s.name }
      return ['POST', `/api/v1/todos${query}`, body]
    }
    case 'put':
      return ['PUT', `${path}${query}`, { ...s.fields, name: s.name }]
    case 'update':
      return ['PATCH', path, s.fields]
    case 'move':
      return ['PATCH', path, { ...s.fields, list: lists[s.list ? 0 : 1] }]
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
      const plain = new Map(expected.map((todo) => [todo.id, todo]))
      const shown = items.map(({ id, number, name, finished, notes, due, labels, parent }: Plain) => {
        const known = plain.get(id)?.cameAlong ? { cameAlong: true } : { number }
        return { id, ...known, name, finished, notes, due, labels, parent }
      })
      const wanted = expected.map(({ list: _, deleted: __, number, cameAlong, ...todo }) => ({
        ...todo,
        ...(cameAlong ? { cameAlong } : { number }),
      }))
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
      expect(shown.toSorted(byId)).toEqual(wanted.toSorted(byId))
      const numbers = items.map(({ number }: Plain) => number)
      expect(numbers).toEqual([...new Set<number>(numbers)].toSorted((a, b) => a - b))
    }
  }
  const lines = await client.json('GET', '/todos/')
  expect(lines.length).toBe(
    [...model.todos.values()].filter(({ list, deleted }) => list === model.lists[0] && deleted === null)
      .length,
  )
  const inUse = new Set(lines.map(({ name }: Plain) => name))
  for (const name of names)
    expect((await client.send('POST', '/todos/', { name })).status).toBe(inUse.has(name) ? 409 : 303)
}

async function run(client: Client, model: Model, steps: readonly Step[]): Promise<boolean[]> {
  const [first] = steps
  if (first && steps.length === 1) {
    const response = await client.send(...request(first, model.lists))
    expect(response.status).toBeLessThan(500)
    return [response.ok]
  }
  const commands = steps.map((each) => command(each, model.lists))
  const { outcomes } = await client.json('POST', '/api/v1/batch', { commands })
  return outcomes.map(({ accepted }: { accepted: boolean }) => accepted)
}

const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)

/** @param numRuns - how many databases are filled by random commands */
export async function leavesAsModel(engine: Engine, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(groups, fc.boolean(), async (batches, isOther) => {
      const database = await newDatabase(engine)
      const app = await createApp({ database: database.name })
      try {
        const client = clientOf(app, database.name)
        const other = (await client.json('POST', '/api/v1/lists', { name: 'other' })).id as string
        const { defaultList } = app.account
        const unique = isOther ? other : defaultList
        await client.json('PATCH', `/api/v1/lists/${unique}`, { uniqueNames: true })
        const model = new Model([defaultList, other], unique)
        for (const steps of batches) {
          model.clock++
          const accepted = await run(client, model, steps)
          expect([steps, accepted]).toEqual([steps, steps.map((each) => model.run(each))])
          // What is binned in one millisecond is restored together; the model's clock has no such ties.
          if (steps.some((each) => each.type === 'delete')) await Bun.sleep(2)
        }
        await compare(client, model)
      } finally {
        await app.close()
        await database.drop()
      }
    }),
    { seed, numRuns, verbose: true },
  )
}
