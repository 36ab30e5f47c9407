/** POST /todos/quick (SPEC.md, Q8 and Q9). What it understands: test/quick-add. */
import { expect, setSystemTime, test } from 'bun:test'
import { clientOf, onEachEngine } from '../support/engines.ts'
import { createApp } from '../../src/app.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('quick add', (client) => {
  const send = (
    body: unknown,
    { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
  ) => client().send('POST', `/api/v1/todos/quick${query}`, body, headers)
  const json = async (method: string, path: string, body?: unknown): Promise<any> =>
    (await client().send(method, `/api/v1${path}`, body)).json()

  test('[Q8] a line makes a todo, and the answer says what was understood', async () => {
    const list = await client().done('POST', '/api/v1/lists', { name: `Garden ${uuid()}` })
    const text = `Mow every 1st at 9am !high #green @"${list.name.toUpperCase()}" remind 30m before`
    const response = await send({ text, zone: 'Europe/Berlin' })
    const { todo, parse }: any = await response.json()
    expect(response.status).toBe(201)
    expect(response.headers.get('location')).toBe(`/api/v1/todos/${todo.id}`)
    expect(response.headers.get('etag')).toBe(`"${todo.version}"`)
    expect(todo).toMatchObject({
      list: list.id,
      name: 'Mow',
      repeat: 'FREQ=MONTHLY;BYMONTHDAY=1',
      repeatFrom: 'due',
      reminders: ['-PT30M'],
      priority: 'high',
      labels: ['green'],
    })
    expect(todo.due).toMatch(/^\d{4}-\d\d-01T09:00\[Europe\/Berlin\]$/)
    expect(parse.todo).toMatchObject({ name: 'Mow', due: todo.due, list: list.id })
    expect(parse.chips.map(({ kind }: any) => kind)).toEqual([
      'repeat',
      'due',
      'priority',
      'label',
      'list',
      'reminder',
    ])
    expect(await json('GET', `/todos/${todo.id}`)).toEqual(todo)
  })

  test('[Q8] dry_run only says what is understood', async () => {
    const list = await client().done('POST', '/api/v1/lists', { name: uuid() })
    const response = await send({ text: '明天上午9点 交房租', list: list.id }, { query: '?dry_run=true' })
    expect(response.status).toBe(200)
    const answer: any = await response.json()
    expect(Object.keys(answer)).toEqual(['parse'])
    expect(answer.parse.todo.name).toBe('交房租')
    expect((await json('GET', `/todos?list=${list.id}`)).items).toEqual([])
  })

  test('[Q8] without a list in the text it goes where the body says, else to the default list', async () => {
    const list = await client().done('POST', '/api/v1/lists', { name: uuid() })
    const made = async (body: object): Promise<any> => (await (await send(body)).json()) as any
    expect((await made({ text: `${uuid()} @nobody`, list: list.id })).todo.list).toBe(list.id)
    const { todo, parse } = await made({ text: `${uuid()} @nobody` })
    expect(todo.list).not.toBe(list.id)
    expect(todo.name).toEndWith('@nobody')
    expect(parse.unknownLists).toEqual(['nobody'])
  })

  test('[Q8] what a list in the trash is called names no list', async () => {
    const list = await client().done('POST', '/api/v1/lists', { name: uuid() })
    await client().send('DELETE', `/api/v1/lists/${list.id}`)
    const { parse }: any = await (await send({ text: `x ${uuid()} @${list.name}` })).json()
    expect(parse.unknownLists).toEqual([list.name])
  })

  test('[Q8] chips that were taken away, and the language, are heeded', async () => {
    const text = `${uuid()} tomorrow 明天 #home`
    const parsed = async (more: object): Promise<any> =>
      ((await (await send({ text, ...more }, { query: '?dry_run=true' })).json()) as any).parse.todo
    expect((await parsed({ ignored: ['tomorrow', '#home'] })).name).toEndWith('tomorrow #home')
    expect((await parsed({ locale: 'en' })).name).toEndWith(' 明天')
  })

  test('[Q8] what can not be read is refused, and nothing is made', async () => {
    const refused = async (body: unknown, query = '') => {
      const response = await send(body, { query })
      return [response.status, ((await response.json()) as any).code]
    }
    const wrong = [400, 'bad_request']
    expect(await refused({})).toEqual(wrong)
    expect(await refused({ text: '' })).toEqual(wrong)
    expect(await refused({ text: ' \t' })).toEqual(wrong)
    expect(await refused({ text: 'a'.repeat(256) })).toEqual(wrong)
    expect(await refused({ text: 'a '.repeat(1_001) })).toEqual(wrong)
    expect(await refused({ text: 'x', zone: 'Mars/Base' })).toEqual(wrong)
    expect(await refused({ text: 'x', locale: 'fr' })).toEqual(wrong)
    expect(await refused({ text: 'x', ignored: Array.from({ length: 101 }, () => 'x') })).toEqual(wrong)
    expect(await refused({ text: 'x' }, '?dry_run=perhaps')).toEqual(wrong)
    expect(await refused({ text: 'x', list: uuid() })).toEqual([404, 'list_not_found'])
  })

  test('[Q19] several lines are refused, as each is a todo of its own', async () => {
    const list = await client().done('POST', '/api/v1/lists', { name: uuid() })
    for (const text of ['Buy milk\nBuy bread', 'Buy milk\r\nBuy bread', 'Buy milk\u2028Buy bread']) {
      const response = await send({ text, list: list.id })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('send them one by one')
    }
    expect((await json('GET', `/todos?list=${list.id}`)).items).toEqual([])
    expect((await send({ text: 'Buy milk\n', list: list.id })).status).toBe(201)
  })

  test('[Q15] when it starts is a field of its own', async () => {
    const { todo, parse }: any = await (await send({ text: `${uuid()} from 2027-03-01` })).json()
    expect(todo).toMatchObject({ start: '2027-03-01', due: null })
    expect(parse.chips).toMatchObject([{ kind: 'start', text: 'from 2027-03-01', value: '2027-03-01' }])
  })

  test('[Q9] the same text under the same key is made once, also when "tomorrow" is another day', async () => {
    const headers = { 'idempotency-key': uuid() }
    const body = { text: `${uuid()} in 2 hours` }
    const first = await send(body, { headers })
    const again = await send(body, { headers })
    expect(again.status).toBe(201)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await again.json()).toEqual(await first.json())
    const other = await send({ text: `${body.text} !high` }, { headers })
    expect(((await other.json()) as any).code).toBe('key_reused')
  })
})

