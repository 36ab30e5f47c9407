/** What is saved is looked at once more, and what earlier versions have saved is mended (SPEC.md, S10 to S13). */
import { expect, test } from 'bun:test'
import { createApp, type App } from '../../src/app.ts'
import { savedNothing } from '../../src/core/write/import/rows.ts'
import type { Saved } from '../../src/core/ports/rows.ts'
import type { Space } from '../../src/model/spaces.ts'
import type { Todo } from '../../src/model/todo.ts'
import type { Driver } from '../../src/storage/driver.ts'
import { migrate, migrations } from '../../src/storage/migrate.ts'
import { parentsInList } from '../../src/storage/migrations/0016-parents-in-list.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { clientOf, newDatabase, onEachEngine, type Engine } from '../support/engines.ts'
import { runCommand } from '../support/server.ts'
import { listen, Plain } from '../support/sockets.ts'

const persistent: Engine[] = ['sqlite', 'postgres']
const ids = { newId: () => Bun.randomUUIDv7(), now: Date.now }
const uuid = ids.newId

const driverOf = (name: DatabaseName): Driver =>
  name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)

onEachEngine('what is saved', (client) => {
  const scene = async () => {
    const { json } = client()
    const [list, other] = [
      (await json('POST', '/api/v1/lists', { name: 'One' })).id,
      (await json('POST', '/api/v1/lists', { name: 'Other' })).id,
    ]
    const todo = (list: string, parent: string | null = null): Promise<Todo> =>
      json('POST', '/api/v1/todos', { list, name: uuid(), parent })
    return { list, other, todo }
  }
  /** Saves what is made of the locked spaces of these lists. */
  const save = (lists: string[], make: (spaces: Map<string, Space>) => Partial<Saved>) =>
    client().app.store.transaction(async (transaction) => {
      const spaces = await transaction.lock(lists, [])
      await transaction.save({ ...savedNothing, ...make(new Map(spaces.map((space) => [space.id, space]))) })
    })
  const raised = (space: Space | undefined) => {
    if (!space) throw new Error('no space')
    return {
      before: space,
      after: { ...space, version: space.version + 1, nextNumber: space.nextNumber + 9 },
    }
  }
  const placed = (todo: Todo, space: Space | undefined, fields: Partial<Todo>): Todo => ({
    ...todo,
    number: space?.nextNumber ?? 0,
    version: (space?.version ?? 0) + 1,
    ...fields,
  })
  const stateOf = async (...lists: string[]) =>
    JSON.stringify(await Promise.all(lists.map((id) => client().app.store.reads.changes(id, 0, 100))))

  test('[S10] a todo below one of another list, or of none, is not saved', async () => {
    const { list, other, todo } = await scene()
    const [own, foreign] = [await todo(list), await todo(other)]
    const before = await stateOf(list, other)
    for (const parent of [foreign.id, uuid()]) {
      const made = save([list], (spaces) => {
        const after = placed(own, spaces.get(list), { id: uuid(), name: uuid(), parent })
        return {
          spaces: [raised(spaces.get(list))],
          todos: [{ before: undefined, after, uniqueNames: false }],
        }
      })
      await expect(made).rejects.toThrow()
      const changed = save([list], (spaces) => {
        const after = { ...own, version: (spaces.get(list)?.version ?? 0) + 1, parent }
        return { spaces: [raised(spaces.get(list))], todos: [{ before: own, after, uniqueNames: false }] }
      })
      await expect(changed).rejects.toThrow()
    }
    expect(await stateOf(list, other)).toBe(before)
  })

  test('[S10] a todo that goes to another list without what is below it is not saved', async () => {
    const { list, other, todo } = await scene()
    const top = await todo(list)
    const below = await todo(list, top.id)
    const before = await stateOf(list, other)
    const move = (...moved: Todo[]) =>
      save([list, other], (spaces) => ({
        spaces: [raised(spaces.get(list)), raised(spaces.get(other))],
        todos: moved.map((each, index) => ({
          before: each,
          after: placed(each, spaces.get(other), {
            list: other,
            number: (spaces.get(other)?.nextNumber ?? 0) + index,
          }),
          uniqueNames: false,
        })),
        departures: moved.map(({ id }) => ({
          space: list,
          id,
          version: (spaces.get(list)?.version ?? 0) + 1,
        })),
      }))
    await expect(move(top)).rejects.toThrow(`todo ${below.id} has a parent that is not in its list`)
    await expect(move(below)).rejects.toThrow(`todo ${below.id} has a parent that is not in its list`)
    expect(await stateOf(list, other)).toBe(before)
    await move(top, below)
    expect((await client().json('GET', `/api/v1/todos/${below.id}`)).list).toBe(other)
  })

  test('[S11] a space that was not loaded gets no new row, and no row is saved without the version of its space', async () => {
    const { list, other, todo } = await scene()
    const own = await todo(list)
    const before = await stateOf(list, other)
    const after = (spaces: Map<string, Space>) => ({
      ...own,
      version: (spaces.get(list)?.version ?? 0) + 1,
      name: 'changed',
    })
    const todos = (spaces: Map<string, Space>) => [{ before: own, after: after(spaces), uniqueNames: false }]
    const unloaded = { id: other, version: 1, nextNumber: 1, lastPosition: null, digest: null }
    const cases: [why: string, make: (spaces: Map<string, Space>) => Partial<Saved>][] = [
      [
        `space ${other} was raised but not loaded`,
        (spaces) => ({
          spaces: [raised(spaces.get(list)), { before: undefined, after: unloaded }],
          todos: todos(spaces),
        }),
      ],
      [`a row of space ${list} was changed without its version`, (spaces) => ({ todos: todos(spaces) })],
      [
        `a row of space ${other} was changed without its version`,
        (spaces) => ({
          spaces: [raised(spaces.get(list))],
          todos: todos(spaces),
          departures: [{ space: other, version: 1, id: own.id }],
        }),
      ],
    ]
    for (const [why, make] of cases) await expect(save([list], make)).rejects.toThrow(why)
    expect(await stateOf(list, other)).toBe(before)
  })
})

