/** Todos that repeat on legal working days, on each engine (SPEC.md, E115, E116 and Q82). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../support/app.ts'
import { clientOf, engines, newDatabase, type Client } from '../support/engines.ts'
import { tempFolder } from '../support/server.ts'

const uuid = () => Bun.randomUUIDv7()
const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())

/** In this year 1 October is a Thursday; it is off until the 7th, and the 10th, a Saturday, is worked. */
const nationalDay = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2099-10-${day}`)
function fileOf(name: string, holidays: readonly string[], workdays: readonly string[]): string {
  const path = join(folder.path, name)
  writeFileSync(path, JSON.stringify({ holidays, workdays }))
  return path
}
const known = fileOf('known.json', nationalDay, ['2099-10-10'])
const other = fileOf('other.json', [...nationalDay, '2099-10-08'], [])

describe.each(engines)('repeats on legal working days (%s)', (engine) => {
  let client: Client
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await newDatabase(engine)
    drop = database.drop
    client = clientOf(await createApp({ database: database.name, holidays: known }), database.name)
  })
  afterAll(async () => {
    await client.app.close()
    await drop()
  })
  const json = (method: string, path: string, body?: unknown): Promise<any> =>
    client.json(method, `/api/v1${path}`, body)
  const newTodo = (fields: object) => client.done('POST', '/api/v1/todos', { name: uuid(), ...fields })

  test('[E115] it goes from one working day to the next, also by skipping, and is told like any other', async () => {
    const todo = await newTodo({
      due: '2099-09-30T09:00[Asia/Shanghai]',
      repeat: 'x-skip=cn-days-off;freq=daily',
    })
    expect(todo.repeat).toBe('FREQ=DAILY;X-SKIP=CN-DAYS-OFF')
    const at = (date: string) => `${date}T09:00[Asia/Shanghai]`
    expect(await json('GET', `/todos/${todo.id}/occurrences?limit=4`)).toEqual({
      items: ['2099-10-08', '2099-10-09', '2099-10-10', '2099-10-12'].map(at),
      holidaysUntil: '2099-12-31',
    })
    const { next } = await json('PATCH', `/todos/${todo.id}`, { finished: true })
    expect(await json('GET', `/todos/${next}`)).toMatchObject({ due: at('2099-10-08'), repeat: todo.repeat })
    expect(await json('POST', `/todos/${next}/skip`)).toMatchObject({ due: at('2099-10-09') })
    await json('PATCH', `/todos/${next}`, { due: at('2099-10-11') })
    expect(await json('POST', `/todos/${next}/skip`)).toMatchObject({ due: at('2099-10-12'), anchor: null })
    await json('PATCH', `/todos/${next}`, { repeat: null })
    const { items } = await json('GET', `/todos/${next}/history`)
    expect(items[0].changes[0].fields.repeat).toEqual({ from: todo.repeat, to: null })
  })

  test('[E115] COUNT counts the days that are left, and a rule without another one ends', async () => {
    const counted = await newTodo({ due: '2099-09-30', repeat: 'FREQ=DAILY;COUNT=3;X-SKIP=CN-DAYS-OFF' })
    expect((await json('GET', `/todos/${counted.id}/occurrences`)).items).toEqual([
      '2099-10-08',
      '2099-10-09',
    ])
    const last = await newTodo({ due: '2099-10-10', repeat: 'FREQ=WEEKLY;BYDAY=SA;X-SKIP=CN-DAYS-OFF' })
    expect(await json('POST', `/todos/${last.id}/skip`)).toMatchObject({ status: 409, code: 'no_next' })
    expect(await json('PATCH', `/todos/${last.id}`, { finished: true })).toMatchObject({ next: null })
  })

  test('[E115] what is left out by no law that is known is refused, with those that are', async () => {
    const answer = await json('POST', '/todos', {
      name: uuid(),
      due: '2099-01-01',
      repeat: 'FREQ=DAILY;X-SKIP=SUNDAYS',
    })
    expect([answer.status, answer.errors[0].pointer]).toEqual([400, '/repeat'])
    expect(answer.errors[0].detail).toContain('expected CN-DAYS-OFF, CN-HOLIDAYS, CN-WORKDAYS')
  })

  test('[E115] the days that are known are told, with the last year and where they come from', async () => {
    const told = await json('GET', '/holidays')
    expect(told).toMatchObject({ country: 'CN', lastYear: 2099, from: 'file', readAt: expect.any(String) })
    expect(told.holidays).toEqual(expect.arrayContaining(nationalDay))
    expect(told.workdays).toContain('2099-10-10')
    expect(
      [...told.holidays, ...told.workdays].every(
        (date: string) => date >= String(new Date().getUTCFullYear()),
      ),
    ).toBe(true)
  })

  test('[Q82] quick add finds the first working day by the data of the server', async () => {
    const quick = async (text: string) =>
      (await json('POST', '/todos/quick?dry_run=true', { text, zone: 'Asia/Shanghai' })).parse.todo
    expect(await quick('从2099年10月1日开始每个法定工作日9点打卡')).toMatchObject({
      name: '打卡',
      due: '2099-10-08T09:00[Asia/Shanghai]',
      repeat: 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF',
    })
  })
})

test.each(['sqlite', 'postgres'] as const)(
  '[E116] %s: of two nodes with different data one makes the next todo, once, and it stays as it was made',
  async (engine) => {
    const database = await newDatabase(engine)
    const nodes = await Promise.all(
      [known, other].map(async (holidays) => {
        const app = await createApp({ database: database.name, holidays })
        return clientOf(app, database.name)
      }),
    )
    const [one, two] = nodes as [Client, Client]
    try {
      for (let round = 0; round < 5; round++) {
        const { id, list } = await one.done('POST', '/api/v1/todos', {
          name: uuid(),
          due: '2099-09-30',
          repeat: 'FREQ=DAILY;X-SKIP=CN-DAYS-OFF',
        })
        const key = { 'idempotency-key': uuid() }
        const finish = (node: Client, headers = {}) =>
          node.json('PATCH', `/api/v1/todos/${id}`, { finished: true }, headers)
        const answers = await Promise.all([finish(one, key), finish(two, key), finish(two), finish(one)])
        const next = new Set(answers.map((answer) => answer.next))
        expect([...next]).toEqual([expect.any(String)])
        const { items } = await two.json('GET', `/api/v1/todos?list=${list}&limit=1000`)
        const series = items.filter((each: { series: string }) => each.series === id)
        expect(series).toHaveLength(2)
        const made = series.find((each: { id: string }) => each.id !== id)
        expect(['2099-10-08', '2099-10-09']).toContain(made.due)
        expect(await one.json('GET', `/api/v1/todos/${made.id}`)).toEqual(made)
      }
    } finally {
      await Promise.all(nodes.map((node) => node.app.close()))
      await database.drop()
    }
  },
)
