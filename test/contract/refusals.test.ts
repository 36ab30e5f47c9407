/** What the rules refuse: by which code, alike on the server and in a replica, and that nothing is left of it (SPEC.md, A52, K43). */
import { Database } from 'bun:sqlite'
import { afterEach, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Replica } from '../../src/client/replica.ts'
import type { CommandInput } from '../../src/model/command.ts'
import { AppError } from '../../src/model/errors.ts'
import { limits } from '../../src/model/limits.ts'
import type { TodoInput } from '../../src/model/todo.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { onEachEngine } from '../support/engines.ts'
import { newServer } from '../support/exchange.ts'

const uuid = () => Bun.randomUUIDv7()

/** What a refusal is prepared with. */
interface Scene {
  database: DatabaseName
  defaultList: string
  /** Those that were made for it, and the default one. */
  lists: string[]
  /** Whose names are unique. */
  unique: string
  list(fields?: object): Promise<string>
  todo(list: string, fields?: object): Promise<{ id: string; version: number }>
  filter(): Promise<string>
  does(...commands: CommandInput[]): Promise<void>
}
type Prepare = (scene: Scene) => Promise<CommandInput>

interface Row {
  /** `code`, and why; of one code there may be many. */
  [title: `${string}: ${string}`]: Prepare
}

const createTodo = (todo: TodoInput): CommandInput => ({ type: 'createTodo', todo: { id: uuid(), ...todo } })
const updateTodo = (todo: string, changes: object, ifVersion?: number): CommandInput => ({
  type: 'updateTodo',
  todo,
  changes,
  ...(ifVersion && { ifVersion }),
})
const ofTodo = (
  type: 'deleteTodo' | 'restoreTodo' | 'skipTodo' | 'detachTodo',
  todo: string,
): CommandInput => ({ type, todo })
const ofList = (verb: 'delete' | 'restore', list: string): CommandInput => ({ type: `${verb}List`, list })
const ofFilter = (verb: 'delete' | 'restore', filter: string): CommandInput => ({
  type: `${verb}Filter`,
  filter,
})
const createList = (id: string = uuid()): CommandInput => ({ type: 'createList', list: { id, name: 'x' } })
const createFilter = (id: string = uuid()): CommandInput => ({
  type: 'createFilter',
  filter: { id, name: 'x', filter: 'milk' },
})

/** A todo in a list that is in the trash. */
async function inBinned(scene: Scene, fields?: object): Promise<string> {
  const list = await scene.list()
  const { id } = await scene.todo(list, fields)
  await scene.does(ofList('delete', list))
  return id
}

/** One below another, so many, the first one at the top. */
async function chain(scene: Scene, list: string, length: number): Promise<string[]> {
  const ids: string[] = []
  for (let depth = 0; depth < length; depth++)
    ids.push((await scene.todo(list, { parent: ids.at(-1) ?? null })).id)
  return ids
}

/** As if nearly all numbers had been given out there. */
async function fill({ database }: Scene, list: string, left: number): Promise<void> {
  const next = limits.numberMax + 1 - left
  if (database.engine === 'postgres') {
    await using sql = new Bun.SQL(database.url, { max: 1 })
    await sql`update spaces set next_number = ${next} where id = ${list}`
  } else {
    using file = new Database(database.path as string)
    file.run('update spaces set next_number = ? where id = ?', [next, list])
  }
}

