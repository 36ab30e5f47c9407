/** When todos start, on each engine (SPEC.md, E70 to E76). */
import { expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()
const zones = { berlin: '[Europe/Berlin]', newYork: '[America/New_York]', shanghai: '[Asia/Shanghai]' }
const { berlin, newYork, shanghai } = zones

type Dates = { start?: string | null; due?: string | null }

onEachEngine('start', (client) => {
  const send = (method: string, path: string, body?: unknown) => client().send(method, `/api/v1${path}`, body)
  const done = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const refusal = async (method: string, path: string, body?: unknown) => {
    const response = await send(method, path, body)
    return [response.status, ((await response.json()) as any).code]
  }
  const make = (fields: object = {}) => done('POST', '/todos', { name: uuid(), ...fields })
  const read = (id: string) => done('GET', `/todos/${id}`)
  const datesOf = ({ start, due }: Dates) => ({ start, due })
  const entries = async (id: string) => (await done('GET', `/todos/${id}/history`)).items

  test('[E70] a start is a date, or a date and time with a zone, that exists', async () => {
    for (const start of ['2026-02-28', '2028-02-29', `2026-12-01T09:00${shanghai}`, null])
      expect((await make({ start })).start).toBe(start)
    for (const start of [
      '2026-02-30',
      '2026-02-29',
      `2026-02-30T09:00${berlin}`,
      '2026-12-01T09:00',
      '2026-12-01T09:00[Nowhere/At_all]',
      '2026-12-01T24:00[UTC]',
      'tomorrow',
      '',
    ]) {
      const response = await send('POST', '/todos', { name: uuid(), start })
      expect([start, response.status]).toEqual([start, 400])
      expect(((await response.json()) as any).errors[0].pointer).toBe('/start')
    }
  })

  test('[E71] who sets both so that it starts after it is due is refused, at each door, and nothing is left of it', async () => {
    const todo = await make({ start: '2026-12-01', due: '2026-12-05' })
    for (const wrong of [
      { start: '2026-12-06', due: '2026-12-05' },
      { start: `2026-12-05T10:00${berlin}`, due: `2026-12-05T09:59${berlin}` },
      // It is 12:00 in Shanghai when it is 23:00 the day before in New York.
      { start: `2026-12-04T23:00${newYork}`, due: `2026-12-05T11:59${shanghai}` },
      { start: `2026-12-06T00:00${berlin}`, due: '2026-12-05' },
    ]) {
      const name = uuid()
      const other = uuid()
      const expected = [422, 'start_after_due']
      expect(await refusal('POST', '/todos', { name, ...wrong })).toEqual(expected)
      expect(await refusal('PUT', `/todos/${other}`, { name, ...wrong })).toEqual(expected)
      expect(await refusal('PUT', `/todos/${todo.id}`, { name, ...wrong })).toEqual(expected)
      expect(await refusal('PATCH', `/todos/${todo.id}`, wrong)).toEqual(expected)
      const { outcomes } = await done('POST', '/batch', {
        commands: [{ type: 'updateTodo', todo: todo.id, changes: wrong }],
      })
      expect(outcomes).toMatchObject([{ accepted: false, problem: { status: 422, code: 'start_after_due' } }])
      expect((await send('GET', `/todos/${other}`)).status).toBe(404)
      expect((await done('GET', `/todos?q=${name}`)).items).toEqual([])
    }
    expect(await read(todo.id)).toEqual(todo)
  })

  test('[E71] it may start on the day, and at the moment, at which it is due', async () => {
    for (const dates of [
      { start: '2026-12-05', due: '2026-12-05' },
      { start: '2026-12-05', due: `2026-12-05T00:00${berlin}` },
      { start: `2026-12-05T23:59${berlin}`, due: '2026-12-05' },
      { start: `2026-12-05T09:00${berlin}`, due: `2026-12-05T09:00${berlin}` },
      // The same moment, and a minute before it.
      { start: `2026-12-04T23:00${newYork}`, due: `2026-12-05T12:00${shanghai}` },
      { start: `2026-12-05T11:59${shanghai}`, due: `2026-12-04T23:00${newYork}` },
    ])
      expect(await make(dates)).toMatchObject(dates)
  })

  test.each<[was: Dates, sets: Dates, becomes: Dates]>([
    // The due date goes along.
    [{ start: '2026-12-01', due: '2026-12-05' }, { start: '2026-12-08' }, { due: '2026-12-08' }],
    [{ due: `2026-12-05T17:00${berlin}` }, { start: '2026-12-08' }, { due: `2026-12-08T17:00${berlin}` }],
    [{ due: '2026-12-05' }, { start: `2026-12-08T09:00${berlin}` }, { due: '2026-12-08' }],
    [
      { due: `2026-12-05T17:00${berlin}` },
      { start: `2026-12-08T18:00${berlin}` },
      { due: `2026-12-08T18:00${berlin}` },
    ],
    [
      { due: `2026-12-05T11:00${shanghai}` },
      { start: `2026-12-05T23:00${newYork}` },
      { due: `2026-12-05T23:00${newYork}` },
    ],
    // The start goes along.
    [{ start: '2026-12-01', due: '2026-12-05' }, { due: '2026-11-30' }, { start: '2026-11-30' }],
    [{ start: `2026-12-01T08:00${berlin}` }, { due: '2026-11-30' }, { start: `2026-11-30T08:00${berlin}` }],
    [
      { start: `2026-12-01T08:00${berlin}` },
      { due: `2026-11-30T07:00${berlin}` },
      { start: `2026-11-30T07:00${berlin}` },
    ],
    // What need not move stays.
    [{ start: '2026-12-01', due: '2026-12-05' }, { start: '2026-12-05' }, { due: '2026-12-05' }],
    [{ start: '2026-12-01', due: '2026-12-05' }, { due: null }, { start: '2026-12-01' }],
    [{ start: '2026-12-01', due: '2026-12-05' }, { start: null }, { due: '2026-12-05' }],
  ])(
    '[E72] who sets one of them takes the other along where it must be: %j, then %j',
    async (was, sets, becomes) => {
      const { id } = await make(was)
      expect(await done('PATCH', `/todos/${id}`, sets)).toMatchObject({ ...sets, ...becomes })
      const after = await read(id)
      const [entry] = await entries(id)
      await done('POST', `/history/${entry.id}/undo`)
      expect(datesOf(await read(id))).toEqual({ start: null, due: null, ...was })
      const [undoing] = await entries(id)
      await done('POST', `/history/${undoing.id}/undo`)
      expect(datesOf(await read(id))).toEqual(datesOf(after))
    },
  )

  test('[E72] so does who moves the todo to another list; a PUT that names one of them takes the other away, as ever', async () => {
    const other = await done('POST', '/lists', { name: 'other' })
    const { id, name } = await make({ start: '2026-12-01', due: '2026-12-05' })
    expect(datesOf(await done('PUT', `/todos/${id}`, { name, due: '2026-11-20' }))).toEqual({
      start: null,
      due: '2026-11-20',
    })
    expect(datesOf(await done('PUT', `/todos/${id}`, { name, start: '2026-12-01' }))).toEqual({
      start: '2026-12-01',
      due: null,
    })
    const moved = await done('PATCH', `/todos/${id}`, { list: other.id, due: '2026-11-10' })
    expect(moved).toMatchObject({ list: other.id, start: '2026-11-10', due: '2026-11-10' })
    const again = await done('PATCH', `/todos/${id}`, { list: client().app.account.defaultList })
    expect(datesOf(again)).toEqual(datesOf(moved))
  })

  test('[E73] an undo does not have it start after it is due: what was set since is in the way, and forced goes along', async () => {
    const { id } = await make({ start: '2026-12-10', due: '2026-12-12' })
    await done('PATCH', `/todos/${id}`, { start: '2026-12-01' })
    const [entry] = await entries(id)
    await done('PATCH', `/todos/${id}`, { due: '2026-12-05' })
    const response = await send('POST', `/history/${entry.id}/undo`)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      code: 'undo_conflict',
      conflicts: [{ id, why: 'changed', field: 'due', current: '2026-12-05' }],
    })
    expect(datesOf(await read(id))).toEqual({ start: '2026-12-01', due: '2026-12-05' })
    await done('POST', `/history/${entry.id}/undo?force=true`)
    expect(datesOf(await read(id))).toEqual({ start: '2026-12-10', due: '2026-12-10' })
  })

  /** Finishes it, and answers the one that follows. */
  const turn = async (id: string) => read((await done('PATCH', `/todos/${id}`, { finished: true })).next)
  const repeating = { repeat: 'FREQ=MONTHLY', due: '2099-01-31' }

  test('[E74] what repeats starts as many days before it is due as before, at its own hour', async () => {
    const first = await make({ ...repeating, repeat: 'FREQ=MONTHLY;BYMONTHDAY=-1', start: '2099-01-29' })
    const next = await turn(first.id)
    // There is no 30 February, and no 29 either that year.
    expect(datesOf(next)).toEqual({ start: '2099-02-26', due: '2099-02-28' })
    expect(datesOf(await done('POST', `/todos/${next.id}/skip`))).toEqual({
      start: '2099-03-29',
      due: '2099-03-31',
    })
    const { next: followed } = await done('POST', `/todos/${next.id}/detach`)
    expect(datesOf(await read(followed))).toEqual({ start: '2099-04-28', due: '2099-04-30' })
    const timed = await make({
      repeat: 'FREQ=DAILY',
      start: `2099-03-27T20:00${newYork}`,
      due: `2099-03-28T09:00${berlin}`,
    })
    expect(datesOf(await turn(timed.id))).toEqual({
      start: `2099-03-28T20:00${newYork}`,
      due: `2099-03-29T09:00${berlin}`,
    })
    const without = await make(repeating)
    expect((await turn(without.id)).start).toBeNull()
  })

  test('[E74] where clocks are set meanwhile in one of two zones, the start is not after the due date', async () => {
    // Six hours apart, but for some weeks in spring, when they are five.
    const first = await make({
      repeat: 'FREQ=WEEKLY',
      start: `2099-03-02T15:00${berlin}`,
      due: `2099-03-02T09:00${newYork}`,
    })
    expect(datesOf(await turn(first.id))).toEqual({
      start: `2099-03-09T09:00${newYork}`,
      due: `2099-03-09T09:00${newYork}`,
    })
  })

  test('[E74] one that is moved alone keeps its start, and so do the dates to come', async () => {
    const first = await make({ repeat: 'FREQ=WEEKLY', start: '2099-01-03', due: '2099-01-05' })
    const moved = await done('PATCH', `/todos/${first.id}`, { start: '2099-01-07' })
    expect(moved).toMatchObject({ start: '2099-01-07', due: '2099-01-07', anchor: '2099-01-05' })
    expect(datesOf(await turn(first.id))).toEqual({ start: '2099-01-12', due: '2099-01-12' })
  })

  test('[E75] subtodos of what repeats start as many days later; reopened, all of it is as before', async () => {
    const top = await make({ repeat: 'FREQ=WEEKLY', start: '2099-01-03', due: '2099-01-05' })
    const below = await make({ parent: top.id, start: `2099-01-02T09:00${shanghai}` })
    const both = await make({ parent: top.id, start: '2099-01-04', due: '2099-01-04' })
    const next = await turn(top.id)
    const copies = (await done('GET', `/todos?list=${top.list}&limit=1000`)).items.filter(
      ({ parent }: { parent: string }) => parent === next.id,
    )
    expect(copies.map(datesOf)).toEqual([
      { start: `2099-01-09T09:00${shanghai}`, due: null },
      { start: '2099-01-11', due: '2099-01-11' },
    ])
    await done('PATCH', `/todos/${top.id}`, { finished: false })
    expect((await read(next.id)).deletedAt).toBeString()
    for (const todo of [top, below, both]) expect(datesOf(await read(todo.id))).toEqual(datesOf(todo))
  })

  test('[E75] starts of what is copied stay within the years that there are', async () => {
    const top = await make({ repeat: 'FREQ=DAILY', due: '9990-01-01', repeatFrom: 'finished' })
    const first = await make({ parent: top.id, start: '0001-01-01' })
    const last = await make({ parent: top.id, start: '9999-12-31' })
    // A series goes forward only.
    const next = await turn(top.id)
    expect(next.due).toBe('9990-01-02')
    const { items } = await done('GET', `/todos?list=${top.list}&limit=1000`)
    const copies = items.filter(({ parent }: { parent: string }) => parent === next.id)
    expect(copies.map(({ name, start }: any) => [name, start]).toSorted()).toEqual(
      [
        [first.name, '0001-01-02'],
        [last.name, '9999-12-31'],
      ].toSorted(),
    )
  })

  test('[E76] answers, the tutorial and search leave out nothing that has not started', async () => {
    const { id, name, number } = await make({ start: '2099-01-01', due: '2099-01-01' })
    const ids = async (query: string) =>
      (await done('GET', `/todos?${query}`)).items.map((todo: { id: string }) => todo.id)
    for (const query of ['limit=1000', `q=${name}`, 'due_from=2099-01-01', 'filter=due>today', 'sort=due'])
      expect(await ids(query)).toContain(id)
    const tutorial: object[] = await client().done('GET', '/todos/')
    expect(tutorial).toContainEqual({ id: number, name, finished: false })
    expect(await ids('filter=not started')).toContain(id)
    expect(await ids('filter=started&limit=1000')).not.toContain(id)
  })
})