/** Lists with todos, of which some are put where nothing can be: below one of another list, and below themselves. */
async function planted(app: App, name: DatabaseName) {
  const { json } = clientOf(app, name)
  const list = (await json('POST', '/api/v1/lists', { name: 'Trap' })).id as string
  const other = (await json('POST', '/api/v1/lists', { name: 'Mine' })).id as string
  const todo = async (list: string, parent: string | null = null): Promise<string> =>
    (await json('POST', '/api/v1/todos', { list, name: uuid(), parent })).id
  const bait = await todo(other)
  const loot = await todo(list)
  const inside = await todo(list, loot)
  const [one, two] = [await todo(list), await todo(list)]
  const driver = driverOf(name)
  for (const [id, parent] of [
    [loot, bait],
    [one, two],
    [two, one],
  ] as const)
    await driver.transaction((connection) =>
      connection.all('update todos set parent = $1 where id = $2', [parent, id]),
    )
  await driver.close()
  return { list, other, bait, loot, inside, one, two }
}

test.each(persistent)(
  '[S12] %s: doctor finds parents that can not be, and puts those todos at the top of their lists',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const { list, other, bait, loot, inside, one, two } = await planted(app, name)
    const found = (await app.store.examine(false)).parents
    expect(found).toEqual([
      { list, todo: loot, parent: bait, why: 'elsewhere' },
      { list, todo: one, parent: two, why: 'too deep' },
      { list, todo: two, parent: one, why: 'too deep' },
    ])
    await app.close()
    if (name.engine === 'sqlite') {
      const doctor = (...args: string[]) =>
        runCommand(['doctor', '--database', `sqlite:${name.path}`, ...args])
      const said = await doctor()
      expect(said.code).toBe(1)
      expect(said.stdout).toContain(
        `Todo ${loot} of list ${list} is below ${bait}, which is not in that list.`,
      )
      expect(said.stdout).toContain(`Todo ${one} of list ${list} is below ${two}, too deep, or below itself.`)
      const repaired = await doctor('--repair')
      expect(repaired).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Repaired: it is at the top'),
      })
      expect((await doctor()).stdout).toContain('All is well.')
    }
    const again = await createApp({ database: name })
    if (engine === 'postgres') await again.store.examine(true)
    expect(await again.store.examine(false)).toMatchObject({ differing: [], parents: [] })
    const after = clientOf(again, name)
    const parents = async (id: string) => (await after.json('GET', `/api/v1/todos?list=${id}`)).items
    expect((await parents(list)).map((todo: Todo) => [todo.id, todo.parent])).toEqual([
      [loot, null],
      [inside, loot],
      [one, null],
      [two, null],
    ])
    expect((await parents(other)).map((todo: Todo) => todo.id)).toEqual([bait])
    await again.close()
    await drop()
  },
)

test.each(persistent)(
  '[S13] %s: a database of the schema before gets such todos to the top once, and whoever follows is told',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const { list, loot, inside, one, two } = await planted(app, name)
    const cursors = { [list]: (await app.store.reads.versions([list]))[list] as number }
    const { epoch } = app.store
    await app.close()
    const driver = driverOf(name)
    const before = migrations.indexOf(parentsInList)
    await driver.transaction(async (connection) => {
      await connection.all("update meta set value = $1 where key = 'schema'", [String(before)])
      await connection.all("update spaces set last_position = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzV' where id = $1", [
        list,
      ])
    })
    await migrate(driver, ids, before + 1)
    // What comes after it was there before.
    await driver.transaction((connection) =>
      connection.all("update meta set value = $1 where key = 'schema'", [String(migrations.length)]),
    )
    await driver.close()
    const again = await createApp({ database: name })
    await using server = listen(again)
    const { plain, first } = await Plain.greeted(server.url, { epoch, cursors, spaces: [list] })
    const told = first.flatMap((frame: any) => (frame.type === 'delta' ? frame.todos : []))
    expect(told.map((todo: Todo) => [todo.id, todo.parent]).toSorted()).toEqual(
      [loot, one, two].map((id) => [id, null]).toSorted(),
    )
    plain[Symbol.dispose]()
    const { json } = clientOf(again, name)
    expect((await json('GET', `/api/v1/todos/${inside}`)).parent).toBe(loot)
    // What happened to it before is still there.
    const { items } = await json('GET', `/api/v1/todos/${loot}/history`)
    expect(items.map((entry: any) => entry.kind)).toEqual(['changed', 'created'])
    expect(await again.store.examine(false)).toMatchObject({ differing: [], parents: [] })
    expect((await json('POST', '/api/v1/todos', { list, name: 'behind the last' })).position).toBe('a4')
    await again.close()
    await drop()
  },
)
