/** Search for parts of words: each engine and the page find the same in the same order (SPEC.md, F83 and F84). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { matches } from '../../src/model/filter/matches.ts'
import { searchFor } from '../../src/model/filter/search.ts'
import type { List } from '../../src/model/list.ts'
import type { Todo } from '../../src/model/todo.ts'
import { findTodos } from '../../src/web/state/search.ts'
import { onEachEngine, type Client } from '../support/engines.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const syllables = [
  'garten',
  'kinder',
  'book',
  'note',
  'haus',
  'tür',
  'ß',
  'é',
  '7',
  'Ł',
  '奶',
  '牛',
  'שלום',
  '-',
  "'",
  '🎉',
]
const compound = fc
  .array(fc.constantFrom(...syllables), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
const long = fc.constantFrom('x'.repeat(30), 'y'.repeat(34)).map((text) => `${text}garten${text}`)
const text = fc
  .array(fc.oneof({ weight: 12, arbitrary: compound }, { weight: 1, arbitrary: long }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.join(' '))
const query = fc
  .array(
    fc.oneof(
      compound,
      fc.constantFrom(...syllables),
      fc.constantFrom('gart', 'arte', 'ook', 'oo', 'inder', 'ur', 'xga', 'TEN', 'loda'),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((words) => words.join(' '))

interface Page {
  items: Todo[]
  next: string | null
  withinWords?: number
}

/** All pages: what is found as always, and what only within words. */
async function found(client: Client, asked: Record<string, string>): Promise<[string[], string[]]> {
  const [exact, within]: [string[], string[]] = [[], []]
  let cursor: string | null = null
  do {
    const params = new URLSearchParams({ ...asked, ...(cursor !== null && { cursor }) })
    const page: Page = await client.json('GET', `/api/v1/todos?${params}`)
    const count = page.withinWords ?? 0
    // Once there is one within words, all that follow are.
    if (within.length > 0) expect(count).toBe(page.items.length)
    exact.push(...page.items.slice(0, page.items.length - count).map(({ id }) => id))
    within.push(...page.items.slice(page.items.length - count).map(({ id }) => id))
    cursor = page.next
  } while (cursor !== null)
  return [exact, within]
}

onEachEngine('search', (client) => {
  test(`[F83] words are found within words by q, behind the others and marked, alike on each engine and the page (seed ${seed})`, async () => {
    const lists: List[] = []
    for (const name of ['a', 'b']) lists.push(await client().json('POST', '/api/v1/lists', { name }))
    const texts = fc.sample(fc.tuple(text, fc.oneof(fc.constant(''), text)), { seed, numRuns: 50 })
    const todos: Todo[] = []
    for (const [at, [name, notes]] of texts.entries())
      todos.push(
        await client().done('POST', '/api/v1/todos', {
          name: /[\p{L}\p{N}🎉]/u.test(name) ? name : `x${name}`,
          notes,
          list: lists[at % 2]?.id,
        }),
      )
    const inOrder = [...todos].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    let hits = 0
    await fc.assert(
      fc.asyncProperty(query, fc.constantFrom('2', '5', '100'), async (q, limit) => {
        const { words, within } = searchFor(q.split(' '))
        const known = { hasSubtodos: () => false }
        const exact = inOrder.filter((todo) => matches(words, todo, known))
        const parts = inOrder.filter((todo) => within && matches(within, todo, known))
        hits += parts.length
        for (const sort of ['created', 'number']) {
          const order = (some: Todo[]) =>
            (sort === 'created'
              ? some.toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? 1 : -1))
              : some
            ).map(({ id }) => id)
          const [first, behind] = await found(client(), { q, limit, sort })
          if (sort === 'created') expect([first, behind]).toEqual([order(exact), order(parts)])
          else
            expect([first.toSorted(), behind.toSorted()]).toEqual([
              order(exact).toSorted(),
              order(parts).toSorted(),
            ])
          const page = findTodos(inOrder, q.replaceAll(/[-']/g, ''), {
            now: new Date(),
            zone: 'UTC',
            lists,
          })
          if (q.search(/[-']/) >= 0 || 'mistake' in page || !page.isSearch) continue
          const ids = page.todos.map(({ id }) => id)
          const cut = ids.length - page.within
          expect(ids.slice(cut)).toEqual(parts.map(({ id }) => id))
          expect(ids.slice(0, cut).toSorted()).toEqual(exact.map(({ id }) => id).toSorted())
        }
      }),
      { seed, numRuns: 15 },
    )
    expect(hits).toBeGreaterThan(0)
  })

  test('[F84] filters find beginnings of words alone, and so does q with fewer than three letters', async () => {
    const list: List = await client().json('POST', '/api/v1/lists', { name: 'parts' })
    const make = (name: string) => client().json('POST', '/api/v1/todos', { name, list: list.id })
    const [notebook, kindergarten] = [await make('a notebook'), await make('Kindergärten')]
    const garden = await make('garten')
    const ids = async (asked: Record<string, string>) =>
      (await found(client(), { list: list.id, ...asked })).flat()
    expect(await ids({ q: 'book' })).toEqual([notebook.id])
    expect(await ids({ q: 'garten' })).toEqual([garden.id, kindergarten.id])
    expect(await ids({ q: 'ok' })).toEqual([])
    expect(await ids({ filter: 'book' })).toEqual([])
    expect(await ids({ filter: 'text ~ book' })).toEqual([])
    expect(await ids({ filter: 'garten' })).toEqual([garden.id])
    expect(await ids({ filter: 'not #x', q: 'book' })).toEqual([notebook.id])
    await client().json('PATCH', `/api/v1/todos/${notebook.id}`, { name: 'a folder' })
    expect(await ids({ q: 'book' })).toEqual([])
    const page: Page = await client().json('GET', `/api/v1/todos?q=garten&list=${list.id}`)
    expect(page.withinWords).toBe(1)
    expect((await client().json('GET', `/api/v1/todos?list=${list.id}`)).withinWords).toBeUndefined()
  })
})
