/** Imports that are interrupted, refused or watched (SPEC.md, I4), by whom they may be made (I9), and by the command (I10). */
import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { exitCodes } from '../../src/cli/exit-codes.ts'
import { limits } from '../../src/model/limits.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { ask, join as joinAs } from '../support/accounts.ts'
import { engines } from '../support/engines.ts'
import { exportOf, importFile, newServer, refusalOf, todosByList } from '../support/exchange.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

const many = (lists: number, todos: number): string =>
  Array.from(
    { length: lists },
    (_, list) =>
      `# Many ${list}\n${Array.from({ length: todos }, (_, each) => `- [ ] todo ${each}\n`).join('')}`,
  ).join('')

describe('[I4] all of an import is there or nothing:', () => {
  test('killed at any moment, and imported again', async () => {
    using folder = tempFolder()
    const args = ['--database', `sqlite:${folder.path}/aiotodo.sqlite`]
    const file = many(4, 5_000)
    let interrupted = 0
    for (let round = 0; round < 6; round++) {
      const server = await startServer({ args })
      const sent = fetch(`${server.url}/api/v1/import`, {
        method: 'POST',
        body: file.replaceAll('Many', `Many ${round}`),
        headers: { accept: 'application/jsonl' },
      })
      const reader = ((await sent).body as ReadableStream<Uint8Array>).getReader()
      // Somewhere between the first thousand that are written and the end.
      let told = ''
      const wanted = 1_000 * (1 + ((round * 7) % 19))
      while (!told.includes(`"written":${wanted},`) && !told.includes('"report"')) {
        const { done, value } = await reader.read()
        if (done) break
        told += new TextDecoder().decode(value)
      }
      await server.kill9()
      using database = new Database(`${folder.path}/aiotodo.sqlite`)
      const staged = database.query('select count(*) as count from imports').get() as { count: number }
      const owned = database
        .query(
          'select count(*) as count from members join lists on lists.key = members.list where lists.name like $1',
        )
        .get(`Many ${round} %`) as { count: number }
      expect([
        [0, 4],
        [staged.count, 0],
      ]).toContainEqual([staged.count, owned.count])
      if (staged.count > 0) interrupted++
      // As if a minute had passed.
      database.run('update imports set touched_at = touched_at - 3600000')
    }
    expect(interrupted).toBeGreaterThan(0)
    await using server = await startServer({ args })
    using database = new Database(`${folder.path}/aiotodo.sqlite`)
    expect(database.query('select count(*) as count from imports').get()).toEqual({ count: 0 })
    expect(
      database.query('select count(*) as count from lists where key not in (select list from members)').get(),
    ).toEqual({ count: 0 })
    for (let round = 0; round < 6; round++) {
      const answer = await fetch(`${server.url}/api/v1/import`, {
        method: 'POST',
        body: file.replaceAll('Many', `Many ${round}`),
      })
      const { todos, known } = (await answer.json()) as { todos: number; known: number }
      expect([0, 20_000]).toContain(todos)
      expect(todos + known).toBe(20_000)
    }
    await server.stop()
    const app = await createApp({ database: { engine: 'sqlite', path: `${folder.path}/aiotodo.sqlite` } })
    expect(await app.store.examine(false)).toMatchObject({ differing: [], engine: [], todos: 120_000 })
    await app.close()
  })

  test.each(engines)(
    'what is refused at its end leaves nothing (%s)',
    async (engine) => {
      await using client = await newServer(engine)
      const {
        items: [unique],
      } = await client.json('GET', '/api/v1/lists')
      await client.json('PATCH', `/api/v1/lists/${unique.id}`, { uniqueNames: true })
      await client.json('POST', '/api/v1/todos', { list: unique.id, name: 'taken' })
      const before = await exportOf(client)
      expect(await refusalOf(client, '- [ ] new\n- [ ] taken\n', `list=${unique.id}`)).toStartWith(
        'name_taken',
      )
      expect(await refusalOf(client, '- [ ] twice\n- [ ] twice\n', `list=${unique.id}`)).toStartWith(
        'name_taken',
      )
      // As many lists as an account may have, and one more: they are counted in the last transaction.
      expect(await refusalOf(client, many(limits.listsPerAccountMax, 1))).toStartWith('too_many_lists')
      expect(await exportOf(client)).toBe(before)
      expect((await importFile(client, many(5, 3))).todos).toBe(15)
      expect((await client.app.store.examine(false)).differing).toEqual([])
    },
    180_000,
  )

  test.each(engines)('who follows hears of whole lists, by bounded deltas (%s)', async (engine) => {
    await using client = await newServer(engine)
    const { id: account } = await client.json('GET', '/api/v1/account')
    const { cursor } = await client.json('GET', `/api/v1/changes?space=${account}`)
    const report = await importFile(client, many(2, 1_500))
    const news = await client.json('GET', `/api/v1/changes?space=${account}&cursor=${cursor}`)
    expect(news.lists.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      report.lists.map(({ id }) => id).toSorted(),
    )
    for (const { id } of report.lists) {
      const seen = new Set<string>()
      let at = ''
      for (let more = true; more;) {
        const delta = await client.json('GET', `/api/v1/changes?space=${id}${at && `&cursor=${at}`}`)
        expect(delta.todos.length).toBeLessThanOrEqual(limits.deltaRowsMax)
        for (const todo of delta.todos) seen.add(todo.id)
        ;({ more, cursor: at } = delta)
      }
      expect(seen.size).toBe(1_500)
    }
  })

  test('another import waits its turn, and too much for a list that is there is refused', async () => {
    await using client = await newServer()
    const file = many(3, 2_000)
    const answers = await Promise.all([refusalOf(client, file), refusalOf(client, file)])
    expect(answers.map((answer) => answer.split(':')[0]).toSorted()).toEqual(['import_running', 'imported'])
    const { id } = await client.json('POST', '/api/v1/lists', { name: 'Full' })
    expect(await refusalOf(client, many(1, serverLimits.importIntoListsMax + 1), `list=${id}`)).toStartWith(
      'import_too_large',
    )
    expect((await todosByList(client))['Full']).toEqual([])
  })
})

