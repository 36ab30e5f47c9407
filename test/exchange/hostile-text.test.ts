/** What others wrote stays text in each format that goes out: other parsers find nothing that was not meant (SPEC.md, I30 to I34). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { parse } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import ICAL from 'ical.js'
import { Lexer, type Token, type Tokens, type TokensList } from 'marked'
import { notesOf } from '../../src/exchange/markdown-text.ts'
import { exportFormats } from '../../src/exchange/formats.ts'
import type { Found } from '../../src/exchange/found.ts'
import { readFile } from '../../src/exchange/read.ts'
import { limits } from '../../src/model/limits.ts'
import type { Client } from '../support/engines.ts'
import { exportOf, importFile, newServer } from '../support/exchange.ts'
import { isVisible } from '../../src/model/text.ts'
import { hostileTexts, seedOf } from '../support/hostile-text.ts'

const seed = seedOf()
const { below, text } = hostileTexts(seed)

interface Row {
  id: string
  list: string
  name: string
  notes: string
  labels: string[]
  due: string | null
  parent: string | null
  deletedAt: string | null
}

/** Line breaks as one reader or another has them, and what else has no place in text. */
const anyBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g
const control = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu
const asLines = (said: string) => said.replaceAll(anyBreak, '\n').replaceAll(control, ' ')
const words = (said: string) => asLines(said).replaceAll(/\s+/g, ' ').trim()
const asWords = (said: string) => words(said) || '(no name)'

/** Of lists, which a table and a calendar tell apart by their names alone. */
const taken = new Set<string>()
function distinct(make: (max: number) => string): string {
  for (;;) {
    const name = make(limits.nameLengthMax)
    if (taken.has(asWords(name))) continue
    taken.add(asWords(name))
    return name
  }
}

const at = '2026-01-01T00:00:00.000Z'
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
const lists = Array.from({ length: 12 }, (_, index) => ({
  ...{ kind: 'list', id: idOf(index + 1), name: distinct(text) },
  ...{ uniqueNames: false, colour: 'none', position: null, createdAt: at, updatedAt: at, deletedAt: null },
}))
const todos = lists.flatMap((list, index) => {
  const rows: Row[] = []
  for (let number = 1; number <= 60; number++) {
    const above = below(3) === 0 ? rows[below(rows.length)] : undefined
    const parent = above?.parent === null && above.deletedAt === null ? above.id : null
    rows.push({
      ...{ kind: 'todo', id: idOf((index + 1) * 1_000 + number), list: list.id, number },
      name: text(limits.nameLengthMax),
      notes: below(3) > 0 ? text(10_000) : '',
      labels: [...new Set(Array.from({ length: below(3) }, () => text(limits.labelLengthMax)))],
      ...{ due: below(2) === 0 ? '2026-12-01T09:00[Europe/Berlin]' : null, priority: 'none', parent },
      ...{
        position: 'a0',
        repeat: null,
        repeatFrom: 'due',
        anchor: null,
        reminders: [],
        series: null,
        next: null,
      },
      ...{ finishedAt: null, createdAt: at, updatedAt: at },
      deletedAt: below(10) === 0 && parent === null ? at : null,
    })
  }
  return rows
})
const inTrash = new Set(todos.filter(({ deletedAt }) => deletedAt).map(({ id }) => id))
for (const todo of todos) if (todo.parent && inTrash.has(todo.parent)) todo.deletedAt = at
const live = new Map(todos.filter(({ deletedAt }) => !deletedAt).map((todo) => [todo.id, todo]))
const listNames = new Map(lists.map(({ id, name }) => [id, name]))

let client: Client & AsyncDisposable
const files: Record<string, string> = {}
beforeAll(async () => {
  client = await newServer()
  const lines = [{ aiotodo: 'export', version: 1 }, ...lists.flatMap((list) => [list, ...ofList(list.id)])]
  await importFile(client, lines.map((line) => JSON.stringify(line)).join('\n'))
  for (const format of exportFormats) if (format !== 'zip') files[format] = await exportOf(client, format)
})
afterAll(() => client[Symbol.asyncDispose]())

const ofList = (id: string) =>
  todos
    .filter(({ list }) => list === id)
    .toSorted((a, b) => Number(a.deletedAt !== null) - Number(b.deletedAt !== null))

