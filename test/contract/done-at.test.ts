/** When something was done, as who sends it says, beside when it was accepted (SPEC.md, E100 to E102). */
import { expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()
const hour = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

onEachEngine('done at', (client) => {
  const api = (method: string, path: string, body?: unknown) => client().json(method, `/api/v1${path}`, body)
  const newTodo = (fields: object = {}) => client().done('POST', '/api/v1/todos', { name: uuid(), ...fields })
  const read = (id: string) => api('GET', `/todos/${id}`)
  const batch = async (...commands: object[]) => (await api('POST', '/batch', { commands })).outcomes
  const finish = (todo: string, doneAt: string, more: object = {}) => ({
    type: 'updateTodo',
    ...{ todo, doneAt, changes: { finished: true }, ...more },
  })
  /** Made and changed long ago, all of it offline. */
  const oldTodo = async (madeAt: string, ...changes: object[]) => {
    const id = uuid()
    await batch(
      { type: 'createTodo', todo: { id, name: id }, doneAt: madeAt },
      ...changes.map((change) => ({ type: 'updateTodo', todo: id, ...change })),
    )
    return id
  }

  test('[E100] what was done offline is finished as of then, and the history tells both times', async () => {
    const doneAt = ago(5 * hour)
    const before = ago(0)
    const id = await oldTodo(ago(6 * hour))
    const [outcome] = await batch(finish(id, doneAt))
    expect(outcome.todo.finishedAt).toBe(doneAt)
    expect(outcome.todo.updatedAt >= before).toBe(true)
    const [entry, made] = (await api('GET', `/todos/${id}/history`)).items
    expect([entry.kind, entry.doneAt, entry.time >= before]).toEqual(['finished', doneAt, true])
    expect(made.time >= before).toBe(true)
    const since = encodeURIComponent(before)
    expect((await api('GET', `/todos/${id}/history?since=${since}`)).items.length).toBe(2)
    expect((await api('GET', `/todos/${(await newTodo()).id}/history`)).items[0].doneAt).toBeNull()
    await api('POST', `/history/${entry.id}/undo`)
    expect((await read(id)).finishedAt).toBeNull()
  })

  test('[E100] it is bounded: by now, by what the todo saw last, by 90 days', async () => {
    const year = 365 * 24 * hour
    const finishedAt = async (id: string, doneAt: string) =>
      (await batch(finish(id, doneAt)))[0].todo.finishedAt
    const [made, renamed] = [ago(8 * hour), ago(4 * hour)]
    const rename = { changes: { notes: 'x' }, doneAt: renamed }
    // The clock of a device that is years ahead, or behind.
    const now = ago(0)
    const ahead = await finishedAt(await oldTodo(made), ago(-year))
    expect(ahead >= now && ahead <= ago(0)).toBe(true)
    expect(await finishedAt(await oldTodo(made, rename), ago(6 * hour))).toBe(renamed)
    expect((await finishedAt(await oldTodo(made, rename), ago(3 * hour))) > renamed).toBe(true)
    expect((await finishedAt((await newTodo()).id, ago(hour))) >= now).toBe(true)
    const old = uuid()
    const [{ todo }] = await batch({
      type: 'createTodo',
      todo: { id: old, name: old, finished: true },
      doneAt: ago(year),
    })
    const days = (Date.now() - Date.parse(todo.finishedAt)) / 24 / hour
    expect(Math.round(days)).toBe(90)
    // Of one batch as well: what comes behind can not have been done before.
    const id = uuid()
    const outcomes = await batch(
      { type: 'createTodo', todo: { id, name: id }, doneAt: made },
      { type: 'updateTodo', todo: id, changes: { notes: 'y' }, doneAt: renamed },
      finish(id, ago(7 * hour)),
    )
    expect(outcomes[2].todo.finishedAt).toBe(renamed)
    expect(outcomes.map((each: any) => each.version)).toEqual(
      outcomes.map((_: unknown, at: number) => outcomes[0].version + at),
    )
  })

  test('[E100] "counted from finishing" counts from when it was done, and reopening takes the next one back', async () => {
    const repeating = { due: '2026-01-01', repeat: 'FREQ=DAILY;INTERVAL=10', repeatFrom: 'finished' }
    const id = uuid()
    const [, { todo }] = await batch(
      { type: 'createTodo', todo: { id, name: id, ...repeating }, doneAt: ago(96 * hour) },
      finish(id, ago(72 * hour)),
    )
    const next = await read(todo.next)
    expect(next.due).toBe(ago(72 * hour - 240 * hour).slice(0, 10))
    const again = await api('PATCH', `/todos/${id}`, { finished: false })
    expect(again).toMatchObject({ finished: false, repeat: repeating.repeat })
    expect((await read(next.id)).deletedAt).not.toBeNull()
    await batch(finish(id, ago(48 * hour)))
    expect(await read(next.id)).toMatchObject({ deletedAt: null, finished: false })
    await api('PATCH', `/todos/${next.id}`, { notes: 'touched' })
    expect(await api('PATCH', `/todos/${id}`, { finished: false })).toMatchObject({
      repeat: null,
      next: null,
    })
  })

  test('[E101] a command that is sent again with or without it acts once', async () => {
    const { id } = await newTodo()
    const command = { type: 'updateTodo', id: uuid(), todo: id, changes: { notes: 'x' } }
    for (const said of [{}, { doneAt: ago(hour) }, {}]) {
      const [outcome] = await batch({ ...command, ...said })
      expect(outcome.accepted).toBe(true)
    }
    expect((await api('GET', `/todos/${id}/history`)).items.length).toBe(2)
  })

  test('[E102] when it was finished is corrected, within bounds, and an open one was not', async () => {
    const id = await oldTodo(ago(2 * hour))
    const correct = (finishedAt: string, more: object = {}) =>
      api('PATCH', `/todos/${id}`, { finishedAt, ...more })
    expect((await correct(ago(0))).code).toBe('finished_at_wrong')
    expect((await correct(ago(hour), { finished: true })).code).toBe('finished_at_wrong')
    await api('PATCH', `/todos/${id}`, { finished: true })
    const { createdAt } = await read(id)
    expect((await correct(createdAt)).finishedAt).toBe(createdAt)
    for (const wrong of [ago(-hour), new Date(Date.parse(createdAt) - 1).toISOString()])
      expect(await correct(wrong)).toMatchObject({
        status: 409,
        code: 'finished_at_wrong',
        params: { why: 'range' },
      })
    const [entry] = (await api('GET', `/todos/${id}/history`)).items
    expect(entry.changes[0].fields.finishedAt.to).toBe(createdAt)
    await api('POST', `/history/${entry.id}/undo`)
    expect((await read(id)).finishedAt > createdAt).toBe(true)
    expect((await correct('soon')).code).toBe('bad_request')
  })
})
