/** The tutorial contract, row by row (SPEC.md, T1 to T20). */
import { beforeEach, expect, test } from 'bun:test'
import { createConnection } from 'node:net'
import { makeTable } from '../../src/make-table.ts'
import { onEachEngine } from '../support/engines.ts'
import { startServer } from '../support/server.ts'

const first = { id: 1, name: 'Start this tutorial', finished: true }
const second = { id: 2, name: 'Finish this tutorial', finished: false }

onEachEngine('the tutorial', (client) => {
  beforeEach(() => makeTable(client().app))
  const send = (method: string, path: string, body?: unknown) => client().send(method, path, body)
  const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error
  const add = async (name: string) => (await send('POST', '/todos/', { name })).headers.get('location') ?? ''

  test('[T1] all todos come as an array in ascending order of their ids', async () => {
    const response = await send('GET', '/todos/')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.json()).toEqual([first, second])
  })

  test('[T1] a list longer than one chunk comes whole and in order', async () => {
    const make = (from: number) => ({
      commands: Array.from({ length: 100 }, (_, i) => ({
        type: 'createTodo',
        todo: { name: `n${from + i}` },
      })),
    })
    for (let from = 0; from < 2_300; from += 100)
      expect((await client().send('POST', '/api/v1/batch', make(from))).status).toBe(200)
    const todos = (await (await send('GET', '/todos/')).json()) as { id: number }[]
    expect(todos.map(({ id }) => id)).toEqual(Array.from({ length: 2_302 }, (_, i) => i + 1))
  })

  test('[T2] one todo is its three keys', async () => {
    const response = await send('GET', '/todos/1')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(JSON.stringify(first))
  })

  test.each(['99999', '99999999999999999999', '2147483648', '0'])('[T3] no todo %s', async (id) => {
    const response = await send('GET', `/todos/${id}`)
    expect([response.status, await response.json()]).toEqual([404, { error: 'Todo not found' }])
  })

  test.each(['/todos', '/todos/1/', '/todos/abc', '/nowhere', '/todos/-1', '/todos/1.5'])(
    '[T4] nothing at %s',
    async (path) => {
      const response = await send('GET', path)
      expect(response.status).toBe(404)
      expect(await errorOf(response)).toBeString()
    },
  )

  test('[T5] a new todo is answered with its address, whatever the Content-Type', async () => {
    for (const [index, type] of [
      undefined,
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json',
    ].entries()) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
      const response = await client().send('POST', '/todos/', `{"name": "todo ${index}"}`, headers)
      expect([response.status, response.headers.get('location'), await response.text()]).toEqual([
        303,
        `/todos/${3 + index}`,
        '',
      ])
      expect(await client().json('GET', `/todos/${3 + index}`)).toEqual({
        id: 3 + index,
        name: `todo ${index}`,
        finished: false,
      })
    }
  })

  test('[T6] a new todo may be finished', async () => {
    const location =
      (await send('POST', '/todos/', { name: 'x', finished: true })).headers.get('location') ?? ''
    expect(await client().json('GET', location)).toEqual({ id: 3, name: 'x', finished: true })
  })

  test.each(['{}', '[]', '5', 'null', '"name"'])('[T7] a new todo from %s has no name', async (body) => {
    const response = await send('POST', '/todos/', body)
    expect([response.status, await errorOf(response)]).toEqual([400, '"name" is a required field'])
  })

  test.each([[''], [5], [null], [true], [[]], [{}]])('[T8] %p is not a name', async (name) => {
    const response = await send('POST', '/todos/', { name })
    expect([response.status, await errorOf(response)]).toEqual([
      400,
      '"name" must be a string with at least one character',
    ])
  })

  test('[T9] a name that exists is refused, and nothing changes', async () => {
    const response = await send('POST', '/todos/', { name: first.name })
    expect(response.status).toBe(409)
    expect(await errorOf(response)).toContain(first.name)
    expect(await client().json('GET', '/todos/')).toEqual([first, second])
  })

  test('[T70] a name is taken while a live todo has it, finished or not, whoever made it', async () => {
    const taken = {
      status: 409,
      error: `The list has a todo named "here" already; expected a name that is not in use.`,
    }
    const post = async () => {
      const response = await send('POST', '/todos/', { name: 'here' })
      return response.status === 303 ? 303 : { status: response.status, error: await errorOf(response) }
    }
    const api = (method: string, path: string, body?: unknown) =>
      client().send(method, `/api/v1${path}`, body)
    const make = async (fields: object = {}) =>
      ((await (await api('POST', '/todos', { name: 'here', ...fields })).json()) as { id: string }).id
    const [one, other] = [await make(), await make({ finished: true })]
    expect(await post()).toEqual(taken)
    await api('DELETE', `/todos/${one}`)
    expect(await post()).toEqual(taken)
    // One of the two goes in the very batch, perhaps.
    await api('POST', `/todos/${one}/restore`)
    const [answer] = await Promise.all([post(), api('DELETE', `/todos/${other}`), post()])
    expect(answer).toEqual(taken)
    await api('PATCH', `/todos/${one}`, { name: 'not here' })
    expect(await post()).toBe(303)
    await api('PATCH', `/todos/${one}`, { name: 'here' })
    const list = ((await (await api('POST', '/lists', { name: 'elsewhere' })).json()) as { id: string }).id
    const all = (await (await api('GET', '/todos?q=here')).json()) as { items: { id: string }[] }
    for (const { id } of all.items) await api('PATCH', `/todos/${id}`, { list })
    expect(await post()).toBe(303)
    const [back] = all.items
    const { defaultList } = (await (await api('GET', '/account')).json()) as { defaultList: string }
    for (const { id } of ((await (await api('GET', '/todos?q=here')).json()) as { items: { id: string }[] })
      .items)
      await api('DELETE', `/todos/${id}`)
    await api('POST', `/todos/${back?.id}/restore`)
    await api('PATCH', `/todos/${back?.id}`, { list: defaultList })
    expect(await post()).toEqual(taken)
  })

  test('[T70] what repeats and was finished has its name still', async () => {
    const api = (method: string, path: string, body?: unknown) =>
      client().send(method, `/api/v1${path}`, body)
    const made = await api('POST', '/todos', { name: 'daily', due: '2099-01-01', repeat: 'FREQ=DAILY' })
    const { id } = (await made.json()) as { id: string }
    const { next } = (await (await api('PATCH', `/todos/${id}`, { finished: true })).json()) as {
      next: string
    }
    await api('DELETE', `/todos/${next}`)
    expect((await send('POST', '/todos/', { name: 'daily' })).status).toBe(409)
    await api('DELETE', `/todos/${id}`)
    expect((await send('POST', '/todos/', { name: 'daily' })).status).toBe(303)
  })

  test('[T71] of many at once with one name one is made, and the rest are refused', async () => {
    const names = Array.from({ length: 4 }, (_, at) => `race ${at}`)
    const sent = Array.from({ length: 160 }, (_, at) => send('POST', '/todos/', { name: names[at % 4] }))
    const statuses = (await Promise.all(sent)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 303).length).toBe(4)
    expect(statuses.filter((status) => status === 409).length).toBe(156)
    const all = (await client().json('GET', '/todos/')) as { name: string }[]
    expect(
      all
        .filter(({ name }) => name.startsWith('race'))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names)
  })

  test('[T10] a name has at most 255 characters, counted as code points', async () => {
    expect((await send('POST', '/todos/', { name: '😀'.repeat(255) })).status).toBe(303)
    for (const name of ['x'.repeat(256), '😀'.repeat(256), 'a\0b', 'a\ud800b', '\udc00']) {
      const response = await send('POST', '/todos/', JSON.stringify({ name }))
      expect(response.status).toBe(400)
      expect(await errorOf(response)).toContain('name')
    }
  })

  test.each(['', 'name=x', '{"name":', '{"name":"x"} y', "{'name':'x'}"])(
    '[T11] a body of %p is not JSON',
    async (body) => {
      for (const [method, path] of [
        ['POST', '/todos/'],
        ['PATCH', '/todos/1'],
      ] as const) {
        const response = await send(method, path, body)
        expect(response.status).toBe(400)
        expect(await errorOf(response)).toContain('JSON')
      }
    },
  )

  test('[T12] many clients at once are each sent to the todo they made', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `at once ${i}`)
    const locations = await Promise.all(names.map(add))
    expect(new Set(locations).size).toBe(200)
    for (const [i, location] of locations.entries())
      expect((await client().json('GET', location)).name).toBe(names[i])
  })

  test('[T13] finishing is answered without a body, also when nothing changes', async () => {
    for (const finished of [true, true, false, false]) {
      const response = await send('PATCH', '/todos/1', { finished })
      expect([response.status, await response.text()]).toEqual([204, ''])
      expect((await client().json('GET', '/todos/1')).finished).toBe(finished)
    }
  })

  test.each([
    ['true', true],
    ['false', false],
    [1, true],
    [0, false],
    [true, true],
  ])('[T14] finished %p is read as %p, and the name is ignored', async (sent, finished) => {
    expect(await add('feed the api')).toBe('/todos/3')
    const response = await send('PATCH', '/todos/2', { name: 'feed the api', finished: sent })
    expect(response.status).toBe(204)
    expect(await client().json('GET', '/todos/2')).toEqual({ ...second, finished })
  })

  test.each([['yes'], [2], [null], [[]], [{}], ['True'], ['']])(
    '[T14] finished %p is refused',
    async (finished) => {
      const response = await send('PATCH', '/todos/2', { finished })
      expect(response.status).toBe(400)
      expect(await client().json('GET', '/todos/2')).toEqual(second)
    },
  )

  test.each(['{}', '[]', '{"name":"x"}', 'null'])(
    '[T15] a change of %s says nothing of finished',
    async (body) => {
      const response = await send('PATCH', '/todos/1', body)
      expect([response.status, await errorOf(response)]).toEqual([400, '"finished" is a required key'])
    },
  )

  test('[T16] there is no todo to change', async () => {
    const response = await send('PATCH', '/todos/99999', { finished: true })
    expect([response.status, await response.json()]).toEqual([404, { error: 'Todo not found' }])
  })

  test('[T17] a deleted todo is gone, its id is never given out again, and its name is free', async () => {
    const location = await add('gone')
    expect((await send('DELETE', location)).status).toBe(204)
    for (const method of ['DELETE', 'GET']) {
      const response = await send(method, location)
      expect([response.status, await response.json()]).toEqual([404, { error: 'Todo not found' }])
    }
    expect((await send('PATCH', location, { finished: true })).status).toBe(404)
    expect(await add('gone')).toBe('/todos/4')
  })

  test('[T18] other methods are answered with those there are', async () => {
    for (const method of ['PUT', 'POST', 'OPTIONS']) {
      const response = await send(method, '/todos/1')
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'DELETE,GET,HEAD,PATCH'])
    }
    expect((await send('DELETE', '/todos/')).headers.get('allow')).toBe('GET,HEAD,POST')
  })

  test('[T19] HEAD is GET without a body', async () => {
    for (const path of ['/todos/1', '/todos/']) {
      const response = await send('HEAD', path)
      expect([response.status, await response.text()]).toEqual([200, ''])
    }
  })
})

test('[T20] a client that waits for 100 Continue gets it, then the answer', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const socket = createConnection(server.port, '127.0.0.1')
  let seen = ''
  let sent = false
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (data) => {
      seen += data.toString()
      if (!sent && seen.includes('100 Continue')) {
        sent = true
        socket.write('{"name":"x"}')
      }
      if (seen.includes('303')) resolve()
    })
    socket.write(
      'POST /todos/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n',
    )
  })
  socket.destroy()
  expect(seen).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 303 .*[lL]ocation: \/todos\/1\r\n/s)
})