/** Undefined: the other reader breaks at some quotes with a list in them, by a fault of its own, so it can not be asked. */
function lexed(file: string): TokensList | undefined {
  try {
    return new Lexer({ gfm: true }).lex(file)
  } catch (error) {
    if (!(error instanceof TypeError) || !/at blockquote .*marked/.test(error.stack ?? '')) throw error
    return undefined
  }
}

const titled = (title: string) => `${title} (seed ${seed})`

const foundIn = async (file: string, format: 'csv' | 'markdown' | 'ical'): Promise<Found[]> => {
  async function* chunks() {
    yield new TextEncoder().encode(file)
  }
  return Array.fromAsync(readFile(chunks(), { format, now: new Date().toISOString() }))
}
const named = (found: readonly Found[], kind: 'list' | 'todo') =>
  found.flatMap((each) => (each.kind === kind ? [(each as { name: string }).name] : []))

test(titled('[I30] iCalendar has the properties that were meant, and each its text'), async () => {
  const file = files['ics'] as string
  expect(
    file.match(/[^\P{Cc}\r\n\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]|\r(?!\n)|(?<!\r)\n/u),
  ).toBeNull()
  // Definitions of zones have no text that somebody wrote.
  const own = file.replaceAll(/BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n/gs, '')
  const lines = own.replaceAll('\r\n ', '').trimEnd().split('\r\n')
  const counts: Record<string, number> = {}
  for (const line of lines) {
    const name = /^(BEGIN|END):[A-Z]+$/.test(line) ? line : (/^[A-Z-]+(?=[;:])/.exec(line)?.[0] ?? line)
    counts[name] = (counts[name] ?? 0) + 1
  }
  const all = [...live.values()]
  const withNotes = all.filter(({ notes }) => notes !== '').length
  const below = all.filter(({ parent }) => parent !== null).length
  const { DUE: due, CATEGORIES: categories, ...rest } = counts
  expect([due, categories].every((count) => count !== undefined && count <= live.size * 2)).toBe(true)
  expect(rest).toEqual({
    ...{ 'BEGIN:VCALENDAR': 12, 'END:VCALENDAR': 12, VERSION: 12, PRODID: 12, 'X-WR-CALNAME': 12 },
    ...Object.fromEntries(
      ['BEGIN:VTODO', 'END:VTODO', 'UID', 'DTSTAMP', 'CREATED', 'LAST-MODIFIED', 'SUMMARY', 'STATUS'].map(
        (name) => [name, live.size],
      ),
    ),
    ...{ DESCRIPTION: withNotes, 'RELATED-TO': below },
  })
  const calendars = ICAL.parse(file) as any[]
  const vtodos = calendars.flatMap((calendar) => new ICAL.Component(calendar).getAllSubcomponents('vtodo'))
  expect(vtodos.length).toBe(live.size)
  for (const vtodo of vtodos) {
    const { name, notes, labels } = live.get(String(vtodo.getFirstPropertyValue('uid'))) as Row
    expect(vtodo.getFirstPropertyValue('summary')).toBe(asLines(name))
    expect(vtodo.getFirstPropertyValue('description') ?? '').toBe(asLines(notes))
    const values = vtodo.getAllProperties('categories').flatMap((each) => each.getValues())
    expect(values.toSorted()).toEqual(labels.map(asLines).toSorted())
  }
  // Our own reader: the names of lists too, which the other leaves as they stand in the file.
  expect(named(await foundIn(file, 'ical'), 'list').toSorted()).toEqual(
    [...listNames.values()].map(asLines).toSorted(),
  )
})

