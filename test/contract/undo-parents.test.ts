/** Where todos stand after an undo whose past is gone (SPEC.md, A30 and A31). */
import { expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

onEachEngine('undo of where todos stood', (client) => {
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await client().send(method, `/api/v1${path}`, body)
    const text = await answer.text()
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const newList = async (): Promise<string> => (await ask('POST', '/lists', { name: 'A list' })).id
  const newTodo = async (list: string, parent: string | null = null): Promise<string> =>
    (await ask('POST', '/todos', { list, parent, name: Bun.randomUUIDv7() })).id
  const todo = (id: string) => ask('GET', `/todos/${id}`)
  const lastEntry = async (id: string): Promise<string> =>
    (await ask('GET', `/todos/${id}/history`)).items[0].id

  /** A todo that came back without its parent, which was in the trash then, and is out of it now. */
  const scene = async () => {
    const list = await newList()
    const parent = await newTodo(list)
    const child = await newTodo(list, parent)
    await ask('DELETE', `/todos/${child}`)
    await ask('DELETE', `/todos/${parent}`)
    await ask('POST', `/todos/${child}/restore`)
    const entry = await lastEntry(child)
    await ask('POST', `/todos/${parent}/restore`)
    return { list, parent, child, entry }
  }

  test('[A30] in the trash a todo is below its old parent again, if that is still in its list', async () => {
    const { parent, child, entry } = await scene()
    await ask('POST', `/history/${entry}/undo`)
    expect(await todo(child)).toMatchObject({ parent, deletedAt: expect.any(String) })
  })

  test('[A30] a parent that is in another list by now is none, in the trash either', async () => {
    const { list, parent, child, entry } = await scene()
    const other = await newList()
    await ask('PATCH', `/todos/${parent}`, { list: other })
    await ask('POST', `/history/${entry}/undo`)
    expect(await todo(child)).toMatchObject({ list, parent: null, deletedAt: expect.any(String) })
    expect(await todo(parent)).toMatchObject({ list: other, deletedAt: null })
    expect(await client().app.store.examine(false)).toMatchObject({ differing: [], parents: [] })
  })

  test('[A30] what was put below another todo and deleted since goes back to its old list alone', async () => {
    const [list, other] = [await newList(), await newList()]
    const top = await newTodo(list)
    const below = await newTodo(list, top)
    await ask('PATCH', `/todos/${top}`, { list: other })
    const entry = await lastEntry(top)
    const third = await newTodo(other)
    await ask('PATCH', `/todos/${below}`, { parent: third })
    await ask('DELETE', `/todos/${below}`)
    await ask('POST', `/history/${entry}/undo?force=true`)
    expect(await todo(below)).toMatchObject({ list, parent: null, deletedAt: expect.any(String) })
    expect(await client().app.store.examine(false)).toMatchObject({ differing: [], parents: [] })
  })

  test('[A31] no undo puts a todo below itself, and the list goes on', async () => {
    const { list, parent, child, entry } = await scene()
    await ask('PATCH', `/todos/${parent}`, { parent: child })
    await ask('POST', `/history/${entry}/undo?force=true`)
    expect(await todo(child)).toMatchObject({ parent: null, deletedAt: expect.any(String) })
    expect(await todo(parent)).toMatchObject({ parent: child, deletedAt: expect.any(String) })
    await ask('POST', `/todos/${child}/restore`)
    await ask('DELETE', `/todos/${parent}`)
    expect((await ask('GET', `/todos?list=${list}`)).items.map(({ id }: any) => id)).toEqual([child])
    expect(await client().app.store.examine(false)).toMatchObject({ differing: [], parents: [] })
  })

  test('[A31] no undo puts a todo deeper than todos nest', async () => {
    const { list, parent, child, entry } = await scene()
    let above: string | null = null
    for (let level = 1; level < 8; level++) above = await newTodo(list, above)
    await ask('PATCH', `/todos/${parent}`, { parent: above })
    await ask('POST', `/history/${entry}/undo`)
    expect(await todo(child)).toMatchObject({ parent: null })
    await ask('POST', `/todos/${child}/restore`)
    expect(await client().app.store.examine(false)).toMatchObject({ differing: [], parents: [] })
  })
})
