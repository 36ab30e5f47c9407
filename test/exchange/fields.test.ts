/** Every field of todos, lists and saved filters, out and in again (SPEC.md, I70 and I71). */
import { expect, test } from 'bun:test'
import { laterDefaults } from '../../src/model/blanks.ts'
import { columnName } from '../../src/model/fields.ts'
import type { Todo } from '../../src/model/todo.ts'
import { engines } from '../support/engines.ts'
import { exportOf, importFile, newServer, refusalOf } from '../support/exchange.ts'
import { ownFile, ownList, ownTodo } from '../support/own-file.ts'

/** A value that is not its default for each field that a sender sets: what is new stands here, or this is not compiled. */
type Settable = Exclude<
  keyof Todo,
  | 'id'
  | 'list'
  | 'number'
  | 'parent'
  | 'anchor'
  | 'series'
  | 'next'
  | 'finishedAt'
  | 'createdAt'
  | 'updatedAt'
  | 'version'
  | 'deletedAt'
>
const values: { [Name in Settable]: Todo[Name] } = {
  name: 'b',
  finished: true,
  notes: '# b',
  start: '2026-11-30T09:00[Asia/Shanghai]',
  due: '2026-12-01',
  priority: 'high',
  labels: ['b', '家'],
  position: 'a5',
  repeat: 'FREQ=MONTHLY;BYMONTHDAY=-1',
  repeatFrom: 'finished',
  reminders: ['-PT30M', '2026-12-01T08:00[Europe/Berlin]'],
}
/** What says nothing to programs that calculate. */
const notInCsv = new Set(['position'])

test.each(engines)('[I70] %s: each field comes back from our own format, and from CSV', async (engine) => {
  await using first = await newServer(engine)
  // What is finished and repeats makes another one: it is made so at once.
  const { id, list } = await first.done('POST', '/api/v1/todos', values)
  const own = await exportOf(first)
  await using second = await newServer(engine)
  expect((await importFile(second, own)).lost).toEqual([])
  expect(await second.done('GET', `/api/v1/todos/${id}`)).toMatchObject(values)
  expect(await exportOf(second)).toBe(own)
  const csv = await exportOf(first, 'csv')
  const [head = ''] = csv.split('\r\n')
  const inCsv = Object.entries(values).filter(([name]) => !notInCsv.has(name))
  for (const [name] of inCsv) expect(head).toContain(`"${columnName(name)}"`)
  await using third = await newServer(engine)
  expect((await importFile(third, csv, 'format=csv')).lost).toEqual([])
  const { items } = await third.done('GET', '/api/v1/todos')
  expect(items).toMatchObject([Object.fromEntries(inCsv)])
  expect(list).toBeString()
})

const list = '0198c1f4-5a00-7000-8000-000000000001'
const todo = '0198c1f4-5a00-7000-8000-000000000002'

test('[I70] a file that was written before a field was there is read', async () => {
  expect(Object.keys(laterDefaults)).toContain('start')
  const row: Record<string, unknown> = ownTodo(list, todo)
  for (const name of Object.keys(laterDefaults)) delete row[name]
  await using server = await newServer()
  await importFile(server, ownFile(ownList(list), row))
  expect(await server.done('GET', `/api/v1/todos/${todo}`)).toMatchObject(laterDefaults)
})

test('[I71] a start after the due date is refused in a file of our own, and put on its day in CSV', async () => {
  await using server = await newServer()
  const dates = { start: '2026-12-02', due: '2026-12-01' }
  const file = ownFile(ownList(list), ownTodo(list, todo, dates))
  expect(await refusalOf(server, file)).toBe(
    'bad_import: Line 3: "start" is 2026-12-02; expected one that is not after "due", 2026-12-01.',
  )
  const csv =
    'name,start,due\na,2026-12-02,2026-12-01\nb,2026-12-01,\nc,2026-12-01T09:00[Europe/Berlin],2026-12-01\n'
  const report = await importFile(server, csv, 'format=csv')
  expect(report.lost).toMatchObject([
    { what: expect.stringContaining('starts after the due date'), count: 1 },
  ])
  const { items } = await server.done('GET', '/api/v1/todos')
  expect(items).toMatchObject([
    { name: 'a', start: '2026-12-01', due: '2026-12-01' },
    { name: 'b', start: '2026-12-01', due: null },
    { name: 'c', start: '2026-12-01T09:00[Europe/Berlin]', due: '2026-12-01' },
  ])
})
