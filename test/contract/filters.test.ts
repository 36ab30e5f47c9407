/** Filters and search through the API: each engine gives what the model says (SPEC.md, G6 to G9). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { printFilter } from '../../src/model/filter/print.ts'
import { matches } from '../../src/model/filter/matches.ts'
import { resolve } from '../../src/model/filter/resolve.ts'
import type { Filter } from '../../src/model/filter/filter.ts'
import type { List } from '../../src/model/list.ts'
import type { Todo } from '../../src/model/todo.ts'
import { onEachEngine, type Client } from '../support/engines.ts'
import { filters, todoFields } from '../support/filters.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const zone = 'Asia/Shanghai'
const uuid = () => Bun.randomUUIDv7()

/** All pages of a query. */
async function pages(client: Client, query: Record<string, string>): Promise<Todo[]> {
  const found: Todo[] = []
  let path: string | null = `/api/v1/todos?${new URLSearchParams(query)}`
  while (path) {
    const response: Response = await client.send('GET', path)
    if (response.status !== 200) throw new Error(await response.text())
    const { items }: { items: Todo[] } = await response.json()
    found.push(...items)
    path = /<(.*)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null
  }
  return found
}

/** Two lists of random todos, some below others, some in the trash. */
async function fill(client: Client): Promise<{ lists: List[]; todos: Todo[] }> {
  const lists = [
    await client.json('POST', '/api/v1/lists', { name: 'Work' }),
    await client.json('POST', '/api/v1/lists', { name: 'two words' }),
  ]
  const random = fc.sample(todoFields, { seed, numRuns: 60 })
  let parent: string | undefined
  for (const [index, fields] of random.entries()) {
    const list = lists[index % 2].id
    const body = { ...fields, list, ...(index % 10 === 2 && parent && { parent }) }
    const todo = await client.done('POST', '/api/v1/todos', body)
    expect(todo.id).toBeString()
    if (index % 10 === 0 && index % 7 !== 6) parent = todo.id
    if (index % 7 === 6) await client.send('DELETE', `/api/v1/todos/${todo.id}`)
    // Its texts change, or it gets another place, and is found by what it is then.
    if (index % 5 === 4) await client.json('PATCH', `/api/v1/todos/${todo.id}`, { name: random[0]?.name })
    if (index % 9 === 8)
      await client.json('PATCH', `/api/v1/todos/${todo.id}`, { list: lists[(index + 1) % 2].id })
  }
  const [live, binned] = [await pages(client, {}), await pages(client, { deleted: 'true' })]
  return { lists, todos: [...live, ...binned] }
}

