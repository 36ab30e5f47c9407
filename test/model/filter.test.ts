/** The language of filters: what is read, what is said of what can't be, and what is wanted (SPEC.md, G1 to G5). */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createFilter, parseFilter, printFilter } from '../../src/client/filter.ts'
import { AppError } from '../../src/model/errors.ts'
import { searchable, tokensOf, wantedOf } from '../../src/model/filter/words.ts'
import { newRow } from '../../src/model/fields.ts'
import type { Todo } from '../../src/model/todo.ts'
import { filters } from '../support/filters.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const context = {
  now: '2026-11-25T12:00:00.000Z',
  zone: 'Europe/Berlin',
  lists: [{ id: '00000000-0000-7000-8000-00000000000a', name: 'Work' }],
  hasSubtodos: (id: string) => id === 'parent',
}
const base: Todo = newRow('todo', {
  id: 'x',
  list: '00000000-0000-7000-8000-00000000000a',
  number: 7,
  name: 'Buy milk',
  position: 'a0',
  createdAt: '2026-11-24T23:30:00.000Z',
  updatedAt: '2026-11-25T08:00:00.000Z',
  version: 1,
})
const wants = (filter: string, todo: Partial<Todo> = {}) =>
  createFilter(filter, context)({ ...base, ...todo })

test.each([
  [
    'due<+7d and not finished and (#home or priority>=high)',
    'due < +7d and not finished and (#home or priority >= high)',
  ],
  ['milk  BREAD', 'milk and BREAD'],
  ['a or b & c | !d', 'a or b and c or not d'],
  ['"and" #"two words" #x', '"and" and #"two words" and #x'],
  ['((a))', 'a'],
  ['NO due has:NOTES', 'not has:due and has:notes'],
  ['list in (Work, "At home")', 'list in (Work, "At home")'],
  ['in time', '"in" and time'],
  [String.raw`name ~ "say \"hi\" \\"`, String.raw`name ~ "say \"hi\" \\"`],
  ['买牛奶 hello! what?', '买牛奶 and "hello!" and "what?"'],
  [
    'label != home number in (1,2) deleted > yesterday',
    'label != home and number in (1, 2) and deleted > yesterday',
  ],
])('[G1] %s is read, and printed as %s', (text, printed) => {
  expect(printFilter(parseFilter(text))).toBe(printed)
  expect(parseFilter(printed)).toEqual(parseFilter(text))
})

test('[G1] what is printed is read as the same filter, whatever it is', () => {
  fc.assert(
    fc.property(filters(['Work', context.lists[0]?.id ?? '']), (filter) => {
      const printed = printFilter(filter)
      fc.pre(printed.length <= 2_000)
      expect(parseFilter(printed)).toEqual(filter)
    }),
    { seed, numRuns: 500 },
  )
})

test.each([
  ['due <', 5, 'After due < a date was expected, such as 2026-12-01, today, +7d or mon; found the end.'],
  ['due < soon', 6, 'found "soon"'],
  ['due < 2026-02-30', 6, 'a date was expected'],
  ['(a or b', 7, 'The ( at character 1 is not closed; ) was expected.'],
  ['a)', 1, 'There is no ( for this ).'],
  ['', 0, 'At the beginning a condition was expected'],
  ['a or', 4, 'After "or" a condition was expected'],
  ['a and or b', 6, 'After "and" a condition was expected'],
  ['milk = 2', 0, '"milk" is no field; expected one of due, created'],
  ['notes = x', 5, 'After notes one of these was expected: ~.'],
  ['priority >= urgent', 12, 'none, low, medium or high'],
  ['list in Work', 8, 'After in a list was expected, such as list in (a, b).'],
  ['number in (1 2)', 13, 'Between the values , or behind them ) was expected; found "2".'],
  ['has:wings', 0, 'After has: one of these was expected: due, notes'],
  ['a "b', 2, 'The quote is not closed'],
  ['# home', 0, 'After # a label was expected'],
  ['""', 0, 'Between the quotes there is nothing'],
  ['"a" ,', 4, '"," was not expected here.'],
  [`${'('.repeat(21)}a${')'.repeat(21)}`, 21, 'It nests too deep; expected at most 20 levels.'],
  [`${'not '.repeat(21)}a`, 84, 'It nests too deep'],
  ['a '.repeat(101), 200, 'It asks for too much; expected at most 100 conditions.'],
  ['x'.repeat(2_001), 2_000, 'It is too long; expected at most 2000 characters.'],
])('[G2] what is wrong with "%s" is said, and where', (text, offset, detail) => {
  let thrown: AppError | undefined
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof AppError) thrown = error
  }
  expect(thrown?.code).toBe('bad_filter')
  expect(thrown?.details.errors?.[0]?.offset).toBe(offset)
  expect(thrown?.details.errors?.[0]?.detail).toContain(detail)
})

