/** Labels, changed on all todos that have them, on each engine (SPEC.md, L62 to L67). */
import { expect, test } from 'bun:test'
import { labelViewId, viewOfLabel } from '../../src/model/label-view.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { join, share } from '../support/accounts.ts'
import { engines, onEachEngine } from '../support/engines.ts'
import { newServer } from '../support/exchange.ts'

const uuid = () => Bun.randomUUIDv7()
const pathOf = (label: string) => `/labels/${encodeURIComponent(label)}`
/** In six scripts and both directions, and what addresses and filters have a meaning for. */
const labels = [
  'a/b',
  '50%',
  '#?&=',
  '"quoted" \\',
  '家',
  'дом',
  'בית',
  'منزل ‏',
  'घर',
  '집',
  '<b>',
  "'; drop table todos; --",
  'HOME',
  'home',
  ' ',
  'a\nb',
  '🏡'.repeat(64),
]

onEachEngine('labels', (client) => {
  const api = (method: string, path: string, body?: unknown) => client().done(method, `/api/v1${path}`, body)
  const make = (fields: object) => api('POST', '/todos', { name: uuid(), ...fields })
  const read = async (id: string): Promise<string[]> => (await api('GET', `/todos/${id}`)).labels
  const all = async (): Promise<any[]> => {
    const found: any[] = []
    let cursor: string | null = null
    do {
      const page: any = await api('GET', `/labels?limit=7${cursor ? `&cursor=${cursor}` : ''}`)
      found.push(...page.items)
      cursor = page.next
    } while (cursor)
    return found
  }
  const wordOf = async (label: string) => (await all()).find(({ name }) => name === label)

  test('[L62] labels of any text are told by name in pages, with how many todos have them and are open', async () => {
    const [one, two] = [await make({ labels, finished: true }), await make({ labels: labels.slice(0, 3) })]
    const binned = await make({ labels: ['binned'] })
    await api('DELETE', `/todos/${binned.id}`)
    const { id } = await api('POST', '/lists', { name: 'gone' })
    await make({ list: id, labels: ['in a list of the trash'] })
    await api('DELETE', `/lists/${id}`)
    const found = await all()
    const order = (texts: string[]) =>
      texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(found.map(({ name }) => name)).toEqual(order(labels))
    expect(await wordOf('a/b')).toEqual({ name: 'a/b', colour: 'none', todos: 2, unfinished: 1 })
    expect(await wordOf('家')).toEqual({ name: '家', colour: 'none', todos: 1, unfinished: 0 })
    const etag = (await client().send('GET', '/api/v1/labels')).headers.get('etag') as string
    const again = await client().send('GET', '/api/v1/labels', undefined, { 'if-none-match': etag })
    expect(again.status).toBe(304)
    for (const label of labels)
      expect([label, await api('DELETE', pathOf(label))]).toMatchObject([label, { name: null, rest: 0 }])
    expect(await all()).toEqual([])
    expect([await read(one.id), await read(two.id)]).toEqual([[], []])
  })

  test('[L63] a label is renamed on all todos, in its place; one that is there already is merged into', async () => {
    const other = (await api('POST', '/lists', { name: 'other' })).id
    const made = [
      await make({ labels: ['x', 'before', 'y'] }),
      await make({ list: other, labels: ['before'], finished: true }),
      await make({ labels: ['after', 'before'] }),
      await make({ labels: ['Before'] }),
    ]
    const rehearsed = await api('PATCH', `${pathOf('before')}?dry_run=true`, { name: 'after' })
    expect(rehearsed).toMatchObject({ name: 'after', todos: 3, merged: true, left: [], rest: 0 })
    expect(await read(made[0].id)).toEqual(['x', 'before', 'y'])
    const done = await api('PATCH', pathOf('before'), { name: 'after' })
    expect(done).toMatchObject({ name: 'after', todos: 3, merged: true, left: [], rest: 0 })
    expect(await Promise.all(made.map(({ id }) => read(id)))).toEqual([
      ['x', 'after', 'y'],
      ['after'],
      ['after'],
      ['Before'],
    ])
    const gone = await client().send('PATCH', `/api/v1${pathOf('before')}`, { name: 'x' })
    expect([gone.status, (await gone.json()).code]).toEqual([404, 'label_not_found'])
    // All of it is one gesture.
    await api('POST', '/undo', { gesture: done.gesture })
    expect(await Promise.all(made.map(({ id }) => read(id)))).toEqual([
      ['x', 'before', 'y'],
      ['before'],
      ['after', 'before'],
      ['Before'],
    ])
    expect((await api('PATCH', pathOf('before'), { name: 'new' })).merged).toBe(false)
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })

  test('[L63] labels are meant as they are kept, in NFC, and what no label can be is refused with its field', async () => {
    const { id } = await make({ labels: ['café'] })
    expect(await api('PATCH', pathOf('cafe\u0301'), { name: 'the\u0301' })).toMatchObject({
      name: 'thé',
      todos: 1,
    })
    expect(await read(id)).toEqual(['thé'])
    for (const name of ['', 'x'.repeat(65), '🏡'.repeat(255), 'a\0b', 7]) {
      const refused = await client().send('PATCH', `/api/v1${pathOf('thé')}`, { name })
      expect([refused.status, (await refused.json()).errors[0].pointer]).toEqual([400, '/name'])
    }
    expect((await client().send('PATCH', '/api/v1/labels/%ff', { name: 'x' })).status).not.toBe(500)
    expect(await read(id)).toEqual(['thé'])
  })

  test('[L64] a colour is of the account’s own space, goes along with a new name, and stays with the old one', async () => {
    await make({ labels: ['plain', 'loud'] })
    expect(await api('PATCH', pathOf('loud'), { colour: 'red' })).toMatchObject({ name: 'loud', todos: 0 })
    expect(await wordOf('loud')).toMatchObject({ colour: 'red' })
    const { items } = await api('GET', '/views?limit=1000')
    expect(items.find(({ label }: any) => label === 'loud').id).toBe(labelViewId('loud'))
    const { gesture } = await api('PATCH', pathOf('loud'), { name: 'louder' })
    expect(await wordOf('louder')).toMatchObject({ colour: 'red', todos: 1 })
    await api('POST', '/undo', { gesture })
    expect(await wordOf('loud')).toMatchObject({ colour: 'red', todos: 1 })
    // One that is there keeps its own.
    await api('PATCH', pathOf('plain'), { colour: 'blue' })
    await api('PATCH', pathOf('loud'), { name: 'plain' })
    expect(await wordOf('plain')).toMatchObject({ colour: 'blue', todos: 1 })
  })
})

