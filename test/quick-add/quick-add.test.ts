/** What quick add understands (SPEC.md, Q1 to Q8). */
import { describe, expect, spyOn, test } from 'bun:test'
import fc from 'fast-check'
import { isDue } from '../../src/model/due-text.ts'
import { quickAddLimits } from '../../src/model/limits.ts'
import { quickAdd, type QuickAdd } from '../../src/model/quick-add/quick-add.ts'
import { TodoInput } from '../../src/model/todo.ts'
import { lists, phrasesOf, written } from './phrases.ts'

const english = await phrasesOf('english')
const chinese = await phrasesOf('chinese')
const at = { now: Date.parse('2026-11-25T10:00Z'), zone: 'Europe/Berlin', lists }
const read = (text: string, more: object = {}): QuickAdd => quickAdd(text, { ...at, ...more })

describe.each([
  ['[Q1] English', english],
  ['[Q2] Chinese', chinese],
] as const)('%s', (_, phrases) => {
  test('there are at least 300 phrases', () => expect(phrases.length).toBeGreaterThanOrEqual(300))
  test.each(phrases.map((phrase) => [`${phrase.text} (${phrase.zone})`, phrase] as const))(
    '%s',
    (_text, { text, now, zone, expected }) => {
      const { todo } = quickAdd(text, { now, zone, lists })
      expect(written(todo, zone)).toBe(expected)
    },
  )
})

test('[Q1] every phrase of English is understood without Chinese rules, unless it is mixed', () => {
  for (const { text, now, zone, expected } of english.filter(
    ({ text: words }) => !/[\u3400-\u9fff]/.test(words),
  )) {
    expect(written(quickAdd(text, { now, zone, lists, locale: 'en' }).todo, zone)).toBe(expected)
  }
  expect(read('tomorrow 明天', { locale: 'zh' }).todo.name).toBe('tomorrow')
})

test('[Q3] chips say what was understood and where, in UTF-16 units', () => {
  const text = '😀 Pay rent every 1st at 9am !high #home @flat remind 1h before'
  const { chips } = read(text)
  expect(chips.map(({ kind, text: words, value }) => [kind, words, value])).toEqual([
    ['repeat', 'every 1st', 'FREQ=MONTHLY;BYMONTHDAY=1'],
    ['due', 'at 9am', '2026-12-01T09:00[Europe/Berlin]'],
    ['priority', '!high', 'high'],
    ['label', '#home', 'home'],
    ['list', '@flat', 'flat'],
    ['reminder', 'remind 1h before', '-PT1H'],
  ])
  for (const { from, to, text: words } of chips) expect(text.slice(from, to)).toBe(words)
})

test('[Q3] a day and a time beside each other are one chip', () => {
  expect(read('call Ann tomorrow at 9').chips.map(({ text }) => text)).toEqual(['tomorrow at 9'])
  expect(read('明天上午9点 开会').chips.map(({ text }) => text)).toEqual(['明天上午9点'])
})

test('[Q4] a chip that is taken away is words of the name again, and what else is there is read', () => {
  const text = 'Prepare friday slides tomorrow at 9 !high'
  const first = read(text)
  expect(first.todo).toMatchObject({ name: 'Prepare friday slides', due: '2026-11-26T09:00[Europe/Berlin]' })
  const second = read(text, { ignored: ['tomorrow at 9'] })
  expect(second.todo).toMatchObject({
    name: 'Prepare slides tomorrow at 9',
    due: '2026-11-27',
    priority: 'high',
  })
  expect(read(text, { ignored: first.chips.map((chip) => chip.text) }).todo).toMatchObject({
    priority: 'none',
  })
  expect(read('pay every monday', { ignored: ['every monday'] }).todo).toMatchObject({
    name: 'pay every monday',
    due: null,
  })
})

test('[Q4] each chip of each phrase can be taken away', () => {
  for (const { text, now, zone } of [...english, ...chinese]) {
    for (const chip of quickAdd(text, { now, zone, lists }).chips) {
      const { chips } = quickAdd(text, { now, zone, lists, ignored: [chip.text] })
      expect(chips.filter(({ from, to }) => from < chip.to && to > chip.from)).toEqual([])
    }
  }
})

test('[Q5] a list that is not there stays in the name, and is told', () => {
  const { todo, unknownLists } = read('Mow @garden tomorrow')
  expect(todo).toMatchObject({ name: 'Mow @garden', due: '2026-11-26' })
  expect(todo).not.toHaveProperty('list')
  expect(unknownLists).toEqual(['garden'])
})

