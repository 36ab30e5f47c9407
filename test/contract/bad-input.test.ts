/** Bad input gets a 4xx that names the field and what was expected; never a 500, never a partial write (SPEC.md, B1 to B16). */
import { expect, test } from 'bun:test'
import { createConnection } from 'node:net'
import { check } from '../../src/model/check.ts'
import { CommandInput } from '../../src/model/command.ts'
import { sentCommand } from '../../src/model/sent-command.ts'
import { onEachEngine } from '../support/engines.ts'
import { importFile, newServer } from '../support/exchange.ts'
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
    [{ name: 'x', labels: ['a\0'] }, '/labels/0', 'well-formed'],
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

  test('[B7] notes are kept as they were sent, and names but for what no name has', async () => {
    for (const [name, kept] of [
      ["'; drop table todos; --"],
      ['<script>alert(1)</script>'],
      ['\u202eRTL\u202c'],
      ['${x} %s $1'],
      ['\\'],
      ['null'],
      ['01a20aae-dc3d-73a7-906b-e452959c3f49'],
      [' Buy\r\n\tmilk \u0001\u007f', 'Buy milk'],
      ['Za\u0308hler', 'Z\u00e4hler'],
      ['x\0y', 'x y'],
    ] as const) {
      const notes = name.replace('\0', '')
      const todo = await client().json('POST', '/api/v1/todos', { name, notes, labels: ['a b'] })
      expect(await client().json('GET', `/api/v1/todos/${todo.id}`)).toMatchObject({
        name: kept ?? name,
        notes,
      })
    }
  })

  test('[B10] names of todos, lists and filters are made right at every door; what is not to be seen is refused', async () => {
    const send = client().json
    const list = await send('POST', '/api/v1/lists', { name: ' At\n home ' })
    expect(list.name).toBe('At home')
    expect((await send('PATCH', `/api/v1/lists/${list.id}`, { name: 'Cafe\u0301\t' })).name).toBe('Caf\u00e9')
    expect((await send('POST', '/api/v1/filters', { name: 'a\tb ', filter: 'x' })).name).toBe('a b')
    const id = Bun.randomUUIDv7()
    const { outcomes } = await send('POST', '/api/v1/batch', {
      commands: [{ type: 'createTodo', todo: { id, name: ' one\ntwo ' } }],
    })
    expect(outcomes).toHaveLength(1)
    expect((await send('GET', `/api/v1/todos/${id}`)).name).toBe('one two')
    expect((await send('PATCH', `/api/v1/todos/${id}`, { name: '\u0007three' })).name).toBe('three')
    expect((await send('PUT', `/api/v1/todos/${id}`, { name: ' four' })).name).toBe('four')
    for (const name of [' ', '\u0001\u007f', '\u200b', '\u3164\u00ad', '\n\t', '\0'])
      expect(await send('POST', '/api/v1/todos', { name })).toMatchObject({
        status: 400,
        errors: [{ pointer: '/name' }],
      })
  })

  test('[B10] quick add makes names right, and names that are unique are compared as they come to be', async () => {
    const send = client().json
    expect(
      (await send('POST', '/api/v1/todos/quick', { text: 'Cafe\u0301\tat noon\u0007 B10' })).todo.name,
    ).toBe('Caf\u00e9 at noon B10')
    const list = (await send('POST', '/api/v1/lists', { name: 'B10', uniqueNames: true })).id
    await send('POST', '/api/v1/todos', { list, name: 'Caf\u00e9 milk' })
    for (const name of [' Caf\u00e9 milk', 'Cafe\u0301 milk', 'Caf\u00e9\nmilk\n'])
      expect(await send('POST', '/api/v1/todos', { list, name })).toMatchObject({
        status: 409,
        code: 'name_taken',
      })
    // As long as it is allowed to be when it is right, and not a character longer.
    const long = ` ${'e\u0301'.repeat(255)}\n\n`
    expect((await send('POST', '/api/v1/todos', { name: long })).name).toBe('\u00e9'.repeat(255))
    expect(await send('POST', '/api/v1/todos', { name: `${long}x` })).toMatchObject({ status: 400 })
    // Some signs are longer in NFC.
    for (const body of [{ name: '\u0958'.repeat(128) }, { name: 'x', labels: ['\u0958'.repeat(128)] }])
      expect(await send('POST', '/api/v1/todos', body)).toMatchObject({ status: 400 })
    const blanks = `a${' '.repeat(500_000)}b`
    expect(await send('POST', '/api/v1/todos', { name: blanks })).toMatchObject({ status: 400 })
  })

  test('[B13] a command that is sent again is known by its name as it was sent, and gets its first answer', async () => {
    const key = { 'idempotency-key': Bun.randomUUIDv7() }
    const body = { name: ' again\n\u0007', labels: ['Za\u0308hler', 'Z\u00e4hler'] }
    const first = await client().send('POST', '/api/v1/todos', body, key)
    const second = await client().send('POST', '/api/v1/todos', body, key)
    expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([
      201,
      201,
      'true',
    ])
    const todo = (await first.json()) as { name: string; labels: string[] }
    expect(await second.json()).toEqual(todo)
    expect(todo).toMatchObject({ name: 'again', labels: ['Z\u00e4hler'] })
    const other = await client().send('POST', '/api/v1/todos', { ...body, name: 'again' }, key)
    expect([other.status, await other.json()]).toMatchObject([422, { code: 'key_reused' }])
    const commands = [
      { id: Bun.randomUUIDv7(), type: 'createList', list: { id: Bun.randomUUIDv7(), name: 'B\t13 ' } },
    ]
    const batch = () => client().json('POST', '/api/v1/batch', { commands })
    const { outcomes } = await batch()
    expect(outcomes).toMatchObject([{ accepted: true, replayed: false, list: { name: 'B 13' } }])
    expect((await batch()).outcomes).toEqual([{ ...outcomes[0], replayed: true }])
  })

  test('[B11] labels are one in NFC and NFD, in todos and in filters', async () => {
    const { id } = await client().json('POST', '/api/v1/todos', { name: 'B11', labels: ['Za\u0308hler'] })
    expect((await client().json('GET', `/api/v1/todos/${id}`)).labels).toEqual(['Z\u00e4hler'])
    const found = async (query: Record<string, string>) =>
      (await client().json('GET', `/api/v1/todos?${new URLSearchParams(query)}`)).items.map(
        (todo: any) => todo.id,
      )
    for (const label of ['Za\u0308hler', 'Z\u00e4hler'])
      for (const query of [{ filter: `#${label}` }, { label }])
        expect(await found({ q: 'B11', ...query })).toEqual([id])
  })

  test('[B16] what is kept as it was stays so, in answers, filters and our own files, until its name is set', async () => {
    const name = `  Za\u0308hler\t${Bun.randomUUIDv7()}`
    await client().send('POST', '/todos/', { name }, {})
    const [todo] = (await client().json('GET', '/api/v1/todos?sort=created&limit=1')).items
    expect(todo.name).toBe(name)
    const patch = (changes: object) => client().json('PATCH', `/api/v1/todos/${todo.id}`, changes)
    expect((await patch({ finished: true })).name).toBe(name)
    const file = await (await client().send('GET', '/api/v1/export?format=jsonl')).text()
    await using other = await newServer()
    await importFile(other, file)
    expect((await other.json('GET', `/api/v1/todos/${todo.id}`)).name).toBe(name)
    const byName = `name = "${name.normalize('NFC')}"`
    const { items } = await client().json('GET', `/api/v1/todos?filter=${encodeURIComponent(byName)}`)
    // A table of anybody's is an import as all are: what comes of it is made right.
    await importFile(other, `name\n"${name}"\n`, 'format=csv')
    const { items: right } = await other.json('GET', '/api/v1/todos?sort=created&limit=1')
    expect([items.length, right[0].name]).toEqual([1, name.normalize('NFC').replace('\t', ' ').trim()])
    expect((await patch({ name })).name).toBe(right[0].name)
  })

  test('[B12] at /todos/ a name is as it was sent', async () => {
    for (const name of ['  two blanks ', 'tab\there', '\u200b', 'Za\u0308hler']) {
      const made = await client().send('POST', '/todos/', { name }, {})
      expect(made.status).toBe(303)
      const got = await client().send('GET', new URL(made.headers.get('location') ?? '', 'http://x').pathname)
      expect(((await got.json()) as { name: string }).name).toBe(name)
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

test('[B13] what a server of before took of a command to know it again is what this one takes', () => {
  const id = Bun.randomUUIDv7()
  const account = { id, name: 'local', defaultList: id }
  const fillIn = { account, newId: () => id, hash: (text: string) => text }
  for (const input of [
    { id, type: 'createTodo', todo: { name: ' a\n\u0007b ', labels: ['e\u0301'] } },
    { id, type: 'updateTodo', todo: id, changes: { name: 'a\tb' }, ifVersion: 3 },
    { id, type: 'createFilter', filter: { name: 'a\tb', filter: 'x' } },
  ]) {
    const command = sentCommand(check(CommandInput, input), fillIn)
    expect(JSON.parse(command.fingerprint as string)).toEqual([input, null])
    expect(JSON.stringify({ ...command, fingerprint: '' })).toContain('"a b"')
  }
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