const todos: Row = {
  'id_taken: a new todo with the id of another one': async ({ todo, list }) => {
    const { id } = await todo(await list())
    return createTodo({ id, list: await list(), name: 'x' })
  },
  'list_not_found: in a list that is not there': async () => createTodo({ list: uuid(), name: 'x' }),
  'list_in_trash: in a list that is in the trash': async ({ list, does }) => {
    const binned = await list()
    await does(ofList('delete', binned))
    return createTodo({ list: binned, name: 'x' })
  },
  'parent_not_found: below one that is not there': async ({ list }) =>
    createTodo({ list: await list(), name: 'x', parent: uuid() }),
  'parent_not_found: below one of another list': async ({ list, todo }) =>
    createTodo({ list: await list(), name: 'x', parent: (await todo(await list())).id }),
  'parent_not_found: below one in the trash': async ({ list, todo, does }) => {
    const of = await list()
    const { id } = await todo(of)
    await does(ofTodo('deleteTodo', id))
    return createTodo({ list: of, name: 'x', parent: id })
  },
  'too_deep: below so many': async (scene) => {
    const list = await scene.list()
    const ids = await chain(scene, list, limits.depthMax)
    return createTodo({ list, name: 'x', parent: ids.at(-1) as string })
  },
  'name_taken: by its name, where names are unique': async ({ unique, todo }) => {
    await todo(unique, { name: 'taken' })
    return createTodo({ list: unique, name: 'taken' })
  },
  'id_taken: put into another list than it is in': async ({ list, todo }) => {
    const { id } = await todo(await list())
    return { type: 'putTodo', todo: id, list: await list(), fields: { name: 'x' } }
  },
  'todo_in_trash: put while it is in the trash': async ({ list, todo, does }) => {
    const { id } = await todo(await list())
    await does(ofTodo('deleteTodo', id))
    return { type: 'putTodo', todo: id, fields: { name: 'x' } }
  },
  'todo_not_found: changed, but not there': async () => updateTodo(uuid(), { name: 'x' }),
  'todo_in_trash: changed in the trash': async ({ list, todo, does }) => {
    const { id } = await todo(await list())
    await does(ofTodo('deleteTodo', id))
    return updateTodo(id, { name: 'x' })
  },
  'list_in_trash: changed in a list that is in the trash': async (scene) =>
    updateTodo(await inBinned(scene), { name: 'x' }),
  'version_mismatch: changed as of another version': async ({ list, todo }) => {
    const { id, version } = await todo(await list())
    return updateTodo(id, { name: 'x' }, version + 1)
  },
  'repeat_needs_due: repeated without a date': async ({ list, todo }) =>
    updateTodo((await todo(await list())).id, { repeat: 'FREQ=DAILY' }),
  'repeat_needs_due: its date taken while it repeats': async ({ list, todo }) =>
    updateTodo((await todo(await list(), { due: '2026-12-01', repeat: 'FREQ=DAILY' })).id, { due: null }),
  'parent_cycle: below itself': async ({ list, todo }) => {
    const { id } = await todo(await list())
    return updateTodo(id, { parent: id })
  },
  'parent_cycle: below what is below it': async (scene) => {
    const ids = await chain(scene, await scene.list(), 3)
    return updateTodo(ids[0] as string, { parent: ids[2] as string })
  },
  'too_deep: below another one, with what is below it': async (scene) => {
    const list = await scene.list()
    const [top] = await chain(scene, list, limits.depthMax - 1)
    return updateTodo(top as string, { parent: (await chain(scene, list, 2))[1] as string })
  },
  'name_taken: by a new name': async ({ unique, todo }) => {
    await todo(unique, { name: 'first' })
    return updateTodo((await todo(unique, { name: 'second' })).id, { name: 'first' })
  },
  'list_not_found: moved to a list that is not there': async ({ list, todo }) =>
    updateTodo((await todo(await list())).id, { list: uuid() }),
  'list_in_trash: moved to a list that is in the trash': async ({ list, todo, does }) => {
    const { id } = await todo(await list())
    const binned = await list()
    await does(ofList('delete', binned))
    return updateTodo(id, { list: binned })
  },
  'parent_not_found: moved below one of the list that it leaves': async (scene) => {
    const [above, below] = await chain(scene, await scene.list(), 2)
    return updateTodo(below as string, { list: await scene.list(), parent: above as string })
  },
  'name_taken: moved to where its name is': async ({ unique, todo, list }) => {
    await todo(unique, { name: 'moved' })
    return updateTodo((await todo(await list(), { name: 'moved' })).id, { list: unique })
  },
  'name_taken: moved with one of the same name to where names are unique': async ({ unique, todo, list }) => {
    const from = await list()
    const { id } = await todo(from, { name: 'the same' })
    await todo(from, { name: 'the same', parent: id })
    return updateTodo(id, { list: unique })
  },
  'list_in_trash: deleted in a list that is in the trash': async (scene) =>
    ofTodo('deleteTodo', await inBinned(scene)),
  'todo_not_found: deleted, but not there': async () => ofTodo('deleteTodo', uuid()),
  'list_in_trash: restored in a list that is in the trash': async (scene) => {
    const list = await scene.list()
    const { id } = await scene.todo(list)
    await scene.does(ofTodo('deleteTodo', id), ofList('delete', list))
    return ofTodo('restoreTodo', id)
  },
  'name_taken: restored to where its name is': async ({ unique, todo, does }) => {
    const { id } = await todo(unique, { name: 'restored' })
    await does(ofTodo('deleteTodo', id))
    await todo(unique, { name: 'restored' })
    return ofTodo('restoreTodo', id)
  },
  'subtree_too_large: deleted with very much below it': async ({ list, todo, does }) => {
    const of = await list()
    const { id } = await todo(of)
    for (let made = 0; made <= limits.subtreeMax; made += 100)
      await does(...Array.from({ length: 100 }, () => createTodo({ list: of, name: 'x', parent: id })))
    return ofTodo('deleteTodo', id)
  },
}

