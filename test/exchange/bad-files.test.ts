/** Files that are broken, hostile or too large: each is refused with its place, and nothing of it comes in (SPEC.md, I7, I8). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { strToU8, zipSync } from 'fflate'
import { serverLimits } from '../../src/model/server-limits.ts'
import type { Client } from '../support/engines.ts'
import { importFile, newServer, refusalOf, todosByList } from '../support/exchange.ts'
import { startServer } from '../support/server.ts'

let client: Client & AsyncDisposable
let before: unknown
const everything = () => client.json('GET', '/api/v1/lists?limit=1000')
beforeAll(async () => {
  client = await newServer()
  before = await everything()
})
afterAll(() => client[Symbol.asyncDispose]())

const head = '{"aiotodo":"export","version":1}'
const at = '2026-01-01T00:00:00.000Z'
const times = { createdAt: at, updatedAt: at, deletedAt: null }
const list = {
  kind: 'list',
  id: '00000000-0000-7000-8000-00000000000a',
  name: 'L',
  uniqueNames: true,
  colour: 'none',
  position: null,
  ...times,
}
const todo = (number: number, more: object = {}) => ({
  kind: 'todo',
  id: `00000000-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
  list: list.id,
  number,
  name: `t${number}`,
  notes: '',
  due: null,
  priority: 'none',
  labels: [],
  parent: null,
  position: 'a0',
  repeat: null,
  repeatFrom: 'due',
  anchor: null,
  reminders: [],
  series: null,
  next: null,
  finishedAt: null,
  ...times,
  ...more,
})
const own = (...lines: object[]) => [head, ...[list, ...lines].map((line) => JSON.stringify(line))].join('\n')
const google = (...items: object[]) =>
  JSON.stringify({ kind: 'tasks#taskLists', items: [{ id: 'l', title: 'G', items }] })
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

const refused: [what: string, file: string | Uint8Array, said: string, query?: string][] = [
  ['an empty file', '', 'bad_import: The file is empty.'],
  ['blanks alone', ' \n\n', 'bad_import: The file is empty.'],
  ['a list of nothing', 'name,notes\n', 'bad_import: The file has no todo and no list in it.'],
  [
    'what is of no format',
    'hello there\nnothing here',
    'unknown_format: The format of the file is not known',
  ],
  ['JSON of no format', '{"a":1}', 'unknown_format: The format of the file is not known'],
  ['a wrong format', '# A\n- [ ] a', 'bad_import: The file: is no calendar', 'format=ical'],
  [
    'JSON of another format',
    google({ id: '1', title: 'a' }),
    'bad_import: The file: looks like google, not like vikunja',
    'format=vikunja',
  ],
  ['a format there is not', 'x', 'bad_request', 'format=word'],
  ['JSON that is cut off', google({ id: '1', title: 'a' }).slice(0, -3), 'bad_import: The file: is not JSON'],
  [
    'a calendar that is cut off',
    'BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\n',
    'bad_import: The file: ends before END:VCALENDAR',
  ],
  ['a line that is cut off', `${own(todo(1))}\n{"kind":"todo","id":"0`, 'bad_import: Line 4: is not JSON'],
  ['an open quote', 'name,notes\na,"b\nc,d\n', 'bad_import: Line'],
  [
    'Latin-1 in UTF-8',
    latin1('- [ ] one\n- [ ] zwei\n- [ ] dreißig\n'),
    'bad_import: Line 3: is not valid UTF-8',
  ],
  [
    'half a character of UTF-16',
    new Uint8Array([0xff, 0xfe, 0x2d, 0x00, 0x20]),
    'bad_import: The file: ends in half a character of UTF-16.',
    'format=markdown',
  ],
  [
    'a list twice',
    own(list),
    'bad_import: Line 3: has the id "00000000-0000-7000-8000-00000000000a", which line 2 has already.',
  ],
  [
    'names of prototypes',
    google({ id: '1', title: 'a' }).replace('"title":"a"', '"__proto__":{"title":"a"}'),
    'bad_import: The file: ',
  ],
  [
    'a name given twice',
    google({ id: '1', title: 'a' }).replace('"title":"a"', '"title":"a","title":"b"'),
    'bad_import: The file: ',
  ],
  [
    'JSON too deep',
    `{"items":${'['.repeat(20)}${']'.repeat(20)}}`,
    'bad_import: The file: nests deeper than 16 levels.',
  ],
  [
    'what is no array',
    '{"kind":"tasks#taskLists","items":{"length":1e9}}',
    'bad_import: /items: is of the wrong type; expected an array.',
  ],
  [
    'an export of a later version',
    '{"aiotodo":"export","version":9}\n',
    'bad_import: Line 1: is of version 9; expected at most 5.',
  ],
  ['an export with a field too many', own({ ...todo(1), owner: 'me' }), 'bad_import: Line 3: '],
  ['an export with a wrong field', own(todo(1, { priority: 'urgent' })), 'bad_import: Line 3: "priority"'],
  [
    'two of a unique name',
    own(todo(1), todo(2, { name: 't1' })),
    'bad_import: The list "L": has two todos named "t1"',
  ],
  ['two of a number', own(todo(1), todo(2, { number: 1 })), 'bad_import: '],
  [
    'a zip of other things',
    zipSync({ 'a.txt': strToU8('a') }),
    'bad_import: The zip: has no file that is known (it has "a.txt").',
  ],
  [
    'a zip in a zip',
    zipSync({ 'inner.zip': zipSync({ 'data.json': strToU8('[]') }) }),
    'bad_import: The zip: has no file that is known',
  ],
  [
    'a zip that is cut off',
    zipSync({ 'data.json': strToU8(google({ id: '1', title: 'a' })) }).subarray(0, 60),
    'bad_import: The zip: ',
  ],
  [
    'a zip bomb',
    zipSync({ 'data.json': new Uint8Array(64 * 1024 * 1024) }),
    'import_too_large: Unpacked it is over 200 times as large; expected less.',
  ],
  [
    'a zip of too many files',
    zipSync(Object.fromEntries(Array.from({ length: 10_002 }, (_, n) => [`${n}`, new Uint8Array()]))),
    'import_too_large: The zip has over 10000 files',
  ],
  [
    'a name that climbs',
    zipSync({ '../../data.json\0': strToU8('[]') }),
    'bad_import: The zip: has no file that is known',
  ],
  [
    'a million lines',
    '- [ ] a\n'.repeat(1_000_000),
    `import_too_large: line ${serverLimits.importRecordsMax + 1} is beyond ${serverLimits.importRecordsMax} records`,
  ],
]

describe('[I7] nothing comes in of', () => {
  test.each(refused.map(([what, file, said, query = '']) => [what, file, said, query] as const))(
    '%s',
    async (_, file, said, query) => {
      expect(await refusalOf(client, file, query)).toStartWith(said)
      expect(await everything()).toEqual(before)
    },
  )
})

describe('[I8] what can not be kept as it is comes in as near as may be, and the report says so:', () => {
  test('a long name, whole in the notes', async () => {
    const name = 'long '.repeat(100).trim()
    const { lost } = await importFile(client, `# Long\n- [ ] ${name}\n`)
    expect(lost).toEqual([
      {
        what: 'names over 255 characters (cut, whole in the notes)',
        code: 'long_names',
        params: { most: 255 },
        count: 1,
        at: ['line 2'],
      },
    ])
    const [todo] = (await todosByList(client))['Long'] ?? []
    expect([todo?.name.length, todo?.notes]).toEqual([255, name])
  })

  test('what is too deep, at the eighth level', async () => {
    const lines = Array.from({ length: 12 }, (_, depth) => `${'  '.repeat(depth)}- [ ] level ${depth + 1}`)
    const { lost } = await importFile(client, `# Deep\n${lines.join('\n')}\n`)
    expect(lost.map(({ what, count }) => [what, count])).toEqual([
      ['levels below the 8th (they are at the 8th)', 4],
    ])
    const todos = (await todosByList(client))['Deep'] ?? []
    const idOf = (name: string) => todos.find((todo) => todo.name === name)?.id
    expect(todos.filter(({ parent }) => parent === idOf('level 7')).length).toBe(5)
  })

  test('UTF-16 with a byte order mark, of either kind', async () => {
    const text = Buffer.from('\uFEFF# Wide\n- [ ] größer 漢字 👍\n', 'utf16le')
    await importFile(client, new Uint8Array(text))
    expect((await todosByList(client))['Wide']?.[0]?.name).toBe('größer 漢字 👍')
    expect((await importFile(client, new Uint8Array(Buffer.from(text).swap16()))).known).toBe(1)
  })

  test('a parent that is not in the file', async () => {
    const { lost } = await importFile(client, google({ id: 'o', title: 'orphan', parent: 'gone' }))
    expect(lost.map(({ what }) => what)).toEqual(['parents that are not in the file'])
  })
})

test('[I7] of a file of 1 GiB no more is read than may be, and memory stays flat', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const rss = async () =>
    Number(/^VmRSS:\s+(\d+)/m.exec(await Bun.file(`/proc/${server.pid}/status`).text())?.[1] ?? 0) * 1024
  const begun = await rss()
  // The length says it at once.
  const blob = new Blob(Array.from({ length: 1024 }, () => new Uint8Array(1024 * 1024)))
  const said = await fetch(`${server.url}/api/v1/import`, { method: 'POST', body: blob }).then(
    (answer) => answer.status,
    () => 413,
  )
  expect(said).toBe(413)
  // Without a length it is counted as it comes.
  const line = new TextEncoder().encode(`- [ ] ${'x'.repeat(1024 * 1024)}\n`)
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      if (sent >= 1024) controller.close()
      else controller.enqueue(line)
      sent++
    },
  })
  const answer = await fetch(`${server.url}/api/v1/import`, { method: 'POST', body }).then(
    async (each) => ((await each.json()) as { code: string }).code,
    () => 'cut off',
  )
  expect(['import_too_large', 'cut off', undefined]).toContain(answer)

  expect((await rss()) - begun).toBeLessThan(400 * 1024 * 1024)
  expect((await fetch(`${server.url}/api/v1/lists`)).status).toBe(200)
})

describe('[I44] an export says at its end how much it has:', () => {
  const lines = [
    { aiotodo: 'export', version: 2 },
    ...own(todo(1), todo(2))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line)),
    { kind: 'end', lists: 1, todos: 2 },
  ].map((line) => JSON.stringify(line))
  const file = (some: readonly string[]) => `${some.join('\n')}\n`

  test('a whole one is imported, and one of version 1, which had no end', async () => {
    await using client = await newServer()
    expect((await importFile(client, file(lines))).todos).toBe(2)
    await using other = await newServer()
    expect((await importFile(other, own(todo(1), todo(2)))).todos).toBe(2)
  })

  test('one that was cut off between two lines is refused', async () => {
    await using client = await newServer()
    for (let count = 1; count < lines.length; count++)
      expect([count, await refusalOf(client, file(lines.slice(0, count)))]).toEqual([
        count,
        'bad_import: The file: ends without its last line, {"kind":"end",…}: it is not whole.',
      ])
  })

  test('so is one from which lines are missing, or that goes on behind its end', async () => {
    await using client = await newServer()
    expect(await refusalOf(client, file(lines.toSpliced(2, 1)))).toBe(
      'bad_import: Line 4: counts 1 lists and 2 todos, but there are 1 and 1: the file is not whole.',
    )
    expect(await refusalOf(client, file([...lines, lines[2] as string]))).toBe(
      'bad_import: Line 6: stands behind the end.',
    )
  })
})