/** What a program that splits at these finds, whatever stands in quotes. */
const splits = [/,/, /;/, /\t/, /\|/, /[\r\n]+/, /[\v\f\u0085\u2028\u2029]/, /[,;\t|\r\n]/]
const formula = /^["\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212\u2010\u207C\u208C]/u

test(
  titled('[I31] a table has the cells that were meant, none of them a formula wherever it is split'),
  () => {
    const file = files['csv'] as string
    expect(/^(?:"(?:[^"]|"")*"(?:,|\r\n))+$/.test(file)).toBe(true)
    const rows: Record<string, string>[] = parse(file, { columns: true, record_delimiter: '\r\n' })
    expect(rows.length).toBe(live.size)
    const bare = (said: string | undefined) => said?.replaceAll("'", '')
    for (const row of rows) {
      const todo = live.get(row['id'] as string) as Row
      expect([bare(row['list']), bare(row['name']), bare(row['notes'])]).toEqual([
        bare(listNames.get(todo.list)),
        bare(todo.name),
        bare(todo.notes),
      ])
      for (const cell of Object.values(row)) {
        expect(cell).not.toMatch(/^[\t\r\n\v\f\u2028]/)
        expect(cell).not.toMatch(formula)
      }
    }
    for (const split of splits) for (const part of file.split(split)) expect(part).not.toMatch(formula)
  },
)

test(titled('[I31] our own import reads the same text from a table, to the letter'), async () => {
  const found = await foundIn(files['csv'] as string, 'csv')
  const read = found.flatMap((each) =>
    each.kind === 'todo' ? [[each.key, each.name, each.fields?.notes]] : [],
  )
  expect(read.toSorted()).toEqual(
    [...live.values()].map(({ id, name, notes }) => [id, name, notes]).toSorted(),
  )
  expect(named(found, 'list').toSorted()).toEqual([...listNames.values()].toSorted())
})

test('[I31] cells that begin with a tab, a line break or an apostrophe before one come back as they were', async () => {
  const notes = [
    '\ttab',
    '\rreturn',
    '\nline',
    '\r\nboth',
    "'\ttab",
    "''=1",
    "'=1",
    '=1',
    ';=1',
    'a,\t+b',
    "a;'=b",
    '-',
    "'",
    '\t',
    '\vtab',
    '\u2028line',
    'a\v=1',
    'a\u2028=1',
    '\u22121',
    '\u2010',
    'a,\u207c1',
    "'\u208c1",
    'a\r\nb\rc\n',
  ]
  await using server = await newServer()
  const list = await server.json('POST', '/api/v1/lists', { name: 'Odd' })
  for (const [index, each] of notes.entries())
    await server.json('POST', '/api/v1/todos', { list: list.id, name: `todo ${index}`, notes: each })
  const file = await exportOf(server, 'csv')
  for (const line of file.split('\r\n"')) expect(line.split('","')[4]).not.toMatch(/^[=+\-@\t\r\n]/)
  await using other = await newServer()
  await importFile(other, file, 'format=csv')
  const { items } = await other.json('GET', '/api/v1/todos?limit=1000')
  const back = Object.fromEntries(items.map((todo: Row) => [todo.name, todo.notes]))
  // Notes of nothing but blanks are left out by every import.
  expect(back).toEqual(
    Object.fromEntries(notes.map((each, index) => [`todo ${index}`, each.trim() === '' ? '' : each])),
  )
})

/** Everything in a tree of tokens, with what it is in. */
function* inside(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token
    yield* inside((token as Tokens.Generic).tokens ?? [])
    yield* inside((token as Tokens.List).items ?? [])
  }
}

test('[I32] a line that some readers take for an underline is escaped with any blanks behind it', () => {
  for (const line of ['---', '=== ', '---\u00a0', '|-\u3000']) expect(notesOf(line)).toEqual([`\\${line}`])
})

