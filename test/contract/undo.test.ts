/** What an undo must not take along, on each engine (SPEC.md, H21 to H24). */
import { beforeEach, expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

onEachEngine('undo', (client) => {
  let list: string
  const api = async (method: string, path: string, body?: unknown, status?: number) => {
    const response = await client().send(method, `/api/v1${path}`, body)
    const text = await response.text()
    if (response.status !== (status ?? response.status) || response.status === 429)
      throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const newTodo = (fields: object = {}) => api('POST', '/todos', { list, name: 'a', ...fields }, 201)
  const todo = (id: string) => api('GET', `/todos/${id}`, undefined, 200)
  const bin = (id: string, kind = 'todos') => api('DELETE', `/${kind}/${id}`, undefined, 204)
  const restore = (id: string, kind = 'todos') => api('POST', `/${kind}/${id}/restore`, undefined, 200)
  const newest = async (of = list) =>
    (await api('GET', `/lists/${of}/history?limit=1`, undefined, 200)).items[0]
  const undo = (entry: { id: string }, force = false) =>
    api('POST', `/history/${entry.id}/undo${force ? '?force=true' : ''}`)
  /** What is done after this is of another millisecond. */
  const tick = async () => {
    for (const begun = Date.now(); Date.now() === begun;) await Bun.sleep(1)
  }

  beforeEach(async () => {
    list = (await api('POST', '/lists', { name: 'a list' }, 201)).id
  })

  test('[A111] what was done since a moment is taken back once, however often it is sent', async () => {
    const { id } = await newTodo({ notes: 'before' })
    await tick()
    const since = new Date().toISOString()
    await api('PATCH', `/todos/${id}`, { notes: 'behind' }, 200)
    const outcomes = async (body: object, headers: Record<string, string> = {}) => {
      const answer = await client().json('POST', '/api/v1/undo', { since, list, ...body }, headers)
      const { items, gesture } = answer as { items: { outcome: string }[]; gesture: string }
      return { items, outcomes: items.map(({ outcome }) => outcome), gesture }
    }
    for (const key of [Bun.randomUUIDv7(), 'any-key']) {
      const headers = { 'idempotency-key': key }
      const first = await outcomes({}, headers)
      expect(first.outcomes).toContain('undone')
      const { notes } = await todo(id)
      const again = await outcomes({}, headers)
      expect(again.gesture).toBe(first.gesture)
      // It gets its first answer, and changes nothing.
      expect(again.items).toEqual(first.items)
      expect((await todo(id)).notes).toBe(notes)
      // So it is by the gesture that the answer has.
      expect((await outcomes({ as: first.gesture })).items).toEqual(first.items)
      expect((await todo(id)).notes).toBe(notes)
      await api('PATCH', `/todos/${id}`, { notes: `behind ${key}` }, 200)
    }
  })

  test('[H21] what was deleted once more since stays in the trash, unless it is forced', async () => {
    const above = await newTodo()
    const below = await newTodo({ parent: above.id })
    await bin(above.id)
    const deletion = await newest()
    const first = (await todo(above.id)).deletedAt
    await restore(above.id)
    await tick()
    await bin(below.id)
    const second = (await todo(below.id)).deletedAt
    const conflict = { why: 'changed', field: 'deletedAt', set: first, current: second }
    expect(await undo(deletion)).toMatchObject({ status: 409, conflicts: [{ id: below.id, ...conflict }] })
    await bin(above.id)
    expect(await undo(deletion)).toMatchObject({
      status: 409,
      conflicts: [{ id: above.id }, { id: below.id }],
    })
    expect((await todo(below.id)).deletedAt).toBe(second)
    expect(await undo(deletion, true)).toMatchObject({ outcome: 'undone' })
    for (const { id } of [above, below]) expect((await todo(id)).deletedAt).toBeNull()
  })

  test('[H21] a list that was deleted once more since stays in the trash, unless it is forced', async () => {
    await bin(list, 'lists')
    const deletion = await newest()
    const own = () => api('GET', `/lists/${list}`, undefined, 200)
    const first = (await own()).deletedAt
    await restore(list, 'lists')
    await tick()
    await bin(list, 'lists')
    const second = (await own()).deletedAt
    const conflict = {
      kind: 'list',
      id: list,
      why: 'changed',
      field: 'deletedAt',
      set: first,
      current: second,
    }
    expect(await undo(deletion)).toMatchObject({ status: 409, conflicts: [conflict] })
    expect((await own()).deletedAt).toBe(second)
    expect(await undo(deletion, true)).toMatchObject({ outcome: 'undone' })
    expect((await own()).deletedAt).toBeNull()
  })

  const change = (id: string, changes: object, kind = 'todos') => api('PATCH', `/${kind}/${id}`, changes, 200)
  const newList = async (fields: object = {}): Promise<string> =>
    (await api('POST', '/lists', { name: 'another list', ...fields }, 201)).id
  /** The entry of what was just done. */
  const after = async (done: Promise<unknown>, of = list) => (await done, newest(of))

  test('[H22] what is in the trash, or in a list in the trash, is not changed by an undo', async () => {
    const { id } = await newTodo()
    const renamed = await after(change(id, { name: 'b' }))
    await bin(id)
    const { deletedAt } = await todo(id)
    expect(await undo(renamed)).toMatchObject({
      code: 'undo_conflict',
      conflicts: [{ id, why: 'changed', field: 'deletedAt', set: null, current: deletedAt }],
    })
    await restore(id)
    const ofList = await after(change(list, { name: 'renamed' }, 'lists'))
    await bin(list, 'lists')
    expect(await undo(renamed)).toMatchObject({ code: 'list_in_trash' })
    expect(await undo(renamed, true)).toMatchObject({ code: 'list_in_trash' })
    expect(await undo(ofList)).toMatchObject({ code: 'list_in_trash' })
    expect((await todo(id)).name).toBe('b')
  })

  test('[H22] nothing is moved out of a list in the trash by an undo, nor back into one', async () => {
    const other = await newList()
    const { id } = await newTodo()
    const moved = await after(change(id, { list: other }), other)
    for (const binned of [other, list]) {
      await bin(binned, 'lists')
      expect(await undo(moved, true)).toMatchObject({ code: 'list_in_trash' })
      await restore(binned, 'lists')
    }
    expect((await todo(id)).list).toBe(other)
  })

  test('[H22] the making of what is in the trash already is taken back by nothing', async () => {
    const made = await newTodo()
    const creation = await newest()
    await change(made.id, { notes: 'changed since' })
    await bin(made.id)
    const binned = await todo(made.id)
    expect(await undo(creation)).toMatchObject({ undoes: creation.id, outcome: 'unchanged', entry: null })
    expect(await todo(made.id)).toEqual(binned)
  })

  test('[H22] a list that was renamed or coloured since is neither changed back nor taken away', async () => {
    const of = await newList()
    const creation = await newest(of)
    const renamed = await after(change(of, { name: 'b' }, 'lists'), of)
    await change(of, { name: 'theirs', colour: 'red' }, 'lists')
    const conflict = { kind: 'list', id: of, why: 'changed', current: 'theirs', field: 'name' }
    expect(await undo(renamed)).toMatchObject({ conflicts: [{ ...conflict, set: 'b' }] })
    expect(await undo(creation)).toMatchObject({
      conflicts: [
        { ...conflict, set: 'another list' },
        { field: 'colour', set: 'none', current: 'red' },
      ],
    })
    expect(await api('GET', `/lists/${of}`)).toMatchObject({ name: 'theirs', deletedAt: null })
  })

  test('[H23] a move is taken back with what came below it since, which is told first', async () => {
    const other = await newList()
    const { id } = await newTodo()
    await newTodo({ name: 'stays' })
    const moved = await after(change(id, { list: other }), other)
    const below = await newTodo({ list: other, parent: id, name: 'came since' })
    expect(await undo(moved)).toMatchObject({ conflicts: [{ id: below.id, why: 'added' }] })
    expect((await todo(id)).list).toBe(other)
    expect(await undo(moved, true)).toMatchObject({ outcome: 'undone' })
    expect(await todo(below.id)).toMatchObject({ list, parent: id, deletedAt: null })
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })

  test('[H23] no ring comes of an undo, and no two of one name where names are unique', async () => {
    const [a, b] = [await newTodo({ name: 'a' }), await newTodo({ name: 'b' })]
    await change(a.id, { parent: b.id })
    const freed = await after(change(a.id, { parent: null }))
    await change(b.id, { parent: a.id })
    expect(await undo(freed)).toMatchObject({ code: 'parent_cycle' })
    expect(await undo(freed, true)).toMatchObject({ code: 'parent_cycle' })
    const unique = await newList({ uniqueNames: true })
    const above = await newTodo({ list: unique, name: 'above' })
    const below = await newTodo({ list: unique, name: 'below', parent: above.id })
    const moved = await after(change(above.id, { list }))
    await change(below.id, { name: 'above' })
    expect(await undo(moved)).toMatchObject({ code: 'name_taken' })
    expect((await todo(above.id)).list).toBe(list)
  })

  test('[H24] what is in the way is told up to so much: long texts are cut, and many are counted', async () => {
    const { id } = await newTodo({ notes: 'old' })
    const noted = await after(change(id, { notes: 'x'.repeat(5_000) }))
    await change(id, { notes: 'y'.repeat(5_000) })
    expect((await undo(noted)).conflicts).toMatchObject([
      { set: `${'x'.repeat(1_000)}…`, current: `${'y'.repeat(1_000)}…` },
    ])
    const above = await newTodo({ name: 'above' })
    const creation = await newest()
    for (let count = 0; count < 25; count++) await newTodo({ parent: above.id })
    const refused = await undo(creation)
    expect(refused.conflicts).toHaveLength(20)
    expect(refused.detail).toContain('and 24 more')
  })
})