const words =
  'every|each|!|day|2|weeks|from|-|half|to|next|“|”|"|第|个|最后|半|小时|mon|,|and|tomorrow|next|fri|at|9|9am|:|30|until|for|times|may|3|1st|last|of|the|month|#|#home|@|@flat|!high|\\|"|(|)|remind|m|before|in|每|周|一|月|1|号|天|明|上午|点|半|后|到|共|次|提前|分钟|的|😀|\ud83d|\t|\n|\u0000| '.split(
    '|',
  )
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join('')),
  fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join(' ')),
)
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Pacific/Apia', 'UTC']

test('[Q6] whatever is written: a name, ranges in order, and a todo that can be made', () => {
  const seed = Number(process.env['AIOTODO_SEED'] ?? Date.now() % 2 ** 31)
  const moments = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) })
  fc.assert(
    fc.property(anyText, moments, fc.constantFrom(...zones), (text, now, zone) => {
      const { todo, chips } = quickAdd(text, { now, zone, lists })
      if (/\S/.test(text)) expect(todo.name).not.toBe('')
      let end = 0
      for (const { from, to, text: its } of chips) {
        expect(from).toBeGreaterThanOrEqual(end)
        expect(to).toBeGreaterThan(from)
        expect(its).toBe(text.slice(from, to))
        end = to
      }
      expect(end).toBeLessThanOrEqual(text.length)
      if (todo.due !== null) expect(isDue(todo.due)).toBe(true)
      const { list: _, ...fields } = todo
      if (/\S/.test(text) && text.isWellFormed() && !text.includes('\0'))
        expect(TodoInput.safeParse({ ...fields, name: 'x' })).toMatchObject({
          success: true,
          data: { repeat: todo.repeat },
        })
    }),
    { seed, numRuns: 3_000 },
  )
})

const hostile = [
  '1',
  ' ',
  'every ',
  'every mon, ',
  'monday ',
  '1/1/',
  'in 1 day ',
  '1st and ',
  '#',
  '#"',
  '@',
  '@flat ',
  '!',
  '\\',
  'remind 1m before ',
  '每',
  '每周一',
  '一',
  '十',
  '月',
  '1月',
  '提前1',
  '9点',
  '明天',
  'a',
  '(',
  '"',
  ',',
  '\t',
  '12:',
  'at ',
  'mon-',
  'the 1st of ',
  'from monday to ',
  '1小时',
  '周一二三',
  '第一和',
  '“',
  "a' ",
]

test('[Q7] no text is slow to read: the work for twice the length is about twice as much', () => {
  // Counted by the patterns that are tried, not by a clock.
  for (const piece of hostile) {
    const text = piece
      .repeat(Math.ceil(quickAddLimits.lengthMax / piece.length))
      .slice(0, quickAddLimits.lengthMax)
    const [half, whole] = [steps(text.slice(0, text.length / 2)), steps(text)]
    expect(half).toBeGreaterThan(0)
    expect(whole).toBeLessThanOrEqual(2.2 * half + 1_000)
  }
})

function steps(text: string): number {
  using spy = spyOn(RegExp.prototype, 'exec')
  read(text)
  return spy.mock.calls.length
}

test('[Q7] no pattern repeats without a bound', async () => {
  for (const file of ['english-words', 'chinese-words', 'marks', 'names', 'tokens']) {
    const source = await Bun.file(new URL(`../../src/model/quick-add/${file}.ts`, import.meta.url)).text()
    // Patterns stand between slashes, or in texts that are put together.
    const patterns =
      source.match(/\/(?![/*])(?:\\.|\[[^\]\n]*\]|[^/\n])+\/[iuy]*y[iu]*|`[^`]*`|'[^'\n]*'/g) ?? []
    expect(patterns.length).toBeGreaterThan(2)
    for (const each of patterns.filter((text) => /\(\?|\[/.test(text)))
      expect(each).not.toMatch(/(?:[)\]}]|\\[dsw])[*+]/)
  }
})

test('[Q7] a text beyond the limit is only a name', () => {
  const text = `${'a'.repeat(quickAddLimits.lengthMax)} tomorrow`
  expect(read(text)).toMatchObject({ todo: { name: text, due: null }, chips: [] })
})
