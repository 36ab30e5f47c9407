/** What goes out comes in again to the letter, on each engine; and what other programs get can be read (SPEC.md, I5, I6). */
import { describe, expect, test } from 'bun:test'
import { unzipSync } from 'fflate'
import ICAL from 'ical.js'
import { newRow } from '../../src/model/new-row.ts'
import type { Todo } from '../../src/model/todo.ts'
import type { ImportReport } from '../../src/model/import.ts'
import { join, type Person } from '../support/accounts.ts'
import { engines } from '../support/engines.ts'
import { exportOf, importFile, newServer, todosByList } from '../support/exchange.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

/** xorshift32 */
function createRandom(from: number): (below: number) => number {
  let state = from || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const odd = [
  'plain',
  '=1+1',
  '-- ',
  '"quoted", and\nlines\r\n',
  '漢字 👍🏽',
  '\u202Eright to left',
  '\t',
  "'",
  '\\n;,:',
  ' ',
  '`#` [x] - [ ]',
  '\u0001\u007F',
  '\uFEFFmark',
  'é vs é',
  '<b>&amp;',
]

/** As exports have it: each field of the table, in its order. */
function inOrder(given: Partial<Todo> & Pick<Todo, 'id' | 'deletedAt'>) {
  const { version: _, finished: __, ...todo } = newRow('todo', given)
  return { kind: 'todo', ...todo }
}

/** An export as a server could have made it: every field, trash, subtodos eight deep, repeats, odd text. */
function randomExport(random: (below: number) => number, count: number): string {
  const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T
  const text = () => Array.from({ length: 1 + random(4) }, () => pick(odd)).join(pick(['', ' ', '·']))
  // From 2020 to 2025: times to come would not stay.
  const moment = () => new Date(1.6e12 + random(1e9) * 150).toISOString()
  const hex = (length: number) => Array.from({ length }, () => random(16).toString(16)).join('')
  const id = () => `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
  const lists = ['default', ...Array.from({ length: 8 }, id).toSorted()].map((key, index) => ({
    kind: 'list',
    id: key,
    name: text(),
    uniqueNames: index % 3 === 1,
    colour: index === 2 ? 'red' : 'none',
    position: index === 3 ? 'a1' : null,
    createdAt: moment(),
    updatedAt: moment(),
    deletedAt: index > 6 ? moment() : null,
  }))
  const lines: object[] = [{ aiotodo: 'export', version: 5 }]
  for (const list of [
    ...lists.filter((each) => !each.deletedAt),
    ...lists.filter((each) => each.deletedAt),
  ]) {
    lines.push(list)
    const live: { id: string; depth: number; deletedAt: string | null }[] = []
    const todos: { deletedAt: string | null }[] = []
    for (let number = 1; number <= count / lists.length; number++) {
      const above = random(3) > 0 && live.length > 0 ? pick(live) : undefined
      const parent = above && above.depth < 8 ? above : undefined
      const isRepeating = random(5) === 0
      const due =
        isRepeating || random(2) === 0
          ? pick(['2026-12-01', '2024-02-29', '2026-12-01T09:00[Europe/Berlin]', '2026-12-01T23:59[UTC]'])
          : null
      const todo = inOrder({
        id: id(),
        list: list.id,
        number: number * 2,
        name: `${text()} ${number}`,
        notes: random(3) === 0 ? text() : '',
        start: random(3) === 0 ? pick(['2024-01-31', '2023-10-29T02:30[Europe/Berlin]']) : null,
        due,
        priority: pick(['none', 'low', 'medium', 'high']),
        labels: random(3) === 0 ? [text().slice(0, 30).toWellFormed(), `label ${random(9)}`] : [],
        parent: parent?.id ?? null,
        position: pick(['a0', 'a0V', 'b00', 'Zz']),
        repeat: isRepeating
          ? pick(['FREQ=DAILY', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'FREQ=MONTHLY;COUNT=4;BYMONTHDAY=-1'])
          : null,
        repeatFrom: isRepeating ? pick(['due', 'finished']) : 'due',
        anchor: isRepeating && random(3) === 0 ? '2026-11-30' : null,
        reminders: due && random(2) === 0 ? ['-PT30M', '2026-12-01T08:00[Europe/Berlin]'] : [],
        series: isRepeating ? id() : null,
        next: isRepeating && random(2) === 0 ? id() : null,
        finishedAt: random(3) === 0 ? moment() : null,
        createdAt: moment(),
        updatedAt: moment(),
        deletedAt: parent?.deletedAt ?? (random(10) === 0 ? moment() : null),
      })
      todos.push(todo)
      live.push({ id: todo.id, depth: (parent?.depth ?? 0) + 1, deletedAt: todo.deletedAt })
    }
    lines.push(...todos.filter(({ deletedAt }) => !deletedAt), ...todos.filter(({ deletedAt }) => deletedAt))
  }
  const todos = lines.length - 1 - lists.length
  const filters = Array.from({ length: 20 }, id)
    .toSorted()
    .map((key, index) => ({
      kind: 'filter',
      id: key,
      name: text(),
      filter: pick(['due <= today and not finished', '#home or priority >= high', `name:"${random(9)}"`]),
      colour: pick(['none', 'red']),
      position: index === 3 ? 'a1' : null,
      createdAt: moment(),
      updatedAt: moment(),
      deletedAt: random(4) === 0 ? moment() : null,
    }))
  lines.push(...filters, { kind: 'end', lists: lists.length, todos, filters: filters.length, views: 0 })
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
}

describe(`[I5] what is exported is imported to the letter (seed ${seed})`, () => {
  test.each(engines)('%s', async (engine) => {
    const file = randomExport(createRandom(seed), 10_000)
    await using first = await newServer(engine)
    const report = await importFile(first, file)
    expect([report.known, report.lost]).toEqual([0, []])
    expect(report.others).toEqual([{ kind: 'filter', count: 20, known: 0 }])
    const exported = await exportOf(first)
    const sorted = (text: string) =>
      text
        .split('\n')
        .map((line) => (line === '' ? line : JSON.stringify(Object.entries(JSON.parse(line)).toSorted())))
        .toSorted()
    expect(sorted(exported)).toEqual(sorted(file))
    await using second = await newServer(engine)
    await importFile(second, exported)
    expect((await exportOf(second)) === exported).toBe(true)
    // Again it changes nothing, and no version goes up.
    const before = await second.json('GET', '/api/v1/lists?limit=1000')
    expect(await importFile(second, exported)).toMatchObject({
      todos: 0,
      others: [{ kind: 'filter', count: 0, known: 20 }],
    })
    expect(await second.json('GET', '/api/v1/lists?limit=1000')).toEqual(before)
    expect((await exportOf(second)) === exported).toBe(true)
    // Replicas and digests agree with the rows.
    expect((await second.app.store.examine(false)).differing).toEqual([])
  })

  test('the zip has the same', async () => {
    await using client = await newServer()
    await importFile(client, randomExport(createRandom(seed), 300))
    const zip = new Uint8Array(await (await client.send('GET', '/api/v1/export')).arrayBuffer())
    const files = unzipSync(zip)
    expect(Object.keys(files)).toEqual(['aiotodo.jsonl', 'aiotodo.ics', 'aiotodo.md', 'aiotodo.csv'])
    const exported = await exportOf(client)
    expect(Buffer.from(files['aiotodo.jsonl'] as Uint8Array).toString()).toBe(exported)
    await using second = await newServer()
    expect((await importFile(second, zip)).format).toBe('aiotodo')
    expect((await exportOf(second)) === exported).toBe(true)
  })
})

test('[I5] where another account has the ids of an export, its todos get others that follow from them', async () => {
  await using client = await newServer()
  const [one, two] = [await join(client.app, 'one'), await join(client.app, 'two')]
  const file = randomExport(createRandom(seed), 90)
  const send = async ({ headers }: Person) =>
    (await (await client.send('POST', '/api/v1/import', file, headers)).json()) as ImportReport
  const [first, second, again] = [await send(one), await send(two), await send(two)]
  expect([first.known, second.known, second.todos, again.todos]).toEqual([0, 0, first.todos, 0])
  const ids = new Set(first.lists.map(({ id }) => id))
  expect(second.lists.some(({ id }) => ids.has(id))).toBe(false)
})

test('[I3] an export can be put into one list, beside what came of it before', async () => {
  await using client = await newServer()
  const file = randomExport(createRandom(seed), 90)
  await importFile(client, file)
  const first = await todosByList(client)
  const list = await client.done('POST', '/api/v1/lists', { name: 'Target' })
  const report = await importFile(client, file, `list=${list.id}`)
  expect(report.todos).toBeGreaterThan(50)
  expect((await importFile(client, file, `list=${list.id}`)).known).toBe(report.todos)
  const ids = new Set(
    Object.values(first)
      .flat()
      .map(({ id }) => id),
  )
  expect((await todosByList(client))['Target']?.some(({ id }) => ids.has(id))).toBe(false)
})

describe('[I6] other programs can read it:', () => {
  const md = '# One\n- [ ] =HYPERLINK("http://x"), and more\n  - [x] below, ; \\ "it"\n'
  test('iCalendar, by another parser and by our own', async () => {
    await using client = await newServer()
    await importFile(client, md)
    const [parent, child] = (await todosByList(client))['One'] as [Todo, Todo]
    const fields = {
      due: '2026-12-01T09:00[Europe/Berlin]',
      repeat: 'FREQ=MONTHLY;BYDAY=1MO',
      reminders: ['-PT30M', '2026-12-01T08:00[Europe/Berlin]'],
      labels: ['a, b', 'c'],
      priority: 'high',
      notes: `${'long 漢字 '.repeat(50)}\nline`,
    }
    await client.json('PATCH', `/api/v1/todos/${parent.id}`, fields)
    const text = await exportOf(client, 'ics')
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    const [vtodo, below] = new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents('vtodo') as [
      ICAL.Component,
      ICAL.Component,
    ]
    const value = (component: ICAL.Component, name: string) => String(component.getFirstPropertyValue(name))
    expect(['summary', 'due', 'rrule', 'priority', 'status'].map((name) => value(vtodo, name))).toEqual([
      parent.name,
      '2026-12-01T09:00:00',
      'FREQ=MONTHLY;BYDAY=1MO',
      '1',
      'NEEDS-ACTION',
    ])
    expect(['summary', 'related-to', 'status', 'percent-complete'].map((name) => value(below, name))).toEqual(
      [child.name, parent.id, 'COMPLETED', '100'],
    )
    expect(vtodo.getAllSubcomponents('valarm').map((alarm) => value(alarm, 'trigger'))).toEqual([
      '-PT30M',
      '2026-12-01T07:00:00Z',
    ])
    await using other = await newServer()
    await importFile(other, text)
    const back = (await todosByList(other))['One']?.find(({ name }) => name === parent.name)
    expect(back).toMatchObject({
      ...fields,
      notes: fields.notes,
      reminders: ['-PT30M', '2026-12-01T07:00[UTC]'],
    })
  })

  test('a table, in which no cell is a formula', async () => {
    await using client = await newServer()
    await importFile(client, md)
    const text = await exportOf(client, 'csv')
    expect(text).toContain(`"'=HYPERLINK(""http://x""), and more"`)
    await using other = await newServer()
    await importFile(other, text)
    const [parent, child] = (await todosByList(other))['One'] as [Todo, Todo]
    expect([parent.name, child.name, child.finished, child.parent]).toEqual([
      '=HYPERLINK("http://x"), and more',
      'below, ; \\ "it"',
      true,
      parent.id,
    ])
  })

  test('Markdown', async () => {
    await using client = await newServer()
    await importFile(client, md)
    expect(await exportOf(client, 'md')).toContain(md.replace('# One\n', '# One\n\n'))
  })
})

test.each(engines)(
  '[I28] a series in a list whose names are unique is exported and imported (%s)',
  async (engine) => {
    await using from = await newServer(engine)
    await using to = await newServer(engine)
    const { defaultList } = await from.json('GET', '/api/v1/account')
    await from.json('PATCH', `/api/v1/lists/${defaultList}`, { uniqueNames: true })
    const { id } = await from.json('POST', '/api/v1/todos', {
      name: 'Water the plants',
      due: '2026-01-01',
      repeat: 'FREQ=DAILY',
    })
    const { next } = await from.json('PATCH', `/api/v1/todos/${id}`, { finished: true })
    const file = await exportOf(from)
    expect(await importFile(to, file)).toMatchObject({ todos: 2, finished: 1, lost: [] })
    expect(await exportOf(to)).toBe(file)
    // The one that follows holds the name.
    expect((await to.send('POST', '/api/v1/todos', { name: 'Water the plants' })).status).toBe(409)
    expect((await to.json('PATCH', `/api/v1/todos/${next}`, { finished: true })).next).toBeString()
  },
)
