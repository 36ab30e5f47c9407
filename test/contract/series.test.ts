/** What becomes of a series when its todos are finished, reopened, moved and deleted in odd orders (SPEC.md, E20 to E22). */
import { beforeEach, expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

onEachEngine('series', (client) => {
  let list: string
  const api = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const newList = async (): Promise<string> => (await api('POST', '/lists', { name: 'a list' })).id
  const newTodo = (fields: object = {}) =>
    api('POST', '/todos', { list, name: 'a', due: '2099-01-01', repeat: 'FREQ=DAILY', ...fields })
  const todo = (id: string) => api('GET', `/todos/${id}`)
  const change = (id: string, changes: object) => api('PATCH', `/todos/${id}`, changes)
  const bin = (id: string) => api('DELETE', `/todos/${id}`)
  const restore = (id: string) => api('POST', `/todos/${id}/restore`)
  const reopen = (id: string) => change(id, { finished: false })
  /** Finishes it, and answers the one that follows. */
  const turn = async (id: string) => todo((await change(id, { finished: true })).next)
  /** Of these, those that repeat and are to be done. */
  const running = async (...ids: string[]) => {
    const all = await Promise.all(ids.map(todo))
    return all
      .filter(({ repeat, finished, deletedAt }) => repeat && !finished && !deletedAt)
      .map(({ id }) => id)
  }

  beforeEach(async () => {
    list = await newList()
  })

  test('[E20] a series that goes on behind one in the trash does not go on before it as well', async () => {
    const first = await newTodo()
    const second = await turn(first.id)
    const third = await turn(second.id)
    await change(third.id, { notes: 'touched' })
    // The series goes on with the third one, so that the second one does not repeat any more.
    await reopen(second.id)
    await bin(second.id)
    await reopen(first.id)
    expect(await running(first.id, second.id, third.id)).toEqual([third.id])
    await restore(second.id)
    expect(await running(first.id, second.id, third.id)).toEqual([third.id])
  })

  test('[E20] one that was put in the trash by hand does not repeat beside the one before it, when it comes back', async () => {
    const first = await newTodo()
    const second = await turn(first.id)
    await bin(second.id)
    await reopen(first.id)
    await restore(second.id)
    expect(await running(first.id, second.id)).toEqual([first.id])
  })

  test('[E20] where the one that followed was moved, or is past itself, the series goes on there', async () => {
    const first = await newTodo()
    const moved = await turn(first.id)
    await change(moved.id, { list: await newList() })
    await reopen(first.id)
    expect(await running(first.id, moved.id)).toEqual([moved.id])
    const other = await newTodo({ name: 'other' })
    const second = await turn(other.id)
    const third = await turn(second.id)
    await bin(second.id)
    await reopen(other.id)
    expect(await running(other.id, second.id, third.id)).toEqual([third.id])
    expect((await todo(third.id)).deletedAt).toBeNull()
  })

  test('[E20] changed within the very moment in which it came back it counts as touched', async () => {
    const first = await newTodo()
    const second = await turn(first.id)
    await reopen(first.id)
    const update = (todo: string, changes: object) => ({ type: 'updateTodo', todo, changes })
    const commands = [
      update(first.id, { finished: true }),
      update(second.id, { notes: 'at once' }),
      update(first.id, { finished: false }),
    ]
    const { outcomes } = await api('POST', '/batch', { commands })
    expect(outcomes).toMatchObject(commands.map(() => ({ accepted: true })))
    expect(await running(first.id, second.id)).toEqual([second.id])
  })

  test('[E21] what is finished again after its list was changed has another one follow it there', async () => {
    const first = await newTodo()
    const second = await turn(first.id)
    await reopen(first.id)
    const other = await newList()
    await change(first.id, { list: other })
    // Also where the other list is at hand.
    await api('POST', '/batch', {
      commands: [
        { type: 'updateList', list, changes: { name: 'of before' } },
        { type: 'updateTodo', todo: first.id, changes: { finished: true } },
      ],
    })
    const again = await todo((await todo(first.id)).next)
    expect(again.id).not.toBe(second.id)
    expect(again.list).toBe(other)
    expect((await todo(second.id)).deletedAt).not.toBeNull()
  })

  test('[E22] copies of subtodos have their moments as many days later; what was copied before is not copied again', async () => {
    const first = await newTodo()
    const fields = { list, repeat: null, due: null }
    const reminders = ['2098-12-31T09:00[UTC]']
    await newTodo({ ...fields, parent: first.id, name: 'below', reminders })
    const below = async (parent: string) => {
      const { items } = await api('GET', `/todos?list=${list}&limit=1000`)
      return items.filter((each: { parent: string }) => each.parent === parent)
    }
    const second = await turn(first.id)
    expect(await below(second.id)).toMatchObject([{ name: 'below', reminders: ['2099-01-01T09:00[UTC]'] }])
    await change(second.id, { notes: 'touched' })
    // It has one of its own again; those that went over stay where they are.
    await reopen(first.id)
    await change(first.id, { repeat: 'FREQ=DAILY' })
    const third = await turn(first.id)
    expect(third.id).not.toBe(second.id)
    expect(await below(third.id)).toEqual([])
  })

  test('[E22] one that is taken out of its series counts from no other date any more', async () => {
    const first = await newTodo()
    await change(first.id, { due: '2099-01-03' })
    expect((await todo(first.id)).anchor).toBe('2099-01-01')
    const { repeat, anchor, due } = await api('POST', `/todos/${first.id}/detach`)
    expect({ repeat, anchor, due }).toEqual({ repeat: null, anchor: null, due: '2099-01-03' })
  })

  const newest = async () => (await api('GET', `/lists/${list}/history?limit=1`)).items[0]
  const undo = (entry: { id: string }, force = false) =>
    client().json('POST', `/api/v1/history/${entry.id}/undo${force ? '?force=true' : ''}`)

  test('[E81] an undo does not start a series again that has gone on since; forced, it opens the todo alone', async () => {
    const first = await newTodo()
    await turn(first.id)
    await reopen(first.id)
    // The same one comes back out of the trash.
    const second = await turn(first.id)
    const entry = await newest()
    const third = await turn(second.id)
    expect(await undo(entry)).toMatchObject({
      status: 409,
      conflicts: [{ id: second.id, why: 'changed', field: 'finishedAt' }],
    })
    expect(await running(first.id, second.id, third.id)).toEqual([third.id])
    expect(await undo(entry, true)).toMatchObject({ outcome: 'undone' })
    expect(await todo(first.id)).toMatchObject({ finished: false, repeat: null, anchor: null })
    expect(await running(first.id, second.id, third.id)).toEqual([third.id])
  })

  test('[E81] what an undo puts in the trash does not repeat beside the one before it, when it comes back', async () => {
    for (const isBinned of [false, true]) {
      const first = await newTodo()
      const second = await turn(first.id)
      const entry = await newest()
      if (isBinned) await bin(second.id)
      expect(await undo(entry)).toMatchObject({ outcome: 'undone' })
      await restore(second.id)
      expect(await running(first.id, second.id)).toEqual([first.id])
    }
  })
})
