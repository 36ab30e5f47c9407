/** The reminders that an account wants of what it gives a due date, on each engine (SPEC.md, E83 and E84). */
import { afterEach, expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()
const timed = '2099-01-01T09:00[Europe/Berlin]'
const day = '2099-01-01'

onEachEngine('default reminders', (client) => {
  const api = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const want = (defaultReminders: object) => api('PATCH', '/account', { defaultReminders })
  const create = (fields: object = {}) => api('POST', '/todos', { name: uuid(), ...fields })
  const patch = (id: string, changes: object) => api('PATCH', `/todos/${id}`, changes)

  afterEach(async () => {
    await want({ timed: null, day: null })
  })

  test('[E83] they are off at first, set one by one, and told with the account; what is none is refused', async () => {
    const { defaultReminders } = await api('GET', '/account')
    expect(defaultReminders).toEqual({ timed: null, day: null })
    expect((await want({ timed: '-PT10M' })).defaultReminders).toEqual({ timed: '-PT10M', day: null })
    expect((await want({ day: 'PT9H' })).defaultReminders).toEqual({ timed: '-PT10M', day: 'PT9H' })
    expect((await api('GET', '/account')).defaultReminders).toEqual({ timed: '-PT10M', day: 'PT9H' })
    for (const wrong of [{ timed: timed }, { day: '9:00' }, { timed: 'P400D' }, { hourly: 'PT0S' }]) {
      const response = await client().send('PATCH', '/api/v1/account', { defaultReminders: wrong })
      expect([wrong, response.status]).toEqual([wrong, 400])
    }
  })

  test('[E84] what is there, and what has no due date, has none; what is given a due date has it, by each door', async () => {
    const before = await create({ due: timed })
    await want({ timed: 'PT0S', day: 'PT9H' })
    expect((await api('GET', `/todos/${before.id}`)).reminders).toEqual([])
    expect((await patch(before.id, { notes: 'x' })).reminders).toEqual([])
    expect((await patch(before.id, { due: '2099-02-02T10:00[Europe/Berlin]' })).reminders).toEqual([])
    expect((await create()).reminders).toEqual([])
    expect((await create({ due: timed })).reminders).toEqual(['PT0S'])
    expect((await create({ due: day })).reminders).toEqual(['PT9H'])
    expect((await create({ due: day, finished: true })).reminders).toEqual([])
    const id = uuid()
    const whole = { name: id, due: timed }
    for (let time = 0; time < 2; time++)
      expect((await api('PUT', `/todos/${id}`, whole)).reminders).toEqual(['PT0S'])
    expect((await api('PUT', `/todos/${id}`, { ...whole, reminders: [] })).reminders).toEqual([])
    const [one, other] = [uuid(), uuid()]
    await api('POST', '/batch', {
      atomic: true,
      commands: [
        { type: 'createTodo', todo: { id: one, name: one, due: day } },
        { type: 'createTodo', todo: { id: other, name: other } },
        { type: 'updateTodo', todo: other, changes: { due: timed } },
      ],
    })
    expect((await api('GET', `/todos/${one}`)).reminders).toEqual(['PT9H'])
    expect((await api('GET', `/todos/${other}`)).reminders).toEqual(['PT0S'])
    const quick = async (text: string) =>
      (await api('POST', '/todos/quick', { text: `${text} ${uuid()}` })).todo
    expect((await quick('call on 3 jan 2099 at 9am')).reminders).toEqual(['PT0S'])
    expect((await quick('call on 3 jan 2099')).reminders).toEqual(['PT9H'])
  })

  test('[E84] reminders that the sender names are kept, none of them too', async () => {
    await want({ timed: 'PT0S', day: 'PT9H' })
    expect((await create({ due: timed, reminders: [] })).reminders).toEqual([])
    expect((await create({ due: timed, reminders: ['-P1D'] })).reminders).toEqual(['-P1D'])
    const own = await create({ reminders: ['-PT5M'] })
    expect((await patch(own.id, { due: timed })).reminders).toEqual(['-PT5M'])
    const { id } = await create()
    expect((await patch(id, { due: timed, reminders: [] })).reminders).toEqual([])
  })

  test('[E84] a PUT without reminders makes a todo with the default one, and of one that is there replaces what it had', async () => {
    await want({ timed: 'PT0S', day: 'PT9H' })
    const put = async (id: string, fields: object) =>
      (await api('PUT', `/todos/${id}`, { name: id, ...fields })).reminders
    const id = uuid()
    expect(await put(id, { due: timed })).toEqual(['PT0S'])
    expect(await put(id, { due: timed, reminders: ['-P1D'] })).toEqual(['-P1D'])
    expect(await put(id, { due: timed })).toEqual(['PT0S'])
    expect(await put(id, { due: timed, reminders: [] })).toEqual([])
    expect(await put(id, { due: timed, notes: 'x' })).toEqual([])
    expect(await put(id, { due: '2099-02-02T10:00[Europe/Berlin]' })).toEqual([])
    expect(await put(id, { due: day })).toEqual(['PT9H'])
    expect(await put(id, { due: null })).toEqual([])
    expect(await put(id, { due: day, finished: true })).toEqual([])
  })

  test('[E84] it goes with the kind of the due date until it is changed; what was removed stays so', async () => {
    await want({ timed: 'PT0S', day: 'PT9H' })
    const { id } = await create({ due: day })
    expect((await patch(id, { due: '2099-01-02' })).reminders).toEqual(['PT9H'])
    expect((await patch(id, { due: timed })).reminders).toEqual(['PT0S'])
    expect((await patch(id, { due: null })).reminders).toEqual([])
    expect((await patch(id, { due: timed })).reminders).toEqual(['PT0S'])
    await patch(id, { reminders: [] })
    expect((await patch(id, { due: '2099-01-02T10:00[Europe/Berlin]' })).reminders).toEqual([])
    await patch(id, { reminders: ['-PT30M'] })
    expect((await patch(id, { due: day })).reminders).toEqual(['-PT30M'])
    const list = (await api('POST', '/lists', { name: 'a list' })).id
    const other = await create()
    expect(await patch(other.id, { list, due: day })).toMatchObject({ list, reminders: ['PT9H'] })
  })

  test('[E84] it is one entry of the history with what it came with, and is taken back with it', async () => {
    await want({ timed: 'PT0S' })
    const list = (await api('POST', '/lists', { name: 'a list' })).id
    const { id } = await create({ list })
    await patch(id, { due: timed })
    const [entry] = (await api('GET', `/lists/${list}/history?limit=1`)).items
    expect(entry.changes[0].fields).toMatchObject({ due: { to: timed }, reminders: { to: ['PT0S'] } })
    await api('POST', `/history/${entry.id}/undo`)
    expect(await api('GET', `/todos/${id}`)).toMatchObject({ due: null, reminders: [] })
  })

  test('[E84] the next one of a series takes the reminders that the one before has, and no others', async () => {
    const todo = await create({ due: timed, repeat: 'FREQ=DAILY' })
    await want({ timed: 'PT0S' })
    const { next } = await patch(todo.id, { finished: true })
    expect((await api('GET', `/todos/${next}`)).reminders).toEqual([])
  })
})
