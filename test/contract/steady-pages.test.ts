/** Pages in orders that changes move todos in hold each todo once all the same (SPEC.md, F90 to F93). */
import { expect, test } from 'bun:test'
import { onEachEngine, type Client } from '../support/engines.ts'
import { randomOf } from '../support/random.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const steadySorts = ['due', 'updated', 'priority'] as const
const priorities = ['none', 'low', 'medium', 'high']
const uuid = () => Bun.randomUUIDv7()

interface Page {
  items: { id: string; name: string }[]
  next: string | null
}

const pageOf = (client: Client, query: Record<string, string>, cursor: string | null): Promise<Page> =>
  client.done('GET', `/api/v1/todos?${new URLSearchParams({ ...query, ...(cursor !== null && { cursor }) })}`)

/** A program that changes anything, and remembers which todos were there all the time. */
class Changer {
  readonly #client: Client
  readonly #random: (below: number) => number
  lists: string[] = []
  readonly label: string = uuid()
  /** Those that are live now, in the lists or in one that is not asked for. */
  readonly live = new Set<string>()
  readonly deleted = new Set<string>()
  /** Those that were live at the first page and have been ever since. */
  always = new Set<string>()

  constructor(client: Client, random: (below: number) => number) {
    this.#client = client
    this.#random = random
  }

  async addList(): Promise<void> {
    const { id } = await this.#client.done('POST', '/api/v1/lists', { name: `list ${uuid()}` })
    this.lists.push(id)
  }

  #one = <T>(of: readonly T[]): T => of[this.#random(of.length)] as T
  #due = () =>
    this.#one([null, '2031-01-01', '2031-01-02', '2031-01-02T09:00[UTC]', `2031-02-${10 + this.#random(18)}`])

