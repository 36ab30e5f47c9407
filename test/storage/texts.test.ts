/** What todos are searched by is there whoever wrote them: an older schema, an older node (SPEC.md, G9). */
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import { searchFor } from '../../src/model/filter/search.ts'
import { searchable } from '../../src/model/filter/words.ts'
import { migrate, migrations } from '../../src/storage/migrate.ts'
import { search } from '../../src/storage/migrations/0010-search.ts'
import { openStore } from '../../src/storage/open.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import type { Command, CommandBody } from '../../src/model/command.ts'
import { newDatabase, type Engine } from '../support/engines.ts'
import { until } from '../support/until.ts'

const ids = { newId: () => Bun.randomUUIDv7(), now: Date.now }
const persistent: Engine[] = ['sqlite', 'postgres']

test.each(persistent)(
  '[G9] %s: todos of the schema before are found, in parts, and so is what a node of the version before wrote',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    await migrate(driver, ids, migrations.indexOf(search))
    const run = (sql: string) => driver.transaction((each) => each.all(sql, []))
    // Two of each version, and more of them than a part has.
    await run(`with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < 4500)
      insert into todos (id, list, number, name, unique_name, notes, priority, labels, position, created_at, updated_at, version)
      select ${engine === 'sqlite' ? "printf('%08d-0000-7000-8000-000000000000', number)" : "(lpad(number::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid"},
      (select min(key) from lists), number, '牛奶 ' || number, false, '', 0, '["home"]', 'a0', 1, 1, 2 + number / 2 from numbers`)
    await run('update spaces set version = 2252, next_number = 4501 where key in (select key from lists)')
    const found = async (text: string) => {
      const store = await openStore(name, ids)
      const by = await store.reads.account('local')
      const todos = await store.reads.todos(by ?? { id: '' }, {
        test: { type: 'text', in: 'text', pattern: searchable(text) },
        deleted: false,
        sort: 'number',
        limit: 5_000,
      })
      await store.close()
      return todos.map(({ number }) => number)
    }
    expect((await found('牛')).length).toBe(4_500)
    expect(await found('4321')).toEqual([4_321])
    await run("update todos set name = 'other', version = 2254 where number = 4321")
    await run('update spaces set version = 2254 where key in (select key from lists)')
    expect(await found('4321')).toEqual([])
    expect(await found('other')).toEqual([4_321])
    await driver.close()
    await drop()
  },
)

test.each(persistent)(
  '[F77] %s: an index of the folding before is made anew, and a search is right until then',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    const app = await createApp({ database: name })
    const list = app.account.defaultList
    const names = ['Straße', 'Łódź', 'København', 'plain']
    const commands = names.map((text): Command => ({
      type: 'createTodo',
      id: ids.newId(),
      todo: { id: ids.newId(), list, name: text },
    }))
    await app.committer.commit(app.account, commands)
    await until(async () => (await app.store.indexStep(list)) === 'done')
    await app.close()
    // As version 0.2 made it.
    const run = (sql: string) => driver.transaction((each) => each.all(sql, []))
    await run("update texts set name = '\u0001straße' where name = '\u0001strasse'")
    await run("update texts set name = '\u0001łodz' where name = '\u0001lodz'")
    await run("delete from meta where key = 'folding'")
    const store = await openStore(name, ids)
    const by = (await store.reads.account('local')) ?? { id: '' }
    const found = async (text: string) =>
      (
        await store.reads.todos(by, {
          test: { type: 'text', in: 'text', pattern: searchable(text) },
          deleted: false,
          sort: 'number',
          limit: 10,
        })
      ).map((todo) => todo.name)
    const all = async () => [
      await found('strasse'),
      await found('STRAßE'),
      await found('lodz'),
      await found('kobenhavn'),
      await found('plain'),
    ]
    const right = [['Straße'], ['Straße'], ['Łódź'], ['København'], ['plain']]
    expect(await all()).toEqual(right)
    expect((await store.staleLists(undefined)).lists).toContain(list)
    await until(async () => (await store.indexStep(list)) === 'done')
    expect(
      (await driver.all('select name from texts order by number', [])).map((row) => row['name']),
    ).toEqual(names.map(searchable))
    expect(await all()).toEqual(right)
    await store.close()
    // Opened once more it is left as it is.
    const again = await openStore(name, ids)
    expect((await again.staleLists(undefined)).lists).toEqual([])
    await again.close()
    await driver.close()
    await drop()
  },
)

