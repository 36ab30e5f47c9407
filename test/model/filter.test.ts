/** The language of filters: what is read, what is said of what can't be, and what is wanted (SPEC.md, G1 to G5). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { createFilter, parseFilter, printFilter } from '../../src/client/filter.ts'
import { AppError } from '../../src/model/errors.ts'
import { sentenceFor } from '../../src/model/sentences.ts'
import { filters as chineseSentences } from '../../src/web/words/zh-CN/filters.ts'
import { searchable, tokensOf, wantedOf } from '../../src/model/filter/words.ts'
import { newRow } from '../../src/model/new-row.ts'
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

test.each([
  ['overdue or today', 'overdue or due = today'],
  ['Tomorrow', 'due = tomorrow'],
  ['monday', 'due = mon'],
  ['not thurs', 'not due = thu'],
  ['due <= Wednesday', 'due <= wed'],
  ['this week', 'due = this-week'],
  ['next 7 days and #home', 'due = next-7-days and #home'],
  ['past 2 weeks', 'due = last-2-weeks'],
  ['due != next friday', 'due != next-fri'],
  ['before friday', 'due < fri'],
  ['due before 2026-12-31', 'due < 2026-12-31'],
  ['due after tomorrow due by next month', 'due > tomorrow and due <= next-month'],
  ['due on fri', 'due = fri'],
  ['due today milk', 'due = today and milk'],
  ['due:today', 'due = today'],
  ['due: <=2026-12-31', 'due <= 2026-12-31'],
  ['priority:high label:home', 'priority = high and #home'],
  ['list:"At home" name:milk', 'list = "At home" and name ~ milk'],
  ['finished today created since monday', 'finished = today and created >= mon'],
  ['started', 'started'],
  ['started yesterday', 'start = yesterday'],
  ['p1 or P2 or p3 or p4', 'priority = high or priority = medium or priority = low or priority = none'],
  ['priority high', 'priority = high'],
  ['@Work @"At home"', 'list = Work and list = "At home"'],
  ['label = home list = Work', '#home and list = Work'],
  ['-#home -@Work -milk -overdue', 'not #home and not list = Work and not milk and not overdue'],
  ['no date has:date', 'not has:due and has:due'],
  ['due == today due <= 2026-12-31', 'due = today and due <= 2026-12-31'],
  // These are words all the same.
  ['rent due', 'rent and "due"'],
  ['"today" due "today"', '"today" and "due" and "today"'],
  ['last milk on time', '"last" and milk and on and time'],
  [
    '2026-12-01 12:30 https://example.org/x bob@example.org C#',
    '"2026-12-01" and "12:30" and "https://example.org/x" and "bob@example.org" and "C#"',
  ],
])('[F74] %s is %s', (text, printed) => {
  expect(printFilter(parseFilter(text))).toBe(printed)
  expect(parseFilter(printed)).toEqual(parseFilter(text))
})

test.each([
  '“call the garden”',
  '„call the garden“',
  '„call the garden”',
  '”call the garden”',
  '«call the garden»',
  '« call the garden »',
  '»call the garden«',
  '「call the garden」',
  '『call the garden』',
  '‘call the garden’',
  '‚call the garden‘',
  '＂call the garden＂',
])('[F75] %s is in quotes, as a label and a list as well', (text) => {
  expect(printFilter(parseFilter(text))).toBe('"call the garden"')
  expect(printFilter(parseFilter(`#${text} @${text} list = ${text}`))).toBe(
    '#"call the garden" and list = "call the garden" and list = "call the garden"',
  )
})

test('[F75] an apostrophe is part of its word, and quotes of ASCII keep the others', () => {
  expect(printFilter(parseFilter('don’t ’tis ‘don’t go’'))).toBe('"don’t" and "’tis" and "don’t go"')
  expect(printFilter(parseFilter('"say “hi”"'))).toBe('"say “hi”"')
  expect(printFilter(parseFilter('买“牛奶”'))).toBe('买 and 牛奶')
})

test.each([
  ['今天', 'due = today'],
  ['今天或逾期', 'due = today or overdue'],
  ['今天 或 逾期 且 未完成', 'due = today or overdue and not finished'],
  ['（明天 或 昨天）且 非 逾期', '(due = tomorrow or due = yesterday) and not overdue'],
  ['周五 星期日 下周一', 'due = fri and due = sun and due = next-mon'],
  [
    '本周 下个月 今年 周末',
    'due = this-week and due = next-month and due = this-year and due = this-weekend',
  ],
  ['未来7天 三天内 最近十二天', 'due = next-7-days and due = next-3-days and due = last-12-days'],
  ['截止 <= 今天', 'due <= today'],
  ['截止＜＝周五 截止≥后天', 'due <= fri and due >= +2d'],
  ['截止早于周五 截止 晚于 2026年12月31日', 'due < fri and due > 2026-12-31'],
  ['截止：今天 周五到期 截止日期 明天', 'due = today and due = fri and due = tomorrow'],
  [
    '优先级 > 中 优先级＝高 高优先级 无优先级',
    'priority > medium and priority = high and priority = high and priority = none',
  ],
  ['清单 = 工作 标签 = 家 @工作 ＃家', 'list = 工作 and #家 and list = 工作 and #家'],
  ['清单 in（工作，家）', 'list in (工作, 家)'],
  ['无日期 有备注 没有标签', 'not has:due and has:notes and not has:label'],
  ['已完成 未开始 未逾期', 'finished and not started and not overdue'],
  ['创建 >= -7d 完成 昨天', 'created >= -7d and finished = yesterday'],
  // These are text: no part of it is taken for a condition.
  ['牛奶或面包 买牛奶，面包 高 完成报告', '牛奶或面包 and "买牛奶，面包" and "高" and 完成报告'],
])('[F76] %s is %s', (text, printed) => {
  expect(printFilter(parseFilter(text))).toBe(printed)
  expect(parseFilter(printed)).toEqual(parseFilter(text))
})

test('[F74] the examples of the guide are read', async () => {
  const guide = await Bun.file(join(import.meta.dir, '..', '..', 'docs', 'filters.md')).text()
  const cells = guide.split('\n').flatMap((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? [])
  const examples = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string))
  expect(examples.length).toBeGreaterThan(40)
  for (const example of examples) expect(() => parseFilter(example), example).not.toThrow()
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

test.each([
  ['due soon', 4, 'found "soon". Words that are looked for need quotes here.', undefined],
  ['due < tommorow', 6, 'Did you mean tomorrow?', 'tomorrow'],
  ['due < 31.12.2026', 6, 'Did you mean 2026-12-31?', '2026-12-31'],
  ['due < 12/31/2026', 6, 'Did you mean 2026-12-31?', '2026-12-31'],
  ['due < 3/4/2026', 6, 'a date was expected', undefined],
  ['due < 7d', 6, 'Did you mean +7d?', '+7d'],
  ['due:soon', 4, 'found "soon"', undefined],
  ['created lastweek', 8, 'Did you mean last week?', 'last week'],
  ['next weak', 5, 'Did you mean next week?', 'next week'],
  ['priority urgent', 9, 'Did you mean high?', 'high'],
  ['priority >= hihg', 12, 'Did you mean high?', 'high'],
  ['labl = home', 0, 'Did you mean label?', 'label'],
  ['tag:home', 0, '"tag" is no field', 'label'],
  ['is:open', 0, 'Did you mean not finished?', 'not finished'],
  ['no lable', 3, 'Did you mean label?', 'label'],
  ['!high', 0, 'Did you mean priority = high?', 'priority = high'],
  ['@ Work', 0, 'After @ the name of a list was expected', undefined],
  ['“call', 0, 'The quote is not closed', undefined],
  ['截止 < 明无', 5, '是不是“明天”？', '明天'],
  ['优先级：紧急', 4, '是不是“高”？', '高'],
  ['标签名 = 家', 0, '是不是“标签”？', '标签'],
  ['截止 随便', 3, '要查找这些文字，请加引号。', undefined],
])(
  '[F71] "%s" looks like a condition and is none: where, and what is near, in both languages',
  (text, offset, says, nearest) => {
    let thrown: AppError | undefined
    try {
      parseFilter(text)
    } catch (error) {
      if (error instanceof AppError) thrown = error
    }
    const [found] = thrown?.details.errors ?? []
    expect(found?.offset).toBe(offset)
    const params = found?.params as { nearest?: string }
    expect(params.nearest).toBe(nearest as string)
    const chinese = sentenceFor(chineseSentences, found?.code, params)
    expect(`${found?.detail}\n${chinese}`).toContain(says)
    if (nearest !== undefined)
      expect([found?.detail?.includes(nearest), chinese?.includes(nearest)]).toEqual([true, true])
  },
)

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

test('[F74] a span of days is all of them, by the calendar of where someone is', () => {
  // A Wednesday.
  const due = (filter: string) =>
    [
      '2026-11-01',
      '2026-11-22',
      '2026-11-23',
      '2026-11-25',
      '2026-11-27',
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
      '2026-12-07',
      '2027-01-01',
    ]
      .filter((day) => wants(filter, { due: day }))
      .map((day) => day.slice(5))
  expect(due('this week')).toEqual(['11-23', '11-25', '11-27', '11-29'])
  expect(due('next week')).toEqual(['11-30', '12-01', '12-02'])
  expect(due('due < this week')).toEqual(['11-01', '11-22'])
  expect(due('due > this week')).toEqual(['11-30', '12-01', '12-02', '12-07', '01-01'])
  expect(due('due <= last week')).toEqual(['11-01', '11-22'])
  expect(due('due >= next month')).toEqual(['12-01', '12-02', '12-07', '01-01'])
  expect(due('this month and due != this week')).toEqual(['11-01', '11-22', '11-30'])
  expect(due('next 7 days')).toEqual(['11-25', '11-27', '11-29', '11-30', '12-01'])
  expect(due('last 4 days')).toEqual(['11-22', '11-23', '11-25'])
  expect(due('this weekend')).toEqual(['11-29'])
  expect(due('next month')).toEqual(['12-01', '12-02', '12-07'])
  expect(due('next year')).toEqual(['01-01'])
  expect(due('friday')).toEqual(['11-27'])
  expect(due('next wed')).toEqual(['12-02'])
  expect(due('this monday')).toEqual(['11-23'])
  expect(wants('created this week')).toBe(true)
  expect(wants('created yesterday')).toBe(false)
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
  ['STRASSE', 'Hauptstraße Straße', true],
  ['straße', 'Strasse 5', true],
  ['STRAẞE', 'strasse', true],
  ['lodz', 'Łódź', true],
  ['kobenhavn', 'København', true],
  ['oeuvre', 'Œuvre', true],
  ['thor', 'Þór', true],
  ['ızgara', 'IZGARA', true],
  ['malmo', 'Malmö', true],
  ['dzurda', 'Đžurđa', true],
  ["don't", 'We don’t go', true],
  ['don’t', "We don't go", true],
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
    fc.constantFrom('牛', '奶', 'milk', ' ', 'x', 'ー', 'é', 'ß', '’', 'æ', '하', 'y'.repeat(40), '🎉', '-'),
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