  async make(): Promise<void> {
    const id = uuid()
    const fields = { id, list: this.#one(this.lists), name: id, due: this.#due(), labels: [this.label] }
    await this.#client.done('POST', '/api/v1/todos', { ...fields, priority: this.#one(priorities) })
    this.live.add(id)
  }

  async change(): Promise<void> {
    const id = this.#one([...this.live])
    const patch = (changes: object) => this.#client.done('PATCH', `/api/v1/todos/${id}`, changes)
    switch (this.#random(9)) {
      case 0:
        return this.make()
      case 1: {
        this.live.delete(id)
        this.always.delete(id)
        this.deleted.add(id)
        return this.#client.done('DELETE', `/api/v1/todos/${id}`)
      }
      case 2: {
        const back = [...this.deleted][0]
        if (back === undefined) return
        await this.#client.done('POST', `/api/v1/todos/${back}/restore`)
        this.deleted.delete(back)
        this.live.add(back)
        return
      }
      case 3:
        if (this.lists.length < 6) await this.addList()
        return patch({ list: this.lists.at(-1) })
      case 4:
        return patch({ list: this.#one(this.lists) })
      case 5:
        return patch({ priority: this.#one(priorities) })
      case 6:
        return patch({ notes: uuid() })
      case 7:
        return patch({ list: this.#one(this.lists), due: this.#due(), priority: this.#one(priorities) })
      default:
        return patch({ due: this.#due() })
    }
  }
}

onEachEngine('pages while todos change', (client) => {
  for (const sort of steadySorts) {
    test(`[F90] by ${sort}, what is there all the time comes exactly once, all else at most once`, async () => {
      const chance = randomOf(seed)
      const random = (below: number) => Math.floor(chance() * below)
      for (let round = 0; round < 3; round++) {
        const changer = new Changer(client(), random)
        for (let list = 0; list < 3; list++) await changer.addList()
        for (let todo = 0; todo < 24; todo++) await changer.make()
        for (let change = 0; change < 6; change++) await changer.change()
        const isOfOne = round % 3 === 2
        const [first = ''] = changer.lists
        const query = {
          sort,
          limit: String(2 + random(7)),
          // Those of other rounds are there as well.
          label: changer.label,
          ...(isOfOne && { list: first }),
          ...(round % 2 === 1 && { filter: 'not finished' }),
        }
        const inList = async () => {
          const { items } = await pageOf(client(), { list: first, limit: '1000' }, null)
          return new Set(items.map(({ id }) => id))
        }
        changer.always = isOfOne ? await inList() : new Set(changer.live)
        const came: string[] = []
        let cursor: string | null = null
        do {
          const page = pageOf(client(), query, cursor)
          // Some changes are made while the page is.
          if (random(2) === 0) {
            await changer.change()
            if (isOfOne) changer.always = changer.always.intersection(await inList())
          }
          const { items, next } = await page
          came.push(...items.map(({ id }) => id))
          cursor = next
          for (let change = random(4); change > 0; change--) {
            await changer.change()
            // What left the list was not there all the time.
            if (isOfOne) changer.always = changer.always.intersection(await inList())
          }
        } while (cursor !== null)
        if (isOfOne) changer.always = changer.always.intersection(await inList())
        const twice = came.filter((id, at) => came.indexOf(id) !== at)
        const missed = [...changer.always].filter((id) => !came.includes(id))
        expect({ seed, round, twice, missed }).toEqual({ seed, round, twice: [], missed: [] })
      }
    }, 60_000)
  }

  test('[F91] a todo that has changed comes where it would have come at the first page, as it is now', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: 'in order' })).id
    const ids = Array.from({ length: 6 }, uuid)
    for (const [day, id] of ids.entries())
      await client().done('POST', '/api/v1/todos', { id, list, name: `${day}`, due: `2031-01-0${day + 1}` })
    const query = { list, sort: 'due', limit: '2' }
    const first = await pageOf(client(), query, null)
    // One that came goes to the end, and one from the end before those that came.
    await client().done('PATCH', `/api/v1/todos/${ids[0]}`, { due: '2031-03-01', name: 'came' })
    await client().done('PATCH', `/api/v1/todos/${ids[5]}`, { due: '2030-01-01', name: 'moved' })
    await client().done('PATCH', `/api/v1/todos/${ids[2]}`, { due: null })
    const names: string[] = []
    for (let cursor = first.next; cursor !== null;) {
      const page = await pageOf(client(), query, cursor)
      names.push(...page.items.map(({ name }) => name))
      cursor = page.next
    }
    expect([first.items.map(({ name }) => name), names]).toEqual([
      ['0', '1'],
      ['2', '3', '4', 'moved'],
    ])
  })

  test('[F92] a cursor of a version before is read; one of another database, or too old, is refused in words', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: 'cursors' })).id
    for (const day of [1, 2, 3])
      await client().done('POST', '/api/v1/todos', { list, name: `${day}`, due: `2031-01-0${day}` })
    const query = { list, sort: 'due', limit: '1' }
    const { next } = await pageOf(client(), query, null)
    const [hash, base, key] = JSON.parse(Buffer.from(String(next), 'base64url').toString())
    const written = (...parts: unknown[]) =>
      Buffer.from(JSON.stringify([hash, ...parts])).toString('base64url')
    const names = async (cursor: string) =>
      (await pageOf(client(), query, cursor)).items.map(({ name }) => name)
    expect(await names(written(base, key))).toEqual(['2'])
    expect(await names(written(...key))).toEqual(['2'])
    const refused = async (cursor: string) =>
      client().json('GET', `/api/v1/todos?${new URLSearchParams({ ...query, cursor })}`)
    const old = await refused(written({ ...base, at: base.at - 25 * 60 * 60 * 1_000 }, key))
    expect(old).toMatchObject({ status: 400, code: 'bad_cursor' })
    expect(old.errors[0].detail).toBe(
      'is not good any more: its first page is older than a day; begin anew without it',
    )
    const [short = ''] = Object.keys(base.versions)
    const ahead = { ...base, versions: { [short]: base.versions[short] + 1_000 } }
    for (const bad of [ahead, { ...base, versions: { [short]: -1 } }, {}, 'x'])
      expect((await refused(written(bad, key))).code).toBe('bad_cursor')
  })

  test('[F93] where more has changed than is looked through, the cursor is refused in words', async () => {
    const list = (await client().done('POST', '/api/v1/lists', { name: 'much' })).id
    const ids = [uuid(), uuid(), uuid()]
    for (const id of ids) await client().done('POST', '/api/v1/todos', { id, list, name: id })
    const query = { list, sort: 'updated', limit: '1' }
    const { next } = await pageOf(client(), query, null)
    const notes = (letter: string) => letter.repeat(60_000)
    for (let batch = 0; batch < 15; batch++) {
      const commands = Array.from({ length: 10 }, (_, at) => ({
        type: 'updateTodo',
        todo: ids[0],
        changes: { notes: notes('abcdefghij'[at] as string) },
      }))
      await client().done('POST', '/api/v1/batch', { commands })
    }
    const answer = await client().json(
      'GET',
      `/api/v1/todos?${new URLSearchParams({ ...query, cursor: String(next) })}`,
    )
    expect(answer).toMatchObject({ status: 400, code: 'bad_cursor' })
    expect(answer.errors[0].detail).toContain('too much has changed since its first page')
    // Begun anew it goes on.
    expect((await pageOf(client(), query, null)).items.map(({ id }) => id)).toEqual([String(ids[0])])
  })
})
