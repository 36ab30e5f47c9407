/** Finishing a todo together with what is below it, on each engine (SPEC.md, E126 to E129). */
import { expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('with subtodos', (client) => {
  const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    client().send(method, `/api/v1${path}`, body, headers)
  const done = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const newTodo = (fields: object = {}) => done('POST', '/todos', { name: uuid(), ...fields })
  const read = (id: string) => done('GET', `/todos/${id}`)
  const finishedOf = async (...ids: string[]): Promise<boolean[]> =>
    (await Promise.all(ids.map(read))).map(({ finished }) => finished)
  /** A todo, an open one and a finished one below it, and one below the open one. */
  const family = async (fields: object = {}) => {
    const top = await newTodo(fields)
    const { list } = top
    const open = await newTodo({ list, parent: top.id })
    const before = await newTodo({ list, parent: top.id, finished: true })
    const deep = await newTodo({ list, parent: open.id })
    return { list, top, open, before, deep, ids: [top.id, open.id, before.id, deep.id] }
  }
  const batch = async (...commands: object[]) => (await done('POST', '/batch', { commands })).outcomes
  const update = (todo: string, finished: boolean, more: object = {}) => ({
    type: 'updateTodo',
    todo,
    changes: { finished },
    ...more,
  })

  test('[E126] a todo is finished alone, or by `withSubtodos` with what is open below it, at once', async () => {
    const { top, open, before, deep, ids } = await family()
    await done('PATCH', `/todos/${top.id}`, { finished: true })
    expect(await finishedOf(...ids)).toEqual([true, false, true, false])
    await done('PATCH', `/todos/${top.id}`, { finished: false })
    const { version, finishedAt } = await done('PATCH', `/todos/${top.id}?withSubtodos=true`, {
      finished: true,
    })
    expect(await finishedOf(...ids)).toEqual([true, true, true, true])
    for (const { id } of [open, deep]) expect(await read(id)).toMatchObject({ version, finishedAt })
    expect(await read(before.id)).toEqual(before)
    expect((await send('PATCH', `/todos/${top.id}?withSubtodos=perhaps`, { finished: true })).status).toBe(
      400,
    )
  })

  test('[E126] a batch says how many went along, also when it is sent again', async () => {
    const { top, open, deep, ids } = await family()
    const command = { ...update(top.id, true, { withSubtodos: true }), id: uuid() }
    expect(await batch(command)).toMatchObject([{ accepted: true, subtodos: 2, todo: { finished: true } }])
    expect(await batch(command)).toMatchObject([{ accepted: true, subtodos: 2, replayed: true }])
    const [reopened] = await batch(update(top.id, false, { withSubtodos: true }))
    expect(reopened).toMatchObject({ subtodos: 2 })
    // Who was offline names those that they saw.
    expect(await batch(update(top.id, true, { withSubtodos: [deep.id, uuid()] }))).toMatchObject([
      { subtodos: 1 },
    ])
    expect(await finishedOf(...ids)).toEqual([true, false, true, true])
    expect(await batch(update(open.id, true))).not.toHaveProperty('0.subtodos')
  })

  test('[E127] it is one entry of the history, and one undo; reopened, what went along is open again', async () => {
    const { list, top, before, ids } = await family()
    const { version } = await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: true })
    const entry = `${list}.${version}`
    const { items } = await done('GET', `/todos/${top.id}/history?limit=1`)
    expect(items).toMatchObject([{ id: entry, kind: 'finished' }])
    expect(items[0].changes).toHaveLength(3)
    await done('POST', `/history/${entry}/undo`, {})
    expect(await finishedOf(...ids)).toEqual([false, false, true, false])

    await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: true })
    await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: false })
    expect(await finishedOf(...ids)).toEqual([false, false, true, false])
    expect((await read(before.id)).finishedAt).toBe(before.finishedAt)
    await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: true })
    await done('PATCH', `/todos/${top.id}`, { finished: false })
    expect(await finishedOf(...ids)).toEqual([false, true, true, true])
  })

  test('[E128] of a todo that repeats the next one has open copies; what repeats by itself goes over to it', async () => {
    for (const uniqueNames of [false, true]) {
      const list = (await done('POST', '/lists', { name: 'A list', uniqueNames })).id
      const { top, open, deep } = await family({ list, due: '2099-01-01', repeat: 'FREQ=DAILY' })
      const own = await newTodo({ list, parent: top.id, due: '2099-01-01', repeat: 'FREQ=WEEKLY' })
      const { next } = await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: true })
      expect(await finishedOf(top.id, open.id, deep.id, own.id, next)).toEqual([
        true,
        true,
        true,
        false,
        false,
      ])
      expect(await read(own.id)).toMatchObject({ parent: next, next: null })
      const copy = (await read(open.id)).next
      expect(await read(copy)).toMatchObject({ parent: next, finished: false })
      // Back again: the one that followed goes, and all is as before.
      await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: false })
      expect(await finishedOf(top.id, open.id, deep.id, own.id)).toEqual([false, false, false, false])
      expect(await read(own.id)).toMatchObject({ parent: top.id })
      expect((await read(copy)).deletedAt).not.toBeNull()
    }
  })

  test('[E128] below one that does not repeat, what repeats is finished and not followed', async () => {
    const { list, top } = await family()
    const own = await newTodo({ list, parent: top.id, due: '2099-01-01', repeat: 'FREQ=WEEKLY' })
    await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: true })
    expect(await read(own.id)).toMatchObject({ finished: true, next: null, repeat: 'FREQ=WEEKLY' })
    await done('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: false })
    expect(await read(own.id)).toMatchObject({ finished: false, repeat: 'FREQ=WEEKLY' })
  })

  test('[E129] a thousand go along; more are refused and nothing is changed; one moved away meanwhile stays', async () => {
    const { id: list } = await done('POST', '/lists', { name: 'Large' })
    const top = await newTodo({ list })
    const make = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        type: 'createTodo',
        todo: { list, name: `below ${at}`, parent: top.id },
      }))
    for (let rest = 1_000; rest > 0; rest -= 100) await batch(...make(100))
    expect(await batch(update(top.id, true, { withSubtodos: true }))).toMatchObject([{ subtodos: 1_000 }])
    expect(await batch(update(top.id, false, { withSubtodos: true }))).toMatchObject([{ subtodos: 1_000 }])
    await batch(...make(1))
    const refused = await send('PATCH', `/todos/${top.id}?withSubtodos=true`, { finished: true })
    expect([refused.status, ((await refused.json()) as any).code]).toEqual([409, 'subtree_too_large'])
    expect(await finishedOf(top.id)).toEqual([false])

    const small = await family()
    await done('PATCH', `/todos/${small.open.id}`, { list })
    await batch(update(small.top.id, true, { withSubtodos: [small.open.id] }))
    expect(await finishedOf(small.top.id, small.open.id)).toEqual([true, false])
    // Who moves it in the same change finishes nothing else.
    const { top: moved, open } = await family()
    await batch({ ...update(moved.id, true, { withSubtodos: true }), changes: { finished: true, list } })
    expect(await read(open.id)).toMatchObject({ list, finished: false })
  })
})
