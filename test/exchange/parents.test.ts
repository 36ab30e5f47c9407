/** Below what a todo of a file comes in (SPEC.md, I20). */
import { expect, test } from 'bun:test'
import { onEachEngine } from '../support/engines.ts'
import { importFile, todosByList } from '../support/exchange.ts'
import { ownFile, ownList, ownTodo } from '../support/own-file.ts'

const uuid = () => Bun.randomUUIDv7()
const elsewhere = (count: number) => ({
  what: 'parents in another list (the todo is at the top)',
  code: 'parents_elsewhere',
  params: {},
  count,
  at: expect.any(Array),
})

/** The same two files for each reader: a todo, and then it once more in another list, with one below it. */
const readers: Record<string, [first: string, second: string]> = {
  todoist: [
    JSON.stringify({
      projects: [{ id: '1', name: 'One' }],
      items: [{ id: '10', project_id: '1', content: 'top' }],
    }),
    JSON.stringify({
      projects: [{ id: '2', name: 'Two' }],
      items: [
        { id: '10', project_id: '2', content: 'top' },
        { id: '11', project_id: '2', content: 'below', parent_id: '10' },
      ],
    }),
  ],
  csv: ['id,name,list\n10,top,One\n', 'id,name,list,parent\n10,top,Two,\n11,below,Two,10\n'],
  vikunja: [
    JSON.stringify([{ id: 1, title: 'One', tasks: [{ id: 10, title: 'top' }] }]),
    JSON.stringify([
      {
        id: 2,
        title: 'Two',
        tasks: [
          { id: 10, title: 'top' },
          { id: 11, title: 'below', related_tasks: { parenttask: [{ id: 10, title: 'top' }] } },
        ],
      },
    ]),
  ],
}

onEachEngine('below what a todo of a file comes in', (client) => {
  const newList = async (): Promise<string> =>
    (await client().json('POST', '/api/v1/lists', { name: 'A list' })).id
  const newTodo = async (list: string): Promise<string> =>
    (await client().json('POST', '/api/v1/todos', { list, name: uuid() })).id
  const parentOf = async (todo: string) => (await client().json('GET', `/api/v1/todos/${todo}`)).parent

  test('[I20] in a new list only what comes in with it can be above, and the report tells of the rest', async () => {
    const [old, fresh] = [await newList(), uuid()]
    const known = await newTodo(old)
    const [top, below, astray, across] = [uuid(), uuid(), uuid(), uuid()]
    const file = ownFile(
      ownList(old),
      ownList(fresh),
      ownTodo(fresh, known, { number: 1 }),
      ownTodo(fresh, top, { number: 2 }),
      ownTodo(fresh, below, { number: 3, parent: top }),
      ownTodo(fresh, astray, { number: 4, parent: known }),
      ownTodo(old, across, { number: 5, parent: top }),
    )
    const dry = await importFile(client(), file, 'dry_run=true')
    expect(dry.lost).toEqual([elsewhere(2)])
    expect((await importFile(client(), file)).lost).toEqual([elsewhere(2)])
    expect(await Promise.all([top, below, astray, across, known].map(parentOf))).toEqual([
      null,
      top,
      null,
      null,
      null,
    ])
  })

  test('[I20] in a list that is there what is there can be above, if it is in that list still', async () => {
    const [list, other] = [await newList(), await newList()]
    const [stays, leaves] = [await newTodo(list), await newTodo(list)]
    await client().json('PATCH', `/api/v1/todos/${leaves}`, { list: other })
    const [below, astray] = [uuid(), uuid()]
    const rows = [
      ownTodo(list, stays, { number: 1 }),
      ownTodo(list, leaves, { number: 2 }),
      ownTodo(list, below, { number: 3, parent: stays }),
      ownTodo(list, astray, { number: 4, parent: leaves }),
    ]
    const report = await importFile(client(), ownFile(ownList(list), ...rows))
    expect([report.todos, report.lost]).toEqual([2, [elsewhere(1)]])
    expect(await Promise.all([below, astray].map(parentOf))).toEqual([stays, null])
  })

  test.each(Object.keys(readers))('[I20] so it is with a file of %s', async (format) => {
    const [first, second] = readers[format] as [string, string]
    expect((await importFile(client(), first, `format=${format}`)).lists.map(({ name }) => name)).toEqual([
      'One',
    ])
    const report = await importFile(client(), second, `format=${format}`)
    expect([report.todos, report.known, report.lost]).toEqual([1, 1, [elsewhere(1)]])
    const lists = await todosByList(client())
    expect(lists['Two']?.map(({ name, parent }) => [name, parent])).toEqual([['below', null]])
    for (const { id } of [...(await client().json('GET', '/api/v1/lists')).items])
      await client().send('DELETE', `/api/v1/lists/${id}`)
    expect(await client().app.store.examine(false)).toMatchObject({ differing: [], parents: [] })
  })
})
