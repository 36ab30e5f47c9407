/** Bad input gets a 4xx that names the field and what was expected; never a 500, never a partial write (SPEC.md, B1 to B9). */
import { expect, test } from 'bun:test'
import { createConnection } from 'node:net'
import { onEachEngine } from '../support/engines.ts'
import { startServer } from '../support/server.ts'

onEachEngine('bad input', (client) => {
  const post = (body: unknown) => client().send('POST', '/api/v1/todos', body)
  const faultOf = async (body: unknown) => {
    const response = await post(body)
    const { code, errors } = (await response.json()) as any
    return { status: response.status, code, at: errors?.[0]?.pointer, detail: errors?.[0]?.detail }
  }

  test.each([
    [{ name: 5 }, '/name', 'a string'],
    [{ name: null }, '/name', 'a string'],
    [{}, '/name', 'a string'],
    [{ name: '' }, '/name', 'at least one'],
    [{ name: 'x'.repeat(256) }, '/name', 'at most 255'],
    [{ name: 'a\0' }, '/name', 'well-formed'],
    [{ name: 'x', finished: 'yes' }, '/finished', 'true or false'],
    [{ name: 'x', notes: 'é'.repeat(32_769) }, '/notes', 'at most 65536 bytes'],
    [{ name: 'x', due: '2026-02-29' }, '/due', 'expected "2026-12-01"'],
    [{ name: 'x', due: '2026-12-01T09:00' }, '/due', 'expected "2026-12-01"'],
    [{ name: 'x', due: '2026-12-01T09:00[Mars/Olympus]' }, '/due', 'expected "2026-12-01"'],
    [{ name: 'x', due: '2026-12-01T25:00[UTC]' }, '/due', 'expected "2026-12-01"'],
    [{ name: 'x', due: 20261201 }, '/due', 'a string'],
    [{ name: 'x', priority: 'urgent' }, '/priority', '"medium"'],
    [{ name: 'x', labels: 'home' }, '/labels', 'an array'],
    [{ name: 'x', labels: ['a', 'a'] }, '/labels', 'twice'],
    [{ name: 'x', labels: Array.from({ length: 51 }, (_, i) => `${i}`) }, '/labels', 'at most 50'],
    [{ name: 'x', labels: ['ok', ''] }, '/labels/1', 'at least one'],
    [{ name: 'x', position: 'not a position!' }, '/position', 'fractional index'],
    [{ name: 'x', position: 'a00' }, '/position', 'fractional index'],
    [{ name: 'x', parent: '5' }, '/parent', 'a UUID'],
    [{ name: 'x', id: 'ABC' }, '/id', 'a UUID'],
    [{ name: 'x', list: 7 }, '/list', 'a string'],
    [{ name: 'x', title: 'y' }, '/title', 'not a field'],
    [{ name: 'x', version: 3 }, '/version', 'not a field'],
    [{ name: 'x', deletedAt: null }, '/deletedAt', 'not a field'],
    [{ name: 'x', 'a/b~c': 1 }, '/a~1b~0c', 'not a field'],
  ])('[B1] %j is refused by name', async (body, at, expected) => {
    const fault = await faultOf(body)
    expect(fault).toMatchObject({ status: 400, code: 'bad_request', at })
    expect(fault.detail).toContain(expected)
  })

  test.each([['[]'], ['5'], ['null'], ['"x"']])('[B1] %s is not a todo', async (body) => {
    expect(await faultOf(body)).toMatchObject({ status: 400, code: 'bad_request' })
  })

  test.each([
    ['{"name":"x","name":"y"}', '/name', 'twice'],
    ['{"name":"x","n\\u0061me":"y"}', '/name', 'twice'],
    ['{"name":"x","__proto__":{"finished":true}}', '/__proto__', 'not a field'],
    ['{"name":"x","constructor":{}}', '/constructor', 'not a field'],
    ['{"name":"x","a":{"b~/":[[1,2],{"c":"1,2","d":[3],"d":4}]}}', '/a/b~0~1/1/d', 'twice'],
    ['{"a":[],"name":["x",{"__proto__":1}]}', '/name/1/__proto__', 'not a field'],
    ['[{"a":1},{"a":1,"a":1}]', '/1/a', 'twice'],
  ])('[B2] %s', async (body, at, expected) => {
    const fault = await faultOf(body)
    expect(fault).toMatchObject({ status: 400, at })
    expect(fault.detail).toContain(expected)
  })

  test('[B3] text that is not UTF-8, half a surrogate pair, and nesting without end', async () => {
    expect(await faultOf(new Uint8Array([0x7b, 0xff, 0x7d]))).toMatchObject({ status: 400, code: 'bad_json' })
    expect(await faultOf('{"name":"\\ud800"}')).toMatchObject({ status: 400, at: '/name' })
    expect(await faultOf('['.repeat(100_000))).toMatchObject({ status: 400 })
    expect(await faultOf('['.repeat(400_000) + ']'.repeat(400_000))).toMatchObject({ status: 400 })
    expect(await faultOf(`{"name":${'['.repeat(20)}${']'.repeat(20)}}`)).toMatchObject({
      status: 400,
      code: 'bad_request',
      at: `/name${'/0'.repeat(15)}`,
    })
    expect(await faultOf('{"name":"x","number":1e999}')).toMatchObject({ status: 400, at: '/number' })
  })

  test('[B4] a body over 1 MiB is a 413', async () => {
    const response = await post(`{"name":"${'x'.repeat(1024 * 1024)}"}`)
    expect([response.status, ((await response.json()) as any).code]).toEqual([413, 'body_too_large'])
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1e3', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['finished=maybe', 'finished'],
    ['due_from=tomorrow', 'due_from'],
    ['list=default', 'list'],
    ['sort=name', 'sort'],
    ['unknown=1', 'unknown'],
    ['q=', 'q'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['q=%00', 'q'],
    ['__proto__=1', '__proto__'],
  ])('[B5] the query %s is refused by name', async (query, parameter) => {
    const problem = await client().json('GET', `/api/v1/todos?${query}`)
    expect(problem).toMatchObject({ status: 400, errors: [{ parameter }] })
  })

  test('[B6] what is no id is not there; foreign methods are answered with those there are', async () => {
    for (const id of ['1', 'x'.repeat(5_000), '%00', '..%2f', "'; drop table todos --"]) {
      expect((await client().send('GET', `/api/v1/todos/${encodeURIComponent(id)}`)).status).toBe(404)
    }
    const response = await client().send('PATCH', '/api/v1/todos')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test('[B7] hostile text is kept as it was sent', async () => {
    for (const name of [
      "'; drop table todos; --",
      '<script>alert(1)</script>',
      '\u202eRTL\u202c',
      '${x} %s $1',
      '\\',
      '\u0001\u007f',
      'null',
      '01a20aae-dc3d-73a7-906b-e452959c3f49',
    ]) {
      const todo = await client().json('POST', '/api/v1/todos', { name, notes: name, labels: [name] })
      expect(await client().json('GET', `/api/v1/todos/${todo.id}`)).toMatchObject({
        name,
        notes: name,
        labels: [name],
      })
    }
  })

  test('[B8] a batch is checked as a whole before any of it is carried out', async () => {
    const count = async () => (await client().json('GET', '/api/v1/todos?limit=1000')).items.length
    const before = await count()
    const good = { type: 'createTodo', todo: { name: Bun.randomUUIDv7() } }
    for (const [commands, at] of [
      [[good, { type: 'createTodo', todo: { name: 5 } }], '/commands/1/todo/name'],
      [[good, { type: 'dropTable' }], '/commands/1/type'],
      [[good, { ...good, extra: 1 }], '/commands/1/extra'],
      [[], '/commands'],
      [Array.from({ length: 101 }, () => good), '/commands'],
    ] as const) {
      const problem = await client().json('POST', '/api/v1/batch', { commands })
      expect(problem).toMatchObject({ status: 400, errors: [{ pointer: at }] })
    }
    expect(await count()).toBe(before)
  })

  test('[B9] an Idempotency-Key has a form', async () => {
    for (const key of ['', 'a b', 'x'.repeat(256), 'é']) {
      const response = await client().send('POST', '/api/v1/todos', { name: 'x' }, { 'idempotency-key': key })
      expect(await response.json()).toMatchObject({ status: 400, errors: [{ header: 'Idempotency-Key' }] })
    }
  })
})

/** Writes raw bytes, and reads what comes until the connection is closed or an answer is complete enough. */
function raw(port: number, parts: string[]): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1')
    let text = ''
    const timer = setTimeout(() => finish(false), 2_000)
    const finish = (closed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text, closed })
    }
    socket.on('data', (data) => (text += data.toString()))
    socket.on('close', () => finish(true))
    socket.on('error', (error) => (text === '' ? reject(error) : finish(true)))
    for (const part of parts) socket.write(part)
  })
}

test('[B4] a body that says it is too large is not read; one that turns out so is cut off', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const head = 'POST /api/v1/todos HTTP/1.1\r\nHost: localhost\r\n'
  const said = await raw(server.port, [`${head}Content-Length: 2000000\r\n\r\n`])
  expect(said.text).toStartWith('HTTP/1.1 413')
  expect(said.text).toContain('body_too_large')
  expect(said.closed).toBe(true)
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const streamed = await raw(server.port, [
    `${head}Transfer-Encoding: chunked\r\n\r\n`,
    ...Array.from({ length: 40 }, () => chunk),
  ])
  expect(streamed.text).toStartWith('HTTP/1.1 413')
  expect(await (await fetch(`${server.url}/livez`)).json()).toEqual({ status: 'ok' })
})
