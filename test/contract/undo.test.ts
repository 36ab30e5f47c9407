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
})
