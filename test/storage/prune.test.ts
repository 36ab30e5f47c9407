/** What is kept long enough is removed (SPEC.md, H9, H10, S62). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { createPruner } from '../../src/core/history/pruner.ts'
import type { SpaceVersions } from '../../src/core/ports/rows.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { departures } from '../../src/storage/tables.ts'
import { clientOf, newDatabase, onEachEngine } from '../support/engines.ts'

const dayMs = 24 * 60 * 60 * 1_000

onEachEngine('pruning', (client) => {
  let day = 0
  const api = async (method: string, path: string, body?: unknown) => {
    const response = await client().send(method, `/api/v1${path}`, body)
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  }
  const newList = async () => (await api('POST', '/lists', { name: 'x' })).id as string
  const newTodo = (list: string, fields: object = {}) => api('POST', '/todos', { list, name: 'a', ...fields })
  /** Runs on a day that is so many days from now; each run is on a later one. */
  async function prune(kept: { history: number; trash: number }, after: number) {
    day += after
    const told: SpaceVersions[] = []
    const faults: unknown[] = []
    const pruner = createPruner({
      store: client().app.store,
      keepHistoryMs: (kept.history + day - after) * dayMs,
      keepTrashMs: (kept.trash + day - after) * dayMs,
      nowMs: () => Date.now() + day * dayMs,
      every: () => () => {},
      sleep: async () => {},
      onPruned: (versions) => told.push(versions),
      onFault: (error) => faults.push(error),
    })
    await pruner.run()
    await pruner.stop()
    expect(faults).toEqual([])
    return Object.assign({}, ...told) as SpaceVersions
  }
  const never = 100_000

  test('[H9] history that is old goes, of commands that changed nothing as well; the todos stay', async () => {
    const list = await newList()
    for (let each = 0; each < serverLimits.pruneStepRows + 20; each += 100)
      await api('POST', '/batch', {
        commands: Array.from({ length: 100 }, () => ({ type: 'createTodo', todo: { list, name: 'x' } })),
      })
    const todo = await newTodo(list)
    const same = () =>
      client().json(
        'PATCH',
        `/api/v1/todos/${todo.id}`,
        { name: 'a' },
        { 'idempotency-key': `same ${list}`.replace(' ', '-') },
      )
    await same()
    await prune({ history: 40, trash: never }, 30)
    expect((await api('GET', `/lists/${list}/history?limit=1000`)).items.length).toBe(602)
    await prune({ history: 30, trash: never }, 40)
    expect((await api('GET', `/lists/${list}/history`)).items).toEqual([])
    expect((await api('GET', `/todos/${todo.id}/history`)).items).toEqual([])
    expect(await api('GET', `/todos/${todo.id}`)).toEqual(todo)
    await api('PATCH', `/todos/${todo.id}`, { name: 'b' })
    expect((await api('GET', `/todos/${todo.id}/history`)).items.map(({ kind }: any) => kind)).toEqual([
      'changed',
    ])
    expect((await api('GET', '/history')).items.length).toBe(1)
  })

  test('[H9] of several nodes one does it, once a day', async () => {
    const { store } = client().app
    const now = Date.now() + 10_000 * dayMs
    const claims = await Promise.all([1, 2, 3].map(() => store.claimPruning(now, now - dayMs)))
    expect(claims.filter(Boolean).length).toBe(1)
    expect(await store.claimPruning(now + dayMs - 1, now - 1)).toBe(false)
    expect(await store.claimPruning(now + dayMs, now)).toBe(true)
    day = 10_002
  })

  test('[H10] what is long in the trash is gone for good, and readers are told; live todos and digests stay', async () => {
    const [list, other] = [await newList(), await newList()]
    const above = await newTodo(list)
    const below = await newTodo(list, { parent: above.id, position: 'Zz' })
    const deeper = await newTodo(list, { parent: below.id })
    const [kept, moved] = [await newTodo(list), await newTodo(list)]
    await api('DELETE', `/todos/${deeper.id}`)
    await api('DELETE', `/todos/${above.id}`)
    await api('DELETE', `/todos/${moved.id}`)
    const restored = await newTodo(list)
    await api('DELETE', `/todos/${restored.id}`)
    await api('POST', `/todos/${restored.id}/restore`)
    const { cursor, to } = await api('GET', `/changes?space=${list}`)
    expect(await prune({ history: never, trash: 40 }, 30)).toEqual({})
    const versions = await prune({ history: never, trash: 30 }, 40)
    expect(versions[list]).toBe(to + 1)
    expect(versions[other]).toBeUndefined()
    const changes = await api('GET', `/changes?space=${list}&cursor=${cursor}`)
    expect(changes).toMatchObject({ snapshot: false, to: to + 1, todos: [] })
    expect(changes.gone.toSorted()).toEqual([above.id, below.id, deeper.id, moved.id].toSorted())
    const anew = await api('GET', `/changes?space=${list}`)
    expect(anew.todos.map(({ id }: any) => id).toSorted()).toEqual([kept.id, restored.id].toSorted())
    expect(anew.digest).toBe(changes.digest)
    expect((await client().app.store.examine(false)).differing).toEqual([])
    // Numbers and ids are not given out again by it, and what was there is a thing of the past.
    expect((await newTodo(list)).number).toBe(restored.number + 1)
    const [deletion] = (await api('GET', `/lists/${list}/history?subject=${above.id}`)).items
    expect(await api('POST', `/history/${deletion.id}/undo`)).toMatchObject({
      code: 'undo_conflict',
      conflicts: [{ why: 'gone' }, {}],
    })
  })

  test('[S62] deleted filters go for good as what is in the trash does, and readers are told; the others stay', async () => {
    const make = async (name: string) =>
      (await api('POST', '/filters', { name, filter: '#a' })) as { id: string }
    const [kept, gone, back] = [await make('kept'), await make('gone'), await make('back')]
    await api('DELETE', `/filters/${gone.id}`)
    await api('DELETE', `/filters/${back.id}`)
    await api('POST', `/filters/${back.id}/restore`)
    const space = client().app.account.id
    const { cursor, to } = await api('GET', `/changes?space=${space}`)
    expect(await prune({ history: never, trash: 40 }, 30)).toEqual({})
    expect(await prune({ history: never, trash: 30 }, 40)).toEqual({ [space]: to + 1 })
    const changes = await api('GET', `/changes?space=${space}&cursor=${cursor}`)
    expect(changes).toMatchObject({ snapshot: false, to: to + 1, filters: [], gone: [gone.id] })
    const anew = await api('GET', `/changes?space=${space}`)
    expect(anew.filters.map(({ id }: any) => id).toSorted()).toEqual([kept.id, back.id].toSorted())
    expect(anew.digest).toBe(changes.digest)
    expect((await client().app.store.examine(false)).differing).toEqual([])
    expect(await api('POST', `/filters/${gone.id}/restore`)).toMatchObject({ code: 'filter_not_found' })
  })

  test('[H10] restoring and deleting meanwhile: what is live stays', async () => {
    const list = await newList()
    const ids: string[] = []
    for (let each = 0; each < 40; each++) ids.push((await newTodo(list)).id)
    for (const id of ids) await api('DELETE', `/todos/${id}`)
    const [, ...answers] = await Promise.all([
      prune({ history: never, trash: 30 }, 40),
      ...ids.map((id) => client().send('POST', `/api/v1/todos/${id}/restore`)),
    ])
    for (const [index, answer] of answers.entries()) {
      expect([200, 404]).toContain(answer.status)
      expect((await api('GET', `/todos/${ids[index]}`)).status).toBe(answer.status === 200 ? undefined : 404)
    }
    expect((await client().app.store.examine(false)).differing).toEqual([])
  })
})

