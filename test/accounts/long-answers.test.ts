/**
 * Access does not outlive its key in what streams or waits (SPEC.md, N120 to N123). The operations come from the API itself and
 * the frames from the socket's protocol: a long one without a row here fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join as joinPath } from 'node:path'
import type { App } from '../../src/app.ts'
import { exportFormats } from '../../src/exchange/formats.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { ServerFrame } from '../../src/model/messages.ts'
import { ask, by, join, share, type Person } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase } from '../support/engines.ts'
import { listen, Plain, type Listening } from '../support/sockets.ts'

const uuid = () => Bun.randomUUIDv7()
const root = joinPath(import.meta.dir, '..', '..')

/** Two nodes on one database. Access is taken away at the far one, and the near one answers. */
let near: App
let far: App
let listening: Listening
let ann: Person
/** A list of Ann's that holds enough for many pieces of every long answer. */
let list: string
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await newDatabase('sqlite')
  near = await createApp({ database: database.name, localOnly: false, requestsPerSecond: 100_000 })
  far = await createApp({ database: database.name, localOnly: false, requestsPerSecond: 100_000 })
  listening = listen(near)
  ann = await join(far, 'ann')
  list = (await ann.newList()).id
  await fill(ann, list)
  drop = database.drop
})
afterAll(async () => {
  await listening[Symbol.asyncDispose]()
  for (const app of [near, far]) await app.close()
  await drop()
})

/** Puts todos into a list whose notes can not be packed. */
async function fill(owner: Person, into: string): Promise<void> {
  const notes = () => Buffer.from(crypto.getRandomValues(new Uint8Array(400))).toString('hex')
  for (let batch = 0; batch < 25; batch++) {
    const commands = Array.from({ length: 100 }, () => ({
      type: 'createTodo',
      todo: { list: into, name: uuid(), notes: notes() },
    }))
    const { status } = await owner.ask('POST', '/batch', { commands })
    expect(status).toBe(200)
  }
}

/** Someone who reads, and how they are kept from it. */
interface Reader extends Person {
  /** What is shown with each request. */
  shown: Record<string, string>
  end(): Promise<void>
}

let count = 0
async function reader(): Promise<Person> {
  const person = await join(far, `reader${count++}`)
  await share(ann, list, person, 'editor')
  return person
}

const endings: Record<string, () => Promise<Reader>> = {
  'the token was taken back': async () => {
    const person = await reader()
    const { id, headers } = await person.token()
    return { ...person, shown: headers, end: () => far.keys.remove(person.id, 'token', id, by(person.id)) }
  },
  'the session ended': async () => {
    const person = await reader()
    const end = async () => void expect((await person.ask('DELETE', '/session')).status).toBe(204)
    return { ...person, shown: person.headers, end }
  },
  'the account was disabled': async () => {
    const person = await reader()
    const { headers } = await person.token()
    const end = async () => void (await far.accounts.update(person.id, { isDisabled: true }))
    return { ...person, shown: headers, end }
  },
  'the membership ended': async () => {
    const person = await reader()
    const { headers } = await person.token()
    const end = async () => {
      expect((await ann.ask('DELETE', `/lists/${list}/members/${person.id}`)).status).toBe(204)
    }
    return { ...person, shown: headers, end }
  },
}

const request = (path: string, { shown }: Reader, headers: Record<string, string> = {}) =>
  new Request(`http://todo.example${path}`, { headers: { host: 'todo.example', ...shown, ...headers } })

/** A stream of an answer that is read piece by piece. */
async function begun(path: string, of: Reader, headers: Record<string, string> = {}) {
  const response = await near.fetch(request(path, of, headers))
  expect(response.status).toBe(200)
  const stream = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  const read = async () => {
    const { done, value } = await stream.read()
    if (value) text += decoder.decode(value, { stream: true })
    return !done
  }
  /** What came up to the end, and whether it ended as if it were complete. */
  const rest = async () => {
    try {
      while (await read());
      return { text, isWhole: true }
    } catch {
      return { text, isWhole: false }
    }
  }
  return { read, rest, text: () => text }
}

/** What is written once access has ended; nobody may read of it who lost it. */
async function writeSecret(): Promise<string> {
  const name = `secret ${uuid()}`
  expect((await ann.newTodo(list, { name })).id).toBeString()
  return name
}

type Row = (of: Reader, ending: string) => Promise<void>

