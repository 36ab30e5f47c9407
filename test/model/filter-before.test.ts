/** Filters that were written for version 0.2, whose language was smaller, mean what they meant (SPEC.md, F70, F71). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseFilter, printFilter } from '../../src/client/filter.ts'
import { AppError } from '../../src/model/errors.ts'
import { fromBefore, readBefore } from '../../src/model/filter/before.ts'
import { meaningful } from '../support/filters.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test.each([
  ['overdue or today', 'overdue or "today"'],
  ['today', '"today"'],
  ['milk this week', 'milk and "this" and week'],
  ['due before monday', '"due" and before and "monday"'],
  ['due:today @Work p1', '"due:today" and "@Work" and "p1"'],
  ['-#home C#', '"-#home" and "C#"'],
  ['“call me”', '"“call" and "me”"'],
  ['今天或逾期 高优先级', '"今天或逾期" and "高优先级"'],
  ['list = due:x', 'list = "due:x"'],
  ['foo:bar', '"foo:bar"'],
  ['!high', 'not "high"'],
  // Those that mean the same stay as they were written.
  ['due<+7d  and not finished (#home|priority>=high)', 'due<+7d  and not finished (#home|priority>=high)'],
  ['milk BREAD', 'milk BREAD'],
  ['due < today', 'due < today'],
  ['https://example.org/x', 'https://example.org/x'],
  ['due <', undefined],
  ['list = 工作 清单 = 工作', undefined],
])('[F70] what was %s is %s', (text, now) => {
  expect(fromBefore(text)).toBe(now as string)
})

test('[F70] whatever could be read then, is read as the same filter now', () => {
  const symbols = [
    '<',
    '<=',
    '=',
    '!=',
    '(',
    ')',
    ',',
    '"',
    '#',
    '@',
    '!',
    '-',
    ':',
    '~',
    '|',
    '“',
    '”',
    '，',
    '（',
    '）',
  ]
  const others = [
    'a',
    'milk',
    'and',
    'or',
    'has:',
    'due:',
    'name',
    'number',
    '3',
    '2026-12-01',
    '+7d',
    '-x',
    'label',
    'finished',
  ]
  const piece = fc.constantFrom(...symbols, ...others, ...meaningful, ' ', ' ')
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((all) => all.join(' ')),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  )
  let [read, changed] = [0, 0]
  fc.assert(
    fc.property(text, (written) => {
      const meant = readBefore(written)
      const now = fromBefore(written)
      expect(now === undefined).toBe(meant === undefined)
      if (meant === undefined || now === undefined) return
      read++
      if (now !== written) changed++
      expect(parseFilter(now)).toEqual(meant)
      // And is left alone from then on.
      expect(printFilter(parseFilter(now))).toBe(printFilter(meant))
    }),
    { seed, numRuns: 5_000 },
  )
  expect([read > 1_000, changed > 300]).toEqual([true, true])
})

test('[F71] a text that only then could be read is an error now, not a search for its words', () => {
  for (const text of ['due soon', 'foo:bar', '!high', 'priority urgent']) {
    expect(readBefore(text)).toBeDefined()
    expect(() => parseFilter(text)).toThrow(AppError)
  }
})