test.each(engines)(
  '[L65] %s: lists that others have as well are left alone unless it is asked for; those that one may only read always',
  async (engine) => {
    await using server = await newServer(engine)
    const [ann, bob] = [await join(server.app, 'ann'), await join(server.app, 'bob')]
    const [own, both, theirs] = [
      await ann.newList({ name: 'own' }),
      await ann.newList({ name: 'both' }),
      await bob.newList({ name: 'theirs' }),
    ]
    await share(ann, both.id, bob, 'editor')
    await share(bob, theirs.id, ann, 'viewer')
    const labels = ['x']
    const [mine, shared] = [await ann.newTodo(own.id, { labels }), await ann.newTodo(both.id, { labels })]
    const read = await bob.newTodo(theirs.id, { labels })
    await bob.newTodo((await bob.newList()).id, { labels })
    expect((await ann.done('GET', '/labels')).items).toEqual([
      { name: 'x', colour: 'none', todos: 3, unfinished: 3 },
    ])
    const role = { list: theirs.id, name: 'theirs', todos: 1, why: 'role' }
    expect((await ann.done('PATCH', '/labels/x', { name: 'y' })).left.toSorted(byWhy)).toEqual([
      role,
      { list: both.id, name: 'both', todos: 1, why: 'shared' },
    ])
    const labelsOf = async ({ id }: { id: string }) => (await ann.done('GET', `/todos/${id}`)).labels
    expect([await labelsOf(mine), await labelsOf(shared), await labelsOf(read)]).toEqual([
      ['y'],
      ['x'],
      ['x'],
    ])
    expect(await ann.done('DELETE', '/labels/x?shared=true')).toMatchObject({ todos: 1, left: [role] })
    expect([await labelsOf(shared), await labelsOf(read)]).toEqual([[], ['x']])
    // A key sees and changes the lists that it is for; a colour is no matter of it.
    const limited = { cookie: '', ...(await ann.token({ scope: 'write', lists: [own.id] })).headers }
    const asked = (method: string, path: string, body?: unknown) => ann.ask(method, path, body, limited)
    expect((await asked('GET', '/labels')).body.items).toEqual([
      { name: 'y', colour: 'none', todos: 1, unfinished: 1 },
    ])
    expect((await asked('PATCH', '/labels/x', { name: 'z' })).status).toBe(404)
    expect((await asked('PATCH', '/labels/y', { name: 'z', colour: 'red' })).status).toBe(403)
    expect(await labelsOf(mine)).toEqual(['y'])
    expect((await asked('PATCH', '/labels/y', { name: 'z' })).body).toMatchObject({ todos: 1 })
    expect(await labelsOf(mine)).toEqual(['z'])
  },
)

