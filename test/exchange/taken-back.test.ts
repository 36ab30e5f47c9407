/** An import is one gesture, which is taken back at once (SPEC.md, I99). */
import { expect, test } from 'bun:test'
import { engines } from '../support/engines.ts'
import { importFile, newServer, todosByList } from '../support/exchange.ts'

const gesture = '0198c1f4-5a00-7000-8000-00000000aaaa'
const markdown = (name: string) => `# ${name}\n\n- [ ] Sow\n  - [ ] Buy seeds\n- [x] Mow\n`

test.each(engines)(
  '[I99] all files of an import are taken back by its gesture, also from lists that were there (%s)',
  async (engine) => {
    await using server = await newServer(engine)
    const list = await server.done('POST', '/api/v1/lists', { name: 'Mine' })
    await server.done('POST', '/api/v1/todos', { name: 'mine', list: list.id })
    const reports = [
      await importFile(server, markdown('Garden'), `file=a.md&gesture=${gesture}`),
      await importFile(server, markdown('House'), `file=b.md&gesture=${gesture}`),
      await importFile(server, markdown('Into'), `file=c.md&gesture=${gesture}&list=${list.id}`),
    ]
    expect(reports.map((report) => report.gesture)).toEqual([gesture, gesture, gesture])
    const { items } = await server.done('POST', '/api/v1/undo', { gesture })
    expect(items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array(5).fill('undone'))
    const left = await todosByList(server)
    expect(Object.keys(left).toSorted()).toEqual(['Mine', 'Todos'])
    expect(left['Mine']?.map(({ name }) => name)).toEqual(['mine'])
    // Nothing is lost, and the same file says where it is.
    const again = await importFile(server, markdown('Garden'), 'file=a.md')
    expect([again.todos, again.known, again.lost.map(({ code, at }) => [code, at])]).toEqual([
      0,
      3,
      [['in_trash', ['the list "Garden"']]],
    ])
    const into = await importFile(server, markdown('Into'), `file=c.md&list=${list.id}`)
    expect(into.lost.map(({ code, count }) => [code, count])).toEqual([['in_trash', 3]])
  },
)

test('[I99] a list that somebody wrote into since is not taken back unasked; a dry run is no gesture', async () => {
  await using server = await newServer()
  const dry = await importFile(server, markdown('Garden'), 'file=a.md&dry_run=true')
  expect(dry.gesture).toBeNull()
  const { gesture: made, lists } = await importFile(server, markdown('Garden'), 'file=a.md')
  await server.done('POST', '/api/v1/todos', { name: 'later', list: lists[0]?.id })
  const undo = (force: boolean) => server.done('POST', '/api/v1/undo', { gesture: made, force })
  expect((await undo(false)).items).toMatchObject([
    { outcome: 'refused', problem: { code: 'undo_conflict' } },
  ])
  expect((await undo(true)).items).toMatchObject([{ outcome: 'undone' }])
})