test('[Q9] a day later the answer is that of the day it was sent first', async () => {
  const database = { engine: 'sqlite', path: undefined } as const
  const app = await createApp({ database })
  const client = clientOf(app, database)
  const post = async (query: string, headers = {}): Promise<any> =>
    (await client.send('POST', `/api/v1/todos/quick${query}`, { text: 'x tomorrow' }, headers)).json()
  const key = { 'idempotency-key': 'one' }
  try {
    const first = await post('', key)
    setSystemTime(new Date(Date.now() + 24 * 60 * 60 * 1_000))
    expect((await post('?dry_run=true')).parse.todo.due > first.todo.due).toBe(true)
    expect(await post('', key)).toEqual(first)
  } finally {
    setSystemTime()
    await app.close()
  }
})

test('[A99] it is said by which zone days and times were read, and who said so', async () => {
  const database = { engine: 'sqlite', path: undefined } as const
  const app = await createApp({ database })
  const { json, send } = clientOf(app, database)
  const said = async (more: object = {}) => {
    const body = { text: 'x 9am', ...more }
    const { parse } = await json('POST', '/api/v1/todos/quick?dry_run=true', body)
    expect((await json('POST', '/api/v1/todos/quick', body)).parse).toMatchObject({ zone: parse.zone })
    return [parse.zone, parse.zoneFrom]
  }
  try {
    expect(await said()).toEqual(['UTC', 'none'])
    await send('PATCH', '/api/v1/account', { zone: 'Asia/Shanghai' })
    expect(await said()).toEqual(['Asia/Shanghai', 'account'])
    expect(await said({ zone: 'Pacific/Apia' })).toEqual(['Pacific/Apia', 'request'])
    await send('PATCH', '/api/v1/account', { zone: null })
    expect(await said()).toEqual(['UTC', 'none'])
  } finally {
    await app.close()
  }
})

test('[Q8] days and times are of the zone of the account, unless another is given', async () => {
  const database = { engine: 'sqlite', path: undefined } as const
  const app = await createApp({ database })
  const client = clientOf(app, database)
  const dueOf = async (more: object): Promise<string> =>
    (
      (await (
        await client.send('POST', '/api/v1/todos/quick?dry_run=true', { text: 'x 9am', ...more })
      ).json()) as any
    ).parse.todo.due
  try {
    expect(await dueOf({})).toEndWith('T09:00[UTC]')
    expect((await client.send('PATCH', '/api/v1/account', { zone: 'Asia/Shanghai' })).status).toBe(200)
    expect(await dueOf({})).toEndWith('T09:00[Asia/Shanghai]')
    expect(await dueOf({ zone: 'Pacific/Apia' })).toEndWith('T09:00[Pacific/Apia]')
  } finally {
    await app.close()
  }
})