const byWhy = (a: { why: string }, b: { why: string }): number => (a.why < b.why ? -1 : 1)

test.each(engines)('[L66] %s: no label that somebody else gives a todo meanwhile is lost', async (engine) => {
  await using server = await newServer(engine)
  const made: string[] = []
  for (let at = 0; at < 40; at++)
    made.push((await server.done('POST', '/api/v1/todos', { name: `${at}`, labels: ['old'] })).id)
  const renaming = server.done('PATCH', '/api/v1/labels/old', { name: 'new' })
  await Promise.all(
    made.map((id, at) => server.done('PATCH', `/api/v1/todos/${id}`, { labels: ['old', `own ${at}`] })),
  )
  await renaming
  // What was read before by who added a label may have brought the old one back.
  await server.send('PATCH', '/api/v1/labels/old', { name: 'new' })
  const { items } = await server.done('GET', '/api/v1/todos?limit=100')
  for (const [at, { labels }] of items.entries()) expect(labels).toEqual(['new', `own ${at}`])
})

test('[L67] one request changes so many todos, says how many are left, and goes on with its gesture', async () => {
  await using server = await newServer()
  const most = serverLimits.relabelTodosMax
  const lines = Array.from({ length: most + 5 }, (_, at) => `- [ ] todo ${at} #many`).join('\n')
  await server.done('POST', '/api/v1/import?format=markdown', lines)
  const first = await server.done('PATCH', '/api/v1/labels/many', { name: 'few' })
  expect(first).toMatchObject({ todos: most, rest: 5 })
  const { gesture } = first
  expect(await server.done('PATCH', `/api/v1/labels/many?gesture=${gesture}`, { name: 'few' })).toMatchObject(
    {
      todos: 5,
      rest: 0,
      gesture,
    },
  )
  expect((await server.done('GET', '/api/v1/labels')).items).toMatchObject([{ name: 'few', todos: most + 5 }])
  expect((await server.done('POST', '/api/v1/undo', { gesture, dryRun: true })).total).toBe(most + 5)
})

test('[L64] the id of a label’s view follows from the label; of several views the smallest id counts', () => {
  const ids = new Set(Array.from({ length: 20_000 }, (_, at) => labelViewId(`label ${at}`)))
  expect(ids.size).toBe(20_000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(labelViewId('cafe\u0301')).toBe(labelViewId('café'))
  const views = [
    { id: 'b', label: 'x' },
    { id: 'a', label: 'x' },
    { id: '0', label: 'X' },
  ]
  expect(viewOfLabel(views, 'x')?.id).toBe('a')
  expect(viewOfLabel(views, 'y')).toBeUndefined()
})