/** What only the server decides. */
const ofSeries: Row = {
  'todo_in_trash: skipped in the trash': async ({ list, todo, does }) => {
    const { id } = await todo(await list(), { due: '2026-12-01', repeat: 'FREQ=DAILY' })
    await does(ofTodo('deleteTodo', id))
    return ofTodo('skipTodo', id)
  },
  'list_in_trash: detached in a list that is in the trash': async (scene) =>
    ofTodo('detachTodo', await inBinned(scene, { due: '2026-12-01', repeat: 'FREQ=DAILY' })),
  'no_next: skipped without a rule': async ({ list, todo }) =>
    ofTodo('skipTodo', (await todo(await list())).id),
  'no_next: skipped though it is the last one': async ({ list, todo }) =>
    ofTodo('skipTodo', (await todo(await list(), { due: '2026-12-01', repeat: 'FREQ=DAILY;COUNT=1' })).id),
  'repeat_moves: moved and finished at once': async ({ list, todo }) => {
    const { id } = await todo(await list(), { due: '2026-12-01', repeat: 'FREQ=DAILY' })
    return updateTodo(id, { list: await list(), finished: true })
  },
}

const full: Row = {
  'list_full: a new todo where the last number is given': async (scene) => {
    const list = await scene.list()
    await fill(scene, list, 0)
    return createTodo({ list, name: 'x' })
  },
  'list_full: moved with one below it to where one number is left': async (scene) => {
    const [id] = await chain(scene, await scene.list(), 2)
    const to = await scene.list()
    await fill(scene, to, 1)
    return updateTodo(id as string, { list: to })
  },
  'list_full: finished where there is no number for the next one': async (scene) => {
    const list = await scene.list()
    const { id } = await scene.todo(list, { due: '2026-12-01', repeat: 'FREQ=DAILY' })
    await fill(scene, list, 0)
    return updateTodo(id, { finished: true })
  },
}

const lists: Row = {
  'id_taken: a new list with the id of another one': async ({ list }) => createList(await list()),
  'list_not_found: changed, but not there': async () => ({
    type: 'updateList',
    list: uuid(),
    changes: { name: 'x' },
  }),
  'list_in_trash: changed in the trash': async ({ list, does }) => {
    const binned = await list()
    await does(ofList('delete', binned))
    return { type: 'updateList', list: binned, changes: { name: 'x' } }
  },
  'default_list: the default list deleted': async ({ defaultList }) => ofList('delete', defaultList),
  'version_mismatch: changed as of another version': async ({ list }) => ({
    type: 'updateList',
    list: await list(),
    changes: { name: 'x' },
    ifVersion: 99,
  }),
  'version_mismatch: deleted as of another version': async ({ list }) => ({
    type: 'deleteList',
    list: await list(),
    ifVersion: 99,
  }),
  'version_mismatch: restored as of another version': async ({ list, does }) => {
    const binned = await list()
    await does(ofList('delete', binned))
    return { type: 'restoreList', list: binned, ifVersion: 99 }
  },
  'id_taken: a new filter with the id of another one': async ({ filter }) => createFilter(await filter()),
  'filter_not_found: changed, but not there': async () => ({
    type: 'updateFilter',
    filter: uuid(),
    changes: { name: 'x' },
  }),
  'filter_not_found: changed when it is deleted': async ({ filter, does }) => {
    const id = await filter()
    await does(ofFilter('delete', id))
    return { type: 'updateFilter', filter: id, changes: { name: 'x' } }
  },
  'version_mismatch: a filter changed as of another version': async ({ filter }) => ({
    type: 'updateFilter',
    filter: await filter(),
    changes: { name: 'x' },
    ifVersion: 99_999,
  }),
  'version_mismatch: a filter deleted as of another version': async ({ filter }) => ({
    type: 'deleteFilter',
    filter: await filter(),
    ifVersion: 99_999,
  }),
}

const codeOf = (title: string): string => title.split(':')[0] as string

