/** Every field of todos, lists and saved filters, by every way in and out, on each engine (SPEC.md, A50, A51, H20). */
import { describe, expect, test } from 'bun:test'
import { toldFields } from '../../src/model/fields.ts'
import { List, ListInput, ListPatch } from '../../src/model/list.ts'
import { FilterPatch, SavedFilter } from '../../src/model/saved-filter.ts'
import { Todo, TodoFields, TodoPatch } from '../../src/model/todo.ts'
import { onEachEngine } from '../support/engines.ts'

type Row = Record<string, unknown> & { id: string; version: number; updatedAt: string }

/** Where a field is tried out. */
interface Scene {
  list: string
  /** Another list, and two todos to be below of. */
  other: string
  above: [string, string]
}

interface Field {
  /** Two values that are not its default. */
  values: [unknown, unknown]
  /** What it is when it is not given; undefined where it must be. */
  plain?: unknown
  /** What must be there for it to be allowed. */
  needs?: Record<string, unknown>
  /** What else changes with it. */
  brings?: (value: unknown, row: Row) => Record<string, unknown>
}

const rule = { due: '2026-12-01', repeat: 'FREQ=WEEKLY' }
const looks = {
  colour: { values: ['red', 'blue'], plain: 'none' },
  position: { values: ['a5', 'Zz'], plain: null },
} satisfies Record<string, Field>