test.each(['sqlite', 'postgres'] as const)(
  '[H10] %s: so many departures are kept of a list; who was away for longer fetches it anew',
  async (engine) => {
    const database = await newDatabase(engine)
    const app = await createApp({ database: database.name })
    const { json, send } = clientOf(app, database.name)
    const list = app.account.defaultList
    for (let each = 0; each < 8; each++) await json('POST', '/api/v1/todos', { name: `${each}` })
    const todo = await json('POST', '/api/v1/todos', { name: 'x' })
    const driver =
      database.name.engine === 'sqlite' ? openSqlite(database.name.path) : openPostgres(database.name.url)
    const [space] = await driver.all('select key from spaces where id = $1', [list])
    const rows = Array.from({ length: serverLimits.departuresKept }, () => ({
      space: Number(space?.['key']),
      version: 5,
      id: Bun.randomUUIDv7(),
    }))
    await driver.insert(departures, rows)
    await driver.close()
    await send('DELETE', `/api/v1/todos/${todo.id}`)
    const { next, versions } = await app.store.pruneTrash(Date.now() + dayMs, undefined)
    expect([next?.kind, Object.keys(versions)]).toEqual(['filters', [list]])
    const since = (version: number) =>
      json('GET', `/api/v1/changes?space=${list}&cursor=${app.store.epoch}.${version}`)
    expect(await since(4)).toMatchObject({ snapshot: true, gone: [todo.id] })
    expect(await since(5)).toMatchObject({ snapshot: false, gone: [todo.id] })
    await app.close()
    await database.drop()
  },
)
