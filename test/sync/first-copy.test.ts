/** What a client gets first, what it is told of how much there is, and of its account (SPEC.md, Y62 to Y64). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createClient } from '../../src/client/client.ts'
import { Replica } from '../../src/client/replica.ts'
import type { App } from '../../src/app.ts'
import type { Delta } from '../../src/model/messages.ts'
import { ask, join } from '../support/accounts.ts'
import { createApp } from '../support/app.ts'
import { newDatabase, type Engine } from '../support/engines.ts'
import { listen, Plain, type Listening } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const uuid = () => Bun.randomUUIDv7()

describe.each(['sqlite', 'postgres'] as const)('%s', (engine: Engine) => {
  let app: App
  let server: Listening
  let database: Awaited<ReturnType<typeof newDatabase>>
  beforeAll(async () => {
    database = await newDatabase(engine)
    app = await createApp({ database: database.name })
    server = listen(app)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await app.close()
    await database.drop()
  })

  test('[Y62] the list that is wanted comes first, then those with what is due; and how much there is', async () => {
    const client = createClient(server.url)
    const lists: Record<string, string> = {}
    for (const name of ['none', 'later', 'soon', 'wanted'])
      lists[name] = (await client.lists.create({ name })).id
    const make = (list: string, count: number, more: object = {}) =>
      client.batch(
        Array.from({ length: count }, (_, at) => ({
          type: 'createTodo' as const,
          todo: { list: lists[list] as string, name: `${list} ${at}`, ...more },
        })),
      )
    await make('later', 2, { due: '2099-02-01' })
    await make('soon', 1, { due: '2026-01-01' })
    // What is finished is not due, and what is in the trash is not counted.
    await make('none', 1, { due: '2020-01-01', finished: true })
    const gone = await client.todos.create({ list: lists['none'] as string, name: 'gone', due: '2020-01-01' })
    await client.todos.delete(gone.id)
    for (let rest = 12; rest > 0; rest--) await make('soon', 100)
    await make('wanted', 1)

    const sent = async (first: string) => {
      const plain = await Plain.open(server.url, {}, `?first=${first}`)
      plain.send({ type: 'hello' })
      const welcome = await plain.next('welcome')
      const order: string[] = []
      for (let frame = await plain.next(); frame.type !== 'ready'; frame = await plain.next())
        if (frame.type === 'delta' && order.at(-1) !== frame.space) order.push(frame.space)
      plain[Symbol.dispose]()
      return { welcome, order }
    }
    const { welcome, order } = await sent(lists['wanted'] as string)
    expect(welcome.account).toMatchObject({ todos: 1_205, trashDays: 90, settings: {} })
    const { account } = app
    const named = ['wanted', 'soon', 'later'].map((name) => lists[name] as string)
    expect(order.slice(0, 4)).toEqual([account.id, ...named])
    expect((await sent('default')).order.slice(0, 3)).toEqual([
      account.id,
      account.defaultList,
      lists['soon'] as string,
    ])

    // Who has something of each list is told no number.
    const cursors = Object.fromEntries(order.map((space) => [space, 1]))
    const back = await Plain.greeted(server.url, { epoch: welcome.epoch, cursors })
    expect(back.first[0].account).not.toHaveProperty('todos')
    back.plain[Symbol.dispose]()
  })

  test('[Y64] the settings of the account come to all that is open, and with the next welcome', async () => {
    const { plain } = await Plain.greeted(server.url)
    const answer = await app.fetch(
      new Request('http://localhost/api/v1/account', {
        method: 'PATCH',
        headers: { host: 'localhost' },
        body: JSON.stringify({ settings: { weekStart: 'sunday' } }),
      }),
    )
    expect(((await answer.json()) as any).settings).toEqual({
      startPage: 'list',
      weekStart: 'sunday',
      clock: 'locale',
      addTo: null,
      isTaught: false,
    })
    expect((await plain.next('account')).account.settings).toEqual({ weekStart: 'sunday' })
    plain[Symbol.dispose]()
    const replica = await createClient(server.url).connect()
    await replica.synced()
    expect(replica.status.account?.settings).toEqual({ weekStart: 'sunday' })
    await replica.close()
  })
})

test('[Y63] a replica knows of which lists more is to come, also after it was closed', () => {
  const [account, list] = [uuid(), uuid()]
  const replica = new Replica()
  expect(replica.fetching).toHaveLength(1)
  replica.begin({ id: account, name: 'local', defaultList: list }, 'epoch')
  const delta = (
    space: string,
    from: number,
    to: number,
    more: boolean,
    rows: Partial<Delta> = {},
  ): Delta => ({
    type: 'delta',
    space,
    from,
    to,
    snapshot: from === 0,
    more,
    digest: null,
    gone: [],
    todos: [],
    lists: [],
    filters: [],
    views: [],
    ...rows,
  })
  replica.apply(delta(account, 0, 1, false, { lists: [{ id: list, role: 'owner', version: 1 }] }))
  expect(replica.fetching).toEqual([list])
  replica.apply(delta(list, 0, 1, true))
  expect(replica.fetching).toEqual([list])
  const { spaces } = replica.takePatch()
  const kept = {
    account: { id: account, name: 'local', defaultList: list },
    epoch: 'epoch',
    spaces: spaces as Map<string, never>,
    lists: new Map(),
    todos: new Map(),
    members: new Map([[list, { id: list, role: 'owner' as const, version: 1 }]]),
    filters: new Map(),
    views: new Map(),
    outbox: new Map(),
  }
  expect(new Replica(kept).fetching).toEqual([list])
  replica.apply(delta(list, 1, 2, false))
  expect(replica.fetching).toEqual([])
})

test('[Y64] who is invited hears of it, and of its end, and who invited hears what became of it; on all nodes', async () => {
  const database = await newDatabase('postgres')
  const apps = [
    await createApp({ database: database.name, localOnly: false }),
    await createApp({ database: database.name, localOnly: false }),
  ]
  const [near, far] = apps as [App, App]
  const servers = apps.map(listen)
  const [, farServer] = servers as [Listening, Listening]
  try {
    const [ann, bob] = [await join(near, 'ann'), await join(near, 'bob')]
    await until(async () => far.keyring.local === undefined)
    const list = await ann.newList({ name: 'Groceries' })
    const open = async ({ headers }: typeof ann) =>
      (await Plain.greeted(farServer.url, {}, { ...headers, origin: farServer.url })).plain
    const [his, hers] = [await open(bob), await open(ann)]
    const invite = async () =>
      (await ann.ask('POST', `/lists/${list.id}/invitations`, { role: 'editor', name: 'bob' })).body.id
    const hear = async (...open: Plain[]) => {
      for (const plain of open) await plain.next('account')
    }
    const first = await invite()
    await hear(his, hers)
    await ann.ask('DELETE', `/lists/${list.id}/invitations/${first}`)
    await hear(his, hers)
    const second = await invite()
    await hear(his, hers)
    await bob.ask('DELETE', `/invitations/${second}`)
    await hear(his, hers)
    const third = await invite()
    await hear(his, hers)
    expect((await ask(far, 'GET', '/invitations', undefined, bob.headers)).body.items).toHaveLength(1)
    await bob.ask('POST', '/invitations/accept', { id: third })
    await hear(his, hers)
    expect((await ask(far, 'GET', '/invitations', undefined, bob.headers)).body.items).toEqual([])
    for (const plain of [his, hers]) plain[Symbol.dispose]()
  } finally {
    for (const server of servers) await server[Symbol.asyncDispose]()
    for (const app of apps) await app.close()
    await database.drop()
  }
})