async function isCut(path: string, of: Reader): Promise<void> {
  const stream = await begun(path, of)
  expect(await stream.read()).toBe(true)
  await of.end()
  const secret = await writeSecret()
  const { text, isWhole } = await stream.rest()
  expect(isWhole).toBe(false)
  expect(text).not.toContain(secret)
}

const operations: Record<string, Row> = {
  async export(of) {
    for (const format of exportFormats) {
      // An ending is once for all: each format has somebody of its own.
      const next = format === exportFormats[0] ? of : await again(of)
      await isCut(`/api/v1/export?format=${format}`, next)
    }
  },
  async readChanges(of, ending) {
    const path = `/api/v1/changes?space=${list}`
    const { cursor } = (await (await near.fetch(request(path, of))).json()) as { cursor: string }
    let at = cursor
    for (;;) {
      const page = (await (await near.fetch(request(`${path}&cursor=${at}`, of))).json()) as any
      at = page.cursor
      if (!page.more) break
    }
    const stream = await begun(`${path}&cursor=${at}`, of, { accept: 'text/event-stream' })
    const waiting = near.fetch(request(`${path}&cursor=${at}&wait=25`, of))
    expect(await stream.read()).toBe(true)
    await of.end()
    const secret = await writeSecret()
    // Whether an event stream was cut can't be known by its end: it has none, and its reader comes back.
    expect((await stream.rest()).text).not.toContain(secret)
    const answer = await waiting
    expect(answer.status).toBe(ending === 'the membership ended' ? 404 : 401)
    expect(await answer.text()).not.toContain(secret)
  },
  async import(of, ending) {
    let finish = () => {}
    const name = `imported ${uuid()}`
    const body = new ReadableStream({
      start(controller) {
        finish = () => {
          controller.enqueue(new TextEncoder().encode(`- [ ] ${name}\n`))
          controller.close()
        }
      },
    })
    const headers = { host: 'todo.example', accept: 'application/jsonl', ...of.shown }
    const url = `http://todo.example/api/v1/import?format=markdown&list=${list}`
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    const answer = near.fetch(new Request(url, init))
    await of.end()
    finish()
    const last = JSON.parse((await (await answer).text()).trim().split('\n').at(-1) ?? '{}')
    expect(last.problem?.status).toBe(ending === 'the membership ended' ? 404 : 401)
    const { body: found } = await ann.ask('GET', `/api/v1/todos?list=${list}&q=${name.split(' ')[1]}`)
    expect(found.items).toEqual([])
  },
}

/** Somebody else who loses access in the same way. */
const again = (of: Reader): Promise<Reader> => (madeBy.get(of) as () => Promise<Reader>)()
const madeBy = new WeakMap<Reader, () => Promise<Reader>>()

async function made(make: () => Promise<Reader>): Promise<Reader> {
  const of = await make()
  madeBy.set(of, make)
  return of
}

/** Frames that the server sends, each with what is tried: those that tell of todos or outcomes, and those that tell nothing. */
const frames: Record<string, 'pages' | 'outcomes' | 'nothing'> = {
  welcome: 'nothing',
  delta: 'pages',
  ready: 'nothing',
  account: 'nothing',
  outcomes: 'outcomes',
  beat: 'nothing',
  bye: 'nothing',
}

test('[N120] each operation that streams or waits has a row, and so has each frame of the socket', async () => {
  const document = (await ask(near, 'GET', '/api/v1/openapi.json')).body
  const all = Object.values<any>(document.paths).flatMap((path) => Object.values<any>(path))
  const long = all.filter((each) => each['x-long'] !== undefined).map(({ operationId }) => operationId)
  expect(Object.keys(operations).toSorted()).toEqual(long.toSorted())
  const types = ServerFrame.options.map(({ shape }) => shape.type.value)
  expect(Object.keys(frames).toSorted()).toEqual(types.toSorted())
})

test('[N120] nothing streams but by way of the one function that asks for the key', async () => {
  const makers: string[] = []
  for (const file of new Glob('src/{http,sync,exchange,core}/**/*.ts').scanSync(root))
    if ((await Bun.file(joinPath(root, file)).text()).includes('new ReadableStream')) makers.push(file)
  expect(makers).toEqual(['src/http/long-answer.ts'])
})

