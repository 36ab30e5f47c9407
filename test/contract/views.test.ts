/** How an account has lists, filters and labels shown, by every way in and out, on each engine (SPEC.md, A100 to A104). */
import { expect, test } from 'bun:test'
import { createClient } from '../../src/client/client.ts'
import { Replica } from '../../src/client/replica.ts'
import { limits } from '../../src/model/limits.ts'
import type { View, ViewPatch } from '../../src/model/view.ts'
import { join, share } from '../support/accounts.ts'
import { engines, onEachEngine } from '../support/engines.ts'
import { exportOf, importFile, newServer, refusalOf } from '../support/exchange.ts'
import { listen } from '../support/sockets.ts'
import { until } from '../support/until.ts'

const uuid = () => Bun.randomUUIDv7()
const usual = {
  label: null,
  sortBy: 'position',
  descending: false,
  groupBy: 'none',
  showFinished: true,
  newOnTop: false,
  folded: [],
  colour: 'none',
  position: null,
}
/** Two values of each field that are not the usual one; a new field must stand here. */
const values: { [Name in keyof Required<ViewPatch>]: [View[Name], View[Name]] } = {
  label: ['home', '家'],
  sortBy: ['due', 'name'],
  descending: [true, true],
  groupBy: ['label', 'priority'],
  showFinished: [false, false],
  newOnTop: [true, true],
  folded: [['a'], [uuid(), 'due 2026-01-02', '名']],
  colour: ['red', 'teal'],
  position: ['a0', 'a1V'],
}

onEachEngine('views', (client) => {
  const api = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  /** As each reading has it; they must agree. */
  const read = async (id: string): Promise<View> => {
    const view = await api('GET', `/views/${id}`)
    const byId = (rows: View[]) => rows.find((row) => row.id === id)
    expect(byId((await api('GET', '/views?limit=1000')).items)).toEqual(view)
    const changes = await api('GET', `/changes?space=${client().app.account.id}`)
    expect(byId(changes.views)).toEqual(view)
    return view
  }

  test('[A100] the first change of a view makes it, with all else as usual; a later one changes what it names', async () => {
    const { id } = await api('POST', '/lists', { name: 'a list' })
    const missing = await client().send('GET', `/api/v1/views/${id}`)
    expect([missing.status, (await missing.json()).code]).toEqual([404, 'view_not_found'])
    const made = await client().send('PATCH', `/api/v1/views/${id}`, { sortBy: 'due' })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toEndWith(`/api/v1/views/${id}`)
    let view = await read(id)
    expect(view).toMatchObject({ ...usual, id, sortBy: 'due', deletedAt: null })
    for (const [name, [first, second]] of Object.entries(values))
      for (const value of [first, second, usual[name as 'label']]) {
        if (value === second)
          expect(
            await api('POST', '/batch', {
              commands: [{ type: 'updateView', view: id, changes: { [name]: value } }],
            }),
          ).toMatchObject({ outcomes: [{ accepted: true, view: { id, [name]: value } }] })
        else await api('PATCH', `/views/${id}`, { [name]: value })
        const now = await read(id)
        expect(now).toEqual({
          ...view,
          [name]: value,
          version: now.version,
          updatedAt: now.updatedAt,
        } as View)
        view = now
      }
    expect(view).toMatchObject(usual)
  })

  test('[A100] a change that changes nothing leaves the version; one as of another version is refused', async () => {
    const id = uuid()
    const { version } = await api('PATCH', `/views/${id}`, { colour: 'red', label: 'home' })
    expect(await api('PATCH', `/views/${id}`, { colour: 'red' })).toMatchObject({ version })
    const late = await client().send(
      'PATCH',
      `/api/v1/views/${id}`,
      { colour: 'blue' },
      { 'if-match': '"1"' },
    )
    expect([late.status, (await late.json()).code]).toEqual([412, 'version_mismatch'])
  })

  test('[A100] what no view can be is refused with its field', async () => {
    const id = uuid()
    const wrong = [
      { sortBy: 'colour' },
      { groupBy: null },
      { descending: 'yes' },
      { folded: Array.from({ length: limits.foldedPerViewMax + 1 }, String) },
      { folded: ['x'.repeat(limits.foldedLengthMax + 1)] },
      { label: 'x'.repeat(limits.labelLengthMax + 1) },
      { order: 'due' },
      { position: 'no position!' },
    ]
    for (const body of wrong) {
      const answer = await client().send('PATCH', `/api/v1/views/${id}`, body)
      expect([answer.status, JSON.stringify(await answer.json())]).toEqual([
        400,
        expect.stringContaining(Object.keys(body)[0] as string),
      ])
    }
    expect((await client().send('GET', `/api/v1/views/${id}`)).status).toBe(404)
    expect((await client().send('PATCH', '/api/v1/views/none', {})).status).toBe(404)
  })

  test('[A102] digests leave views out, and the database is sound with them', async () => {
    const space = client().app.account.id
    const before = await api('GET', `/changes?space=${space}`)
    await api('PATCH', `/views/${uuid()}`, { sortBy: 'start' })
    const after = await api('GET', `/changes?space=${space}`)
    expect([after.digest, after.to]).toEqual([before.digest, before.to + 1])
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })
})

