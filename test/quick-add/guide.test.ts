/** Holds docs/quick-add.md to its word: each line of its tables is read, and makes what stands beside it (SPEC.md, Q50). */
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import { lists, written } from './phrases.ts'

const guide = await Bun.file(join(import.meta.dir, '..', '..', 'docs', 'quick-add.md')).text()
const zone = 'Europe/Berlin'

interface Row {
  kind: string
  cells: string[]
}

/** The rows of all tables, each with the first words of its table's heading. */
function rowsOf(text: string): Row[] {
  let kind = ''
  const rows: Row[] = []
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) kind = ''
    else {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
      if (kind === '') kind = cells[0] ?? ''
      else if (cells[0] !== '---') rows.push({ kind, cells })
    }
  }
  return rows
}

const spans = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
const isChinese = (text: string): boolean => /[\u3400-\u9fff]/.test(text)
const read = (text: string, day: string) =>
  written(quickAdd(text, { now: Date.parse(`${day}T10:00Z`), zone, lists }).todo, zone)

/** A line, what it is to become, and the day on which it is written. */
type Example = readonly [line: string, becomes: string, day: string]
const today = '2026-11-25'

/** `a`, `b`; `c` make what stands beside them; where that has as many groups, each group its own. */
function besideName([written = '', makes = '']: string[]): Example[] {
  const values = makes.split('; ')
  const groups = values.length > 1 ? written.split('; ') : [written]
  expect(groups.length).toBe(values.length)
  const [, day = today] = /written on (\d{4}-\d\d-\d\d)/.exec(written) ?? []
  return groups.flatMap((group, index) =>
    spans(group).map((words): Example => {
      const [line, name] = isChinese(words) ? [`${words} 开会`, '开会'] : [`Call Ann ${words}`, 'Call Ann']
      return [line, [name, ...spans(values[index])].join(' | '), day]
    }),
  )
}

function wholeLine([line = '', names = '', makes = '']: string[]): Example[] {
  const lines = spans(line)
  const each = lines.length > 1 ? names.split(', ') : [names]
  expect(each.length).toBe(lines.length)
  return lines.map((text, index) => [text, [each[index], ...spans(makes)].join(' | '), today])
}

const examplesOf = ({ kind, cells }: Row): Example[] => {
  switch (kind) {
    case 'beside a name':
      return besideName(cells)
    case 'line':
      return wholeLine(cells)
    case 'line that stays whole':
      return spans(cells[0]).map((line) => [line, line, today])
    default:
      throw new Error(`A table of examples begins with an unknown heading: ${kind}`)
  }
}

const rows = rowsOf(guide)

describe('[Q50] each example of the guide to quick add makes what the guide says', () => {
  test('there are tables, in both languages', () => {
    const lines = rows.flatMap((row) => spans(row.cells[0]))
    expect(lines.length).toBeGreaterThan(200)
    expect(lines.filter(isChinese).length).toBeGreaterThan(60)
    for (const row of rows) expect(examplesOf(row).length, row.cells[0]).toBeGreaterThan(0)
  })
  test.each(rows.flatMap(examplesOf))('%s => %s', (line, becomes, day) => {
    expect(read(line, day)).toBe(becomes)
  })
})

test('[Q50] no example of the guide stands outside its tables', () => {
  const prose = guide
    .split('\n')
    .filter((line) => !line.startsWith('|'))
    .join('\n')
  const others = spans(prose).filter((text) => !isOfTheApi(text))
  expect(others).toEqual([])
})

/** What the guide names in its sentences: parts of requests and answers, commands and files. */
const isOfTheApi = (text: string): boolean =>
  /^(POST|PATCH) \/|^aiotodo |^test\/|^\?dry_run=/.test(text) ||
  'locale en zh from to text ignored unknownLists zone zoneFrom request account none'
    .split(' ')
    .includes(text)
