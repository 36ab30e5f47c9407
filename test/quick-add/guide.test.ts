/** Holds the guides to quick add to their word: each line of their tables is read, and makes what stands beside it (SPEC.md, Q50). */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quickAdd } from '../../src/model/quick-add/quick-add.ts'
import { lists, written } from './phrases.ts'

const docs = join(import.meta.dir, '..', '..', 'docs')
/** Each guide says what time it is where, and has so many lines in its tables. */
const guides = [
  { path: 'quick-add.md', zone: 'Europe/Berlin', now: '10:00Z', linesMin: 200, chineseMin: 60 },
  { path: 'zh-CN/quick-add.md', zone: 'Asia/Shanghai', now: '03:00Z', linesMin: 120, chineseMin: 110 },
] as const
type Guide = (typeof guides)[number]
const textOf = ({ path }: Guide) => readFileSync(join(docs, path), 'utf8')

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
const read = (text: string, day: string, { now, zone }: Guide) =>
  written(quickAdd(text, { now: Date.parse(`${day}T${now}`), zone, lists }).todo, zone)

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
    case '写在名称旁':
      return besideName(cells)
    case 'line':
    case '一行':
      return wholeLine(cells)
    case 'line that stays whole':
    case '原样保留的一行':
      return spans(cells[0]).map((line) => [line, line, today])
    default:
      throw new Error(`A table of examples begins with an unknown heading: ${kind}`)
  }
}

describe.each(guides)('[Q50] each example of $path makes what the guide says', (guide) => {
  const rows = rowsOf(textOf(guide))
  test('there are tables, in both languages', () => {
    const lines = rows.flatMap((row) => spans(row.cells[0]))
    expect(lines.length).toBeGreaterThan(guide.linesMin)
    expect(lines.filter(isChinese).length).toBeGreaterThan(guide.chineseMin)
    for (const row of rows) expect(examplesOf(row).length, row.cells[0]).toBeGreaterThan(0)
  })
  test.each(rows.flatMap(examplesOf))('%s => %s', (line, becomes, day) => {
    expect(read(line, day, guide)).toBe(becomes)
  })
})

test.each(guides)('[Q50] no example of $path stands outside its tables', (guide) => {
  const prose = textOf(guide)
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
