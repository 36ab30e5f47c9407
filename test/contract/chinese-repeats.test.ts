/** Todos that repeat by the Chinese calendar, on each engine (SPEC.md, E107). */
import { expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('repeats by the Chinese calendar', (client) => {
  const json = (method: string, path: string, body?: unknown): Promise<any> =>
    client().json(method, `/api/v1${path}`, body)
  const newTodo = (fields: object) => client().done('POST', '/api/v1/todos', { name: uuid(), ...fields })
  const coming = async (id: string, limit: number) =>
    (await json('GET', `/todos/${id}/occurrences?limit=${limit}`)).items

  test('[E107] a birthday of the eighth month goes from year to year by the Chinese calendar', async () => {
    const todo = await newTodo({
      due: '2030-08-31T09:00[Asia/Shanghai]',
      repeat: 'bymonthday=3;bymonth=8;rscale=chinese;freq=yearly',
    })
    expect(todo.repeat).toBe('RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3')
    const dates = ['2031-09-19', '2032-09-07', '2033-08-27'].map((date) => `${date}T09:00[Asia/Shanghai]`)
    expect(await coming(todo.id, 3)).toEqual(dates)
    const { next } = await json('PATCH', `/todos/${todo.id}`, { finished: true })
    expect(await json('GET', `/todos/${next}`)).toMatchObject({ due: dates[0], repeat: todo.repeat })
    const skipped = await json('POST', `/todos/${next}/skip`)
    expect(skipped.due).toBe(dates[1])
  })

  test('[E107] COUNT counts down, an undo brings the rule back, and the history has it', async () => {
    const repeat = 'RSCALE=CHINESE;FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1,15'
    const todo = await newTodo({ due: '2099-03-22', repeat })
    expect(await coming(todo.id, 9)).toEqual(['2099-04-05', '2099-04-20'])
    await json('PATCH', `/todos/${todo.id}`, { repeat: null })
    const { items } = await json('GET', `/todos/${todo.id}/history`)
    expect(items[0].changes[0].fields.repeat).toEqual({ from: repeat, to: null })
    await client().done('POST', `/api/v1/history/${items[0].id}/undo`)
    expect((await json('GET', `/todos/${todo.id}`)).repeat).toBe(repeat)
  })

  test('[E107] behind 2100 a series has no dates, and ends', async () => {
    const todo = await newTodo({ due: '2100-02-09', repeat: 'RSCALE=CHINESE;FREQ=YEARLY' })
    expect(await coming(todo.id, 2)).toEqual([])
    expect(await json('POST', `/todos/${todo.id}/skip`)).toMatchObject({ status: 409, code: 'no_next' })
    expect(await json('PATCH', `/todos/${todo.id}`, { finished: true })).toMatchObject({ next: null })
  })

  test('[E107] a calendar that is not known is refused, with those that are', async () => {
    const answer = await json('POST', '/todos', {
      name: uuid(),
      due: '2099-01-01',
      repeat: 'RSCALE=HEBREW;FREQ=YEARLY',
    })
    expect(answer.status).toBe(400)
    expect(answer.errors[0]).toMatchObject({ pointer: '/repeat' })
    expect(answer.errors[0].detail).toContain(
      'RSCALE=HEBREW, a calendar that is not known; expected CHINESE, GREGORIAN',
    )
    const plain = await newTodo({ due: '2099-01-31', repeat: 'RSCALE=GREGORIAN;FREQ=MONTHLY' })
    expect(plain.repeat).toBe('FREQ=MONTHLY')
  })
})
