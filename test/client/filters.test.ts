/** Saved filters: made, changed and deleted like all else, and told by the account's space (SPEC.md, G10, G11, S62). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { createClient } from '../../src/client/client.ts'
import { onEachEngine } from '../support/engines.ts'
import { listen } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const uuid = () => Bun.randomUUIDv7()

onEachEngine('saved filters', (client) => {
  test('[G10] a filter is saved, changed, deleted and restored; what can not be read is not saved', async () => {
    const { send, json } = client()
    const made = await send('POST', '/api/v1/filters', { name: 'Soon', filter: 'due < +7d', colour: 'red' })
    expect(made.status).toBe(201)
    const filter = await made.json()
    expect(filter).toMatchObject({
      name: 'Soon',
      filter: 'due < +7d',
      colour: 'red',
      position: null,
      deletedAt: null,
    })
    const path = `/api/v1/filters/${filter.id}`
    expect(made.headers.get('location')).toEndWith(path)
    const bad = await send('POST', '/api/v1/filters', { name: 'x', filter: 'due <' })
    expect(bad.status).toBe(400)
    expect((await bad.json()).errors).toEqual([
      { pointer: '/filter', detail: expect.stringContaining('After due < a date was expected') },
    ])
    expect((await send('PATCH', path, { filter: '(' })).status).toBe(400)
    const changed = await send('PATCH', path, { name: 'Next week' }, { 'if-match': `"${filter.version}"` })
    const { version, ...rest } = await changed.json()
    expect(rest).toMatchObject({ name: 'Next week', filter: 'due < +7d' })
    expect(version).toBeGreaterThan(filter.version)
    expect((await json('PATCH', path, { name: 'Next week' })).version).toBe(version)
    const stale = await send('PATCH', path, { name: 'x' }, { 'if-match': `"${filter.version}"` })
    expect([stale.status, (await stale.json()).current.name]).toEqual([412, 'Next week'])
    expect((await json('POST', '/api/v1/filters', { id: filter.id, name: 'x', filter: 'x' })).code).toBe(
      'id_taken',
    )
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await json('GET', '/api/v1/filters')).items).toEqual([])
    expect((await json('GET', '/api/v1/filters?deleted=true')).items.length).toBe(1)
    expect((await json('PATCH', path, { name: 'x' })).code).toBe('filter_not_found')
    expect((await json('POST', `${path}/restore`)).deletedAt).toBeNull()
    expect((await json('GET', path)).name).toBe('Next week')
    expect((await send('GET', `/api/v1/filters/${uuid()}`)).status).toBe(404)
  })

  test('[G10] one command id acts once, a batch may hold them, and their number is limited', async () => {
    const { json, send } = client()
    const [id, key] = [uuid(), uuid()]
    const body = { id, name: 'once', filter: 'milk' }
    for (const replayed of [null, 'true'])
      expect(
        (await send('POST', '/api/v1/filters', body, { 'idempotency-key': key })).headers.get(
          'idempotency-replayed',
        ),
      ).toBe(replayed)
    const create = () => ({ type: 'createFilter', filter: { name: 'many', filter: 'milk' } })
    const batch = (count: number) =>
      json('POST', '/api/v1/batch', { commands: Array.from({ length: count }, create) })
    expect((await batch(2)).outcomes[1].filter.name).toBe('many')
    await batch(100)
    const codes = (await batch(100)).outcomes.map((outcome: any) => outcome.problem?.code)
    expect(codes.at(0)).toBeUndefined()
    expect(codes.at(-1)).toBe('too_many_filters')
    expect((await json('GET', '/api/v1/filters?limit=1000')).items.length).toBe(200)
    const { differing } = await client().app.store.examine(false)
    expect(differing).toEqual([])
  })
})

test('[G11] filters come live to every replica, are made offline, and are kept in step by the digest', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  await using server = listen(app)
  const [one, other] = [await createClient(server.url).connect(), await createClient(server.url).connect()]
  await Promise.all([one.synced(), other.synced()])
  const heard: string[][] = []
  // Once as it shows at once, once more as the server tells it.
  other.watchFilters((filters) => {
    const names = filters.map(({ name }) => name)
    if (names.join() !== heard.at(-1)?.join()) heard.push(names)
  })
  const id = uuid()
  const { settled } = one.send(id, {
    type: 'createFilter',
    filter: { id, name: 'Soon', filter: 'due < +7d' },
  })
  expect(one.filters().map(({ name }) => name)).toEqual(['Soon'])
  await settled
  await until(() => other.filters().length === 1)
  await other.send(id, { type: 'updateFilter', filter: id, changes: { name: 'Later' } }).settled
  await until(() => one.filters()[0]?.name === 'Later')
  await one.send(id, { type: 'deleteFilter', filter: id }).settled
  await until(() => other.filters().length === 0)
  const wrong = one.send(uuid(), { type: 'createFilter', filter: { name: 'x', filter: '(' } })
  await expect(wrong.settled).rejects.toMatchObject({ problem: { code: 'bad_request', status: 400 } })
  expect(one.filters()).toEqual([])
  await createClient(server.url).filters.create({ name: 'By the API', filter: '#home' })
  await until(() => one.filters()[0]?.name === 'By the API' && other.filters().length === 1)
  const third = await createClient(server.url).connect()
  await third.synced()
  expect(third.filters().map(({ name }) => name)).toEqual(['By the API'])
  expect([one.healed, other.healed, third.healed]).toEqual([0, 0, 0])
  expect(heard).toEqual([[], ['Soon'], ['Later'], [], ['By the API']])
  await Promise.all([one.close(), other.close(), third.close()])
  await app.close()
})

test('[S62] a replica takes a filter that was removed for good out, without fetching the others anew', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  await using server = listen(app)
  const client = createClient(server.url)
  const replica = await client.connect()
  await replica.synced()
  const make = async (name: string) => {
    const id = uuid()
    await replica.send(id, { type: 'createFilter', filter: { id, name, filter: 'milk' } }).settled
    return id
  }
  const [gone] = [await make('gone'), await make('kept')]
  await replica.send(gone, { type: 'deleteFilter', filter: gone }).settled
  const place = { kind: 'filters', after: undefined } as const
  const { next, versions } = await app.store.pruneTrash(Date.now() + 1_000, place)
  expect([next, Object.keys(versions)]).toEqual([undefined, [app.account.id]])
  // The next change is told with what came before it.
  await make('later')
  await until(() => replica.filters().length === 2)
  expect(replica.filters().map(({ name }) => name)).toEqual(['kept', 'later'])
  expect(replica.healed).toBe(0)
  await replica.close()
  await app.close()
})