test.each(persistent)('[G9] %s: of an emptied list nothing is found, and nothing is left', async (engine) => {
  const { name, drop } = await newDatabase(engine)
  const store = await openStore(name, ids)
  const account = await store.reads.account('local')
  const list = account?.defaultList ?? ''
  const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
  const app = await createApp({ database: name })
  const id = ids.newId()
  await app.committer.commit(app.account, [{ type: 'createTodo', id, todo: { id, list, name: 'gone' } }])
  expect(await store.indexStep(list)).toBe('done')
  expect(await driver.all('select name from texts', [])).toEqual([{ name: searchable('gone') }])
  await store.emptyList(list)
  expect(await driver.all('select name from texts', [])).toEqual([])
  if (engine === 'sqlite')
    expect(
      await driver.all('select rowid from text_index where text_index match \'"2_gone" *\'', []),
    ).toEqual([])
  await app.close()
  await store.close()
  await driver.close()
  await drop()
})

test.each(persistent)(
  '[G12] %s: the texts of todos that moved away or are gone leave the index',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const app = await createApp({ database: name })
    const { store, committer, account } = app
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    const [moved, binned, kept, other] = [ids.newId(), ids.newId(), ids.newId(), ids.newId()]
    const commit = (...commands: CommandBody[]) =>
      committer.commit(
        account,
        commands.map((each) => ({ ...each, id: ids.newId() }) as Command),
      )
    const list = account.defaultList
    // The application's own indexer may be at the list just now.
    const indexed = (each: string) => until(async () => (await store.indexStep(each)) === 'done')
    await commit(
      { type: 'createList', list: { id: other, name: 'other' } },
      ...[moved, binned, kept].map((id): CommandBody => ({
        type: 'createTodo',
        todo: { id, list, name: `a ${id}` },
      })),
    )
    await indexed(list)
    await commit(
      { type: 'updateTodo', todo: moved, changes: { list: other } },
      { type: 'deleteTodo', todo: binned },
    )
    for (const each of [list, other]) await indexed(each)
    const names = async () =>
      (await driver.all('select name from texts', [])).map((row) => row['name'] as string).toSorted()
    expect((await names()).length).toBe(4)
    await store.pruneTrash(Date.now() + 1, undefined)
    expect(await store.pruneTexts(undefined)).toBeUndefined()
    expect(await names()).toEqual([moved, kept].map((id) => searchable(`a ${id}`)).toSorted())
    if (engine === 'sqlite') expect((await driver.all('select rowid from text_index', [])).length).toBe(2)
    await driver.close()
    await app.close()
    await drop()
  },
)

test.each(persistent)(
  '[F85] %s: words of texts that were there before are gathered behind the writes, a search for parts is right meanwhile, and words that nobody has leave',
  async (engine) => {
    const { name, drop } = await newDatabase(engine)
    const driver = name.engine === 'sqlite' ? openSqlite(name.path) : openPostgres(name.url)
    const run = (sql: string) => driver.transaction((each) => each.all(sql, []))
    const app = await createApp({ database: name })
    const list = app.account.defaultList
    const make = (text: string): Command => ({
      type: 'createTodo',
      id: ids.newId(),
      todo: { id: ids.newId(), list, name: text },
    })
    const notebook = make('notebook')
    const fill = Array.from({ length: 600 }, (_, at) => make(`filler${at}x`))
    await app.committer.commit(app.account, [notebook, make(`${'y'.repeat(40)}book`), ...fill])
    await until(async () => (await app.store.indexStep(list)) === 'done')
    await app.close()
    // As the schema before left it.
    await run('delete from words')
    await run('update texts_at set words_to = 0')
    const store = await openStore(name, ids)
    const by = (await store.reads.account('local')) ?? { id: '' }
    const found = async (word: string) =>
      (
        await store.reads.todos(by, {
          test: searchFor([word]).within,
          deleted: false,
          sort: 'number',
          limit: 1_000,
        })
      ).length
    expect((await store.staleLists(undefined)).lists).toEqual([list])
    const steps: string[] = []
    do {
      expect([await found('book'), await found('iller'), await found('ler599')]).toEqual([2, 600, 1])
      steps.push(await store.indexStep(list))
    } while (steps.at(-1) !== 'done')
    expect(steps.length).toBeGreaterThan(2)
    expect([await found('book'), await found('iller'), await found('ler599')]).toEqual([2, 600, 1])
    expect((await store.staleLists(undefined)).lists).toEqual([])
    const words = async () => (await run('select word from words order by word')).map(({ word }) => word)
    expect(await words()).toContain('notebook')
    const again = await createApp({ database: name })
    const todo = notebook.type === 'createTodo' ? notebook.todo.id : ''
    await again.committer.commit(again.account, [
      { type: 'updateTodo', id: ids.newId(), todo, changes: { name: 'folder' } },
    ])
    await until(async () => (await again.store.indexStep(list)) === 'done')
    await again.close()
    expect(await found('book')).toBe(1)
    for (let after = await store.pruneWords(undefined); after; after = await store.pruneWords(after));
    expect(await words()).not.toContain('notebook')
    expect((await words()).filter((word) => String(word).startsWith('filler')).length).toBe(600)
    expect(await found('iller')).toBe(600)
    await store.close()
    await driver.close()
    await drop()
  },
)