test('[I9] a token for chosen lists imports into these alone, and exports these alone', async () => {
  await using client = await newServer()
  const owner = await joinAs(client.app, 'owner')
  const [mine, other] = [(await owner.newList()).id, (await owner.newList()).id]
  await owner.newTodo(other)
  const { headers } = await owner.token({ lists: [mine] })
  const send = async (query: string) =>
    (await client.send('POST', `/api/v1/import?format=markdown&${query}`, '- [ ] a', headers)).status
  expect([await send(''), await send(`list=${other}`), await send(`list=${mine}`)]).toEqual([403, 404, 200])
  const lines = (await (await client.send('GET', '/api/v1/export?format=jsonl', undefined, headers)).text())
    .trim()
    .split('\n')
  expect(
    lines.map((line) => JSON.parse(line)).flatMap(({ kind, id }) => (kind === 'list' ? [id] : [])),
  ).toEqual([mine])
  const reader = (await owner.token({ scope: 'read' })).headers
  expect((await ask(client.app, 'POST', `/import?list=${mine}`, '- [ ] b', reader)).status).toBe(403)
})

test('[I10] the commands import, after saying what, and export', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const run = (...args: string[]) => runCommand([...args, '--server', server.url])
  // There is nothing yet, and so the file is empty.
  expect((await run('export', join(folder.path, 'nothing.ics'))).code).toBe(0)
  const file = join(folder.path, 'trip.md')
  await Bun.write(file, '# Trip\n\n- [ ] Pack\n- [x] Book\n\nwords\n')
  const dry = await run('import', file, '--dry-run')
  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout).toBe(
    'markdown: 2 todos in 1 list, 1 finished; 0 there already.\n  Trip  2 todos, 1 finished, a new list\nWhat can not be kept:\n  text outside of checklists: 1 (line 6)\n',
  )
  // Nobody is there to say yes.
  expect((await run('import', file)).code).toBe(exitCodes.refused)
  expect((await run('ls', '--list', 'Trip')).code).toBe(exitCodes.notFound)
  expect(await run('import', file, '--yes')).toMatchObject({ code: 0 })
  expect((await run('ls', '--list', 'Trip')).stdout).toContain('Pack')
  const out = join(folder.path, 'all.zip')
  expect(await run('export', out)).toEqual({ code: 0, stdout: '', stderr: '' })
  expect((await run('import', out, '--yes')).stdout).toStartWith('aiotodo: 0 todos')
  expect((await run('export', '--format', 'md')).stdout).toContain('- [x] Book')
  await Bun.write(file, '- [ ] a\n- [ ] \u0000b')
  const wrong = await run('import', join(folder.path, 'none.md'))
  expect([wrong.code, wrong.stderr]).toEqual([
    exitCodes.usage,
    expect.stringContaining('is no file that can be read'),
  ])
  await Bun.write(file, 'name,due\n"a,2026-02-31\n')
  const bad = await run('import', file, '--yes')
  expect([bad.code, bad.stderr]).toEqual([exitCodes.refused, expect.stringContaining('Line 2: is no CSV')])
})