test('[A52] each code of the rules has a refusal here', () => {
  const folder = join(import.meta.dir, '..', '..', 'src', 'model')
  const rules = readdirSync(folder).filter((file) =>
    /^(decide-\w+|state|names|subtree|series)\.ts$/.test(file),
  )
  const text = rules.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  const codes = new Set([...text.matchAll(/AppError\('(\w+)'/g)].map(([, code]) => code as string))
  const rows = [todos, ofSeries, full, lists].flatMap((table) => Object.keys(table).map(codeOf))
  rows.push('too_many_lists', 'too_many_filters', 'too_many_views')
  expect([...codes].filter((code) => !rows.includes(code))).toEqual([])
})

onEachEngine('refusals', (shared, engine) => {
  let client = shared
  afterEach(() => void (client = shared))
  const api = async (method: string, path: string, body?: unknown): Promise<any> => {
    const response = await client().send(method, `/api/v1${path}`, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const sent = async (...commands: CommandInput[]): Promise<any[]> =>
    (await api('POST', '/batch', { commands })).outcomes
  /** Of all spaces: what was changed has another one. */
  const versions = async () => {
    const { reads } = client().app.store
    return reads.versions(await reads.spaces(client().app.account))
  }
  const scene = async (): Promise<Scene> => {
    const { defaultList } = await api('GET', '/account')
    const lists = [defaultList]
    const list = async (fields: object = {}) => {
      const { id } = await api('POST', '/lists', { name: 'a list', ...fields })
      lists.push(id)
      return id as string
    }
    return {
      database: client().database,
      defaultList,
      lists,
      unique: await list({ uniqueNames: true }),
      list,
      todo: (of, fields = {}) => api('POST', '/todos', { list: of, name: 'a', ...fields }),
      filter: async () => (await api('POST', '/filters', { name: 'a', filter: 'milk' })).id,
      async does(...commands) {
        for (const outcome of await sent(...commands))
          if (!outcome.accepted) throw new Error(JSON.stringify(outcome.problem))
      },
    }
  }
  /** A replica that has the account and these lists. */
  const newReplica = async ({ lists }: Pick<Scene, 'lists'>): Promise<Replica> => {
    const replica = new Replica()
    const account = await api('GET', '/account')
    replica.begin(account, 'epoch')
    const follow = async (space: string) => {
      for (let cursor = ''; ;) {
        const delta = await api('GET', `/changes?space=${space}${cursor}`)
        expect(replica.apply({ type: 'delta', ...delta })).not.toBe('diverged')
        if (!delta.more) return
        cursor = `&cursor=${delta.cursor}`
      }
    }
    await follow(account.id)
    for (const list of lists) await follow(list)
    return replica
  }
  const codeIn = (replica: Replica, command: CommandInput): string => {
    try {
      replica.enqueue({ ...command, id: uuid() }, new Date().toISOString())
      return 'accepted'
    } catch (error) {
      if (error instanceof AppError) return error.code
      throw error
    }
  }

  const isInFile = engine !== 'memory'
  const rows = [todos, ofSeries, lists, ...(isInFile ? [full] : [])].flatMap((table) =>
    Object.entries(table).map(([title, prepare]) => ({
      title,
      prepare,
      isKnown: table === todos || table === lists,
    })),
  )
  test.each(rows)('[A52] $title', async ({ title, prepare }) => {
    const command = await prepare(await scene())
    const before = await versions()
    const [outcome] = await sent(command)
    expect(outcome.problem ?? outcome).toMatchObject({ code: codeOf(title) })
    expect(await versions()).toEqual(before)
  })

  // What a replica decides is the same, whatever the server keeps its rows in.
  const known = engine === 'memory' ? rows.filter(({ isKnown }) => isKnown) : []
  if (known.length > 0)
    test.each(known)('[K43] in a replica $title', async ({ title, prepare }) => {
      const made = await scene()
      const command = await prepare(made)
      const replica = await newReplica(made)
      expect(codeIn(replica, command)).toBe(codeOf(title))
      expect(replica.outbox).toEqual([])
    })

  test.each([
    ['list', limits.listsPerAccountMax, createList, ofList],
    ['filter', limits.filtersPerAccountMax, createFilter, ofFilter],
  ] as const)(
    '[A52] too_many_%ss: there are %d, and none is made or restored beside them',
    async (kind, max, make, of) => {
      await using own = await newServer(engine)
      client = () => own
      const { does } = await scene()
      const [binned, last] = [uuid(), uuid()]
      await does(make(binned))
      await does(of('delete', binned))
      const { items } = await api('GET', `/${kind}s?limit=1000`)
      const missing = Array.from({ length: max - items.length - 1 }, () => make())
      while (missing.length > 0) await does(...missing.splice(0, limits.commandsPerBatchMax))
      // The last one of them, and one too many in the same batch.
      const [fits, exceeds] = await sent(make(last), make())
      expect([fits.accepted, exceeds.problem?.code]).toEqual([true, `too_many_${kind}s`])
      const before = await versions()
      // Those in the trash count for nothing, but are to be known.
      const all = [...items, ...(await api('GET', `/${kind}s?deleted=true`)).items].map(
        ({ id }) => id as string,
      )
      const live = (await api('GET', '/lists?limit=1000')).items.map(({ id }: { id: string }) => id)
      const replica = await newReplica({ lists: kind === 'list' ? [...new Set([...all, ...live])] : live })
      const restore = of('restore', binned)
      for (const command of [make(), restore]) {
        expect((await sent(command))[0].problem.code).toBe(`too_many_${kind}s`)
        expect(codeIn(replica, command)).toBe(`too_many_${kind}s`)
      }
      expect(await versions()).toEqual(before)
      expect((await own.app.store.examine(false)).differing).toEqual([])
    },
  )
})