test('[G2] any text is read, or refused with a place in it', () => {
  const pieces = fc.constantFrom(
    'due',
    '<',
    '=',
    'in',
    '(',
    ')',
    ',',
    '"',
    '#',
    '!',
    'not',
    'a',
    ' ',
    '~',
    'today',
    '\\',
    '牛',
    '&',
    'no',
    'has:',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(text, (written) => {
      try {
        expect(parseFilter(printFilter(parseFilter(written)))).toEqual(parseFilter(written))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        expect(error.details.errors?.[0]?.offset).toBeWithin(0, written.length + 1)
      }
    }),
    { seed, numRuns: 2_000 },
  )
})

test('[G3] dates are days where someone is', () => {
  expect(wants('due = today', { due: '2026-11-25' })).toBe(true)
  expect(wants('due <= today', { due: '2026-11-25T23:59[Asia/Shanghai]' })).toBe(true)
  expect(wants('due < today', { due: '2026-11-25T00:00[UTC]' })).toBe(false)
  expect(wants('due > today', { due: '2026-11-26' })).toBe(true)
  expect(wants('due = +1w', { due: '2026-12-02' })).toBe(true)
  expect(wants('due = wed', { due: '2026-11-25' })).toBe(true)
  expect(wants('due = tue', { due: '2026-12-01' })).toBe(true)
  expect(wants('due < today')).toBe(false)
  expect(wants('not due < today')).toBe(true)
  expect(wants('due != today')).toBe(true)
  // 00:30 of the 25th in Berlin.
  expect(wants('created = today')).toBe(true)
  expect(createFilter('created = yesterday', { ...context, zone: 'UTC' })(base)).toBe(true)
  expect(wants('finished >= 2026-01-01', { finished: true, finishedAt: '2026-01-01T00:00:00.000Z' })).toBe(
    true,
  )
  // 13:00 in Berlin.
  expect(wants('overdue', { due: '2026-11-25T12:59[Europe/Berlin]' })).toBe(true)
  expect(wants('overdue', { due: '2026-11-25T13:00[Europe/Berlin]' })).toBe(false)
  // By the clock of the todo's own zone, wherever one is: 07:00 in New York, and still the 24th on Midway.
  expect(wants('overdue', { due: '2026-11-25T12:00[America/New_York]' })).toBe(false)
  expect(wants('overdue', { due: '2026-11-25T06:59[America/New_York]' })).toBe(true)
  expect(wants('overdue', { due: '2026-11-25T19:59[Asia/Shanghai]' })).toBe(true)
  expect(wants('overdue', { due: '2026-11-25T01:00[Pacific/Midway]' })).toBe(false)
  expect(wants('overdue', { due: '2026-11-25' })).toBe(false)
  expect(wants('overdue', { due: '2026-11-24' })).toBe(true)
  expect(wants('overdue', { due: '2026-11-24', finished: true })).toBe(false)
  const end = { ...context, now: '2027-01-31T12:00:00.000Z' }
  expect(createFilter('due = +1m', end)({ ...base, due: '2027-02-28' })).toBe(true)
  expect(createFilter('due < +9999y', end)({ ...base, due: '9999-01-01' })).toBe(true)
  expect(wants('created <= 9999-12-31')).toBe(true)
  // The clock of this zone skips midnight that day.
  const skipped = { ...context, zone: 'America/Santiago' }
  expect(
    createFilter('created = 2026-09-06', skipped)({ ...base, createdAt: '2026-09-06T04:00:00.000Z' }),
  ).toBe(true)
  expect(
    createFilter('created = 2026-09-05', skipped)({ ...base, createdAt: '2026-09-06T03:59:59.999Z' }),
  ).toBe(true)
})

