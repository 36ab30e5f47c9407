/** Markdown is written while a list is read, and still has each todo below its parent, in its place (SPEC.md, I45). */
import { expect, test } from 'bun:test'
import { Source } from '../../src/http/api/export-source.ts'
import type { Todo } from '../../src/model/todo.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { newServer, exportOf } from '../support/exchange.ts'
import type { Client } from '../support/engines.ts'
import { fillDefaultList, runSql } from '../support/many-todos.ts'

/** All of a list in memory, and then its tree: what the export can't do. */
async function treeOf({ app }: Client): Promise<string> {
  const { account, store } = app
  const list = account.defaultList
  const todos = await store.reads.todos(account, {
    list,
    deleted: false,
    sort: 'position',
    after: undefined,
    limit: 1e6,
  })
  const live = new Set(todos.map(({ id }) => id))
  const below = Map.groupBy(todos, ({ parent }) => (parent !== null && live.has(parent) ? parent : null))
  let text = `# ${(await store.reads.list(account, list))?.name}\n\n`
  const add = (todo: Todo, depth: number) => {
    text += `${'  '.repeat(depth)}- [ ] ${todo.name}\n`
    for (const child of below.get(todo.id) ?? []) add(child, depth + 1)
  }
  for (const root of below.get(null) ?? []) add(root, 0)
  return text
}

const trees: [title: string, count: number, parentOf: string, also: string][] = [
  ['todos without any below them', 1_000, 'null', ''],
  [
    'two trees seven deep, with more in each than is held at once',
    3_000,
    'case when i < 3 then null else i / 3 end',
    '',
  ],
  [
    'a todo with more right below it than places are read at a time, and two such below that',
    serverLimits.exportPlacesMax + 2_500,
    `case when i = 1 then null when i <= ${serverLimits.exportPlacesMax + 200} then 1 when i % 2 = 0 then 2 else 3 end`,
    '',
  ],
  ['many todos with some below each', 3_000, 'case when i % 6 = 1 then null else i - (i - 1) % 6 end', ''],
  [
    'todos below one that is in the trash, which stand at the top',
    600,
    'case when i % 10 = 1 then null else i - (i - 1) % 10 end',
    'update todos set deleted_at = 1 where number % 20 = 1',
  ],
]

for (const engine of ['sqlite', 'postgres'] as const)
  test.each(trees)(
    `[I45] each todo stands below its parent, in its place: %s (${engine})`,
    async (_, count, parentOf, also) => {
      await using server = await newServer(engine)
      await fillDefaultList(server.database, count, 0, parentOf)
      await runSql(server.database, "update todos set position = 'a' || (number * 7 % 5)")
      if (also !== '') await runSql(server.database, also)
      const text = await exportOf(server, 'md')
      expect(text === (await treeOf(server))).toBe(true)
      expect(text.match(/- \[ \] /g)?.length).toBeGreaterThan(count / 2)
    },
  )

test('[I48] a list that comes into the trash, or out of it, while others are exported is there once', async () => {
  await using server = await newServer('sqlite')
  const make = async (name: string) => (await server.json('POST', '/api/v1/lists', { name })).id as string
  const [stays, goes, comes] = [await make('stays'), await make('goes'), await make('comes')]
  await server.send('DELETE', `/api/v1/lists/${comes}`)
  const { account, store } = server.app
  const source = new Source({ reads: store.reads, turn: () => Promise.resolve() }, account, () => {})
  const found: string[] = []
  for await (const { id } of source.lists(true)) {
    found.push(id)
    if (id === goes) await server.send('DELETE', `/api/v1/lists/${goes}`)
    if (id === goes) await server.send('POST', `/api/v1/lists/${comes}/restore`)
  }
  expect(found.toSorted()).toEqual([account.defaultList, stays, goes, comes].toSorted())
})