onEachEngine('filters', (client) => {
  const json: Client['json'] = (...args) => client().json(...args)
  const send: Client['send'] = (...args) => client().send(...args)

  test('[G6] whatever the filter, the engine finds what the model says', async () => {
    const { lists, todos } = await fill(client())
    const expected = (filter: Filter) => {
      const hasSubtodos = (id: string) => todos.some((todo) => todo.parent === id && !todo.deletedAt)
      const wanted = resolve(filter, { now: new Date().toISOString(), zone, lists })
      return todos.filter((todo) => matches(wanted, todo, { hasSubtodos })).map(({ id }) => id)
    }
    await fc.assert(
      fc.asyncProperty(
        filters(['Work', 'two words', lists[0]?.id ?? '']),
        fc.constantFrom('position', 'number', 'due', 'priority', 'created', 'updated'),
        async (filter, sort) => {
          const printed = printFilter(filter)
          fc.pre(printed.length <= 2_000)
          const before = expected(filter)
          const query = { filter: printed, sort, zone, limit: '20' }
          const found = (await pages(client(), query)).map(({ id }) => id)
          // A minute may have passed meanwhile.
          const wanted = [before, expected(filter)].map((ids) => ids.toSorted().join('\n'))
          expect(wanted).toContain(found.toSorted().join('\n'))
        },
      ),
      { seed, numRuns: 300 },
    )
  })

  test('[G7] search finds words in any script, in all lists or one, and what was changed', async () => {
    const list: List = await json('POST', '/api/v1/lists', { name: 'search' })
    const make = (name: string, more: object = {}) =>
      json('POST', '/api/v1/todos', { list: list.id, name, ...more })
    const milk = await make('买牛奶和面包')
    await make('Buttermilk', { notes: 'Das Café öffnet um neun' })
    await make('Milkshake', { labels: ['a b', 'é_x'] })
    const found = async (query: Record<string, string>) =>
      (await pages(client(), { list: list.id, ...query })).map(({ name }) => name)
    expect(await found({ q: '牛' })).toEqual(['买牛奶和面包'])
    expect(await found({ q: '牛奶' })).toEqual(['买牛奶和面包'])
    expect(await found({ q: '奶和面' })).toEqual(['买牛奶和面包'])
    expect(await found({ q: '包' })).toEqual(['买牛奶和面包'])
    expect(await found({ q: '牛面' })).toEqual([])
    expect(await found({ q: 'MILK' })).toEqual(['Milkshake', 'Buttermilk'])
    expect(await found({ filter: 'MILK' })).toEqual(['Milkshake'])
    expect(await found({ q: 'offnet  cafe' })).toEqual(['Buttermilk'])
    expect(await found({ q: 'due < (' })).toEqual([])
    expect(await found({ filter: '#"a b" or #é_x' })).toEqual(['Milkshake'])
    expect(await found({ filter: '"um neun" and no due' })).toEqual(['Buttermilk'])
    expect((await pages(client(), { q: '面包' })).map(({ id }) => id)).toEqual([milk.id])
    await json('PATCH', `/api/v1/todos/${milk.id}`, { name: '买茶' })
    expect(await found({ q: '牛奶' })).toEqual([])
    expect(await found({ q: '茶' })).toEqual(['买茶'])
    const other: List = await json('POST', '/api/v1/lists', { name: 'other' })
    await json('PATCH', `/api/v1/todos/${milk.id}`, { list: other.id })
    expect(await found({ q: '茶' })).toEqual([])
    expect((await pages(client(), { q: '茶' })).map(({ list: now }) => now)).toEqual([other.id])
    await send('DELETE', `/api/v1/todos/${milk.id}`)
    expect(await pages(client(), { q: '茶' })).toEqual([])
    expect((await pages(client(), { q: '茶', deleted: 'true' })).length).toBe(1)
    expect((await pages(client(), { filter: '茶 deleted = today', zone: 'UTC' })).length).toBe(1)
  })

  test('[G7] what very many have is found as well, in the order that is asked for', async () => {
    const list: List = await json('POST', '/api/v1/lists', { name: 'many' })
    for (let batch = 0; batch < 21; batch++) {
      const create = (_: unknown, index: number) => ({
        type: 'createTodo',
        todo: { list: list.id, name: `common ${batch * 100 + index}`, priority: index % 2 ? 'high' : 'low' },
      })
      await json('POST', '/api/v1/batch', { commands: Array.from({ length: 100 }, create) })
    }
    const first = await json('GET', `/api/v1/todos?list=${list.id}&q=common&sort=number&limit=3`)
    expect(first.items.map(({ number }: Todo) => number)).toEqual([1, 2, 3])
    const query = { list: list.id, filter: 'common priority = high', sort: 'created', limit: '1000' }
    expect((await pages(client(), query)).length).toBe(1_050)
  })

  test('[F78] sort=due has what has no due date at the end, page by page, unless dates are asked for', async () => {
    const lists: List[] = [
      await json('POST', '/api/v1/lists', { name: 'a' }),
      await json('POST', '/api/v1/lists', { name: 'b' }),
    ]
    const dues = [null, '2026-12-02', null, '2026-12-01', null, '2026-12-01T09:00[UTC]', null]
    for (const [index, due] of dues.entries())
      await json('POST', '/api/v1/todos', {
        list: lists[index % 2]?.id,
        name: `undated ${index}`,
        due,
        labels: ['F78'],
      })
    for (const limit of ['1', '2', '3', '4', '7']) {
      const found = await pages(client(), { label: 'F78', sort: 'due', limit })
      expect(found.slice(0, 3).map(({ due }) => due)).toEqual([
        '2026-12-01',
        '2026-12-01T09:00[UTC]',
        '2026-12-02',
      ])
      expect(found.map(({ name }) => name).toSorted()).toEqual(dues.map((_, index) => `undated ${index}`))
    }
    const dated = await pages(client(), { filter: '#F78 due > 2026-01-01', sort: 'due', limit: '2' })
    expect(dated.length).toBe(3)
    expect(
      (await pages(client(), { label: 'F78', due_to: '2026-12-01', sort: 'due', limit: '1' })).length,
    ).toBe(2)
    expect((await pages(client(), { q: 'undated', label: 'F78', sort: 'due', limit: '2' })).length).toBe(7)
  })

  test('[G8] a filter that can not be read is a 400 that says where; a zone must be one', async () => {
    const response = await send('GET', `/api/v1/todos?filter=${encodeURIComponent('due < soon')}`)
    expect(response.status).toBe(400)
    const problem = await response.json()
    expect(problem.code).toBe('bad_filter')
    expect(problem.errors[0]).toMatchObject({ parameter: 'filter', offset: 6 })
    expect(problem.detail).toContain('After due < a date was expected')
    expect((await send('GET', '/api/v1/todos?zone=Nowhere/At_all')).status).toBe(400)
    expect((await send('GET', `/api/v1/todos?filter=${'x'.repeat(2_001)}`)).status).toBe(400)
  })

  test('[G8] a tag is of what the filter wants now', async () => {
    await json('POST', '/api/v1/todos', { name: uuid(), due: '2026-11-01' })
    const etagOf = async (query: string) =>
      (await send('GET', `/api/v1/todos?${query}`)).headers.get('etag') ?? ''
    const etag = await etagOf('filter=due<today')
    expect(await etagOf('filter=due<today')).toBe(etag)
    expect(
      (await send('GET', '/api/v1/todos?filter=due<today', undefined, { 'if-none-match': etag })).status,
    ).toBe(304)
    expect(await etagOf('filter=due<tomorrow')).not.toBe(etag)
  })
})