test(
  titled('[I32] Markdown has the lists and todos that were meant, for our own reader and another'),
  async () => {
    const file = files['md'] as string
    const found = await foundIn(file, 'markdown')
    expect(found.filter(({ kind }) => kind === 'loss')).toEqual([])
    expect(named(found, 'list').toSorted()).toEqual([...listNames.values()].map(asWords).toSorted())
    const told = ({ name, due, labels }: Row) => {
      const facts = [...(due === null ? [] : [`due ${due}`]), ...labels.map((label) => `#${words(label)}`)]
      return asWords(name) + (facts.length > 0 ? ` (${facts.join(', ')})` : '')
    }
    expect(named(found, 'todo').toSorted()).toEqual([...live.values()].map(told).toSorted())
    const tokens = lexed(file)
    if (!tokens) return
    // Of blanks that are not those of ASCII it leaves the last behind a list.
    const others = tokens.filter(
      ({ type, raw }) => !['heading', 'list', 'space'].includes(type) && raw.trim() !== '',
    )
    expect(others).toEqual([])
    expect(tokens.filter(({ type }) => type === 'heading')).toHaveLength(lists.length + 1)
    const all = [...inside(tokens)]
    expect(all.filter((token) => (token as Tokens.ListItem).task)).toHaveLength(live.size)
    expect(tokens.links).toEqual({})
    // Nothing of notes is a heading of the file, or asks for anything when it is read.
    expect(all.filter(({ type }) => type === 'heading')).toHaveLength(lists.length + 1)
    expect(all.filter(({ type }) => type === 'image' || type === 'html')).toEqual([])
    // Names are read as they were typed; addresses in them may be links, with the backslashes of what is behind them.
    const shown = (inline: readonly Token[] = []) =>
      inline.map((token) => {
        expect(token.type === 'link' ? token.raw === (token as Tokens.Link).text : token.type).toBeOneOf([
          'text',
          'escape',
          true,
        ])
        return (token as Tokens.Text).text
          .replaceAll(token.type === 'link' ? /\\([!-/:-@[-`{-~])/g : /(?!)/g, '$1')
          .replaceAll('&lt;', '<')
          .replaceAll('&amp;', '&')
      })
    const headings = tokens.filter(({ type }) => type === 'heading') as Tokens.Heading[]
    expect(
      headings
        .map(({ tokens: inline }) => shown(inline).join(''))
        .slice(1)
        .toSorted(),
    ).toEqual([...listNames.values()].map(asWords).toSorted())
  },
)

test(
  titled('[I60] notes come back from Markdown as they were, and nothing in them asks for anything'),
  async () => {
    const notes = [
      ...[
        '# heading',
        '###### deep',
        '#',
        '\\# no heading',
        '> # quoted',
        '- # in a list',
        '#tag',
        '####### seven',
      ],
      ...[
        '![x](http://evil/)',
        'a ![x](y) b',
        '\\![x](y)',
        '\\\\![x](y)',
        '!\\[x](y)',
        '![x][r]',
        '[![x](y)](z)',
      ],
      ...[
        '<img src=x>',
        'a <b>c</b>',
        '\\<b>',
        '\\\\<b>',
        '<!-- x',
        '<?php',
        '</p>',
        'a < b',
        '<',
        '1 <2',
        '<http://x.y>',
      ],
      ...['```\n# code\n<b>\n\\# x\n\\<b>\n![x](y)\n```\n# after', '`<b>` and `![x](y)`', '    # far in'],
      ...Array.from({ length: 300 }, () => Array.from({ length: 1 + below(4) }, () => text(60)).join('\n')),
    ].map((each) => {
      const lines = asLines(each)
        .split('\n')
        .map((line) => line.replaceAll(/^[\t ]+|[\t ]+$/g, ''))
      return (
        lines
          .map((line) => (line.trim() === '' ? '' : line))
          .join('\n')
          .replaceAll(/^\n+|\n+$/g, '') || 'x'
      )
    })
    await using server = await newServer()
    const list = await server.json('POST', '/api/v1/lists', { name: 'Notes' })
    for (const [index, each] of notes.entries())
      await server.json('POST', '/api/v1/todos', { list: list.id, name: `todo ${index}`, notes: each })
    const file = await exportOf(server, 'md')
    const read = (await foundIn(file, 'markdown')).flatMap((each) => (each.kind === 'todo' ? [each] : []))
    const linesIn = (said: string) => said.split('\n').map((line) => line.trimEnd())
    for (const [index, each] of notes.entries()) {
      const back = linesIn(read.find(({ name }) => name === `todo ${index}`)?.fields?.notes ?? '')
      // Code without an end gets one.
      if (back.length > linesIn(each).length) expect(back.pop()).toMatch(/^(`{3,}|~{3,})$/)
      expect([index, ...back]).toEqual([index, ...linesIn(each)])
    }
    // Item by item: the other reader itself fails at some quotes.
    const tokensOf = (text: string): Token[] => {
      try {
        return new Lexer({ gfm: true }).lex(text)
      } catch {
        return []
      }
    }
    const all = file.split(/^(?=- \[)/m).flatMap((part) => [...inside(tokensOf(part))])
    expect(all.filter(({ type }) => type === 'task' || type === 'list_item').length).toBeGreaterThan(
      notes.length / 2,
    )
    expect(all.filter(({ type }) => type === 'image' || type === 'html')).toEqual([])
    expect(
      all.filter(({ type }) => type === 'heading').map((token) => (token as Tokens.Heading).text),
    ).toEqual(['Todos', 'Notes'])
  },
)

test(
  titled('[I60] names come back from Markdown as they were, whatever they have of its signs'),
  async () => {
    const names = [
      ...[
        '*a*',
        '_a_',
        'snake_case_name',
        '`a`',
        '~~a~~',
        '[a](b)',
        '![a](b)',
        '<b>',
        '&lt;',
        '&amp;amp;',
        'R&D',
        '# a #',
        'a \\#',
      ],
      ...[
        '\\',
        '\\\\',
        'a\\',
        '\\*',
        'C:\\new\\[x]',
        '\\\\*a',
        '[ ] a',
        '- [ ] a',
        '> a',
        '1. a',
        '---',
        '===',
        '| a |',
        '#',
        '##',
      ],
      ...Array.from({ length: 200 }, () => words(text(200)).normalize()),
      // An address that has a sign of Markdown in it.
      'http://evil/)* [x]',
      'see www.a_b_.org/*x*',
    ].filter(isVisible)
    await using server = await newServer()
    for (const name of new Set(names)) {
      const { id } = await server.json('POST', '/api/v1/lists', { name })
      await server.json('POST', '/api/v1/todos', { list: id, name })
    }
    const found = await foundIn(await exportOf(server, 'md'), 'markdown')
    const known = [...new Set(names)].map(words).toSorted()
    expect(named(found, 'todo').toSorted()).toEqual(known)
    expect(named(found, 'list').toSorted()).toEqual(known)
  },
)

test(
  titled('[I33] JSON Lines are as many lines as were meant, for readers that know more line breaks too'),
  () => {
    const lines = (files['jsonl'] as string).split(/\p{Cc}|[\u2028\u2029]/u)
    expect(lines.pop()).toBe('')
    // The head, the default list, and the end.
    expect(lines.length).toBe(3 + lists.length + todos.length)
    const read = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'todo')
    const told = ({ id, name, notes, labels }: Row) => [id, name, notes, labels]
    expect(read.map(told).toSorted()).toEqual(todos.map(told).toSorted())
  },
)

test(titled('[I34] a zip has our four files, and headers have nothing of what others wrote'), async () => {
  const response = await client.send('GET', '/api/v1/export')
  const zip = new Uint8Array(await response.arrayBuffer())
  const entries = unzipSync(zip)
  expect(Object.keys(entries)).toEqual(['aiotodo.jsonl', 'aiotodo.ics', 'aiotodo.md', 'aiotodo.csv'])
  for (const [name, bytes] of Object.entries(entries))
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) === files[name.slice(8)]).toBe(true)
  for (const format of exportFormats) {
    const { headers, body } = await client.send('GET', `/api/v1/export?format=${format}`)
    expect(headers.get('content-disposition')).toBe(`attachment; filename="aiotodo.${format}"`)
    await body?.cancel()
  }
})

test(titled('[I34] an event stream has the fields that were meant'), async () => {
  const response = await client.send('GET', `/api/v1/changes?space=${lists[0]?.id}`, undefined, {
    accept: 'text/event-stream',
  })
  let stream = ''
  const names: string[] = []
  for await (const chunk of response.body ?? []) {
    stream += Buffer.from(chunk).toString()
    // How a browser ends lines (WHATWG HTML, 9.2.5).
    const events = stream.split(/(?:\r\n|\r|\n){2}/)
    stream = events.pop() ?? ''
    for (const event of events) {
      if (event === ':') continue
      const [id, data, ...more] = event.split(/\r\n|\r|\n/)
      expect([id?.slice(0, 4), data?.slice(0, 6), more]).toEqual(['id: ', 'data: ', []])
      names.push(...JSON.parse((data as string).slice(6)).todos.map(({ name }: Row) => name))
    }
    if (names.length >= ofList(lists[0]?.id ?? '').length) break
  }
  expect(names.toSorted()).toEqual(
    ofList(lists[0]?.id ?? '')
      .map(({ name }) => name)
      .toSorted(),
  )
})