test('[G4] each field is what it says', () => {
  expect(wants('priority >= medium', { priority: 'high' })).toBe(true)
  expect(wants('priority in (low, high)', { priority: 'medium' })).toBe(false)
  expect(wants('number = 7 and number < 8 and number in (7)')).toBe(true)
  expect(wants('list = work and list != Home and list in (work, x)')).toBe(true)
  expect(wants(`list = ${base.list}`)).toBe(true)
  expect(wants('#home', { labels: ['home'] })).toBe(true)
  expect(wants('#home', { labels: ['Home'] })).toBe(false)
  expect(wants('name = "Buy milk" and name ~ mil and not name ~ ilk')).toBe(true)
  expect(wants('notes ~ x or text ~ buy')).toBe(true)
  expect(wants('no due no notes no label no parent no subtodos no priority')).toBe(true)
  expect(wants('has:subtodos', { id: 'parent' })).toBe(true)
  expect(wants('has:repeat has:reminders', { repeat: 'FREQ=DAILY', reminders: ['-PT30M'] })).toBe(true)
  expect(wants('no repeat no reminder')).toBe(true)
  expect(wants('has:repeats or has:reminder')).toBe(false)
  expect(wants('milk', { deletedAt: '2026-11-25T00:00:00.000Z' })).toBe(false)
  expect(wants('deleted milk', { deletedAt: '2026-11-25T00:00:00.000Z' })).toBe(true)
  expect(wants('deleted or not deleted')).toBe(true)
})

test.each([
  ['milk', 'Milkshake', true],
  ['milk', 'buttermilk', false],
  ['牛', '买牛奶', true],
  ['牛奶', '买牛奶', true],
  ['奶牛', '买牛奶', false],
  ['cafe', 'CAFÉ', true],
  ['full', 'ＦＵＬＬ width', true],
  ['牛奶', 'buy牛奶now', true],
  ['now', '牛奶now', true],
  ['오늘', '오늘은', true],
  ['コーヒ', 'コーヒー', true],
  ['ば', 'は', false],
  ['οδος', 'ΟΔΟΣ', true],
  ['🎉', 'party 🎉', true],
  ['two words', 'the two\n words', true],
  ['100%_', 'for 100%_done', true],
  ['x'.repeat(50), 'x'.repeat(60), true],
  ['x'.repeat(50), `${'x'.repeat(49)}y`, false],
])('[G5] "%s" in "%s": %p', (query, text, isFound) => {
  expect(wants(`"${query}"`, { name: 'no', notes: text })).toBe(isFound)
})

test('[G5] what is found has all that an index is asked for', () => {
  const piece = fc.oneof(
    fc.constantFrom('牛', '奶', 'milk', ' ', 'x', 'ー', 'é', '하', 'y'.repeat(40), '🎉', '-'),
    fc.string({ unit: 'grapheme', maxLength: 2 }),
  )
  const texts = fc.tuple(fc.array(piece), fc.array(piece, { minLength: 1, maxLength: 4 }), fc.array(piece))
  fc.assert(
    fc.property(texts, ([before, middle, after]) => {
      const text = searchable([...before, ...middle, ...after].join(''))
      const query = searchable(middle.join(''))
      fc.pre(text.includes(query))
      const tokens = [...tokensOf(text)]
      for (const { token, isPrefix } of wantedOf(query))
        expect(tokens.some((each) => (isPrefix ? each.startsWith(token) : each === token))).toBe(true)
    }),
    { seed, numRuns: 1_000 },
  )
})