/** Each field that a sender may set: one that is new stands here, or this is not compiled. */
const ofTodos: Record<Exclude<keyof Required<TodoPatch>, 'finishedAt'>, (scene: Scene) => Field> = {
  name: () => ({ values: ['b', '名'] }),
  finished: () => ({
    values: [true, true],
    plain: false,
    brings: (value, { updatedAt }) => ({ finishedAt: value ? updatedAt : null }),
  }),
  notes: () => ({ values: ['# b', ' \n'], plain: '' }),
  start: () => ({ values: ['2026-11-30', '2026-11-30T09:00[Asia/Shanghai]'], plain: null }),
  due: () => ({ values: ['2026-12-01', '2026-12-01T09:00[Europe/Berlin]'], plain: null }),
  priority: () => ({ values: ['high', 'low'], plain: 'none' }),
  labels: () => ({ values: [['b', '家'], ['家']], plain: [] }),
  parent: ({ above }) => ({ values: above, plain: null }),
  position: () => ({ values: ['a5', 'Zz'] }),
  repeat: () => ({
    values: ['FREQ=DAILY', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    plain: null,
    needs: { due: rule.due },
    // Which series it was of is known for good.
    brings: (value, { id, series }) => ({ series: value === null ? series : id }),
  }),
  repeatFrom: () => ({ values: ['finished', 'finished'], plain: 'due', needs: rule }),
  anchor: () => ({ values: ['2026-11-30', '2026-11-29'], plain: null, needs: rule }),
  reminders: () => ({
    values: [['-PT30M', 'PT0S'], ['2026-12-01T08:00[Europe/Berlin]']],
    plain: [],
    needs: { due: rule.due },
  }),
  list: ({ list, other }) => ({
    values: [list, other],
    brings: (_, { number, position }) => ({ number, position }),
  }),
}
/** What a PATCH alone sets: see E100. */
const corrected = ['finishedAt']
const ofLists: Record<keyof Required<ListPatch>, Field> = {
  name: { values: ['b', '名'] },
  uniqueNames: { values: [true, false], plain: false },
  ...looks,
}
const ofFilters: Record<keyof Required<FilterPatch>, Field> = {
  name: { values: ['b', '名'] },
  filter: { values: ['due < +7d', '#home'] },
  ...looks,
}

/** How the history tells of a field: of what is finished, by when. */
const toldAs = (field: string) => (field === 'finished' ? 'finishedAt' : field)
/** What no sender sets. */
const kept = [
  'id',
  'number',
  'version',
  'createdAt',
  'updatedAt',
  'finishedAt',
  'deletedAt',
  'series',
  'next',
]

test('[A50] the tables here have every field that there is', () => {
  const sorted = (names: readonly string[]) => names.toSorted()
  expect(sorted([...Object.keys(ofTodos), ...corrected])).toEqual(sorted(Object.keys(TodoPatch.shape)))
  expect(sorted([...Object.keys(ofTodos), ...kept])).toEqual(sorted(Object.keys(Todo.shape)))
  expect(sorted([...Object.keys(TodoFields.shape), 'list'])).toEqual(sorted(Object.keys(ofTodos)))
  expect(sorted(Object.keys(ofLists))).toEqual(sorted(Object.keys(ListPatch.shape)))
  expect(sorted(Object.keys(ofFilters))).toEqual(sorted(Object.keys(FilterPatch.shape)))
  const ofAll = ['id', 'version', 'createdAt', 'updatedAt', 'deletedAt']
  expect(sorted([...Object.keys(ofLists), ...ofAll])).toEqual(sorted(Object.keys(List.shape)))
  expect(sorted(Object.keys(ListInput.shape))).toEqual(sorted([...Object.keys(ofLists), 'id']))
  expect(sorted([...Object.keys(ofFilters), ...ofAll])).toEqual(sorted(Object.keys(SavedFilter.shape)))
  expect(sorted(toldFields.todo)).toEqual(
    sorted([...Object.keys(ofTodos).map(toldAs), 'series', 'next', 'deletedAt']),
  )
  expect(sorted(toldFields.list)).toEqual(sorted([...Object.keys(ofLists), 'deletedAt']))
})

onEachEngine('fields', (client) => {
  const api = async (method: string, path: string, body?: unknown) => {
    const response = await client().send(method, `/api/v1${path}`, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${response.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const scene = async (): Promise<Scene> => {
    const [list, other] = [
      (await api('POST', '/lists', { name: 'a' })).id,
      (await api('POST', '/lists', { name: 'b' })).id,
    ]
    const above = async () => (await api('POST', '/todos', { list, name: 'above' })).id as string
    return { list, other, above: [await above(), await above()] }
  }
  const newest = async (list: string) => (await api('GET', `/lists/${list}/history?limit=1`)).items[0]
  /** A row as each reading has it; they must agree. */
  const read = async (kind: 'todo' | 'list' | 'filter', id: string): Promise<Row> => {
    const row = await api('GET', `/${kind}s/${id}`)
    const space = kind === 'todo' ? row.list : kind === 'list' ? id : client().app.account.id
    const listing = await api('GET', `/${kind}s?limit=1000${kind === 'todo' ? `&list=${space}` : ''}`)
    const byId = (rows: Row[]) => rows.find((each) => each.id === id)
    expect(byId(listing.items)).toEqual(row)
    const changes = await api('GET', `/changes?space=${space}`)
    expect(kind === 'list' ? changes.list : byId(changes[`${kind}s`])).toEqual(row)
    if (kind === 'filter') return row
    const exported = await (await client().send('GET', '/api/v1/export?format=jsonl')).text()
    const lines = exported.trim().split('\n')
    const own = byId(lines.map((line) => JSON.parse(line)))
    const { version: _, finished: __, ...rest } = row
    expect(own).toEqual({ kind, ...rest })
    return row
  }
  const batch = async (command: object) => {
    const { outcomes } = await api('POST', '/batch', { commands: [command] })
    expect(outcomes).toMatchObject([{ accepted: true }])
  }
  /** All is as it was but for this. */
  const like = (before: Row, now: Row, changes: Record<string, unknown>) =>
    expect(now).toEqual({ ...before, ...changes, version: now.version, updatedAt: now.updatedAt })

  describe.each(Object.entries(ofTodos))('%s of a todo', (name, field) => {
    test('[A50] it is kept as POST, PATCH and a batch set it, with nothing else changed, and read back alike', async () => {
      const scenery = await scene()
      const { values, plain, needs = {}, brings = () => ({}) } = field(scenery)
      const [first, second] = values
      const todo = (body: object) =>
        api('POST', '/todos', { name: 'a', list: scenery.list, ...needs, ...body })
      const without = await read('todo', (await todo({})).id)
      if (plain !== undefined) expect(without[name]).toEqual(plain)
      const { id } = await todo({ [name]: first })
      let row = await read('todo', id)
      expect(row[name]).toEqual(first)
      const steps: [value: unknown, set: (changes: object) => Promise<unknown>][] = [
        [second, (changes) => api('PATCH', `/todos/${id}`, changes)],
        [first, (changes) => batch({ type: 'updateTodo', todo: id, changes })],
        [plain ?? second, (changes) => api('PATCH', `/todos/${id}`, changes)],
        [second, (changes) => batch({ type: 'updateTodo', todo: id, changes })],
      ]
      for (const [value, set] of steps) {
        await set({ [name]: value })
        const now = await read('todo', id)
        like(row, now, { [name]: value, ...brings(value, now) })
        row = now
      }
    })

    test('[H20] the history tells what it was and is, an undo sets it back, and an undo of that sets it again', async () => {
      const { list, ...rest } = await scene()
      const { values, plain, needs = {} } = field({ list, ...rest })
      const first = plain === undefined ? { [name]: values[0] } : {}
      const { id } = await api('POST', '/todos', { name: 'a', list, ...needs, ...first })
      for (const value of [values[1], ...(plain === undefined ? [] : [plain])]) {
        const before = await read('todo', id)
        await api('PATCH', `/todos/${id}`, { [name]: value })
        const after = await read('todo', id)
        const entry = await newest(after['list'] as string)
        expect(entry.changes[0].fields[toldAs(name)]).toEqual({
          from: before[toldAs(name)],
          to: after[toldAs(name)],
        })
        const undone = await api('POST', `/history/${entry.id}/undo`)
        const back = await read('todo', id)
        // Each time that it comes to a list it has another number there.
        const numberIn = ({ number }: Row) => (name === 'list' ? { number } : {})
        like(before, back, numberIn(back))
        await api('POST', `/history/${undone.entry}/undo`)
        const again = await read('todo', id)
        like(after, again, numberIn(again))
      }
    })
  })

  test('[A51] PUT sets every field, and what it does not name to its default, but for where the todo stands', async () => {
    const scenery = await scene()
    const fields = Object.entries(ofTodos).map(([name, of]) => [name, of(scenery)] as const)
    // What is finished with a rule makes the next one: that is of test/contract/repeats.test.ts.
    const set = fields.filter(([name]) => name !== 'finished' && name !== 'list')
    const all = Object.fromEntries(set.map(([name, { values }]) => [name, values[0]]))
    const id = Bun.randomUUIDv7()
    const put = (body: object) => api('PUT', `/todos/${id}`, { list: scenery.list, ...body })
    await put(all)
    expect(await read('todo', id)).toMatchObject(all)
    for (const [name, { plain }] of set) {
      const before = await read('todo', id)
      if (name === 'name') continue
      // What needs it goes with it.
      const gone = name === 'due' || name === 'repeat' ? [name, 'repeat', 'anchor'] : [name]
      await put(Object.fromEntries(Object.entries(all).filter(([each]) => !gone.includes(each))))
      const without = await read('todo', id)
      const plains = { [name]: plain, ...(gone.length > 1 && { repeat: null, anchor: null }) }
      like(before, without, name === 'position' ? {} : plains)
      await put(all)
      like(before, await read('todo', id), {})
    }
    await put({ name: 'a', finished: true })
    expect((await read('todo', id))['finished']).toBe(true)
    await put({ name: 'a' })
    expect(await read('todo', id)).toMatchObject({ finished: false, finishedAt: null })
  })

  test('[H20] an undo of a PUT that set every field to its default sets all of them again', async () => {
    const scenery = await scene()
    const fields = Object.entries(ofTodos).map(([name, of]) => [name, of(scenery).values[0]] as const)
    const all = Object.fromEntries(fields.filter(([name]) => name !== 'finished' && name !== 'list'))
    const id = Bun.randomUUIDv7()
    await api('PUT', `/todos/${id}`, { list: scenery.list, ...all })
    const before = await read('todo', id)
    await api('PUT', `/todos/${id}`, { name: 'another' })
    const entry = await newest(scenery.list)
    const changed = Object.keys(entry.changes[0].fields)
    expect(changed.toSorted()).toEqual(
      Object.keys(all)
        .filter((name) => name !== 'position')
        .toSorted(),
    )
    await api('POST', `/history/${entry.id}/undo`)
    like(before, await read('todo', id), {})
  })

  const things = [
    ...Object.entries(ofLists).map(([name, field]) => ['list', name, field] as const),
    ...Object.entries(ofFilters).map(([name, field]) => ['filter', name, field] as const),
  ]
  describe.each(things)('of a %s its %s', (kind, name, { values, plain }) => {
    test('[A50] is kept as POST, PATCH and a batch set it, with nothing else changed, and read back alike', async () => {
      const [first, second] = values
      const must = { name: 'a', ...(kind === 'filter' && { filter: 'milk' }) }
      const without = await read(kind, (await api('POST', `/${kind}s`, must)).id)
      if (plain !== undefined) expect(without[name]).toEqual(plain)
      const { id } = await api('POST', `/${kind}s`, { ...must, [name]: first })
      let row = await read(kind, id)
      expect(row[name]).toEqual(first)
      const type = kind === 'list' ? 'updateList' : 'updateFilter'
      for (const value of [second, first, plain ?? second]) {
        if (value === first) await batch({ type, [kind]: id, changes: { [name]: value } })
        else await api('PATCH', `/${kind}s/${id}`, { [name]: value })
        const now = await read(kind, id)
        like(row, now, { [name]: value })
        if (kind === 'list') {
          const entry = await newest(id)
          expect(entry.changes[0].fields).toEqual({ [name]: { from: row[name], to: value } })
          const { entry: undoing } = await api('POST', `/history/${entry.id}/undo`)
          like(row, await read(kind, id), {})
          await api('POST', `/history/${undoing}/undo`)
          like(now, await read(kind, id), {})
        }
        row = now
      }
    })
  })

  test('[A50] whether names are unique is said when a list is made, and read back alike', async () => {
    for (const uniqueNames of [true, false]) {
      const { id } = await api('POST', '/lists', { name: 'a', uniqueNames })
      expect((await read('list', id))['uniqueNames']).toBe(uniqueNames)
    }
  })
})