describe.each(Object.entries(endings))('when %s', (ending, make) => {
  test.each(Object.entries(operations))(
    '[N120] %s tells nothing more',
    async (_, row) => row(await made(make), ending),
    60_000,
  )

  test("[N120] the tutorial's list is cut", async () => {
    const of = await made(make)
    const { defaultList } = of
    await fill(of, defaultList)
    const end = async () => {
      if (ending !== 'the membership ended') return of.end()
      const caller = { id: of.id, name: of.name, defaultList: '' }
      await share(of, defaultList, ann, 'editor')
      const outcomes = await far.committer.commit(caller, [
        { type: 'transferList', id: uuid(), list: defaultList, member: ann.id },
        { type: 'leaveList', id: uuid(), list: defaultList },
      ])
      expect(outcomes.every(({ accepted }) => accepted)).toBe(true)
    }
    await isCut('/todos/', { ...of, end })
  })

  test.each(Object.entries(frames).filter(([, tries]) => tries !== 'nothing'))(
    '[N121] over a socket: %s',
    async (type) => {
      const of = await made(make)
      const headers = { ...of.shown, origin: listening.url }
      const { plain } = await Plain.greeted(listening.url, { spaces: [list] }, headers)
      using _ = plain
      const before = plain.frames.length
      await of.end()
      const secret = await writeSecret()
      if (type === 'delta') plain.send({ type: 'resync', space: list, cursor: 0 })
      const commands = [{ type: 'createTodo', id: uuid(), todo: { list, name: `pushed ${uuid()}` } }]
      if (type === 'outcomes') plain.send({ type: 'push', push: 1, commands })
      expect((await plain.closed).code).toBe(ending === 'the membership ended' ? 4403 : 4401)
      const later = plain.frames.slice(before)
      expect(JSON.stringify(later)).not.toContain(secret)
      for (const { outcomes = [] } of later) expect(outcomes[0].accepted).toBe(false)
    },
  )
})

test('[N120] over a connection, too, what is cut does not look complete', async () => {
  const bob = await join(far, 'bob')
  const { id, headers } = await bob.token()
  const large = (await bob.newList()).id
  // More than the buffers of a connection hold.
  const todo = { list: large, notes: 'x'.repeat(20_000) }
  for (let batch = 0; batch < 21; batch++) {
    const commands = Array.from({ length: 50 }, () => ({
      type: 'createTodo',
      todo: { ...todo, name: uuid() },
    }))
    expect((await bob.ask('POST', '/batch', { commands })).status).toBe(200)
  }
  const response = await fetch(`${listening.url}/api/v1/export?format=jsonl`, { headers })
  const stream = (response.body as ReadableStream<Uint8Array>).getReader()
  let bytes = (await stream.read()).value?.length ?? 0
  await far.keys.remove(bob.id, 'token', id, by(bob.id))
  const rest = async () => {
    for (;;) {
      const { done, value } = await stream.read()
      if (done) return
      bytes += value.length
    }
  }
  await expect(rest()).rejects.toThrow('closed')
  expect(bytes).toBeLessThan(1_050 * 20_000)
})

/** How a token ends while it is being read with: by way of the node that is asked, or unknown to it. */
const unknown: Record<string, (app: App, owner: Person, token: string) => Promise<void>> = {
  'knows of it': (app, owner, token) => app.keys.remove(owner.id, 'token', token, by(owner.id)),
  async 'was not told of it, and has read for long'(app, _, token) {
    await app.store.access.inTurn((tables) => tables.removeCredentials([token]))
    await Bun.sleep(serverLimits.quickReadMs)
  },
}

test.each(Object.entries(unknown))(
  '[N122] what was read while the key ended is not answered by a node that %s',
  async (_, end) => {
    const database = await newDatabase('postgres')
    const app = await createApp({ database: database.name, localOnly: false })
    const owner = await join(app, 'owner')
    const todo = await owner.newTodo(owner.defaultList)
    const sql = new Bun.SQL((database.name as { url: string }).url, { max: 1 })
    const other = new Bun.SQL((database.name as { url: string }).url, { max: 1 })
    const isWaiting = async () => {
      const [row] = await other`select count(*)::int as count from pg_locks where not granted`
      return row.count > 0
    }
    const paths = ['/api/v1/todos', `/todos/${todo.id}`, `/lists/${owner.defaultList}/history`, '/todos/1']
    for (const path of paths) {
      const { id, headers } = await owner.token()
      expect((await ask(app, 'GET', path, undefined, headers)).status).toBe(200)
      await sql`begin`
      await sql`lock table todos, journal in access exclusive mode`
      const answer = ask(app, 'GET', path, undefined, headers)
      while (!(await isWaiting())) await Bun.sleep(5)
      await end(app, owner, id)
      await sql`commit`
      expect([path, (await answer).status]).toEqual([path, 401])
    }
    for (const each of [sql, other]) await each.close()
    await app.close()
    await database.drop()
  },
)
