/** What open sockets and streams hear when access is given and taken (SPEC.md, N1, N5, N9, N11). */
import { describe, expect, test } from 'bun:test'
import type { App } from '../../src/app.ts'
import { ask, by, join, type Person, share } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, type Engine } from '../support/engines.ts'
import { listen, Plain } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const uuid = () => Bun.randomUUIDv7()

/** Some nodes on one database, each behind a socket. */
async function nodes(engine: Engine, count = 1) {
  const database = await newDatabase(engine)
  const apps: App[] = []
  for (let index = 0; index < count; index++)
    apps.push(await createApp({ database: database.name, localOnly: false }))
  const servers = apps.map(listen)
  const app = apps[0] as App
  return {
    app,
    url: servers[0]?.url ?? '',
    /** Of the node furthest from the first one. */
    far: { app: apps.at(-1) as App, url: servers.at(-1)?.url ?? '' },
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server[Symbol.asyncDispose]()
      for (const each of apps) await each.close()
      await database.drop()
    },
  }
}

const greet = (url: string, { headers }: Pick<Person, 'headers'>, hello: object = {}) =>
  Plain.greeted(url, hello, { ...headers, origin: url })

/** An account, with all nodes knowing that there are accounts. */
async function arrive(
  { app, far }: Pick<Awaited<ReturnType<typeof nodes>>, 'app' | 'far'>,
  name: string,
): Promise<Person> {
  const person = await join(app, name)
  await until(async () => far.app.keyring.local === undefined)
  return person
}

describe.each([
  ['sqlite', 1],
  ['postgres', 2],
] as const)('%s, %d nodes', (engine, count) => {
  test('[N1] with the first account open sockets and streams of local mode end, and every door asks for a key', async () => {
    await using server = await nodes(engine, count)
    const { app, far } = server
    const { plain } = await Plain.greeted(far.url)
    const stream = await fetch(`${far.url}/api/v1/changes`, { headers: { accept: 'text/event-stream' } })
    const first = await app.accounts.add({ name: 'ann', password: 'seven pink horses' })
    expect((await plain.closed).code).toBe(4401)
    expect(await stream.text()).toContain('"snapshot":true')
    expect(first.defaultList).toBe(app.account.defaultList)
    for (const path of ['/todos/', '/todos/1', '/account', '/lists', '/api/v1/todos', '/changes'])
      expect([path, (await ask(far.app, 'GET', path)).status]).toEqual([path, 401])
    for (const path of ['/livez', '/', '/session', '/api/v1/openapi.json'])
      expect([path, (await ask(far.app, 'GET', path)).status]).toEqual([path, 200])
  })

  test('[N5] a token that is taken back closes its sockets and streams on every node, and writes no more', async () => {
    await using server = await nodes(engine, count)
    const { app, far } = server
    const ann = await arrive(server, 'ann')
    const token = await ann.token()
    const { plain } = await greet(far.url, token)
    const headers = { ...token.headers, accept: 'text/event-stream' }
    const stream = await fetch(`${far.url}/api/v1/changes`, { headers })
    expect((await ann.ask('GET', '/tokens')).body.items).toHaveLength(1)
    await app.keys.remove(ann.id, 'token', token.id, by(ann.id))
    expect((await ask(app, 'GET', '/account', undefined, token.headers)).status).toBe(401)
    expect((await plain.closed).code).toBe(4401)
    expect(await stream.text()).toContain('"snapshot":true')
    await until(async () => (await ask(far.app, 'GET', '/account', undefined, token.headers)).status === 401)
  })

  test('[N5] a write that was begun with a token before it was taken back is refused inside the transaction', async () => {
    await using server = await nodes(engine, count)
    const { app } = server
    const ann = await arrive(server, 'ann')
    const token = await ann.token()
    const caller = await app.keyring.find(token.key, 'bearer')
    if (!caller) throw new Error('the token is not known')
    await app.keys.remove(ann.id, 'token', token.id, by(ann.id))
    const todo = { id: uuid(), list: ann.defaultList, name: 'x' }
    const [outcome] = await app.committer.commit(caller, [{ type: 'createTodo', id: uuid(), todo }])
    expect(outcome).toMatchObject({ accepted: false, error: { code: 'unauthenticated' } })
  })

  test('[N9] who is removed is told that the list is gone, hears no more of it, and what waits is refused', async () => {
    await using server = await nodes(engine, count)
    const { far } = server
    const [ann, bob] = [await arrive(server, 'ann'), await arrive(server, 'bob')]
    const { plain } = await greet(far.url, bob)
    const list = (await ann.newList()).id
    await share(ann, list, bob, 'editor')
    const todo = await ann.newTodo(list)
    let delta = await plain.next('delta')
    while (!delta.todos.some((each: any) => each.id === todo.id)) delta = await plain.next('delta')
    await ann.done('DELETE', `/lists/${list}/members/${bob.id}`)
    const secret = await ann.newTodo(list, { name: 'a secret' })
    while (!delta.gone.includes(list)) delta = await plain.next('delta')
    expect(delta.space).toBe(bob.id)
    const [outcome] = await plain.push([
      { type: 'updateTodo', id: uuid(), todo: todo.id, changes: { notes: 'x' } },
    ])
    expect(outcome).toMatchObject({ accepted: false, problem: { code: 'todo_not_found', status: 404 } })
    await ann.done('PATCH', `/todos/${secret.id}`, { finished: true })
    // What is told after it has come: so it would have, if it did.
    const later = await bob.newTodo(bob.defaultList)
    while (!delta.todos.some((each: any) => each.id === later.id)) delta = await plain.next('delta')
    expect(JSON.stringify(plain.frames)).not.toContain('a secret')
    plain[Symbol.dispose]()
  })

  test('[N9] who chose the list is closed, and told when they come back', async () => {
    await using server = await nodes(engine, count)
    const { far } = server
    const [ann, bob] = [await arrive(server, 'ann'), await arrive(server, 'bob')]
    const list = (await ann.newList()).id
    await share(ann, list, bob, 'viewer')
    const { plain } = await greet(far.url, bob, { spaces: [list] })
    // Who was told before, and was looked at then, is looked at once more.
    await ann.newTodo(list)
    await plain.next('delta')
    const stream = await fetch(`${far.url}/api/v1/changes?space=${list}`, {
      headers: { ...bob.headers, accept: 'text/event-stream' },
    })
    await ann.done('DELETE', `/lists/${list}/members/${bob.id}`)
    await ann.newTodo(list, { name: 'a secret' })
    expect((await plain.closed).code).toBe(4403)
    expect(await stream.text()).not.toContain('a secret')
    expect(JSON.stringify(plain.frames)).not.toContain('a secret')
    const again = await greet(far.url, bob, { spaces: [list] })
    expect(again.first[0].missing).toEqual([list])
    again.plain[Symbol.dispose]()
  })

  test('[N9] a role that changes holds for the next command', async () => {
    await using server = await nodes(engine, count)
    const { far } = server
    const [ann, bob] = [await arrive(server, 'ann'), await arrive(server, 'bob')]
    const list = (await ann.newList()).id
    await share(ann, list, bob, 'editor')
    const { plain } = await greet(far.url, bob)
    const add = async () =>
      (await plain.push([{ type: 'createTodo', id: uuid(), todo: { list, name: uuid() } }]))[0]
    expect(await add()).toMatchObject({ accepted: true })
    await ann.done('PATCH', `/lists/${list}/members/${bob.id}`, { role: 'viewer' })
    expect(await add()).toMatchObject({ accepted: false, problem: { code: 'not_allowed', status: 403 } })
    plain[Symbol.dispose]()
  })
})