test.each(engines)(
  '[A101] %s: a view is its account’s own: nobody else sees it, nor does a key for chosen lists',
  async (engine) => {
    await using server = await newServer(engine)
    const [ann, bob] = [await join(server.app, 'ann'), await join(server.app, 'bob')]
    const { id } = await ann.newList({ name: 'shared' })
    await share(ann, id, bob, 'editor')
    await ann.done('PATCH', `/views/${id}`, { sortBy: 'due', descending: true })
    await bob.done('PATCH', `/views/${id}`, { sortBy: 'name' })
    expect(await ann.done('GET', `/views/${id}`)).toMatchObject({ sortBy: 'due', descending: true })
    expect(await bob.done('GET', `/views/${id}`)).toMatchObject({ sortBy: 'name', descending: false })
    const limited = (await ann.token({ scope: 'write', lists: [id] })).headers
    expect((await ann.ask('GET', `/views/${id}`, undefined, { cookie: '', ...limited })).status).toBe(404)
    const change = await ann.ask('PATCH', `/views/${id}`, { sortBy: 'name' }, { cookie: '', ...limited })
    expect([change.status, change.body.code]).toEqual([403, expect.any(String)])
    // Who loses the list and gets it again has it as before; a replica is not told that the view is gone.
    const changes = await bob.done('GET', `/changes?space=${bob.id}`)
    await ann.done('DELETE', `/lists/${id}/members/${bob.id}`)
    const replica = new Replica()
    replica.begin({ id: bob.id, name: 'bob', defaultList: bob.defaultList }, 'epoch')
    const hear = (delta: object) =>
      expect(replica.apply({ ...delta, type: 'delta' } as never)).toBe('applied')
    hear(changes)
    hear(await bob.done('GET', `/changes?space=${bob.id}&cursor=${changes.cursor}`))
    expect(replica.view.rows('views')).toMatchObject([{ id, sortBy: 'name' }])
    expect((await server.app.store.examine(false)).differing).toEqual([])
  },
)

test.each(engines)(
  '[A103] %s: views go out and come in by our own format, and are there once',
  async (engine) => {
    await using first = await newServer(engine)
    const changes = Object.fromEntries(Object.entries(values).map(([name, [value]]) => [name, value]))
    const id = uuid()
    await first.done('PATCH', `/api/v1/views/${id}`, changes)
    const own = await exportOf(first)
    await using second = await newServer(engine)
    expect(await importFile(second, own)).toMatchObject({ others: [{ kind: 'view', count: 1, known: 0 }] })
    expect(await second.done('GET', `/api/v1/views/${id}`)).toMatchObject(changes)
    expect(await exportOf(second)).toBe(own)
    expect(await importFile(second, own)).toMatchObject({ others: [{ kind: 'view', count: 0, known: 1 }] })
    expect((await second.app.store.examine(false)).differing).toEqual([])
    // A file of before has none of them, and is read.
    const before = own
      .split('\n')
      .filter((line) => !line.includes('"kind":"view"'))
      .join('\n')
      .replace('"version":5', '"version":4')
      .replace(',"views":1', '')
    expect(await importFile(second, before)).toMatchObject({ others: [] })
    expect(await refusalOf(second, own.replace('"version":5', '"version":6'))).toContain('at most 5')
  },
)

test('[A100] an account has so many views, and no more are made', async () => {
  await using server = await newServer()
  const make = () => ({ type: 'updateView', view: uuid(), changes: { newOnTop: true } })
  const send = (count: number) =>
    server.done('POST', '/api/v1/batch', { commands: Array.from({ length: count }, make) })
  for (let left: number = limits.viewsPerAccountMax; left > 0; left -= limits.commandsPerBatchMax)
    await send(Math.min(left, limits.commandsPerBatchMax))
  expect((await send(1)).outcomes).toMatchObject([{ accepted: false, problem: { code: 'too_many_views' } }])
  const { items } = await server.done('GET', '/api/v1/views?limit=1')
  expect(await server.done('PATCH', `/api/v1/views/${items[0].id}`, { newOnTop: false })).toMatchObject({
    newOnTop: false,
  })
})

test('[A104] a replica has views, shows its own changes at once, and two that make the same one offline both succeed', async () => {
  await using server = await newServer()
  await using listening = listen(server.app)
  const list = server.app.account.defaultList
  const [one, two] = [
    await createClient(listening.url).connect(),
    await createClient(listening.url).connect(),
  ]
  await Promise.all([one.synced(), two.synced()])
  const change = (changes: ViewPatch) => ({ type: 'updateView' as const, view: list, changes })
  const sent = [one.send(list, change({ sortBy: 'due' })), two.send(list, change({ groupBy: 'label' }))]
  expect(one.views()).toMatchObject([{ id: list, sortBy: 'due', groupBy: 'none' }])
  await Promise.all(sent.map(({ settled }) => settled))
  await until(() => [one, two].every((each) => each.views()[0]?.sortBy === 'due'))
  await until(() => [one, two].every((each) => each.views()[0]?.groupBy === 'label'))
  expect([one.healed, two.healed]).toEqual([0, 0])
  await one.close()
  await two.close()
})
