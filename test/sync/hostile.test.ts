/** Clients that behave badly: refused or closed by the table, the others unharmed (SPEC.md, Y10 to Y14). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import type { App } from '../../src/app.ts'
import { closeCodes, mayRetry } from '../../src/model/close-codes.ts'
import { limits } from '../../src/model/limits.ts'
import { createApp } from '../support/app.ts'
import { handshake, listen, openByHand, Plain, type Listening } from '../support/sockets.ts'
import { startServer, tempFolder } from '../support/server.ts'

let app: App
let server: Listening
beforeAll(async () => {
  app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  server = listen(app)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await app.close()
})

const uuid = () => Bun.randomUUIDv7()
const deep = '{"type":"hello","cursors":' + '['.repeat(40) + ']'.repeat(40) + '}'

test.each([
  ['no JSON', 'hello', 4400],
  ['no object', '[]', 4400],
  ['of no known type', '{"type":"dance"}', 4400],
  ['too deep', deep, 4400],
  ['with a field given twice', '{"type":"hello","type":"hello"}', 4400],
  ['with an unknown field', '{"type":"hello","x":1}', 4400],
  ['with a cursor below 0', `{"type":"hello","cursors":{"${uuid()}":-1}}`, 4400],
  ['with a cursor that is no number', `{"type":"hello","cursors":{"${uuid()}":"1"}}`, 4400],
  ['with spaces that are no ids', '{"type":"hello","spaces":["x"]}', 4400],
  ['a push before the hello', '{"type":"push","push":1,"commands":[{"id":"x"}]}', 4400],
  ['too large', `{"type":"hello","epoch":"${'x'.repeat(limits.frameBytesMax)}"}`, 1006],
])('[Y10] a frame that is %s closes its socket', async (_title, frame, code) => {
  using plain = await Plain.open(server.url)
  plain.send(frame)
  const closed = await plain.closed
  expect([code, 1009]).toContain(closed.code)
  if (code === closeCodes.badFrame.code) expect(closed.reason).not.toBe('')
})

test('[Y10] a second hello, a push of nothing, of too much or without its number close the socket', async () => {
  const commands = Array.from({ length: limits.commandsPerBatchMax + 1 }, () => ({ id: uuid() }))
  for (const frame of [
    { type: 'hello' },
    { type: 'push', push: 1, commands: [] },
    { type: 'push', push: 1, commands },
    { type: 'push', push: 1, commands: { id: 'x' } },
    { type: 'push', push: 'x', commands: [{ id: 'x' }] },
  ]) {
    const { plain } = await Plain.greeted(server.url)
    plain.send(frame)
    expect((await plain.closed).code).toBe(closeCodes.badFrame.code)
  }
})

test('[A110] of a push a command that is not as it must be is refused alone, and the socket goes on', async () => {
  const { plain, first } = await Plain.greeted(server.url)
  using _ = plain
  const list = first.find((frame) => frame.type === 'delta' && frame.list).space
  const create = (id: unknown, more: object = {}) => ({
    type: 'createTodo',
    ...(id !== undefined && { id }),
    todo: { list, name: 'one of many' },
    ...more,
  })
  const malformed: [unknown, string | null][] = [
    [create(undefined), null],
    [create(7), null],
    [create(''), null],
    [create('a space in it'), 'a space in it'],
    [create('unknown-field', { priority: 'high' }), 'unknown-field'],
    [create('no-name', { todo: {} }), 'no-name'],
    [{ id: 'no-type' }, 'no-type'],
    [{ id: 'other-type', type: 'dance' }, 'other-type'],
    [null, null],
    ['x', null],
    [[], null],
  ]
  const good = uuid()
  const outcomes = await plain.push([...malformed.map(([command]) => command as object), create(good)])
  expect(outcomes.map(({ id }) => id)).toEqual([...malformed.map(([, id]) => id), good])
  for (const { accepted, problem } of outcomes.slice(0, -1)) {
    expect([accepted, problem.status, problem.code]).toEqual([false, 400, 'bad_request'])
    expect(problem.errors[0].detail).not.toBe('')
  }
  expect(outcomes.at(-1).accepted).toBe(true)
  expect((await plain.push([create(uuid())]))[0].accepted).toBe(true)
})

test('[Y10] a thousand hellos are one and a close', async () => {
  using plain = await Plain.open(server.url)
  for (let count = 0; count < 1_000; count++) plain.send({ type: 'hello' })
  expect((await plain.closed).code).toBe(closeCodes.badFrame.code)
})

test('[Y10] what a client did not wait for is bounded', async () => {
  const { plain } = await Plain.greeted(server.url)
  for (let push = 0; push < 5_000; push++)
    plain.send({ type: 'push', push, commands: [{ type: 'deleteTodo', id: uuid(), todo: uuid() }] })
  // All are answered, or the socket is closed and says that its client may come back.
  let [answered, isOpen] = [0, true]
  while (isOpen && answered < 5_000)
    await plain.next('outcomes').then(
      () => answered++,
      () => (isOpen = false),
    )
  if (!isOpen) expect((await plain.closed).code).toBe(closeCodes.tooMuch.code)
  plain[Symbol.dispose]()
})

test('[Y10] a list that is asked for again and again is not sent as often', async () => {
  const list = uuid()
  const create = () => ({ type: 'createTodo', id: uuid(), todo: { list, name: uuid() } })
  const { plain } = await Plain.greeted(server.url)
  using _ = plain
  await plain.push([{ type: 'createList', id: uuid(), list: { id: list, name: 'Long' } }])
  for (let made = 0; made < 2 * limits.deltaRowsMax; made += 100)
    await plain.push(Array.from({ length: 100 }, create))
  const { plain: asks, first } = await Plain.greeted(server.url, { spaces: [list] })
  using _asks = asks
  for (let count = 0; count < limits.asksPerSocketMax - 1; count++)
    asks.send({ type: 'resync', space: list, cursor: 0 })
  await asks.push([create()])
  const end = first.findLast((frame) => frame.type === 'delta').to + 1
  while ((await asks.next('delta')).to < end);
  const snapshots = asks.frames.filter((frame) => frame.snapshot).length - 1
  expect(snapshots).toBeWithin(1, limits.asksPerSocketMax / 2)
})

test('[Y11] each close code says whether to come back', () => {
  for (const { code, retry } of Object.values(closeCodes)) expect(mayRetry(code)).toBe(retry)
  for (const code of [1000, 1001, 1006, 1009, 1011]) expect(mayRetry(code)).toBe(true)
})

test('[Y12] a handshake from a foreign Origin or Host, without the protocol, or that is none, is refused', async () => {
  const get = (headers: Record<string, string>) => fetch(`${server.url}/api/v1/sync`, { headers })
  const answers = await Promise.all([
    get({ ...handshake, origin: 'https://evil.example' }),
    get({ ...handshake, host: 'evil.example' }),
    get({ ...handshake, 'sec-websocket-protocol': 'aiotodo.v9' }),
    get({}),
    fetch(`${server.url}/api/v1/sync`, { method: 'POST' }),
  ])
  expect(answers.map((answer) => answer.status)).toEqual([403, 403, 426, 426, 405])
  const problem = (await answers[3]?.json()) as { code: string } | undefined
  expect(problem?.code).toBe('upgrade_required')
})

test('[Y13] a client that never reads is closed while the others are told at once, with memory flat', async () => {
  // In a file: what is written would be memory as well.
  using folder = tempFolder()
  await using program = await startServer({ args: ['--data', folder.path] })
  const { plain, first } = await Plain.greeted(program.url)
  using _ = plain
  const deaf = await Promise.all(Array.from({ length: 20 }, () => deafClient(program.port)))
  const list = first.find((frame) => frame.type === 'delta' && frame.list).space
  const notes = 'x'.repeat(60_000)
  const create = () => ({ type: 'createTodo', id: uuid(), todo: { list, name: uuid(), notes } })
  const before = residentMb(program.pid)
  let peak = before
  for (let round = 1; round <= 400; round++) {
    plain.send({ type: 'push', push: round, commands: [create()] })
    await plain.next('delta')
    peak = Math.max(peak, residentMb(program.pid))
  }
  // 20 × 24 MB were never read; what is indexed and not yet collected is some 150 MB.
  expect(peak - before).toBeLessThan(20 * (limits.socketBufferBytesMax / 2 ** 20) + 240)
  const ended = deaf.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
  for (const socket of deaf) socket.resume()
  await Promise.all(ended)
})

/** A socket that has said hello and then leaves everything unread. */
async function deafClient(port: number): Promise<Socket> {
  const socket = await openByHand(port)
  const hello = Buffer.from('{"type":"hello"}')
  const mask = Buffer.from([1, 2, 3, 4])
  socket.write(
    Buffer.concat([
      Buffer.from([0x81, 0x80 | hello.length]),
      mask,
      hello.map((byte, at) => byte ^ (mask[at % 4] as number)),
    ]),
  )
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  return socket
}

function residentMb(pid: number): number {
  const [line] = /VmRSS:\s+\d+/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(line?.split(/\s+/)[1]) / 1_024
}
